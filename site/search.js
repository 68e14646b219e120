// The search box of every page: a combobox whose list is grouped by kind (WAI-ARIA Authoring Practices, "Combobox").
// What is typed stays in this window: it is not stored, sent or put into an address. matching.js finds; this file shows.
(function () {
  "use strict";
  const box = document.querySelector(".search");
  if (!box) return;
  const part = (selector) => box.querySelector(selector);
  const [input, panel, count, list, said, slash] = [".search-input", ".search-panel", ".search-count", ".search-found", "[role=status]", "[data-slash]"].map(part);
  const words = part("template").content;
  const root = box.dataset.root;

  const FIRST = 5;      // results of a kind that are shown at once
  const MORE = 20;      // as many more each time they are asked for
  const EXCERPT = 150;  // letters
  const PAGES = 12;     // pages whose text is fetched for one query
  const SPEAK = 700;    // ms without typing before a screen reader announces the results
  const FETCH = 120;    // the same before texts are fetched

  let ready;            // the promise of the index
  let found;            // what the query finds
  let shown = {};       // kind → how many results of it are shown, where somebody asked for more
  let options = [];
  let active = -1;
  let cameFrom = null;  // what had the focus before a key opened the box
  let speaking, fetching;

  // ---- Files -------------------------------------------------------------------------------------------------------

  // From a folder, pages may read nothing but scripts.
  function load(path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + path;
      script.onload = resolve;
      script.onerror = () => reject(new Error(path));
      document.head.append(script);
    });
  }

  function prepare() {
    ready ??= load("assets/matching.js").then(() => load("search/index.js")).then(() => {
      if (!handbookSearch.ready()) throw new Error("index");
    });
    // The next key tries again: the network may be back.
    ready.catch(() => (ready = undefined));
    return ready;
  }

  const fetched = new Map();
  function fetchShelf(shelf) {
    if (!fetched.has(shelf)) fetched.set(shelf, load(`search/texts/${shelf}.js`).catch(() => fetched.delete(shelf)));
    return fetched.get(shelf);
  }

  const shelvesOf = (pages) => new Set(pages.map((page) => page.shelf));

  function fetchTexts() {
    const pages = [...new Set(options.filter((one) => one.place).map((one) => one.place.page))].slice(0, PAGES);
    for (const shelf of shelvesOf(pages)) {
      fetchShelf(shelf).then(() => options.filter((one) => one.place?.page.shelf === shelf).forEach(showExcerpt));
    }
  }

  // What has the words in quotation marks one after the other. It takes the texts of all that has the words at all.
  async function withPhrases(some) {
    if (some.phrases.length === 0) return some;
    await Promise.all([...shelvesOf(some.places.map((place) => place.page))].map(fetchShelf));
    if (some.places.some((place) => handbookSearch.textOf(place) === undefined)) throw new Error("texts");
    return { ...some, places: some.places.filter((place) => handbookSearch.hasPhrases(place, some.phrases)) };
  }

  // ---- Words -------------------------------------------------------------------------------------------------------

  // A sentence of the template, with values in place of the names in braces.
  function sentence(name, values = {}) {
    const line = words.querySelector(`[data-say="${name}"]`).cloneNode(true);
    for (const node of line.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace(/\{(\w+)\}/g, (_, key) => values[key]);
    }
    return [...line.childNodes];
  }

  const kindOf = (kind) => words.querySelector(`[data-kind-of="${kind}"]`);

  function tell(...nodes) {
    count.replaceChildren(...nodes);
    clearTimeout(speaking);
    speaking = setTimeout(() => (said.textContent = count.textContent), SPEAK);
  }

  function summary(groups) {
    const total = found.places.length;
    if (total === 0) return sentence("none");
    if (found.near) return sentence("near");
    const kinds = groups.map(([kind, places]) => `${places.length} ${kindOf(kind).dataset[places.length === 1 ? "one" : "many"]}`).join(", ");
    const which = !found.all ? "some" : found.alike ? "alike" : total === 1 ? "one" : "many";
    return sentence(which, { count: total, kinds });
  }

  // ---- The list ----------------------------------------------------------------------------------------------------

  function element(name, className, ...children) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...children);
    return made;
  }

  function marked(text) {
    return handbookSearch.marked(text, found.hits).map(([piece, hit]) => (hit ? element("mark", "", piece) : piece));
  }

  function asOption(made) {
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.id = `page_found_${options.length + 1}`;
    options.push(made);
    return made;
  }

  function result(place) {
    const link = element("a", "search-option", element("span", "search-title", ...marked(place.title)));
    if (place.anchor !== "") link.append(" ", element("span", "search-page", place.page.title));
    // The words of a translated page are in its language, whose name says which it is.
    const [tag, language] = place.page.language ?? [];
    if (tag) {
      link.lang = tag;
      link.append(" ", element("span", "search-language", language));
    }
    link.append(" ", element("span", "search-excerpt"));
    link.href = root + place.page.url + (place.anchor === "" ? "" : `#${encodeURI(place.anchor)}`);
    link.tabIndex = -1;
    link.place = place;
    showExcerpt(link);
    return asOption(link);
  }

  function showExcerpt(link) {
    const text = handbookSearch.textOf(link.place);
    if (text) link.querySelector(".search-excerpt").replaceChildren(...marked(handbookSearch.excerpt(text, found.hits, EXCERPT)));
  }

  function group([kind, places]) {
    const some = shown[kind] ?? FIRST;
    const name = element("p", "search-kind", kindOf(kind).textContent);
    name.id = `page_found_${kind}`;
    if (places.length > some) name.append(" ", element("span", "search-of", ...sentence("shown", { shown: some, count: places.length })));
    const made = element("div", "search-group", name, ...places.slice(0, some).map(result));
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", name.id);
    if (places.length > some) {
      const more = asOption(element("div", "search-option search-more", ...sentence("more")));
      more.kind = kind;
      made.append(more);
    }
    return made;
  }

  function show() {
    const groups = new Map();
    for (const place of found.places) {
      if (!groups.has(place.kind)) groups.set(place.kind, []);
      groups.get(place.kind).push(place);
    }
    options = [];
    list.replaceChildren(...[...groups].map(group));
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
    tell(...summary([...groups]));
    clearTimeout(fetching);
    fetching = setTimeout(fetchTexts, FETCH);
  }

  function showMore(kind) {
    const at = active;
    shown[kind] = (shown[kind] ?? FIRST) + MORE;
    show();
    activate(at);
  }

  function activate(index) {
    options[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = options[index];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", option.id);
  }

  // ---- Opening, asking, closing ------------------------------------------------------------------------------------

  function ask() {
    panel.hidden = false;
    shown = {};
    if (input.value.trim() === "") return blank();
    const asked = input.value;
    if (!globalThis.handbookSearch?.ready()) tell(...sentence("loading"));
    return prepare().then(async () => {
      if (panel.hidden || input.value !== asked) return;
      const all = await withPhrases(handbookSearch.find(asked));
      if (panel.hidden || input.value !== asked) return;
      const near = all.places.length === 0 ? handbookSearch.near(asked) : [];
      found = near.length > 0 ? { ...all, places: near, near: true } : all;
      show();
    }).catch(() => {
      blank();
      tell(...sentence("failed"));
    });
  }

  function blank() {
    options = [];
    activate(-1);
    clearTimeout(fetching);
    list.replaceChildren();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    tell(...sentence("help"));
  }

  function open() {
    if (!box.contains(document.activeElement)) cameFrom = document.activeElement;
    input.focus();
    input.select();
    prepare().catch(() => {});
    ask();
  }

  function close() {
    input.value = "";
    blank();
    panel.hidden = true;
    clearTimeout(speaking);
    said.textContent = "";
  }

  function follow(option, newTab) {
    if (!option) return;
    if (option.kind) showMore(option.kind);
    else if (newTab) window.open(option.href, "_blank", "noopener");
    else option.click();
  }

  // ---- Events ------------------------------------------------------------------------------------------------------

  const last = () => options.length - 1;
  const keys = {
    ArrowDown: () => activate(active === last() ? -1 : active + 1),
    ArrowUp: () => activate(active === -1 ? last() : active - 1),
    Home: () => active !== -1 && activate(0),
    End: () => active !== -1 && activate(last()),
    Enter: (event) => follow(options[Math.max(active, 0)], event.ctrlKey || event.metaKey),
  };

  input.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.isComposing || options.length === 0 || act(event) === false) return;
    event.preventDefault();
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    close();
    // Without a place to go back to, the focus stays in the box.
    if (cameFrom === document.body) input.blur();
    else (cameFrom ?? input).focus();
    cameFrom = null;
  });

  input.addEventListener("input", ask);
  input.addEventListener("pointerdown", () => {
    prepare().catch(() => {});
    if (panel.hidden) ask();
  });
  // The focus stays in the box while results are clicked.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    if (option.kind) {
      active = options.indexOf(option);
      showMore(option.kind);
    } else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      close();
      input.blur();
    }
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.hidden && !box.contains(event.target)) close();
  });
  slash?.addEventListener("click", () => slash.setAttribute("aria-pressed", String(slash.getAttribute("aria-pressed") !== "true")));
  // Browsers that keep a whole page to go back to would keep what was typed.
  window.addEventListener("pagehide", close);

  const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.target.closest?.(TYPING)) return;
    const withControl = event.ctrlKey || event.metaKey;
    const isSlash = event.key === "/" && !withControl && slash && slash.getAttribute("aria-pressed") !== "true";
    if (!isSlash && !(withControl && !event.shiftKey && event.key.toLowerCase() === "k")) return;
    event.preventDefault();
    open();
  });

  box.hidden = false;
})();
