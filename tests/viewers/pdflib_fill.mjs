// pdf-lib: fills in a form and saves it. Prints its version and the number of fields.
import { readFileSync, writeFileSync } from "node:fs";
import { PDFDocument, PDFName } from "pdf-lib";

const [blank, out, given] = process.argv.slice(2);
const { texts, check, choice } = JSON.parse(given);
const { version } = JSON.parse(readFileSync(new URL("node_modules/pdf-lib/package.json", import.meta.url)));
const document = await PDFDocument.load(readFileSync(blank));
const form = document.getForm();
const failed = [];
const tried = (name, action) => {
  try {
    action();
  } catch (error) {
    failed.push(`${name}: ${error.message}`);
  }
};
for (const [name, text] of Object.entries(texts)) {
  tried(name, () => {
    form.getTextField(name).setText(text);
  });
}
tried(check, () => form.getCheckBox(check).check());
// The boxes of a choice are check boxes of one field for it.
tried(choice[0], () => form.getField(choice[0]).acroField.setValue(PDFName.of(choice[1])));
let bytes;
try {
  bytes = await document.save();
} catch (error) {
  failed.push(error.message);
  bytes = await document.save({ updateFieldAppearances: false });
}
writeFileSync(out, bytes);
console.log(JSON.stringify({ version, fields: form.getFields().length, failed }));
