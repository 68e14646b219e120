// What the live preview adds to a page: it follows the handbook's files, and says what is wrong with them.
"use strict";

(() => {
  const own = document.currentScript.dataset;
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

  // Asks what is new, and again when it has been told; so no request is ever lost.
  async function follow() {
    for (;;) {
      try {
        const answer = await fetch(`/_preview/news?number=${number}&path=${encodeURIComponent(path)}`);
        if (!answer.ok) throw new Error(answer.statusText);
        tell(await answer.json());
      } catch {
        say("The preview has ended. Start it again with: clausebook serve");
        number = 0;
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  }

  function tell(news) {
    const isNews = news.number !== number;
    number = news.number;
    if (news.page && news.page !== own.page) {
      history.scrollRestoration = "manual";
      history.replaceState({ ...history.state, previewScroll: scrollY }, "");
      location.reload();
      return;
    }
    if (isNews) show(news);
  }

  function show({ page, old, report }) {
    if (!box) begin();
    const listed = report.findings.filter((finding) => finding.severity !== "note");
    const gone = !old && !page && document.body.dataset.waiting === undefined;
    box.hidden = listed.length === 0 && !gone;
    const { error, warning } = report.counts;
    const counts = [some(error, "error"), some(warning, "warning")].filter(Boolean).join(", ");
    const words = gone
      ? "This page is not in the handbook any more."
      : [counts, old ? "This page is the last good one." : ""].filter(Boolean).join(". ");
    if (!box.hidden) box.querySelector("summary").textContent = words;
    // Who has folded it has seen it; what is new unfolds it.
    if (words !== seen) box.querySelector("details").open = error > 0 || gone;
    seen = words;
    box.querySelector("ol").replaceChildren(...listed.slice(0, 50).map(item));
    say(words);
  }

  function item(finding) {
    const item = element("li", "");
    item.append(
      element("p", `${finding.severity}: ${finding.message}`, `preview-${finding.severity}`),
      element("p", `${finding.file}, line ${finding.line}`, "preview-place"),
      ...finding.hints.map((hint) => element("p", hint)),
    );
    return item;
  }

  function begin() {
    box = element("aside", "", "preview");
    box.setAttribute("aria-label", "Preview");
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

  function some(count, one) {
    return count ? `${count} ${one}${count === 1 ? "" : "s"}` : "";
  }

  follow();
})();
