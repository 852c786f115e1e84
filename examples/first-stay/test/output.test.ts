/** What each program of the guide prints is what the guide shows: the files in `output`, written anew with `vitest -u`. */
import { execFile } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const run = async (program: string): Promise<string> =>
  (await promisify(execFile)(process.execPath, ["--conditions=@parkade/source", program])).stdout

const programs = readdirSync(here("src")).map((file) => file.replace(/\.ts$/, "")).filter((name) => name !== "tariff" && name !== "main")

it("has programs", () => expect(programs.length).toBeGreaterThan(0))

it.concurrent.for(programs)("%s prints what the guide shows", async (name, { expect }) => {
  await expect(await run(here(`src/${name}.ts`))).toMatchFileSnapshot(here(`output/${name}.txt`))
})

it("the README's program prints what the README shows", async () => {
  await expect(await run(here("../price-a-stay/src/main.ts"))).toMatchFileSnapshot(here("output/readme.txt"))
})
