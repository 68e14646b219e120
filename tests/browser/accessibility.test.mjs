import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { address, close, fillAll, form, formNames, open } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [320, 1280];

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
// In the dark, colours are another's and all else is the same.
const COLOURS = ["color-contrast", "link-in-text-block"];

async function violations(page, runOnly) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const found = await window.axe.run({ runOnly, resultTypes: ["violations"], preload: false });
    return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  }, runOnly);
}

async function looksRight(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} px wide on a screen of ${width}`);
    await page.emulateMedia({ colorScheme: "light" });
    assert.deepEqual(await violations(page, TAGS), [], `${width} px, light`);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await violations(page, COLOURS), [], `${width} px, dark`);
  }
}

for (const name of [...formNames, "index"]) {
  test(`${name}: WCAG 2.1 A and AA, light and dark, narrow and wide`, async () => {
    const page = await open(form(name));
    await looksRight(page);
    await close(page);
  });
}

for (const name of ["index", "guide/index", "guide/deadlines", "guide/whom-to-call", "guide/glossary", "guide/service-lines", "policies/intake"]) {
  test(`${name}: WCAG 2.1 A and AA, light and dark, narrow and wide, to read`, async () => {
    const page = await open(address(`${name}.html`));
    await looksRight(page);
    await close(page);
  });
}

test("a filled form with errors, a choice to clear and a goal more", async () => {
  const page = await open(form("service-plan"));
  await fillAll(page);
  await page.click("[data-add-group]");
  await page.fill("#in-plan-date", "soon");
  await page.fill("#in-member-name", "");
  await page.click("[data-print]");
  await page.locator("#page_errors").waitFor();
  await looksRight(page);
  await close(page);
});

test("the search box with its list open", async () => {
  const page = await open(address("policies/intake.html"));
  await page.keyboard.press("/");
  await looksRight(page);
  await page.keyboard.type("release of information");
  await page.locator(".search-excerpt mark").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await looksRight(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const small = await page.evaluate(() => [...document.querySelectorAll(".search-input, .search-option, .search-slash")]
      .filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
      .map((one) => one.textContent));
    assert.deepEqual(small, [], `at ${width} px`);
  }
  await close(page);
});

test("targets are at least 24 px high and wide", async () => {
  const page = await open(form("service-plan"));
  await fillAll(page);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const small = await page.evaluate(() => [...document.querySelectorAll("#page_sheet :is(input, textarea, button), .form-actions button")]
      .map((one) => [one.id || one.textContent, one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(([name]) => name));
    assert.deepEqual(small, [], `at ${width} px`);
  }
  await close(page);
});

test("the list of forms leads to each of them", async () => {
  const page = await open(address("forms/index.html"));
  const linked = await page.evaluate(() => [...document.querySelectorAll(".form-list h3 a")].map((one) => one.href.replace(/.*\/(.*)\.html$/, "$1")));
  assert.deepEqual([...new Set(linked)].sort(), [...formNames].sort());
  await close(page);
});
