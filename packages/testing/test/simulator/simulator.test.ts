import { Campaign, Faults, invariants, replayLine, shrink, simulate } from "@parkade/testing/simulator"
import { describe, expect, test } from "vitest"
import { planted } from "./planted.ts"

const isLong = process.env["PARKADE_LONG"] !== undefined

const first = (options: Omit<Parameters<typeof simulate>[0], "seed">, by: ReadonlyArray<string>, seeds: number) => {
  const others: Array<string> = []
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [violation] = simulate({ ...options, seed }).violations
    if (violation !== undefined && by.includes(violation.invariant)) return { seed, violation, others }
    if (violation !== undefined) others.push(`${seed}: ${violation.invariant} ${violation.why}`)
  }
  return { seed: 0, violation: undefined, others }
}

describe("a run", () => {
  test("is the same again, byte for byte", () => {
    const told = () => simulate({ seed: 7, days: 3 }).history.map((step) => JSON.stringify(step)).join("\n")
    const once = told()
    expect(once.length).toBeGreaterThan(100_000)
    expect(told()).toBe(once)
  })

  test("is another with another seed", () => {
    const [a, b] = [8, 9].map((seed) => simulate({ seed, days: 1 }).history.map(({ command }) => command).join())
    expect(a).not.toBe(b)
  })

  const seeds = isLong ? 500 : 40
  test(`${seeds} seeds break nothing, and mean something`, { timeout: 600_000 }, () => {
    let totals = Campaign.none
    for (let seed = 1; seed <= seeds; seed += 1) totals = Campaign.add(totals, simulate({ seed, days: 3 }))
    expect(totals.violations).toEqual([])
    expect(Campaign.shortfalls(totals)).toEqual([])
  })

  test("that does too little, or in which a fault never strikes, says so", () => {
    const totals = Campaign.add(Campaign.none, simulate({ seed: 1, days: 1, drivers: [1], faults: [] }))
    const said = Campaign.shortfalls(totals)
    expect(said).toContain("seed 1: 1 days, expected 3 at least")
    for (const fault of Faults.all) expect(said).toContain(`${fault} struck 0 times, expected 100 at least`)
  })
})

describe("a bug that is planted", () => {
  test.each(planted)("is found: $name", { timeout: 120_000 }, ({ bug, by }) => {
    const { others, violation } = first({ days: 3, bug }, by, 12)
    expect(violation, others.join("\n")).toBeDefined()
  })

  test("each in another territory", () => expect([...invariants.keys()].filter((id) => !planted.some(({ by }) => by.includes(id)))).toEqual([]))

  const shrunk = isLong ? planted : planted.filter((_, index) => index % 7 === 0)
  test.each(shrunk)("is shrunk to what shows it again: $name", { timeout: 600_000 }, ({ bug, by }) => {
    const { seed } = first({ days: 3, bug }, by, 12)
    const found = shrink({ seed, days: 3, bug })
    if (found === undefined) throw new Error("it was found before")
    const { drivers, faults, violation } = found
    expect(drivers.length).toBeLessThan(20)
    const again = simulate({ seed, days: found.days, drivers, faults, bug }).violations[0]
    expect(again).toEqual(violation)
    console.log(`${violation.invariant} ${violation.why}\n  ${replayLine(found)}`)
  })
})
