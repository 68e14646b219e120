// The live preview: a file is saved, and the page that is open follows.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, afterEach, before } from "node:test";
import { looksRight } from "./axe.mjs";
import { program } from "./program.mjs";
import { close, open, test } from "./support.mjs";

const root = resolve("../..");

const folder = mkdtempSync(join(tmpdir(), "clausebook-preview-"));
const file = (path) => join(folder, path);
const latest = (policy) => {
  const versions = readdirSync(file(`content/policies/${policy}`)).filter((name) => name.endsWith(".md"));
  return `content/policies/${policy}/${versions.sort().at(-1)}`;
};
let server;
let host;

before(async () => {
  for (const source of ["handbook.toml", "content", "forms"]) cpSync(join(root, source), file(source), { recursive: true });
  server = spawn(program, ["serve", "--port", "0"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let printed = "";
  host = await new Promise((found, fail) => {
    setTimeout(() => fail(new Error(`no preview after a minute: ${printed}`)), 60_000).unref();
    server.stderr.on("data", (words) => {
      printed += words;
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
      if (address) found(address[0]);
    });
    server.on("error", fail);
    server.on("exit", () => fail(new Error(`the preview ended: ${printed}`)));
  });
});

after(async () => {
  const ended = new Promise((done) => server.once("exit", done));
  if (server.kill()) await ended;
  rmSync(folder, { recursive: true, force: true });
});

// A test that fails leaves nothing broken for the next.
afterEach(() => {
  const path = latest("intake");
  if (readFileSync(file(path), "utf8").includes("titel =")) edit(path, "titel =", "title =");
});

function edit(path, from, to) {
  const old = readFileSync(file(path), "utf8");
  assert.ok(old.includes(from), `${path} has no ${from}`);
  // In one step, as many editors save: what is shown for a moment while a file is half written isn't what these tests are about.
  writeFileSync(file(".saved"), old.replace(from, to));
  renameSync(file(".saved"), file(path));
}

// A page that follows: it knows the state of the handbook. What stays in the window shows that it was not loaded again.
async function follow(path, options) {
  const page = await open(`${host}/${path}`, options);
  await page.locator(".preview").waitFor({ state: "attached" });
  await page.evaluate(() => { window.marker = "still here"; });
  return page;
}
// Another tab of the same browser: they share the connections.
async function tab(page, path) {
  const other = await page.context().newPage();
  await other.goto(`${host}/${path}`);
  await other.locator(".preview").waitFor({ state: "attached" });
  return other;
}
const stays = (page) => page.evaluate(() => window.marker === "still here");
const heading = (page, words) => page.locator("h1", { hasText: words }).waitFor();
const status = (page, words) => page.locator(".preview-status", { hasText: words }).waitFor({ state: "attached" });

async function broken(page) {
  edit(latest("intake"), "title =", "titel =");
  await status(page, "error");
}
async function repaired(page) {
  edit(latest("intake"), "titel =", "title =");
  await page.locator(".preview-error").first().waitFor({ state: "detached" });
}

test("a saved change is on the page, which stays where it was scrolled to", async () => {
  const page = await follow("policies/intake.html");
  await page.locator("h2#procedure").evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
  const there = await page.evaluate(() => scrollY);
  assert.ok(there > 500, `scrolled to ${there}`);
  edit(latest("intake"), "People are often referred in a bad week", "People often come in a bad week");
  await page.getByText("People often come in a bad week").waitFor();
  await page.waitForFunction((there) => Math.abs(scrollY - there) < 4, there);
  await close(page);
});

test("an error is shown over the last good page, and goes when it is fixed", async () => {
  const page = await follow("policies/intake.html");
  const path = latest("intake");
  await broken(page);
  const words = await page.locator(".preview").innerText();
  const line = readFileSync(file(path), "utf8").split("\n").findIndex((line) => line.startsWith("titel")) + 1;
  assert.ok(words.includes(`${path}, line ${line}`), words);
  assert.match(words, /titel/);
  assert.match(words, /title/, "a hint");
  assert.match(words, /last good/);
  assert.match(await page.getByRole("status").last().innerText(), /\d error.*last good/);
  await heading(page, "Intake");
  assert.ok(await stays(page), "the last good page stays");
  edit(path, "titel = \"Intake\"", "title = \"Intake, fixed\"");
  await heading(page, "Intake, fixed");
  await page.locator(".preview-error").first().waitFor({ state: "detached" });
  assert.doesNotMatch(await page.locator(".preview-status").textContent(), /error|last good/);
  edit(path, "Intake, fixed", "Intake");
  await page.getByRole("heading", { level: 1, name: "Intake", exact: true }).waitFor();
  await close(page);
});

test("messages can be read by everybody, and folded with keys", async () => {
  const page = await follow("policies/intake.html");
  await broken(page);
  await looksRight(page);
  const summary = page.locator(".preview summary");
  // Backwards from the top of the page, the last of its controls comes first.
  await page.evaluate(() => document.body.prepend(Object.assign(document.createElement("button"), { id: "top" })));
  await page.locator("#top").focus();
  await page.keyboard.press("Shift+Tab");
  if (!(await summary.evaluate((one) => one === document.activeElement))) await page.keyboard.press("Shift+Tab");
  assert.ok(await summary.evaluate((one) => one === document.activeElement), "a key reaches it");
  assert.equal(await summary.evaluate((one) => getComputedStyle(one).outlineStyle), "solid");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".preview details").evaluate((one) => one.open), false);
  const free = await page.evaluate(() => {
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    const foot = document.querySelector("body > footer") ?? document.querySelector("main");
    return document.querySelector(".preview").getBoundingClientRect().top - foot.getBoundingClientRect().bottom;
  });
  assert.ok(free >= 0, `folded, it covers ${-free} px of the page's end`);
  await repaired(page);
  await close(page);
});

test("a page follows its own words and its looks, and no other page's", async () => {
  const page = await follow("policies/intake.html");
  const other = await follow("policies/staffing.html");
  edit(latest("staffing"), "## Purpose\n", "## Purpose\n\nA sentence of another policy.\n");
  await other.getByText("A sentence of another policy.").waitFor();
  // Once the page shows the later error, it has heard of the change too.
  await broken(page);
  await repaired(page);
  assert.ok(await stays(page), "another policy's words are not this page's");
  mkdirSync(file("site"), { recursive: true });
  writeFileSync(file("site/style.css"), `${readFileSync(join(root, "site/style.css"), "utf8")}\nh1 { letter-spacing: 7px; }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
  assert.ok(!(await stays(page)));
  rmSync(file("site"), { recursive: true });
  await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing !== "7px");
  await close(other);
  await close(page);
});

test("what is typed into a form stays when another file is saved", async () => {
  const page = await follow("forms/service-plan.html");
  const field = page.locator("#page_sheet input[data-kind=text]").first();
  await field.fill("Some words");
  const other = await follow("policies/training.html");
  edit(latest("training"), "## Purpose\n", "## Purpose\n\nA sentence about training.\n");
  await other.getByText("A sentence about training.").waitFor();
  await broken(page);
  await repaired(page);
  assert.ok(await stays(page));
  assert.equal(await field.inputValue(), "Some words");
  await close(other);
  await close(page);
});

test("a page that is deleted says so", async () => {
  const guide = "content/guide/for-a-day.md";
  const start = await follow("guide/index.html");
  writeFileSync(file(guide), "+++\ntitle = \"For a day\"\nsummary = \"A page that does not last.\"\norder = 99\n+++\n\n## In short\n\nSome words.\n");
  await start.getByText("For a day").first().waitFor({ state: "attached" });
  const page = await follow("guide/for-a-day.html");
  await heading(page, "For a day");
  rmSync(file(guide));
  await page.locator(".preview summary", { hasText: "not in the handbook any more" }).waitFor();
  await status(page, "not in the handbook any more");
  await heading(page, "For a day");
  await close(start);
  await close(page);
});

test("more pages than a browser has connections all follow an edit", async () => {
  const first = await follow("policies/intake.html");
  const pages = [first];
  while (pages.length < 8) pages.push(await tab(first, "policies/intake.html"));
  edit(latest("intake"), "title = \"Intake\"", "title = \"Intake for everyone\"");
  await Promise.all(pages.map((page) => heading(page, "Intake for everyone")));
  // The connections are free: one more page opens while the others wait for news.
  await tab(first, "policies/staffing.html");
  edit(latest("intake"), "Intake for everyone", "Intake");
  await Promise.all(pages.map((page) => page.getByRole("heading", { level: 1, name: "Intake", exact: true }).waitFor()));
  await close(first);
});

test("a hidden page asks nothing, and follows once it is shown", async () => {
  const page = await follow("policies/intake.html");
  const turn = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await turn(true);
  let asked = 0;
  page.on("request", () => { asked += 1; });
  edit(latest("intake"), "title = \"Intake\"", "title = \"Intake while hidden\"");
  const other = await follow("policies/intake.html");
  await heading(other, "Intake while hidden");
  assert.ok(await stays(page));
  assert.equal(asked, 0, "a hidden page asks nothing");
  await turn(false);
  await heading(page, "Intake while hidden");
  edit(latest("intake"), "Intake while hidden", "Intake");
  await page.getByRole("heading", { level: 1, name: "Intake", exact: true }).waitFor();
  await close(other);
  await close(page);
});
