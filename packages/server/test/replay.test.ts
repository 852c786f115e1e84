/** `parkade replay` as a person at a terminal sees it. */
import { trafficCsv } from "@parkade/testing/arbitraries"
import { createWriteStream, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const terms = { zone: "Europe/Berlin", currency: "EUR", tax: "included", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart" }
const save = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)
const hourly = { ...terms, rate: { type: "hourly", price: "2.00", count: "started" } }
const daily = { ...terms, rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT24H", price: "5.00" }], beyond: "unavailable" } }
save("hourly.json", JSON.stringify(hourly))
save("daily.json", JSON.stringify(daily))
save("by-fact.json", JSON.stringify({
  ...terms,
  visits: "accumulate",
  rate: {
    type: "choose",
    cases: [
      { if: { lost: true }, rate: { type: "flat", price: "50" } },
      { if: { vehicle: ["bus"], pass: "b" }, rate: { type: "flat", price: "7" } }
    ],
    otherwise: { type: "flat", price: "9" }
  }
}))
save("until-2027.json", JSON.stringify({ ...hourly, valid: { until: "2027-01-01" } }))
save("from-2027.json", JSON.stringify({ ...hourly, valid: { from: "2027-01-01" } }))
save("yen.json", JSON.stringify({ ...hourly, currency: "JPY", rounding: { ...terms.rounding, to: "1" } }))

/** Of an hour, two, eight, thirty; one backwards. */
const rows = [
  ["2026-11-17T08:00:00+01:00", "2026-11-17T09:00:00+01:00", "north"],
  ["2026-11-17T08:00:00+01:00", "2026-11-17T10:00:00+01:00", "north"],
  ["2026-11-17T08:00:00+01:00", "2026-11-17T16:00:00+01:00", "south, \"old\" wing"],
  ["2026-11-17T08:00:00+01:00", "2026-11-18T14:00:00+01:00", "north"],
  ["2026-11-17T08:00:00+01:00", "2026-11-17T07:00:00+01:00", "south, \"old\" wing"]
] as const
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const csv = ["entry,exit,lot", ...rows.map(([entry, exit, lot]) => `${entry},${exit},${quoted(lot)}`), ""].join("\r\n")
save("stays.csv", `\ufeff${csv}`)
save("stays.csv.gz", gzipSync(csv))
save("stays.jsonl", rows.map(([entry, exit, lot]) => `${JSON.stringify({ entry, exit, lot })}\n`).join(""))

const replay = (...args: ReadonlyArray<string>) => parkade(["replay", ...args]).ended
const both = ["hourly.json", "daily.json"]

const report = [
  "5 stays of stays.csv",
  "A  hourly.json",
  "B  daily.json",
  "",
  "EUR                stays      A      B  difference",
  "all                    3  22.00  15.00       -7.00  -31.8 %",
  "south, \"old\" wing      1  16.00   5.00      -11.00  -68.8 %",
  "north                  2   6.00  10.00       +4.00  +66.7 %",
  "",
  "              stays   share  in all    each",
  "pay more          2  66.7 %   +4.00   +2.00",
  "pay less          1  33.3 %  -11.00  -11.00",
  "pay the same      0   0.0 %",
  "",
  "B less A          stays",
  "-10.00 to -19.99      1  ████████████████████████████████████████",
  "...",
  "+1.00 to +1.99        1  ████████████████████████████████████████",
  "+2.00 to +4.99        1  ████████████████████████████████████████",
  "",
  "pay more                 entry  length     A     B  difference",
  "line 2    Tue 2026-11-17 08:00     1 h  2.00  5.00       +3.00",
  "line 3    Tue 2026-11-17 08:00     2 h  4.00  5.00       +1.00",
  "",
  "pay less                 entry  length      A     B  difference",
  "line 4    Tue 2026-11-17 08:00     8 h  16.00  5.00      -11.00",
  "",
  "In no sum above:",
  "  1 stay with a price under A only, 60.00 in all; the first is line 5",
  "  1 stay with an exit before the entry; the first is line 6",
  ""
]

save("columns.csv", [
  "ticket;from;to;kind;passes;note",
  "T1;2026-10-25 01:30;2026-10-25 03:30;bus;a|b;the night has 25 hours",
  "T2;2026-10-25 10:00;2026-10-25 11:00;car;b;",
  "T3;2026-10-25T10:00+02:00;2026-10-25T11:00;;;"
].join("\n"))
save("facts.jsonl", [
  { entry: "2026-11-17T08:00:00Z", exit: "2026-11-17T09:00:00Z", vehicle: "bus", pass: ["a", "b"] },
  { entry: "2026-11-17T08:00:00Z", exit: "2026-11-17T09:00:00Z", lost: true },
  { entry: "2026-11-17T12:00:00Z", exit: "2026-11-17T13:00:00Z", earlier: ["2026-11-17T08:00:00Z/2026-11-17T09:00:00Z"], gate: 3 }
].map((stay) => JSON.stringify(stay)).join("\n"))
save("malformed.csv", [
  "entry,exit,vehicle,visit",
  "2026-11-17T08:00:00Z,2026-11-17T09:00:00Z,car,1",
  "2026-11-17T08:00:00Z,2026-11-17T09:00:00Z,car",
  "17.11.2026 8:00,2026-11-17T09:00:00Z,car,1",
  "2026-11-17T08:00:00Z,2026-11-17T09:00:00Z,car,first",
  "2026-11-17T08:00:00Z,\"2026-11-17T09:00:00Z,car,1",
  "2026-11-17T08:00:00Z,2026-11-17T10:00:00Z,car,2"
].join("\n"))
save("malformed.jsonl", ["{\"entry\":\"2026-11-17T08:00:00Z\",\"exit\":\"2026-11-17T09:00:00Z\"}", "{\"entry\":", "[1]", "{\"entry\":\"2026-11-17T08:00:00Z\",\"entry\":\"2026-11-17T08:00:00Z\"}", "{\"entry\":{}}"].join("\n"))
save("empty.csv", "")
save("overlapping.csv", [
  "entry,exit,earlier",
  "2026-11-17T08:00:00Z,2026-11-17T09:00:00Z,2026-11-17T07:00:00Z/2026-11-17T08:00:01Z",
  "2026-11-17T08:00:00Z,2026-11-17T09:00:00Z,2026-11-17T07:00:00Z/2026-11-17T08:00:00Z"
].join("\n"))
save("turn-of-year.csv", ["entry,exit", ...["2026-12-31T23:59:59", "2027-01-01T00:00:00", "2027-01-02T08:00:00"].map((entry) => `${entry}+01:00,2027-01-02T09:00:00+01:00`)].join("\n"))
save("header.csv", "entry,exit\n")
save("list.json", "[{}]")
save("broken.csv.gz", gzipSync(csv).subarray(0, 60))

describe.concurrent("parkade replay", () => {
  it("says what past stays come to under both tariffs, and who pays more", async ({ expect }) => {
    const { code, stderr, stdout } = await replay("stays.csv", ...both, "--group", "lot")
    expect(stdout.split("\n")).toEqual(report)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  })

  it("prints what the guide shows", async ({ expect }) => {
    const path = (name: string) => join(root, "examples", name)
    const { code, stdout } = await replay(path("stays/january.csv"), path("tariffs/city-garage.json"), path("tariffs/city-garage-by-day.json"), "--group", "group", "--examples", "3")
    expect(code).toBe(0)
    await expect(stdout.replaceAll(`${root}/`, "")).toMatchFileSnapshot(path("stays/january.txt"))
  })

  it("reads the same out of a gzipped file, and JSON lines", async ({ expect }) => {
    const [packed, lines] = await Promise.all(["stays.csv.gz", "stays.jsonl"].map((file) => replay(file, ...both, "--group", "lot")))
    expect(packed?.stdout.split("\n").slice(1)).toEqual(report.slice(1))
    const numbered = (text: string | undefined) => text?.split("\n").slice(1).map((line) => line.replaceAll(/line \d/g, "line"))
    expect(numbered(lines?.stdout)).toEqual(numbered(report.join("\n")))
  })

  it("reads the standard input, packed or not", async ({ expect }) => {
    const read = (input: string | Uint8Array) => parkade(["replay", "-", ...both, "--group", "lot"], {}, input).ended
    const [plain, packed] = await Promise.all([read(csv), read(gzipSync(csv))])
    expect(plain.stdout.split("\n").slice(1)).toEqual(report.slice(1))
    expect(packed.stdout).toBe(plain.stdout)
  })

  it("says all of it as JSON, with the bills of the examples", async ({ expect }) => {
    const { code, stdout } = await replay("stays.csv", ...both, "--group", "lot", "--json", "--examples", "1")
    const json = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(json).toMatchObject({ stays: "stays.csv", a: "hourly.json", invalid: 0, currency: "EUR", minorUnits: 2, total: { stays: 5, both: { a: { stays: 3, gross: 2_200 } }, more: { stays: 2, amount: 400 }, refused: 1 } })
    expect(json.groups.map(({ name, stays }: { readonly name: string; readonly stays: number }) => [name, stays])).toEqual([["north", 3], ["south, \"old\" wing", 2]])
    expect(json.losers).toHaveLength(1)
    expect(json.losers[0]).toMatchObject({ number: 1, id: "line 2", entry: "2026-11-17T07:00:00Z", group: "north", difference: 300, a: { gross: 200, lines: [{ quantity: "1" }] }, b: { gross: 500 } })
    expect(json.unpriced).toMatchObject({ refused: [{ number: 5, reason: "ExitBeforeEntry" }], a: [], b: [{ number: 4, reason: "Unavailable" }] })
  })

  it("prices them under one tariff alone", async ({ expect }) => {
    const { stdout } = await replay("stays.csv", "daily.json", "--group", "lot")
    expect(stdout.split("\n").slice(2)).toEqual([
      "",
      "EUR                stays      A  without tax  each",
      "all                    3  15.00        15.00  5.00",
      "north                  2  10.00        10.00  5.00",
      "south, \"old\" wing      1   5.00         5.00  5.00",
      "",
      "In no sum above:",
      "  1 stay without a price; the first is line 5",
      "  1 stay with an exit before the entry; the first is line 6",
      ""
    ])
  })

  it("has a row for each group, and none where nobody asked for groups", async ({ expect }) => {
    const { stdout } = await replay("stays.csv", "daily.json")
    expect(stdout.split("\n").slice(3, 6)).toEqual(["EUR  stays      A  without tax  each", "all      3  15.00        15.00  5.00", ""])
  })

  it("finds columns by the names that are said, reads local times, and names what it does not read", async ({ expect }) => {
    const columns = ["entry=from", "exit=to", "vehicle=kind", "pass=passes", "id=ticket"].flatMap((column) => ["--column", column])
    const { code, stderr, stdout } = await replay("columns.csv", "hourly.json", "by-fact.json", ...columns, "--delimiter", ";", "--times", "Europe/Berlin", "--json")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "parkade: columns.csv: not read: note\n" })
    const { losers } = JSON.parse(stdout)
    // T1 stays from 01:30 to the second 03:30 of the clock, three hours; T3 from 10:00 of the summer to 11:00 of the winter, two.
    expect(losers.map(({ a, b, id }: { readonly a: { readonly gross: number }; readonly b: { readonly gross: number }; readonly id: string }) => [id, a.gross, b.gross])).toEqual([["T2", 200, 900], ["T3", 400, 900], ["T1", 600, 700]])
  })

  it("knows facts and earlier visits", async ({ expect }) => {
    const { code, stderr, stdout } = await replay("facts.jsonl", "by-fact.json", "--json")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "parkade: facts.jsonl: not read: gate\n" })
    expect(JSON.parse(stdout).total.onlyA).toEqual({ stays: 3, net: 5_700, gross: 5_700 })
  })

  it("refuses earlier visits that go on after the entry", async ({ expect }) => {
    const { code, stderr } = await replay("overlapping.csv", "hourly.json")
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'parkade: overlapping.csv: line 2: earlier: expected visits that end by the entry, found "2026-11-17T07:00:00Z/2026-11-17T08:00:01Z"\n' })
  })

  it("counts the stays that a tariff is not for", async ({ expect }) => {
    const { code, stdout } = await replay("turn-of-year.csv", "until-2027.json", "from-2027.json")
    expect(code).toBe(0)
    expect(stdout.split("\n").slice(0, 6)).toEqual([
      "3 stays of turn-of-year.csv",
      "A  until-2027.json",
      "   for entries until 2027-01-01: 2 stays are not, and priced all the same",
      "B  from-2027.json",
      "   for entries from 2027-01-01: 1 stay is not, and priced all the same",
      ""
    ])
    const json = await replay("turn-of-year.csv", "until-2027.json", "from-2027.json", "--json")
    expect(JSON.parse(json.stdout).outside).toEqual({ a: { dates: "until 2027-01-01", stays: 2 }, b: { dates: "from 2027-01-01", stays: 1 } })
  })

  it("tells each line that cannot be read, goes on, and does not end well unless asked to", async ({ expect }) => {
    const { code, stderr, stdout } = await replay("malformed.csv", "hourly.json")
    expect(stderr.split("\n")).toEqual([
      "parkade: malformed.csv: line 3: expected 4 fields as the header has, found 3",
      "parkade: malformed.csv: line 4: entry: expected a date and time such as 2026-11-21T08:30:00+01:00 (without an offset: say whose clock with --times ZONE), found \"17.11.2026 8:00\"",
      expect.stringMatching(/^parkade: malformed\.csv: line 5: visit: expected .*, found "first"/),
      "parkade: malformed.csv: line 6: expected that every quote is closed at the end of its field, and quotes inside doubled",
      ""
    ])
    expect(stdout).toMatch(/^2 stays of malformed\.csv[^]*\n\n4 lines could not be read: --skip-invalid for a good end all the same\n$/)
    expect(code).toBe(1)
    const skipped = await replay("malformed.csv", "hourly.json", "--skip-invalid", "--json")
    expect({ code: skipped.code, told: skipped.stderr.split("\n").length, invalid: JSON.parse(skipped.stdout).invalid }).toEqual({ code: 0, told: 5, invalid: 4 })
  })

  it("tells each line of JSON that cannot be read", async ({ expect }) => {
    const { code, stderr } = await replay("malformed.jsonl", "hourly.json")
    expect(stderr.split("\n").map((line) => line.replace("parkade: malformed.jsonl: ", ""))).toEqual([
      "line 2: entry: column 10: expected a JSON value, found the end of the text",
      "line 3: expected an object",
      "line 4: entry: column 33: expected once, found twice: only one of them can be meant",
      "line 5: entry: expected a text, a number or a list of texts",
      ""
    ])
    expect(code).toBe(1)
  })

  it.for([
    ["a file that is not there", ["nowhere.csv"], /^parkade: nowhere\.csv: there is no such file, or it cannot be read$/],
    ["a folder", ["."], /^parkade: \.: expected a file, found a folder$/],
    ["a file with nothing in it", ["empty.csv"], /^parkade: empty\.csv: there are no stays in it$/],
    ["a header alone", ["header.csv"], /^parkade: header\.csv: there are no stays in it$/],
    ["a list", ["list.json"], /^parkade: list\.json: expected JSON lines, an object on each line, or comma-separated values; found a list$/],
    ["a file that was packed and cut off", ["broken.csv.gz"], /^parkade: broken\.csv\.gz: what is gzipped in it is broken, or cut off$/],
    ["columns of other names", ["columns.csv", "--delimiter", ";"], /^parkade: columns\.csv: expected a column "entry" \(or --column entry=NAME\): the columns are ticket, from, to, kind, passes, note$/],
    ["another delimiter", ["columns.csv"], /the columns are ticket;from;to;kind;passes;note; did you mean --delimiter ";"\?$/],
    ["a delimiter of two", ["stays.csv", "--delimiter", "||"], /^parkade: --delimiter: expected one character, or tab, found "\|\|"$/],
    ["a group that is no column", ["stays.csv", "--group", "level"], /^parkade: stays\.csv: expected a column "level": the columns are entry, exit, lot$/],
    ["a column of no field", ["stays.csv", "--column", "plate=lot"], /^parkade: --column: expected a field \(entry, exit, id, earlier, vehicle, .*\), found "plate"$/],
    ["a column that is not there", ["stays.csv", "--column", "vehicle=kind"], /^parkade: stays\.csv: expected a column "kind": the columns are entry, exit, lot$/],
    ["a zone that is none", ["stays.csv", "--times", "Berlin"], /^parkade: --times: expected an IANA time zone such as Europe\/Berlin, found "Berlin"$/],
    ["examples without end", ["stays.csv", "--examples", "1000000"], /^parkade: --examples: expected 0 to 1000, found 1000000$/]
  ] as const)("refuses %s", async ([, args, expected], { expect }) => {
    const { code, stderr, stdout } = await replay(args[0], ...both, ...args.slice(1))
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr.trimEnd()).toMatch(expected)
  })

  it("refuses tariffs of two currencies", async ({ expect }) => {
    const { code, stderr } = await replay("stays.csv", "hourly.json", "yen.json")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "parkade: hourly.json and yen.json: prices of A are in EUR with 2 decimals, of B in JPY with 0 decimals: they cannot be compared\n" })
  })
})

const isLong = process.env["PARKADE_LONG"] === "1"
const few = isLong ? 200_000 : 30_000

describe("a large file", () => {
  it("takes no more memory than a small one", async ({ expect }) => {
    const [header = "", ...lines] = [...trafficCsv(few)].join("").split("\n")
    const write = (name: string, times: number) =>
      new Promise<void>((resolve) => {
        const file = createWriteStream(join(folder, name))
        file.write(`${header}\n`)
        for (let time = 0; time < times; time += 1) file.write(lines.join("\n"))
        file.end(resolve)
      })
    const peak = "--import=data:text/javascript,process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS))"
    const megabytes = async (name: string, times: number) => {
      await write(name, times)
      const { stderr, stdout } = await parkade(["replay", name, join(root, "examples/tariffs/city-garage.json"), "daily.json", "--group", "group", "--json"], { NODE_OPTIONS: `--max-old-space-size=160 ${peak}` }).ended
      expect(JSON.parse(stdout).total.stays).toBe(few * times)
      return Number(/peak=(\d+)/.exec(stderr)?.[1]) / 1_024
    }
    const [small, large] = [await megabytes("small.csv", 1), await megabytes("large.csv", 10)]
    expect({ small, large, ratio: large / small }).toMatchObject({ ratio: expect.closeTo(1, 0) })
    expect(large).toBeLessThan(small * 1.25)
  })
})
