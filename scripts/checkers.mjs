/** How the checkers are called: `npm run check` runs them, and the boundaries test proves what they see. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { sourceFolders } from "./sources.mjs"
import { root } from "./toolchain.mjs"

/** TypeScript 7 has no API for JavaScript: its command is all there is. */
export const tsc = join(root, "node_modules/typescript/bin/tsc")

export const oxlint = (...options) => [join(root, "node_modules/oxlint/bin/oxlint"), "-c", "oxlint.config.mjs", ...options, ...sourceFolders]

/** The files tsc takes in, asked of each project that the root refers to, because `tsc -b` itself lists none. @type {() => Array<string>} */
export const filesTypeChecked = () => {
  const projects = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8")).references.map(({ path }) => path)
  return projects.flatMap((project) => {
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", project, "--showConfig"], { cwd: root, encoding: "utf8" })
    const { files = [] } = stdout.startsWith("{") ? JSON.parse(stdout) : {}
    return files.map((file) => join(project, file).split("\\").join("/"))
  })
}
