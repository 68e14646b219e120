// Labels that look like the program's own words: what is added to a form keeps them as the author wrote them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { program } from "./program.mjs";
import { close, open, test } from "./support.mjs";


const HANDBOOK = `title = "Handbook"
tracks = ["csp"]
form_tasks = ["A new Member"]
[track_names]
csp = "CSP"
[organization]
name = "Riverside"
`;
const FORM = `title = "Visits"
number = "F-1"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "What was seen."
tasks = ["A new Member"]
due = "At once."
[[section]]
id = "visits"
title = "Visits"
repeat = 1
repeat_name = "Visit 2: day"
[[section.field]]
id = "kept"
label = "Compared with Visit 2: day 1"
kind = "choice"
options = ["Rent: late", "Rent: none"]
other = true
[[section.field]]
id = "steps"
label = "Steps, row 1: go"
help = "Each of them."
kind = "table"
rows = 1
[[section.field.column]]
id = "day"
label = "Day (mm/dd/yyyy), row 1: when"
kind = "date"
[[section.field.column]]
id = "done"
label = "Done"
kind = "choice"
options = ["Yes: all", "No: all"]
[[section.field]]
id = "steps-help"
label = "Who helps with the steps"
kind = "text"
required = true
`;

const folder = mkdtempSync(join(tmpdir(), "clausebook-labels-"));
const url = pathToFileURL(join(folder, "public/forms/visits.html")).href;

before(() => {
  mkdirSync(join(folder, "forms/visits"), { recursive: true });
  writeFileSync(join(folder, "handbook.toml"), HANDBOOK);
  writeFileSync(join(folder, "forms/visits/2026-01-01.toml"), FORM);
  execFileSync(program, ["build", folder, "--no-pdf"], { stdio: "ignore" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const labelOf = (page, id) => page.getAttribute(`#${id}`, "aria-label");
const legendOf = (page, id) => page.evaluate((id) => document.getElementById(id).closest("fieldset").querySelector("legend").textContent, id);

test("a row that is added changes the number of the row alone", async () => {
  const page = await open(url);
  await page.click("[data-add-row]");
  const own = "Day (mm/dd/yyyy), row 1: when (mm/dd/yyyy)";
  assert.equal(await labelOf(page, "in-visits__1__steps__1__day"), `Visit 2: day 1: Steps, row 1: go, row 1: ${own}`);
  assert.equal(await labelOf(page, "in-visits__1__steps__2__day"), `Visit 2: day 1: Steps, row 1: go, row 2: ${own}`);
  assert.equal(await legendOf(page, "in-visits__1__steps__2__done___yes-all"), "Visit 2: day 1: Steps, row 1: go, row 2: Done");
  assert.equal(await page.getAttribute("#in-visits__1__steps__2__day", "data-name"), "visits/1/steps/2/day");
  await close(page);
});

test("a group that is added changes the number of the group alone", async () => {
  const page = await open(url);
  await page.click("[data-add-group]");
  assert.equal(await page.locator("#in-visits__2___heading").textContent(), "Visit 2: day 2");
  assert.equal(await legendOf(page, "in-visits__2__kept___rent-late"), "Compared with Visit 2: day 1");
  const clear = page.locator('.group[data-number="2"] .clear-choice').first();
  assert.equal(await clear.getAttribute("aria-label"), "Clear choice: Visit 2: day 2: Compared with Visit 2: day 1");
  assert.equal(await labelOf(page, "in-visits__2__steps__1__day"), "Visit 2: day 2: Steps, row 1: go, row 1: Day (mm/dd/yyyy), row 1: when (mm/dd/yyyy)");
  await page.click('.group[data-number="2"] [data-add-row]');
  assert.equal(await page.getAttribute("#in-visits__2__steps__2__day", "data-name"), "visits/2/steps/2/day");
  await close(page);
});

test("every id is there once, and every label leads to its own control", async () => {
  const page = await open(url);
  await page.click("[data-add-group]");
  const wrong = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    const lost = [...document.querySelectorAll("label")].filter((label) => !label.control).map((label) => label.htmlFor);
    return [...twice, ...lost];
  });
  assert.deepEqual(wrong, []);
  await close(page);
});

test("an error names its field in the author’s words", async () => {
  const page = await open(url);
  await page.fill("#in-visits__1__steps__1__day", "soon");
  await page.check("#in-visits__1__kept___other");
  await page.click("[data-print]");
  const links = await page.locator("#page_errors a").allTextContents();
  assert.match(links[0], /^Visit 2: day 1: Compared with Visit 2: day 1: Other, in words: Write what/);
  assert.match(links[1], /^Visit 2: day 1: Steps, row 1: go, row 1: Day \(mm\/dd\/yyyy\), row 1: when: Write the day/);
  await close(page);
});
