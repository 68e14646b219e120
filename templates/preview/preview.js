// What the live preview adds to a page: it follows the handbook's files, and says what is wrong with them.
"use strict";

(() => {
  const own = document.currentScript.dataset;
  // The fixed words in the language of the handbook, `words.preview`.
  const WORDS = JSON.parse(own.say);
  const filled = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const path = location.pathname;
  let number = 0;
  let box;
  let status;
  let seen;

  // Back to where the reader was: left to itself, the browser does it only most of the time.
  const before = history.state?.previewScroll;
  if (before !== undefined) {
    history.replaceState({ ...history.state, previewScroll: undefined }, "");
    addEventListener("load", () => {
      scrollTo({ top: before, behavior: "instant" });
      history.scrollRestoration = "auto";
    });
  }

  // Asks for news, and asks again after each answer, so that no news is lost. The server holds some questions until there is news and
  // answers the others at once; those are asked again after a moment. A hidden page asks nothing: a browser opens six connections to a
  // server for all its tabs, and any number of tabs may be open.
  async function follow() {
    for (;;) {
      await shown();
      const question = new AbortController();
      const hide = () => { if (document.hidden) question.abort(); };
      document.addEventListener("visibilitychange", hide);
      try {
        const url = `/_preview/news?number=${number}&path=${encodeURIComponent(path)}`;
        const answer = await fetch(url, { signal: question.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        if (!tell(await answer.json())) await pause(250);
      } catch {
        if (question.signal.aborted) continue;
        say(WORDS.ended);
        number = 0;
        await pause(1000);
      } finally {
        document.removeEventListener("visibilitychange", hide);
      }
    }
  }

  function shown() {
    if (!document.hidden) return undefined;
    return new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
  }

  function pause(milliseconds) {
    return new Promise((done) => setTimeout(done, milliseconds));
  }

  // Whether it was news.
  function tell(news) {
    const isNews = news.number !== number;
    number = news.number;
    if (news.page && news.page !== own.page) {
      history.scrollRestoration = "manual";
      history.replaceState({ ...history.state, previewScroll: scrollY }, "");
      location.reload();
      return true;
    }
    if (isNews) show(news);
    return isNews;
  }

  function show({ page, old, fault, report }) {
    if (!box) begin();
    const listed = report.findings.filter((finding) => finding.severity !== "note");
    const gone = !old && !page && document.body.dataset.waiting === undefined;
    box.hidden = listed.length === 0 && !gone && fault === null;
    const { error, warning } = report.counts;
    const counts = [some(error, WORDS.errors), some(warning, WORDS.warnings)].filter(Boolean).join(", ");
    const waiting = document.body.dataset.waiting !== undefined;
    const words = gone
      ? WORDS.gone
      : [
          fault === null ? counts : WORDS.failed,
          old && !waiting ? WORDS.old : "",
        ].filter(Boolean).join(". ");
    if (!box.hidden) box.querySelector("summary").textContent = words;
    // Who has folded it has seen it; what is new unfolds it.
    if (words !== seen) box.querySelector("details").open = error > 0 || gone || fault !== null;
    seen = words;
    const items = fault === null ? listed.slice(0, 50).map(item) : [failure(fault)];
    box.querySelector("ol").replaceChildren(...items);
    say(words);
  }

  function item(finding) {
    const item = element("li", "");
    item.append(
      element("p", `${WORDS[finding.severity]}: ${finding.message}`, `preview-${finding.severity}`),
      element("p", filled(WORDS.place, finding), "preview-place"),
      ...finding.hints.map((hint) => element("p", hint)),
    );
    return item;
  }

  function failure(fault) {
    const item = element("li", "");
    item.append(
      element("p", filled(WORDS.fault, { fault }), "preview-error"),
      element("p", WORDS.terminal),
    );
    return item;
  }

  function begin() {
    box = element("aside", "", "preview");
    box.setAttribute("aria-label", WORDS.label);
    const details = document.createElement("details");
    details.append(document.createElement("summary"), document.createElement("ol"));
    box.append(details);
    status = element("p", "", "preview-status");
    status.setAttribute("role", "status");
    document.body.append(box, status);
    box.hidden = true;
  }

  function say(words) {
    if (!box) begin();
    if (status.textContent !== words) status.textContent = words;
  }

  function element(name, words, kind) {
    const made = document.createElement(name);
    made.textContent = words;
    if (kind) made.className = kind;
    return made;
  }

  function some(count, words) {
    return count ? filled(words[count === 1 ? "one" : "other"], { count }) : "";
  }

  follow();
})();
