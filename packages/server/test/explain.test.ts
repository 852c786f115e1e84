/** `parkade explain` and `parkade diff`: a tariff in words, and what a new one changes; the outputs that the guide shows. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const board = (id: string) => join(root, `packages/testing/golden/boards/${id}.json`)
const example = (path: string) => join(root, `examples/tariffs/${path}`)
const [old, next] = [example("city-garage.json"), example("city-garage-2027.json")]
const run = (...args: ReadonlyArray<string>) => parkade(args).ended

writeFileSync(join(folder, "yen.json"), JSON.stringify({ currency: "JPY", tax: "none", rounding: { mode: "down", to: "1", where: "total" }, seconds: "dropped", visits: "apart", rate: { type: "flat", price: "500" } }))
const charging = (kwh: string) => JSON.stringify({
  zone: "Europe/London", currency: "EUR", tax: "none", rounding: { mode: "down", to: "0.01", where: "total" }, seconds: "counted", visits: "accumulate",
  rate: { type: "choose", cases: [{ if: { vehicle: ["bus"] }, rate: { type: "energy", price: "0.90" } }], otherwise: { type: "energy", price: kwh } }
})
writeFileSync(join(folder, "charging.json"), charging("0.40"))
writeFileSync(join(folder, "charging-dearer.json"), charging("0.50"))

describe.concurrent("the guide shows", () => {
  it.for([
    ["explain", [next]],
    ["explain-fr", [next, "--language", "fr"]],
    ["diff", [old, next, "--from", "2027-01-04"]],
    ["diff-entry", [old, next, "--entry", "2027-01-04T18:00:00+01:00", "--longest", "PT8H"]]
  ] as const)("%s", async ([name, args], { expect }) => {
    const { code, stderr, stdout } = await run(name.split("-")[0] ?? "", ...args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([])
    await expect(stdout).toMatchFileSnapshot(example(`output/${name}.txt`))
  })
})

describe.concurrent("parkade explain", () => {
  it("speaks of boards, in five languages and in any width", async ({ expect }) => {
    const english = await run("explain", board("stuttgart-2015"), "--width", "40")
    expect(english.stdout).toContain("- At most 22.00 per 24 hours from entry\n")
    const spanish = await run("explain", board("stuttgart-2015"), "--language", "es")
    expect(spanish.stdout).toContain("Después de 1 hora: 2,70 por hora o fracción.")
  })

  it("gives sentences with their places as JSON", async ({ expect }) => {
    const { stdout } = await run("explain", board("stuttgart-2015"), "--json")
    const [rate] = JSON.parse(stdout)
    expect(rate).toMatchObject({ path: "rate", children: [{ text: "First hour: 2.50 flat.", path: "rate.rate.brackets.0", children: [] }, { path: "rate.rate.beyond" }] })
  })

  it("says what is wrong with a tariff", async ({ expect }) => {
    writeFileSync(join(folder, "broken.json"), "{}")
    const text = await run("explain", "broken.json")
    expect({ code: text.code, stdout: text.stdout }).toEqual({ code: 1, stdout: "" })
    expect(text.stderr).toMatch(/^parkade: broken\.json: currency: /)
    const json = await run("explain", "broken.json", "--json")
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { reason: "InvalidTariff" } })
  })
})

describe.concurrent("parkade diff", () => {
  it("says that equal tariffs are equal, and ends with 1 for others where that is asked", async ({ expect }) => {
    const same = await run("diff", old, old, "--from", "2027-01-04", "--exit-code")
    expect({ code: same.code, stdout: same.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\nNo stay costs more or less\.\n$/) })
    const other = await run("diff", old, next, "--from", "2027-01-04", "--every", "PT6H", "--exit-code")
    expect({ code: other.code, stderr: other.stderr }).toEqual({ code: 1, stderr: "" })
    expect(other.stdout).toContain("28 of them")
  })

  it("takes facts, and tells what is no longer offered", async ({ expect }) => {
    const { stdout } = await run("diff", board("lbbd-46600"), board("wsuffolk"), "--entry", "2026-11-17T08:00:00Z", "--fact", "vehicle=bus", "--longest", "PT72H")
    expect(stdout.split("\n")).toEqual([
      "GBP for stays of up to 72 h from Tue 2026-11-17 08:00 (Europe/London)",
      "Stays with vehicle bus; without phases and earlier visits.",
      "",
      "stay                    old   new  change",
      "up to 2 h             60.00  2.90  -57.10",
      "over 2 h to 48 h      60.00  4.20  -55.80",
      "over 48 h to 72 h  no price  4.20",
      ""
    ])
  })

  it("says what it has not looked at, and calls nothing equal that may differ there", async ({ expect }) => {
    const { code, stdout } = await run("diff", "charging.json", "charging-dearer.json", "--from", "2027-01-04", "--exit-code")
    expect(code).toBe(1)
    expect(stdout.split("\n").slice(2)).toEqual([
      "Stays without facts, phases and earlier visits.",
      "Not looked at, though a tariff asks for it:",
      "  facts (--fact): vehicle",
      "  energy and what the vehicle did (phases)",
      "  earlier visits, which count with a stay",
      "",
      "No stay that was looked at costs more or less.",
      ""
    ])
    const { gaps, equal } = JSON.parse((await run("diff", "charging.json", "charging-dearer.json", "--from", "2027-01-04", "--json")).stdout)
    expect({ gaps, equal }).toEqual({ gaps: ["vehicle", "phases", "earlier"], equal: false })
    const entry = await run("diff", "charging.json", "charging-dearer.json", "--entry", "2027-01-04T10:00:00Z", "--fact", "vehicle=bus", "--exit-code")
    expect({ code: entry.code, stdout: entry.stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/\nStays with vehicle bus; without phases and earlier visits\.\nNot looked at, [^\n]*\n {2}energy/) })
    const same = await run("diff", "charging.json", "charging.json", "--from", "2027-01-04", "--exit-code")
    expect({ code: same.code, stdout: same.stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/\nNo stay costs more or less\.\n$/) })
  })

  it("says for which entries a tariff is, and whose clocks are read", async ({ expect }) => {
    const early = await run("diff", old, next, "--from", "2026-12-30", "--every", "PT6H")
    expect(early.stdout).toContain("\nThe new tariff is for entries from 2027-01-01: 8 of 28 are not.\n")
    expect((await run("diff", old, next, "--from", "2027-01-01", "--every", "PT6H")).stdout).not.toContain("is for entries")
    const { stdout } = await run("diff", "charging.json", next, "--entry", "2027-01-04T10:00:00Z")
    expect(stdout).toContain("\nClocks of Europe/London (old) and Europe/Berlin (new, shown here).\n")
    const json = JSON.parse((await run("diff", "charging.json", next, "--entry", "2027-01-04T10:00:00Z", "--json")).stdout)
    expect(json).toMatchObject({ old: { zone: "Europe/London" }, new: { zone: "Europe/Berlin", valid: { from: "2027-01-01" } } })
  })

  it("gives all of it as JSON", async ({ expect }) => {
    const week = JSON.parse((await run("diff", old, next, "--from", "2027-01-04", "--every", "PT6H", "--json")).stdout)
    expect(week).toMatchObject({ zone: "Europe/Berlin", currency: "EUR", minorUnits: 2, equal: false, longest: "PT24H", dearer: { most: { by: expect.any(Number) } } })
    expect(week.entries).toHaveLength(28)
    const entry = JSON.parse((await run("diff", old, next, "--entry", "2027-01-04T18:00:00+01:00", "--longest", "PT1H", "--json")).stdout)
    expect(entry).toMatchObject({ equal: false, differences: [{ from: "2027-01-04T18:00:01+01:00", to: "2027-01-04T19:00:01+01:00", before: { net: 168, gross: 200 }, after: { net: 210, gross: 250 } }] })
  })

  it.for([
    [["yen.json"], /^parkade: expected two tariffs of one currency, found EUR with 2 decimals and JPY with 0 decimals/],
    [[next, "--longest", "P1D"], /^parkade: --longest: expected PT1S to PT8784H, found "P1D"/],
    [[next, "--every", "PT1M"], /^parkade: --every: expected PT5M to PT24H/],
    [[next, "--from", "Monday"], /^parkade: --from: expected a date such as 2026-11-16/],
    [[next, "--entry", "now"], /^parkade: --entry: expected a date and time/],
    [[next, "--fact", "colour=red"], /^parkade: --fact: colour: /]
  ] as const)("refuses %s", async ([args, words], { expect }) => {
    const { code, stderr, stdout } = await run("diff", old, ...args)
    expect({ code, stderr, stdout }).toEqual({ code: 1, stderr: expect.stringMatching(words), stdout: "" })
  })
})
