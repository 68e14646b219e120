// Counts the questions that were answered right, and reports the share to the learning system where it offers the interface of
// SCORM 1.2. Elsewhere, such as in a folder, nothing is reported or kept.
(function () {
  "use strict";

  // The interface is on a window around this one, or around the window that opened it.
  function interfaceOf(from) {
    for (let steps = 0; from && steps < 20; steps += 1) {
      try {
        if (from.API) return from.API;
      } catch {
        return null;
      }
      if (from.parent === from) return null;
      from = from.parent;
    }
    return null;
  }

  const api = interfaceOf(window) || (window.opener && interfaceOf(window.opener)) || null;
  let open = Boolean(api) && String(api.LMSInitialize("")) === "true";
  function report(key, value) {
    if (open) api.LMSSetValue(key, String(value));
  }

  function isRight(question) {
    return [...question.querySelectorAll("input")].every((input) => input.checked === input.hasAttribute("data-right"));
  }

  function check() {
    const questions = [...document.querySelectorAll(".question")];
    const scored = questions.filter((question) => question.querySelector("input"));
    const right = scored.filter(isRight).length;
    for (const question of questions) question.querySelector(".why").hidden = false;
    const result = document.getElementById("result");
    result.textContent = result.dataset.words.replace("{right}", right).replace("{count}", scored.length);
    report("cmi.core.score.min", 0);
    report("cmi.core.score.max", 100);
    report("cmi.core.score.raw", scored.length === 0 ? 100 : Math.round((100 * right) / scored.length));
    report("cmi.core.lesson_status", "completed");
    if (open) api.LMSCommit("");
  }

  function finish() {
    if (open) api.LMSFinish("");
    open = false;
  }

  if (open && ["not attempted", ""].includes(String(api.LMSGetValue("cmi.core.lesson_status")))) {
    report("cmi.core.lesson_status", "incomplete");
  }
  document.getElementById("check").addEventListener("click", check);
  window.addEventListener("pagehide", finish);
})();
