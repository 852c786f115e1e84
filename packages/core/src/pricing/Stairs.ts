/**
 * Stairs: what stays come to by their length alone, ready to be asked millions of times.
 *
 * On a flight either side of the tax is floor((base + each * steps) / over) quanta: every rounding but half-even is the
 * floor of something else, and what all three have in common is divided out. How long the numbers stay exact is found
 * when the stairs are made, so that asking them checks the length and nothing else.
 *
 * Units: seconds in, minor units out; a quantum is what the tariff rounds to multiples of.
 * Guarantees: priceAt() and at() agree everywhere.
 */
import { Rational, type Whole } from "../money/index.ts"
import { largest, quantumOf } from "./Billing.ts"
import type { Flight, Flights } from "./meter/Flight.ts"
import type { Tax } from "./meter/Scale.ts"
import type { Price } from "./Steps.ts"
import type { Tariff } from "./Tariff.ts"

interface Side {
  readonly base: number
  readonly each: number
  readonly over: number
}

/**
 * A flight, and those above it; beyond the last nothing is known. All numbers have 32 bits, and no other objects are of these
 * shapes: then they are read without boxes.
 */
export interface Stairs {
  readonly upTo: number
  readonly step: number
  readonly ahead: number
  readonly quantum: number
  readonly net: Side
  readonly gross: Side
  /** The price of every stay on a flight without steps. */
  readonly fixed: Price | undefined
  readonly above: Stairs | undefined
}

/** Of what is not below nothing its integer of 32 bits is its floor. */
const priced = ({ base, each, over }: Side, steps: number, quantum: number): number => Math.imul((base + each * steps) / over, quantum)

/** What a stay of `length` comes to; nothing where that is not known, nor for no length at all. */
export const priceOf = (stairs: Stairs | undefined, length: number): Price | undefined => {
  if (!(length > 0)) return undefined
  for (let flight = stairs; flight !== undefined; flight = flight.above) {
    if (length <= flight.upTo) {
      const { ahead, fixed, gross, net, quantum, step } = flight
      if (fixed !== undefined) return fixed
      const steps = (length + ahead) / step | 0
      const without = priced(net, steps, quantum)
      return { net: without, gross: gross === net ? without : priced(gross, steps, quantum) }
    }
  }
  return undefined
}

/** How amounts are rounded that are so many parts of a minor unit. */
interface Rounding {
  readonly mode: Exclude<Whole.RoundingMode, "half-even">
  readonly quantum: bigint
  /** In parts. */
  readonly multiple: bigint
  /** The most quanta a price may have. */
  readonly most: bigint
}

/** The base, each and over of a side, of any size. */
type Exact = readonly [base: bigint, each: bigint, over: bigint]

/** The largest number of 32 bits. */
const largestNumber = 2n ** 31n - 1n

/** Quotients of whole numbers below are never rounded up to the next whole number. */
const exact = 2n ** 52n

const sideOf = ({ base, each }: Flight, own: (amount: Whole.Whole) => Whole.Whole, { mode, multiple }: Rounding): Exact => {
  const times = mode === "half-up" ? 2n : 1n
  const more = { "half-up": multiple, up: multiple - 1n, down: 0n }[mode]
  const { denominator: over, numerator } = Rational.make(times * BigInt(own(each)), times * multiple)
  return [(times * BigInt(own(base)) + more) * over / (times * multiple), numerator, over]
}

const numbers = ([base, each, over]: Exact): Side => ({ base: Number(base), each: Number(each), over: Number(over) })

/** The most steps of which a side is known; less than none where its numbers are too large. */
const stepsOf = ([base, each, over]: Exact, { most }: Rounding): number => {
  const money = (most + 1n) * over - 1n
  const room = (money < exact ? money : exact) - base
  if (room < 0n || [base, each, over].some((number) => number > largestNumber)) return -1
  return each === 0n ? Number.POSITIVE_INFINITY : Number(room / each)
}

/** `flight` with `above` upon it, up to where its prices are known; nothing where none of them is. */
const withPrices = (flight: Flight, { gross, net }: Pick<Tax, "gross" | "net">, rounding: Rounding, above: Stairs | undefined): Stairs | undefined => {
  const { ahead, each, step, upTo } = flight
  const without = sideOf(flight, net, rounding)
  const withTax = net === gross ? without : sideOf(flight, gross, rounding)
  const steps = Math.min(stepsOf(without, rounding), stepsOf(withTax, rounding))
  if (steps < 0 || Math.max(step, -ahead) > largestNumber) return undefined
  const longest = Math.min((steps + 1) * step - ahead - 1, Number(largestNumber))
  const quantum = Number(rounding.quantum)
  const own = numbers(without)
  const other = without === withTax ? own : numbers(withTax)
  return {
    upTo: Math.min(upTo, longest),
    step,
    ahead,
    quantum,
    net: own,
    gross: other,
    fixed: each === 0 ? Object.freeze({ net: priced(own, 0, quantum), gross: priced(other, 0, quantum) }) : undefined,
    above: longest < upTo ? undefined : above
  }
}

/** The stairs of `flights`, whose amounts are in `parts` of a minor unit. */
export const stairs = (tariff: Tariff, flights: Flights, parts: Whole.Whole, tax: Pick<Tax, "gross" | "net">): Stairs | undefined => {
  const { mode } = tariff.rounding
  if (mode === "half-even") return undefined
  const quantum = BigInt(quantumOf(tariff))
  const money = BigInt(largest(tariff))
  const rounding: Rounding = { mode, quantum, multiple: BigInt(parts) * quantum, most: (money < largestNumber ? money : largestNumber) / quantum }
  return flights.reduceRight<Stairs | undefined>((above, flight) => withPrices(flight, tax, rounding, above), undefined)
}
