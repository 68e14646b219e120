// The PDFs of the forms in pdf.js, which Firefox opens PDFs with: what is typed into the fields is there again when the
// saved file is opened.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readPdf } from "./pdfjs.mjs";
import { formNames, site, test, translatedForms } from "./support.mjs";

const blank = (name) => readPdf(readFileSync(join(site, "forms", `${name}.pdf`)));

const VALUES = { date: "04/09/2027", text: "Nguyễn Thị Hương, Łódź, ñ, ò" };
const isBox = (field) => field.type === "checkbox";

// A field may be on several pages, and is one field.
async function fields(document) {
  const found = await document.getFieldObjects();
  return Object.entries(found ?? {}).map(([name, widgets]) => [name, widgets.filter((one) => one.type)]).filter(([, widgets]) => widgets.length);
}

async function fillIn(document) {
  for (const [, widgets] of await fields(document)) {
    for (const widget of widgets) {
      const value = isBox(widget) ? true : VALUES.text;
      document.annotationStorage.setValue(widget.id, { value });
    }
  }
  return document.saveDocument();
}

async function fillAndReopen(name) {
  const document = await blank(name);
  const before = await fields(document);
  const again = await readPdf(await fillIn(document));
  const after = await fields(again);
  assert.deepEqual(after.map(([field]) => field), before.map(([field]) => field));
  for (const [field, widgets] of after) {
    if (widgets[0].type === "signature") continue;
    for (const widget of widgets) {
      if (isBox(widget)) assert.notEqual(widget.value, "Off", field);
      else assert.equal(widget.value, VALUES.text, field);
    }
  }
  await again.destroy();
  await document.destroy();
  return after.length;
}

for (const name of [...formNames, ...translatedForms]) {
  test(`${name}.pdf keeps what is filled in`, async () => {
    assert.ok((await fillAndReopen(name)) > 3, "there are fields");
  });
}

test("a blank PDF is blank, and says what each field is for", async () => {
  for (const name of formNames) {
    const document = await blank(name);
    for (let number = 1; number <= document.numPages; number += 1) {
      for (const one of await (await document.getPage(number)).getAnnotations()) {
        if (one.subtype !== "Widget") continue;
        assert.ok(one.alternativeText, `${name}: ${one.fieldName} has no name for screen readers`);
        assert.ok(!one.fieldValue || one.fieldValue === "Off", `${name}: ${one.fieldName} is filled in`);
      }
    }
    await document.destroy();
  }
});
