// A filled form on paper. Chromium writes the PDF, pdf.js reads it.
import assert from "node:assert/strict";
import { TYPED, close, fillAll, form, inEachForm, open, printed, squeeze, test } from "./support.mjs";

const MEMBER = "Nguyễn Thị Hương Ávila";
const LETTERS = "Tiếng Việt: ễ ị ơ. Español: Á ñ. Polski: ł ą. Kreyòl: ò è.";
// 1,500 characters, of which the last must be on paper too.
const LONG = `${LETTERS} ${Array.from({ length: 300 }, (_, at) => `word${at}`).join(" ")}`.slice(0, 1493) + " ending";

test("all that is typed is on paper, and the Member’s name on every page", async () => {
  const page = await open(form("service-plan"), { colorScheme: "dark" });
  await page.click("[data-add-group]");
  await fillAll(page);
  await page.fill("#in-member-name", MEMBER);
  await page.fill("#in-vision", LONG);
  await page.fill("#in-supports__1__part", "A text that is much longer than the cell of the table that it is in, to its end");
  await page.fill("#in-goals__3__goal-words", "The third goal");
  const pages = await printed(page);
  const all = pages.join("");
  assert.equal(LONG.length, 1500);
  assert.ok(all.includes(squeeze(LONG)), "the long text is not there in whole");
  for (const letter of "ễịơÁñłò") assert.ok(all.includes(letter), letter);
  assert.ok(all.includes(squeeze("that it is in, to its end")), "a cell cuts its text");
  assert.ok(all.includes(squeeze("The third goal")));
  pages.forEach((text, at) => {
    assert.ok(text.includes(squeeze(MEMBER)), `page ${at + 1} does not say whose it is`);
    assert.ok(text.includes(squeeze(`Page ${at + 1} of ${pages.length}`)), `page ${at + 1} has no number`);
  });
  assert.ok(!all.includes(squeeze("Nothing that you write here is kept")), "the page’s own words are not the form’s");
  assert.ok(!/Addarow|Clearchoice|Signonpaper|Clausescovered/.test(all));
  await close(page);
});

test("errors do not print", async () => {
  const page = await open(form("service-plan"));
  await page.fill("#in-plan-date", "soon");
  await page.click("[data-print]");
  const all = (await printed(page)).join("");
  assert.ok(all.includes("soon") && !all.includes("Writetheday") && !all.includes("tolookat"));
  await close(page);
});

test("every form prints whole: its identity on each page, and what is typed", async () => {
  await inEachForm(async (page, name) => {
    await fillAll(page, { ...TYPED, text: "Qxz", paragraph: "Wvy" });
    const counts = await page.evaluate(() => ({
      running: document.querySelectorAll('.sheet-running [data-kind="text"]').length,
      text: document.querySelectorAll('.sheet-body [data-kind="text"]').length,
      paragraph: document.querySelectorAll('[data-kind="paragraph"]').length,
    }));
    const pages = await printed(page);
    const times = (word) => pages.join("").split(word).length - 1;
    assert.equal(times("Qxz"), counts.text + counts.running * pages.length, name);
    assert.equal(times("Wvy"), counts.paragraph, name);
  });
});

// Each line to write on is a third of an inch: 24 points, 32 px of CSS.
test("a blank form has room to write by hand", async () => {
  await inEachForm(async (page, name) => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 672, height: 900 });
    const low = await page.evaluate(() => [...document.querySelectorAll("#page_sheet :is(input[type='text'], input[type='tel'], textarea)")]
      .filter((one) => one.getBoundingClientRect().height < 32 * (one.rows ?? 1) - 0.1)
      .map((one) => one.id));
    assert.deepEqual(low, [], name);
    const signature = page.locator(".sign-line").first();
    if (await signature.count()) assert.ok((await signature.boundingBox()).height >= 40, name);
  });
});

test("without scripts the form is filled in and printed all the same", async () => {
  const page = await open(form("progress-note"), { javaScriptEnabled: false });
  await page.locator("#page_sheet input").first().focus();
  await page.keyboard.type("Typed without scripts");
  const pages = await printed(page);
  assert.ok(pages[0].includes(squeeze("Typed without scripts")));
  assert.ok(await page.locator("[data-print]").isHidden());
  await page.context().close();
});
