/** The tariff language as JSON, as the reference reads it: a tariff that was decoded before, nothing is checked here. */
import type { Count, Mode } from "./Fraction.ts"

export type OneOrMore<Value> = Value | ReadonlyArray<Value>

/** Decimals, closed-open. */
export interface Band {
  readonly from?: string
  readonly to?: string
}

export interface Window {
  readonly days?: ReadonlyArray<string>
  readonly from?: string
  readonly to?: string
  readonly ends?: "exclusive" | "inclusive"
  readonly dates?: { readonly from?: string; readonly to?: string }
  readonly phase?: string
  readonly current?: Band
  readonly power?: Band
}

export interface Conditions {
  readonly entry?: OneOrMore<Window>
  readonly exit?: OneOrMore<Window>
  readonly inside?: OneOrMore<Window>
  readonly lasting?: { readonly over?: string; readonly upTo?: string }
  readonly vehicle?: ReadonlyArray<string>
  readonly spot?: ReadonlyArray<string>
  readonly product?: string
  readonly pass?: string
  readonly validation?: string
  readonly visit?: Band
  readonly occupancy?: Band
  readonly lost?: boolean
  readonly expired?: boolean
  readonly unpaid?: { readonly over: string }
}

export interface DemandPrice {
  readonly start: string
  readonly bands: ReadonlyArray<{ readonly from: string; readonly change?: string; readonly factor?: string }>
  readonly min: string
  readonly max: string
  readonly every: string
}

export type Price = string | DemandPrice
export type Period = "stay" | { readonly every: string; readonly at?: string } | { readonly first: string; readonly at?: string }

interface Bracket {
  readonly upTo: string
  readonly price?: Price
  readonly rate?: Rate
}

type Crossing = "split" | "accumulate" | "entry" | "most" | { readonly follow: string }

export interface Each {
  readonly type: "each"
  readonly per: Period
  readonly partial?: "restart" | "continue" | "full"
  readonly max?: string
  readonly min?: string
  readonly maxIncl?: string
  readonly minIncl?: string
  readonly rate: Rate
}

export interface Hourly {
  readonly type: "hourly"
  readonly price: Price
  readonly per?: string
  readonly step?: string
  readonly count: Count | "exact"
}

export interface Slab {
  readonly type: "slab"
  readonly mode: "ladder" | "graduated"
  readonly brackets: ReadonlyArray<Bracket>
  readonly beyond: Rate | "unavailable"
}

export interface Dynamic {
  readonly type: "dynamic"
  readonly crossing: Crossing
  readonly windows: ReadonlyArray<{ readonly during: OneOrMore<Window>; readonly rate: Rate }>
  readonly otherwise: Rate | "unavailable"
}

export interface Subscription {
  readonly type: "subscription"
  readonly pass: string
  readonly covers: { readonly during?: OneOrMore<Window>; readonly upTo?: string; readonly per?: Period }
  readonly rest: Rate
}

interface Choose {
  readonly type: "choose"
  readonly cases: ReadonlyArray<{ readonly if: Conditions; readonly rate: Rate }>
  readonly otherwise: Rate | "unavailable"
}

export type Rate = { readonly label?: string; readonly tax?: string } & (
  | { readonly type: "flat"; readonly price: Price }
  | Hourly
  | { readonly type: "energy"; readonly price: Price }
  | Slab
  | Dynamic
  | Subscription
  | Choose
  | Each
  | { readonly type: "sum" | "cheapest"; readonly of: ReadonlyArray<Rate> }
  | { readonly type: "scale"; readonly by: string; readonly rate: Rate }
  | { readonly type: "billed"; readonly step: string; readonly count: Count; readonly rate: Rate }
  | { readonly type: "named"; readonly name: string }
)

type Visits = "apart" | "accumulate" | { readonly accumulate: string; readonly minInterruption?: string }

export interface Tariff {
  readonly zone?: string
  readonly currency: string
  readonly minorUnits?: number
  readonly tax: "included" | "added" | "none"
  readonly rounding: { readonly mode: Mode; readonly to: string; readonly where: "total" | "line" }
  readonly seconds: "counted" | "dropped"
  readonly visits: Visits
  readonly holidays?: string | ReadonlyArray<string>
  readonly valid?: { readonly from?: string; readonly until?: string }
  readonly rates?: { readonly [name: string]: Rate }
  readonly rate: Rate
}

export const listOf = <Value>(given: OneOrMore<Value>): ReadonlyArray<Value> => (Array.isArray(given) ? given : [given as Value])

/** Whole seconds of elapsed time such as PT1H30M. */
export const seconds = (elapsed: string): number => {
  const [, hours = "0", minutes = "0", rest = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(elapsed) ?? []
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(rest)
}
