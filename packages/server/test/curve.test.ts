/** `parkade curve`: what a stay costs, drawn. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade, root } from "./Programs.ts"

const board = (id: string) => join(root, `packages/testing/golden/boards/${id}.json`)
const curve = (tariff: string, entry: string, ...more: ReadonlyArray<string>) => parkade(["curve", tariff, "--entry", entry, ...more]).ended
const morning = "2026-11-17T08:00:00Z"

writeFileSync(join(folder, "cents.json"), JSON.stringify({
  zone: "Europe/Berlin",
  currency: "EUR",
  tax: "added",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "apart",
  rate: { type: "choose", cases: [{ if: { product: "day" }, rate: { type: "flat", price: "10", tax: "0.19" } }], otherwise: { type: "hourly", price: "1.00", count: "exact" } }
}))

describe.concurrent("parkade curve", () => {
  it("draws prices over the local clock, and says until when each holds", async ({ expect }) => {
    const { code, stderr, stdout } = await curve(board("lgw-short"), morning)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout.split("\n")).toEqual([
      "GBP for a stay from Tue 2026-11-17 08:00 (Europe/London)",
      "",
      "45.00 ┤                                    ╭───────────────────────────────────",
      "      │                                    │",
      "40.00 ┤                  ╭─────────────────╯",
      "      │                  │",
      "      │                  │",
      "      │                  │",
      "26.00 ┤               ╭──╯",
      "      │               │",
      "22.00 ┤            ╭──╯",
      "19.00 ┤         ╭──╯",
      "15.00 ┤      ╭──╯",
      "13.00 ┤   ╭──╯",
      " 8.00 ┤  ╭╯",
      " 5.00 ┤──╯",
      "      │",
      " 0.00 ┤",
      "      └─┴─┼──┴──┴──┼──┴──┴──┬────────┬─────┴──┬────────┬────────┬────────┬─────",
      "        09:00    12:00    15:00    18:00    21:00    00:00    03:00    06:00",
      "       Tue 2026-11-17                                  Wed 2026-11-18",
      "",
      "stay up to  leave by                GBP",
      "30 min      Tue 2026-11-17 08:30   5.00",
      "1 h         Tue 2026-11-17 09:00   8.00",
      "2 h         Tue 2026-11-17 10:00  13.00",
      "3 h         Tue 2026-11-17 11:00  15.00",
      "4 h         Tue 2026-11-17 12:00  19.00",
      "5 h         Tue 2026-11-17 13:00  22.00",
      "6 h         Tue 2026-11-17 14:00  26.00",
      "12 h        Tue 2026-11-17 20:00  40.00",
      "24 h        Wed 2026-11-18 08:00  45.00  as far as shown",
      ""
    ])
  })

  it("fits a terminal, whatever the length", async ({ expect }) => {
    for (const hours of ["0.2", "1", "30", "200", "1000"]) {
      const { code, stdout } = await curve(board("jp-night500"), morning, "--hours", hours)
      expect({ code, wide: stdout.split("\n").filter((line) => line.length > 80) }).toEqual({ code: 0, wide: [] })
    }
  })

  it("shows where no price is offered, and where the clocks change", async ({ expect }) => {
    const { stdout } = await curve(board("cgn-p2"), "2026-03-28T20:00:00+01:00", "--hours", "600")
    expect(stdout).toContain("───░░░")
    expect(stdout).toContain("\n░ no price is offered\n")
    expect(stdout).toContain("\nClocks go from 02:00 (+01:00) to 03:00 (+02:00) on Sun 2026-03-29.\n")
    expect(stdout).toContain("\n... and 7 more (--steps 27 shows all)\n")
    const autumn = await curve(board("dst-cgn-p1"), "2026-10-24T22:00:00+02:00")
    expect(autumn.stdout).toContain("Clocks go from 03:00 (+02:00) to 02:00 (+01:00) on Sun 2026-10-25.")
    expect(autumn.stdout).toMatch(/^5 h +Sun 2026-10-25 02:00 \(\+01:00\) /m)
  })

  it("gives the steps as JSON", async ({ expect }) => {
    const { stdout } = await curve(board("lgw-short"), morning, "--until", "2026-11-17T09:00:00Z", "--json")
    expect(JSON.parse(stdout)).toEqual({
      zone: "Europe/London",
      entry: "2026-11-17T08:00:00+00:00",
      currency: "GBP",
      minorUnits: 2,
      steps: [
        { from: "2026-11-17T08:00:01+00:00", to: "2026-11-17T08:30:01+00:00", net: 500, gross: 500 },
        { from: "2026-11-17T08:30:01+00:00", to: "2026-11-17T09:00:00+00:00", net: 800, gross: 800 }
      ]
    })
  })

  it("says why there are none as JSON, and where clocks are read", async ({ expect }) => {
    const { code, stderr, stdout } = await curve(board("lgw-short"), "morning", "--json")
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" })
    expect(JSON.parse(stdout)).toEqual({ error: { reason: "NotAnInstant", message: expect.stringMatching(/^--entry: expected a date and time/) } })
    writeFileSync(join(folder, "flat.json"), JSON.stringify({ currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart", rate: { type: "flat", price: "4" } }))
    expect((await curve("flat.json", morning)).stdout).toMatch(/^EUR for a stay from Tue 2026-11-17 08:00 \(UTC: the tariff names no zone, nor does --zone\)\n/)
  })

  it("takes facts, and draws what is charged by the second", async ({ expect }) => {
    const exact = await curve("cents.json", morning, "--steps", "1")
    expect(exact.stdout).toMatch(/^24\.00 ┤/m)
    expect(exact.stdout).toMatch(/^17 s +Tue 2026-11-17 09:00:17 +0\.00\n\.\.\. and 2400 more/m)
    const flat = await curve("cents.json", morning, "--fact", "product=day")
    expect(flat.stdout).toMatch(/^24 h +Wed 2026-11-18 09:00 +11\.90 {2}as far as shown$/m)
  })

  it("writes an SVG of it", async ({ expect }) => {
    const { code } = await curve(board("lgw-short"), morning, "--svg", "lgw.svg")
    const svg = readFileSync(join(folder, "lgw.svg"), "utf8")
    expect(code).toBe(0)
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*>\n[^]*<\/svg>\n$/)
    // One step for each price, from the entry to the end.
    expect(/class="price" d="(M[^"]+)"/.exec(svg)?.[1]).toMatch(/^M[\d.]+ [\d.]+(?:H[\d.]+V[\d.]+){8}H856$/)
  })

  it.for([
    [["--hours", "0"], /^parkade: --hours: expected more than 0/],
    [["--until", "2026-11-17T07:00:00Z"], /^parkade: --until: expected an instant after the entry/],
    [["--fact", "colour=red"], /^parkade: --fact: colour: /],
    [["--svg", "absent/a.svg"], /^parkade: absent\/a\.svg: it cannot be written/]
  ] as const)("refuses %s", async ([flags, words], { expect }) => {
    const { code, stderr, stdout } = await curve(board("lgw-short"), morning, ...flags)
    expect({ code, stderr, stdout }).toEqual({ code: 1, stderr: expect.stringMatching(words), stdout: "" })
  })
})
