/**
 * Writes what the agent's own tables say: the core rules, and the settings that a browser's policies may bring.
 *
 * It asks `safe-to-paste`: the one SAFE_TO_PASTE names, else the repository's, else the one on the path. Without any, a
 * file made earlier is used, and said to be.
 */

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const FILES = {
  "src/core/core.generated.json": ["rules", "--core"],
  "managed_schema.generated.json": ["settings", "--schema"],
};
const PROGRAMS = process.env.SAFE_TO_PASTE
  ? [process.env.SAFE_TO_PASTE]
  : [
      path.join(HERE, "../.venv/bin/safe-to-paste"),
      path.join(HERE, "../.venv/Scripts/safe-to-paste.exe"),
      "safe-to-paste",
    ];

for (const [name, words] of Object.entries(FILES)) {
  const file = path.join(HERE, name);
  const made = PROGRAMS.map((program) => printed(program, words)).find((output) => output !== null);
  if (made !== undefined) {
    if (!existsSync(file) || readFileSync(file, "utf8") !== made) writeFileSync(file, made);
  } else if (existsSync(file)) {
    console.warn(`safe-to-paste is not installed here: ${name} is the one made earlier.`);
  } else {
    fail(`safe-to-paste is not installed here, so there is no ${name}: pip install the repository first.`);
  }
}

/** What the program prints; null when there is no such program. A program that fails ends this. */
function printed(program, words) {
  const options = { encoding: "utf8", maxBuffer: 1 << 24 };
  const { error, status, stdout, stderr } = spawnSync(program, words, options);
  if (error) return null;
  if (status !== 0) fail(stderr);
  return stdout;
}

function fail(message) {
  console.error(message.trim());
  process.exit(2);
}
