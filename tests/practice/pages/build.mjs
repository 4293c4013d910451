// Builds the practice pages into build/practice/: one folder per site, plus the accessibility checker the tests use.

import { build } from 'esbuild'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const out = resolve(here, '../../../build/practice')
const pages = ['chatgpt', 'signed-out', 'gemini', 'clipboard']

await rm(out, { recursive: true, force: true })
await mkdir(out, { recursive: true })
await build({
  absWorkingDir: here,
  entryPoints: pages.map((page) => `src/${page}.js`),
  outdir: out,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
})
await Promise.all(pages.map((page) => copyFile(join(here, 'src', `${page}.html`), join(out, `${page}.html`))))
await copyFile(join(here, 'node_modules/axe-core/axe.min.js'), join(out, 'axe.js'))
