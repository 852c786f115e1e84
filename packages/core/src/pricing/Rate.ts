/**
 * A rate: a function from a set of time to an itemised amount, as data.
 *
 * Some rates cut the set (by windows, periods, length, a pass), some compute on amounts (sum, cheapest, scale, bounds),
 * and the leaves charge for what they are given. Everything the field has a word for (free minutes, daily maximum, early
 * bird, overstay) is made of these. Where everyday words admit two prices, a field without a default decides.
 *
 * Source: the field's published boards; APDS RateTable; OCPI tariffs; "Composing contracts" (2000) for the shape.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Rational } from "../money/index.ts"
import * as Amount from "./Amount.ts"
import { Condition } from "./Facts.ts"
import { may, must } from "./Field.ts"
import { Period, Step } from "./Period.ts"
import { Price } from "./Price.ts"
import { Windows } from "./Window.ts"

const isFraction = Amount.where((tax) => Rational.compare(tax, Rational.make(1n)) <= 0, `a fraction of at most 1 (19 % is "0.19")`)

/** Of every rate; the innermost wins. */
const common = {
  label: may("What its line on the bill is called; the innermost wins.", Name.upTo(120)),
  tax: may("Tax rate as a fraction of at most 1: 0.19 for 19 %; the innermost wins.", Amount.Amount.pipe(Schema.check(isFraction)))
}
const type = <T extends string>(name: T, description: string) => must(description, Schema.Literal(name))
const price = must("What it costs: an amount in major units, or a price that follows demand.", Price)
const atLeastOne = Schema.isMinLength(1, { expected: "a list of at least one" })

interface Common {
  readonly label?: string
  readonly tax?: string
}

export const counts = ["started", "completed", "nearest", "exact"] as const
const Steps = Schema.Literals(["started", "completed", "nearest"])

/** One price for time of any length. */
export const Flat = Schema.Struct({ type: type("flat", "One price for time of any length."), price, ...common })
export type Flat = typeof Flat.Type

/** `price` per `per` (PT1H), counted in steps of `step` (`per`): started, completed, nearest (half up) or to the second. */
export const Hourly = Schema.Struct({
  type: type("hourly", "A price per hour, or per whatever time, counted in steps."),
  price,
  per: may("The time that the price is for; PT1H when absent.", Step),
  step: may("The time is counted in steps of this; those of \"per\" when absent. Not with exact, which counts none.", Step),
  count: must("Steps that count: those started, those completed, the nearest whole number (half up), or the exact time to the second.", Schema.Literals(counts)),
  ...common
}).pipe(Schema.check(Schema.makeFilter(({ count, step }: { readonly count: string; readonly step?: string }) =>
  count !== "exact" || step === undefined || { path: ["step"], issue: `expected nothing: "exact" counts to the second, in no steps: leave it out, or count "started", "completed" or "nearest"` }, {
  toJsonSchema: () => [{ not: { required: ["step"], properties: { step: { description: "Any step." }, count: { const: "exact", description: "To the second." } } } }, true]
})))
export type Hourly = typeof Hourly.Type

/** `price` per kWh delivered. */
export const Energy = Schema.Struct({ type: type("energy", "A price per kWh delivered."), price, ...common })
export type Energy = typeof Energy.Type

/** Another rate of the tariff's `rates`. */
export const Named = Schema.Struct({ type: type("named", "Another rate of the tariff's \"rates\", by its name."), name: must("The name it has in \"rates\".", Schema.String), ...common })
export type Named = typeof Named.Type

export type Unavailable = "unavailable"

/** By length: the first bracket that is long enough, on all of it (`ladder`) or each on its own part (`graduated`). */
export interface Slab extends Common {
  readonly type: "slab"
  readonly mode: "ladder" | "graduated"
  readonly brackets: ReadonlyArray<Bracket>
  readonly beyond: Rate | Unavailable
}
export type Bracket = { readonly upTo: string; readonly price: Price } | { readonly upTo: string; readonly rate: Rate }

/** By windows, the first that holds first. `crossing` says what becomes of a stay in several. */
export interface Dynamic extends Common {
  readonly type: "dynamic"
  readonly crossing: "split" | "accumulate" | "entry" | "most" | { readonly follow: string }
  readonly windows: ReadonlyArray<{ readonly during: Windows; readonly rate: Rate }>
  readonly otherwise: Rate | Unavailable
}

/** What a pass covers costs nothing; `rest` prices what it leaves. */
export interface Subscription extends Common {
  readonly type: "subscription"
  readonly pass: string
  readonly covers: { readonly during?: Windows; readonly upTo?: string; readonly per?: Period }
  readonly rest: Rate
}

/** The first case whose facts hold. */
export interface Choose extends Common {
  readonly type: "choose"
  readonly cases: ReadonlyArray<{ readonly if: Condition; readonly rate: Rate }>
  readonly otherwise: Rate | Unavailable
}

/** Period by period, within bounds. */
export interface Each extends Common {
  readonly type: "each"
  readonly per: Period
  readonly partial?: "restart" | "continue" | "full"
  readonly max?: string
  readonly min?: string
  readonly maxIncl?: string
  readonly minIncl?: string
  readonly rate: Rate
}

/** All of them together. */
export interface Sum extends Common {
  readonly type: "sum"
  readonly of: ReadonlyArray<Rate>
}

/** The least that is available; ties to the first. */
export interface Cheapest extends Common {
  readonly type: "cheapest"
  readonly of: ReadonlyArray<Rate>
}

/** `by` times the rate. */
export interface Scale extends Common {
  readonly type: "scale"
  readonly by: string
  readonly rate: Rate
}

/** Rounds the time (or the energy) as a whole to steps before the rate prices it. */
export interface Billed extends Common {
  readonly type: "billed"
  readonly step: string
  readonly count: "started" | "completed" | "nearest"
  readonly rate: Rate
}

export type Rate = Flat | Hourly | Energy | Slab | Dynamic | Subscription | Choose | Each | Sum | Cheapest | Scale | Billed | Named

export const types = ["flat", "hourly", "energy", "slab", "dynamic", "subscription", "choose", "each", "sum", "cheapest", "scale", "billed", "named"] as const satisfies ReadonlyArray<Rate["type"]>

const rate = Schema.suspend((): Schema.Codec<Rate> => Rate)
const rates = Schema.Array(rate).pipe(Schema.check(atLeastOne))
const orUnavailable = Schema.Union([Schema.Literal("unavailable"), rate]).annotate({ expected: `a rate, or "unavailable"` })

const upTo = must("The longest time that it is for, this length included.", Step)
const Bracket = Schema.Union([
  Schema.Struct({ upTo, price: must("What it costs, whatever its length.", Price) }),
  Schema.Struct({ upTo, rate: must("The rate that prices it.", rate) })
]).annotate({ expected: `a bracket {"upTo": ..., "price": ...} or {"upTo": ..., "rate": ...}` })

const Slab = Schema.Struct({
  type: type("slab", "Prices by length: up to 1 hour 2.00, up to 3 hours 5.00."),
  mode: must("ladder: the first bracket that is long enough prices all of the time. graduated: each bracket prices its own part of it.", Schema.Literals(["ladder", "graduated"])),
  brackets: must("Lengths in rising order, each with its price or rate.", Schema.Array(Bracket).pipe(Schema.check(atLeastOne))),
  beyond: must("What is longer than the last bracket (ladder: all of it, graduated: the rest); \"unavailable\" offers no price.", orUnavailable),
  ...common
})

const Crossing = Schema.Union([Schema.Literals(["split", "accumulate", "entry", "most"]), Schema.Struct({ follow: must("The step that is finished, such as PT1H.", Step) })]).annotate({
  expected: `"split", "accumulate", "entry", "most" or {"follow": "PT1H"}`
})

const Dynamic = Schema.Struct({
  type: type("dynamic", "Rates by window: day and night, weekends, charging and idle."),
  crossing: must("A stay across windows. split: each occurrence starts anew. accumulate: one meter per window. entry: all by the window of the entry. most: all by the window with most of it. follow: a step that was begun is finished at its rate.", Crossing),
  windows: must("Windows with their rates; the first that holds wins.", Schema.Array(Schema.Struct({ during: must("When, or while what, the rate holds.", Windows), rate: must("The rate that holds then.", rate) })).pipe(Schema.check(atLeastOne))),
  otherwise: must("Time in none of the windows; \"unavailable\" offers no price.", orUnavailable),
  ...common
})

const Subscription = Schema.Struct({
  type: type("subscription", "What a pass covers costs nothing; without the pass all is the rest."),
  pass: must("The pass that the driver must hold.", Name.upTo(120)),
  covers: must("What the pass covers: everything when nothing is said.", Schema.Struct({
    during: may("Only time in these windows.", Windows),
    upTo: may("Only so much time, the first of it.", Step),
    per: may("So much time anew in each period; of the whole stay when absent.", Period)
  })),
  rest: must("The rate of what is not covered.", rate),
  ...common
})

const Choose = Schema.Struct({
  type: type("choose", "The first case whose conditions hold: vehicle, product, time of entry, a lost ticket."),
  cases: must("Conditions with their rates; the first that holds wins.", Schema.Array(Schema.Struct({ if: must("Conditions; all that are given must hold.", Condition), rate: must("The rate if they hold.", rate) })).pipe(Schema.check(atLeastOne))),
  otherwise: must("When no case holds; \"unavailable\" offers no price.", orUnavailable),
  ...common
})

const bound = (description: string) => may(description, Amount.Amount)

const Each = Schema.Struct({
  type: type("each", "Period by period, within a maximum and a minimum: at most 20.00 a day."),
  per: must("\"stay\", or a period that repeats ({\"every\": \"day\"}, {\"every\": \"PT24H\"}) or is the first only ({\"first\": \"PT24H\"}).", Period),
  partial: may("Must be there unless per is \"stay\". restart: each period is priced anew. continue: the rate runs on over its end. full: a period that is begun is priced to its end.", Schema.Literals(["restart", "continue", "full"])),
  max: bound("The most a period costs, in the tariff's own terms."),
  min: bound("The least a period costs, in the tariff's own terms."),
  maxIncl: bound("The most a period costs with tax, where tax is added; over several tax rates beside a max that is no more."),
  minIncl: bound("The least a period costs with tax, where tax is added."),
  rate: must("The rate that is bounded.", rate),
  ...common
})

/** "10 kWh". */
const Energies = Schema.String.pipe(Schema.check(Schema.isPattern(/^\d{1,6}(?:\.\d{1,6})? kWh$/u, { expected: `energy such as "10 kWh"` })))

const Billed = Schema.Struct({
  type: type("billed", "Rounds the time, or the energy, as a whole to steps before the rate prices it."),
  step: must("The step: elapsed time such as PT15M, or energy such as 10 kWh.", Schema.Union([Step, Energies]).annotate({ expected: `elapsed time such as PT15M, or energy such as "10 kWh"` })),
  count: must("Steps that count: those started, those completed, or the nearest whole number (half up).", Steps),
  rate: must("The rate that prices the rounded time.", rate),
  ...common
})

export const Rate: Schema.Codec<Rate> = Schema.Union([
  Flat,
  Hourly,
  Energy,
  Slab,
  Dynamic,
  Subscription,
  Choose,
  Each,
  Schema.Struct({ type: type("sum", "All of the rates together."), of: must("The rates; if one offers no price, neither does the sum.", rates), ...common }),
  Schema.Struct({ type: type("cheapest", "The rate that costs least; ties to the first."), of: must("The rates; those that offer no price are passed over.", rates), ...common }),
  Schema.Struct({ type: type("scale", "A rate times a number: 0.8 for 20 % off."), by: must("The number.", Amount.Quantity), rate: must("The rate that is multiplied.", rate), ...common }),
  Billed,
  Named
]).annotate({ identifier: "Rate", description: "A function from a set of time to an itemised amount.", expected: `a rate, an object with a "type": ${types.join(", ")}` })
