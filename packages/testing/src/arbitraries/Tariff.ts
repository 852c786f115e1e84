/** Tariffs and the stays that try them. */
import { Money } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { amountText, currency } from "./Money.ts"
import { elapsed, instant, timeZone } from "./Time.ts"

export interface TariffOptions {
  /** Rates to make; all by default. */
  readonly types?: ReadonlyArray<Tariff.Rate["type"]>
  /** Currencies to make; of 2, 0 and 3 decimals by default. */
  readonly currencies?: ReadonlyArray<Money.Currency>
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("PT1M", "PT15M", "PT30M", "PT1H", "PT1H30M", "PT24H") },
  { weight: 1, arbitrary: elapsed({ min: Elapsed.ofSeconds(1), max: Elapsed.ofHours(48) }).map(Elapsed.format) }
)

/** Only the keys that are there: `undefined` is no JSON. */
const some = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 })

const common = {
  price: amountText(),
  label: some(fc.constantFrom("Parken", "Day & night", "駐車料金")),
  tax: some(fc.constantFrom("0", "0.19", "0.07", "1/3", "0.2"))
}

const rates: { readonly [Type in Tariff.Rate["type"]]: fc.Arbitrary<object> } = {
  flat: fc.record({ type: fc.constant("flat"), ...common }),
  hourly: fc.record({
    type: fc.constant("hourly"),
    per: some(step),
    step: some(step),
    count: fc.constantFrom("started", "completed", "nearest", "exact"),
    ...common
  })
}

/** `count` times the smallest amount of `minorUnits` decimals. */
const smallestTimes = (count: number, minorUnits: number): string => {
  if (minorUnits === 0) return `${count}`
  const digits = count.toString().padStart(minorUnits + 1, "0")
  return `${digits.slice(0, -minorUnits)}.${digits.slice(-minorUnits)}`
}

/** A tariff as JSON text is parsed, before it is decoded. */
export const tariffJson = ({ currencies, types = ["flat", "hourly"] }: TariffOptions = {}): fc.Arbitrary<unknown> =>
  fc.record({ currency: currency(currencies === undefined ? {} : { among: currencies }), minorUnits: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined, freq: 5 }) })
    .chain(({ currency, minorUnits }) =>
      fc.record({
        zone: some(timeZone()),
        currency: fc.constant(currency),
        minorUnits: fc.constant(minorUnits),
        tax: fc.constantFrom("included", "added", "none"),
        rounding: fc.record({
          mode: fc.constantFrom("half-up", "half-even", "up", "down"),
          to: fc.constantFrom(1, 5, 10, 50, 100).map((count) => smallestTimes(count, Math.min(minorUnits ?? 4, Money.minorUnits(currency)))),
          where: fc.constantFrom("total", "line")
        }),
        seconds: fc.constantFrom("counted", "dropped"),
        visits: fc.constant("apart"),
        rate: fc.oneof(...types.map((type) => rates[type]))
      })
    ).map((tariff): unknown => JSON.parse(JSON.stringify(tariff)))

/** A tariff with any of the language's options. */
export const tariff = (options: TariffOptions = {}): fc.Arbitrary<Tariff.Tariff> =>
  tariffJson(options).map((json) => Result.getOrThrow(Tariff.decode(json)))

export interface Stay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
}

export interface StayOptions {
  /** A year by default. */
  readonly longest?: Elapsed.Elapsed
  /** Lengths whose halves and multiples, and a second around them, are worth trying; those of the tariff, say. */
  readonly steps?: ReadonlyArray<Elapsed.Elapsed>
}

/** A stay, also of no length; one in four with milliseconds. */
export const stay = ({ longest = Elapsed.ofHours(8_760), steps = [Elapsed.ofMinutes(15), Elapsed.ofHours(1)] }: StayOptions = {}): fc.Arbitrary<Stay> => {
  const around = fc.tuple(fc.constantFrom(...steps), fc.nat(100), fc.constantFrom(-1_000, -1, 0, 1, 1_000))
    .map(([each, halves, distance]) => Math.min(longest, Math.max(0, Math.floor((each * halves) / 2) + distance)))
  const length = fc.oneof(around, elapsed({ max: longest }))
  const millis = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(999) })
  return fc.record({ entry: instant(), length, millis }).map(({ entry, length, millis }) => ({
    entry,
    exit: Instant.Instant.make(entry + length + millis)
  }))
}

/** Where a tariff's price is likely to change: its steps. */
export const stepsOf = ({ rate }: Tariff.Tariff): ReadonlyArray<Elapsed.Elapsed> =>
  rate.type === "flat" ? [Elapsed.ofMinutes(1)] : [rate.step ?? rate.per ?? Elapsed.ofHours(1), rate.per ?? Elapsed.ofHours(1)]

/** A tariff with a stay that tries its steps. */
export const pricing = (options: TariffOptions & StayOptions = {}): fc.Arbitrary<{ readonly tariff: Tariff.Tariff; readonly stay: Stay }> =>
  tariff(options).chain((made) => fc.record({ tariff: fc.constant(made), stay: stay({ ...options, steps: options.steps ?? stepsOf(made) }) }))
