/**
 * The rates in a checked tariff, and what its texts say. Knows nothing of how a tariff is checked: who only prices does not load that.
 */
import { Money } from "../money/index.ts"
import { Elapsed } from "../time/index.ts"
import type { Bracket, Rate, Unavailable } from "./Rate.ts"

/** A rate below another, and where it lies. */
export interface Child {
  readonly path: string
  readonly rate: Rate
}

/** The rates directly below `rate`, which lies at `path`. Bracket prices are rates of their own (flat). */
export const children = (rate: Rate, path: string): ReadonlyArray<Child> => {
  const child = (key: string, below: Rate | Unavailable): ReadonlyArray<Child> => below === "unavailable" ? [] : [{ path: `${path}.${key}`, rate: below }]
  switch (rate.type) {
    case "flat":
    case "hourly":
    case "energy":
    case "named":
      return []
    case "slab":
      return [
        ...rate.brackets.map((bracket, index) => ({ path: `${path}.brackets.${index}${"rate" in bracket ? ".rate" : ""}`, rate: ofBracket(bracket) })),
        ...child("beyond", rate.beyond)
      ]
    case "dynamic":
      return [...rate.windows.flatMap((window, index) => child(`windows.${index}.rate`, window.rate)), ...child("otherwise", rate.otherwise)]
    case "subscription":
      return child("rest", rate.rest)
    case "choose":
      return [...rate.cases.flatMap((each, index) => child(`cases.${index}.rate`, each.rate)), ...child("otherwise", rate.otherwise)]
    case "sum":
    case "cheapest":
      return rate.of.flatMap((each, index) => child(`of.${index}`, each))
    case "each":
    case "scale":
    case "billed":
      return child("rate", rate.rate)
  }
}

export const ofBracket = (bracket: Bracket): Rate => "rate" in bracket ? bracket.rate : { type: "flat", price: bracket.price }

/** Seconds that an elapsed time of a checked tariff has. */
export const seconds = (text: string): number => {
  const elapsed = Elapsed.parse(text)
  if (elapsed === undefined) throw new RangeError(`"${text}" was never checked to be elapsed time`)
  return elapsed / 1_000
}

export const isEnergies = (step: string): boolean => step.endsWith(" kWh")

/** What is read of a tariff to find its rates. */
export interface Written {
  readonly rates?: { readonly [name: string]: Rate }
  readonly rate: Rate
}

const each = function*(rate: Rate, path: string): Generator<Child> {
  yield { rate, path }
  for (const child of children(rate, path)) yield* each(child.rate, child.path)
}

/** Every rate that the tariff writes, with its path; names are not followed. */
export const written = (tariff: Written): ReadonlyArray<Child> => [
  ...each(tariff.rate, "rate"),
  ...Object.entries(tariff.rates ?? {}).flatMap(([name, rate]) => [...each(rate, `rates.${name}`)])
]

/** Decimal places of the tariff's currency. */
export const minorUnits = (tariff: { readonly currency: Money.Currency; readonly minorUnits?: number }): number => tariff.minorUnits ?? Money.minorUnits(tariff.currency)
