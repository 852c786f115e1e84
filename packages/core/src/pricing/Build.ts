/**
 * Tariffs in words: `hourly("2.00").counting("started").cappedAt("24.00", calendarDay("restart"))` is the JSON that one
 * would write by hand, with the types watching.
 *
 * Nothing is inferred that admits two prices. What steps count, how a period that a stay does not fill is priced, whether
 * a day is the calendar's or rolls, whether free time is deducted: each must be said, and what lacks it is no rate yet.
 */
import type { Result } from "effect"
import type { Calendar } from "./Clocks.ts"
import type { Condition } from "./Facts.ts"
import type { Period as PeriodJson } from "./Period.ts"
import type { Price } from "./Price.ts"
import type * as Rate from "./Rate.ts"
import * as Tariff from "./Tariff.ts"
import type { Windows } from "./Window.ts"

type PartialPeriod = "restart" | "continue" | "full"
type Count = Rate.Hourly["count"]

interface Stay {
  readonly per: "stay"
  readonly partial?: never
}

interface Every<P> {
  readonly per: Extract<PeriodJson, { readonly every: unknown }>
  readonly partial: P
}

/** What follows a first period has no end to be priced to. */
interface First<P> {
  readonly per: Extract<PeriodJson, { readonly first: unknown }>
  readonly partial: Exclude<P, "full">
}

/** How long a bound holds, and what becomes of a period that the stay does not fill. */
export type Period<P extends PartialPeriod = PartialPeriod> = Stay | Every<P> | First<P>

/** The whole stay, however long. */
export const stay: Period<never> = { per: "stay" }

const calendar = (every: Calendar) => <P extends PartialPeriod>(partial: P, { at }: { readonly at?: string } = {}): Period<P> =>
  ({ per: { every, ...(at !== undefined && { at }) }, partial })

/** From local midnight, or the clock `at`, to the next: 23 or 25 hours where clocks change. */
export const calendarDay = calendar("day")
/** From Monday. */
export const calendarWeek = calendar("week")
/** From the first of the month. */
export const calendarMonth = calendar("month")
/** So much time, again and again, from the first second of what the rate is given. */
export const rolling = <P extends PartialPeriod>(every: string, partial: P): Period<P> => ({ per: { every }, partial })
/** 24 hours from the first second, and the next 24. */
export const rolling24h = <P extends PartialPeriod>(partial: P): Period<P> => rolling("PT24H", partial)

/** The first of such periods only; the rate goes on after it, anew (`restart`) or running on (`continue`). */
export const firstOf = (period: Period<"restart" | "continue">): Period<"restart" | "continue"> => {
  if (period.per === "stay" || !("every" in period.per)) return period
  const { every, ...at } = period.per
  return { per: { first: every, ...at }, partial: period.partial }
}

/** Bounds in the tariff's own terms; `Incl` with tax, where it is added. */
export interface Bounds {
  readonly max?: string
  readonly min?: string
  readonly maxIncl?: string
  readonly minIncl?: string
}

/** What a pass covers; so much of it anew per period, if it has a limit. */
export type Covers = { readonly during?: Windows } | { readonly during?: Windows; readonly upTo: string; readonly per?: PeriodJson }

/** A rate that says all it must. */
export interface Built {
  /** Its JSON. */
  readonly rate: Rate.Rate
  /** What its line on the bill is called. */
  readonly labelled: (label: string) => Built
  /** Tax as a fraction: "0.19". */
  readonly taxed: (tax: string) => Built
  readonly cappedAt: (max: string, period: Period) => Built
  readonly atLeast: (min: string, period: Period) => Built
  /** Several bounds of one period, or none: a flat price each day. */
  readonly each: (period: Period, bounds?: Bounds) => Built
  /** Free time first: `deducted` from what is paid for, or a `threshold` beyond which all of the time is paid for. */
  readonly afterFree: (time: string, how: "deducted" | "threshold") => Built
  /** Costs nothing where the driver holds the pass and it covers the time. */
  readonly coveredBy: (pass: string, covers: Covers) => Built
  /** So many times the price: "0.8" is 20 % off. */
  readonly times: (by: string) => Built
  /** The time (PT15M) or energy (10 kWh) is rounded as a whole before it is priced. */
  readonly billedIn: (step: string, count: Rate.Billed["count"]) => Built
}

const made = (rate: Rate.Rate): Built => {
  const each = ({ partial, per }: Period, bounds: Bounds = {}) => made({ type: "each", per, ...(partial !== undefined && { partial }), ...bounds, rate })
  return {
    rate,
    labelled: (label) => made({ ...rate, label }),
    taxed: (tax) => made({ ...rate, tax }),
    each,
    cappedAt: (max, period) => each(period, { max }),
    atLeast: (min, period) => each(period, { min }),
    afterFree: (time, how) => made({ type: "slab", mode: how === "deducted" ? "graduated" : "ladder", brackets: [{ upTo: time, price: "0" }], beyond: rate }),
    coveredBy: (pass, covers) => made({ type: "subscription", pass, covers, rest: rate }),
    times: (by) => made({ type: "scale", by, rate }),
    billedIn: (step, count) => made({ type: "billed", step, count, rate })
  }
}

/** No price is offered. */
export const unavailable = "unavailable"
type OrUnavailable = Built | typeof unavailable

const json = (rate: OrUnavailable): Rate.Rate | Rate.Unavailable => (rate === unavailable ? rate : rate.rate)

/** One price for time of any length. */
export const flat = (price: Price): Built => made({ type: "flat", price })
export const free: Built = flat("0")
/** Per kWh delivered. */
export const energy = (price: Price): Built => made({ type: "energy", price })
/** A rate of the tariff's `rates`. */
export const named = (name: string): Built => made({ type: "named", name })

/** A price per time: no rate before it says what counts. */
export interface Uncounted {
  /** Steps that were started, completed, the nearest number of them, in steps of the unit, or others; or the exact time. */
  readonly counting: (...how: ["exact"] | [count: Exclude<Count, "exact">, steps?: { readonly inStepsOf: string }]) => Built
}

const uncounted = (price: Price, unit: { readonly per?: string }): Uncounted => ({
  counting: (count, { inStepsOf }: { readonly inStepsOf: string } = { inStepsOf: "" }) => made({ type: "hourly", price, ...unit, ...(inStepsOf !== "" && { step: inStepsOf }), count })
})

/** A price per hour. */
export const hourly = (price: Price): Uncounted => uncounted(price, {})
/** A price per so much time: `per("PT15M", "0.50")`. */
export const per = (unit: string, price: Price): Uncounted => uncounted(price, { per: unit })

/** Prices by length, the next one longer. */
export interface Brackets {
  readonly upTo: (time: string, costs: Price | Built) => Brackets
  readonly beyond: (rate: OrUnavailable) => Built
}

const brackets = (mode: Rate.Slab["mode"], known: ReadonlyArray<Rate.Bracket>): Brackets => ({
  upTo: (time, costs) => brackets(mode, [...known, typeof costs === "object" && "rate" in costs ? { upTo: time, rate: costs.rate } : { upTo: time, price: costs }]),
  beyond: (rate) => made({ type: "slab", mode, brackets: known, beyond: json(rate) })
})

/** The first bracket that is long enough prices all of the time. */
export const ladder: Pick<Brackets, "upTo"> = brackets("ladder", [])
/** Each bracket prices its own part of the time. */
export const graduated: Pick<Brackets, "upTo"> = brackets("graduated", [])

/** Rates by window, the first that holds first. */
export interface ByWindow {
  readonly during: (windows: Windows, rate: Built) => ByWindow
  readonly otherwise: (rate: OrUnavailable) => Built
}

const windows = (crossing: Rate.Dynamic["crossing"], known: Rate.Dynamic["windows"]): ByWindow => ({
  during: (during, { rate }) => windows(crossing, [...known, { during, rate }]),
  otherwise: (rate) => made({ type: "dynamic", crossing, windows: known, otherwise: json(rate) })
})

/** Rates by window; `crossing` says how a stay in several is priced. */
export const byWindow = (crossing: Rate.Dynamic["crossing"]): Pick<ByWindow, "during"> => windows(crossing, [])

/** Rates by what is known of the stay, the first that holds first. */
export interface Cases {
  readonly when: (facts: Condition, rate: Built) => Cases
  readonly otherwise: (rate: OrUnavailable) => Built
}

const cases = (known: Rate.Choose["cases"]): Cases => ({
  when: (facts, { rate }) => cases([...known, { if: facts, rate }]),
  otherwise: (rate) => made({ type: "choose", cases: known, otherwise: json(rate) })
})

export const when = (facts: Condition, rate: Built): Cases => cases([]).when(facts, rate)

/** All of them together. */
export const sum = (first: Built, ...rest: ReadonlyArray<Built>): Built => made({ type: "sum", of: [first, ...rest].map(({ rate }) => rate) })
/** The least that is available; ties to the first. */
export const cheapest = (first: Built, ...rest: ReadonlyArray<Built>): Built => made({ type: "cheapest", of: [first, ...rest].map(({ rate }) => rate) })

/** Everything that a tariff says besides its rates. */
export type Terms = Omit<Tariff.Encoded, "rate" | "rates">

/** The tariff, checked: amounts, times and names are still only texts to the compiler. */
export const tariff = ({ rate, rates, ...terms }: Terms & { readonly rate: Built; readonly rates?: { readonly [name: string]: Built } }): Result.Result<Tariff.Tariff, Tariff.InvalidTariff> =>
  Tariff.decode({
    ...terms,
    ...(rates !== undefined && { rates: Object.fromEntries(Object.entries(rates).map(([name, built]) => [name, built.rate])) }),
    rate: rate.rate
  })
