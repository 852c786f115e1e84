/** `parkade quote` as a person at a terminal sees it. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const cityGarage = join(root, "examples/tariffs/city-garage.json")
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
        "",
        "parking       10 x 2.00 per hour  20.00",
        "total EUR                         20.00",
        "of which tax                       3.19",
        "",
        "The price holds until 2026-03-29T09:10:01+02:00.",
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
writeFileSync(join(folder, "no-phases.json"), JSON.stringify([{ name: "charging", from: "now" }]))
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
    expect(stdout).toContain("\nThe price holds until 2021-04-15T15:30:00+10:00.\n\nDid not apply:\n")
    expect(stdout).toMatch(/^ {2}early bird \(rate\.of\.0\.cases\.0\.rate\): 13\.00 AUD; .*not so: exit$/m)
    const { stdout: json } = await quote(board("au-rate-engine"), workday, "--why-not", "--json")
    expect(JSON.parse(json).whyNot).toEqual(expect.arrayContaining([expect.objectContaining({ rule: "rate.of.0.cases.0.rate", amount: 1300, unmet: ["exit"] })]))
  })

  it("says why there is no price", async ({ expect }) => {
    const { code, stderr, stdout } = await quote(board("spothero"), { entry: "2026-07-11T08:00:00Z", exit: "2026-07-11T12:00:00Z" }, "--why-not")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "parkade: --exit: the tariff offers no price for a stay from 2026-07-11T08:00:00Z to 2026-07-11T12:00:00Z\n" })
    expect(stdout).toMatch(/^Did not apply:\n.*15\.00 USD; not so: inside$/m)
  })

  it.for([
    ["a fact that is none", ["--fact", "lost"], /^parkade: --fact: expected name=value such as vehicle=bus, found "lost"$/],
    ["a fact nobody knows", ["--fact", "colour=red"], /^parkade: --fact: colour: /],
    ["a fact of another kind", ["--fact", "lost=maybe"], /^parkade: --fact: lost: /],
    ["a vehicle and another", ["--fact", "vehicle=bus", "--fact", "vehicle=car"], /^parkade: --fact: vehicle is given twice$/],
    ["no zone", ["--zone", "Mars/Olympus"], /^parkade: --zone: expected an IANA time zone such as Europe\/Berlin, found "Mars\/Olympus"$/],
    ["half a visit", ["--earlier", "2026-03-28T08:00:00Z"], /^parkade: --earlier: expected FROM\/TO such as /],
    ["phases that are none", ["--phases", "no-phases.json"], /^parkade: no-phases\.json: 0\./],
    ["no phases", ["--phases", "absent.json"], /^parkade: absent\.json: there is no such file/]
  ] as const)("refuses %s", async ([, flags, words], { expect }) => {
    const { code, stderr, stdout } = await quote("passes.json", night, ...flags)
    expect({ code, stderr: stderr.split("\n")[0], stdout }).toEqual({ code: 1, stderr: expect.stringMatching(words), stdout: "" })
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
    ["a file that is not JSON", "list.md", night, [/^parkade: list\.md: not JSON: Unexpected token '#'.*$/]],
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
