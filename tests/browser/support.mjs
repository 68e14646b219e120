// What the tests share: the built site, a browser, and a person who fills in a form.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { after, test as nodeTest } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { readPdf } from "./pdfjs.mjs";

export const site = resolve(process.env.SITE ?? "../../public");
assert.ok(existsSync(join(site, "forms")), `SITE must be a built handbook with forms, not ${site}`);

const formPages = readdirSync(join(site, "forms"))
  .filter((file) => file.endsWith(".html") && file !== "index.html")
  .map((file) => file.replace(/\.html$/, ""));
// No id has a period: `service-plan.es` is a form in Spanish.
export const formNames = formPages.filter((name) => !name.includes("."));
export const translatedForms = formPages.filter((name) => name.includes("."));

export const address = (path) => pathToFileURL(join(site, path)).href;
export const form = (name) => address(`forms/${name}.html`);

// The site from a server: its address, and how to stop it. What is not there is answered with the page for that.
export async function serve() {
  const kinds = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml", woff2: "font/woff2", pdf: "application/pdf" };
  const server = createServer((request, response) => {
    const path = join(site, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const there = existsSync(path) && path.includes(".");
    const file = there ? path : join(site, "404.html");
    response.writeHead(there ? 200 : 404, { "content-type": kinds[file.split(".").pop()] ?? "text/plain" }).end(readFileSync(file));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  // A test that fails before it stops the server must not keep the others waiting.
  server.unref();
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host: `http://127.0.0.1:${server.address().port}`, stop };
}

// Nothing of the browser's own may go to the network either, so that a request is the page's.
const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // The store of whole pages to go back to is part of what is tested.
  ignoreDefaultArgs: ["--disable-back-forward-cache"],
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
// What is thrown away anyway is waited for only so long.
const within = (seconds, closing) => Promise.race([closing, new Promise((over) => setTimeout(over, 1000 * seconds).unref())]);

let browser;
after(async () => within(15, (await browser)?.close()));

// A browser may hang in what has no time limit of its own, such as closing a page. A test that hangs fails, and the others go on.
export const test = (name, run) => nodeTest(name, { timeout: 300_000 }, run);

// A page of its own, with the errors of its scripts.
export async function open(url, options = {}) {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.mistakes = [];
  page.requests = [];
  page.on("pageerror", (error) => page.mistakes.push(error.message));
  page.on("console", (line) => line.type() === "error" && page.mistakes.push(line.text()));
  page.on("request", (request) => page.requests.push(request.url()));
  await page.goto(url);
  // What a page loads, it loads now: what is requested later was asked for by something that somebody did.
  await page.evaluate(() => document.fonts.ready);
  return page;
}

// One page for one form after the other; opening a page takes longer than what is looked at in it.
export async function inEachForm(look) {
  const page = await open("about:blank");
  page.on("dialog", (dialog) => dialog.accept());
  for (const name of formNames) {
    await page.goto(form(name));
    await look(page, name);
  }
  await close(page);
}

export async function close(page) {
  assert.deepEqual(page.mistakes, [], "the page's scripts fail");
  await within(15, page.context().close());
}

export const TYPED = { date: "04/09/2026", number: "12", phone: "617-555-0100", text: "Some words", paragraph: "Words on\nseveral lines" };

// Fills in everything at once, as fast as a test needs it.
export function fillAll(page, typed = TYPED) {
  return page.evaluate((typed) => {
    for (const control of document.querySelectorAll("#page_sheet [data-kind]")) {
      if (control.type === "checkbox" || control.type === "radio") control.click();
      else {
        control.value = typed[control.dataset.kind];
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  }, typed);
}

// The fields by name, with what is written or chosen; empty ones are left out.
export function written(page) {
  return page.evaluate(() => {
    const found = {};
    for (const control of document.querySelectorAll("[data-kind]")) {
      const ticks = control.type === "checkbox" || control.type === "radio";
      if (ticks ? control.checked : control.value !== "") found[control.dataset.name] = control.value;
    }
    return found;
  });
}

// The text of each page of a PDF, without spaces: where a line breaks is not the question.
export async function textOfPages(bytes) {
  const document = await readPdf(bytes);
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const content = await (await document.getPage(number)).getTextContent();
    pages.push(squeeze(content.items.map((item) => item.str).join("")));
  }
  await document.destroy();
  return pages;
}

export const squeeze = (text) => text.normalize("NFC").replace(/\s+/g, "");

// On paper without background colors, as browsers print when nobody asks otherwise.
export const printed = async (page) => textOfPages(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
