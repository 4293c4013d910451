/** Collects the adapters in src/sites, so that a new site is one new file. */

import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const SITES = path.join(path.dirname(fileURLToPath(import.meta.url)), "src/sites");

/** An esbuild plugin that answers `import { sites } from "sites:all"`. */
export const siteCollector = {
  name: "sites",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^sites:all$/ }, () => ({ path: "all", namespace: "sites" }));
    onLoad({ filter: /^all$/, namespace: "sites" }, async () => {
      const names = (await readdir(SITES)).filter((name) => name.endsWith(".ts")).sort();
      const imports = names.map((name, at) => `import { site as site${at} } from "./${name}";`);
      const list = names.map((_, at) => `site${at}`).join(", ");
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
