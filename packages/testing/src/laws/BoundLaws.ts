/**
 * Laws that say how much: caps cap, free is free, the cheapest is below its parts, and what a stay costs follows from
 * what parts of it cost. Of one visit alone, each.
 */
import { Money, Rational } from "@parkade/core/money"
import { Calendar, Instant } from "@parkade/core/time"
import { Equal } from "effect"
import { isObject, type JsonObject, mapRates, plain, type RateJson } from "../arbitraries/Json.ts"
import { secondsOf } from "../arbitraries/Window.ts"
import type { AlgebraCase } from "./AlgebraCase.ts"
import { cheapest, costs, scale, unavailable, under } from "./AlgebraLaws.ts"
import { type Law, show } from "./Law.ts"
import { type Outcome, outcomeOf } from "./Pricing.ts"

const day = 86_400_000

/** The visit alone, by seconds. */
const alone = (input: AlgebraCase): AlgebraCase => ({ ...input, tariff: { ...input.tariff, visits: "apart", seconds: "counted" }, stay: { ...input.stay, earlier: [] } })

/** Terms under which next to nothing is rounded away: a million times the price, to the smallest amount. */
const finely = (input: AlgebraCase, rate: JsonObject): JsonObject => {
  const fine = under(input, scale("1000000", rate))
  return { ...fine, rounding: { ...(isObject(fine["rounding"]) ? fine["rounding"] : {}), mode: "half-up" } }
}

/** The side of a price that the tariff's amounts are written in: net where tax is added. */
const own = (tax: unknown, price: Exclude<Outcome, string>): number => (tax === "added" ? price.net : price.gross)

const priceBetween = (input: AlgebraCase, rate: JsonObject, from: number, to: number): Outcome =>
  outcomeOf(finely(input, rate), { ...input.stay, entry: Instant.Instant.make(from), exit: Instant.Instant.make(to) }, input.host)

/** The prices of the parts sum to the price of the whole, but for what is rounded; nothing where a part has no price. */
const adds = (tax: unknown, to: unknown, whole: Outcome, parts: ReadonlyArray<readonly [count: number, part: Outcome]>): string | undefined => {
  if (whole === "AmountTooLarge" || parts.some(([, part]) => part === "AmountTooLarge")) return undefined
  const none = parts.some(([count, part]) => count > 0 && part === "Unavailable")
  if (none || whole === "Unavailable") return none === (whole === "Unavailable") ? undefined : `${show(whole)}, but in parts ${show(parts)}`
  const sum = parts.reduce((total, [count, part]) => total + (typeof part === "string" ? 0 : count * own(tax, part)), 0)
  const slack = (1 + parts.reduce((total, [count]) => total + count, 0)) * Math.max(1, Number(to) * 10_000)
  return typeof whole === "string" || Math.abs(own(tax, whole) - sum) <= slack ? undefined : `${show(whole)}, but in parts ${show(parts)}`
}

const toOf = ({ tariff: { rounding } }: AlgebraCase): unknown => (isObject(rounding) ? rounding["to"] : undefined)

const second = (instant: number): number => Math.floor(instant / 1_000) * 1_000

/** Laws of rates that neither clocks, nor phases, nor visits matter to. */
export const clocklessLaws: ReadonlyArray<Law<AlgebraCase>> = [{
  name: "each PT24H of a clockless rate is so many days and a rest",
  counterexample: (given) => {
    const input = alone(given)
    const { amounts: [max], rates: [rate], stay, tariff: { tax } } = input
    const [entry, exit] = [second(stay.entry), second(stay.exit)]
    const [days, rest] = [Math.floor((exit - entry) / day), (exit - entry) % day]
    const clamped = { type: "each", per: "stay", max, rate }
    const whole = priceBetween(input, { type: "each", per: { every: "PT24H" }, partial: "restart", max, rate }, entry, exit)
    return adds(tax, toOf(input), whole, [[days, priceBetween(input, clamped, entry, entry + day)], [1, priceBetween(input, clamped, exit - rest, exit)]])
  }
}]

/** Local midnights, as if clocks ran on UTC, from the day before the stay to the day after. */
const localDays = ({ stay: { entry, exit }, zone }: AlgebraCase): ReadonlyArray<number> => {
  const first = Math.floor((entry + Calendar.offsetMillis(zone, entry)) / day) - 1
  const last = Math.floor((exit + Calendar.offsetMillis(zone, exit)) / day) + 1
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * day)
}

const clockMillis = (clock: unknown): number => (typeof clock === "string" ? (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * 60_000 : 0)

const begins = (period: unknown, midnight: number): boolean => {
  if (period === "week") return new Date(midnight).getUTCDay() === 1
  return period === "month" ? new Date(midnight).getUTCDate() === 1 : true
}

/** How many periods the stay touches: days are the calendar's, of 23 or 25 hours too. */
const periodsTouched = (input: AlgebraCase): number => {
  const { per, stay: { entry, exit }, zone } = input
  if (!isObject(per)) return 1
  const { at, every } = per
  const [from, to] = [second(entry), second(exit)]
  if (typeof every === "string" && every.startsWith("PT")) return Math.ceil((to - from) / 1_000 / secondsOf(every))
  const boundaries = localDays(input).filter((midnight) => begins(every, midnight)).map((midnight) => Calendar.resolve(zone, midnight + clockMillis(at)))
  return new Set(boundaries.filter((boundary) => boundary > from && boundary < to)).size + 1
}

/** A bound of each period bounds the price of a stay by as much for each period that it touches. */
const bounded = (name: string, key: "max" | "min", mode: "down" | "up"): Law<AlgebraCase> => ({
  name,
  counterexample: (given) => {
    const input = alone(given)
    const { amounts: [bound], partial, per, rates: [rate], stay, tariff } = input
    if ((isObject(per) && "first" in per) || second(stay.entry) === second(stay.exit)) return undefined
    const each = { type: "each", per, ...(per === "stay" ? {} : { partial }), [key]: bound, rate }
    const priced = costs(input, each, { rounding: { ...(isObject(tariff["rounding"]) ? tariff["rounding"] : {}), mode, where: "total" } })
    if (typeof priced === "string") return undefined
    const periods = periodsTouched(input)
    const units = Rational.make(BigInt(periods) * 10n ** BigInt(decimalsOf(tariff)))
    const limit = Rational.round(Rational.multiply(Rational.parse(bound) ?? Rational.zero, units), mode)
    const price = BigInt(own(tariff["tax"], priced))
    return (key === "max" ? price <= limit : price >= limit) ? undefined : `${show(priced)} in ${periods} periods with a ${key} of ${bound}`
  }
})

const caps = bounded("a cap caps", "max", "down")
const minimums = bounded("a minimum is charged in each period", "min", "up")

const decimalsOf = ({ currency, minorUnits }: JsonObject): number =>
  typeof minorUnits === "number" ? minorUnits : Money.minorUnits(Money.Currency.make(String(currency)))

/** The rate with every price and minimum zero. */
const freed = (rate: RateJson): JsonObject => {
  const free = (node: JsonObject): JsonObject => Object.fromEntries(Object.entries(node).flatMap(([key, value]) => {
    if (key === "min" || key === "minIncl") return []
    if (key === "price") return [[key, "0"]]
    return [[key, key === "brackets" && Array.isArray(value) ? value.map((bracket) => (isObject(bracket) ? free(bracket) : bracket)) : value]]
  }))
  const mapped = mapRates(rate, free)
  return isObject(mapped) ? mapped : rate
}

const isFree: Law<AlgebraCase> = {
  name: "free is free",
  counterexample: (input) => {
    const { rates: [rate], tariff } = input
    const named = isObject(tariff["rates"]) ? Object.fromEntries(Object.entries(tariff["rates"]).map(([name, value]) => [name, isObject(value) ? mapRates(value, freed) : value])) : undefined
    const priced = costs(input, freed(rate), named === undefined ? {} : { rates: named })
    return priced === "Unavailable" || Equal.equals(priced, { net: 0, gross: 0 }) ? undefined : show(priced)
  }
}

const below: Law<AlgebraCase> = {
  name: "cheapest costs what the least of its parts costs, in any order",
  counterexample: (given) => {
    const input = alone(given)
    const { rates, tariff: { tax } } = input
    const parts = rates.map((rate) => costs(input, rate))
    if (parts.includes("AmountTooLarge")) return undefined
    const available = parts.flatMap((part) => (typeof part === "string" ? [] : [own(tax, part)]))
    const expected = available.length === 0 ? undefined : Math.min(...available)
    const wrong = [rates, rates.toReversed()].map((of) => costs(input, cheapest(...of)))
      .find((priced) => (typeof priced === "string" ? undefined : own(tax, priced)) !== expected)
    return wrong === undefined ? undefined : `${show(wrong)} is the cheapest of ${show(parts)}`
  }
}

const never: Law<AlgebraCase> = {
  name: "unavailable is no price, and not a price of 0",
  counterexample: (input) => {
    const priced = costs(input, unavailable)
    const { stay: { entry, exit }, tariff: { seconds, valid } } = input
    const whole = second(exit) - second(entry)
    if (valid !== undefined || input.stay.earlier.length > 0 || (seconds === "dropped" ? whole < 60_000 : whole === 0)) return undefined
    return priced === "Unavailable" ? undefined : show(priced)
  }
}

/** Daily from `from` to `to`, both on the hour. */
const daily = ({ share }: AlgebraCase) => {
  const from = Math.floor(share * 22)
  const to = from + 1 + Math.floor(share * 100) % (24 - from)
  const clock = (hour: number) => `${hour.toString().padStart(2, "0")}:00`
  return { from: clock(from), to: clock(to) }
}

const splits: Law<AlgebraCase> = {
  name: "splitting at window boundaries sums to the whole where crossing is split",
  counterexample: (given) => {
    const input = alone(given)
    const { rates: [inside, outside], share, stay, tariff: { tax, valid }, zone } = input
    const during = daily(input)
    const rate = { type: "dynamic", crossing: "split", windows: [{ during, rate: inside }], otherwise: outside }
    const [entry, exit] = [second(stay.entry), second(stay.exit)]
    // A window that a change of clocks leaves no time is no boundary.
    const boundaries = localDays(input).map((midnight) => [during.from, during.to].map((clock) => Calendar.resolve(zone, midnight + clockMillis(clock))))
      .flatMap(([from = 0, to = 0]) => (from < to ? [from, to] : []))
      .filter((boundary) => boundary > entry && boundary < exit)
    const cut = boundaries[Math.floor(share * (boundaries.length - 1))]
    // Whether a tariff is valid is judged at the entry, and the second part has its own.
    if (cut === undefined || valid !== undefined || (during.from === "00:00" && during.to === "24:00")) return undefined
    const [whole, one, other] = [priceBetween(input, rate, entry, exit), priceBetween(input, rate, entry, cut), priceBetween(input, rate, cut, exit)]
    return adds(tax, toOf(input), whole, [[1, one], [1, other]])
  }
}

const visitsTouch: Law<AlgebraCase> = {
  name: "visits that accumulate and touch cost what one visit costs",
  counterexample: (given) => {
    const { host, rates, share, stay, tariff } = given
    // It may be asked which visit it is, or what day it began on.
    if (tariff["valid"] !== undefined || JSON.stringify([rates[0], tariff["rates"]]).includes('"visit"')) return undefined
    const together = under({ ...given, tariff: { ...tariff, visits: { accumulate: "PT9000H" }, seconds: "counted" } }, rates[0])
    const [entry, exit] = [second(stay.entry), second(stay.exit)]
    const cut = second(entry + (exit - entry) * share)
    const at = (from: number, to: number, ...earlier: ReadonlyArray<readonly [number, number]>) => outcomeOf(together, {
      ...stay,
      entry: Instant.Instant.make(from),
      exit: Instant.Instant.make(to),
      earlier: earlier.map(([start, end]) => ({ from: Instant.Instant.make(start), to: Instant.Instant.make(end) }))
    }, host)
    const [whole, one, other] = [at(entry, exit), at(entry, cut), at(cut, exit, [entry, cut])]
    if (typeof whole === "string" || typeof one === "string" || typeof other === "string") return undefined
    const sum = { net: one.net + other.net, gross: one.gross + other.gross }
    return Equal.equals(whole, sum) ? undefined : `${show(whole)}, cut at ${cut} ${show(one)} and ${show(other)}`
  }
}

const anyOrder: Law<AlgebraCase> = {
  name: "the order in which earlier visits are told is irrelevant",
  counterexample: (input) => {
    const { host, rates: [rate], stay } = input
    const told = [stay.earlier, stay.earlier.toReversed()].map((earlier) => outcomeOf(under(input, rate), { ...stay, earlier }, host))
    return Equal.equals(told[0], told[1]) ? undefined : `${show(told[0])}, but ${show(told[1])} told backwards`
  }
}

const covered: Law<AlgebraCase> = {
  name: "a pass that covers everything leaves nothing to pay",
  counterexample: (input) => {
    const { rates: [rest], stay: { facts: { pass }, ...stay } } = input
    const priced = costs({ ...input, stay: { ...stay, facts: { ...input.stay.facts, pass: ["held", ...(pass === undefined ? [] : [pass].flat())] } } }, { type: "subscription", pass: "held", covers: {}, rest })
    return priced === "Unavailable" || Equal.equals(priced, { net: 0, gross: 0 }) ? undefined : show(priced)
  }
}

const written: Law<AlgebraCase> = {
  name: "the order of a tariff's fields is irrelevant",
  counterexample: (input) => {
    const backwards = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(backwards)
      return isObject(value) ? Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, backwards(inner)])) : value
    }
    const tariff = backwards(plain(input.tariff))
    const [here, there] = [outcomeOf(input.tariff, input.stay, input.host), isObject(tariff) ? outcomeOf(tariff, input.stay, input.host) : undefined]
    return Equal.equals(here, there) ? undefined : `${show(here)}, but ${show(there)} with its fields backwards`
  }
}

/** Laws of every three rates. */
export const boundLaws: ReadonlyArray<Law<AlgebraCase>> = [caps, minimums, isFree, below, never, splits, visitsTouch, anyOrder, covered, written]
