/**
 * Collects the adapters in src/sites, so that a new site is one new file.
 *
 * `SITES` names further sites by their addresses, such as `SITES="https://chat.hazelmere.example"`: they get the generic
 * adapter, and are the only ones the packages then made may run on besides.
 */

import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const SITES = path.join(path.dirname(fileURLToPath(import.meta.url)), "src/sites");

/** The addresses of the further sites; an error for anything that is not one. */
export function furtherSites(given = process.env.SITES ?? "") {
  const origins = given.split(/[\s,]+/).filter((word) => word !== "");
  const wrong = origins.find((origin) => !/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(origin));
  if (wrong !== undefined) throw new Error(`SITES: ${wrong} is not an address such as https://chat.hazelmere.example`);
  return origins;
}

/** An esbuild plugin that answers `import { sites } from "sites:all"`. */
export const siteCollector = {
  name: "sites",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^sites:all$/ }, () => ({ path: "all", namespace: "sites" }));
    onLoad({ filter: /^all$/, namespace: "sites" }, async () => {
      const names = (await readdir(SITES)).filter((name) => name.endsWith(".ts")).sort();
      const imports = names.map((name, at) => `import { site as site${at} } from "./${name}";`);
      const further = furtherSites().map((origin) => `generic("${origin}")`);
      const list = [...names.map((_, at) => `site${at}`), ...further].join(", ");
      imports.push('import { generic } from "../generic.ts";');
      return { contents: `${imports.join("\n")}\nexport const sites = [${list}];`, resolveDir: SITES, loader: "ts" };
    });
  },
};

/** The adapters themselves. */
export async function loadSites() {
  const built = await build({
    stdin: { contents: 'export { sites } from "sites:all";', resolveDir: SITES },
    bundle: true,
    format: "esm",
    write: false,
    plugins: [siteCollector],
    logLevel: "warning",
  });
  const code = Buffer.from(built.outputFiles[0].contents).toString("base64");
  return (await import(`data:text/javascript;base64,${code}`)).sites;
}
