/** What is said of mutants: scores, and which survivors have a reason. */
import { describe, expect, test } from "vitest"
import { parts } from "../mutants/parts.mjs"
import { explain, reasons, score, survivors, table } from "../mutants/report.mjs"

const source = "const free = (spots) =>\n  spots > 0 &&\n  !closed\n"
const at = (line: number, column: number, endLine: number, endColumn: number) => ({ start: { line, column }, end: { line: endLine, column: endColumn } })
const mutants = [
  { status: "Survived", location: at(2, 3, 3, 10), replacement: "true" },
  { status: "NoCoverage", location: at(2, 3, 2, 12), replacement: "spots >= 0" },
  { status: "Killed", location: at(2, 3, 2, 12), replacement: "spots < 0" },
  { status: "Timeout", location: at(2, 3, 2, 12), replacement: "spots <= 0" },
  { status: "Ignored", location: at(3, 3, 3, 10), replacement: "closed" }
]
const files = { "packages/core/src/lot/free.ts": { source, mutants } }

describe("mutants", () => {
  test("those that nobody saw and those that nobody came by count against; those not tried do not count", () => {
    expect(score(Object.values(files))).toEqual({ killed: 2, survived: 2, ignored: 1, share: 50 })
    expect(score([]).share).toBe(100)
  })

  test("survivors are told by what was changed, on one line", () => {
    expect(survivors(files)).toEqual([
      { file: "lot/free.ts", line: 2, from: "spots > 0 && !closed", to: "true" },
      { file: "lot/free.ts", line: 2, from: "spots > 0", to: "spots >= 0" }
    ])
  })

  test("a reason stays with its survivor when lines move, and with no other", () => {
    const written = table([{ file: "lot/free.ts", line: 7, from: "spots > 0", to: "spots >= 0", why: "counts are never 0" }])
    expect(explain(survivors(files), reasons(written)).map((row: { readonly why: string }) => row.why)).toEqual(["", "counts are never 0"])
    expect(explain(survivors(files), reasons("")).map((row: { readonly why: string }) => row.why)).toEqual(["", ""])
  })

  test("pricing is to reach 90 percent, and every part 80", () => {
    for (const { goal, name } of parts) expect(goal, name).toBe(name.startsWith("pricing/") ? 90 : 80)
  })
})
