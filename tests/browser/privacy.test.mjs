// What is typed into a form stays in the fields, and is gone when the page is left.
import assert from "node:assert/strict";
import { address, close, fillAll, form, formNames, inEachForm, open, serve, test, written } from "./support.mjs";

const stored = (page) => page.evaluate(async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  cookie: document.cookie,
  caches: "caches" in window ? await caches.keys().catch(() => []) : [],
  workers: "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations().catch(() => [])).length : 0,
  address: location.href,
  state: history.state,
  title: document.title,
}));

for (const name of formNames) {
  test(`${name}: nothing is sent or stored, and nothing is left after reloading or coming back`, async () => {
    const page = await open(form(name));
    page.on("dialog", (dialog) => dialog.accept());
    const loaded = page.requests.length;
    const before = await stored(page);
    await fillAll(page);
    assert.notDeepEqual(await written(page), {});
    const after = await stored(page);
    assert.deepEqual(after, before);
    assert.deepEqual(after, { ...after, local: 0, session: 0, databases: 0, cookie: "", caches: [], workers: 0, address: form(name) });
    // Browsers fetch the icon in their own time.
    assert.deepEqual(page.requests.slice(loaded).filter((url) => !url.endsWith("/icon.svg")), [], "something was requested while filling");
    await page.reload();
    assert.deepEqual(await written(page), {}, "after reloading");
    await fillAll(page);
    await page.goto(address("index.html"));
    await page.goBack();
    assert.deepEqual(await written(page), {}, "after coming back");
    assert.deepEqual(page.requests.filter((url) => !url.startsWith("file:")), []);
    await close(page);
  });
}

// From a shared folder nothing is kept to go back to; from a server, browsers keep the whole page.
test("a page that the browser kept whole is blank", async (t) => {
  const { host, stop } = await serve();
  t.after(stop);
  const page = await open(`${host}/forms/service-plan.html`);
  page.on("dialog", (dialog) => dialog.accept());
  await page.evaluate(() => window.addEventListener("pageshow", (event) => (window.kept = event.persisted)));
  const printed = await page.locator(".group").count();
  await page.click("[data-add-group]");
  await fillAll(page);
  await page.goto(`${host}/index.html`);
  await page.goBack({ waitUntil: "commit" });
  assert.equal(await page.evaluate(() => window.kept), true, "the browser did not keep the page, so this tests nothing");
  assert.deepEqual(await written(page), {});
  assert.equal(await page.locator(".group").count(), printed, "a goal that was added is gone");
  assert.deepEqual(page.requests.filter((url) => !url.startsWith(host)), []);
  await close(page);
});

test("leaving warns when something is typed, and not when nothing is", async () => {
  const page = await open(form("service-plan"));
  const warnings = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    return dialog.dismiss();
  });
  await page.locator("#in-member-name").pressSequentially("A");
  await page.goto(address("index.html")).catch(() => {});
  assert.deepEqual(warnings, ["beforeunload"]);
  assert.deepEqual(await written(page), { "member-name": "A" }, "who stays keeps what was typed");
  await page.keyboard.press("Backspace");
  await page.goto(address("index.html"));
  assert.deepEqual(warnings, ["beforeunload"]);
  await close(page);
});

test("fields ask browsers to remember and to check nothing", async () => {
  await inEachForm(async (page, name) => {
    const open_ = await page.evaluate(() => [...document.querySelectorAll("[data-kind]")]
      .filter((one) => one.autocomplete !== "off" || (one.type !== "radio" && one.type !== "checkbox" && one.spellcheck))
      .map((one) => one.id));
    assert.deepEqual(open_, [], name);
  });
});
