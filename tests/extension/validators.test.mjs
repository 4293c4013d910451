/** The validators here give the answers the agent's modules promise in their own examples. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { validators } from "../../extension/src/core/validators.ts";
import { say } from "../../extension/src/strings.ts";

const AGENT = path.join(process.env.EXTENSION, "../agent/safe_to_paste/validators");
const EXAMPLE = /^>>> is_valid\("([^"]*)"(?: \+ "([^"]*)")?\).*\n(True|False)$/gm;

for (const [name, validator] of Object.entries(validators)) {
  const file = path.join(AGENT, `${name}.py`);

  test(`${name} agrees with the agent's examples`, () => {
    assert.ok(existsSync(file), `${file} is missing`);
    const source = readFileSync(file, "utf8");
    const examples = [...source.matchAll(EXAMPLE)];

    assert.ok(examples.length >= 3);
    for (const [, start, end = "", answer] of examples) {
      assert.equal(validator.isValid(start + end), answer === "True", start + end);
    }
  });

  test(`${name} gives the agent's reason`, () => {
    const reason = /^REASON = "(.*)"$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "check digit is right";

    assert.equal(say(validator.because), reason);
  });
}

test("nonsense is never valid, and never an error", () => {
  for (const validator of Object.values(validators)) {
    for (const value of ["", " ", "0", "A", "\ud83d", "\u{1f469}", "0".repeat(5000), "A".repeat(5000), "٣٣٣٣٣٣٣٣٣٣"]) {
      assert.equal(validator.isValid(value), false);
    }
  }
});
