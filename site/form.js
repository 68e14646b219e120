// Filling in a form in the browser. What is typed concerns people's health: it stays in the fields of this page, goes
// nowhere else, and is wiped when the page is left. Without this script the form can still be filled in and printed.
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  const summary = document.getElementById("page_errors");
  const said = document.getElementById("page_said");
  const dialog = document.getElementById("page_ask");
  if (!sheet) return;

  // The fixed words in the language of the page, `words.form_script` of its template.
  const WORDS = JSON.parse(sheet.dataset.say);
  const filledIn = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const LINE = 24; // points between two writing lines on paper
  const all = (selector, root = sheet) => [...root.querySelectorAll(selector)];
  const ticked = (control) => control.type === "radio" || control.type === "checkbox";
  const filled = (control) => (ticked(control) ? control.checked : control.value.trim() !== "");
  const anyOf = (radio) => all(`input[name="${radio.name}"]`).some(filled);
  const isDefault = (control) => (ticked(control) ? control.checked === control.defaultChecked : control.value === control.defaultValue);
  const anythingWritten = () => all("[data-kind]").some((control) => filled(control) && !isDefault(control));
  const warn = (event) => anythingWritten() && event.preventDefault();
  const say = (words) => (said.textContent = words);

  // ---- Words of a question
  // The label without "required" and hints, which are elements of their own.
  function ownWords(element) {
    return [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
  }

  // The accessible label of what has no label beside it comes in parts: words, and the numbers of its group and row.
  const partsOf = (element) => JSON.parse(element.dataset.words);
  const spoken = (parts) => parts.map((part) => part.group ?? part.inner ?? part.row ?? part).join("");

  // A question and the message about it; a question mark needs no colon.
  const joined = (question, words) => (/[.?!:]$/.test(question) ? `${question} ${words}` : `${question}: ${words}`);

  // The headings of the groups that something is in, from the outside.
  function titlesAround(control) {
    const group = control.closest(".group");
    return group ? [...titlesAround(group.parentElement), group.querySelector(":scope > .group-title")] : [];
  }

  function nameOf(control) {
    if (control.dataset.words) return spoken(partsOf(control));
    const legend = control.closest("fieldset")?.querySelector("legend");
    const label = legend && ticked(control) ? null : control.labels[0];
    return [...titlesAround(control), legend, label].filter(Boolean).map(ownWords).reduce(joined);
  }

  // ---- Days
  const MONTHS = WORDS.months.map((month) => month.toLowerCase());

  // How a date is written, and where the year, the month and the day of the month are in it.
  const WAYS = [
    [/^(\d{1,2})\s*[\/.-]\s*(\d{1,2})\s*[\/.-]\s*(\d{4})$/, 3, 1, 2],
    [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, 1, 2, 3],
    [/^(\p{L}+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})$/iu, 3, 1, 2],
    [/^(\d{1,2})(?:st|nd|rd|th|º|\.)?\s+(?:de\s+)?(\p{L}+)\.?\s*,?\s+(?:del?\s+)?(\d{4})$/iu, 3, 2, 1],
  ];

  function monthOf(word) {
    const small = word.toLowerCase().replace(/^sept$/, "sep");
    return Number(word) || MONTHS.findIndex((month) => month === small || month.slice(0, 3) === small) + 1;
  }

  // Year, month and day as they are written, whether or not there is such a day.
  function dayParts(text) {
    const [way, year, month, day] = WAYS.find(([pattern]) => pattern.test(text)) ?? [];
    const found = way?.exec(text);
    return found && [Number(found[year]), monthOf(found[month]), Number(found[day])];
  }

  function asWritten(text) {
    const parts = dayParts(text);
    if (!parts) return null;
    const [year, month, day] = parts;
    const there = new Date(Date.UTC(year, month - 1, day));
    if (year < 1000 || there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day) return null;
    return `${String(month).padStart(2, "0")}/${String(day).padStart(2, "0")}/${year}`;
  }

  // ---- What is wrong
  const wrongDay = (text) => (asWritten(text) ? "" : dayParts(text) ? `${WORDS.no_such_day} ${WORDS.example}` : WORDS.example);
  const wrongNumber = (text) => (/^-?[\d.,]*\d[\d.,]*$/.test(text) ? "" : WORDS.number);

  function wrongPhone(text) {
    const digits = text.replace(/\D/g, "").length;
    const inside = /^(extension|ext|x)\W*\d{1,6}$/i.test(text);
    return inside || (digits >= 10 && digits <= 20) ? "" : WORDS.phone;
  }

  function wrongForm(control) {
    const text = control.value.trim();
    const rule = { date: wrongDay, phone: wrongPhone, number: wrongNumber }[control.dataset.kind];
    return (text && rule ? rule(text) : "") || window.formRules.problem(control);
  }

  const otherOf = (words) => words.closest("fieldset").querySelector("[data-other]");

  // The first of a set of options, or of the rows of a table, gets the message for all of them.
  function missing(control) {
    const set = control.closest("fieldset[data-required]");
    if (set && window.formRules.isAsked(set) && set.querySelector("[data-kind]") === control && !all("[data-kind]", set).some(filled)) {
      return control.closest("table") ? WORDS.one_row : WORDS.tick_one;
    }
    if (control.closest(".other-words") && otherOf(control).checked && !filled(control)) return WORDS.other;
    if (!control.required && !window.formRules.isWanted(control)) return "";
    if (control.type === "radio") return anyOf(control) ? "" : WORDS.choose_one;
    if (filled(control)) return "";
    if (control.type === "checkbox") return WORDS.tick_this;
    return control.dataset.kind === "date" ? WORDS.example : WORDS.nothing_written;
  }

  const askedOnce = (control, at, list) => control.type !== "radio" || list.findIndex((other) => other.name === control.name) === at;

  function setOrDrop(element, attribute, value) {
    if (value) element.setAttribute(attribute, value);
    else element.removeAttribute(attribute);
  }

  function show(control, message) {
    const marked = control.type === "radio" ? control.closest("fieldset") : control;
    const id = `error-${control.id}`;
    const others = (marked.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one !== id);
    document.getElementById(id)?.remove();
    setOrDrop(marked, "aria-invalid", message && "true");
    setOrDrop(marked, "aria-describedby", [...others, message && id].join(" ").trim());
    if (!message) return;
    const note = document.createElement("p");
    note.className = "error";
    note.id = id;
    note.textContent = message;
    control.closest("td, .part, .other-words, .field").append(note);
  }

  function link([control, message]) {
    const item = document.createElement("li");
    const anchor = document.createElement("a");
    anchor.href = `#${control.id}`;
    anchor.textContent = joined(nameOf(control), message);
    item.append(anchor);
    return item;
  }

  // The address stays as it is, and says nothing about what was filled in.
  function followLink(event) {
    if (!event.target.hash) return;
    event.preventDefault();
    document.getElementById(event.target.hash.slice(1)).focus();
  }

  function summarize() {
    const asked = all("[data-kind]").filter(askedOnce).map((control) => [control, wrongForm(control) || missing(control)]);
    const found = asked.filter(([, message]) => message);
    asked.forEach(([control, message]) => show(control, message));
    summary.hidden = found.length === 0;
    summary.querySelector("h3").textContent = filledIn(WORDS.to_look_at[found.length === 1 ? "one" : "other"], { count: found.length });
    summary.querySelector("ul").replaceChildren(...found.map(link));
    return found.length;
  }

  // ---- Printing
  // A field shows only as much text as it has room for; on paper its words are in an element that grows.
  function mirror(control) {
    unmirror(control);
    if (ticked(control) || !filled(control) || control.dataset.kind === "drawn") return;
    const copy = document.createElement("div");
    copy.className = "mirror";
    copy.translate = false; // a translating browser would send the words away
    copy.textContent = control.value;
    if (control.rows) copy.style.minHeight = `${(control.dataset.rows ?? control.rows) * LINE}pt`;
    control.after(copy);
    control.toggleAttribute("data-mirrored", true);
  }

  function unmirror(control) {
    if (control.hasAttribute("data-mirrored")) control.nextElementSibling.remove();
    control.removeAttribute("data-mirrored");
  }

  const mirrorAll = () => all("[data-kind]").forEach(mirror);

  function print() {
    say(WORDS.printing);
    window.print();
  }

  function checkAndPrint() {
    if (summarize() === 0) return print();
    say("");
    return summary.focus();
  }

  // ---- While typing
  function grow(area) {
    area.dataset.rows ??= area.rows;
    while (area.scrollHeight > area.clientHeight && area.rows < 80) area.rows += 1;
  }

  function pointAtOther(control) {
    const words = control.closest("fieldset")?.querySelector(":scope > .other-words");
    if (!words || words.contains(control)) return;
    words.classList.toggle("wanted", otherOf(words).checked);
    if (otherOf(words) === control && control.checked) say(WORDS.other_below);
  }

  function onInput({ target }) {
    if (!target.dataset.kind) return;
    // A listener for leaving keeps browsers from going back quickly, so there is one only while something could be lost.
    window.addEventListener("beforeunload", warn);
    if (target.rows) grow(target);
  }

  function onChange({ target }) {
    if (!target.dataset.kind) return;
    if (target.dataset.kind === "date") target.value = asWritten(target.value.trim()) ?? target.value;
    if (target.type === "radio") target.closest("fieldset").querySelector(".clear-choice").hidden = !anyOf(target);
    pointAtOther(target);
    window.formRules.follow(target);
    if (!summary.hidden) return summarize();
    // What was wrong elsewhere may be right now, since one answer may depend on another.
    [target, ...all("[data-kind][aria-invalid]")].forEach((control) => show(control, wrongForm(control)));
  }

  // ---- Clearing
  function clearChoice(button) {
    const options = all('input[type="radio"]', button.closest('[role="radiogroup"]'));
    options.forEach((option) => (option.checked = false));
    options[0].focus();
    options[0].dispatchEvent(new Event("change", { bubbles: true }));
    say(WORDS.choice_cleared);
  }

  function wipe(root) {
    all("[data-kind]", root).forEach((control) => {
      unmirror(control);
      // What is printed in the blank form is there again.
      if (ticked(control)) control.checked = control.defaultChecked;
      else control.value = control.defaultValue;
      control.readOnly = false;
      if (control.dataset.rows) control.rows = control.dataset.rows;
      show(control, "");
    });
    window.formSignatures?.show(root);
    all(".error", root).forEach((note) => note.remove());
    all(".wanted", root).forEach((words) => words.classList.remove("wanted"));
    all(".clear-choice", root).forEach((button) => (button.hidden = !all('input[type="radio"]', button.closest('[role="radiogroup"]')).some(filled)));
  }

  // The page as it was opened.
  function startAfresh() {
    wipe(sheet);
    all("[data-added]").forEach((added) => added.remove());
    all("[data-remove-row], [data-remove-group]").forEach((button) => (button.hidden = true));
    summary.hidden = true;
    summary.querySelector("ul").replaceChildren();
    say("");
    window.removeEventListener("beforeunload", warn);
    window.formScores.follow();
    sheet.dispatchEvent(new Event("cleared"));
  }

  function ask(words, yes, action) {
    const button = dialog.querySelector("[data-yes]");
    dialog.querySelector("p").textContent = words;
    button.textContent = yes;
    button.onclick = () => {
      dialog.close();
      action();
    };
    dialog.showModal();
  }

  function clearEverything() {
    startAfresh();
    say(WORDS.all_cleared);
  }

  // ---- More goals and rows
  // Ids and names are paths; those of a copy begin with `to` instead of `from`.
  const renamed = (text, [from, to]) => text.replaceAll(`in-${from.replaceAll("/", "__")}__`, `in-${to.replaceAll("/", "__")}__`);
  const moved = (name, [from, to]) => (name.startsWith(`${from}/`) ? to + name.slice(from.length) : name);
  const HINTS = { date: ` (${WORDS.date_format})` };

  // Its accessible label with another number of its group or row.
  function renumber(element, which, number) {
    const parts = partsOf(element).map((part) => (part[which] ? { [which]: number } : part));
    element.dataset.words = JSON.stringify(parts);
    if (element.matches("legend")) element.firstChild.data = spoken(parts);
    else if (element.matches("button")) element.setAttribute("aria-label", filledIn(WORDS.clear_choice_of, { question: spoken(parts) }));
    else element.setAttribute("aria-label", spoken(parts) + (HINTS[element.dataset.kind] ?? ""));
  }

  // A blank copy of `last`: names that begin with the first of `paths` begin with the second, and it has another `number`.
  function blankCopy(last, paths, which, number) {
    const copy = last.cloneNode(true);
    copy.dataset.added = "";
    all('[id^="field-"]', copy).forEach((field) => field.removeAttribute("id"));
    for (const element of all("*", copy)) {
      for (const attribute of ["id", "for", "name", "aria-describedby", "aria-labelledby"]) {
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, renamed(element.getAttribute(attribute), paths));
      }
      for (const attribute of ["data-name", "data-table", "data-item", "data-groups"]) {
        if (element.hasAttribute(attribute)) element.setAttribute(attribute, moved(element.getAttribute(attribute), paths));
      }
      if (element.dataset.words) renumber(element, which, number);
    }
    wipe(copy);
    return copy;
  }

  function addRow(button) {
    const table = button.closest("fieldset").querySelector("table");
    const body = table.tBodies[0];
    const number = body.rows.length + 1;
    const name = table.dataset.table;
    const row = blankCopy(body.rows[number - 2], [`${name}/${number - 1}`, `${name}/${number}`], "row", number);
    body.append(row);
    button.nextElementSibling.hidden = false; // the one that takes it away again
    row.querySelector("[data-kind]").focus();
    say(filledIn(WORDS.row_added, { number }));
  }

  // The groups of a section or of a group, without those within them.
  const groupsOf = (container) => all(".group", container).filter((group) => group.parentElement.closest("[data-groups]") === container);

  function addGroup(button) {
    const container = button.closest("[data-groups]");
    const last = groupsOf(container).at(-1);
    const number = Number(last.dataset.number) + 1;
    const name = container.dataset.groups;
    const which = container.closest(".group") ? "inner" : "group";
    const group = blankCopy(last, [`${name}/${number - 1}`, `${name}/${number}`], which, number);
    const heading = group.querySelector(":scope > .group-title");
    const [from, to] = [number - 1, number].map((at) => `in-${name.replaceAll("/", "__")}__${at}`);
    heading.id = heading.id.replace(`${from}_`, `${to}_`);
    heading.textContent = `${group.dataset.group} ${number}`;
    group.setAttribute("aria-labelledby", heading.id);
    group.dataset.number = number;
    last.after(group);
    button.nextElementSibling.hidden = false;
    heading.focus();
    say(filledIn(WORDS.group_added, { group: heading.textContent }));
  }

  // Removes what was added last; what is printed on the form stays.
  function removeLast(button, candidates) {
    const one = candidates.at(-1);
    const remove = () => {
      one.remove();
      window.formScores.follow();
      button.hidden = candidates.length === 1;
      button.previousElementSibling.focus();
      say(WORDS.removed);
    };
    if (all("[data-kind]", one).some((control) => filled(control) && !isDefault(control))) ask(WORDS.ask_remove, WORDS.remove, remove);
    else remove();
  }

  // ---- Start
  const actions = {
    "[data-print]": checkAndPrint,
    "[data-print-anyway]": print,
    "[data-clear]": () => ask(WORDS.ask_clear, WORDS.clear, clearEverything),
    "[data-no]": () => dialog.close(),
    "[data-add-row]": addRow,
    "[data-add-group]": addGroup,
    "[data-remove-row]": (button) => removeLast(button, all("tr[data-added]", button.closest("fieldset"))),
    "[data-remove-group]": (button) => removeLast(button, groupsOf(button.closest("[data-groups]")).filter((group) => "added" in group.dataset)),
    ".clear-choice": clearChoice,
  };

  function onClick({ target }) {
    const button = target.closest("button");
    const does = Object.keys(actions).find((selector) => button?.matches(selector));
    if (does) actions[does](button);
  }

  document.addEventListener("click", onClick);
  summary.addEventListener("click", followLink);
  sheet.addEventListener("input", onInput);
  sheet.addEventListener("change", onChange);
  window.addEventListener("beforeprint", mirrorAll);
  sheet.addEventListener("startafresh", startAfresh); // a file is opened
  // Some browsers put back what was typed when a page is reloaded, or keep the whole page to go back to.
  window.addEventListener("pagehide", startAfresh);
  window.addEventListener("pageshow", startAfresh);
  startAfresh();
  all("[data-print], [data-clear], [data-add-row], [data-add-group]", document).forEach((button) => (button.hidden = false));
})();
