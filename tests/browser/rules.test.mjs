// The rules of forms on the page: what contradicts itself is said before it is printed.
import assert from "node:assert/strict";
import { close, form, open, test } from "./support.mjs";

const errorOf = (page, id) => page.evaluate((id) => document.getElementById(`error-${id}`)?.textContent ?? "", id);

async function write(page, id, text) {
  await page.fill(`#${id}`, text);
  await page.locator(`#${id}`).blur();
  return errorOf(page, id);
}

test("a birth date to come, and a release that ends after more than 12 months, are refused", async () => {
  const page = await open(form("release-of-information"));
  assert.match(await write(page, "in-birth-date", "1/1/2090"), /^Write a day that is not after \d\d\/\d\d\/\d{4}\.$/);
  assert.equal(await write(page, "in-birth-date", "3/2/1979"), "");
  assert.equal(await write(page, "in-ends-on", "1/1/2031"), "", "the day of the signature isn't known yet");
  await write(page, "in-member-signature__date", "2/29/2024");
  assert.equal(await write(page, "in-ends-on", "3/1/2025"), "Write a day that is not after 02/28/2025.");
  assert.equal(await write(page, "in-ends-on", "2/28/2024"), "Write a day that is not before 02/29/2024.");
  assert.equal(await write(page, "in-ends-on", "2/28/2025"), "");
  await close(page);
});

test("an answer that another one rules out is refused, and one that it asks for is wanted", async () => {
  const page = await open(form("intake-and-referral"));
  await page.check("#in-danger___no");
  assert.match(await write(page, "in-danger-done", "Called 911"), /^Leave this empty, or correct the answer that it depends on/);
  await page.check("#in-danger___yes");
  assert.equal(await write(page, "in-danger-done", "Called 911"), "");
  await page.fill("#in-danger-done", "");
  await page.click("[data-print]");
  assert.equal(await errorOf(page, "in-danger-done"), "Nothing is written here yet.");
  await page.check("#in-danger___no");
  assert.equal(await errorOf(page, "in-danger-done"), "");
  await close(page);
});

test("a grid takes one answer a row", async () => {
  const page = await open(form("satisfaction-survey"));
  const row = page.locator('table[data-table="experience"] tbody tr').first();
  await row.getByLabel("Always").check();
  await row.getByLabel("Never").check();
  assert.equal(await row.locator("input:checked").count(), 1);
  await close(page);
});
