/**
 * Builds the extension: `npm run build` writes build/extension/chromium beside the repository's other builds.
 *
 * `INTO` names another folder, and `SITES` further sites (sites.mjs).
 *
 * The core rules must have been written first (core.mjs; `npm run build` does it). The site adapters are collected from
 * src/sites, and the manifest's `matches` are theirs.
 */

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

import { icon } from "./icon.mjs";
import { loadSites, siteCollector } from "./sites.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ICON_SIZES = [16, 32, 48, 128];

/** The manifest as it ships: version from package.json, matches from the sites. */
export async function manifest() {
  const source = await readJson("manifest.json");
  const { version } = await readJson("package.json");
  const matches = (await loadSites()).flatMap((site) => site.matches);
  const scripts = source.content_scripts.map((script) => ({ ...script, matches }));
  return { ...source, version, content_scripts: scripts };
}

async function main() {
  const out = path.resolve(process.env.INTO ?? path.join(HERE, "../build/extension/chromium"));
  await rm(out, { recursive: true, force: true });
  await mkdir(path.join(out, "icons"), { recursive: true });
  await build({
    entryPoints: ["content", "page", "worker", "popup", "card"].map((name) => path.join(HERE, `src/${name}.ts`)),
    outdir: out,
    bundle: true,
    format: "iife",
    target: "chrome121",
    charset: "utf8",
    loader: { ".css": "text" },
    plugins: [siteCollector],
    logLevel: "warning",
  });
  for (const page of ["popup.html", "card.html"]) await cp(path.join(HERE, `src/${page}`), path.join(out, page));
  const tokens = await readFile(path.join(HERE, "../agent/safe_to_paste/tokens.css"), "utf8");
  const colour = (name) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokens)[1];
  // What is in a page has no tokens of ours to refer to.
  const underline = await readFile(path.join(HERE, "src/underline.css"), "utf8");
  await writeFile(path.join(out, "underline.css"), underline.replace(/var\(--([a-z-]+)\)/g, (_, name) => colour(name)));
  await cp(path.join(HERE, "managed_schema.generated.json"), path.join(out, "managed_schema.json"));
  await cp(path.join(HERE, "_locales"), path.join(out, "_locales"), { recursive: true });
  await Promise.all(ICON_SIZES.map((size) => writeFile(path.join(out, `icons/${size}.png`), icon(size, colour("accent")))));
  await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(await manifest(), null, 2)}\n`);
  console.log(path.relative(process.cwd(), out));
}

async function readJson(name) {
  return JSON.parse(await readFile(path.join(HERE, name), "utf8"));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
