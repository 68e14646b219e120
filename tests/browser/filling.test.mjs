// What the page does while somebody fills it in.
import assert from "node:assert/strict";
import { close, fillAll, form, inEachForm, open, test, written } from "./support.mjs";

const said = (page) => page.locator("#page_said").textContent();
const focusedId = (page) => page.evaluate(() => document.activeElement.id);
const countPrints = (page) => page.evaluate(() => {
  window.prints = 0;
  window.print = () => (window.prints += 1);
});
const prints = (page) => page.evaluate(() => window.prints);

// The message that belongs to a control, as a screen reader finds it.
const errorOf = (page, id) => page.evaluate((id) => {
  const control = document.getElementById(id);
  if (control.getAttribute("aria-invalid") !== "true") return "";
  return control.getAttribute("aria-describedby").split(" ").map((one) => document.getElementById(one).textContent).at(-1);
}, id);

test("days are typed as people write them", async () => {
  const page = await open(form("service-plan"));
  const leave = async (text) => {
    await page.fill("#in-plan-date", text);
    await page.locator("#in-plan-date").blur();
    return page.inputValue("#in-plan-date");
  };
  for (const text of ["4/9/2027", "04/09/2027", "04-09-2027", "4.9.2027", "April 9, 2027", "Apr 9 2027", "apr. 9, 2027", "9 April 2027", "April 9th, 2027", "2027-04-09"]) {
    assert.equal(await leave(text), "04/09/2027", text);
    assert.equal(await errorOf(page, "in-plan-date"), "");
  }
  assert.equal(await leave("2/29/2028"), "02/29/2028");
  for (const text of ["2/30/2027", "February 29, 2027", "13/1/2027", "0/1/2027", "April 31 2027"]) {
    assert.equal(await leave(text), text);
    assert.match(await errorOf(page, "in-plan-date"), /no such day.*month\/day\/year, such as 04\/09\/2027/, text);
  }
  for (const text of ["soon", "4/9/27", "4/9", "Smarch 1, 2027x"]) {
    assert.equal(await leave(text), text);
    assert.match(await errorOf(page, "in-plan-date"), /^Write the day as month\/day\/year, such as 04\/09\/2027\.$/, text);
  }
  await leave("");
  assert.equal(await errorOf(page, "in-plan-date"), "", "an empty field is no mistake while filling in");
  await close(page);
});

test("telephones and numbers are checked kindly", async () => {
  const page = await open(form("service-plan"));
  const check = async (id, text) => {
    await page.fill(`#${id}`, text);
    await page.locator(`#${id}`).blur();
    return errorOf(page, id);
  };
  const phone = "in-staff__csp-worker__telephone";
  for (const text of ["617-555-0100", "(617) 555 0100", "617.555.0100 ext. 12", "+1 617 555 0100", "ext. 12", "x4"]) assert.equal(await check(phone, text), "", text);
  for (const text of ["555-0100", "call me"]) assert.match(await check(phone, text), /ten digits, such as 617-555-0100/, text);
  const number = "in-criminogenic__1__goal";
  for (const text of ["2", "-1.5", "1,200"]) assert.equal(await check(number, text), "", text);
  for (const text of ["two", "1 and 2"]) assert.match(await check(number, text), /digits, such as 12/, text);
  await close(page);
});

test("errors are texts with links at the top, and printing is allowed all the same", async () => {
  const page = await open(form("service-plan"));
  await countPrints(page);
  await page.click("[data-print]");
  assert.equal(await prints(page), 0);
  assert.equal(await focusedId(page), "page_errors");
  const links = await page.locator("#page_errors a").allTextContents();
  assert.equal(await page.locator("#page_errors h3").textContent(), `${links.length} things to look at before you print`);
  assert.match(links[0], /^Member’s name: /);
  assert.match(links[1], /^This is: Choose one\.$/);
  assert.equal(await page.locator("#field-plan-kind .error").textContent(), "Choose one.");
  const at = page.url();
  await page.click("#page_errors a >> nth=0");
  assert.equal(await focusedId(page), "in-member-name");
  assert.equal(page.url(), at);
  await page.keyboard.type("A Member");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator("#page_errors a").count(), links.length - 1, "what is fixed is off the list");
  assert.equal(await errorOf(page, "in-member-name"), "");
  await page.click("[data-print-anyway]");
  assert.equal(await prints(page), 1);
  await close(page);
});

test("a complete form prints at once", async () => {
  await inEachForm(async (page, name) => {
    await countPrints(page);
    await fillAll(page);
    await page.click("[data-print]");
    assert.equal(await prints(page), 1, `${name}: ${await page.locator("#page_errors").textContent()}`);
  });
});

test("Other asks for its words", async () => {
  const page = await open(form("service-plan"));
  await page.check("#in-member-part__other");
  assert.match(await said(page), /what “Other” stands for/);
  assert.ok(await page.locator("#field-member-part .other-words.wanted").isVisible());
  await page.click("[data-print]");
  assert.match(await errorOf(page, "in-member-part__other-words"), /Other/);
  await page.fill("#in-member-part__other-words", "Drew a picture");
  await page.locator("#in-member-part__other-words").blur();
  assert.equal(await errorOf(page, "in-member-part__other-words"), "");
  await close(page);
});

const every = (page, selector, attribute) => page.evaluate(([selector, attribute]) =>
  [...document.querySelectorAll(selector)].map((one) => one.getAttribute(attribute)), [selector, attribute]);

test("a goal is added with names of its own, empty, and taken away again", async () => {
  const page = await open(form("service-plan"));
  await fillAll(page);
  const before = await written(page);
  await page.click("[data-add-group]");
  assert.equal(await said(page), "Goal 3 is added.");
  assert.equal(await focusedId(page), "in-goals__3___heading");
  assert.equal(await page.locator("#in-goals__3___heading").textContent(), "Goal 3");
  assert.deepEqual(await written(page), before, "what is written stays, and the new goal is empty");
  const ids = await every(page, "[id]", "id");
  assert.equal(new Set(ids).size, ids.length, "each id is there once");
  const names = await every(page, ".group:last-of-type [data-kind]", "data-name");
  assert.ok(names.length > 10 && names.every((name) => name.startsWith("goals/3/")), names.join());
  const labels = await every(page, ".group:last-of-type [data-kind][aria-label]", "aria-label");
  assert.ok(labels.every((label) => label.startsWith("Goal 3: ")), labels.join());
  await page.fill("#in-goals__3__goal-words", "Sing again");
  await page.check("#in-goals__3__goal-range___short-range");
  assert.ok(await page.isChecked("#in-goals__1__goal-range___long-range"), "a choice of one goal is not another’s");
  await page.click("[data-remove-group]");
  await page.click("#page_ask [data-no]");
  assert.equal(await page.inputValue("#in-goals__3__goal-words"), "Sing again");
  await page.click("[data-remove-group]");
  await page.click("#page_ask [data-yes]");
  assert.deepEqual(await written(page), before);
  assert.ok(await page.locator("[data-remove-group]").isHidden(), "the goals of the printed form stay");
  await close(page);
});

test("a row is added, also in a goal that was added", async () => {
  const page = await open(form("service-plan"));
  await page.fill("#in-supports__4__name", "A friend");
  await page.click("#field-supports [data-add-row]");
  assert.equal(await said(page), "Row 5 is added.");
  assert.equal(await focusedId(page), "in-supports__5__name");
  assert.match(await page.getAttribute("#in-supports__5__name", "aria-label"), /, row 5: Name$/);
  await page.click("[data-add-group]");
  await page.click(".group:last-of-type [data-add-row] >> nth=1");
  assert.equal(await focusedId(page), "in-goals__3__goal-steps__4__what");
  assert.match(await page.getAttribute("#in-goals__3__goal-steps__4__what", "aria-label"), /^Goal 3: .*, row 4: What$/);
  await page.keyboard.type("Call");
  assert.deepEqual(await written(page), { "supports/4/name": "A friend", "goals/3/goal-steps/4/what": "Call" });
  await page.click("#field-supports [data-remove-row]");
  assert.equal(await page.locator("#in-supports__5__name").count(), 0);
  await close(page);
});

test("clearing asks first, and leaves the form as it was opened", async () => {
  const page = await open(form("service-plan"));
  await page.click("[data-add-group]");
  await fillAll(page);
  await page.click("[data-clear]");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Keep it", "the safe answer is at hand");
  await page.keyboard.press("Escape");
  assert.notDeepEqual(await written(page), {});
  await page.click("[data-clear]");
  await page.click("#page_ask [data-yes]");
  assert.deepEqual(await written(page), {});
  assert.equal(await said(page), "Everything is cleared.");
  assert.equal(await page.locator(".group").count(), 2);
  assert.equal(await page.locator(".mirror, .error, [aria-invalid]").count(), 0);
  await close(page);
});
