/**
 * Code and outputs shown in the README and the guides are files that run, named by a comment above the block:
 * `<!-- examples/price-a-stay/src/main.ts -->`. `node scripts/snippets.mjs` puts the files' present text into the blocks;
 * the tidy test holds that they agree.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { files } from "./sources.mjs"
import { root } from "./toolchain.mjs"

const block = /(<!-- (\S+) -->\n```\w*\n)([^]*?)(```)/g

/** The pages that show code: the README and the guides. */
export const pages = () => files().filter((path) => path === "README.md" || /^docs\/(guide|reference)\/.*\.md$/.test(path))

/** @type {(page: string) => Array<{ page: string, path: string, text: string }>} */
export const snippets = (page) => [...readFileSync(join(root, page), "utf8").matchAll(block)].map(([, , path = "", text = ""]) => ({ page, path, text }))

const pull = (page) => {
  const before = readFileSync(join(root, page), "utf8")
  const after = before.replaceAll(block, (_, head, path, __, end) => head + readFileSync(join(root, path), "utf8") + end)
  if (after !== before) writeFileSync(join(root, page), after)
  console.log(`snippets: ${page} ${after === before ? "is up to date" : "written"}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) pages().forEach(pull)
