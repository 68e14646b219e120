// pdf.js, the engine of Firefox: types into a form as its viewer does, and saves it. Prints its version and the number of fields.
import { readFileSync, writeFileSync } from "node:fs";
import { readPdf } from "../browser/pdfjs.mjs";
const { version } = await import("../browser/node_modules/pdfjs-dist/legacy/build/pdf.mjs");

const [blank, out, given] = process.argv.slice(2);
const { texts, check, choice } = JSON.parse(given);
const document = await readPdf(readFileSync(blank));
const fields = await document.getFieldObjects();
const storage = document.annotationStorage;
for (const [name, text] of Object.entries(texts)) {
  for (const { id, charLimit } of fields[name].filter((one) => one.type === "text")) {
    storage.setValue(id, { value: charLimit ? text.slice(0, charLimit) : text });
  }
}
for (const { id } of fields[check]) storage.setValue(id, { value: true });
for (const { id, exportValues } of fields[choice[0]]) if (exportValues) storage.setValue(id, { value: exportValues === choice[1] });
writeFileSync(out, await document.saveDocument());
console.log(JSON.stringify({ version, fields: Object.keys(fields).length }));
