/**
 * The price of a stay as a function of its exit: what a tariff becomes once it is compiled and an entry is known.
 *
 * Units: instants in epoch milliseconds, floored to whole seconds here; stays are closed-open [entry, exit).
 * Fails: ExitBeforeEntry; AmountTooLarge when the price exceeds the safe integers of minor units.
 * Guarantees: a bill's lines sum to its total; the price is never negative; a stay of no length is the empty bill;
 * from `exit` up to `nextChange(exit)` the price stays what it is at `exit`.
 * Rounding: once, where the tariff's `rounding` says; a line "rounding" carries what the shown lines lack.
 */
import { Result, Schema } from "effect"
import { type Money, Rational } from "../money/index.ts"
import { Elapsed, Instant } from "../time/index.ts"
import type * as Bill from "./Bill.ts"
import { type Charge, toBill } from "./Charge.ts"
import * as Tariff from "./Tariff.ts"

/** A stay that would end before it began. */
export class ExitBeforeEntry extends Schema.TaggedError<ExitBeforeEntry>()("ExitBeforeEntry", {
  entry: Instant.Instant,
  exit: Instant.Instant
}) {
  override get message() {
    return `the exit ${Instant.toIso(this.exit)} lies before the entry ${Instant.toIso(this.entry)}`
  }
}

export interface PriceFunction {
  readonly entry: Instant.Instant
  /** The bill of the stay that ends at `exit`. */
  readonly at: (exit: Instant.Instant) => Result.Result<Bill.Bill, ExitBeforeEntry | Money.AmountTooLarge>
  /** The first whole second after `exit` at which the price may differ; `undefined` when it never changes again. */
  readonly nextChange: (exit: Instant.Instant) => Instant.Instant | undefined
}

/** A tariff made ready to price: compile once, price many stays. */
export interface Compiled {
  readonly tariff: Tariff.Tariff
  readonly from: (entry: Instant.Instant) => PriceFunction
}

/** A rate without clocks is a closure of length, and of where its price changes next. */
interface Meter {
  readonly charges: (seconds: number) => ReadonlyArray<Charge>
  /** Least length above `seconds` with another price; `undefined` for none. */
  readonly next: (seconds: number) => number | undefined
}

/** Steps of `step` seconds in a length, by what counts. */
const counted = (count: "started" | "completed" | "nearest", step: number) => {
  const ahead = { started: step - 1, nearest: Math.floor(step / 2), completed: 0 }[count]
  const steps = (seconds: number) => Math.floor((seconds + ahead) / step)
  return { steps, next: (seconds: number) => (steps(seconds) + 1) * step - ahead }
}

const meter = (rate: Tariff.Rate, rule: string, minorUnits: number): Meter => {
  const scale = Rational.make(10n ** BigInt(minorUnits))
  const price = Rational.multiply(Tariff.amount(rate.price), scale)
  const base = { rule, label: rate.label ?? rate.type, taxRate: rate.tax === undefined ? Rational.zero : Tariff.amount(rate.tax), unitPrice: rate.price }
  if (rate.type === "flat") {
    const charge = { ...base, unit: "stay", quantity: Rational.make(1n), amount: price }
    return { charges: () => [charge], next: (seconds) => (seconds < 1 ? 1 : undefined) }
  }
  const per = (rate.per ?? Elapsed.ofHours(1)) / 1_000
  const step = (rate.step ?? rate.per ?? Elapsed.ofHours(1)) / 1_000
  const unit = Elapsed.format(Elapsed.ofSeconds(per))
  const charge = (quantity: Rational.Rational) => [{ ...base, unit, quantity, amount: Rational.multiply(quantity, price) }]
  if (rate.count === "exact") return { charges: (seconds) => charge(Rational.make(seconds, per)), next: (seconds) => seconds + 1 }
  const { next, steps } = counted(rate.count, step)
  return { charges: (seconds) => charge(Rational.make(steps(seconds) * step, per)), next }
}

const wholeSecond = (instant: number): Instant.Instant => Instant.Instant.make(Math.floor(instant / 1_000) * 1_000)

/** Makes `tariff` ready to price. */
export const compile = (tariff: Tariff.Tariff): Compiled => {
  const { charges, next } = meter(tariff.rate, "rate", Tariff.minorUnits(tariff))
  const unit = tariff.seconds === "dropped" ? 60 : 1
  const counted = (seconds: number) => Math.floor(seconds / unit) * unit
  return {
    tariff,
    from: (given) => {
      const entry = wholeSecond(given)
      const length = (exit: Instant.Instant) => counted((wholeSecond(exit) - entry) / 1_000)
      return {
        entry,
        at: (exit) => {
          const to = wholeSecond(exit)
          if (to < entry) return Result.fail(new ExitBeforeEntry({ entry, exit: to }))
          const seconds = length(to)
          return toBill(tariff, seconds === 0 ? [] : charges(seconds), { from: entry, to })
        },
        nextChange: (exit) => {
          const seconds = next(length(exit))
          return seconds === undefined
            ? undefined
            : Instant.Instant.make(entry + Math.ceil(seconds / unit) * unit * 1_000)
        }
      }
    }
  }
}
