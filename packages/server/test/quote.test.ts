/** `parkade quote` as a person at a terminal sees it. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const cityGarage = join(root, "examples/tariffs/city-garage.json")
const next = join(root, "examples/tariffs/city-garage-2027.json")
/** The night in which Berlin's clocks jump from 02:00 to 03:00: 10 h 50 min on the clock, 9 h 50 min of parking. */
const night = { entry: "2026-03-28T22:10:00+01:00", exit: "2026-03-29T09:00:00+02:00" }

const quote = (tariff: string, { entry, exit }: typeof night, ...more: ReadonlyArray<string>) =>
  parkade(["quote", tariff, "--entry", entry, "--exit", exit, ...more]).ended

describe.concurrent("parkade quote", () => {
  it("shows a line for every cent, over the night the clocks change", async ({ expect }) => {
    expect(await quote(cityGarage, night)).toEqual({
      code: 0,
      stderr: "",
      stdout: [
        "2026-03-28T22:10:00+01:00 to 2026-03-29T09:00:00+02:00  (9 h 50 min)",
        "Clocks of Europe/Berlin",
        "",
        "parking       10 x 2.00 per hour  20.00",
        "total EUR                         20.00",
        "of which tax                       3.19",
        "",
        "Leave by 2026-03-29T09:10:00+02:00 to pay this: a second later it is 22.00 EUR.",
        ""
      ].join("\n")
    })
  })

  it("says the same as JSON", async ({ expect }) => {
    const { code, stderr, stdout } = await quote(cityGarage, night, "--json")
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    const stay = { from: "2026-03-28T21:10:00Z", to: "2026-03-29T07:00:00Z" }
    expect(JSON.parse(stdout)).toEqual({
      ...stay,
      currency: "EUR",
      minorUnits: 2,
      tax: "included",
      lines: [{ kind: "charge", rule: "rate", label: "parking", ...stay, quantity: "10", unitPrice: "2.00", unit: "PT1H", taxRate: "0.19", net: 1681, gross: 2000 }],
      net: 1681,
      gross: 2000
    })
  })

  it("asks for what is missing", async ({ expect }) => {
    const { code, stderr, stdout } = await parkade(["quote", cityGarage, "--entry", night.entry]).ended
    expect(stdout).toMatch(/^DESCRIPTION\n {2}Price a stay under a tariff/)
    expect({ code, stderr: stderr.trim() }).toEqual({ code: 1, stderr: "ERROR\n  Missing required flag: --exit" })
  })
})

writeFileSync(join(folder, "list.md"), "# Prices\n\n2.00 an hour\n")
writeFileSync(join(folder, "wrong.json"), JSON.stringify({
  zone: "Europe/Bärlin",
  currency: "EURO",
  tax: "included",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  visits: "apart",
  discount: "0.10",
  rate: { type: "hourly", price: "2,00", count: "often" }
}))
const expected = "expected a date and time with an offset such as 2026-11-21T08:30:00+01:00"

const board = (id: string) => join(root, `packages/testing/golden/boards/${id}.json`)
const workday = { entry: "2021-04-15T08:30:00+10:00", exit: "2021-04-15T15:00:00+10:00" }

writeFileSync(join(folder, "passes.json"), JSON.stringify({
  currency: "EUR",
  tax: "none",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: { accumulate: "day" },
  rate: {
    type: "choose",
    cases: [
      { if: { lost: true }, rate: { type: "flat", price: "50" } },
      { if: { vehicle: ["bus"], pass: "b" }, rate: { type: "flat", price: "7" } },
      { if: { visit: { from: "3" } }, rate: { type: "flat", price: "3" } }
    ],
    otherwise: {
      type: "dynamic",
      crossing: "split",
      windows: [{ during: { phase: "charging" }, rate: { type: "energy", price: "0.50" } }],
      otherwise: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT12H", price: "9" }], beyond: "unavailable" }
    }
  }
}))
writeFileSync(join(folder, "phases.json"), JSON.stringify([{ name: "charging", from: night.entry, to: night.exit, kwh: "11" }]))
const phases = (name: string, ...all: ReadonlyArray<readonly [from: string, to: string, kwh?: unknown]>) =>
  writeFileSync(join(folder, `phases-${name}.json`), JSON.stringify(all.map(([from, to, kwh = "11"]) => ({ name: "charging", from, to, kwh }))))
phases("turned", [night.entry, "2026-03-28T22:00:00Z"], ["2026-03-28T22:00:00Z", "2026-03-28T22:00:00Z"])
phases("before", ["2026-03-28T21:09:59Z", night.exit])
phases("after", [night.entry, "2026-03-29T07:00:01Z"])
phases("overlap", [night.entry, "2026-03-28T23:00:00Z"], ["2026-03-28T22:59:59Z", night.exit])
phases("number", [night.entry, night.exit, 20])
writeFileSync(join(folder, "no-phases.json"), JSON.stringify([{ name: "charging", from: "now" }]))
writeFileSync(join(folder, "dates.json"), JSON.stringify(["2026-12-25", "2026-12-26"]))
writeFileSync(join(folder, "no-dates.json"), JSON.stringify(["2026-12-25", "24.12.2026"]))
const plain = { currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart" }
writeFileSync(join(folder, "zoneless.json"), JSON.stringify({ ...plain, rate: { type: "flat", price: "4.00" } }))
writeFileSync(join(folder, "named-holidays.json"), JSON.stringify({
  ...plain,
  zone: "Europe/Berlin",
  holidays: "bavaria",
  rate: { type: "dynamic", crossing: "entry", windows: [{ during: { days: ["holiday"] }, rate: { type: "flat", price: "1" } }], otherwise: { type: "flat", price: "2" } }
}))
const demand = { start: "3", bands: [{ from: "0.8", change: "0.25" }], min: "0.5", max: "10" }
writeFileSync(join(folder, "demand.json"), JSON.stringify({
  ...plain,
  rate: { type: "sum", of: [{ type: "flat", price: { ...demand, every: "P28D" } }, { type: "flat", price: { ...demand, every: "entry" } }] }
}))
writeFileSync(join(folder, "twice.json"), `{"currency":"EUR",\n"currency":"GBP"}`)
const berlin = ["--zone", "Europe/Berlin"]

describe.concurrent("what is known of a stay decides its price", () => {
  it.for([
    ["nothing", [], "9.00"],
    ["a lost ticket", ["--fact", "lost=true"], "50.00"],
    ["a vehicle and two passes", ["--fact", "vehicle=bus", "--fact", "pass=a", "--fact", "pass=b"], "7.00"],
    ["a visit of the host's count", ["--fact", "visit=3"], "3.00"],
    ["phases", ["--phases", "phases.json"], "5.50"],
    ["an earlier visit of the day, which has paid for both", ["--earlier", "2026-03-28T08:00:00+01:00/2026-03-28T09:00:00+01:00"], "0.00"]
  ] as const)("%s", async ([, flags, total], { expect }) => {
    const { code, stderr, stdout } = await quote("passes.json", night, ...berlin, ...flags)
    expect({ code, stderr, total: /total EUR +(\S+)/.exec(stdout)?.[1] }).toEqual({ code: 0, stderr: "", total })
  })

  it("says what did not apply, by how much, and why", async ({ expect }) => {
    const { code, stdout } = await quote(board("au-rate-engine"), workday, "--why-not")
    expect(code).toBe(0)
    expect(stdout).toContain("\nLeave by 2021-04-15T15:29:59+10:00 to pay this: a second later it is 13.00 AUD.\n\nDid not apply:\n")
    expect(stdout).toMatch(/^ {2}early bird \(rate\.of\.0\.cases\.0\.rate\): 13\.00 AUD; .*not so: exit$/m)
    const { stdout: json } = await quote(board("au-rate-engine"), workday, "--why-not", "--json")
    expect(JSON.parse(json).whyNot).toEqual(expect.arrayContaining([expect.objectContaining({ rule: "rate.of.0.cases.0.rate", amount: 1300, unmet: ["exit"] })]))
  })

  it("reads a holiday calendar that the tariff names, and says which there are", async ({ expect }) => {
    const christmas = { entry: "2026-12-25T10:00:00+01:00", exit: "2026-12-25T11:00:00+01:00" }
    const { code, stdout } = await quote("named-holidays.json", christmas, "--calendar", "bavaria=dates.json")
    expect({ code, total: /total EUR +(\S+)/.exec(stdout)?.[1] }).toEqual({ code: 0, total: "1.00" })
    const other = await quote("named-holidays.json", christmas, "--calendar", "berlin=dates.json")
    expect(other.stderr).toBe('parkade: named-holidays.json: holidays: expected dates, or the name of a calendar that is registered (berlin), found "bavaria"\n')
  })

  it("takes the level of a demand price by its path, and says which there are", async ({ expect }) => {
    const { code, stdout } = await quote("demand.json", night, "--level", "rate.of.0.price=5.50")
    expect({ code, total: /total EUR +(\S+)/.exec(stdout)?.[1] }).toEqual({ code: 0, total: "8.50" })
    const refused = async (level: string) => (await quote("demand.json", night, "--level", level)).stderr
    expect(await refused("rate.price=5")).toBe('parkade: --level: expected the path of a demand price (rate.of.0.price, rate.of.1.price), found "rate.price"\n')
    expect(await refused("rate.of.1.price=5")).toBe("parkade: --level: rate.of.1.price follows the occupancy at entry and has no level: say --fact occupancy=0.8\n")
    expect(await refused("rate.of.0.price=0.4")).toBe('parkade: --level: rate.of.0.price: expected 0.5 to 10, the bounds of the price, found "0.4"\n')
    expect(await refused("rate.of.0.price=10.01")).toBe('parkade: --level: rate.of.0.price: expected 0.5 to 10, the bounds of the price, found "10.01"\n')
    expect(await refused("rate.of.0.price=5,50")).toMatch(/^parkade: --level: rate\.of\.0\.price: expected an amount .*, found "5,50": did you mean "5\.50"\?\n$/)
  })

  it("says where clocks are read, also where nobody said it", async ({ expect }) => {
    const { stdout } = await quote("zoneless.json", night)
    expect(stdout).toContain("2026-03-28T21:10:00Z to 2026-03-29T07:00:00Z  (9 h 50 min)\nClocks of UTC: the tariff names no zone, nor does --zone\n")
    expect((await quote("zoneless.json", night, ...berlin)).stdout).toContain("\nClocks of Europe/Berlin\n")
  })

  it("says why there is no price", async ({ expect }) => {
    const { code, stderr, stdout } = await quote(board("spothero"), { entry: "2026-07-11T08:00:00Z", exit: "2026-07-11T12:00:00Z" }, "--why-not")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "parkade: --exit: the tariff offers no price for a stay from 2026-07-11T08:00:00Z to 2026-07-11T12:00:00Z: lint shows where it has none\n" })
    expect(stdout).toMatch(/^Did not apply:\n.*15\.00 USD; not so: inside$/m)
  })

  it.for([
    ["a fact that is none", ["--fact", "lost"], /^parkade: --fact: expected name=value such as vehicle=bus, found "lost"$/],
    ["a fact nobody knows", ["--fact", "colour=red"], /^parkade: --fact: colour: expected no field "colour" here: there are vehicle, spot, /],
    ["a fact of another kind", ["--fact", "lost=maybe"], /^parkade: --fact: lost: expected true or false, found "maybe"$/],
    ["a level of a price that follows nothing", ["--level", "rate.price=2"], /^parkade: --level: expected the path of a demand price \(the tariff has none\), found "rate\.price"$/],
    ["a calendar without a file", ["--calendar", "bavaria"], /^parkade: --calendar: expected NAME=FILE such as bavaria=bavaria\.json, found "bavaria"$/],
    ["a calendar twice", ["--calendar", "a=dates.json", "--calendar", "a=dates.json"], /^parkade: --calendar: a is given twice$/],
    ["a calendar of no dates", ["--calendar", "a=no-dates.json"], /^parkade: no-dates\.json: 1: expected a date such as 2026-12-24, found "24\.12\.2026": did you mean "2026-12-24"\?$/],
    ["a vehicle and another", ["--fact", "vehicle=bus", "--fact", "vehicle=car"], /^parkade: --fact: vehicle is given twice$/],
    ["no zone", ["--zone", "Mars/Olympus"], /^parkade: --zone: expected an IANA time zone such as Europe\/Berlin, found "Mars\/Olympus"$/],
    ["half a visit", ["--earlier", "2026-03-28T08:00:00Z"], /^parkade: --earlier: expected FROM\/TO such as /],
    ["a visit that goes on after the entry", ["--earlier", "2026-03-28T21:00:00+01:00/2026-03-28T22:10:01+01:00"], /^parkade: --earlier: expected a visit that ends by the entry, found "2026-03-28T21/],
    ["a lot fuller than full", ["--fact", "occupancy=90"], /^parkade: --fact: occupancy: expected a share of the lot from 0 to 1 such as 0\.9, found "90"$/],
    ["a visit before the first", ["--fact", "visit=0"], /^parkade: --fact: visit: expected 1 for the first visit, or more, found "0"$/],
    ["phases that end as they begin", ["--phases", "phases-turned.json"], /^parkade: phases-turned\.json: 1\.to: expected an instant after "from" \(2026-03-28T22:00:00Z\), found 2026-03-28T22:00:00Z$/],
    ["phases before the stay", ["--phases", "phases-before.json"], /^parkade: phases-before\.json: 0\.from: expected no phase before the entry, .*, found 2026-03-28T21:09:59Z$/],
    ["phases after the stay", ["--phases", "phases-after.json"], /^parkade: phases-after\.json: 0\.to: expected no phase after the exit, found 2026-03-29T07:00:01Z$/],
    ["phases at one time", ["--phases", "phases-overlap.json"], /^parkade: phases-overlap\.json: 1: expected phases one after the other, found one that overlaps 0$/],
    ["energy that is no text", ["--phases", "phases-number.json"], /^parkade: phases-number\.json: 0\.kwh: expected a number as a text such as "16", .*, found 20/],
    ["phases that are none", ["--phases", "no-phases.json"], /^parkade: no-phases\.json: 0\.from: expected a date and time with an offset such as .*, found "now"$/],
    ["no phases", ["--phases", "absent.json"], /^parkade: absent\.json: there is no such file/]
  ] as const)("refuses %s", async ([, flags, words], { expect }) => {
    const { code, stderr, stdout } = await quote("passes.json", night, ...flags)
    expect({ code, stderr: stderr.split("\n")[0], stdout }).toEqual({ code: 1, stderr: expect.stringMatching(words), stdout: "" })
  })

  it("answers with JSON, whatever it is, who asks for JSON", async ({ expect }) => {
    const { code, stderr, stdout } = await quote(board("spothero"), { entry: "2026-07-11T08:00:00Z", exit: "2026-07-11T12:00:00Z" }, "--why-not", "--json")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
    expect(JSON.parse(stdout)).toEqual({
      error: { reason: "Unavailable", message: "--exit: the tariff offers no price for a stay from 2026-07-11T08:00:00Z to 2026-07-11T12:00:00Z: lint shows where it has none" },
      whyNot: expect.arrayContaining([expect.objectContaining({ amount: 1500, unmet: ["inside"] })])
    })
    const wrong = await quote("wrong.json", night, "--json")
    expect({ code: wrong.code, stderr: wrong.stderr }).toEqual({ code: 1, stderr: "" })
    expect(JSON.parse(wrong.stdout)).toEqual({
      error: { reason: "InvalidTariff", message: expect.stringContaining("wrong.json: discount: "), issues: expect.arrayContaining([{ path: "seconds", message: expect.stringContaining("found nothing") }]) }
    })
  })

  it("says for which entries the tariff is, where this one is not among them", async ({ expect }) => {
    const said = "the tariff is for entries from 2027-01-01"
    const { code, stderr, stdout } = await quote(next, night)
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: `parkade: ${said}\n`, stdout: expect.stringContaining("total EUR") })
    const json = await quote(next, night, "--json")
    expect({ stderr: json.stderr, note: JSON.parse(json.stdout).note }).toEqual({ stderr: "", note: said })
    expect((await quote(next, { entry: "2027-01-01T00:00:00+01:00", exit: "2027-01-01T10:00:00+01:00" })).stderr).toBe("")
    const curve = (...more: ReadonlyArray<string>) => parkade(["curve", next, "--entry", "2026-12-31T23:59:59+01:00", ...more]).ended
    expect((await curve()).stderr).toBe(`parkade: ${said}\n`)
    expect(JSON.parse((await curve("--json")).stdout).note).toBe(said)
  })

  it("asks for the zone that clocks are read in", async ({ expect }) => {
    const { code, stderr } = await quote("passes.json", night)
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^parkade: passes\.json: zone: expected a time zone/) })
  })
})

describe.concurrent("one line on stderr for each thing that is wrong, and exit code 1", () => {
  it.for([
    ["an exit before the entry", cityGarage, { entry: night.exit, exit: night.entry },
      ["parkade: --exit: the exit 2026-03-28T21:10:00Z lies before the entry 2026-03-29T07:00:00Z"]],
    ["a file that is not there", "absent.json", night, ["parkade: absent.json: there is no such file, or it cannot be read"]],
    ["a folder", ".", night, ["parkade: .: expected a file, found a folder"]],
    ["a field given twice", "twice.json", night, ["parkade: twice.json: currency: line 2, column 1: expected once, found twice: only one of them can be meant"]],
    ["a file that is not JSON", "list.md", night, [/^parkade: list\.md: line 1, column 1: expected a JSON value, found "#"$/]],
    ["a tariff that is wrong in six places", "wrong.json", night, [
      /^parkade: wrong\.json: discount: /,
      /^parkade: wrong\.json: zone: /,
      /^parkade: wrong\.json: currency: /,
      /^parkade: wrong\.json: seconds: /,
      /^parkade: wrong\.json: rate\.price: .*"2,00"/,
      /^parkade: wrong\.json: rate\.count: .*"started"/
    ]],
    ["an entry without an offset", cityGarage, { ...night, entry: "2026-03-28T22:10:00" }, [`parkade: --entry: ${expected}, found "2026-03-28T22:10:00"`]],
    ["an exit that is no instant", cityGarage, { ...night, exit: "tomorrow" }, [`parkade: --exit: ${expected}, found "tomorrow"`]]
  ] as const)("%s", async ([, tariff, stay, lines], { expect }) => {
    const { code, stderr, stdout } = await quote(tariff, stay)
    expect(stderr.split("\n")).toEqual([...lines.map((line) => (line instanceof RegExp ? expect.stringMatching(line) : line)), ""])
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  })
})
