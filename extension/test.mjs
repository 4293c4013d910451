/**
 * Runs the tests in tests/extension with node's own runner: `npm test`, or `npm test -- agent` for some of them.
 *
 * esbuild makes JavaScript of what they import first, as it does for the browser.
 */

import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { siteCollector } from "./sites.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TESTS = path.join(HERE, "../tests/extension");
const OUT = path.join(HERE, "build/tests");

const wanted = process.argv.slice(2);
const names = (await readdir(TESTS)).filter((name) => name.endsWith(".test.mjs"));
const chosen = names.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
await rm(OUT, { recursive: true, force: true });
await build({
  entryPoints: chosen.map((name) => path.join(TESTS, name)),
  outdir: OUT,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node18",
  charset: "utf8",
  loader: { ".css": "text" },
  plugins: [siteCollector],
  logLevel: "warning",
});
const built = chosen.map((name) => path.join(OUT, name));
const { status } = spawnSync(process.execPath, ["--test", "--test-reporter=spec", ...built], {
  stdio: "inherit",
  env: { ...process.env, EXTENSION: HERE },
});
process.exit(status ?? 1);
