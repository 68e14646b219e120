// Finds places by their words. `search.js` loads this file, and the index that a build writes (search/index.js), when
// somebody searches for the first time. It knows nothing of the page: texts in, places out.
// The index says of each word in which places it is, and of each place what it is called. How it is written down:
// src/search. Words are read here as there (src/search/words.rs), or nothing would be found.
(function () {
  "use strict";

  // The weight of a word in the text, in the text again and again, among the names, in the title.
  const WEIGHTS = [1, 1.6, 3, 6];
  const TITLE = 3;
  // The weight of a word that only begins like this, that is a synonym, that is one or two typos away.
  const BEGINS = 0.7;
  const SYNONYM = 0.6;
  const SLIPS = [1, 0.4, 0.25];
  // How much of a query of three words or more a place must have.
  const MOST = 0.6;

  // What a word is made of: letters, what is not seen (such as a soft hyphen), and what joins two parts. In scripts that are written
  // without spaces (Thai, Lao, Burmese, Khmer), a space of no width is between words.
  const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const WITHOUT_SPACES = "[\\u0E00-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF]";
  const UNSEEN = "[\\u00AD\\u200C\\u200D\\u2060\\uFEFF]";
  const THOUSANDS = "[0-9],(?=[0-9]{3}(?![0-9]))";
  const JOINED = `[.\\-/\\u2010\\u2011'‘’\`´ʼʻ]\\u200B*(?=(?:${UNSEEN}|\\u200B)*${LETTER})`;
  const WORD = new RegExp(`(?=${LETTER})(?:${THOUSANDS}|(?:(?!${WITHOUT_SPACES})${LETTER}|${UNSEEN})\\u200B+|${LETTER}|${UNSEEN}|${JOINED})+`, "gu");
  const LETTERS = { "‐": "-", "‑": "-", đ: "d", ð: "d", ł: "l", ø: "o", ı: "i", ς: "σ", ß: "ss", æ: "ae", œ: "oe" };

  // A word in lowercase letters, without accents and apostrophes: Member’s is member, José is jose, oﬃce is office, 1,000 is 1000.
  // A fraction of one character stays one: in parts, 1½ would be 11⁄2.
  function fold(word) {
    const seen = word.replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, "").replace(/[‘’`´ʼʻ]/g, "'");
    const plain = seen.replace(/[^¼-¾⅐-⅞↉]+/g, (part) => part.normalize("NFKD")).toLowerCase().replace(/\p{M}/gu, "");
    return plain.replace(/[‐‑đðłøıςßæœ]/g, (letter) => LETTERS[letter]).replace(/'s$/, "").replace(/[',]/g, "");
  }

  const wordsOf = (text) => (text.match(WORD) ?? []).map(fold).filter((word) => word !== "");
  const HAS_PARTS = /[.\-/]/;
  const partsOf = (word) => (HAS_PARTS.test(word) ? word.split(/[.\-/]/).filter((part) => [...part].length > 1) : []);

  // Numbers as letters: # to [ end a number, ] to ~ continue it.
  function eachNumber(text, from, to, visit) {
    let number = 0;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 92) number = number * 34 + code - 93;
      else {
        visit(number * 57 + code - 35);
        number = 0;
      }
    }
  }

  let words = [];      // every word, sorted
  let starts = [];     // where the places of each word begin in `postings`; one more at the end
  let common = [];     // whether it is so common that beside others it need not be found
  let postings = "";
  let places = [];     // { kind, title, url, page }
  let titleLength;     // how many words each title has
  let synonyms;        // phrase → the phrases that mean the same
  let small;           // words of a question that need not be found, such as "the"
  let endings;         // what a word may have at its end and mean the same, such as "s"
  const texts = new Map();

  function readPages(kinds, pages) {
    places = [];
    for (const [url, title, kindsOfPlaces, own, shelf, language] of pages) {
      const page = { url, title, shelf, language };
      [...kindsOfPlaces].forEach((kind, at) => {
        const called = at === 0 ? title : own[2 * at - 2];
        const anchor = at === 0 ? "" : own[2 * at - 1] || called.toLowerCase().replace(/['’]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
        places.push({ kind: kinds[kind], title: called, anchor, page });
      });
    }
    titleLength = Uint8Array.from(places, (place) => Math.max(1, place.title.split(" ").length));
  }

  function readWords(coded, sizes) {
    let before = "";
    words = coded.split(" ").map((entry) => (before = before.slice(0, entry.charCodeAt(0) - 35) + entry.slice(1)));
    starts = [0];
    common = [];
    eachNumber(sizes, 0, sizes.length, (size) => {
      starts.push(starts[starts.length - 1] + (size >> 1));
      common.push((size & 1) === 1);
    });
  }

  function readSynonyms(terms) {
    synonyms = new Map();
    for (const [names, avoided] of terms) {
      const spoken = [...names, ...avoided].map((phrase) => wordsOf(phrase).join(" "));
      spoken.forEach((phrase, at) => {
        const others = spoken.slice(0, names.length).filter((_, other) => other !== at);
        synonyms.set(phrase, [...(synonyms.get(phrase) ?? []), ...others.map((other) => other.split(" "))]);
      });
    }
  }

  // The first word that is not before `word`.
  function find(word) {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Calls `visit` with each word that has a beginning at most this many slips away: a letter too many, missing or wrong, or two
  // that changed places. Words are sorted, so the rows of the table are kept for the letters that a word shares with the last.
  function eachAlike(wanted, most, visit) {
    const width = wanted.length + 1;
    const rows = [Uint8Array.from({ length: width }, (_, at) => at)];
    const least = [];   // the fewest slips of any beginning so far
    let before = "";
    let dead = Infinity; // how many letters it takes for no ending to help
    words.forEach((word, index) => {
      let shared = 0;
      while (shared < before.length && word[shared] === before[shared]) shared += 1;
      before = word;
      if (shared >= dead) return;
      dead = Infinity;
      for (let depth = shared + 1; depth <= word.length; depth += 1) {
        const above = rows[depth - 1];
        const row = (rows[depth] ??= new Uint8Array(width));
        row[0] = depth;
        let best = depth;
        for (let at = 1; at < width; at += 1) {
          const same = word[depth - 1] === wanted[at - 1];
          let slips = Math.min(above[at - 1] + (same ? 0 : 1), above[at] + 1, row[at - 1] + 1);
          if (depth > 1 && at > 1 && word[depth - 1] === wanted[at - 2] && word[depth - 2] === wanted[at - 1]) {
            slips = Math.min(slips, rows[depth - 2][at - 2] + 1);
          }
          row[at] = slips;
          best = Math.min(best, slips);
        }
        least[depth] = Math.min(row[width - 1], depth > 1 ? least[depth - 1] : Infinity);
        if (best > most && least[depth] > most) {
          dead = depth;
          return;
        }
      }
      if (least[word.length] <= most) visit(index, least[word.length], rows[word.length][width - 1] <= most);
    });
  }

  const slipsFor = (word) => (/\p{N}/u.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  // What is found: the weight of each place, whether the title matched, and by which words (their numbers).
  const nothing = () => ({ scores: new Float32Array(places.length), titles: new Uint8Array(places.length), hits: [], any: false, optional: false, alike: false });

  // Adds the places of a word with its weight. This is where the time goes, so it is all in one loop.
  function add(found, index, wanted) {
    const { scores, titles } = found;
    const [from, to] = [starts[index], starts[index + 1]];
    const rarity = Math.log(1 + (2 * places.length) / (to - from));
    const worth = WEIGHTS.map((weight) => wanted * rarity * weight);
    let [place, number] = [0, 0];
    for (let at = from; at < to; at += 1) {
      const code = postings.charCodeAt(at);
      if (code > 92) number = number * 34 + code - 93;
      else {
        number = number * 57 + code - 35;
        place += number >> 2;
        const weight = number & 3;
        if (worth[weight] > scores[place]) {
          scores[place] = worth[weight];
          titles[place] = weight === TITLE ? 1 : 0;
        }
        number = 0;
      }
    }
    found.hits.push(index);
    found.any = true;
  }

  // The places of a word. `last`: it may be half typed. `slips`: "never", "needed" (when nothing else is found) or "always".
  function look(word, last, slips) {
    const found = nothing();
    let at = find(word);
    if (words[at] === word) {
      add(found, at, 1);
      found.optional = common[at];
      at += 1;
    }
    if (last || !found.optional) {
      // The parts of a joined word are words too: somebody who types "service" isn't looking for the clause services/4/1.
      const joined = HAS_PARTS.test(word) || word.length === 1;
      for (; at < words.length && words[at].startsWith(word); at += 1) {
        if (joined || !HAS_PARTS.test(words[at])) add(found, at, BEGINS * (0.5 + (0.5 * word.length) / words[at].length));
      }
    }
    for (const ending of endings) {
      const stem = word.slice(0, -ending.length);
      const index = stem.length > 3 && word.endsWith(ending) ? find(stem) : -1;
      if (words[index] === stem) add(found, index, BEGINS);
    }
    const most = slipsFor(word);
    if (most > 0 && (slips === "always" || (slips === "needed" && !found.any))) {
      found.alike = true;
      eachAlike(word, most, (index, count, whole) => !words[index].includes("/") && add(found, index, SLIPS[count] * (whole ? 1 : 0.6)));
    }
    return found;
  }

  // Common words must be found only where there is no other.
  function needed(list) {
    const uncommon = list.filter((one) => !one.optional);
    return uncommon.length > 0 ? uncommon : list;
  }

  const hitsOf = (list) => list.flatMap((one) => one.hits);

  function hasAll(list, place) {
    for (const one of list) if (one.scores[place] === 0) return false;
    return true;
  }

  // Puts what is found of several words into one: all must be there, or it counts for nothing.
  function allOf(list) {
    if (list.length === 1) return list[0];
    const asked = needed(list);
    const all = Object.assign(nothing(), {
      hits: hitsOf(asked),
      any: list.some((one) => one.any),
      optional: list.every((one) => one.optional),
      alike: list.some((one) => one.alike),
    });
    for (let place = 0; place < places.length; place += 1) {
      if (!hasAll(asked, place)) continue;
      for (const one of list) {
        all.scores[place] += one.scores[place] / list.length;
        all.titles[place] += one.titles[place];
      }
    }
    return all;
  }

  // Adds what another phrase finds, which counts for less.
  function orElse(found, other) {
    for (let place = 0; place < places.length; place += 1) {
      if (other.scores[place] * SYNONYM > found.scores[place]) {
        found.scores[place] = other.scores[place] * SYNONYM;
        found.titles[place] = other.titles[place];
      }
    }
    found.hits = hitsOf([found, other]);
    found.any ||= other.any;
    found.alike &&= !other.any;
  }

  // The wishes of a query: each phrase of the glossary, with its synonyms, and each other word. Small words by themselves count only
  // where there is nothing else.
  function wishes(query, slips) {
    const asked = wordsOf(query);
    const isSmall = (word) => small.has(word);
    const skips = asked.every(isSmall) ? () => false : isSmall;
    const made = [];
    for (let at = 0; at < asked.length;) {
      let count = Math.min(6, asked.length - at);
      let others;
      for (; count > 0; count -= 1) {
        const phrase = asked.slice(at, at + count).join(" ");
        others = synonyms.get(phrase) ?? synonyms.get(phrase.replace(/s$/, ""));
        if (others || count === 1) break;
      }
      if (!others && skips(asked[at])) {
        at += 1;
        continue;
      }
      const end = at + count;
      const found = allOf(asked.slice(at, end).map((word, offset) => {
        const last = at + offset === asked.length - 1;
        const whole = look(word, last, partsOf(word).length > 0 ? "never" : slips);
        return whole.any || partsOf(word).length === 0 ? whole : allOf(partsOf(word).map((part) => look(part, false, slips)));
      }));
      for (const phrase of others ?? []) orElse(found, allOf(phrase.map((word) => look(word, false, "never"))));
      made.push(found);
      at = end;
    }
    return made;
  }

  // The places that have at least `share` of what is in the query.
  function rank(made, share) {
    const asked = needed(made);
    const scores = new Float32Array(places.length);
    const ranked = [];
    let everything = false;
    for (let place = 0; place < places.length; place += 1) {
      let [score, inTitle, had] = [0, 0, 0];
      for (const one of made) {
        score += one.scores[place];
        inTitle += one.titles[place];
      }
      for (const one of asked) had += one.scores[place] > 0 ? 1 : 0;
      if (had === 0 || had < share * asked.length) continue;
      everything ||= had === asked.length;
      const page = places[place].anchor === "" ? 1.25 : 1;
      scores[place] = score * (had / asked.length) ** 2 * page * (1 + Math.min(1, inTitle / titleLength[place]));
      ranked.push(place);
    }
    return { everything, places: ranked.sort((a, b) => scores[b] - scores[a] || a - b).map((place) => places[place]) };
  }

  // What is in quotation marks, as words.
  const phrasesOf = (query) => [...query.matchAll(/["“”„«]([^"“”„«»]+)["“”»]/g)].map((match) => wordsOf(match[1])).filter((phrase) => phrase.length > 0);

  function hasPhrase(spoken, phrase) {
    return spoken.some((_, at) => phrase.every((word, after) => spoken[at + after] === word));
  }

  // Pairs of letters of a text, which texts that look alike have in common.
  function pairs(text) {
    const letters = wordsOf(text).join(" ");
    return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
  }

  globalThis.handbookSearch = {
    // Whether the index is there.
    ready: () => words.length > 0,

    // The index script calls this.
    index(kinds, pages, coded, sizes, given, terms, smallWords, commonEndings) {
      readPages(kinds, pages);
      readWords(coded, sizes);
      postings = given;
      readSynonyms(terms);
      small = new Set(wordsOf(smallWords));
      endings = commonEndings.split(" ").filter((ending) => ending !== "");
    },

    // The script of a shelf calls this for each of its pages.
    texts(url, byAnchor) {
      texts.set(url, byAnchor);
    },

    // The words of a text, each with its parts, as src/search/words.rs puts them into the index. Tests hold them against each other.
    words: (text) => wordsOf(text).flatMap((word) => [word, ...partsOf(word)]),

    // The text of a place; undefined while its script is not there.
    textOf: (place) => texts.get(place.page.url)?.[place.anchor],

    // Whether a place has every phrase that the query has in quotation marks. Its text must be there.
    hasPhrases(place, phrases) {
      const spoken = [place.title, this.textOf(place) ?? ""].map(wordsOf);
      return phrases.every((phrase) => spoken.some((some) => hasPhrase(some, phrase)));
    },

    // Terms of the glossary that look like the query, the most alike first: a third of the pairs of letters are the same.
    near(query) {
      const asked = pairs(query);
      const alike = (place) => {
        const own = pairs(place.title);
        const both = [...own].filter((pair) => asked.has(pair)).length;
        return (2 * both) / (own.size + asked.size || 1);
      };
      const terms = places.filter((place) => place.kind === "term").map((place) => [alike(place), place]);
      return terms.filter(([much]) => much > 1 / 3).sort(([a], [b]) => b - a).slice(0, 5).map(([, place]) => place);
    },

    // What a query finds, best first; whether the places have all of its words, and whether some of those are only spelled almost
    // so; the words by which the places were found; and the phrases that they must have besides, which only their texts can tell.
    find(query) {
      const phrases = phrasesOf(query);
      let made = wishes(query, phrases.length > 0 ? "never" : "needed");
      // Who asks a long question uses other words than the text here and there.
      const share = made.length >= 3 && phrases.length === 0 ? MOST : 1;
      let found = rank(made, share);
      if (!found.everything && made.length > 0 && phrases.length === 0) {
        const more = wishes(query, "always");
        const alike = rank(more, share);
        if (alike.everything) [made, found] = [more, alike];
      }
      if (!found.everything && phrases.length === 0) found = rank(made, 0);
      const hits = new Set(hitsOf(needed(made)).map((index) => words[index]));
      return { phrases, places: found.places, all: found.everything, alike: made.some((one) => one.alike), hits };
    },

    // A text cut at the words of the query: [words, whether they were looked for], one after the other.
    marked(text, hits) {
      const pieces = [];
      let rest = 0;
      for (const match of text.matchAll(WORD)) {
        const word = fold(match[0]);
        if (!hits.has(word) && !partsOf(word).some((part) => hits.has(part))) continue;
        if (match.index > rest) pieces.push([text.slice(rest, match.index), false]);
        rest = match.index + match[0].length;
        pieces.push([match[0], true]);
      }
      if (rest < text.length) pieces.push([text.slice(rest), false]);
      return pieces;
    },

    // The part of a text, of about this many letters, in which most of the words are; a beginning where none does.
    excerpt(text, hits, length) {
      const at = [];
      for (const match of text.matchAll(WORD)) {
        const word = fold(match[0]);
        if (hits.has(word) || partsOf(word).some((part) => hits.has(part))) at.push([match.index, word]);
      }
      let [start, most] = [0, 0];
      at.forEach(([from], first) => {
        const near = new Set(at.slice(first).filter(([to]) => to < from + length * 0.7).map(([, word]) => word));
        if (near.size > most) [start, most] = [from, near.size];
      });
      let from = Math.max(0, start - Math.round(length * 0.25));
      if (from > 0) from = text.indexOf(" ", from) + 1;
      let to = Math.min(text.length, from + length);
      if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
      return (from > 0 ? "… " : "") + text.slice(from, to).replace(/^[·\s]+/, "") + (to < text.length ? " …" : "");
    },
  };
})();
