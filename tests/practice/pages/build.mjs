// Builds the practice pages into build/practice/: a page, a script and a sheet for each HTML file in src, plus the accessibility checker the tests use.
//
// A file that begins with a doctype is a page as it stands. Any other is what one site's page has of its own: what it follows, its
// addresses, its name, what it greets people with, and its composer; the rest is frame.html.

import { build } from 'esbuild'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = resolve(here, '../../../build/practice')
const pages = (await readdir(join(here, 'src'))).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5))
const OWN =
  /^(?<comment><!--.*?-->)\n(?<addresses><meta name="practice" [^>]+>)\n<title>(?<site>.+?)<\/title>\n<h1>(?<heading>.+?)<\/h1>\n(?<composer>.+?)\s*$/s

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await build({
  absWorkingDir: here,
  entryPoints: [...pages, 'variants'].map((page) => `src/${page}.js`),
  outdir: out,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
})
await Promise.all(pages.map(async (name) => writeFile(join(out, `${name}.html`), await page(name))))
await copyFile(join(here, 'node_modules/axe-core/axe.min.js'), join(out, 'axe.js'))

async function page(name) {
  const source = await readFile(join(here, 'src', `${name}.html`), 'utf8')
  if (source.startsWith('<!doctype')) return source
  const found = OWN.exec(source)
  if (!found) throw new Error(`src/${name}.html: is neither a page nor what a page has of its own, as src/claude.html shows it`)
  const parts = { name, ...found.groups }
  return (await readFile(join(here, 'frame.html'), 'utf8')).replace(/\{\{(\w+)\}\}/g, (_, part) => parts[part])
}
