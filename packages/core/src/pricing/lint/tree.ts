/** Tariffs taken apart and put together: rates rewritten where they stand, and what is made of a tariff to look at it. */
import { isCalendar, isPhased, list, periodLength } from "../Clocks.ts"
import type { Condition } from "../Facts.ts"
import type { Rate, Unavailable } from "../Rate.ts"
import type { Tariff } from "../Tariff.ts"
import type { Window, Windows } from "../Window.ts"

/** What becomes of a rate that stands at `path`, whose own rates have been rewritten. */
type Rewrite = (rate: Rate, path: string) => Rate

const below = (rate: Rate, path: string, rewrite: Rewrite): Rate => {
  const at = (key: string, child: Rate): Rate => rewritten(child, `${path}.${key}`, rewrite)
  const orUnavailable = (key: string, child: Rate | Unavailable): Rate | Unavailable => child === "unavailable" ? child : at(key, child)
  switch (rate.type) {
    case "slab":
      return {
        ...rate,
        brackets: rate.brackets.map((bracket, index) => "rate" in bracket ? { ...bracket, rate: at(`brackets.${index}.rate`, bracket.rate) } : bracket),
        beyond: orUnavailable("beyond", rate.beyond)
      }
    case "dynamic":
      return { ...rate, windows: rate.windows.map((window, index) => ({ ...window, rate: at(`windows.${index}.rate`, window.rate) })), otherwise: orUnavailable("otherwise", rate.otherwise) }
    case "choose":
      return { ...rate, cases: rate.cases.map((each, index) => ({ ...each, rate: at(`cases.${index}.rate`, each.rate) })), otherwise: orUnavailable("otherwise", rate.otherwise) }
    case "subscription":
      return { ...rate, rest: at("rest", rate.rest) }
    case "sum":
    case "cheapest":
      return { ...rate, of: rate.of.map((each, index) => at(`of.${index}`, each)) }
    case "each":
    case "scale":
    case "billed":
      return { ...rate, rate: at("rate", rate.rate) }
    case "flat":
    case "hourly":
    case "energy":
    case "named":
      return rate
  }
}

const rewritten = (rate: Rate, path: string, rewrite: Rewrite): Rate => rewrite(below(rate, path, rewrite), path)

/** `tariff` with every rate rewritten, from the leaves up. */
const rewrite = (tariff: Tariff, by: Rewrite): Tariff => ({
  ...tariff,
  rate: rewritten(tariff.rate, "rate", by),
  ...(tariff.rates !== undefined && { rates: Object.fromEntries(Object.entries(tariff.rates).map(([name, rate]) => [name, rewritten(rate, `rates.${name}`, by)])) })
})

const nothing = { type: "flat", price: "0" } as const

/**
 * What is left of a tariff when amounts do not matter: which rule charges, and whether a price is offered. Leaves cost
 * nothing, bounds are gone; below a `cheapest` all stays as it is. A name gets a leaf of its own, to be seen where it is used.
 */
export const skeleton = (tariff: Tariff, weighed: (path: string) => boolean): Tariff => ({
  ...rewrite(tariff, (rate, path) => {
    if (rate.type === "named") return { type: "sum", of: [rate, nothing] }
    if (weighed(path)) return rate
    if (rate.type === "flat" || rate.type === "hourly" || rate.type === "energy") return nothing
    if (rate.type === "slab") return { ...rate, brackets: rate.brackets.map((bracket) => "price" in bracket ? { upTo: bracket.upTo, price: "0" } : bracket) }
    if (rate.type !== "each") return rate
    const { max: _max, maxIncl: _maxIncl, min: _min, minIncl: _minIncl, ...unbounded } = rate
    return unbounded
  }),
  rounding: { ...tariff.rounding, where: "total" }
})

/** `tariff` with a price where `slot`, the path of an "unavailable", offers none. */
export const offering = (tariff: Tariff, slot: string): Tariff => rewrite(tariff, (rate, path) => {
  if (rate.type === "slab" && `${path}.beyond` === slot) return { ...rate, beyond: nothing }
  return (rate.type === "dynamic" || rate.type === "choose") && `${path}.otherwise` === slot ? { ...rate, otherwise: nothing } : rate
})

/** Paths of every "unavailable" that `rate`, at `path`, writes itself. */
export const slotsOf = (rate: Rate, path: string): ReadonlyArray<string> => {
  if (rate.type === "slab") return rate.beyond === "unavailable" ? [`${path}.beyond`] : []
  return (rate.type === "dynamic" || rate.type === "choose") && rate.otherwise === "unavailable" ? [`${path}.otherwise`] : []
}

/** `tariff` with the case at `path` (of a `choose`) put first, so that only its own conditions keep it out. */
export const putFirst = (tariff: Tariff, path: string): Tariff => rewrite(tariff, (rate, own) => {
  if (rate.type !== "choose") return rate
  const chosen = rate.cases.find((_, index) => `${own}.cases.${index}` === path)
  return chosen === undefined ? rate : { ...rate, cases: [chosen, ...rate.cases] }
})

const windowsIn = ({ entry, exit, inside }: Condition): ReadonlyArray<Windows> => [entry, exit, inside].filter((windows) => windows !== undefined)

/** Windows that `rate` itself reads. */
export const windowsOf = (rate: Rate): ReadonlyArray<Window> => {
  if (rate.type === "dynamic") return rate.windows.flatMap(({ during }) => list(during))
  if (rate.type === "subscription") return rate.covers.during === undefined ? [] : list(rate.covers.during)
  return rate.type === "choose" ? rate.cases.flatMap((each) => windowsIn(each.if).flatMap(list)) : []
}

/** Periods that `rate` itself counts by. */
export const periodsOf = (rate: Rate) => {
  const per = rate.type === "each" ? rate.per : rate.type === "subscription" ? rate.covers.per : undefined
  if (per === undefined || per === "stay") return []
  const length = periodLength(per)
  return [{ length, calendar: isCalendar(length), at: per.at ?? "00:00" }]
}

/** Paths of the parts of `rate` that what a vehicle does decides about. */
export const phasedParts = (rate: Rate, path: string): ReadonlyArray<string> => {
  const some = (windows: Windows) => list(windows).some(isPhased)
  if (rate.type === "dynamic") return rate.windows.flatMap(({ during }, index) => some(during) ? [`${path}.windows.${index}`] : [])
  return rate.type === "choose" ? rate.cases.flatMap((each, index) => windowsIn(each.if).some(some) ? [`${path}.cases.${index}`] : []) : []
}

/** True where `path` is `above` or lies below it. */
export const isWithin = (path: string, above: string): boolean => path === above || path.startsWith(`${above}.`)
