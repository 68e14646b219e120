// What `export --oscal` writes is valid by NIST's JSON schemas: every specification of the starter as a catalog, as a component
// definition and, where its clauses are compared with others, as a mapping; and the same after coming back in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { program } from "./program.mjs";

const root = resolve("../..");
const folder = mkdtempSync(join(tmpdir(), "clausebook-oscal-"));
const ids = readdirSync(join(root, "content/specifications")).map((file) => basename(file, ".toml"));
const compared = ["cca-csp", "cca-csp-ji", "cmr-461"];

// A draft as strict as NIST's: `$id`s within definitions are names, not addresses.
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
const schema = (kind) => JSON.parse(readFileSync(join(root, `tests/oscal/oscal_${kind}_schema.json`), "utf8"));
const valid = Object.fromEntries(["catalog", "component", "mapping"].map((kind) => [kind, ajv.compile(schema(kind))]));

// Every service line is offered, so that every specification is there.
before(() => {
  for (const source of ["content", "forms"]) cpSync(join(root, source), join(folder, source), { recursive: true });
  const handbook = readFileSync(join(root, "handbook.toml"), "utf8");
  const lines = [...handbook.split("[track_names]")[1].split("\n[")[0].matchAll(/^([a-z-]+) =/gm)].map((line) => `"${line[1]}"`);
  writeFileSync(join(folder, "handbook.toml"), handbook.replace(/^tracks = .*$/m, `tracks = [${lines.join(", ")}]`));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words) => execFileSync(program, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

function exported(id, kind) {
  const file = `${id}-${kind}.json`;
  rmSync(join(folder, file), { force: true });
  run("export", `specification:${id}`, "--oscal", kind, "--out", file);
  return readFileSync(join(folder, file), "utf8");
}

function assertValid(schemaName, text) {
  const check = valid[schemaName];
  check(JSON.parse(text));
  assert.deepEqual((check.errors ?? []).slice(0, 5), []);
}

test("a file that is wrong is found", () => {
  const catalog = JSON.parse(exported("cca-csp", "catalog"));
  delete catalog.catalog.metadata.title;
  assert.equal(valid.catalog(catalog), false);
});

test("every specification is a valid catalog and component definition", () => {
  assert.ok(ids.length >= 6);
  for (const id of ids) {
    assertValid("catalog", exported(id, "catalog"));
    assertValid("component", exported(id, "component-definition"));
  }
});

test("mappings are valid, and the same after coming back in", () => {
  const before = compared.map((id) => exported(id, "mapping"));
  before.forEach((text) => assertValid("mapping", text));
  const sets = JSON.parse(before[2])["mapping-collection"].mappings;
  assert.equal(sets.length, 2);
  rmSync(join(folder, "content/mappings"), { recursive: true });
  run("import", "cmr-461-mapping.json", "--mapping", "regulation");
  assert.deepEqual(compared.map((id) => exported(id, "mapping")), before);
});
