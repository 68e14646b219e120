// Groups within groups on the page: more of them, saved and opened, and what their rules see.
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
tracks = ["csp"]
form_tasks = ["A new Member"]
[track_names]
csp = "CSP"
[organization]
name = "Riverside"
`;
const FORM = `title = "Plan"
number = "F-7"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "What we do together."
tasks = ["A new Member"]
due = "At once."

[[section]]
id = "goals"
title = "Goals"
repeat = 1
repeat_name = "Goal"
[[section.field]]
id = "kind-of-goal"
label = "Kind of goal"
kind = "choice"
options = ["Home", "Health"]
[[section.field]]
id = "objectives"
label = "Objectives"
kind = "group"
repeat = 1
repeat_name = "Objective"
[[section.field.field]]
id = "objective"
label = "What"
kind = "text"
[[section.field.field]]
id = "lease"
label = "Who signs the lease"
kind = "text"
only_if = "kind-of-goal = 'Home'"
[[section.field.field]]
id = "steps"
label = "Steps"
kind = "table"
rows = 1
[[section.field.field.column]]
id = "who"
label = "Who"

[[section]]
id = "helpers"
title = "Helpers"
[[section.field]]
id = "helper"
label = "Who helps"
kind = "group"
repeat = 1
repeat_name = "Helper"
[[section.field.field]]
id = "hours"
label = "When"
kind = "group"
repeat = 1
repeat_name = "Day"
[[section.field.field.field]]
id = "day"
label = "Which day"
kind = "text"
`;

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "groups-"));
  mkdirSync(join(folder, "book/forms/plan"), { recursive: true });
  writeFileSync(join(folder, "book/handbook.toml"), HANDBOOK);
  writeFileSync(join(folder, "book/forms/plan/2026-01-01.toml"), FORM);
  execFileSync(program, ["build", join(folder, "book"), "--out", join(folder, "site"), "--no-pdf"], { stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const plan = () => open(pathToFileURL(join(folder, "site/forms/plan.html")).href);
const errorOf = (page, id) => page.evaluate((id) => document.getElementById(`error-in-${id}`)?.textContent ?? "", id);
const addObjective = (page, goal) => page.locator(`[data-groups="goals/${goal}/objectives"] [data-add-group]`).click();
const addGoal = (page) => page.locator('[data-groups="goals"] > .more [data-add-group]').click();

test("groups are added inside and outside, each under its own name and number", async () => {
  const page = await plan();
  await addObjective(page, 1);
  await page.fill("#in-goals__1__objectives__2__objective", "Call");
  await addGoal(page);
  assert.equal(await page.inputValue("#in-goals__2__objectives__2__objective"), "");
  await addObjective(page, 2);
  const names = await page.evaluate(() => [...document.querySelectorAll("[data-kind]")].map((one) => one.dataset.name));
  assert.equal(new Set(names.filter((name) => !name.endsWith("kind-of-goal"))).size, names.filter((name) => !name.endsWith("kind-of-goal")).length);
  assert.ok(names.includes("goals/2/objectives/3/objective"), names.join(" "));
  const label = await page.getAttribute("#in-goals__2__objectives__3__steps__1__who", "aria-label");
  assert.equal(label, "Goal 2: Objective 3: Steps, row 1: Who");
  const titles = await page.locator(".group-title").allTextContents();
  assert.deepEqual(titles, ["Goal 1", "Objective 1", "Objective 2", "Goal 2", "Objective 1", "Objective 2", "Objective 3", "Helper 1", "Day 1"]);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((one) => one.id));
  assert.equal(new Set(ids).size, ids.length);
  await page.locator('[data-groups="goals/2/objectives"] [data-remove-group]').click();
  assert.equal(await page.locator('[data-name="goals/2/objectives/3/objective"]').count(), 0);
  await close(page);
});

test("what is in groups within groups is saved and opened", async () => {
  const page = await plan();
  await addObjective(page, 1);
  await addGoal(page);
  await page.fill("#in-goals__1__objectives__2__objective", "Call");
  await page.fill("#in-goals__2__objectives__1__steps__1__who", "B");
  await page.click("[data-save-file]");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('#page_file [data-part="yes"]')]);
  const path = join(folder, "saved.json");
  await download.saveAs(path);
  const { goals } = JSON.parse(readFileSync(path, "utf8"));
  assert.deepEqual(goals, [{ objectives: [{}, { objective: "Call" }] }, { objectives: [{ steps: [{ who: "B" }] }] }]);
  await page.reload();
  await page.setInputFiles("#page_pick", path);
  await page.waitForFunction(() => document.getElementById("page_said").textContent.includes("open"));
  assert.equal(await page.inputValue("#in-goals__1__objectives__2__objective"), "Call");
  assert.equal(await page.inputValue("#in-goals__2__objectives__1__steps__1__who"), "B");
  assert.ok(await page.locator("#page_opened").isHidden());
  await close(page);
});

test("a rule sees the group around its own", async () => {
  const page = await plan();
  await addGoal(page);
  await page.check("#in-goals__1__kind-of-goal___home");
  await page.check("#in-goals__2__kind-of-goal___health");
  for (const [goal, message] of [[1, /^$/], [2, /^Leave this empty/]]) {
    const id = `goals__${goal}__objectives__1__lease`;
    await page.fill(`#in-${id}`, "A");
    await page.locator(`#in-${id}`).blur();
    assert.match(await errorOf(page, id), message);
  }
  await close(page);
});

test("the page with groups within groups is accessible", async () => {
  const page = await plan();
  await addObjective(page, 1);
  await looksRight(page);
  await close(page);
});
