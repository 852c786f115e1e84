/** `parkade boards` on the golden boards, and on boards that are wrong in every way they can be. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const golden = join(root, "packages/testing/golden/boards")
const boards = (...args: ReadonlyArray<string>) => parkade(["boards", ...args]).ended
const last = (stdout: string) => stdout.trimEnd().split("\n").at(-1)

const tariff = {
  zone: "Europe/Berlin",
  currency: "EUR",
  tax: "included",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "accumulate",
  rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT3H", rate: { type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" } }], beyond: "unavailable" }
}
const visits = [["2026-11-21T07:00:00Z", "2026-11-21T08:30:00Z"]]
const write = (name: string, json: unknown) => writeFileSync(join(folder, name), JSON.stringify(json))

write("good.json", {
  id: "good",
  name: "A good board",
  tariff,
  cases: [
    { visits, expect: { net: 336, gross: 400 } },
    { visits: [...visits, ["2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z"]], expect: { net: 504, gross: 600 }, note: "three hours begun in all" },
    { visits: [["2026-11-21T07:00:00Z", "2026-11-21T12:00:00Z"]], facts: { product: "day", lost: true }, expect: { net: null } }
  ],
  disputed: [{ reading: "the page's sum", published: 900, note: "a slip" }]
})
write("bad.json", [
  {
    id: "bad",
    tariff,
    cases: [
      { visits, expect: { net: 336, gross: 500 } },
      { visits, expect: { net: null } },
      { visits: [["2026-11-21T07:00:00Z", "2026-11-21T12:00:00Z"]], expect: { net: 1 } },
      { visits: [["2026-11-21T08:00:00Z", "2026-11-21T07:00:00Z"]], expect: { net: 1 } },
      { visits, facts: { colour: "red" }, expect: { net: 336 } },
      { visits: [["today", "2026-11-21T07:00:00Z"]], expect: { net: 1 } },
      { visits, expect: { net: 336 } }
    ],
    demand: [{ current: "1", occupancy: "0.5", expect: "1" }]
  },
  { id: "not a tariff", tariff: { ...tariff, currency: "EURO" }, cases: [{ visits, expect: { net: 336 } }, { visits, expect: { net: 336 } }] },
  { name: "without an id", tariff, cases: [] }
])
write("slips.json", [
  { id: "nothing shown", tariff, cases: [] },
  { id: "no cases", tariff },
  { id: "misspelt", tariff, cases: [{ visit: visits, expct: { net: 336 } }, { visits, expect: { nett: 336 } }, { visits, facts: { vehicle: 5 }, expect: { net: 336 } }] },
  { id: "a vector", tariff, visits, expect: { net: 336 } },
  { id: "misspelt field", tarif: tariff, cases: [{ visits, expect: { net: 336 } }] },
  { id: "wrong reading", tariff, cases: [{ visits, expect: { net: 336 } }], disputed: [{ tariff: { ...tariff, tax: "no" }, visits, expect: { net: 1 } }, { publishd: 4 }] }
])
write("tariff.json", tariff)
write("named.json", { id: "named", tariff: { ...tariff, holidays: "bavaria" }, cases: [{ visits, expect: { net: 336 } }] })
write("dates.json", ["2026-12-25"])
mkdirSync(join(folder, "empty"))

describe.concurrent("parkade boards", () => {
  it("prices every golden board as published", async ({ expect }) => {
    const { code, stderr, stdout } = await boards(golden)
    expect(stdout).not.toContain("MISS")
    expect({ code, stderr, last: last(stdout) }).toEqual({ code: 0, stderr: "", last: "267 passed, 0 failed" })
    expect(stdout).toContain("70 boards; 1 published but not a price: kept for the record\n")
  })

  it("says what each case comes to, in a line", async ({ expect }) => {
    const { code, stdout } = await boards("good.json")
    expect(stdout.split("\n")).toEqual([
      "good: A good board",
      "  pass        4.00 EUR  Sat 2026-11-21 08:00 to 09:30",
      "  pass        6.00 EUR  Sat 2026-11-21 08:00 to 09:30; Sat 2026-11-21 10:00 to 11:00",
      "  pass        no price  Sat 2026-11-21 08:00 to 13:00; product day; lost",
      `  kept             900  published "the page's sum": a slip`,
      "",
      "1 board; 1 published but not a price: kept for the record",
      "3 passed, 0 failed",
      ""
    ])
    expect(code).toBe(0)
  })

  it("shows every bill when asked", async ({ expect }) => {
    const { stdout } = await boards("good.json", "--verbose")
    expect(stdout.match(/^ {8}total EUR/gm)).toHaveLength(3)
  })

  it("says what is not as expected, with the bill, and fails", async ({ expect }) => {
    const { code, stdout } = await boards("bad.json")
    expect({ code, last: last(stdout) }).toEqual({ code: 1, last: "1 passed, 10 failed" })
    for (const part of [
      "expected gross 5.00, found 4.00\n        parking",
      "expected that no price is offered",
      "expected net 0.01\n        the tariff offers no price",
      "lies before the entry",
      "cases.4.facts.colour: expected no field \"colour\" here: there are vehicle, ",
      "cases.5.visits.0.0: expected a date and time with an offset such as 2026-11-21T08:30:00+01:00, found \"today\"",
      "the tariff has no demand price",
      "tariff: currency: ",
      "id: "
    ]) expect(stdout).toContain(part)
  })

  it("refuses what shows nothing, and fields that nobody reads", async ({ expect }) => {
    const { code, stdout } = await boards("slips.json")
    expect({ code, last: last(stdout) }).toEqual({ code: 1, last: "1 passed, 9 failed" })
    for (const part of [
      'cases: expected at least one case (or "demand", or "disputed"): a board without any shows nothing',
      'cases.0.visit: expected no field "visit" here: did you mean "visits"?',
      'cases.0.expct: expected no field "expct" here: did you mean "expect"?',
      'cases.1.expect.nett: expected no field "nett" here: did you mean "net"?',
      "cases.2.facts.vehicle: expected ",
      'visits: expected no field "visits" here',
      'tarif: expected no field "tarif" here: did you mean "tariff"?',
      'disputed.0.tariff: tax: expected "included", "added" or "none", found "no"',
      'disputed.1.publishd: expected no field "publishd" here: did you mean "published"?'
    ]) expect(stdout).toContain(part)
    expect(stdout.match(/shows nothing/g)).toHaveLength(2)
  })

  it("does not read vectors as boards", async ({ expect }) => {
    const { code, stdout } = await boards(join(root, "packages/testing/golden/vectors.json"))
    expect({ code, last: last(stdout) }).toEqual({ code: 1, last: expect.stringMatching(/^0 passed, \d+ failed$/) })
  })

  it("knows a tariff when it sees one", async ({ expect }) => {
    const { code, stdout } = await boards("tariff.json")
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^tariff\.json: this is a tariff, not a board: price a stay under it with parkade quote\n/) })
  })

  it("reads the holiday calendars that tariffs name", async ({ expect }) => {
    expect((await boards("named.json")).stdout).toContain('holidays: expected dates, or the name of a calendar that is registered (there are none), found "bavaria"')
    expect(last((await boards("named.json", "--calendar", "bavaria=dates.json")).stdout)).toBe("1 passed, 0 failed")
  })

  it("reads several files and folders", async ({ expect }) => {
    expect(last((await boards("good.json", golden)).stdout)).toBe("270 passed, 0 failed")
  })

  it.for([
    ["a file that is not there", ["absent.json"], "absent.json: there is no such file"],
    ["a folder without boards", ["empty"], "empty: no .json files"],
    ["one of two", ["good.json", "absent.json"], "absent.json: there is no such file"]
  ] as const)("fails on %s", async ([, files, words], { expect }) => {
    const { code, stdout } = await boards(...files)
    expect(stdout).toContain(words)
    expect({ code, last: last(stdout) }).toEqual({ code: 1, last: `${files.length === 2 ? 3 : 0} passed, 1 failed` })
  })

  it("asks for a file", async ({ expect }) => {
    expect((await boards()).code).toBe(1)
  })
})
