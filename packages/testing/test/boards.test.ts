/**
 * Real boards, as printed: the engine and the reference price every case, every reading in dispute and every step of a
 * demand price as published, to the minor unit.
 */
import { Lint } from "@parkade/core/lint"
import { Rational } from "@parkade/core/money"
import { Demand, Tariff } from "@parkade/core/pricing"
import { Cases, Reference } from "@parkade/testing/reference"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { boardFiles, boards, check, engine } from "./golden.ts"

const implementations = [["engine", engine], ["reference", Cases.priceOfCase]] as const

const order = ["id", "name", "source", "evidence", "rules_in_words", "tags", "lint", "findings", "notes", "tariff", "cases", "demand", "disputed"]

describe("the golden boards", () => {
  const count = (of: (board: typeof boards[number]) => ReadonlyArray<unknown> | undefined) => boards.reduce((sum, board) => sum + (of(board)?.length ?? 0), 0)

  it("are all here, with all that was published of them", () => {
    expect(boards).toHaveLength(70)
    expect(count(({ cases }) => cases)).toBe(250)
    expect(count(({ demand }) => demand)).toBe(6)
    expect(count(({ disputed }) => disputed?.filter((each) => "tariff" in each))).toBe(11)
    expect(count(({ disputed }) => disputed?.filter((each) => "published" in each))).toBe(1)
  })

  it.each(boards.map((board, index) => [boardFiles[index], board] as const))("%s: says what it is, where from, and in which order", (file, board) => {
    expect(file).toBe(`${board.id}.json`)
    expect([board.name, board.source, board.rules_in_words].every((text) => text.trim() !== "")).toBe(true)
    expect(board.tags.length).toBeGreaterThan(0)
    expect(["table", "stated", "derived"]).toContain(board.evidence)
    expect(Object.keys(board)).toEqual(order.filter((key) => key in board))
    expect(board.cases.length + (board.demand?.length ?? 0), "nothing to check it by").toBeGreaterThan(0)
  })
})

describe.each(implementations)("the %s prices every board as published", (_, priceOf) => {
  it.each(boards.map((board) => [board.id, board] as const))("%s", (_, { cases, disputed = [], tariff }) => {
    for (const given of cases) check(priceOf(tariff, given), given.expect)
    for (const given of disputed) if ("tariff" in given) check(priceOf(given.tariff, given), given.expect)
  })
})

const moves = boards.flatMap(({ demand = [], id, tariff }) => demand.map((each) => [id, each.current, each.occupancy, each.expect, tariff] as const))

describe("lint finds on every board what is pinned", () => {
  it.each(boards.map((board) => [board.id, board] as const))("%s", (_, { findings, tariff }) => {
    const report = Result.getOrThrow(Lint.lint(Result.getOrThrow(Tariff.decode(tariff))))
    const found = report.findings.map(({ code, rule, stays }) => ({ code, rule, prices: stays.map(({ price }) => price?.gross ?? null) }))
    expect(found).toEqual(findings)
    for (const { earlier = [], entry, exit, facts = {}, levels = {}, price } of report.findings.flatMap(({ stays }) => stays)) {
      const found = Reference.priceOf(tariff, { visits: [...earlier.map(({ from, to }) => [from, to] as const), [entry, exit] as const], facts, levels })
      expect(found === "unavailable" ? null : { net: Number(found.net), gross: Number(found.gross) }).toEqual(price)
    }
  })
})

describe("demand prices move as published", () => {
  it.each(moves)("%s: from %s at %s to %s", (_, current, occupancy, expected, json) => {
    const tariff = Result.getOrThrow(Tariff.decode(json))
    const [{ price } = expect.fail("no demand price")] = Demand.pricesOf(tariff)
    const moved = Demand.adjust(price, current, occupancy)
    expect(Rational.compare(Tariff.amount(moved), Tariff.amount(expected)), moved).toBe(0)
    // The reference moves the prices that follow each entry: from where this one stands.
    const follows = { ...json, rate: { type: "flat", price: { ...price, start: current, every: "entry" } } }
    const visits = [["2026-11-17T08:00:00Z", "2026-11-17T09:00:00Z"]] as const
    expect(Cases.priceOfCase(follows, { visits, facts: { occupancy } })).toMatchObject({ net: BigInt(Math.round(Number(expected) * 100)) })
  })
})
