/**
 * What a stay costs, worked out the slow way: the whole tariff language, interval by interval, as its meaning is written down.
 *
 * The engine is compared with this, so the two share no code: fractions, sets, clocks, windows, tax and rounding are its own.
 *
 * Units: instants in epoch milliseconds, floored to whole seconds; prices in minor units of the tariff.
 * Fails: RangeError when an exit is before its entry.
 */
import * as Clocks from "./Clocks.ts"
import { decimal, type Facts } from "./Facts.ts"
import * as Fraction from "./Fraction.ts"
import { seconds, type Tariff } from "./Grammar.ts"
import * as Lines from "./Lines.ts"
import type { Phase } from "./Phases.ts"
import { type Context, price } from "./Rates.ts"
import * as Sets from "./Sets.ts"

/** A visit in epoch milliseconds. */
export type Visit = readonly [entry: number, exit: number]

export interface Stay {
  /** The last is the visit that is priced, the others came before it. */
  readonly visits: ReadonlyArray<Visit>
  readonly phases?: ReadonlyArray<{ readonly name: string; readonly from: number; readonly to: number; readonly kwh?: string; readonly amps?: string; readonly kw?: string }>
  readonly facts?: Facts
  /** Demand prices as they stood at the entry, by their path in the tariff. */
  readonly levels?: { readonly [path: string]: string }
}

/** What the host of a tariff knows: the lot's zone, calendars of holidays by name, decimals of the currency. */
export interface Host {
  readonly zone?: string
  readonly calendars?: { readonly [id: string]: ReadonlyArray<string> }
  readonly minorUnits?: number
}

export interface Price {
  readonly net: bigint
  readonly gross: bigint
}

/** ISO 4217's minor units that are not two. */
const decimals = new Map([
  ...["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF", "XTS", "XXX"].map((code) => [code, 0] as const),
  ...["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"].map((code) => [code, 3] as const),
  ...["CLF", "UYW"].map((code) => [code, 4] as const)
])

const wholeSeconds = (millis: number): number => Math.floor(millis / 1_000)

/** A visit in whole seconds, or in whole minutes when seconds are dropped. */
const visitSpan = ([entry, exit]: Visit, dropped: boolean): Sets.Span => {
  if (exit < entry) throw new RangeError("the exit is before the entry")
  const [from, to] = [wholeSeconds(entry), wholeSeconds(exit)]
  return [from, dropped ? to - ((to - from) % 60) : to]
}

/** Visits closer to each other than the minimum interruption, as one; the gap is part of it. */
const merged = (visits: ReadonlyArray<Sets.Span>, minInterruption: number): ReadonlyArray<Sets.Span> => {
  const apart: Array<Sets.Span> = []
  for (const [from, to] of visits) {
    const last = apart.at(-1)
    if (last !== undefined && from - last[1] < minInterruption) apart[apart.length - 1] = [last[0], Math.max(last[1], to)]
    else apart.push([from, to])
  }
  return apart
}

/** The earlier visits that are priced together with this one. */
const accumulated = (rule: string, earlier: ReadonlyArray<Sets.Span>, current: Sets.Span, clock: Clocks.Clock): ReadonlyArray<Sets.Span> => {
  if (rule === "day") return earlier.filter(([from]) => clock.dayOf(from) === clock.dayOf(current[0]))
  const window = seconds(rule)
  let group: Array<Sets.Span> = []
  for (const visit of [...earlier, current]) {
    const [opening = visit] = group
    group = visit[0] - opening[0] < window ? [...group, visit] : [visit]
  }
  return group.slice(0, -1)
}

const holidaysOf = ({ holidays = [] }: Tariff, { calendars = {} }: Host): ReadonlySet<number> => {
  const dates = typeof holidays === "string" ? calendars[holidays] : holidays
  if (dates === undefined) throw new RangeError("no calendar of that name")
  return new Set(dates.map(Clocks.dayWritten))
}

const phasesOf = ({ phases = [] }: Stay): ReadonlyArray<Phase> =>
  phases.flatMap(({ amps, from, kw, kwh = "0", name, to }) => {
    const span = { from: wholeSeconds(from), to: wholeSeconds(to) }
    const supply = { ...(amps === undefined ? {} : { amps: Fraction.read(amps) }), ...(kw === undefined ? {} : { kw: Fraction.read(kw) }) }
    return span.from < span.to ? [{ name, ...span, kwh: Fraction.read(kwh), ...supply }] : []
  })

const contextOf = (tariff: Tariff, stay: Stay, host: Host): Context => {
  const zone = tariff.zone ?? host.zone
  if (zone === undefined) throw new RangeError("neither the tariff nor the lot has a time zone")
  const { facts = {}, levels = {} } = stay
  return {
    clock: Clocks.of(zone),
    holidays: holidaysOf(tariff, host),
    phases: phasesOf(stay),
    facts,
    levels,
    occupancy: decimal(facts.occupancy),
    rates: tariff.rates ?? {},
    taxAdded: tariff.tax === "added"
  }
}

const netAndGross = (tax: Tariff["tax"], line: Lines.Line): readonly [net: Fraction.Fraction, gross: Fraction.Fraction] => {
  const { amount } = line
  if (tax === "added") return [amount, Lines.grossAdded(line)]
  return [tax === "included" ? Fraction.over(amount, Fraction.plus(Fraction.one, line.tax)) : amount, amount]
}

/** The sums of a bill, in minor units. */
const billed = ({ currency, minorUnits, rounding: { mode, to, where }, tax }: Tariff, host: Host, lines: Lines.Lines): Price => {
  const scale = Fraction.of(10n ** BigInt(minorUnits ?? host.minorUnits ?? decimals.get(currency) ?? 2))
  const round = (amount: Fraction.Fraction) => Fraction.rounded(amount, Fraction.read(to), mode)
  const pairs = lines.map((line) => netAndGross(tax, line))
  const minor = (amounts: ReadonlyArray<Fraction.Fraction>): bigint => {
    const [units, part] = Fraction.times(where === "line" ? Fraction.sum(amounts.map(round)) : round(Fraction.sum(amounts)), scale)
    if (part !== 1n) throw new RangeError("the tariff rounds to less than its minor unit")
    return units < 0n ? 0n : units
  }
  return { net: minor(pairs.map(([net]) => net)), gross: minor(pairs.map(([, gross]) => gross)) }
}

/** The price of visits together, the number of the last among them being `visit` unless the facts say otherwise. */
const priceOfUnion = (tariff: Tariff, host: Host, context: Context, visits: ReadonlyArray<Sets.Span>, visit: number): Price | "unavailable" => {
  const facts = { visit, ...context.facts }
  const lines = price(tariff.rate, Sets.ofSpans(visits), { ...context, facts }, { path: "rate", tax: Fraction.zero })
  return lines === "unavailable" ? lines : billed(tariff, host, lines)
}

/** A rate, or any JSON, without the tax rates it writes. */
const untaxed = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(untaxed)
  if (typeof json !== "object" || json === null) return json
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== "tax").map(([key, value]) => [key, untaxed(value)]))
}

/** Where there is no tax, rates of it mean nothing: they tell no lines apart. */
const read = (json: unknown): Tariff => {
  const tariff = json as Tariff
  return tariff.tax === "none" ? { ...tariff, ...(untaxed({ rate: tariff.rate, rates: tariff.rates ?? {} }) as Pick<Tariff, "rate" | "rates">) } : tariff
}

/** What the last visit of a stay costs under a tariff, given as JSON that was checked before. */
export const priceOf = (json: unknown, stay: Stay, host: Host = {}): Price | "unavailable" => {
  const tariff = read(json)
  const context = contextOf(tariff, stay, host)
  const visits = stay.visits.map((visit) => visitSpan(visit, tariff.seconds === "dropped"))
  const current = visits.at(-1)
  if (current === undefined) throw new RangeError("a stay has at least one visit")
  if (current[0] === current[1]) return { net: 0n, gross: 0n }
  const earlier = visits.slice(0, -1).toSorted(([a], [b]) => a - b)
  const dayOf = ([entry]: Sets.Span) => context.clock.dayOf(entry)
  if (tariff.visits === "apart") {
    const sameDay = earlier.filter((visit) => dayOf(visit) === dayOf(current))
    return priceOfUnion(tariff, host, context, [current], sameDay.length + 1)
  }
  const { accumulate, minInterruption = "PT0S" } = tariff.visits === "accumulate" ? { accumulate: "day" } : tariff.visits
  const group = accumulated(accumulate, earlier, current, context.clock)
  const [before, all] = [group, [...group, current]].map((some) => merged(some, seconds(minInterruption))) as [ReadonlyArray<Sets.Span>, ReadonlyArray<Sets.Span>]
  const paid = priceOfUnion(tariff, host, context, before, before.length)
  const whole = priceOfUnion(tariff, host, context, all, all.length)
  return paid === "unavailable" || whole === "unavailable" ? "unavailable" : { net: whole.net - paid.net, gross: whole.gross - paid.gross }
}
