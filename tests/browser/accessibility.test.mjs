import assert from "node:assert/strict";
import { looksRight } from "./axe.mjs";
import { address, close, fillAll, form, formNames, open, test, translatedForms } from "./support.mjs";

const WIDTHS = [320, 1280];

for (const name of [...formNames, ...translatedForms]) {
  test(`${name}: WCAG 2.1 A and AA, light and dark, narrow and wide`, async () => {
    const page = await open(form(name));
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
