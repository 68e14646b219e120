// The search box, from a folder and from a server alike, by keyboard alone.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import vm from "node:vm";
import { address, close, open, serve, site, test } from "./support.mjs";

let server;
before(async () => (server = await serve()));
after(() => server.stop());

const SCHEMES = { file: (path) => address("").replace(/\/*$/, "/") + path, http: (path) => `${server.host}/${path}` };

async function ask(page, words) {
  await page.keyboard.press("/");
  await page.keyboard.type(words);
  await page.locator(".search-option, .search-count:not(:has-text('…'))").first().waitFor();
}

// What is shown: group → titles.
const shown = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".search-group")].map((group) => [
  document.getElementById(group.getAttribute("aria-labelledby")).firstChild.data.trim(),
  [...group.querySelectorAll(".search-title")].map((title) => title.textContent),
])));
const leads = (page, selector = ".search-option") => page.locator(selector).first().getAttribute("href");
const active = (page) => page.evaluate(() => document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.getAttribute("href"));

const FINDS = [
  ["an acronym", "ROI", "Forms", "Release of information", "forms/release-of-information.html"],
  ["an acronym by its words", "adult mobile crisis", "Glossary", "Adult Mobile Crisis Intervention (AMCI)", "guide/glossary.html#adult-mobile-crisis-intervention"],
  ["words by their acronym", "AMCI", "Clauses", "Components 18.2 Crisis referral to mobile crisis intervention", "specifications/cca-csp.html#components/18/2"],
  ["another word of the glossary", "consent form", "Glossary", "Release of information (ROI)", "guide/glossary.html#release-of-information"],
  ["a word to avoid", "client", "Glossary", "Member", "guide/glossary.html#member"],
  ["a slip", "needs assesment", "Forms", "Needs assessment", "forms/needs-assessment.html"],
  ["letters that changed places", "dischrage summary", "Forms", "Discharge summary", "forms/discharge-summary.html"],
  ["half a word", "medicat", "Clauses", "Supports 1.5 Medication reconciliation", "specifications/masshealth-cp.html#supports/1/5"],
  ["a clause by its id", "components/6/4/3", "Clauses", "Components 6.4.3 Solution-focused plan with measurable goals", "specifications/cca-csp.html#components/6/4/3"],
  ["a clause as it is cited", "[@cca-csp/components/6/4/3]", "Clauses", "Components 6.4.3 Solution-focused plan with measurable goals", "specifications/cca-csp.html#components/6/4/3"],
  ["a figure", "30 days", "Clauses", "Components 26 Notice of ending services", "specifications/cca-csp.html#components/26"],
  ["a field of a form", "last service", "In forms", "Last service", "forms/discharge-summary.html#field-last-service"],
  ["a training unit", "motivational interviewing", "Training", "Motivational interviewing", null],
  ["a number of a policy", "csp-02", "Policies", "Intake", "policies/intake.html"],
  ["half a number", "csp-0", "Policies", "Intake", null],
  ["a section", "referral at discharge", "Policies", "Referral at discharge", "policies/referral.html#referral-at-discharge"],
];

test("a translated page is found in its own words, marked with its language", async () => {
  const page = await open(address("index.html"));
  await ask(page, "divulgar información");
  const option = page.locator('.search-option[href$="forms/release-of-information.es.html"]');
  await option.waitFor();
  assert.equal(await option.getAttribute("lang"), "es");
  assert.equal(await option.locator(".search-language").textContent(), "Español");
  await page.fill(".search-input", "release of information");
  await page.waitForFunction(() => document.querySelector(".search-option")?.textContent.includes("Release of information"));
  assert.equal(await page.locator(".search-option").first().getAttribute("lang"), null);
  await close(page);
});

for (const [scheme, at] of Object.entries(SCHEMES)) {
  test(`${scheme}: every kind is found, and nothing is asked of another host`, async () => {
    const page = await open(at("policies/intake.html"));
    for (const [what, words, group, title, url] of FINDS) {
      await ask(page, words);
      await page.waitForFunction((words) => document.querySelector(".search-input").value === words && document.querySelector(".search-option"), words);
      const groups = await shown(page);
      assert.ok(groups[group]?.includes(title), `${what}: ${JSON.stringify(groups)}`);
      if (url) assert.ok(await page.locator(`.search-option[href="../${url}"]`).count(), `${what}: nothing leads to ${url}`);
      await page.keyboard.press("Escape");
    }
    const own = at("");
    assert.deepEqual(page.requests.filter((request) => !request.startsWith(own)), []);
    await close(page);
  });

  test(`${scheme}: the index is not loaded before it is needed, and excerpts only of what is shown`, async () => {
    const page = await open(at("index.html"));
    const scripts = () => page.requests.filter((request) => /\/search\/|matching\.js/.test(request)).map((request) => request.slice(at("").length));
    await page.locator(".search-input").focus();
    assert.deepEqual(scripts(), []);
    await ask(page, "release of information");
    await page.locator(".search-excerpt mark").first().waitFor();
    assert.deepEqual(scripts().slice(0, 2), ["assets/matching.js", "search/index.js"]);
    const pages = await page.evaluate(() => document.querySelectorAll(".search-option[href]").length);
    assert.ok(scripts().length - 2 <= Math.min(12, pages), scripts().join(" "));
    await close(page);
  });

  test(`${scheme}: a result is chosen and opened with keys, and its place is marked`, async () => {
    const page = await open(at("index.html"));
    await ask(page, "components/6/4/3");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/specifications\/cca-csp\.html#components\/6\/4\/3$/);
    assert.equal(await page.evaluate(() => document.querySelector(":target").id), "components/6/4/3");
    assert.ok(await page.locator(":target").isVisible());
    await close(page);
  });
}

test("a heading and a field that a result leads to stand out", async () => {
  for (const place of ["policies/referral.html#referral-at-discharge", "forms/discharge-summary.html#field-last-service"]) {
    const page = await open(SCHEMES.file(place));
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.querySelector(":target")).boxShadow), "none", place);
    await close(page);
  }
});

test("arrows, Home and End go through the options of all groups, and the marks are the words", async () => {
  const page = await open(address("index.html"));
  const chosen = () => page.evaluate(() => [...document.querySelectorAll("[role=option]")].findIndex((one) => one.id === document.activeElement.getAttribute("aria-activedescendant")));
  await ask(page, "AMCI");
  await page.locator(".search-excerpt mark").first().waitFor();
  const last = (await page.locator("[role=option]").count()) - 1;
  assert.ok(last > 8);
  assert.equal(await chosen(), -1, "nothing is chosen while one types");
  for (const [key, at] of [["ArrowDown", 0], ["ArrowDown", 1], ["End", last], ["ArrowDown", -1], ["ArrowUp", last], ["Home", 0], ["ArrowUp", -1]]) {
    await page.keyboard.press(key);
    assert.equal(await chosen(), at, key);
    assert.equal(await page.locator('[aria-selected="true"]').count(), at === -1 ? 0 : 1);
  }
  const marks = await page.evaluate(() => [...document.querySelectorAll(".search mark")].map((mark) => mark.textContent.toLowerCase()));
  assert.deepEqual([...new Set(marks)].filter((mark) => !/^(amci|adults?|mobile|crisis|crisis-.*|interventions?|teams?)/.test(mark)), []);
  await close(page);
});

test("more of a kind are shown when they are asked for", async () => {
  const page = await open(address("index.html"));
  await ask(page, "discharge");
  const before = (await shown(page)).Policies.length;
  const more = await page.evaluate(() => [...document.querySelectorAll("[role=option]")].findIndex((one) => one.kind === "policy"));
  for (let step = 0; step <= more; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.ok((await shown(page)).Policies.length > before);
  assert.match(await active(page), /policies\//, "the first of those that were added is chosen");
  await close(page);
});

test("Escape closes the list and gives the focus back; / and Ctrl-K open it, but not out of a field", async () => {
  const page = await open(address("forms/service-plan.html"));
  const link = page.locator("nav[aria-label=Handbook] a").first();
  for (const key of ["/", "Control+k", "Meta+k"]) {
    await link.focus();
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.id), "page_search", key);
    assert.equal(await page.inputValue("#page_search"), "");
    await page.keyboard.type("goal");
    await page.locator(".search-option").first().waitFor();
    await page.keyboard.press("Escape");
    assert.ok(await page.locator(".search-panel").isHidden());
    assert.equal(await page.inputValue("#page_search"), "");
    assert.ok(await link.evaluate((one) => one === document.activeElement), key);
  }
  await page.focus("#in-vision");
  await page.keyboard.type("and/or");
  await page.keyboard.press("Control+k");
  assert.equal(await page.inputValue("#in-vision"), "and/or");
  assert.equal(await page.evaluate(() => document.activeElement.id), "in-vision");
  await close(page);
});

test("the key / can be turned off", async () => {
  const page = await open(address("index.html"));
  await page.keyboard.press("/");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "page_search");
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement.id), "page_search");
  await close(page);
});

test("Tab leaves the box, and the list closes", async () => {
  const page = await open(address("index.html"));
  await ask(page, "intake");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.ok(await page.locator(".search-panel").isHidden());
  await close(page);
});

test("Control and Enter open a new tab, and the page stays as it is", async () => {
  const page = await open(address("forms/service-plan.html"));
  await ask(page, "csp-02");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
  await tab.waitForURL(/policies\/intake\.html$/);
  assert.match(page.url(), /service-plan\.html$/);
  assert.equal(await page.inputValue("#page_search"), "csp-02");
  await close(page);
});

test("a screen reader says what the box is and, once, how much is found", async () => {
  const page = await open(address("index.html"));
  await page.evaluate(() => {
    window.heard = [];
    const status = document.querySelector(".search [role=status]");
    new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true });
  });
  const box = page.getByRole("combobox", { name: "Search the handbook" });
  await page.keyboard.press("/");
  assert.equal(await box.getAttribute("aria-expanded"), "false");
  await page.keyboard.type("components/6/4/3");
  await page.waitForFunction(() => window.heard.length > 0);
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  assert.deepEqual(await page.evaluate(() => window.heard), ["1 result: 1 clause"]);
  assert.equal(await page.getByRole("group", { name: "Clauses" }).getByRole("option").count(), 1);
  await close(page);
});

test("questions as staff ask them: the answer is among the first of its kind, and a figure is on top", () => {
  const load = (path) => vm.runInThisContext(readFileSync(join(site, path), "utf8"));
  load("assets/matching.js");
  load("search/index.js");
  const questions = JSON.parse(readFileSync(new URL("../search/questions.json", import.meta.url), "utf8"));
  for (const [question, answer] of questions) {
    const { places } = globalThis.handbookSearch.find(question);
    const address = ({ page, anchor }) => page.url + (anchor === "" ? "" : `#${anchor}`);
    const at = places.findIndex((place) => address(place) === answer);
    assert.ok(at >= 0, `${question}: not found`);
    const before = places.slice(0, at).filter((place) => place.kind === places[at].kind);
    assert.ok(before.length < 3, `${question}: after ${before.map(address)}`);
    if (places[at].kind === "figure") assert.equal(at, 0, `${question}: after ${places.slice(0, at).map(address)}`);
  }
});

test("words in quotation marks are found one after the other", async () => {
  const page = await open(address("index.html"));
  const count = async (words) => {
    await ask(page, words);
    await page.waitForFunction(() => /^(\d+|Nothing)/.test(document.querySelector(".search-count").textContent));
    const said = await page.locator(".search-count").textContent();
    await page.keyboard.press("Escape");
    return Number.parseInt(said, 10) || 0;
  };
  const apart = await count("first appointment");
  const together = await count('"first appointment"');
  assert.ok(together > 0 && together < apart, `${together} of ${apart}`);
  assert.equal(await count('"appointment first the"'), 0);
  await close(page);
});

test("where nothing is found, terms that look alike are offered", async () => {
  const page = await open(address("index.html"));
  await ask(page, "criminogenetics");
  await page.waitForFunction(() => /^Nothing found. These terms/.test(document.querySelector(".search-count").textContent));
  assert.deepEqual(await shown(page), { Glossary: ["Criminogenic needs"] });
  await close(page);
});

test("nothing found, words with a similar spelling and only some of the words: the box says which", async () => {
  const page = await open(address("index.html"));
  for (const [words, says] of [["qqqqqq", /^Nothing found/], ["assesment", /similar spelling/], ["intake qqqqqq", /^Nothing has all of these words/]]) {
    await ask(page, words);
    await page.waitForFunction((source) => new RegExp(source).test(document.querySelector(".search-count").textContent), says.source);
    await page.keyboard.press("Escape");
  }
  await close(page);
});

test("without the index the box says so, and leads to the lists", async () => {
  const page = await open(`${server.host}/index.html`);
  await page.route("**/search/index.js", (route) => route.abort());
  await page.keyboard.press("/");
  await page.keyboard.type("intake");
  await page.locator(".search-count a").first().waitFor();
  assert.match(await page.locator(".search-count").textContent(), /cannot be loaded/);
  await page.unroute("**/search/index.js");
  await page.keyboard.type(" ");
  await page.locator(".search-option").first().waitFor();
  page.mistakes = page.mistakes.filter((mistake) => !/ERR_FAILED/.test(mistake));
  await close(page);
});

test("without scripts there is no box", async () => {
  const page = await open(address("index.html"), { javaScriptEnabled: false });
  assert.ok(await page.locator(".search").isHidden());
  await page.context().close();
});

test("what was typed is gone when the page is left, and is nowhere else", async () => {
  const page = await open(`${server.host}/policies/intake.html`);
  await ask(page, "release of information");
  await page.locator(".search-excerpt mark").first().waitFor();
  assert.equal(page.url(), `${server.host}/policies/intake.html`);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, history.state]), [0, 0, "", null]);
  assert.ok(page.requests.every((request) => !/[?]/.test(request)));
  await page.goto(`${server.host}/index.html`);
  await page.goBack({ waitUntil: "commit" });
  assert.equal(await page.inputValue("#page_search"), "");
  await close(page);
});

test("the box is not printed", async () => {
  const page = await open(address("policies/intake.html"));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".search").isHidden());
  await close(page);
});

test("every address and anchor of the index is there, and every word is found again", () => {
  const load = (path) => vm.runInThisContext(readFileSync(join(site, path), "utf8"));
  load("assets/matching.js");
  load("search/index.js");
  const ids = new Map();
  const { places } = globalThis.handbookSearch.find("the");
  assert.ok(places.length > 100);
  for (const word of ["the", "form", "csp", "member"]) {
    for (const { page, anchor } of globalThis.handbookSearch.find(word).places) {
      if (!ids.has(page.url)) {
        assert.ok(existsSync(join(site, page.url)), page.url);
        const html = readFileSync(join(site, page.url), "utf8");
        ids.set(page.url, new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1])));
      }
      assert.ok(anchor === "" || ids.get(page.url).has(anchor), `${page.url}#${anchor}`);
    }
  }
});
