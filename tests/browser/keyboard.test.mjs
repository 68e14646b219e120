// Every control of every form is reached with Tab alone, filled with keys alone, and holds what was typed.
import assert from "node:assert/strict";
import { close, form, formNames, open, test, written } from "./support.mjs";

const KEYS = { date: "4/9/2027", number: "12", phone: "617-555-0100", text: "ab", paragraph: "cd" };
const HELD = { ...KEYS, date: "04/09/2027" };

const focused = (page) => page.evaluate(() => {
  const { type, name, dataset } = document.activeElement;
  return { type, radios: name, name: dataset.name, kind: dataset.kind, last: "print" in dataset };
});

// A group of radio buttons is one stop of Tab; within it, arrows choose.
async function choose(page, expected, name) {
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  expected[name] = await page.evaluate(() => document.querySelectorAll(`[name="${document.activeElement.name}"]`)[1].value);
}

// Each kind once key by key; the rest at once, as dictation writes it.
async function write(page, kind, seen) {
  if (seen.has(kind)) return page.keyboard.insertText(KEYS[kind]);
  seen.add(kind);
  return page.keyboard.type(KEYS[kind]);
}

async function fillByKeyboard(page) {
  const expected = {};
  const seen = new Set();
  await page.locator("#page_sheet [data-kind]").first().focus();
  for (let steps = 0; steps < 3000; steps += 1) {
    const at = await focused(page);
    if (at.last) return expected;
    if (at.kind && at.name in expected) assert.fail(`${at.name} is a stop of Tab twice`);
    if (at.kind === "choice") await choose(page, expected, at.name);
    else if (at.kind === "check") {
      await page.keyboard.press("Space");
      expected[at.name] = "on";
    } else if (at.kind) {
      await write(page, at.kind, seen);
      expected[at.name] = HELD[at.kind];
    }
    await page.keyboard.press("Tab");
  }
  return assert.fail("Tab does not come to the end of the form");
}

for (const name of formNames) {
  test(name, async () => {
    const page = await open(form(name));
    const expected = await fillByKeyboard(page);
    const names = await page.evaluate(() => [...new Set([...document.querySelectorAll("[data-kind]")].map((one) => one.dataset.name))]);
    assert.deepEqual(Object.keys(expected).sort(), names.sort(), "not every control is a stop of Tab");
    assert.deepEqual(await written(page), expected);
    await close(page);
  });
}

test("a choice is cleared with the keyboard", async () => {
  const page = await open(form("service-plan"));
  await page.focus("#in-plan-kind___a-first-plan");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.deepEqual(await written(page), {});
  assert.equal(await page.evaluate(() => document.activeElement.id), "in-plan-kind___a-first-plan");
  await close(page);
});
