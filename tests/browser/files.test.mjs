// Saving what is written to a file, and opening it again: the same is on the page and on paper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "./program.mjs";
import { close, fillAll, form, inEachForm, open, printed, serve, test, TYPED, written } from "./support.mjs";

const folder = mkdtempSync(join(tmpdir(), "clausebook-files-"));
const said = (page) => page.locator("#page_said").textContent();
const wrong = (page) => page.locator('#page_file [data-part="wrong"]').textContent();

// Saves the page, and returns the file's name and content.
async function save(page, passphrase = "", again = passphrase) {
  await page.click("[data-save-file]");
  if (passphrase) {
    await page.fill("#page_passphrase", passphrase);
    await page.fill("#page_passphrase_again", again);
  }
  const [download] = await Promise.all([page.waitForEvent("download"), page.click('#page_file [data-part="yes"]')]);
  const path = join(folder, `${Math.random()}.json`);
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path, data: JSON.parse(readFileSync(path, "utf8")) };
}

function file(data) {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof data === "string" ? data : JSON.stringify(data));
  return path;
}

const pick = (page, path) => page.setInputFiles("#page_pick", path);
const wipe = async (page) => {
  await page.click("[data-clear]");
  await page.click("#page_ask [data-yes]");
};
const opened = (page) => page.waitForFunction(() => document.getElementById("page_said").textContent.includes("open"));
const TEXTS = { ...TYPED, text: "Świętość ễ \"x\" <b>", paragraph: "Words on\n\nseveral lines" };

test("each form is the same after it was saved and opened, and on paper", async () => {
  await inEachForm(async (page, name) => {
    await page.evaluate(() => document.querySelectorAll("[data-add-row], [data-add-group]").forEach((button) => button.click()));
    await fillAll(page, TEXTS);
    const before = await written(page);
    const paper = name === "service-plan" && (await printed(page));
    const { path, data, name: fileName } = await save(page);
    assert.match(fileName, new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\d\\.json$`));
    assert.equal(data.$form, name);
    await page.reload();
    assert.deepEqual(await written(page), {});
    await pick(page, path);
    await opened(page);
    assert.deepEqual(await written(page), before, name);
    assert.ok(await page.locator("#page_opened").isHidden(), `${name}: ${await page.locator("#page_opened").textContent()}`);
    if (paper) assert.deepEqual(await printed(page), paper);
  });
});

test("fill reads what the page saves, and the page opens what read writes", async () => {
  const book = process.env.BOOK ?? "../..";
  const page = await open(form("service-plan"));
  await fillAll(page, { ...TYPED, text: "ễ", paragraph: "Words" });
  const before = await written(page);
  const { path } = await save(page);
  const pdf = join(folder, "filled.pdf");
  execFileSync(program, ["fill", "service-plan", book, "--data", path, "--out", pdf]);
  const back = file(execFileSync(program, ["read", pdf, book], { encoding: "utf8" }));
  await wipe(page);
  await pick(page, back);
  await opened(page);
  assert.deepEqual(await written(page), before);
  await close(page);
});

test("a passphrase locks the file, and a wrong one does not open it", async () => {
  const page = await open(form("service-plan"));
  await page.fill("#in-member-name", "Zebulon");
  await page.click("[data-save-file]");
  await page.fill("#page_passphrase", "one");
  await page.fill("#page_passphrase_again", "other");
  await page.click('#page_file [data-part="yes"]');
  assert.match(await wrong(page), /not the same/);
  await page.click("[data-file-no]");
  const { path } = await save(page, "correct horse");
  assert.ok(!readFileSync(path, "utf8").includes("Zebulon"));
  await wipe(page);
  await pick(page, path);
  await page.fill("#page_passphrase", "battery staple");
  await page.click('#page_file [data-part="yes"]');
  await page.waitForFunction(() => document.querySelector('#page_file [data-part="wrong"]').textContent !== "");
  assert.match(await wrong(page), /wrong, or the file is damaged/);
  await page.fill("#page_passphrase", "correct horse");
  await page.press("#page_passphrase", "Enter");
  await opened(page);
  assert.deepEqual(await written(page), { "member-name": "Zebulon" });
  assert.equal(await page.inputValue("#page_passphrase"), "");
  await close(page);
});

test("an address that is not secure offers no passphrase, and says so", async (t) => {
  const { host, stop } = await serve();
  t.after(stop);
  const page = await open(`${host}/forms/service-plan.html`);
  await page.addInitScript(() => Object.defineProperty(window, "isSecureContext", { value: false }));
  await page.reload();
  await page.click("[data-save-file]");
  assert.ok(await page.locator("#page_passphrase").isHidden());
  assert.match(await page.locator('#page_file [data-part="no-lock"]').innerText(), /Anyone who has the file can read it/);
  await close(page);
});

test("what has no place in this version is shown, and saved again", async () => {
  const page = await open(form("service-plan"));
  const data = { $form: "service-plan", $version: "2020-01-01", "member-name": "A", "old-field": "Old words", "plan-kind": "No such kind", goals: [{ "goal-words": "Sing", gone: ["x"] }] };
  await pick(page, file(data));
  await opened(page);
  const shown = await page.locator("#page_opened").innerText();
  assert.match(shown, /version 2020-01-01/);
  for (const words of ["old-field: Old words", "plan-kind: No such kind", "goals/1/gone/1: x"]) assert.ok(shown.includes(words), shown);
  assert.deepEqual(await written(page), { "member-name": "A", "goals/1/goal-words": "Sing" });
  const saved = await save(page);
  assert.deepEqual(saved.data.$unplaced, { "old-field": "Old words", "plan-kind": "No such kind", "goals/1/gone/1": "x" });
  await wipe(page);
  assert.ok(await page.locator("#page_opened").isHidden());
  await close(page);
});

test("labels name options and rows as well as ids do", async () => {
  const page = await open(form("service-plan"));
  const label = await page.locator("#field-plan-kind .tick label").first().textContent();
  await pick(page, file({ "plan-kind": label }));
  await opened(page);
  assert.equal(Object.keys(await written(page)).join(), "plan-kind");
  await close(page);
});

test("a file that is not of this form is refused, and what is written stays", async () => {
  const page = await open(form("service-plan"));
  await page.fill("#in-member-name", "A");
  for (const [content, why] of [["no JSON", /no data of a form/], [[1], /no data of a form/], [{ $form: "discharge-plan" }, /another form/]]) {
    await pick(page, file(content));
    await page.waitForSelector("#page_file[open]");
    assert.match(await page.locator('#page_file [data-part="words"]').innerText(), why);
    await page.click('#page_file [data-part="yes"]');
  }
  await pick(page, file({ "member-name": "B" }));
  await page.waitForSelector("#page_file[open]");
  await page.click("[data-file-no]");
  assert.deepEqual(await written(page), { "member-name": "A" }, "who says no keeps what is written");
  await close(page);
});

test("saving and opening ask the network for nothing, and keep nothing", async () => {
  const page = await open(form("service-plan"));
  const before = page.requests.length;
  await page.fill("#in-member-name", "Łukasz Świętek ễ");
  const { path } = await save(page, "passphrase");
  await wipe(page);
  await pick(page, path);
  await page.fill("#page_passphrase", "passphrase");
  await page.click('#page_file [data-part="yes"]');
  await opened(page);
  assert.deepEqual(page.requests.slice(before).filter((url) => !url.startsWith("blob:") && !url.endsWith("/icon.svg")), []);
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
  assert.deepEqual(kept, [0, 0, 0, ""]);
  assert.match(await said(page), /open/);
  await close(page);
});

test("text that is typed or pasted, of any length, is on the page, in the file and on paper", async () => {
  const page = await open(form("service-plan"));
  const long = Array.from({ length: 400 }, (_, at) => `word${at}`).join(" ");
  await page.fill("#in-vision", "");
  await page.locator("#in-vision").focus();
  await page.keyboard.type("Łódź, typed. ");
  await page.evaluate((text) => document.execCommand("insertText", false, text), long);
  const { data } = await save(page);
  assert.equal(data.vision, `Łódź, typed. ${long}`);
  const paper = (await printed(page)).join("");
  assert.ok(paper.includes("Łódź,typed.") && paper.includes("word399"), "the paper has all of it");
  await close(page);
});

test("the file of another form gives its particulars of the Member to fields that are empty", async () => {
  const page = await open(form("release-of-information"));
  const face = { $form: "face-sheet", "member-name": "A Member", "birth-date": "1970-01-02", "member-id": "A-1" };
  await page.fill("#in-member-id", "Mine");
  await pick(page, file(face));
  await page.waitForSelector("#page_file[open]");
  assert.match(await page.locator('#page_file [data-part="words"]').innerText(), /another form/);
  await page.click('#page_file [data-part="yes"]');
  assert.deepEqual(await written(page), { "member-name": "A Member", "birth-date": "01/02/1970", "member-id": "Mine" });
  assert.match(await said(page), /2 fields were filled in/);
  await close(page);
});
