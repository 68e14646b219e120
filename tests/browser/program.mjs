// The program that the tests run.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const target = process.env.CARGO_TARGET_DIR ?? resolve("../../target");
export const program = process.env.CLAUSEBOOK ?? join(target, "release", process.platform === "win32" ? "clausebook.exe" : "clausebook");
assert.ok(existsSync(program), `CLAUSEBOOK must be the program, built for release, not ${program}`);
