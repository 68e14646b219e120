// The rules of a form: conditions, days that follow other days, ranges and formats. `fill` checks the same. It knows nothing but the
// fields of this page; form.js asks it.
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  if (!sheet) return;
  const WORDS = JSON.parse(sheet.dataset.say);
  const filledIn = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const named = (name) => [...sheet.querySelectorAll(`[data-name="${CSS.escape(name)}"]`)];

  function rulesOf(control) {
    const field = control.closest("[data-rules]");
    if (!field) return null;
    const rules = JSON.parse(field.dataset.rules);
    const item = field.dataset.item;
    return { ...rules, item, prefix: item.slice(0, item.length - rules.id.length) };
  }

  const nameOf = (rules, place) => (place.group ? rules.prefix : "") + place.name;

  // ---- Conditions
  function isAnswered(rules, { place, option, among }) {
    const name = nameOf(rules, place);
    if (option === null) return named(name).some((control) => control.checked);
    if (among) return named(`${name}/${option}`).some((control) => control.checked);
    return named(name).some((control) => control.checked && control.value === option);
  }

  const holds = (rules) => rules.only_if.some((all) => all.every((one) => isAnswered(rules, one) === one.is));
  const isAsked = (rules) => !rules.only_if.length || holds(rules);

  // ---- Days
  function dayOf(text) {
    const found = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
    return found && new Date(Date.UTC(found[3], found[1] - 1, found[2]));
  }

  const asText = (day) =>
    `${String(day.getUTCMonth() + 1).padStart(2, "0")}/${String(day.getUTCDate()).padStart(2, "0")}/${day.getUTCFullYear()}`;

  function today() {
    const now = new Date();
    return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
  }

  const plusDays = (day, count) => new Date(day.getTime() + count * 86400000);

  // A month after January 31 is the last day of February.
  function plusMonths(day, count) {
    const first = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + count, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    first.setUTCDate(Math.min(day.getUTCDate(), last));
    return first;
  }

  function plusBusinessDays(day, count) {
    let [left, moved] = [Math.abs(count), day];
    while (left > 0) {
      moved = plusDays(moved, Math.sign(count));
      if (moved.getUTCDay() % 6 !== 0) left -= 1;
    }
    return moved;
  }

  const LATER = {
    days: plusDays,
    business_days: plusBusinessDays,
    weeks: (day, count) => plusDays(day, 7 * count),
    months: plusMonths,
    years: (day, count) => plusMonths(day, 12 * count),
  };

  // The day of a rule, where the one that it follows from is filled in.
  function dayOfRule(rules, rule) {
    const from = rule.from ? dayOf(named(nameOf(rules, rule.from))[0]?.value ?? "") : today();
    return from && LATER[rule.unit](from, rule.count);
  }

  function wrongDay(rules, text) {
    const day = dayOf(text);
    if (!day) return "";
    const [first, last] = [rules.not_before, rules.not_after].map((rule) => rule && dayOfRule(rules, rule));
    if (last && day > last) return filledIn(WORDS.not_after, { day: asText(last) });
    if (first && day < first) return filledIn(WORDS.not_before, { day: asText(first) });
    return "";
  }

  // ---- Numbers and texts
  function wrongNumber(rules, text) {
    const number = Number(text.replaceAll(",", ""));
    if (rules.least !== null && number < rules.least) return filledIn(WORDS.least, { number: rules.least });
    if (rules.most !== null && number > rules.most) return filledIn(WORDS.most, { number: rules.most });
    return "";
  }

  const TIME = /^(?:(?:0?[1-9]|1[0-2])(?::[0-5]\d)?\s*[ap]\.?m\.?|(?:[01]?\d|2[0-3]):[0-5]\d)$/i;
  const MONEY = /^\$*\s*(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{2})?$/;
  const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
  const WAYS = { time: [TIME, WORDS.time], money: [MONEY, WORDS.money], email: [EMAIL, WORDS.email] };

  function wrongText(rules, text) {
    const [pattern, message] = WAYS[rules.format] ?? [];
    if (pattern && !pattern.test(text)) return message;
    if (rules.digits !== null && !(/^\d+$/.test(text) && text.length === rules.digits)) return filledIn(WORDS.digits, { number: rules.digits });
    if (rules.letters !== null && [...text].length > rules.letters) return filledIn(WORDS.letters, { number: rules.letters });
    return "";
  }

  // ---- What form.js asks
  const isFilled = (control) => (control.type === "radio" || control.type === "checkbox" ? control.checked : control.value.trim() !== "");

  // What is wrong with the answer in `control`; empty where nothing is.
  function problem(control) {
    const rules = rulesOf(control);
    if (!rules || !isFilled(control)) return "";
    if (!isAsked(rules)) return filledIn(WORDS.not_asked, { condition: rules.condition });
    // Only these have rules for their values; of a signature, the date.
    if (![rules.item, `${rules.item}/date`].includes(control.dataset.name)) return "";
    const text = control.value.trim();
    return wrongDay(rules, text) || wrongNumber(rules, text) || wrongText(rules, text);
  }

  // Whether there is nothing that rules an answer out.
  function mayBeAnswered(control) {
    const rules = rulesOf(control);
    return !rules || isAsked(rules);
  }

  // Whether an answer must be there because of a condition that holds.
  function isWanted(control) {
    const rules = rulesOf(control);
    return Boolean(rules?.required && rules.only_if.length && rules.item === control.dataset.name && isAsked(rules));
  }

  // Fills in the days that are due so long after the day in `control`, where nothing is written.
  function follow(control) {
    for (const field of sheet.querySelectorAll("[data-rules]")) {
      const rules = rulesOf(field);
      const due = rules.due?.from && nameOf(rules, rules.due.from) === control.dataset.name && dayOfRule(rules, rules.due);
      const [target] = named(rules.item);
      if (due && target?.value === "") target.value = asText(due);
    }
  }

  window.formRules = { problem, isAsked: mayBeAnswered, isWanted, follow };
})();
