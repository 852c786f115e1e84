/** The files of this repository that people write: what the checkers must have seen, and what the tidy test reads. */
import { readdirSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { root } from "./toolchain.mjs"

/** Folders that git ignores, and git's own. Walking beats asking git: it also works in a tarball, and sees files not yet added. */
const notOurs = new Set([".git", "node_modules", "dist", ".parkade", ".stryker", "coverage"])

/** @type {(folder: string) => Array<string>} */
const walk = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : walk(path)
    return entry.isFile() ? [path] : []
  })

/** Paths from the root, with forward slashes, in order. */
export const files = () =>
  walk(root)
    .map((path) => relative(root, path).split(sep).join("/"))
    .filter((path) => path !== ".git" && !path.endsWith(".tsbuildinfo"))
    .sort()

/** Where programs live. oxlint is given these by name: left alone it walks into whatever node_modules links to. */
export const sourceFolders = ["packages", "examples", "benchmarks", "scripts"]

/** Every TypeScript file that tsc and oxlint must see. */
export const typeScriptFiles = () => files().filter((path) => /\.[cm]?ts$/.test(path) && sourceFolders.includes(path.split("/")[0] ?? ""))
