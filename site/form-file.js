// Saving what is written on a form's page to a file, and opening it again. The file is made and read here, in the browser: nothing is
// sent, and nothing is kept but the file. It has the shape that `clausebook fill` reads and `clausebook read` writes:
//
//   { "$form": "service-plan", "$version": "2026-11-23", "plan-date": "2026-11-30", "goals": [{ "goal-words": "…" }] }
//
// With a passphrase, all but the first two keys is locked in "$locked".
(function () {
  "use strict";
  const sheet = document.getElementById("page_sheet");
  const dialog = document.getElementById("page_file");
  const report = document.getElementById("page_opened");
  const picker = document.getElementById("page_pick");
  if (!sheet || !dialog) return;

  // Every font now: a letter that is typed later must not be the first to ask for one.
  document.fonts.forEach((font) => font.load().catch(() => {}));

  const WORDS = JSON.parse(dialog.dataset.say);
  const { form: FORM, version: VERSION } = sheet.dataset;
  const LARGEST = 4 * 1024 * 1024;
  const filledIn = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);
  const counted = (sentences, count) => filledIn(sentences[count === 1 ? "one" : "other"], { count });
  const all = (selector, root) => [...root.querySelectorAll(selector)];
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isEmpty = (value) => value === undefined || (isObject(value) && Object.keys(value).length === 0);
  const say = (words) => (document.getElementById("page_said").textContent = words);
  const same = (one, other) => one.normalize("NFC").trim().replace(/\s+/g, " ") === other.normalize("NFC").trim().replace(/\s+/g, " ");

  // What a file had for which this version has no place, by its names. It is shown, and saved again.
  let unplaced = {};

  // ---- The parts of the page
  // The label of an option, without its points.
  const labelOf = (option) => option.labels[0].firstChild.data;
  // The label of a row, without its condition.
  const labelOfRow = (row) => [...row.cells[0].childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").trim();
  // The groups and fields of a section or group, without those within its groups.
  const groupsOf = (container) => all(".group", container).filter((group) => group.parentElement.closest("[data-groups]") === container);
  const everyField = (root) => all(".field[data-field]", root);
  const fieldsOf = (root) => everyField(root).filter((field) => field.parentElement.closest(".group, .form-section, .sheet-identity") === root);
  const rowsOf = (field) => [...field.querySelector("table").tBodies[0].rows];
  const nameOf = (field) => field.dataset.item;
  const keyIn = (control, name) => control.dataset.name.slice(name.length + 1);
  const controlsOf = (root) => all("[data-kind]", root);

  // ---- Saving
  const DAY = /^(\d{2})\/(\d{2})\/(\d{4})$/;

  function valueOf(control) {
    if (control.type === "checkbox") return control.checked || undefined;
    if (control.type === "radio") return control.checked ? control.value : undefined;
    const text = control.dataset.kind === "paragraph" ? control.value.trimEnd() : control.value.trim();
    return control.dataset.kind === "date" ? text.replace(DAY, "$3-$1-$2") || undefined : text || undefined;
  }

  // The values of several controls by their keys; those of a choice are one.
  function objectOf(controls, name) {
    const object = {};
    for (const control of controls) {
      const value = valueOf(control);
      if (value !== undefined) object[keyIn(control, name)] = value;
    }
    return object;
  }

  function withoutEmptyEnd(list) {
    while (list.length > 0 && isEmpty(list.at(-1))) list.pop();
    return list.length > 0 ? list : undefined;
  }

  const wordsOfOther = (field) => field.querySelector(".other-words [data-kind]");

  function choiceOf(field) {
    const chosen = all('input[type="radio"]', field).find((option) => option.checked);
    const words = wordsOfOther(field) && valueOf(wordsOfOther(field));
    if (chosen && !("other" in chosen.dataset)) return chosen.value;
    const other = chosen ?? (words && field.querySelector("[data-other]"));
    return other ? { [other.value]: words ?? "" } : undefined;
  }

  function choicesOf(field) {
    const name = nameOf(field);
    const words = wordsOfOther(field) && valueOf(wordsOfOther(field));
    const list = all('input[type="checkbox"]', field).flatMap((box) => {
      const id = keyIn(box, name);
      if ("other" in box.dataset) return box.checked || words ? [{ [id]: words ?? "" }] : [];
      return box.checked ? [id] : [];
    });
    return list.length > 0 ? list : undefined;
  }

  function tableOf(field) {
    const name = nameOf(field);
    const rows = rowsOf(field).map((row, at) => {
      const id = row.dataset.row ?? String(at + 1);
      return [row.dataset.row, objectOf(controlsOf(row), `${name}/${id}`)];
    });
    if (rows[0]?.[0] === undefined) return withoutEmptyEnd(rows.map(([, row]) => row));
    const labeled = Object.fromEntries(rows.filter(([, row]) => !isEmpty(row)));
    return isEmpty(labeled) ? undefined : labeled;
  }

  // What is left out means the default, where there is one.
  function dataOf(field) {
    return valuesOf(field) ?? ("default" in field.dataset ? "" : undefined);
  }

  function valuesOf(field) {
    const kinds = { choice: choiceOf, choices: choicesOf, table: tableOf, group: groupData };
    const kind = field.dataset.fieldKind;
    if (kinds[kind]) return kinds[kind](field);
    if (kind !== "signature") return valueOf(controlsOf(field)[0]);
    const signature = objectOf(controlsOf(field), nameOf(field));
    return isEmpty(signature) ? undefined : signature;
  }

  function fieldData(fields) {
    const data = {};
    for (const field of fields) {
      const value = dataOf(field);
      if (value !== undefined) data[field.dataset.field] = value;
    }
    return data;
  }

  const groupData = (container) => withoutEmptyEnd(groupsOf(container).map((group) => fieldData(fieldsOf(group))));

  // Words beside an option that isn't "Other" have no place in data; they are kept with the others that have none.
  function strayWords() {
    const stray = everyField(sheet).filter((field) => field.dataset.fieldKind === "choice" && wordsOfOther(field)?.value.trim());
    const lost = stray.filter((field) => all('input[type="radio"]', field).some((option) => option.checked && !("other" in option.dataset)));
    return Object.fromEntries(lost.map((field) => [wordsOfOther(field).dataset.name, wordsOfOther(field).value.trim()]));
  }

  function sheetData() {
    const data = fieldData(fieldsOf(sheet.querySelector(".sheet-identity")));
    for (const section of all(".form-section", sheet)) {
      const list = groupData(section);
      if (list) data[section.dataset.section] = list;
      else Object.assign(data, fieldData(fieldsOf(section)));
    }
    const kept = { ...unplaced, ...strayWords() };
    if (!isEmpty(kept)) data.$unplaced = kept;
    return data;
  }

  // ---- Passphrases
  const canLock = window.isSecureContext && Boolean(crypto.subtle);
  const ROUNDS = 600000;
  const MOST_ROUNDS = 5000000;
  const toBase64 = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  async function keyFrom(passphrase, salt, iterations) {
    const typed = new TextEncoder().encode(passphrase.normalize("NFC"));
    const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
    return crypto.subtle.deriveKey(way, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  async function locked(data, passphrase) {
    const [salt, iv] = [16, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
    const key = await keyFrom(passphrase, salt, ROUNDS);
    const text = new TextEncoder().encode(JSON.stringify(data));
    const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text);
    return { cipher: "AES-256-GCM", key: "PBKDF2-SHA-256", iterations: ROUNDS, salt: toBase64(salt), iv: toBase64(iv), data: toBase64(bytes) };
  }

  async function unlocked({ iterations, salt, iv, data }, passphrase) {
    if (!Number.isInteger(iterations) || iterations < 1 || iterations > MOST_ROUNDS) throw new Error("rounds");
    const key = await keyFrom(passphrase, fromBase64(salt), iterations);
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: fromBase64(iv) }, key, fromBase64(data));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  // ---- The dialog
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const [first, again] = all("input", part("passphrase"));
  let carryOut = () => {};

  function openDialog({ title, words, passphrase, twice, yes }, action) {
    part("title").textContent = title;
    part("words").textContent = words;
    part("passphrase").hidden = !passphrase;
    part("no-lock").hidden = canLock || !passphrase;
    all("input, label, .help", part("passphrase")).forEach((element) => (element.hidden = !canLock));
    again.hidden = again.labels[0].hidden = part("forgotten").hidden = !twice || !canLock;
    first.labels[0].textContent = twice ? WORDS.passphrase_optional : WORDS.passphrase;
    part("yes").textContent = yes;
    [first, again].forEach((input) => (input.value = ""));
    wrong("");
    carryOut = action;
    dialog.showModal();
  }

  function wrong(words) {
    part("wrong").textContent = words;
    part("wrong").hidden = !words;
  }

  function closeDialog() {
    [first, again].forEach((input) => (input.value = ""));
    dialog.close();
  }

  // ---- Saving, on the page
  function today() {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, "0")).join("-");
  }

  // The name says the form and the day, and nothing about the person.
  function download(text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `${FORM}-${today()}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function save() {
    if (first.value !== again.value) return wrong(WORDS.not_the_same);
    const marked = { $form: FORM, $version: VERSION };
    const data = sheetData();
    const content = first.value ? { ...marked, $locked: await locked(data, first.value) } : { ...marked, ...data };
    download(`${JSON.stringify(content, null, 2)}\n`);
    closeDialog();
    say(WORDS.saved);
  }

  function askToSave() {
    openDialog({ title: WORDS.save_title, words: WORDS.health_information, passphrase: true, twice: true, yes: WORDS.save }, save);
  }

  // ---- Opening
  const addGroupTo = (container) => all("[data-add-group]", container).find((button) => button.closest("[data-groups]") === container).click();
  const press = (root, selector) => root.querySelector(selector).click();

  // What is put into the page from a file. Days that follow from others are filled in by the page meanwhile; where the file has none,
  // somebody took them out.
  let placed = new Set();

  function set(control, value) {
    placed.add(control);
    if (control.type === "checkbox" || control.type === "radio") control.checked = value;
    else control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Puts a value into a control. What it can't hold is no value of this version.
  function put(control, value) {
    if (value === null || value === "" || value === false) return true;
    if (control.type === "checkbox") return value === true && (set(control, true), true);
    if (typeof value !== "string" && typeof value !== "number") return false;
    const text = String(value);
    if (control.tagName === "INPUT" && text.includes("\n")) return false;
    set(control, text);
    return true;
  }

  function putOption(options, value) {
    if (value === null || value === "") return true;
    if (typeof value !== "string") return false;
    const means = (option) => option.value === value || same(labelOf(option), value);
    const option = options.find((option) => !("other" in option.dataset) && means(option));
    if (option) set(option, true);
    return Boolean(option);
  }

  // `{ "other": "words" }`
  function putOther(field, idOf, value) {
    const other = field.querySelector("[data-other]");
    if (!other || !isObject(value)) return false;
    const [[id, words] = [], more] = Object.entries(value);
    if (more || id !== idOf(other) || typeof words !== "string") return false;
    const line = wordsOfOther(field);
    if (line.value) return false;
    set(other, true);
    set(line, words);
    return true;
  }

  function empty(control) {
    placed.add(control);
    if (control.type === "radio") control.checked = false;
    else control.value = "";
  }

  class Opening {
    constructor() {
      this.left = {};
    }

    // What has no place is kept as text, by where it was.
    leave(name, value) {
      if (isEmpty(value) || value === null || value === "" || value === false) return;
      if (Array.isArray(value)) value.forEach((one, at) => this.leave(`${name}/${at + 1}`, one));
      else if (isObject(value)) Object.entries(value).forEach(([key, one]) => this.leave(`${name}/${key}`, one));
      else this.left[name] = String(value);
    }

    object(name, value, places) {
      if (value === null) return;
      if (!isObject(value)) return this.leave(name, value);
      for (const [key, one] of Object.entries(value)) {
        const place = places.get(key);
        const below = name ? `${name}/${key}` : key;
        if (!place || place(one, below) === false) this.leave(below, one);
      }
    }

    controls(name, value, root) {
      const places = new Map();
      for (const control of controlsOf(root)) {
        const key = keyIn(control, name);
        const radios = () => controlsOf(root).filter((one) => one.type === "radio" && one.dataset.name === control.dataset.name);
        places.set(key, (one) => (control.type === "radio" ? putOption(radios(), one) : put(control, one)));
      }
      this.object(name, value, places);
    }

    table(field, name, value) {
      const rows = () => rowsOf(field);
      if (rows()[0]?.dataset.row !== undefined) {
        const places = new Map();
        for (const row of rows()) {
          const place = (one) => this.controls(`${name}/${row.dataset.row}`, one, row);
          [row.dataset.row, labelOfRow(row)].forEach((key) => places.set(key, place));
        }
        return this.object(name, value, places);
      }
      if (!Array.isArray(value)) return this.leave(name, value);
      value.forEach((one, at) => {
        if (at >= MOST) return this.leave(`${name}/${at + 1}`, one);
        while (rows().length <= at) press(field, "[data-add-row]");
        this.controls(`${name}/${at + 1}`, one, rows()[at]);
      });
    }

    choices(field, name, value) {
      if (!Array.isArray(value)) return this.leave(name, value);
      value.forEach((one, at) => {
        const boxes = all('input[type="checkbox"]', field);
        const box = boxes.find((box) => !("other" in box.dataset) && typeof one === "string" && (keyIn(box, name) === one || same(labelOf(box), one)));
        if (box) set(box, true);
        else if (!putOther(field, (other) => keyIn(other, name), one)) this.leave(`${name}/${at + 1}`, one);
      });
    }

    field(field, value) {
      if (value === "" && "default" in field.dataset) return controlsOf(field).forEach(empty);
      const name = nameOf(field);
      const kind = field.dataset.fieldKind;
      if (kind === "table") return this.table(field, name, value);
      if (kind === "group") return this.groups(field, name, value);
      if (kind === "choices") return this.choices(field, name, value);
      if (kind === "signature") return this.controls(name, value, field);
      if (kind !== "choice") return put(controlsOf(field)[0], value);
      return putOption(all('input[type="radio"]', field), value) || putOther(field, (other) => other.value, value);
    }

    fields(name, value, fields) {
      this.object(name, value, new Map(fields.map((field) => [field.dataset.field, (one) => this.field(field, one)])));
    }

    groups(container, name, value) {
      if (!Array.isArray(value)) return this.leave(name, value);
      value.forEach((one, at) => {
        if (at >= MOST) return this.leave(`${name}/${at + 1}`, one);
        while (groupsOf(container).length <= at) addGroupTo(container);
        this.fields(`${name}/${at + 1}`, one, fieldsOf(groupsOf(container)[at]));
      });
    }

    sheet(data) {
      const { $form, $version, $unplaced, ...values } = data;
      const places = new Map();
      for (const field of everyField(sheet)) {
        if (!field.parentElement.closest(".group")) places.set(field.dataset.field, (one) => this.field(field, one));
      }
      for (const section of all(".form-section", sheet)) {
        if (groupsOf(section).length > 0) places.set(section.dataset.section, (one) => this.groups(section, section.dataset.section, one));
      }
      this.object("", values, places);
      if (isObject($unplaced)) Object.entries($unplaced).forEach(([name, one]) => this.leave(name, one));
    }
  }

  // As many groups and rows as `clausebook fill` takes.
  const MOST = 100;

  function listItem([name, value]) {
    const item = document.createElement("li");
    const words = document.createElement("span");
    words.translate = false;
    words.textContent = `${name}: ${value}`;
    item.append(words);
    return item;
  }

  function tell(version, left) {
    const other = version && version !== VERSION;
    const entries = Object.entries(left);
    report.hidden = !other && entries.length === 0;
    const sentences = [other && filledIn(WORDS.other_version, { version, present: VERSION }), entries.length > 0 && counted(WORDS.unplaced, entries.length)];
    report.querySelector("p").textContent = sentences.filter(Boolean).join(" ");
    report.querySelector("ul").replaceChildren(...entries.map(listItem));
    say(WORDS.opened);
    if (!report.hidden) report.focus();
  }

  function forget() {
    unplaced = {};
    report.hidden = true;
    report.querySelector("ul").replaceChildren();
  }

  function fillIn(data) {
    sheet.dispatchEvent(new Event("startafresh"));
    forget();
    placed = new Set();
    const opening = new Opening();
    opening.sheet(data);
    const isText = (control) => control.type !== "checkbox" && control.type !== "radio";
    controlsOf(sheet).filter((control) => isText(control) && !placed.has(control)).forEach((control) => (control.value = control.defaultValue));
    unplaced = opening.left;
    window.formScores.follow();
    tell(data.$version, opening.left);
  }

  // ---- Particulars of the Member from the file of another form
  // Where a field says where it comes from; at the top of the page, also where the other form has a field of the same id.
  function particularFor(field, data) {
    const { from, field: own } = field.dataset;
    if (from?.startsWith(`${data.$form}/`)) return data[from.slice(data.$form.length + 1)];
    return !from && field.closest(".sheet-identity") ? data[own] : undefined;
  }

  function takeOver(data) {
    const opening = new Opening();
    const taken = everyField(sheet).filter((field) => {
      const value = particularFor(field, data);
      const single = ["line", "paragraph", "choice", "checkbox"].includes(field.dataset.fieldKind);
      return single && !isEmpty(value) && dataOf(field) === undefined && opening.field(field, value) === true;
    });
    window.formScores.follow();
    say(counted(WORDS.taken_over, taken.length));
  }

  function offerToTakeOver(data) {
    if (!everyField(sheet).some((field) => particularFor(field, data) !== undefined)) return refuse(WORDS.another_form);
    openDialog({ title: WORDS.open_title, words: WORDS.ask_take_over, yes: WORDS.take_over }, () => {
      closeDialog();
      takeOver(data);
    });
  }

  // What a blank page has, defaults among it.
  const BLANK = JSON.stringify(sheetData());
  const anythingWritten = () => JSON.stringify(sheetData()) !== BLANK;

  function confirmed(data) {
    if (data.$form !== undefined && data.$form !== FORM) return offerToTakeOver(data);
    if (!anythingWritten()) return fillIn(data);
    openDialog({ title: WORDS.open_title, words: WORDS.ask_replace, yes: WORDS.replace }, () => {
      closeDialog();
      fillIn(data);
    });
  }

  function askToUnlock(data) {
    if (!canLock) return refuse(WORDS.cannot_unlock);
    const { $locked, ...mark } = data;
    openDialog({ title: WORDS.open_title, words: WORDS.is_locked, passphrase: true, yes: WORDS.open }, async () => {
      const opened = await unlocked($locked, first.value).catch(() => null);
      if (!isObject(opened)) return wrong(WORDS.wrong_passphrase);
      closeDialog();
      confirmed({ ...mark, ...opened });
    });
  }

  function refuse(words) {
    openDialog({ title: WORDS.open_title, words, yes: WORDS.close }, closeDialog);
  }

  async function open(file) {
    if (file.size > LARGEST) return refuse(WORDS.not_a_form);
    const data = await file.text().then(JSON.parse).catch(() => null);
    if (!isObject(data)) return refuse(WORDS.not_a_form);
    if (isObject(data.$locked)) return askToUnlock(data);
    confirmed(data);
  }

  // ---- Start
  const tryIt = () => Promise.resolve(carryOut()).catch(() => wrong(WORDS.failed));

  const actions = {
    '#page_file [data-part="yes"]': tryIt,
    "[data-save-file]": askToSave,
    "[data-open-file]": () => picker.click(),
    "[data-file-no]": closeDialog,
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    const does = Object.keys(actions).find((selector) => button?.matches(selector));
    if (does) actions[does]();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    tryIt();
  });
  dialog.addEventListener("close", () => [first, again].forEach((input) => (input.value = "")));
  picker.addEventListener("change", () => {
    const [file] = picker.files;
    if (file) open(file).catch(() => refuse(WORDS.not_a_form));
    // The same file can be picked again, and the page doesn't keep its name.
    picker.value = "";
  });
  sheet.addEventListener("cleared", forget);
  all("[data-save-file], [data-open-file]", document).forEach((button) => (button.hidden = false));
})();
