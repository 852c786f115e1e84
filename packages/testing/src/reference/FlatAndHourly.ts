/**
 * What a flat or hourly tariff costs, worked out the slow way: steps are taken off the stay one by one, and rounding
 * looks at both neighbours. Shares no code with the engine, not even its numbers: only the tariff's JSON.
 */
import type { Tariff } from "@parkade/core/pricing"

/** Numerator and denominator, not reduced; never negative here. */
type Fraction = readonly [bigint, bigint]

const decimals: { readonly [currency: string]: number } = { EUR: 2, USD: 2, JPY: 0, CLP: 0, KWD: 3 }

const read = (text: string): Fraction => {
  if (text.includes("/")) {
    const [top = "", bottom = ""] = text.split("/")
    return [BigInt(top), BigInt(bottom)]
  }
  let [digits, denominator] = ["", 1n]
  let afterPoint = false
  for (const character of text) {
    if (character === ".") afterPoint = true
    else {
      digits += character
      if (afterPoint) denominator *= 10n
    }
  }
  return [BigInt(digits), denominator]
}

const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d]

const secondsIn = (elapsed: string | undefined): number | undefined => {
  if (elapsed === undefined) return undefined
  let seconds = 0
  for (const [, count, unit] of elapsed.matchAll(/(\d+)([HMS])/g)) {
    seconds += Number(count) * (unit === "H" ? 3_600 : unit === "M" ? 60 : 1)
  }
  return seconds
}

/** Seconds that are charged: whole steps, taken off one by one. */
const chargedSeconds = (length: number, step: number, count: "started" | "completed" | "nearest" | "exact"): number => {
  if (count === "exact") return length
  let [rest, charged] = [length, 0]
  while (rest >= step) {
    rest -= step
    charged += step
  }
  const oneMore = (count === "started" && rest > 0) || (count === "nearest" && rest + rest >= step)
  return oneMore ? charged + step : charged
}

/** The multiple of `to` that `mode` takes: of the one below and the one above. */
const rounded = (value: Fraction, to: Fraction, mode: Tariff.Rounding["mode"]): Fraction => {
  const [numerator, denominator] = [value[0] * to[1], value[1] * to[0]]
  const below = numerator / denominator
  const fromBelow = numerator - below * denominator
  const toAbove = (below + 1n) * denominator - numerator
  const above = {
    up: fromBelow > 0n,
    down: false,
    "half-up": toAbove <= fromBelow,
    "half-even": toAbove < fromBelow || (toAbove === fromBelow && below % 2n !== 0n)
  }[mode]
  return times([above ? below + 1n : below, 1n], to)
}

/** Net and gross in minor units, of a stay given in epoch milliseconds. */
export const priceOf = (tariff: Tariff.Encoded, stay: { readonly entry: number; readonly exit: number }): { readonly net: bigint; readonly gross: bigint } => {
  const whole = Math.floor(stay.exit / 1_000) - Math.floor(stay.entry / 1_000)
  const length = tariff.seconds === "dropped" ? whole - (whole % 60) : whole
  if (length === 0) return { net: 0n, gross: 0n }
  const { rate, rounding } = tariff
  let amount = read(rate.price)
  if (rate.type === "hourly") {
    const per = secondsIn(rate.per) ?? 3_600
    const charged = chargedSeconds(length, secondsIn(rate.step) ?? per, rate.count)
    amount = times(amount, [BigInt(charged), BigInt(per)])
  }
  const [taxTop, taxBottom] = read(rate.tax ?? "0")
  const net = tariff.tax === "included" ? times(amount, [taxBottom, taxBottom + taxTop]) : amount
  const gross = tariff.tax === "added" ? times(amount, [taxBottom + taxTop, taxBottom]) : amount
  const minor = (value: Fraction): bigint => {
    const [top, bottom] = rounded(value, read(rounding.to), rounding.mode)
    return (top * 10n ** BigInt(tariff.minorUnits ?? decimals[tariff.currency] ?? 2)) / bottom
  }
  return { net: minor(net), gross: minor(gross) }
}
