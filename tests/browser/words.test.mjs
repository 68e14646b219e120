// The search box reads words as the index has them: the examples are those of src/search/words.rs. No browser is needed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const examples = JSON.parse(read("../search/words.json"));
const context = vm.createContext({});
vm.runInContext(read("../../site/matching.js"), context);
const wordsOf = (text) => [...context.handbookSearch.words(text)];

for (const { rule, text, words } of examples.words) {
  test(rule, () => assert.deepEqual(wordsOf(text), words, JSON.stringify(text)));
}

test("what is typed has the words of the text", () => {
  for (const { typed, text } of examples.queries) {
    const known = new Set(wordsOf(text));
    for (const word of wordsOf(typed)) {
      const parts = word.split(/[.\-/]/);
      assert.ok(known.has(word) || parts.every((part) => known.has(part)), `${word} of ${JSON.stringify(typed)} in ${[...known]}`);
    }
  }
});
