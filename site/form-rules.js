// The rules of a form: conditions, days that follow other days, ranges and formats. `fill` checks the same. It knows nothing but the
// fields of this page; form.js asks it.
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  if (!sheet) return;
  const WORDS = JSON.parse(sheet.dataset.say);
  const filledIn = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const named = (name) => [...sheet.querySelectorAll(`[data-name="${CSS.escape(name)}"]`)];

  // `goals/2/` of a field in the second group.
  function prefixOf(element) {
    const field = element.closest("[data-item]");
    return field ? field.dataset.item.slice(0, field.dataset.item.length - field.dataset.field.length) : "";
  }

  // From where a rule is seen: what names begin with in its group, in the group around that one, and in its row.
  function siteOf(control) {
    const group = prefixOf(control);
    return { form: "", group, around: group.replace(/[^/]+\/[^/]+\/$/, ""), row: control.dataset.name?.replace(/[^/]*$/, "") ?? "" };
  }

  const nameOf = (site, place) => site[place.reach] + place.name;

  // ---- Conditions
  function isAnswered(site, { place, option, among }) {
    const name = nameOf(site, place);
    if (option === null) return named(name).some((control) => control.checked);
    if (among) return named(`${name}/${option}`).some((control) => control.checked);
    return named(name).some((control) => control.checked && control.value === option);
  }

  const holds = (site, any) => any.some((all) => all.every((one) => isAnswered(site, one) === one.is));

  // What has a condition around a control, from the outside: its section, the group that it is in, its field, its row.
  function conditionsAround(element) {
    const place = element?.closest("[data-condition], [data-rules]");
    return place ? [...conditionsAround(place.parentElement), [place, JSON.parse(place.dataset.condition ?? place.dataset.rules)]] : [];
  }

  // The words of the condition that rules an answer out; empty where none does.
  function ruledOut(control) {
    const failing = conditionsAround(control).find(([place, { only_if: any }]) => any && !holds(siteOf(place), any));
    return failing?.[1].condition ?? "";
  }

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
  function dayOfRule(site, rule) {
    const from = rule.from ? dayOf(named(nameOf(site, rule.from))[0]?.value ?? "") : today();
    return from && LATER[rule.unit](from, rule.count);
  }

  function wrongDay(limits, site, text) {
    const day = dayOf(text);
    if (!day) return "";
    const [first, last] = [limits.not_before, limits.not_after].map((rule) => rule && dayOfRule(site, rule));
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

  // What the value in `control` must be: the rules of its column, or of its field; of a signature, those of the date.
  function limitsOf(control) {
    const cell = control.closest("[data-limits]");
    if (cell) return JSON.parse(cell.dataset.limits);
    const field = control.closest("[data-rules]");
    const isOwn = field && [field.dataset.item, `${field.dataset.item}/date`].includes(control.dataset.name);
    return isOwn ? JSON.parse(field.dataset.rules).limits : null;
  }

  // What is wrong with the answer in `control`; empty where nothing is.
  function problem(control) {
    if (!isFilled(control)) return "";
    const condition = ruledOut(control);
    if (condition) return filledIn(WORDS.not_asked, { condition });
    const limits = limitsOf(control);
    if (!limits) return "";
    const [site, text] = [siteOf(control), control.value.trim()];
    return wrongDay(limits, site, text) || wrongNumber(limits, text) || wrongText(limits, text);
  }

  const isBegun = (root) => [...root.querySelectorAll("[data-kind]")].some(isFilled);

  // Whether there is nothing that makes an answer needless: a condition, or an annex that isn't filled in.
  function isAsked(control) {
    const annex = control.closest("[data-annex]");
    return !ruledOut(control) && (!annex || isBegun(annex));
  }

  // Whether an answer must be there because of other answers.
  function isWanted(control) {
    if (control.dataset.wanted === "row") return isAsked(control) && isBegun(control.closest("tr"));
    return control.dataset.wanted === "asked" && isAsked(control);
  }

  // Fills in the days that are due so long after the day in `control`, where nothing is written.
  function follow(control) {
    for (const field of sheet.querySelectorAll("[data-rules]")) {
      const { due: rule } = JSON.parse(field.dataset.rules).limits;
      const site = siteOf(field);
      const due = rule?.from && nameOf(site, rule.from) === control.dataset.name && dayOfRule(site, rule);
      const [target] = named(field.dataset.item);
      if (due && target?.value === "") target.value = asText(due);
    }
  }

  window.formRules = { problem, isAsked, isWanted, follow, siteOf, nameOf, ruledOut };
})();
