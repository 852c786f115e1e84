/**
 * The grid of a tariff: the seconds that every constant of it is a multiple of. All entries between two points of the
 * grid see the same prices in the same order, so one of them stands for all.
 */
import { Rational } from "../../money/index.ts"
import * as Amount from "../Amount.ts"
import { secondsOfDay } from "../Clocks.ts"
import type { Rate } from "../Rate.ts"
import { isEnergies, seconds, written } from "../Syntax.ts"
import type { Tariff } from "../Tariff.ts"
import { isWithin, periodsOf, windowsOf } from "./tree.ts"

const day = 86_400

const stepped = (count: string, step: number): ReadonlyArray<number> => count === "nearest" ? [step, Math.floor(step / 2)] : [step]

/** Lengths that `rate` itself compares a length with. */
const lengthsOf = (rate: Rate): ReadonlyArray<number> => {
  switch (rate.type) {
    case "hourly":
      return rate.count === "exact" ? [] : stepped(rate.count, seconds(rate.step ?? rate.per ?? "PT1H"))
    case "slab":
      return rate.brackets.map(({ upTo }) => seconds(upTo))
    case "dynamic":
      return typeof rate.crossing === "string" ? [] : [seconds(rate.crossing.follow)]
    case "subscription":
      return rate.covers.upTo === undefined ? [] : [seconds(rate.covers.upTo)]
    case "choose":
      return rate.cases.flatMap(({ if: { lasting } }) => [lasting?.over, lasting?.upTo].flatMap((each) => each === undefined ? [] : [seconds(each)]))
    case "billed":
      return isEnergies(rate.step) ? [] : stepped(rate.count, seconds(rate.step))
    default:
      return []
  }
}

const periodSeconds = { day, week: 7 * day, month: 31 * day }

const periodLengths = (rate: Rate): ReadonlyArray<number> =>
  periodsOf(rate).map(({ length }) => length === "day" || length === "week" || length === "month" ? periodSeconds[length] : seconds(length))

/** Every length that the tariff compares with, in seconds. */
export const lengths = (tariff: Tariff): ReadonlyArray<number> => {
  const all = written(tariff).flatMap(({ rate }) => [...lengthsOf(rate), ...periodLengths(rate)])
  return [...new Set(all)].filter((length) => length > 0).toSorted((a, b) => a - b)
}

/** The grid in seconds: a divisor of a day, and of the clock's changes. */
export const gridOf = (tariff: Tariff, changes: ReadonlyArray<number>): number => {
  const rates = written(tariff).map(({ rate }) => rate)
  const clocks = rates.flatMap((rate) => [...windowsOf(rate).flatMap(({ from = "00:00", to = "24:00" }) => [secondsOfDay(from), secondsOfDay(to)]), ...periodsOf(rate).map(({ at }) => secondsOfDay(at))])
  const rolling = rates.flatMap((rate) => periodsOf(rate).flatMap(({ calendar, length }) => calendar ? [] : [seconds(length)]))
  const all = [...rates.flatMap(lengthsOf), ...rolling, ...clocks, ...changes, ...(tariff.seconds === "dropped" ? [60] : [])]
  return all.reduce(Rational.divisor, day)
}

/** What keeps a grid from standing for all entries; the words go into the report. */
export const offGrid = (tariff: Tariff): ReadonlyArray<string> => {
  const rates = written(tariff).map(({ rate }) => rate)
  return [
    ...(rates.some((rate) => windowsOf(rate).some(({ ends }) => ends === "inclusive")) ? ["windows that end inclusively"] : []),
    ...(rates.some((rate) => rate.type === "dynamic" && rate.crossing === "most") ? ["windows of which the longest decides"] : [])
  ]
}

/** True where `tariff` charges by the second. */
export const slopes = (tariff: Tariff): boolean => written(tariff).some(({ rate }) => rate.type === "hourly" && rate.count === "exact")

/** Seconds that an hourly price takes to come to a maximum above it. */
const untilFull = (tariff: Tariff): number => {
  const rates = written(tariff)
  const times = rates.flatMap(({ path, rate }) => {
    const max = rate.type === "each" ? rate.max ?? rate.maxIncl : undefined
    if (max === undefined) return []
    return rates.flatMap((below) => {
      if (below.rate.type !== "hourly" || !isWithin(below.path, path) || typeof below.rate.price !== "string") return []
      const price = Amount.value(below.rate.price)
      return price.numerator === 0n ? [] : [Number(Rational.round(Rational.divide(Amount.value(max), price), "up")) * seconds(below.rate.per ?? "PT1H")]
    })
  })
  return Math.min(62 * day, Math.max(0, ...times))
}

/** A stay so long that every constant of the tariff has had its say, at least eight days, in seconds. */
export const longestOf = (tariff: Tariff): number =>
  Math.min(400 * day, Math.max(8 * day, 2 * Math.max(0, ...lengths(tariff)) + day, untilFull(tariff) + day))
