/**
 * Drivers: the facts and demand levels that a tariff tells apart, one combination for each that decides otherwise. What
 * no rule asks for is not known of anybody.
 */
import { Rational } from "../../money/index.ts"
import { Elapsed } from "../../time/index.ts"
import * as Amount from "../Amount.ts"
import { levelOf, pricesOf } from "../Demand.ts"
import type { Condition, Facts } from "../Facts.ts"
import { factsHold } from "../meter/choose.ts"
import { seconds, written } from "../Syntax.ts"
import type { Tariff } from "../Tariff.ts"
import type { Band } from "../Window.ts"

export interface Driver {
  readonly facts: Facts
  readonly levels?: { readonly [path: string]: Amount.Amount }
}

export interface Drivers {
  readonly all: ReadonlyArray<Driver>
  /** There are more combinations than were made. */
  readonly cut: boolean
  /** Levels between those that were tried may decide otherwise. */
  readonly levels: boolean
}

/** Combinations of facts that are tried, and drivers that come of them. */
const limits = { combinations: 20_000, drivers: 48 }

const conditionsOf = (tariff: Tariff): ReadonlyArray<Condition> =>
  written(tariff).flatMap(({ rate }): ReadonlyArray<Condition> => rate.type === "choose" ? rate.cases.map((each) => each.if) : rate.type === "subscription" ? [{ pass: rate.pass }] : [])

const distinct = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(values)]

/** A value of each part that the edges of `bands` cut the numbers from `least` into. */
const between = (bands: ReadonlyArray<Band>, least: string): ReadonlyArray<string> => {
  const edges = bands.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== undefined)
  return distinct([least, ...edges.filter((edge) => Rational.compare(Amount.value(edge), Amount.value(least)) > 0)])
}

type Choices = ReadonlyArray<Facts>

/** What may be known of each fact: nothing first, and then whatever a condition tells apart. */
const choicesOf = (tariff: Tariff): ReadonlyArray<Choices> => {
  const asked = conditionsOf(tariff)
  const words = (of: (condition: Condition) => ReadonlyArray<string> | string | undefined) => distinct(asked.flatMap((each) => of(each) ?? []))
  const bands = (of: (condition: Condition) => Band | undefined) => asked.flatMap((each) => of(each) ?? [])
  const demand = pricesOf(tariff).flatMap(({ price }) => price.every === "entry" ? price.bands.map(({ from }) => ({ from })) : [])
  const visits = bands(({ visit }) => visit)
  const occupancies = [...bands(({ occupancy }) => occupancy), ...demand]
  const unpaid = asked.flatMap((each) => each.unpaid === undefined ? [] : [each.unpaid.over])
  const some = <A>(values: ReadonlyArray<A>, fact: (value: A) => Facts): ReadonlyArray<Choices> => values.length === 0 ? [] : [[{}, ...values.map(fact)]]
  return [
    ...some(words(({ vehicle }) => vehicle), (vehicle) => ({ vehicle })),
    ...words(({ product }) => product).map((product): Choices => [{}, { product }]),
    ...words(({ spot }) => spot).map((spot): Choices => [{}, { spot: [spot] }]),
    ...words(({ pass }) => pass).map((pass): Choices => [{}, { pass: [pass] }]),
    ...words(({ validation }) => validation).map((validation): Choices => [{}, { validation: [validation] }]),
    ...(visits.length === 0 ? [] : [between(visits, "1").map((visit): Facts => ({ visit }))]),
    ...some(occupancies.length === 0 ? [] : between(occupancies, "0"), (occupancy) => ({ occupancy })),
    ...(asked.some(({ lost }) => lost !== undefined) ? [[{}, { lost: true }]] : []),
    ...(asked.some(({ expired }) => expired !== undefined) ? [[{}, { expired: true }]] : []),
    ...some(unpaid, (over) => ({ unpaid: Elapsed.format(Elapsed.ofSeconds(seconds(over) + 1)) }))
  ]
}

const list = (given: string | ReadonlyArray<string> | undefined): ReadonlyArray<string> => given === undefined ? [] : [given].flat()

/** Both of what is known; of words that may be several, all. */
const together = (a: Facts, b: Facts): Facts => {
  const both = { ...a, ...b }
  const several = (["spot", "pass", "validation"] as const).flatMap((name) => {
    const words = [...list(a[name]), ...list(b[name])]
    return words.length === 0 ? [] : [[name, words.length === 1 ? words[0] : words] as const]
  })
  return { ...both, ...Object.fromEntries(several) }
}

/** Whether any two products can be chosen: one is, of all that are named. */
const combinations = (choices: ReadonlyArray<Choices>): ReadonlyArray<Facts> => {
  let all: ReadonlyArray<Facts> = [{}]
  for (const choice of choices) {
    const made = choice.flatMap((facts) => all.flatMap((before) => facts.product !== undefined && before.product !== undefined ? [] : [together(before, facts)]))
    all = made.slice(0, limits.combinations)
  }
  return all
}

/** Where the demand prices start, and all of them at their least and at their most. */
const levelsOf = (tariff: Tariff): ReadonlyArray<Driver["levels"]> => {
  const kept = pricesOf(tariff).filter(({ price }) => price.every !== "entry")
  const at = (end: "min" | "max") => Object.fromEntries(kept.map(({ path, price }) => [path, price[end]]))
  return kept.length === 0 ? [undefined] : [undefined, at("min"), at("max")]
}

/** The drivers of `tariff`, those of whom least is known first. */
export const driversOf = (tariff: Tariff): Drivers => {
  const conditions = conditionsOf(tariff).map(factsHold)
  const follows = pricesOf(tariff).filter(({ price }) => price.every === "entry")
  const key = (facts: Facts) => JSON.stringify([conditions.map((holds) => holds(facts)), follows.map(({ path, price }) => levelOf(path, price, { occupancy: facts.occupancy }))])
  const tried = combinations(choicesOf(tariff)).toSorted((a, b) => Object.keys(a).length - Object.keys(b).length)
  const known = new Map<string, Facts>()
  for (const facts of tried) {
    const own = key(facts)
    if (!known.has(own)) known.set(own, facts)
  }
  const levels = levelsOf(tariff)
  const all = levels.flatMap((each) => [...known.values()].map((facts): Driver => ({ facts, ...(each !== undefined && { levels: each }) })))
  return { all: all.slice(0, limits.drivers), cut: all.length > limits.drivers || tried.length >= limits.combinations, levels: levels.length > 1 }
}
