/**
 * What the limited check sees by itself, as on a Chromebook: `make limited`, or `node limited.mjs FOLDER`.
 *
 * It runs the extension's own check over labelled pastes (tests/corpus/README.md says what a line holds) and prints
 * shares, never a text.
 */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? path.join(HERE, "../tests/corpus");
// Graver ones are for a person to look at; a hint is not.
const GRAVE = ["warn", "hold", "block"];

const check = await limitedCheck();
const pastes = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .flatMap((name) => readFileSync(path.join(folder, name), "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line))
  .map((paste) => ({ ...paste, got: check(paste.text) }));
for (const split of [undefined, "held"]) report(split, pastes.filter((paste) => !split || paste.split === split));

function report(split, some) {
  const risky = some.filter((paste) => GRAVE.includes(paste.outcome));
  const harmless = some.filter((paste) => paste.innocuous);
  if (some.length === 0) return;
  console.log(`\n${split ? "held aside, which nobody fits rules to" : "all"}: ${some.length} pastes, ${harmless.length} of them innocuous`);
  console.log(share("risky pastes warned of", risky.filter(isWarned).length, risky.length));
  console.log(share("innocuous pastes warned of", harmless.filter(isWarned).length, harmless.length));
  for (const [kind, ones] of [...grouped(risky.flatMap(expected))].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(share(`  ${kind}`, ones.filter(({ seen }) => seen).length, ones.length));
  }
}

function isWarned({ got }) {
  return GRAVE.includes(got.outcome);
}

/** Everything a paste is labelled with, and whether a finding lies on it. */
function expected({ text, expected: labels, got }) {
  return labels.map(({ category, entity, kind, text: words, span_text: span }) => {
    const places = occurrences(text, words ?? span ?? "");
    const seen = places.some(([start, end]) => got.findings.some((one) => one.start < end && one.end > start));
    return { kind: `${category}: ${entity ?? kind}`, seen };
  });
}

function occurrences(text, words) {
  const found = [];
  for (let at = words === "" ? -1 : text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    found.push([at, at + words.length]);
  }
  return found;
}

function grouped(ones) {
  const groups = new Map();
  for (const one of ones) groups.set(one.kind, [...(groups.get(one.kind) ?? []), one]);
  return groups;
}

function share(name, hits, of) {
  return `${name.padEnd(40)}${((100 * hits) / of).toFixed(1).padStart(6)} %   ${hits} of ${of}`;
}

/** The check as the content script has it. */
async function limitedCheck() {
  const source = `
    import { limitedVerdict } from "./src/check.ts";
    import generated from "./src/core/core.generated.json";
    import { createCore } from "./src/core/core.ts";
    const core = createCore(generated.rules);
    export const check = (text) => limitedVerdict(core(text), "chromebook", { mode: "warn", withoutAgent: "limited_check" });`;
  const built = await build({
    stdin: { contents: source, resolveDir: HERE, loader: "ts" },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "warning",
  });
  return (await import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`)).check;
}
