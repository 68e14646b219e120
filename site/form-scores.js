// Sums of points and numbers while somebody answers, what a sum means, and answers that ask for something to be done at once. `fill` adds
// up in the same way.
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  if (!sheet) return;
  const said = document.getElementById("page_said");
  const all = (selector, root = sheet) => [...root.querySelectorAll(selector)];

  // ---- Sums
  // The controls of the field or column of an addend.
  function counted(site, { place, column }) {
    const name = window.formRules.nameOf(site, place);
    const isOf = (control) => control.dataset.name === name || control.dataset.name.startsWith(`${name}/`);
    const isIn = (control) => !column || control.dataset.name.endsWith(`/${column}`);
    return all("[data-kind]").filter((control) => isOf(control) && isIn(control) && !window.formRules.ruledOut(control));
  }

  const written = (control) => {
    const text = control.value.trim().replaceAll(",", "");
    return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
  };

  // The questions among radio buttons with points: a blank row of a table may stay blank.
  function isOpen(radios) {
    const questions = new Set(radios.filter((radio) => !radio.closest("tr:not([data-row])")).map((radio) => radio.name));
    return [...questions].some((name) => !radios.some((radio) => radio.name === name && radio.checked));
  }

  // The sum, once everything that must be answered for it is; null until then.
  function sumOf(field) {
    const site = window.formRules.siteOf(field);
    const controls = JSON.parse(field.dataset.score).of.flatMap((addend) => counted(site, addend));
    const withPoints = controls.filter((control) => "points" in control.dataset);
    const points = withPoints.filter((control) => control.checked).map((control) => Number(control.dataset.points));
    const numbers = controls.filter((control) => control.dataset.kind === "number").map(written).filter((number) => number !== null);
    const parts = [...points, ...numbers];
    if (parts.length === 0 || isOpen(withPoints.filter((control) => control.type === "radio"))) return null;
    return Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6;
  }

  // The band that a sum is in is set off.
  function showBand(field, sum) {
    const { bands } = JSON.parse(field.dataset.score);
    const at = sum === null ? -1 : bands.findLastIndex((from) => sum >= from);
    all(".bands > li", field).forEach((band, place) => band.classList.toggle("met", place === at));
  }

  // Where the sum is known, nobody has to write it; until then it can be written.
  function addUp(field) {
    const control = field.querySelector("[data-kind]");
    const sum = sumOf(field);
    if (sum !== null) control.value = String(sum);
    else if (control.readOnly) control.value = "";
    control.readOnly = sum !== null;
    showBand(field, sum ?? written(control));
  }

  // ---- Alerts
  function isRaised(note) {
    const options = note.dataset.alert.split(" ");
    const root = note.closest("td") ?? note.closest(".field");
    return all("[data-kind]", root).some((control) => {
      if (!control.checked) return false;
      if (note.dataset.alert === "") return true;
      return options.includes(control.type === "radio" ? control.value : control.dataset.name.split("/").at(-1));
    });
  }

  function follow() {
    // A sum may count an earlier one.
    all("[data-score]").forEach(addUp);
    for (const note of all("[data-alert]")) {
      const raised = isRaised(note);
      if (raised && !note.classList.contains("raised")) said.textContent = note.textContent;
      note.classList.toggle("raised", raised);
    }
  }

  for (const event of ["input", "change", "click", "followed"]) sheet.addEventListener(event, follow);
  window.formScores = { follow };
})();
