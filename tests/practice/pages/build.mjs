// Builds the practice pages into build/practice/: a page, a script and a sheet for each HTML file in src, plus the accessibility checker the tests use.

import { build } from 'esbuild'
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = resolve(here, '../../../build/practice')
const pages = (await readdir(join(here, 'src'))).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5))

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
await Promise.all(pages.map((page) => copyFile(join(here, 'src', `${page}.html`), join(out, `${page}.html`))))
await copyFile(join(here, 'node_modules/axe-core/axe.min.js'), join(out, 'axe.js'))
