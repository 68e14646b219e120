// A page of every kind as people read it: with eyes or ears, keyboard or finger, on a telephone and on paper.
import assert from "node:assert/strict";
import { looksRight } from "./axe.mjs";
import { address, close, open, printed, serve, squeeze, test } from "./support.mjs";

const KINDS = [
  "index", "director", "trainer", "staff", "coverage",
  "policies/index", "policies/intake", "forms/index", "forms/service-plan",
  "curricula/index", "curricula/csp-core", "curricula/csp-core/safety-protocols", "specifications/index", "specifications/cca-csp",
  "guide/index", "guide/service-lines", "guide/deadlines", "guide/whom-to-call", "guide/glossary",
];
const page = (name) => address(`${name}.html`);

for (const name of KINDS) {
  test(`${name}: WCAG 2.1 A and AA and good practice, light and dark, narrow and wide`, async () => {
    const opened = await open(page(name));
    await looksRight(opened);
    await close(opened);
  });
}

test("what is not there is answered at any depth with a page that looks and leads right", async (t) => {
  const { host, stop } = await serve();
  t.after(stop);
  const opened = await open("about:blank");
  const answer = await opened.goto(`${host}/policies/deep/no-such.html`);
  assert.equal(answer.status(), 404);
  opened.mistakes.splice(0);
  await looksRight(opened);
  await opened.click("main a");
  assert.equal(new URL(opened.url()).pathname, "/index.html");
  await close(opened);
});

test("targets are 24 px, or have room around them, or are in a sentence", async () => {
  const opened = await open("about:blank");
  for (const name of KINDS) {
    await opened.goto(page(name));
    for (const width of [320, 1280]) {
      await opened.setViewportSize({ width, height: 900 });
      assert.deepEqual(await opened.evaluate(smallTargets), [], `${name} at ${width} px`);
    }
  }
  await close(opened);
});

// Runs in the page. WCAG 2.2, 2.5.8: a small target may be in a sentence, or have room of 24 px to itself.
function smallTargets() {
  const targets = [...document.querySelectorAll("a[href], button, input, textarea")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".skip, .visually-hidden, [aria-hidden='true']"))
    .flatMap((one) => [...one.getClientRects()].map((box) => ({ one, box })))
    .filter(({ box }) => box.width > 0 && box.height > 0);
  const inSentence = (one) => {
    const around = one.closest("p, li, dd, dt, td, th, h1, h2, h3, h4, .cell");
    const words = around ? [...around.querySelectorAll("a, .aside, .shape")].reduce((text, link) => text.replace(link.textContent, ""), around.textContent) : "";
    return getComputedStyle(one).display === "inline" && (/\p{L}|\d|;/u.test(words) || around?.querySelectorAll("a").length === 1);
  };
  const away = (box, x, y) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const crowded = ({ one, box }) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return targets.some((other) => other.one !== one && away(other.box, x, y) < 12);
  };
  return targets
    .filter(({ box }) => box.width < 24 || box.height < 24)
    .filter(({ one }) => !inSentence(one))
    .filter(crowded)
    .map(({ one, box }) => `${one.textContent.trim() || one.id} (${Math.round(box.width)} × ${Math.round(box.height)})`);
}

test("Tab comes to every link once, shows where it is, and comes out again", async () => {
  const opened = await open("about:blank");
  for (const name of KINDS.filter((name) => name !== "forms/service-plan")) {
    await opened.goto(page(name));
    const expected = await opened.evaluate(() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
      .filter((one) => one.tabIndex === 0 && one.checkVisibility({ visibilityProperty: true }))
      // Of the options of a question Tab stops at one; arrow keys choose.
      .filter((one) => one.type !== "radio" || document.querySelector(`input[name="${one.name}"]`) === one).length);
    let [stops, out] = [0, false];
    for (let presses = 0; presses < expected + 5; presses += 1) {
      await opened.keyboard.press("Tab");
      const at = await opened.evaluate(focus);
      // After the last link comes the browser’s own; or, where that has nothing, the first link again.
      out = at === null || (at.skip && !at.fresh);
      if (out) break;
      assert.ok(at.seen, `${name}: nothing shows that “${at.words}” has the focus`);
      if (at.fresh) stops += 1;
    }
    assert.ok(out, `${name}: Tab does not come out`);
    assert.equal(stops, expected, `${name}: stops of Tab`);
  }
  await close(opened);
});

// Runs in the page: what has the focus, and whether an outline of 2 px or more is drawn around it within the window.
function focus() {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const fresh = !("seen" in one.dataset);
  one.dataset.seen = "";
  return { fresh, skip: one.matches(".skip"), words: one.textContent.trim(), seen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && inside };
}

test("landmarks: one header, main and footer, each navigation with a name of its own; the skip link leads to the text", async () => {
  const opened = await open("about:blank");
  for (const name of KINDS) {
    await opened.goto(page(name));
    const found = await opened.evaluate(() => ({
      marks: ["body > header", "main", "body > footer", "h1"].map((one) => document.querySelectorAll(one).length),
      navigations: [...document.querySelectorAll("nav")].map((one) => one.getAttribute("aria-label") ?? document.getElementById(one.getAttribute("aria-labelledby"))?.textContent),
    }));
    assert.deepEqual(found.marks, [1, 1, 1, 1], name);
    assert.ok(found.navigations.every(Boolean), `${name}: ${found.navigations}`);
    assert.equal(new Set(found.navigations).size, found.navigations.length, `${name}: ${found.navigations}`);
    await opened.keyboard.press("Tab");
    await opened.keyboard.press("Enter");
    assert.equal(await opened.evaluate(() => document.activeElement.id), "page_main", name);
  }
  await close(opened);
});

test("nothing moves for those who want no motion", async () => {
  const opened = await open("about:blank");
  for (const name of KINDS) {
    await opened.goto(page(name));
    const moving = await opened.evaluate(() => [document.documentElement, ...document.querySelectorAll("body *")].filter((one) => {
      const style = getComputedStyle(one);
      return style.scrollBehavior === "smooth" || style.animationName !== "none" || style.transitionDuration !== "0s";
    }).map((one) => one.className || one.localName));
    assert.deepEqual(moving, [], name);
  }
  await close(opened);
});

test("a word of 300 letters makes no page wider than the window", async () => {
  const opened = await open("about:blank");
  await opened.goto(page("policies/intake"));
  await opened.evaluate(() => {
    const word = "x".repeat(300);
    for (const one of document.querySelectorAll(":is(h1, h2, h3, p, li, dt, dd)")) one.append(word);
    for (const cell of document.querySelectorAll("td:nth-child(2) > .cell")) cell.insertAdjacentHTML("beforeend", `<span class="long-word">${word}</span>`);
  });
  for (const width of [320, 1280]) {
    await opened.setViewportSize({ width, height: 900 });
    assert.equal(await opened.evaluate(() => document.documentElement.scrollWidth), width);
  }
  await close(opened);
});

test("a note in the margin is beside the row or paragraph whose mark it explains", async () => {
  const opened = await open("about:blank");
  for (const name of ["policies/intake", "policies/record-keeping", "policies/csp-ji-safety-protocol"]) {
    await opened.goto(page(name));
    const astray = await opened.evaluate(() => [...document.querySelectorAll(".note")].filter((note) => {
      const number = note.querySelector(".note-number").textContent;
      const home = note.closest("tr, .passage");
      const mark = [...home.querySelectorAll(".cite")].some((cite) => cite.textContent === number);
      const { top, bottom } = home.getBoundingClientRect();
      const at = note.getBoundingClientRect().top;
      return !mark || at < top - 2 || (at > bottom && !note.previousElementSibling);
    }).map((note) => note.textContent));
    assert.deepEqual(astray, [], name);
  }
  await close(opened);
});

test("a telephone has one line of header, a menu that opens without a script, and the first words within its first screen", async () => {
  const opened = await open("about:blank", { viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  await opened.goto(page("policies/intake"));
  const top = async (selector) => (await opened.locator(selector).first().boundingBox()).y;
  assert.ok(await top(".card li") < 600, "the first words of the card");
  assert.equal(await opened.getByRole("link", { name: "Forms", exact: true }).isVisible(), false);
  await opened.getByRole("button", { name: "Menu" }).click();
  await opened.getByRole("link", { name: "Forms", exact: true }).click();
  assert.match(opened.url(), /forms\/index\.html$/);
  await opened.goto(page("index"));
  assert.ok(await top(".danger") < 500, "911 is seen without scrolling");
  await close(opened);
});

test("drawings: words of 12 px or more that fit, an alternative in words, and a table beneath", async () => {
  const opened = await open("about:blank");
  let seen = 0;
  for (const name of ["director", "trainer", "coverage", "specifications/cca-csp"]) {
    await opened.goto(page(name));
    for (const width of [320, 1280]) {
      await opened.setViewportSize({ width, height: 900 });
      const drawings = await opened.evaluate(() => [...document.querySelectorAll("svg[role='img']")].map((drawing) => {
        const { left, right } = drawing.getBoundingClientRect();
        const texts = [...drawing.querySelectorAll("text")].map((one) => ({ words: one.textContent, box: one.getBoundingClientRect(), size: parseFloat(getComputedStyle(one).fontSize) }));
        return {
          alternative: drawing.getAttribute("aria-labelledby").split(" ").every((id) => document.getElementById(id).textContent.trim()),
          table: !!drawing.closest("section").querySelector("figure ~ table"),
          small: texts.filter(({ size }) => size < 12).map(({ words }) => words),
          outside: texts.filter(({ box }) => box.left < left - 1 || box.right > right + 1).map(({ words }) => words),
          crossing: texts.filter((one, at) => texts.some((other, after) => after > at && one.box.left < other.box.right && other.box.left < one.box.right && one.box.top + 3 < other.box.bottom && other.box.top + 3 < one.box.bottom)).map(({ words }) => words),
        };
      }));
      for (const drawing of drawings) {
        assert.deepEqual(drawing, { alternative: true, table: true, small: [], outside: [], crossing: [] }, `${name} at ${width} px`);
        seen += 1;
      }
    }
  }
  assert.ok(seen >= 10, `only ${seen} drawings were looked at`);
  await close(opened);
});

test("on paper every sheet says what it is, which version and which page; no way around the site, no address of a link", async () => {
  const opened = await open("about:blank");
  for (const [name, imprint] of [
    ["policies/intake", "Intake · CSP-02, Not approved, written"], ["specifications/cca-csp", "CCA CSP · Text of March 1, 2026"],
    ["coverage", "Coverage · As of"], ["director", "For directors · As of"], ["guide/service-lines", "Which service line is which"],
    ["curricula/csp-core", "TR-01, Not approved, written"], ["trainer", "For trainers"], ["staff", "For staff"],
  ]) {
    await opened.goto(page(name));
    const pages = await printed(opened);
    pages.forEach((text, at) => {
      assert.ok(text.includes(squeeze(imprint)), `${name}, page ${at + 1} does not say what it is`);
      assert.ok(text.includes(squeeze(`Page ${at + 1} of ${pages.length}`)), `${name}, page ${at + 1} has no number`);
    });
    // Where a fact comes from is what its author wrote, and is read on paper too.
    const sources = await opened.locator(".sources a").allTextContents();
    const all = sources.reduce((text, address) => text.replaceAll(squeeze(address), ""), pages.join(""));
    for (const words of ["Skip to the text", "On this page", "Previous", "Report a mistake", "Home ›", "For staff For trainers", "file:", "http:", "https:", ".html"]) {
      assert.ok(!all.includes(squeeze(words)), `${name} prints “${words}”`);
    }
  }
  await close(opened);
});
