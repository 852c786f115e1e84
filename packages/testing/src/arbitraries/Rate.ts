/**
 * Rates of the whole tariff language as JSON: every construct and option, weighted by what real boards use, with a
 * floor for what none of them uses yet. They shrink towards `flat`.
 *
 * Valid but for what the tariff around decides: see `Tariff.ts`, which settles names, taxes and bounds with tax.
 */
import { Rational } from "@parkade/core/money"
import { Spot, Vehicle } from "@parkade/core/lot"
import * as fc from "fast-check"
import type { JsonObject } from "./Json.ts"
import { amountText } from "./Money.ts"
import { bandOf, elapsedText, maybe, period, secondsOf, windows } from "./Window.ts"

/** Constructs, with how many of 128 real boards use them, at least ten. */
const uses = {
  flat: 42,
  hourly: 98,
  energy: 16,
  slab: 66,
  dynamic: 40,
  subscription: 12,
  choose: 24,
  each: 50,
  sum: 17,
  cheapest: 12,
  scale: 10,
  billed: 14,
  named: 10
} as const

/** A construct of the tariff language, by its type. */
export type Construct = keyof typeof uses

/** Every construct. */
export const constructs: ReadonlyArray<Construct> = ["flat", "hourly", "energy", "slab", "dynamic", "subscription", "choose", "each", "sum", "cheapest", "scale", "billed", "named"]

export interface RateOptions {
  /** All by default; without a leaf among them, `flat` is one. */
  readonly constructs?: ReadonlyArray<Construct>
  /** Rates within rates; 3 by default. */
  readonly depth?: number
  /** No windows, calendar periods or visit numbers; false by default. */
  readonly clockless?: boolean
  /** Energy, phases, amperes and kilowatts; true by default. */
  readonly energy?: boolean
  /** Prices that follow demand; true by default. */
  readonly demand?: boolean
  /** Ways in which no price is offered; true by default. */
  readonly unavailable?: boolean
}

const cents = (count: number): string => (count / 100).toFixed(2)

/** An amount as boards print it, a fraction now and then, any seldom. */
export const boardAmount = (): fc.Arbitrary<string> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom("1.00", "0.50", "0.30", "1.25", "2.00", "2.70", "5.00", "10", "0") },
    { weight: 4, arbitrary: fc.nat(2_500).map(cents) },
    { weight: 1, arbitrary: fc.constantFrom("1/3", "7/120", "1/30", "100/7", "0.0583", "3600") },
    { weight: 1, arbitrary: fc.nat(400).map((count) => cents(count * 50)) }
  )

const valueOf = (text: string): Rational.Rational => Rational.parse(text) ?? Rational.zero

/** The smaller first. */
export const inOrder = <A extends string>(a: A, b: A): readonly [A, A] => (Rational.compare(valueOf(a), valueOf(b)) <= 0 ? [a, b] : [b, a])

const demand = fc.record({
  ends: fc.tuple(boardAmount(), boardAmount()),
  start: boardAmount(),
  froms: fc.subarray(["0", "0.25", "0.5", "0.6", "0.8", "0.95"], { minLength: 1, maxLength: 3 }),
  moves: fc.array(fc.constantFrom({ change: "0.25" }, { change: "-0.25" }, { change: "-3" }, { factor: "1.5" }, { factor: "0.5" }, {}), { minLength: 3, maxLength: 3 }),
  every: fc.constantFrom("P28D", "entry"),
  reversed: fc.boolean()
}).map(({ ends, every, froms, moves, reversed, start }) => {
  const [min, max] = inOrder(...ends)
  const bands = froms.map((from, index) => ({ from, ...moves[index] }))
  return { start: inOrder(inOrder(start, min)[1], max)[0], bands: reversed ? bands.toReversed() : bands, min, max, every }
})

const price = ({ demand: moving = true }: RateOptions): fc.Arbitrary<unknown> =>
  fc.oneof({ withCrossShrink: true }, { weight: 40, arbitrary: boardAmount() }, { weight: 1, arbitrary: amountText() }, { weight: moving ? 2 : 0, arbitrary: demand })

const steps = fc.constantFrom("started", "started", "started", "completed", "nearest")

const common = {
  label: maybe(fc.constantFrom("Parken", "Day & night", "駐車料金"), 12),
  tax: maybe(fc.constantFrom("0.19", "0.07", "0", "0.2", "1/3"), 35)
}

const step = elapsedText({ minSeconds: 60, maxHours: 48 })
const shortStep = fc.oneof({ weight: 12, arbitrary: step }, { weight: 1, arbitrary: fc.constantFrom("PT1S", "PT7S", "PT45S") })

/** What is exact counts no steps. */
const counted = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.record({ step: maybe(shortStep, 30), count: steps }) },
  { weight: 1, arbitrary: fc.record({ count: fc.constant("exact") }) }
)

const leaves = (options: RateOptions): { readonly [key in "flat" | "hourly" | "energy" | "named"]: fc.Arbitrary<JsonObject> } => ({
  flat: fc.record({ type: fc.constant("flat"), price: price(options), ...common }),
  hourly: fc.tuple(fc.record({ type: fc.constant("hourly"), price: price(options), per: maybe(step, 50), ...common }), counted).map(([rate, count]) => ({ ...rate, ...count })),
  energy: fc.record({ type: fc.constant("energy"), price: price(options), ...common }),
  named: fc.record({ type: fc.constant("named"), name: fc.constantFrom(...rateNames), ...common })
})

/** Names of named rates; each may use those before it. */
export const rateNames = ["base", "night", "extra"] as const

const products = ["short", "long", "prepaid"] as const
/** What the facts of a stay may say, where a tariff does not. */
export const factValues = {
  vehicle: [...Object.keys(Vehicle.standardSizes), "camper"],
  spot: [...Spot.features],
  product: products,
  pass: ["resident", "staff"],
  validation: ["campus", "shop"],
  occupancy: ["0", "0.5", "0.6", "0.8", "0.95", "1"]
} as const

const facts = (options: RateOptions): fc.Arbitrary<unknown> => {
  const { clockless = false, energy = true } = options
  const where = { clocks: !clockless, phases: energy }
  const timed = !clockless || energy ? 1 : 0
  const lasting = fc.uniqueArray(elapsedText(), { minLength: 2, maxLength: 2, selector: secondsOf }).map((ends) => ends.toSorted((a, b) => secondsOf(a) - secondsOf(b)))
    .chain(([over, upTo]) => fc.constantFrom({ over }, { upTo }, { over, upTo }))
  const one = fc.oneof(
    ...(["entry", "exit", "inside"] as const).map((when) => ({ weight: 5 * timed, arbitrary: windows(where).map((window): JsonObject => ({ [when]: window })) })),
    { weight: 4, arbitrary: lasting.map((length): JsonObject => ({ lasting: length })) },
    { weight: 2, arbitrary: fc.subarray([...factValues.vehicle], { minLength: 1, maxLength: 3 }).map((vehicle): JsonObject => ({ vehicle })) },
    { weight: 2, arbitrary: fc.subarray([...factValues.spot], { minLength: 1, maxLength: 2 }).map((spot): JsonObject => ({ spot })) },
    { weight: 3, arbitrary: fc.constantFrom(...factValues.product).map((product): JsonObject => ({ product })) },
    { weight: 2, arbitrary: fc.constantFrom(...factValues.pass).map((pass): JsonObject => ({ pass })) },
    { weight: 2, arbitrary: fc.constantFrom(...factValues.validation).map((validation): JsonObject => ({ validation })) },
    { weight: clockless ? 0 : 3, arbitrary: bandOf(["1", "2", "3", "4"]).map((visit): JsonObject => ({ visit })) },
    { weight: 2, arbitrary: bandOf(factValues.occupancy).map((occupancy): JsonObject => ({ occupancy })) },
    { weight: 2, arbitrary: fc.boolean().map((lost): JsonObject => ({ lost })) },
    { weight: 1, arbitrary: fc.boolean().map((expired): JsonObject => ({ expired })) },
    { weight: 2, arbitrary: elapsedText({ maxHours: 1_464 }).map((over): JsonObject => ({ unpaid: { over } })) }
  )
  return fc.oneof({ weight: 6, arbitrary: one }, { weight: 2, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }).map((all) => Object.assign({}, ...all) as JsonObject) })
}

type Inner = () => fc.Arbitrary<unknown>

const orUnavailable = (inner: Inner, percent: number, { unavailable = true }: RateOptions) =>
  fc.oneof({ withCrossShrink: true }, { weight: 100 - percent, arbitrary: inner() }, { weight: unavailable ? percent : 0, arbitrary: fc.constant("unavailable") })

const slab = (inner: Inner, options: RateOptions): fc.Arbitrary<JsonObject> =>
  fc.record({
    type: fc.constant("slab"),
    mode: fc.constantFrom("ladder", "graduated"),
    brackets: fc.uniqueArray(
      fc.record({ upTo: elapsedText(), costs: fc.oneof({ weight: 3, arbitrary: price(options).map((price) => ({ price })) }, { weight: 1, arbitrary: inner().map((rate) => ({ rate })) }) })
        .map(({ costs, upTo }) => ({ upTo, ...costs })),
      { minLength: 1, maxLength: 4, selector: ({ upTo }) => secondsOf(upTo) }
    ).map((brackets) => brackets.toSorted((a, b) => secondsOf(a.upTo) - secondsOf(b.upTo))),
    beyond: orUnavailable(inner, 12, options),
    ...common
  })

const dynamic = (inner: Inner, options: RateOptions): fc.Arbitrary<JsonObject> =>
  fc.record({
    type: fc.constant("dynamic"),
    crossing: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("split", "accumulate") },
      { weight: 2, arbitrary: fc.constantFrom("entry", "most") },
      { weight: 1, arbitrary: elapsedText({ minSeconds: 300, maxHours: 30 }).map((follow) => ({ follow })) }
    ),
    windows: fc.array(
      fc.record({ during: windows({ clocks: options.clockless !== true, phases: options.energy !== false }), rate: inner() }),
      { minLength: 1, maxLength: 3 }
    ),
    otherwise: orUnavailable(inner, 7, options),
    ...common
  })

const subscription = (inner: Inner, options: RateOptions): fc.Arbitrary<JsonObject> =>
  fc.record({
    type: fc.constant("subscription"),
    pass: fc.constantFrom(...factValues.pass),
    covers: fc.record({
      during: maybe(windows({ clocks: options.clockless !== true, phases: options.energy !== false }), options.clockless === true && options.energy === false ? 0 : 70),
      upTo: maybe(elapsedText({ maxHours: 48 }), 60),
      per: maybe(period({ clocks: options.clockless !== true }), 60)
    }).map(({ per, ...covers }) => (covers.upTo === undefined ? covers : { ...covers, per })),
    rest: inner(),
    ...common
  })

/** Least and most, with tax and without: in order. */
const bounds = fc.record({
  plain: fc.tuple(boardAmount(), boardAmount(), maybe(fc.constant(true), 75), maybe(fc.constant(true), 25)),
  incl: fc.tuple(boardAmount(), boardAmount(), maybe(fc.constant(true), 25), maybe(fc.constant(true), 15))
}).map(({ incl, plain }) => {
  const [[min, max], [minIncl, maxIncl]] = [inOrder(plain[0], plain[1]), inOrder(incl[0], incl[1])]
  return {
    max: plain[2] && max,
    min: plain[3] && min,
    maxIncl: incl[2] && maxIncl,
    minIncl: incl[3] && minIncl
  }
})

const isFirst = (per: unknown): boolean => typeof per === "object" && per !== null && "first" in per

const each = (inner: Inner, { clockless = false }: RateOptions): fc.Arbitrary<JsonObject> =>
  fc.record({ type: fc.constant("each"), per: period({ clocks: !clockless }), partial: fc.constantFrom("restart", "continue", "full"), bounds, rate: inner(), ...common })
    .map(({ bounds, partial, per, rate, type, ...rest }) => ({
      type,
      per,
      partial: per === "stay" ? undefined : isFirst(per) && partial === "full" ? "restart" : partial,
      ...bounds,
      rate,
      ...rest
    }))

const list = (type: "sum" | "cheapest", inner: Inner): fc.Arbitrary<JsonObject> =>
  fc.record({ type: fc.constant(type), of: fc.array(inner(), { minLength: 1, maxLength: 3 }), ...common })

const scale = (inner: Inner): fc.Arbitrary<JsonObject> =>
  fc.record({ type: fc.constant("scale"), by: fc.constantFrom("0.5", "2", "0.8", "1/3", "1.19", "0", "1"), rate: inner(), ...common })

const billed = (inner: Inner, { energy = true }: RateOptions): fc.Arbitrary<JsonObject> =>
  fc.record({
    type: fc.constant("billed"),
    step: fc.oneof({ weight: 3, arbitrary: step }, { weight: energy ? 2 : 0, arbitrary: fc.constantFrom("10 kWh", "1 kWh", "0.5 kWh", "7 kWh") }),
    count: steps,
    rate: inner(),
    ...common
  })

type Parts = { readonly [construct in Construct]?: fc.Arbitrary<unknown> }

const compound = (inner: Inner, options: RateOptions): Parts => ({
  slab: slab(inner, options),
  dynamic: dynamic(inner, options),
  subscription: subscription(inner, options),
  choose: fc.record({ type: fc.constant("choose"), cases: fc.array(fc.record({ if: facts(options), rate: inner() }), { minLength: 1, maxLength: 3 }), otherwise: orUnavailable(inner, 12, options), ...common }),
  each: each(inner, options),
  sum: list("sum", inner),
  cheapest: list("cheapest", inner),
  scale: scale(inner),
  billed: billed(inner, options)
})

/** How much likelier a rate ends than boards suggest, by how many levels are left: boards have three rates in the median. */
const endsAt = (depth: number): number => (depth >= 3 ? 0.25 : depth === 2 ? 1 : 2)

/** A rate of any construct, with parts that are `undefined` where they are absent. */
export const rate = (options: RateOptions = {}): fc.Arbitrary<unknown> => {
  const { clockless = false, depth = 3, energy = true } = options
  const idle: ReadonlyArray<Construct> = [...(energy ? [] : ["energy" as const]), ...(clockless && !energy ? ["dynamic" as const] : [])]
  const chosen = constructs.filter((construct) => (options.constructs ?? constructs).includes(construct) && !idle.includes(construct))
  const ends = leaves(options)
  const at = (level: number, inner: Inner): fc.Arbitrary<unknown> => {
    const parts: Parts = { ...ends, ...(level > 0 ? compound(inner, options) : {}) }
    const weighted = chosen.flatMap((construct) => {
      const arbitrary = parts[construct]
      return arbitrary === undefined ? [] : [{ weight: Math.ceil(uses[construct] * (construct in ends ? endsAt(level) : 1)), arbitrary }]
    })
    return fc.oneof({ withCrossShrink: true }, ...(weighted.length === 0 ? [{ weight: 1, arbitrary: ends.flat }] : weighted))
  }
  let deepest = at(0, () => ends.flat)
  for (let level = 1; level <= depth; level += 1) {
    const inner = deepest
    deepest = at(level, () => inner)
  }
  return deepest
}
