// Sums, alerts, defaults, sections under a condition, annexes and the rules of columns: what the page does while somebody fills it in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { looksRight } from "./axe.mjs";
import { program } from "./program.mjs";
import { close, open, test } from "./support.mjs";

const HANDBOOK = `title = "Handbook"
tracks = ["csp", "csp-ji"]
form_tasks = ["A new Member"]
[track_names]
csp = "CSP"
csp-ji = "CSP-JI"
[organization]
name = "Riverside"
`;
const FORM = `title = "Week"
number = "F-4"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "How the week was."
tasks = ["A new Member"]
due = "At once."

[[section]]
id = "mood"
title = "How was your week?"
[[section.field]]
id = "place"
label = "Where we met"
kind = "text"
default = "Our office"
[[section.field]]
id = "language"
label = "Language"
kind = "choice"
options = ["English", "Spanish"]
default = "English"
[[section.field]]
id = "days"
label = "On how many days"
kind = "table"
row_heading = "What we ask"
row_labels = ["I slept badly.", "I thought of hurting myself."]
alert = [{ row = "I thought of hurting myself.", options = ["Some days", "Most days"], says = "Ask about safety now." }]
[[section.field.column]]
id = "answer"
label = "Answer"
kind = "choice"
options = ["Never", "Some days", "Most days"]
points = [0, 1, 3]
options_as = "columns"
[[section.field]]
id = "signs"
label = "What else there was"
kind = "choices"
options = ["Worries", "Pain"]
points = [2, 1]
[[section.field]]
id = "total"
label = "Sum of the points"
kind = "score"
of = ["days", "signs"]
bands = [{ from = 0, says = "Go on as planned." }, { from = 3, says = "Talk it over." }]

[[section]]
id = "visits"
title = "Visits"
repeat = 1
repeat_name = "Visit"
[[section.field]]
id = "spent"
label = "Spent"
kind = "table"
rows = 2
[[section.field.column]]
id = "on"
label = "On"
kind = "date"
[[section.field.column]]
id = "amount"
label = "Amount"
kind = "number"
max = 5000
required = true
[[section.field]]
id = "costs"
label = "Costs"
kind = "score"
of = ["spent/amount"]

[[section]]
id = "worries"
title = "Worries"
only_if = "signs = 'Worries'"
[[section.field]]
id = "worry"
label = "Which"
kind = "text"
required = true

[[section]]
id = "court"
title = "Court"
tracks = ["csp-ji"]
annex = true
[[section.field]]
id = "court-name"
label = "Court"
kind = "text"
required = true
[[section.field]]
id = "next-date"
label = "Next date"
kind = "text"
`;

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "scores-"));
  mkdirSync(join(folder, "book/forms/week"), { recursive: true });
  writeFileSync(join(folder, "book/handbook.toml"), HANDBOOK);
  writeFileSync(join(folder, "book/forms/week/2026-01-01.toml"), FORM);
  execFileSync(program, ["build", join(folder, "book"), "--out", join(folder, "site"), "--no-pdf"], { stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const week = () => open(pathToFileURL(join(folder, "site/forms/week.html")).href);
const value = (page, id) => page.inputValue(`#in-${id}`);
const errorOf = (page, id) => page.evaluate((id) => document.getElementById(`error-in-${id}`)?.textContent ?? "", id);
const answer = (page, row, option) => page.check(`#in-days__${row}__answer___${option}`);
const [SLEPT, THOUGHT] = ["i-slept-badly", "i-thought-of-hurting-myself"];

test("the sum is there once every question is answered, and follows each change", async () => {
  const page = await week();
  await answer(page, SLEPT, "some-days");
  await page.check("#in-signs__pain");
  assert.equal(await value(page, "total"), "");
  await answer(page, THOUGHT, "never");
  assert.equal(await value(page, "total"), "2");
  assert.equal(await page.locator(".bands > .met").textContent(), "0 to 2: Go on as planned.");
  await page.check("#in-signs__worries");
  assert.equal(await value(page, "total"), "4");
  assert.equal(await page.locator(".bands > .met").textContent(), "3 or more: Talk it over.");
  assert.equal(await page.getAttribute("#in-total", "readonly"), "");
  await page.locator(`tr[data-row="${SLEPT}"] .clear-choice`).click();
  assert.equal(await value(page, "total"), "");
  await close(page);
});

test("a sum of numbers is that of its own group, with rows that are added", async () => {
  const page = await week();
  await page.click("[data-add-group]");
  await page.fill("#in-visits__2__spent__1__amount", "1,200.10");
  await page.locator('.group[data-number="2"] [data-add-row]').click();
  await page.fill("#in-visits__2__spent__3__amount", "0.2");
  assert.equal(await value(page, "visits__2__costs"), "1200.3");
  assert.equal(await value(page, "visits__1__costs"), "");
  await close(page);
});

test("what an answer asks for stands out at once", async () => {
  const page = await week();
  const note = page.locator(".alert-note");
  assert.equal(await note.textContent(), "If “Some days” or “Most days”: Ask about safety now.");
  await answer(page, THOUGHT, "some-days");
  assert.match(await note.getAttribute("class"), /raised/);
  assert.match(await page.textContent("#page_said"), /Ask about safety now/);
  await answer(page, THOUGHT, "never");
  assert.doesNotMatch(await note.getAttribute("class"), /raised/);
  await close(page);
});

test("points, bands, alerts and notes: WCAG 2.1 A and AA", async () => {
  const page = await week();
  await looksRight(page);
  await answer(page, THOUGHT, "most-days");
  await answer(page, SLEPT, "never");
  await looksRight(page);
  await close(page);
});

test("a default is there when the page is opened, after clearing and in no warning", async () => {
  const page = await week();
  assert.equal(await value(page, "place"), "Our office");
  assert.ok(await page.isChecked("#in-language___english"));
  await page.fill("#in-place", "At the library");
  await page.check("#in-language___spanish");
  await page.click("[data-clear]");
  await page.click("[data-yes]");
  assert.equal(await value(page, "place"), "Our office");
  assert.ok(await page.isChecked("#in-language___english"));
  await close(page);
});

test("a default that was taken out is not back after saving and opening", async () => {
  const page = await week();
  await page.fill("#in-place", "");
  await answer(page, SLEPT, "most-days");
  await answer(page, THOUGHT, "never");
  await page.click("[data-save-file]");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('#page_file [data-part="yes"]')]);
  const data = JSON.parse(readFileSync(await download.path(), "utf8"));
  assert.deepEqual([data.place, data.language, data.total], ["", "english", "3"]);
  await page.reload();
  await page.setInputFiles("#page_pick", { name: "week.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(data)) });
  await page.waitForFunction(() => document.getElementById("in-total").value === "3");
  assert.equal(await value(page, "place"), "");
  await close(page);
});

test("a section under a condition is asked for only then, and an annex once it is begun", async () => {
  const page = await week();
  await page.fill("#in-worry", "The rent");
  await page.locator("#in-worry").blur();
  assert.match(await errorOf(page, "worry"), /It is for: What else there was: “Worries”\.$/);
  await page.fill("#in-worry", "");
  await page.click("[data-print]");
  assert.equal(await errorOf(page, "court-name"), "");
  await page.check("#in-signs__worries");
  await page.fill("#in-next-date", "March");
  await page.click("[data-print]");
  assert.equal(await errorOf(page, "worry"), "Nothing is written here yet.");
  assert.equal(await errorOf(page, "court-name"), "Nothing is written here yet.");
  await close(page);
});

test("the rules of a column hold in each row, and a row that is begun needs what is required", async () => {
  const page = await week();
  await page.fill("#in-visits__1__spent__1__amount", "5001");
  await page.locator("#in-visits__1__spent__1__amount").blur();
  assert.equal(await errorOf(page, "visits__1__spent__1__amount"), "Write a number that is at most 5000.");
  await page.fill("#in-visits__1__spent__1__amount", "5000");
  await page.fill("#in-visits__1__spent__2__on", "1/2/2026");
  await page.click("[data-print]");
  assert.equal(await errorOf(page, "visits__1__spent__1__amount"), "");
  assert.equal(await errorOf(page, "visits__1__spent__2__amount"), "Nothing is written here yet.");
  await close(page);
});
