/** What each program of the guide prints is what the guide shows: the files in `output`, written anew with `vitest -u`. */
import { execFile } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const programs = readdirSync(here("output")).map((file) => file.replace(/\.txt$/, ""))

it("has programs", () => expect(programs.length).toBe(14))

it.for(programs)("%s prints what the guide shows", async (name, { expect }) => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@parkade/source", here(`src/${name}.ts`)])
  await expect(stdout).toMatchFileSnapshot(here(`output/${name}.txt`))
})
