/** What tariffs ask of a stay and nobody has told: of comparisons, what they have not looked at. */
import { isPhased, list } from "./Clocks.ts"
import { pricesOf } from "./DemandPrice.ts"
import type { Facts } from "./Facts.ts"
import type { Compiled, Context } from "./PriceFunction.ts"
import type { Rate } from "./Rate.ts"
import { isEnergies, written } from "./Syntax.ts"
import type { Tariff } from "./Tariff.ts"
import type { Windows } from "./Window.ts"

/** A fact by its name, or what else a context holds: what the vehicle did, earlier visits, levels of demand prices. */
export type Gap = keyof Facts | "phases" | "earlier" | "levels"

const ofWindows = (windows: Windows | undefined): ReadonlyArray<Gap> =>
  windows !== undefined && list(windows).some(isPhased) ? ["phases"] : []

const facts = ["vehicle", "spot", "product", "pass", "validation", "visit", "occupancy", "lost", "expired", "unpaid"] as const satisfies ReadonlyArray<keyof Facts>

const ofRate = (rate: Rate): ReadonlyArray<Gap> => {
  switch (rate.type) {
    case "energy":
      return ["phases"]
    case "billed":
      return isEnergies(rate.step) ? ["phases"] : []
    case "dynamic":
      return rate.windows.flatMap(({ during }) => ofWindows(during))
    case "subscription":
      return ["pass", ...ofWindows(rate.covers.during)]
    case "choose":
      return rate.cases.flatMap(({ if: condition }) => [
        ...facts.filter((fact) => condition[fact] !== undefined),
        ...[condition.entry, condition.exit, condition.inside].flatMap(ofWindows)
      ])
    default:
      return []
  }
}

/** What a tariff asks of a stay besides its entry and exit. */
export const askedBy = (tariff: Tariff): ReadonlyArray<Gap> => [
  ...written(tariff).flatMap(({ rate }) => ofRate(rate)),
  ...pricesOf(tariff).map(({ price }): Gap => price.every === "entry" ? "occupancy" : "levels"),
  ...(tariff.visits === "apart" ? [] : ["earlier"] as const)
]

/** One tariff, compiled twice. */
const areOne = (before: Compiled, after: Compiled): boolean =>
  before.zone === after.zone && JSON.stringify(before.tariff) === JSON.stringify(after.tariff)

/** What either tariff asks that `context` does not say; nothing where both are one tariff. */
export const gaps = (before: Compiled, after: Compiled, context: Context = {}): ReadonlyArray<Gap> => {
  const { earlier, levels, phases } = context
  const known: { readonly [gap in Gap]?: unknown } = { visit: earlier, ...context.facts, earlier, levels, phases }
  const all = areOne(before, after) ? [] : [...askedBy(before.tariff), ...askedBy(after.tariff)]
  return [...new Set(all)].filter((gap) => known[gap] === undefined)
}
