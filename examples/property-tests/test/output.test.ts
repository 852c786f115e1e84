/** The first board fails as the guide shows, the fixed one does not: each is run by Vitest, with the properties beside it. */
import { execFile } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const vitest = join(createRequire(import.meta.url).resolve("vitest/package.json"), "../vitest.mjs")

interface Report {
  readonly testResults: ReadonlyArray<{ readonly assertionResults: ReadonlyArray<{ readonly status: string; readonly title: string; readonly failureMessages: ReadonlyArray<string> }> }>
}

/** Where it runs is nobody's business, nor through which of our files it came there. */
const told = (message: string): string => message.split("\n").filter((line) => !/^\s+at /.test(line) && !line.startsWith("Hint")).join("\n").trimEnd()

const run = async (board: string): Promise<string> => {
  // Git and our tools look past a folder of this name.
  mkdirSync(here(".parkade"), { recursive: true })
  const folder = mkdtempSync(here(".parkade/board-"))
  try {
    for (const file of [`${board}/board.ts`, "first/board.test.ts"]) cpSync(here(file), join(folder, file.split("/")[1] ?? ""))
    const args = [vitest, "run", "--config", here("test/vitest.config.mjs"), "--root", folder, "--reporter=json", "--outputFile", join(folder, "report.json")]
    await new Promise<void>((resolve) => void execFile(process.execPath, args, { env: { ...process.env, PARKADE_SEED: "7", PARKADE_LONG: "" } }, () => resolve()))
    const { testResults: [report] } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report
    return `${(report?.assertionResults ?? []).map(({ failureMessages, status, title }) => [`${status}: ${title}`, ...failureMessages.map(told)].join("\n")).join("\n")}\n`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

it.for(["first", "fixed"])("the %s board does what the guide shows", async (board, { expect }) => {
  await expect(await run(board)).toMatchFileSnapshot(here(`output/${board}.txt`))
})

it("the first board is one that fails", () => expect(readFileSync(here("output/first.txt"), "utf8")).toContain("failed: 24 hours cost 12.00 at most"))
