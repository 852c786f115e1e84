/** The plans of a tariff: its rates made ready for stays of which the same facts hold. */
import type { Whole } from "../money/index.ts"
import { pricing } from "./Billing.ts"
import { pricesOf } from "./DemandPrice.ts"
import type { Condition, Facts } from "./Facts.ts"
import { factsHold } from "./meter/choose.ts"
import { type Plan, plan, type Settled } from "./meter/plan.ts"
import type { Price } from "./Steps.ts"
import { type Child, written } from "./Syntax.ts"
import type * as Tariff from "./Tariff.ts"

/** The facts of a stay that decide which of the tariff's rates apply, as a key. */
const verdicts = (tariff: Tariff.Tariff, rates: ReadonlyArray<Child>): ((facts: Facts) => number | string) => {
  const conditions = rates.flatMap(({ rate }): ReadonlyArray<Condition> =>
    rate.type === "choose" ? rate.cases.map((each) => each.if) : rate.type === "subscription" ? [{ pass: rate.pass }] : []).map(factsHold)
  const followsEntry = pricesOf(tariff).some(({ price }) => price.every === "entry")
  if (!followsEntry && conditions.length === 0) return () => 0
  // As many as a number has bits.
  if (!followsEntry && conditions.length < 53) return (facts) => {
    let bits = 0
    for (const holds of conditions) bits = bits * 2 + (holds(facts) ? 1 : 0)
    return bits
  }
  return (facts) => `${conditions.map((holds) => holds(facts) ? "1" : "0").join("")} ${followsEntry ? facts.occupancy : ""}`
}

/** Plans kept of one tariff. */
const plansKept = 64

/** A plan, and what its exact amounts come to where a price follows from them alone: of one tax rate and one rounding. */
export interface Priced extends Plan {
  /** The meter's. */
  readonly between: Plan["meter"]["between"]
  readonly toPrice: ((amount: Whole.Whole) => Price | undefined) | undefined
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
    const [{ gross, net } = made.untaxed, ...others] = made.meter.taxes
    const isPlain = others.length === 0 && tariff.rounding.where === "total"
    return { ...made, between: made.meter.between, toPrice: isPlain ? price(made.parts, net, gross) : undefined }
  }
  const keep = (key: number | string, settled: Omit<Settled, "almanac">): Priced => {
    if (known.size >= plansKept) known.clear()
    const made = make(settled)
    known.set(key, made)
    return made
  }
  let last: { readonly key: number | string; readonly plan: Priced } | undefined
  const plain = (facts: Facts): Priced => {
    const key = verdict(facts)
    if (last?.key === key) return last.plan
    last = { key, plan: known.get(key) ?? keep(key, { facts, energyParts: 1n }) }
    return last.plan
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
