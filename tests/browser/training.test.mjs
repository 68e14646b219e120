// The page of a curriculum leads to its units, and a unit has a check to try, on the screen and on paper.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { looksRight } from "./axe.mjs";
import { address, close, open, site, test } from "./support.mjs";

const CURRICULUM = "curricula/csp-core.html";
const UNIT = "curricula/csp-core/safety-protocols.html";
const PHONE = { width: 390, height: 844 };

test("on a phone the first unit is less than six screens down the page of its curriculum", async () => {
  const page = await open(address(CURRICULUM));
  await page.setViewportSize(PHONE);
  const top = await page.evaluate(() => document.querySelector(".unit-list a").getBoundingClientRect().top + scrollY);
  assert.ok(top < 6 * PHONE.height, `${top} px`);
  await close(page);
});

test("an old address of a unit leads to its entry", async () => {
  const page = await open(`${address(CURRICULUM)}#unit-safety-protocols`);
  const to = await page.evaluate(() => document.querySelector(":target a").getAttribute("href"));
  assert.ok(to.endsWith("curricula/csp-core/safety-protocols.html"), to);
  await close(page);
});

test("a unit page is small", () => {
  assert.ok(statSync(join(site, UNIT)).size < 150_000);
});

test("the page of a curriculum and of a unit, its reasons shown: WCAG 2.1 A and AA, light and dark, narrow and wide", async () => {
  for (const path of [CURRICULUM, UNIT]) {
    const page = await open(address(path));
    await page.evaluate(() => document.querySelectorAll("details.why").forEach((one) => { one.open = true; }));
    await looksRight(page);
    await close(page);
  }
});

test("a check is taken with the keyboard, and says why when asked", async () => {
  const page = await open(address(UNIT));
  const first = page.locator(".questions > li").first();
  await first.locator("input").first().focus();
  await page.keyboard.press("Space");
  assert.equal(await first.locator("input:checked").count(), 1);
  await page.keyboard.press("ArrowDown");
  assert.equal(await first.locator("input:checked").count(), 1);
  assert.equal(await first.locator(".why p").first().isVisible(), false);
  await first.locator("summary").focus();
  await page.keyboard.press("Enter");
  assert.ok(await first.locator(".why p").first().isVisible());
  await close(page);
});

test("what was picked is gone after the page is loaded again", async () => {
  const page = await open(address(UNIT));
  await page.locator(".questions input").first().check();
  await page.reload();
  assert.equal(await page.locator(".questions input:checked").count(), 0);
  await close(page);
});

test("on paper a check has boxes and no reasons", async () => {
  const page = await open(address(UNIT));
  await page.evaluate(() => { document.querySelector("details.why").open = true; });
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".why").first().isVisible(), false);
  const border = await page.evaluate(() => getComputedStyle(document.querySelector(".questions input")).borderTopStyle);
  assert.equal(border, "solid");
  await close(page);
});
