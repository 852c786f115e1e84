/**
 * The price of a stay as a function of its exit: what a tariff becomes once it is compiled and an entry is known.
 *
 * Units: instants in epoch milliseconds, floored to whole seconds here; stays are closed-open [entry, exit).
 * Fails: ExitBeforeEntry; Unavailable where the tariff offers no price; AmountTooLarge when the price exceeds the safe
 * integers of minor units.
 * Guarantees: a bill's lines sum to its total; the price is never negative (what a visit adds to
 * earlier ones may be); a stay of no length is the empty bill; from `exit` up to `nextChange(exit)` the price stays what it is at `exit`; steps() and at() agree everywhere;
 * priceAt() and at() agree everywhere.
 * Rounding: once, where the tariff's `rounding` says; a line "rounding" carries what the shown lines lack.
 */
import { Result, Schema } from "effect"
import { type Money, Rational, type Whole } from "../money/index.ts"
import { Instant, LocalDate, TimeSet, TimeZone } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import type * as Bill from "./Bill.ts"
import { type Billing, billing } from "./Billing.ts"
import type { Charge } from "./Charge.ts"
import { isCalendar, periodLength } from "./Clocks.ts"
import type { Condition, Facts } from "./Facts.ts"
import { InvalidTariff } from "./InvalidTariff.ts"
import type { Items, Meter, Other } from "./meter/Meter.ts"
import { energyParts, type Phase as MeterPhase, ready } from "./meter/Phases.ts"
import type { Covered } from "./meter/plan.ts"
import { noFacts, type Plans, plansOf, type Priced } from "./Plans.ts"
import { priceOf } from "./Stairs.ts"
import { nextChange, type Piece, pieces, type Price, type Shape, type Step, steps } from "./Steps.ts"
import { isEnergies, written } from "./Syntax.ts"
import type { Tariff } from "./Tariff.ts"
import * as Visits from "./Visits.ts"

/** A stay that would end before it began. */
export class ExitBeforeEntry extends Schema.TaggedError<ExitBeforeEntry>()("ExitBeforeEntry", {
  entry: Instant.Instant,
  exit: Instant.Instant
}) {
  override get message() {
    return `the exit ${Instant.toIso(this.exit)} lies before the entry ${Instant.toIso(this.entry)}`
  }
}

/** The tariff offers no price for this stay: it is too long for it, say, or at a time that no rate covers. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  entry: Instant.Instant,
  exit: Instant.Instant
}) {
  override get message() {
    return `the tariff offers no price for a stay from ${Instant.toIso(this.entry)} to ${Instant.toIso(this.exit)}: lint shows where it has none`
  }
}

/** What a vehicle did during a stay. `kwh`, `amps` and `kw` are decimal texts. */
export const Phase = Schema.Struct({
  name: Schema.String,
  from: Instant.Instant,
  to: Instant.Instant,
  kwh: Schema.optionalKey(Amount.Quantity),
  amps: Schema.optionalKey(Amount.Quantity),
  kw: Schema.optionalKey(Amount.Quantity)
})
export type Phase = typeof Phase.Type

export interface Visit {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
}

/** What is known of a stay besides its entry and exit. */
export interface Context {
  readonly facts?: Facts | undefined
  readonly phases?: ReadonlyArray<Phase> | undefined
  /**
   * Earlier visits of the same driver, of which the tariff takes those that count with this one. They end by the entry: of one
   * that ends later the part before the entry counts, and one that begins at the entry or after it does not count at all.
   */
  readonly earlier?: ReadonlyArray<Visit> | undefined
  /** Levels of demand prices, by their paths (see Demand). */
  readonly levels?: { readonly [path: string]: Amount.Amount } | undefined
  /** What time validations cover of this visit, one after the other: it costs nothing. */
  readonly covers?: ReadonlyArray<Covered> | undefined
}

/** What a tariff takes from where it is used. */
export interface Host {
  /** Where its clocks are read, for tariffs that do not say: the lot's. */
  readonly zone?: TimeZone.TimeZone | undefined
  /** Holiday calendars by name: local dates. */
  readonly calendars?: { readonly [name: string]: ReadonlyArray<string> } | undefined
}

export type { Piece, Price, Step }

export type Rejection = ExitBeforeEntry | Unavailable | Money.AmountTooLarge

/** A branch that did not apply: dearer, not available, or kept out by conditions that did not hold. */
export interface WhyNot {
  readonly rule: string
  readonly label: string
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  /** What it would have cost, in minor units of the tariff's own terms, rounded half up; absent where it has no price. */
  readonly amount?: number
  /** How much more than what was charged; negative for a cheaper one that did not apply. */
  readonly more?: number
  /** Conditions that did not hold: "entry", "exit", "validation"... */
  readonly unmet: ReadonlyArray<string>
}

export interface PriceFunction {
  readonly entry: Instant.Instant
  /** The bill of the stay that ends at `exit`. */
  readonly at: (exit: Instant.Instant) => Result.Result<Bill.Bill, Rejection>
  /** What the stay that ends at `exit` comes to, without the lines that say why: quick, unless it has several tax rates or rounds each line. */
  readonly priceAt: (exit: Instant.Instant) => Result.Result<Price, Rejection>
  /**
   * The first whole second after `exit` at which the price differs; `undefined` when it does not within ten years, or before the end of 9999. Where
   * hundreds of steps in a row change nothing, the last of them: the price holds up to it at least.
   */
  readonly nextChange: (exit: Instant.Instant) => Instant.Instant | undefined
  /** Every price from the entry up to `until`, in order, without gaps: at most `limit` (100,000) of them. */
  readonly steps: (until: Instant.Instant, limit?: number) => ReadonlyArray<Step>
  /**
   * Exits from the entry's next second up to `until`, cut so that the exact amount is a straight line on each piece: where nothing is charged by
   * the second, the price is one. At most `limit` (100,000); pieces side by side may have one price.
   */
  readonly pieces: (until: Instant.Instant, limit?: number) => ReadonlyArray<Piece>
  /** The branches that did not apply to the stay that ends at `exit`. */
  readonly whyNot: (exit: Instant.Instant) => ReadonlyArray<WhyNot>
}

/** A tariff made ready to price: compile once, price many stays. */
export interface Compiled {
  readonly tariff: Tariff
  readonly zone: TimeZone.TimeZone
  readonly from: (entry: Instant.Instant, context?: Context) => PriceFunction
  /**
   * What one stay comes to, for who asks millions of times; nothing where `from(entry, context).priceAt(exit)` says why
   * there is no price.
   */
  readonly total: (entry: Instant.Instant, exit: Instant.Instant, context?: Context) => Price | undefined
}

/** The holidays of `tariff`, its own or those of the calendar it names. */
export const holidaysOf = (tariff: Tariff, host: Host): Result.Result<ReadonlySet<LocalDate.LocalDate>, InvalidTariff> => {
  const { holidays = [] } = tariff
  const { calendars = {} } = host
  const dates = typeof holidays !== "string" ? holidays : Object.hasOwn(calendars, holidays) ? calendars[holidays] : undefined
  const invalid = (message: string) => Result.fail(new InvalidTariff({ issues: [{ path: "holidays", message }] }))
  if (dates === undefined) return invalid(`expected dates, or the name of a calendar that is registered (${Object.keys(calendars).join(", ") || "there are none"}), found ${JSON.stringify(holidays)}`)
  const read = dates.map((date) => [date, LocalDate.parse(date)] as const)
  const wrong = read.find(([, date]) => date === undefined)
  return wrong === undefined ? Result.succeed(new Set(read.map(([, date = 0]) => date))) : invalid(`expected dates such as 2026-12-25, found ${JSON.stringify(wrong[0])}`)
}

/** Visits are counted by the local day. */
const readsClock = ({ entry, exit, inside, visit }: Condition): boolean => [entry, exit, inside, visit].some((asked) => asked !== undefined)

/** True for a tariff that reads clocks or calendars: it must know where. */
const readsClocks = (tariff: Tariff): boolean =>
  tariff.visits !== "apart" || written(tariff).some(({ rate }) =>
    rate.type === "dynamic" || rate.type === "subscription" || (rate.type === "choose" && rate.cases.some((each) => readsClock(each.if))) || (rate.type === "each" && rate.per !== "stay" && isCalendar(periodLength(rate.per))))

/**
 * Makes `tariff` ready to price. Fails where it needs what the host has not given: a time zone, a holiday calendar. The
 * tariff's `valid` is no part of the price: Versions judges which of them is in force at an entry.
 */
export const compile = (tariff: Tariff, host: Host = {}): Result.Result<Compiled, InvalidTariff> => {
  const zone = tariff.zone ?? host.zone
  if (zone === undefined && readsClocks(tariff)) {
    return Result.fail(new InvalidTariff({ issues: [{ path: "zone", message: "expected a time zone, here or from the lot: its clocks are read somewhere" }] }))
  }
  return Result.map(holidaysOf(tariff, host), (holidays) => {
    const almanac = { zone: zone ?? TimeZone.utc, holidays }
    const energySteps = written(tariff).flatMap(({ rate }) => rate.type === "billed" && isEnergies(rate.step) ? [rate.step.slice(0, -" kWh".length)] : [])
    const asksVisit = written(tariff).some(({ rate }) => rate.type === "choose" && rate.cases.some((each) => each.if.visit !== undefined))
    const made: Ready = { tariff, energySteps, zone: almanac.zone, plans: plansOf(tariff, almanac), bill: billing(tariff), asksVisit }
    return { tariff, zone: made.zone, from: (entry, context = noContext) => priceFunction(made, entry, context), total: totalOf(made) }
  })
}

interface Ready {
  readonly tariff: Tariff
  /** kWh that energy is billed in steps of. */
  readonly energySteps: ReadonlyArray<string>
  readonly zone: TimeZone.TimeZone
  readonly plans: Plans
  readonly bill: Billing
  /** It asks which visit this is. */
  readonly asksVisit: boolean
}

const none: ReadonlyArray<Phase> = []
const noContext: Context = {}

/** A stay from its entry on: the set of time that each exit makes of it, and the plans that price it. */
interface Begun {
  readonly earlier: TimeSet.TimeSet
  readonly phases: ReadonlyArray<MeterPhase>
  readonly plan: Priced
  /** What the earlier visits cost by themselves, when the last of them was priced. */
  readonly earlierPlan: Priced
  /** Where it begins to count. */
  readonly from: number
}

/** The facts of a stay that is the driver's `visit`. */
const factsOf = ({ asksVisit }: Ready, facts: Facts, visit: number): Facts => asksVisit && facts.visit === undefined ? { ...facts, visit } : facts

const begin = (made: Ready, entry: number, context: Context): Begun => {
  const { energySteps, plans, tariff, zone } = made
  const { covers, earlier: given = [], facts = noFacts, levels, phases = none } = context
  const visits = given.map(({ from, to }) => ({ from: Instant.seconds(from), to: Visits.countedTo(tariff, Instant.seconds(from), Instant.seconds(to)) }))
  const { earlier, from, last, number } = Visits.history(tariff, zone, visits, entry)
  const parts = energyParts(phases, energySteps)
  const coversFrom = covers === undefined || TimeSet.isEmpty(earlier) ? undefined : from
  const planFor = (visit: number) => plans.of({ facts: factsOf(made, facts, visit), levels, covers, coversFrom, energyParts: parts })
  const plan = planFor(number)
  return { earlier, from, phases: ready(phases, parts), plan, earlierPlan: TimeSet.isEmpty(earlier) ? plan : planFor(last) }
}

const totalOf = (made: Ready): Compiled["total"] => {
  const { asksVisit, energySteps, plans: { plain }, tariff } = made
  const unit = Visits.unitOf(tariff)
  const slowly: Compiled["total"] = (entry, exit, context = noContext) => Result.getOrUndefined(priceFunction(made, entry, context).priceAt(exit))
  if (energySteps.length > 0) return slowly
  return (entry, exit, context = noContext) => {
    const { covers, earlier, facts = noFacts, levels, phases } = context
    if (covers !== undefined || earlier !== undefined || levels !== undefined || phases !== undefined) return slowly(entry, exit, context)
    const { between, stairs, toPrice } = plain(asksVisit ? factsOf(made, facts, 1) : facts)
    const from = Instant.seconds(entry)
    const length = Visits.lengthIn(unit, Instant.seconds(exit) - from)
    const price = priceOf(stairs, length)
    if (price !== undefined) return price
    if (toPrice === undefined || length <= 0) return slowly(entry, exit, context)
    const amount = between(from, from + length)
    return amount === undefined ? undefined : toPrice(amount)
  }
}

/** What the steps are read off: of plain plans without a bill. */
const shapeOf = ({ tariff }: Ready, entry: number, begun: Begun, setAt: (exit: number) => TimeSet.TimeSet, billed: Shape["price"]): Shape => {
  const { earlier, earlierPlan, phases, plan: { meter, toPrice } } = begun
  const counted = (exit: number) => Visits.countedTo(tariff, entry, exit)
  const amountAt = (exit: number) => counted(exit) === entry ? undefined : meter.amount(setAt(exit), phases)
  const priceOf = (amount: Whole.Whole | undefined, plan: Priced) => amount === undefined ? undefined : plan.toPrice?.(amount)
  const before = TimeSet.isEmpty(earlier) ? nothing : priceOf(earlierPlan.meter.amount(earlier, phases), earlierPlan)
  const quick = (exit: number) => {
    const all = priceOf(amountAt(exit), begun.plan)
    return all === undefined || before === undefined ? undefined : { net: all.net - before.net, gross: all.gross - before.gross }
  }
  const plain = toPrice !== undefined
  return {
    entry,
    price: (exit) => plain && counted(exit) > entry ? quick(exit) : billed(exit),
    amount: amountAt,
    next: (exit) => {
      const now = counted(exit)
      // The first second may bring the gap before it along.
      const end = now === entry ? entry + 1 : meter.next(setAt(exit), now, phases)
      return Number.isFinite(end) ? counted(Math.max(end, now + 1) + Visits.unitOf(tariff) - 1) : end
    },
    // Lines rounded one by one do not sum to a straight line, nor do shares of several taxes.
    straight: tariff.rounding.where === "total" || !meter.slopes,
    plain
  }
}

const nothing: Price = { net: 0, gross: 0 }

const priceFunction = (made: Ready, given: Instant.Instant, context: Context): PriceFunction => {
  const { bill, tariff } = made
  const entry = Instant.seconds(given)
  const begun = begin(made, entry, context)
  const { earlier, earlierPlan, from, phases, plan: { meter } } = begun
  const setAt = (exit: number): TimeSet.TimeSet => {
    const to = Visits.countedTo(tariff, entry, exit)
    return to > entry ? TimeSet.append(earlier, from, to) : earlier
  }
  const charges = (of: Meter, set: TimeSet.TimeSet): ReadonlyArray<Charge> | undefined => {
    const items: Items = { charges: [] }
    return of.itemise(set, phases, items) === undefined ? undefined : items.charges
  }
  const before = TimeSet.isEmpty(earlier) ? undefined : { earlier: charges(earlierPlan.meter, earlier) }
  const at = (exit: Instant.Instant): Result.Result<Bill.Bill, Rejection> => {
    const to = Instant.seconds(exit)
    const subject = { from: Instant.ofSeconds(entry), to: Instant.ofSeconds(to) }
    if (to < entry) return Result.fail(new ExitBeforeEntry({ entry: subject.from, exit: subject.to }))
    if (Visits.countedTo(tariff, entry, to) === entry) return bill([], subject)
    const own = charges(meter, setAt(to))
    if (own === undefined) return Result.fail(new Unavailable({ entry: subject.from, exit: subject.to }))
    if (before === undefined) return bill(own, subject)
    const { earlier } = before
    return earlier === undefined ? Result.fail(new Unavailable({ entry: subject.from, exit: subject.to })) : bill(own, { ...subject, earlier })
  }
  const billed = (exit: Instant.Instant) => Result.map(at(exit), ({ gross, net }): Price => ({ net, gross }))
  const shape = () => shapeOf(made, entry, begun, setAt, (exit) => Result.getOrUndefined(billed(Instant.ofSeconds(exit))))
  return {
    entry: Instant.ofSeconds(entry),
    at,
    priceAt: (exit) => {
      const price = shape().price(Instant.seconds(exit))
      // What has no price is told by the bill that cannot be made.
      return price === undefined ? billed(exit) : Result.succeed(price)
    },
    nextChange: (exit) => {
      const change = nextChange(shape(), Math.max(entry, Instant.seconds(exit)))
      return change === undefined || change > Instant.lastSecond ? undefined : Instant.ofSeconds(change)
    },
    steps: (until, limit) => steps(shape(), Instant.seconds(until), limit),
    pieces: (until, limit) => pieces(shape(), Instant.seconds(until), limit),
    whyNot: (exit) => {
      const set = setAt(Instant.seconds(exit))
      const others: Array<Other> = []
      if (Instant.seconds(exit) < entry || TimeSet.isEmpty(set)) return []
      meter.itemise(set, phases, { charges: [], others })
      return others.map(whyNot)
    }
  }
}

const whyNot = ({ amount, from, instead, label, rule, to, unmet }: Other): WhyNot => {
  const rounded = (value: Rational.Rational) => Number(Rational.round(value, "half-up"))
  return {
    rule,
    label,
    from: Instant.ofSeconds(from),
    to: Instant.ofSeconds(to),
    unmet,
    ...(amount !== undefined && { amount: rounded(amount) }),
    ...(amount !== undefined && instead !== undefined && { more: rounded(Rational.subtract(amount, instead)) })
  }
}
