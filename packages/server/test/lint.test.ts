/** `parkade lint` as a person at a terminal sees it, and as a program reads it. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const boards = join(root, "packages/testing/golden/boards")
const lint = (...args: ReadonlyArray<string>) => parkade(["lint", ...args]).ended

const terms = { currency: "EUR", tax: "included", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart" }
const write = (name: string, json: unknown) => writeFileSync(join(folder, name), JSON.stringify(json))
write("hourly.json", { ...terms, rate: { type: "hourly", price: "2.00", count: "started" } })
write("holidays.json", {
  ...terms,
  holidays: "bavaria",
  rate: { type: "choose", cases: [{ if: { entry: { days: ["holiday"] } }, rate: { type: "flat", price: "1.00" } }], otherwise: { type: "flat", price: "2.00" } }
})
write("bavaria.json", ["2026-12-25"])

describe.concurrent("parkade lint", () => {
  it("shows what is wrong, with the prices that show it, and ends with 1", async ({ expect }) => {
    expect(await lint(join(boards, "leipzig.json"))).toEqual({
      code: 1,
      stderr: "",
      stdout: [
        "error: longer-costs-less at rate",
        "  a stay from Thu 2026-01-01 00:00 costs 6.00 EUR after 3 h, and 5.00 EUR after 3 h 1 s: 1.00 EUR less",
        "          6.00 EUR  Thu 2026-01-01 00:00 to 03:00 (3 h)",
        "          5.00 EUR  Thu 2026-01-01 00:00 to 03:00:01 (3 h 1 s)",
        "",
        "1 error, 0 warnings, 0 notices; entries from 2026-01-01 up to 2027-01-01, stays of up to PT192H",
        "decided: longer-costs-less, no-price, dead-rule, shadowed-case, dominated-branch, overlapping-windows, minimum-never-binds, maximum-never-binds, dst-dependent",
        ""
      ].join("\n")
    })
  })

  it("says the same as JSON", async ({ expect }) => {
    const { code, stderr, stdout } = await lint(join(boards, "leipzig.json"), "--json")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{
        code: "longer-costs-less",
        severity: "error",
        rule: "rate",
        stays: [
          { entry: "2025-12-31T23:00:00Z", exit: "2026-01-01T02:00:00Z", price: { net: 600, gross: 600 } },
          { entry: "2025-12-31T23:00:00Z", exit: "2026-01-01T02:00:01Z", price: { net: 500, gross: 500 } }
        ]
      }],
      gaps: [],
      looked: { from: "2026-01-01", drivers: 1 }
    })
  })

  it("ends with 0 where nothing is an error", async ({ expect }) => {
    const { code, stdout } = await lint("hourly.json", "--from", "2027-05-01")
    expect(code).toBe(0)
    expect(stdout).toMatch(/^0 errors, 0 warnings, 0 notices; entries from 2027-05-01 up to 2028-05-01, /)
  })

  it("tells cliffs and laws that are asked for", async ({ expect }) => {
    const { code, stdout } = await lint("hourly.json", "--cliff", "1.50", "--law", "france-quarter-hours")
    expect(code).toBe(1)
    expect(stdout.match(/^(?:error|warning|notice): [\w-]+/gm)).toEqual(["error: unlawful", "notice: cliff"])
    expect(stdout).toContain("article L. 224-68")
  })

  it("knows holidays by their calendar, and says when it does not", async ({ expect }) => {
    const known = await lint("holidays.json", "--zone", "Europe/Berlin", "--calendar", "bavaria=bavaria.json", "--from", "2026-01-01")
    expect(known).toMatchObject({ code: 0, stderr: "" })
    const unknown = await lint("holidays.json", "--zone", "Europe/Berlin")
    expect(unknown).toMatchObject({ code: 1, stdout: "" })
    expect(unknown.stderr).toContain("holidays.json: holidays: expected dates, or the name of a calendar")
  })

  it.for([
    ["--cliff", "five", "--cliff: expected an amount such as 5.00"],
    ["--law", "rome", "--law: expected france-quarter-hours, spain-by-the-minute or all"],
    ["--from", "tomorrow", "--from: expected a date such as 2026-11-21"]
  ] as const)("refuses %s %s", async ([flag, value, message], { expect }) => {
    const { code, stderr } = await lint("hourly.json", flag, value)
    expect(code).toBe(1)
    expect(stderr).toContain(`parkade: ${message}`)
  })
})
