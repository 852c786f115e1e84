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
        "parking       10 x 2.00 per PT1H  20.00",
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
      lines: [{ rule: "rate", label: "parking", ...stay, quantity: "10", unitPrice: "2.00", unit: "PT1H", taxRate: "0.19", net: 1681, gross: 2000 }],
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

describe.concurrent("one line on stderr for each thing that is wrong, and exit code 1", () => {
  it.for([
    ["an exit before the entry", cityGarage, { entry: night.exit, exit: night.entry },
      ["parkade: --exit: the exit 2026-03-28T21:10:00Z lies before the entry 2026-03-29T07:00:00Z"]],
    ["a file that is not there", "absent.json", night, ["parkade: absent.json: there is no such file, or it cannot be read"]],
    ["a file that is not JSON", "list.md", night, [/^parkade: list\.md: not JSON: Unexpected token '#'.*$/]],
    ["a tariff that is wrong in six places", "wrong.json", night, [
      "parkade: wrong.json: discount: Expected no excess property",
      /^parkade: wrong\.json: zone: .+$/,
      "parkade: wrong.json: currency: Expected an ISO 4217 currency code such as EUR",
      "parkade: wrong.json: seconds: Missing key",
      'parkade: wrong.json: rate.price: expected an amount in major units such as "1.50" or "7/120"',
      'parkade: wrong.json: rate.count: Expected "started" | "completed" | "nearest" | "exact"'
    ]],
    ["an entry without an offset", cityGarage, { ...night, entry: "2026-03-28T22:10:00" }, [`parkade: --entry: ${expected}, found "2026-03-28T22:10:00"`]],
    ["an exit that is no instant", cityGarage, { ...night, exit: "tomorrow" }, [`parkade: --exit: ${expected}, found "tomorrow"`]]
  ] as const)("%s", async ([, tariff, stay, lines], { expect }) => {
    const { code, stderr, stdout } = await quote(tariff, stay)
    expect(stderr.split("\n")).toEqual([...lines.map((line) => (line instanceof RegExp ? expect.stringMatching(line) : line)), ""])
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  })
})
