/** The plans of a tariff: its rates made ready for stays of which the same facts hold. */
import type { Whole } from "../money/index.ts"
import { pricing } from "./Billing.ts"
import { pricesOf } from "./DemandPrice.ts"
import type { Condition, Facts } from "./Facts.ts"
import { asksFacts, factsHold } from "./meter/choose.ts"
import { type Plan, plan, type Settled } from "./meter/plan.ts"
import { type Stairs, stairs } from "./Stairs.ts"
import type { Price } from "./Steps.ts"
import { type Child, written } from "./Syntax.ts"
import type * as Tariff from "./Tariff.ts"

/** The facts of a stay that decide which of the tariff's rates apply, as a key. */
const verdicts = (tariff: Tariff.Tariff, rates: ReadonlyArray<Child>): ((facts: Facts) => number | string) => {
  const asked = rates.flatMap(({ rate }): ReadonlyArray<Condition> =>
    rate.type === "choose" ? rate.cases.map((each) => each.if) : rate.type === "subscription" ? [{ pass: rate.pass }] : [])
  // What is a yes or a no is read, which is quicker than to ask.
  const flagged = asked.some(({ expired, lost }) => expired !== undefined || lost !== undefined)
  const flags = (facts: Facts): number => flagged ? (facts.lost === true ? 2 : 0) + (facts.expired === true ? 1 : 0) : 0
  const conditions = asked.map(({ expired: _expired, lost: _lost, ...others }) => others).filter(asksFacts).map(factsHold)
  const followsEntry = pricesOf(tariff).some(({ price }) => price.every === "entry")
  const written = (facts: Facts) => `${flags(facts)} ${conditions.map((holds) => holds(facts) ? "1" : "0").join("")} ${followsEntry ? facts.occupancy : ""}`
  // As many as a number has bits, and two are the flags'.
  const fits = !followsEntry && conditions.length < 51
  return (facts) => {
    if (!fits) return written(facts)
    let bits = flags(facts)
    for (let index = 0; index < conditions.length; index += 1) bits = bits * 2 + (conditions[index]?.(facts) === true ? 1 : 0)
    return bits
  }
}

/** Of a stay of which nothing is known. */
export const noFacts: Facts = Object.freeze({})

/** Plans kept of one tariff. */
const plansKept = 64

/** A plan, and what its exact amounts come to where a price follows from them alone: of one tax rate and one rounding. */
export interface Priced extends Plan {
  /** The meter's. */
  readonly between: Plan["meter"]["between"]
  readonly toPrice: ((amount: Whole.Whole) => Price | undefined) | undefined
  /** The same prices of stays by their length, as far as they are known. */
  readonly stairs: Stairs | undefined
}

/** Plans of a tariff, found again for stays of the same facts. */
export interface Plans {
  /** For stays of which nothing but facts is known. */
  readonly plain: (facts: Facts) => Priced
  readonly of: (settled: Omit<Settled, "almanac">) => Priced
}

export const plansOf = (tariff: Tariff.Tariff, almanac: Settled["almanac"]): Plans => {
  const verdict = verdicts(tariff, written(tariff))
  const price = pricing(tariff)
  const known = new Map<number | string, Priced>()
  const make = (settled: Omit<Settled, "almanac">): Priced => {
    const made = plan(tariff, { ...settled, almanac })
    const { meter: { between, flights = [], taxes }, parts } = made
    const [tax = made.untaxed, ...others] = taxes
    const isPlain = others.length === 0 && tariff.rounding.where === "total"
    return isPlain
      ? { ...made, between, toPrice: price(parts, tax.net, tax.gross), stairs: stairs(tariff, flights, parts, tax) }
      : { ...made, between, toPrice: undefined, stairs: undefined }
  }
  const keep = (key: number | string, settled: Omit<Settled, "almanac">): Priced => {
    if (known.size >= plansKept) known.clear()
    const made = make(settled)
    known.set(key, made)
    return made
  }
  let [lastKey, last]: [number | string, Priced | undefined] = [0, undefined]
  let bare: Priced | undefined
  const plain = (facts: Facts): Priced => {
    if (facts === noFacts && bare !== undefined) return bare
    const key = verdict(facts)
    if (last !== undefined && lastKey === key) return last
    last = known.get(key) ?? keep(key, { facts, energyParts: 1n })
    lastKey = key
    if (facts === noFacts) bare = last
    return last
  }
  return {
    plain,
    of: (settled) => {
      const { covers, coversFrom, energyParts, facts, levels } = settled
      if (covers === undefined && levels === undefined && energyParts === 1n) return plain(facts)
      const key = `${verdict(facts)} ${energyParts} ${JSON.stringify([levels, covers, coversFrom])}`
      return known.get(key) ?? keep(key, settled)
    }
  }
}
