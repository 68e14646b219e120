// Signatures that are drawn or typed on the page, and rows under a condition, in a small form of their own.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { looksRight } from "./axe.mjs";
import { program } from "./program.mjs";
import { close, open, test } from "./support.mjs";

const HANDBOOK = (more) => `title = "Handbook"
tracks = ["csp"]
form_tasks = ["A new Member"]
${more}
[track_names]
csp = "CSP"
[organization]
name = "Riverside"
`;
const FORM = `title = "Release"
number = "F-5"
owner = "Director"
approver = "Board"
reviewed = 2026-11-01
summary = "What may be shared."
tasks = ["A new Member"]
due = "At once."

[[section]]
id = "who"
title = "Who"
[[section.field]]
id = "housing"
label = "Where do you live?"
kind = "choice"
options = ["Rented home", "Shelter"]
[[section.field]]
id = "people"
label = "Whom may we talk to?"
kind = "table"
row_heading = "Person"
row_labels = ["Sister", "Landlord"]
row_only_if = { "Landlord" = "housing = 'Rented home'" }
[[section.field.column]]
id = "name"
label = "Name"
required = true
[[section.field]]
id = "signed"
label = "Member"
kind = "signature"
signer = "member"
`;

let folder;
function built(name, more) {
  mkdirSync(join(folder, name, "forms/release"), { recursive: true });
  writeFileSync(join(folder, name, "handbook.toml"), HANDBOOK(more));
  writeFileSync(join(folder, name, "forms/release/2026-01-01.toml"), FORM);
  execFileSync(program, ["build", join(folder, name), "--out", join(folder, `${name}-site`), "--no-pdf"], { stdio: "pipe" });
}
before(() => {
  folder = mkdtempSync(join(tmpdir(), "signatures-"));
  built("plain", "");
  built("drawn", "drawn_signatures = true");
});
after(() => rmSync(folder, { recursive: true, force: true }));

const release = (name) => open(pathToFileURL(join(folder, `${name}-site/forms/release.html`)).href);
const errorOf = (page, id) => page.evaluate((id) => document.getElementById(`error-in-${id}`)?.textContent ?? "", id);
const pathOf = (page) => page.getAttribute("[data-draw] path", "d");

async function draw(page) {
  await page.locator("[data-draw]").scrollIntoViewIfNeeded();
  const box = await page.locator("[data-draw]").boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 60, { steps: 4 });
  await page.mouse.up();
}

async function save(page) {
  await page.click("[data-save-file]");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('#page_file [data-part="yes"]')]);
  const path = join(folder, `${Math.random()}.json`);
  await download.saveAs(path);
  return path;
}

test("nothing is drawn where the handbook doesn't allow it", async () => {
  const page = await release("plain");
  assert.equal(await page.locator("[data-pad]").count(), 0);
  assert.equal(await page.locator('script[src$="form-signatures.js"]').count(), 0);
  await close(page);
});

test("a signature that is drawn is printed, saved and opened again", async () => {
  const page = await release("drawn");
  await draw(page);
  const path = await pathOf(page);
  assert.match(path, /^M\d+ \d+( L\d+ \d+){2,}$/);
  assert.ok(await page.getByText("A signature is drawn.").isVisible());
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("[data-draw] path").isVisible());
  await page.emulateMedia({ media: "screen" });
  const file = await save(page);
  assert.equal(JSON.parse(readFileSync(file, "utf8")).signed["signature-drawn"], path);
  await page.reload();
  assert.ok(!(await pathOf(page)));
  await page.setInputFiles("#page_pick", file);
  await page.waitForFunction(() => document.querySelector("[data-draw] path").getAttribute("d"));
  assert.equal(await pathOf(page), path);
  assert.deepEqual(page.requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:")), []);
  const filled = spawnSync(program, ["fill", "release", join(folder, "drawn"), "--data", file, "--out", join(folder, "filled.pdf")], { encoding: "utf8" });
  assert.equal(filled.status, 1);
  assert.match(filled.stderr, /signed\/signature-drawn: a signature that was drawn or typed on the page in the browser isn’t put into the PDF/);
  await close(page);
});

test("who can't draw types the name, and one takes the place of the other", async () => {
  const page = await release("drawn");
  await draw(page);
  await page.getByLabel("Or type your name to sign").fill("Marisol Núñez");
  assert.equal(await pathOf(page), "");
  assert.ok(await page.getByText("Nothing is drawn yet.").isVisible());
  assert.equal(JSON.parse(readFileSync(await save(page), "utf8")).signed["signature-typed"], "Marisol Núñez");
  await draw(page);
  assert.equal(await page.inputValue("#in-signed__signature-typed"), "");
  await page.getByRole("button", { name: "Clear the drawing" }).click();
  assert.equal(await pathOf(page), "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "in-signed__signature-typed");
  await close(page);
});

test("a file with a drawing that isn't one draws nothing", async () => {
  const page = await release("drawn");
  const file = join(folder, "strange.json");
  writeFileSync(file, JSON.stringify({ $form: "release", signed: { "signature-drawn": "M0 0 url(x)" } }));
  await page.setInputFiles("#page_pick", file);
  await page.waitForFunction(() => document.getElementById("page_said").textContent.includes("open"));
  assert.equal(await pathOf(page), "");
  await close(page);
});

test("the page with a drawing is accessible, narrow and wide, light and dark", async () => {
  const page = await release("drawn");
  await draw(page);
  await looksRight(page);
  await close(page);
});

test("a row under a condition is refused or wanted as its answer says", async () => {
  const page = await release("plain");
  assert.match(await page.textContent('tr[data-row="landlord"] th'), /If Where do you live\? “Rented home”: Landlord/);
  await page.check("#in-housing___shelter");
  await page.fill("#in-people__landlord__name", "A. Stone");
  await page.locator("#in-people__landlord__name").blur();
  assert.match(await errorOf(page, "people__landlord__name"), /^Leave this empty, or correct the answer that it depends on/);
  await page.fill("#in-people__landlord__name", "");
  await page.click("[data-print]");
  assert.equal(await errorOf(page, "people__landlord__name"), "");
  assert.notEqual(await errorOf(page, "people__sister__name"), "");
  await page.check("#in-housing___rented-home");
  assert.notEqual(await errorOf(page, "people__landlord__name"), "");
  const file = join(folder, "row.json");
  writeFileSync(file, JSON.stringify({ $form: "release", people: { Landlord: { name: "B. Stone" } } }));
  await page.setInputFiles("#page_pick", file);
  await page.click('#page_file [data-part="yes"]');
  await page.waitForFunction(() => document.getElementById("in-people__landlord__name").value === "B. Stone");
  await close(page);
});
