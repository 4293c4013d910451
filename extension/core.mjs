/**
 * Writes src/core/core.generated.json: the core rules, as the agent's own rule files have them.
 *
 * It asks `safe-to-paste rules --core`: the one SAFE_TO_PASTE names, else the repository's, else the one on the path.
 * Without any, a file made earlier is used, and said to be.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const CORE = path.join(HERE, "src/core/core.generated.json");
const PROGRAMS = process.env.SAFE_TO_PASTE
  ? [process.env.SAFE_TO_PASTE]
  : [
      path.join(HERE, "../.venv/bin/safe-to-paste"),
      path.join(HERE, "../.venv/Scripts/safe-to-paste.exe"),
      "safe-to-paste",
    ];

const rules = PROGRAMS.map(printed).find((output) => output !== null);
if (rules !== undefined) {
  if (!existsSync(CORE) || readFileSync(CORE, "utf8") !== rules) writeFileSync(CORE, rules);
} else if (existsSync(CORE)) {
  console.warn("safe-to-paste is not installed here: the core rules are those made earlier.");
} else {
  fail("safe-to-paste is not installed here, so there are no core rules: pip install the repository first.");
}

/** What the program prints; null when there is no such program. A program that fails ends this. */
function printed(program) {
  const options = { encoding: "utf8", maxBuffer: 1 << 24 };
  const { error, status, stdout, stderr } = spawnSync(program, ["rules", "--core"], options);
  if (error) return null;
  if (status !== 0) fail(stderr);
  return stdout;
}

function fail(message) {
  console.error(message.trim());
  process.exit(2);
}
