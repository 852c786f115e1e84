/** Tariffs: the whole language, valid by its grammar, mostly small. */
import { Money } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import type { TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { isObject, isRate, type JsonObject, mapRates, plain, places, type RateJson, ratesIn, without } from "./Json.ts"
import { currency } from "./Money.ts"
import { inOrder, rate, rateNames, type RateOptions } from "./Rate.ts"
import { timeZones } from "./Time.ts"
import { dateText, elapsedText, fullDates, maybe, secondsOf } from "./Window.ts"

/** What tariffs are made of. */
export interface TariffOptions extends RateOptions {
  /** Currencies to make; of 2, 0 and 3 decimals by default. */
  readonly currencies?: ReadonlyArray<Money.Currency>
  /** Zones to make; {@link timeZones} by default. */
  readonly zones?: ReadonlyArray<TimeZone.TimeZone>
  /** Rates of the tariff and of its named rates together; 16 by default. */
  readonly nodes?: number
  /** `apart` only, or all (default). */
  readonly visits?: "apart" | "all"
  /** All by default. */
  readonly tax?: ReadonlyArray<"included" | "added" | "none">
}

/** The holiday calendars that generated tariffs name: what a host has to register. */
export const calendars: { readonly [id: string]: ReadonlyArray<string> } = {
  "public": ["2026-01-01", "2026-03-29", "2026-05-01", "2026-06-15", "2026-10-25", "2026-12-25", "2027-01-01", "2011-12-30"],
  "none": []
}

/** `count` times the smallest amount of `minorUnits` decimals. */
const smallestTimes = (count: number, minorUnits: number): string => {
  if (minorUnits === 0) return `${count}`
  const digits = count.toString().padStart(minorUnits + 1, "0")
  return `${digits.slice(0, -minorUnits)}.${digits.slice(-minorUnits)}`
}

const visits = ({ clockless = false, visits: which = "all" }: TariffOptions): fc.Arbitrary<unknown> => {
  const rolling = elapsedText({ minSeconds: 600, maxHours: 72 })
  const interruption = maybe(elapsedText({ maxHours: 12 }), 50)
  const free = which === "all"
  const anyDay = free && !clockless ? 1 : 0
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 8, arbitrary: fc.constant("apart") },
    { weight: anyDay, arbitrary: fc.constant("accumulate") },
    { weight: anyDay, arbitrary: interruption.map((minInterruption) => ({ accumulate: "day", minInterruption })) },
    { weight: free ? 1 : 0, arbitrary: fc.tuple(rolling, interruption).map(([accumulate, minInterruption]) => ({ accumulate, minInterruption })) }
  )
}

const holidays = fc.oneof(
  { weight: 3, arbitrary: fc.uniqueArray(dateText(), { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(calendars)) }
)

const valid = fullDates().map(({ from, to }) => ({ from, until: to }))

const terms = (options: TariffOptions) => {
  const { clockless = false, unavailable = true } = options
  return {
    zone: maybe(fc.constantFrom(...(options.zones ?? timeZones)), options.zones === undefined ? 75 : 100),
    tax: fc.constantFrom(...(options.tax ?? ["none", "added", "included"] as const)),
    seconds: fc.constantFrom("counted", "counted", "counted", "dropped"),
    visits: visits(options),
    holidays: maybe(holidays, clockless ? 0 : 30),
    valid: maybe(valid, clockless || !unavailable ? 0 : 6),
    // Settled below: by which of them a rate may refer to, and by what taxes there may be.
    rates: fc.record(Object.fromEntries(rateNames.map((name) => [name, rate({ ...options, depth: Math.min(2, options.depth ?? 2) })]))),
    taxes: fc.constantFrom("one", "one", "several")
  }
}

const instead = { type: "flat", price: "1.00" } as const

/** Names that are known, and no others; what a rate that is not there would have been is flat. */
const namesSettled = (tariff: JsonObject): JsonObject => {
  const given = isObject(tariff["rates"]) ? tariff["rates"] : {}
  const known = (names: ReadonlyArray<string>) => (rate: RateJson) =>
    rate.type === "named" && !names.some((name) => name === rate["name"]) ? instead : rate
  const order = rateNames.filter((name) => isRate(given[name]))
  const rates = Object.fromEntries(order.map((name, index) => [name, mapRates(given[name], known(order.slice(0, index)))]))
  const main = mapRates(tariff["rate"], known(order))
  const asked = (value: unknown): ReadonlyArray<string> =>
    ratesIn(value).flatMap(({ name, type }) => (type === "named" && typeof name === "string" ? [name, ...asked(rates[name])] : []))
  const used = new Set(asked(main))
  const left = Object.fromEntries(Object.entries(rates).filter(([name]) => used.has(name)))
  return { ...without(tariff, "rates"), ...(used.size === 0 ? {} : { rates: left }), rate: main }
}

/** Over several tax rates a maximum with tax stands beside one without, is no less, and within no other. */
const capsSettled = (rate: unknown): unknown => {
  if (!isRate(rate) || rate.type !== "each") return rate
  const { max, maxIncl } = rate
  if (typeof max !== "string") return without(rate, "maxIncl")
  const below = mapRates(rate["rate"], (inner) => without(inner, "maxIncl"))
  return { ...rate, ...(typeof maxIncl === "string" && { maxIncl: inOrder(max, maxIncl)[1] }), rate: below }
}

/** Bounds with tax where it is added only; one tax for all, or several. */
const taxSettled = ({ taxes, ...tariff }: JsonObject): JsonObject => {
  const [first] = ratesIn(tariff).flatMap(({ tax }) => (typeof tax === "string" ? [tax] : []))
  const isOne = taxes === "one"
  const gone = [...(tariff["tax"] === "added" ? [] : ["maxIncl", "minIncl"]), ...(isOne ? ["tax"] : [])]
  const mapped = mapRates(tariff, (rate) => isOne ? without(rate, ...gone) : capsSettled(without(rate, ...gone)))
  if (!isObject(mapped)) return tariff
  if (isOne) return first !== undefined && isObject(mapped["rate"]) ? { ...mapped, rate: { ...mapped["rate"], tax: first } } : mapped
  // Where a name is used, it may stand within another maximum.
  return { ...mapped, ...("rates" in mapped && { rates: mapRates(mapped["rates"], (rate) => without(rate, "maxIncl")) }) }
}

/** Days that a repeating period has. */
const daysOf = (per: unknown): number => {
  const every = isObject(per) ? per["every"] : undefined
  return typeof every === "string" ? secondsOf(every) / 86_400 || 1 : 366
}

/** Periods that go on within each other are few enough in a year, wherever names put them. */
const continuedSettled = (tariff: JsonObject): JsonObject => {
  const continued = ratesIn(tariff).filter(({ partial }) => partial === "continue")
  if (continued.reduce((product, { per }) => product * 366 / daysOf(per), 1) <= 100_000_000) return tariff
  const mapped = mapRates(tariff, (rate) => rate["partial"] === "continue" ? { ...rate, partial: "restart" } : rate)
  return isObject(mapped) ? mapped : tariff
}

const settled = (tariff: unknown): JsonObject => {
  const json = plain(tariff)
  return isObject(json) ? continuedSettled(taxSettled(namesSettled(json))) : {}
}

/** Decimals show more of what two engines disagree on, so currencies without them are fewer. */
const money = ({ currencies }: TariffOptions): fc.Arbitrary<Money.Currency> =>
  currencies === undefined
    ? fc.oneof({ weight: 1, arbitrary: currency() }, { weight: 2, arbitrary: fc.constantFrom(...["EUR", "KWD", "USD"].map((code) => Money.Currency.make(code))) })
    : currency({ among: currencies })

/** How many rates a tariff is made of. */
export const nodesOf = (tariff: unknown): number => ratesIn(tariff).length

/** A tariff as JSON text is parsed, before it is decoded: any construct and option of the language. */
export const tariffJson = (options: TariffOptions = {}): fc.Arbitrary<JsonObject> => tariffOf(rate(options), options)

/** A tariff of one of `rates`, as `Rate.ts` makes them. */
export const tariffOf = (rates: fc.Arbitrary<unknown>, options: TariffOptions = {}): fc.Arbitrary<JsonObject> => {
  const { nodes = 16 } = options
  return fc.record({
    money: fc.record({ currency: money(options), minorUnits: maybe(fc.integer({ min: 0, max: 4 }), 15) }),
    rounding: fc.record({
      mode: fc.constantFrom("half-up", "half-even", "up", "down"),
      count: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 5, 10, 50, 100),
      where: fc.constantFrom("total", "total", "line")
    }),
    ...terms(options),
    rate: rates
  }).map(({ money, rounding: { count, mode, where }, ...rest }) => {
    const places = Math.min(money.minorUnits ?? 4, Money.minorUnits(money.currency))
    return settled({ ...money, rounding: { mode, to: smallestTimes(count, places), where }, ...rest })
  }).filter((tariff) => nodesOf(tariff) <= nodes)
}

/** Options for tariffs of a single `flat` or `hourly`, to which only a stay's length matters. */
export const simple: TariffOptions = { constructs: ["flat", "hourly"], demand: false, visits: "apart", clockless: true, energy: false, unavailable: false }

/** A tariff with any of the language's constructs and options. */
export const tariff = (options: TariffOptions = {}): fc.Arbitrary<Tariff.Tariff> =>
  tariffJson(options).map((json) => Result.getOrThrow(Tariff.decode(json)))

/** A price that follows demand: where it is, where it begins, and its bounds. */
export interface Demand {
  /** "rate.price", as a stay's levels name it. */
  readonly path: string
  readonly start: string
  readonly min: string
  readonly max: string
}

/** The prices of a tariff that follow demand. */
export const demandsOf = (tariff: unknown): ReadonlyArray<Demand> =>
  places(tariff).flatMap(({ path, value }) => {
    if (!isObject(value) || !Array.isArray(value["bands"])) return []
    const { max, min, start } = value
    return typeof max === "string" && typeof min === "string" && typeof start === "string" ? [{ path, start, min, max }] : []
  })
