/**
 * What a rate charges for a set of time, by recursion over the rate: the denotation of the language, read aloud.
 *
 * Every construct cuts the set or computes on amounts. The price of the empty set is the empty bill.
 */
import { amountOf, type Demand } from "./Demand.ts"
import { type Facts, hold, includes } from "./Facts.ts"
import * as Fraction from "./Fraction.ts"
import { type Dynamic, type Each, type Hourly, type Price, type Rate, seconds, type Slab, type Subscription } from "./Grammar.ts"
import * as Lines from "./Lines.ts"
import * as Phases from "./Phases.ts"
import * as Sets from "./Sets.ts"
import { periodsOf, type Place, setOf } from "./Windows.ts"

/** All that a price depends on beside the set of time. */
export interface Context extends Place, Demand {
  readonly facts: Facts
  readonly rates: { readonly [name: string]: Rate }
  readonly taxAdded: boolean
}

/** Where in the tariff a rate stands, and the tax rate that holds there. */
interface Site {
  readonly path: string
  readonly tax: Fraction.Fraction
}

const child = ({ path, tax }: Site, step: string): Site => ({ path: `${path}.${step}`, tax })

/** The site of a rate's own children and price: under its tax when it has one. */
const within = (site: Site, { tax }: Rate): Site => (tax === undefined ? site : { path: site.path, tax: Fraction.read(tax) })

const leaf = (price: Price, quantity: Fraction.Fraction, site: Site, context: Context): Lines.Lines =>
  [{ amount: Fraction.times(amountOf(price, `${site.path}.price`, context), quantity), tax: site.tax }]

const named = (name: string, site: Site, context: Context): { readonly rate: Rate; readonly site: Site } => {
  const rate = context.rates[name]
  if (rate === undefined) throw new RangeError(`no rate is called ${name}`)
  return { rate, site: { path: `rates.${name}`, tax: site.tax } }
}

/** `[[rate]](set, context)`: its lines, or that no price is offered. */
export const price = (rate: Rate, set: Sets.TimeSet, context: Context, outer: Site): Lines.Priced => {
  if (Sets.isEmpty(set)) return []
  const site = within(outer, rate)
  switch (rate.type) {
    case "flat":
      return leaf(rate.price, Fraction.one, site, context)
    case "hourly":
      return leaf(rate.price, hours(rate, set), site, context)
    case "energy":
      return leaf(rate.price, Phases.energyOf(set, context.phases), site, context)
    case "slab":
      return rate.mode === "ladder" ? ladder(rate, set, context, site) : graduated(rate, set, context, site)
    case "dynamic":
      return dynamic(rate, set, context, site)
    case "subscription":
      return price(rate.rest, uncovered(rate, set, context), context, child(site, "rest"))
    case "choose": {
      const chosen = rate.cases.findIndex((each) => hold(each.if, context.facts, set, context))
      const found = rate.cases[chosen]
      return found === undefined
        ? offered(rate.otherwise, set, context, child(site, "otherwise"))
        : price(found.rate, set, context, child(site, `cases.${chosen}.rate`))
    }
    case "each":
      return each(rate, set, context, site)
    case "sum":
      return Lines.together(rate.of.map((part, index) => price(part, set, context, child(site, `of.${index}`))))
    case "cheapest":
      return rate.of.map((part, index) => price(part, set, context, child(site, `of.${index}`))).reduce(cheaper)
    case "scale": {
      const lines = price(rate.rate, set, context, child(site, "rate"))
      return lines === "unavailable" ? lines : Lines.scaled(lines, Fraction.read(rate.by))
    }
    case "billed": {
      const billed = inSteps(rate.step, rate.count, set, context)
      return price(rate.rate, billed.set, { ...context, phases: billed.phases }, child(site, "rate"))
    }
    case "named": {
      const target = named(rate.name, site, context)
      return price(target.rate, set, context, target.site)
    }
  }
}

/** A rate that may offer no price. */
const offered = (rate: Rate | "unavailable", set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  if (rate !== "unavailable") return price(rate, set, context, site)
  return Sets.isEmpty(set) ? [] : rate
}

/** How many of its `per` an hourly rate counts. */
const hours = ({ count, per: written = "PT1H", step: stepWritten }: Hourly, set: Sets.TimeSet): Fraction.Fraction => {
  const per = seconds(written)
  const length = Sets.length(set)
  if (count === "exact") return Fraction.of(length, per)
  const step = stepWritten === undefined ? per : seconds(stepWritten)
  return Fraction.times(Fraction.of(Fraction.whole(Fraction.of(length, step), count)), Fraction.of(step, per))
}

const bracket = (rate: Slab, index: number, set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  const { price: flat, rate: own } = rate.brackets[index] ?? {}
  const here = child(site, `brackets.${index}`)
  if (own !== undefined) return price(own, set, context, child(here, "rate"))
  return flat === undefined || Sets.isEmpty(set) ? [] : leaf(flat, Fraction.one, here, context)
}

const ladder = (rate: Slab, set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  const length = Sets.length(set)
  const rung = rate.brackets.findIndex(({ upTo }) => length <= seconds(upTo))
  return rung === -1 ? offered(rate.beyond, set, context, child(site, "beyond")) : bracket(rate, rung, set, context, site)
}

const graduated = (rate: Slab, set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  let left = set
  let gone = 0
  const parts = rate.brackets.map(({ upTo }, index) => {
    const part = Sets.first(left, seconds(upTo) - gone)
    left = Sets.rest(left, seconds(upTo) - gone)
    gone = seconds(upTo)
    return bracket(rate, index, part, context, site)
  })
  return Lines.together([...parts, offered(rate.beyond, left, context, child(site, "beyond"))])
}

/** A window of `dynamic` without the earlier ones, or, last, all time that is in none. */
interface Arm {
  readonly rate: Rate | "unavailable"
  readonly site: Site
  readonly set: Sets.TimeSet
}

/** The arms between the start and the end of a set, which they cover. */
const armsOf = (rate: Dynamic, set: Sets.TimeSet, context: Context, site: Site): ReadonlyArray<Arm> => {
  const span = Sets.hull(set)
  let free: Sets.TimeSet = [span]
  const arms = rate.windows.map((window, index): Arm => {
    const own = Sets.intersection(free, setOf(window.during, span, context))
    free = Sets.minus(free, own)
    return { rate: window.rate, site: child(site, `windows.${index}.rate`), set: own }
  })
  return [...arms, { rate: rate.otherwise, site: child(site, "otherwise"), set: free }]
}

const dynamic = (rate: Dynamic, set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  const arms = armsOf(rate, set, context, site)
  const priced = (arm: Arm, part: Sets.TimeSet) => offered(arm.rate, part, context, arm.site)
  switch (rate.crossing) {
    case "split":
      return Lines.together(arms.flatMap((arm) => arm.set.map((occurrence) => ({ arm, occurrence })))
        .toSorted((a, b) => a.occurrence[0] - b.occurrence[0])
        .map(({ arm, occurrence }) => priced(arm, Sets.intersection([occurrence], set))))
    case "accumulate":
      return Lines.together(arms.map((arm) => priced(arm, Sets.intersection(arm.set, set))))
    case "entry":
      return priced(armAt(arms, Sets.start(set)).arm, set)
    case "most": {
      const shares = arms.map((arm) => Sets.length(Sets.intersection(arm.set, set)))
      const most = arms[shares.indexOf(Math.max(...shares))]
      return most === undefined ? [] : priced(most, set)
    }
    default:
      return follow(arms, seconds(rate.crossing.follow), set, priced)
  }
}

/** The arm that an instant is in, and the end of its occurrence. */
const armAt = (arms: ReadonlyArray<Arm>, instant: number): { readonly arm: Arm; readonly ends: number } => {
  for (const arm of arms) {
    const occurrence = arm.set.find(([from, to]) => from <= instant && instant < to)
    if (occurrence !== undefined) return { arm, ends: occurrence[1] }
  }
  throw new RangeError("the arms of a dynamic rate cover all time")
}

/** Pieces that begin where the one before ended, each to the end of its arm's occurrence or of the step that straddles it. */
const follow = (arms: ReadonlyArray<Arm>, step: number, set: Sets.TimeSet, priced: (arm: Arm, part: Sets.TimeSet) => Lines.Priced): Lines.Priced => {
  const pieces: Array<Lines.Priced> = []
  let left = set
  while (!Sets.isEmpty(left)) {
    const start = Sets.start(left)
    const { arm, ends } = armAt(arms, start)
    const boundary = start + Math.ceil((ends - start) / step) * step
    pieces.push(priced(arm, Sets.before(left, boundary)))
    left = Sets.after(left, boundary)
  }
  return Lines.together(pieces)
}

/** What a subscription does not cover: all when its pass is not held. */
const uncovered = ({ covers, pass }: Subscription, set: Sets.TimeSet, context: Context): Sets.TimeSet => {
  if (!includes(context.facts.pass, pass)) return set
  const eligible = covers.during === undefined ? set : Sets.intersection(set, setOf(covers.during, Sets.hull(set), context))
  if (covers.upTo === undefined) return Sets.minus(set, eligible)
  const most = seconds(covers.upTo)
  const { per = "stay" } = covers
  if (per === "stay") return Sets.minus(set, Sets.first(eligible, most))
  const touched = periodsOf(set, per, context)
  const counted = "first" in per ? touched.slice(0, 1) : touched
  return Sets.minus(set, Sets.union(...counted.map((period) => Sets.first(Sets.intersection(eligible, [period]), most))))
}

/** Tax rates of the leaves below a rate, as they are written. */
const taxesBelow = (rate: Rate, context: Context, outer: Site): ReadonlySet<string> => {
  const site = within(outer, rate)
  const below = (...rates: ReadonlyArray<Rate | "unavailable" | undefined>): ReadonlySet<string> =>
    new Set(rates.flatMap((each) => (each === undefined || each === "unavailable" ? [] : [...taxesBelow(each, context, site)])))
  const own = new Set([site.tax.join("/")])
  switch (rate.type) {
    case "flat":
    case "hourly":
    case "energy":
      return own
    case "slab":
      return new Set([...rate.brackets.flatMap((each) => (each.rate === undefined ? [...own] : [...below(each.rate)])), ...below(rate.beyond)])
    case "dynamic":
      return below(...rate.windows.map((each) => each.rate), rate.otherwise)
    case "subscription":
      return below(rate.rest)
    case "choose":
      return below(...rate.cases.map((each) => each.rate), rate.otherwise)
    case "sum":
    case "cheapest":
      return below(...rate.of)
    case "each":
    case "scale":
    case "billed":
      return below(rate.rate)
    case "named":
      return below(named(rate.name, site, context).rate)
  }
}

const leastOf = (a: Fraction.Fraction | undefined, b: Fraction.Fraction): Fraction.Fraction => (a === undefined ? b : Fraction.least(a, b))
const greatestOf = (a: Fraction.Fraction | undefined, b: Fraction.Fraction): Fraction.Fraction => (a === undefined ? b : Fraction.greatest(a, b))

/** The bounds of `each`: those on the gross are bounds on the net where one tax rate is below, and wait for the bill otherwise. */
const boundsOf = (rate: Each, context: Context, site: Site): Lines.Bounds => {
  const [max, min, maxGross, minGross] = [rate.max, rate.min, rate.maxIncl, rate.minIncl].map((each) => (each === undefined ? undefined : Fraction.read(each)))
  const [tax, ...others] = taxesBelow(rate.rate, context, site)
  const bounds = { max, min, tax: tax === undefined ? site.tax : Fraction.read(tax) }
  if (!context.taxAdded || (maxGross === undefined && minGross === undefined)) return bounds
  if (tax === undefined || others.length > 0) return { ...bounds, maxGross, minGross }
  const withTax = Fraction.plus(Fraction.one, Fraction.read(tax))
  return {
    ...bounds,
    max: maxGross === undefined ? max : leastOf(max, Fraction.over(maxGross, withTax)),
    min: minGross === undefined ? min : greatestOf(min, Fraction.over(minGross, withTax))
  }
}

const each = (rate: Each, set: Sets.TimeSet, context: Context, site: Site): Lines.Priced => {
  const bounds = boundsOf(rate, context, site)
  const inner = (part: Sets.TimeSet) => price(rate.rate, part, context, child(site, "rate"))
  const bounded = (part: Sets.TimeSet): Lines.Priced => {
    const lines = inner(part)
    return lines === "unavailable" || Sets.isEmpty(part) ? lines : [...lines, ...Lines.boundedBy(lines, bounds)]
  }
  if (rate.per === "stay") return bounded(set)
  const touched = periodsOf(set, rate.per, context)
  const onlyFirst = "first" in rate.per
  const [[, firstEnd] = Sets.hull(set)] = touched
  if (rate.partial === "continue") return continued(onlyFirst ? [firstEnd] : touched.map(([, to]) => to), set, inner, bounds)
  if (onlyFirst) return Lines.together([bounded(Sets.before(set, firstEnd)), inner(Sets.after(set, firstEnd))])
  return Lines.together(touched.map(([from, to], index) => {
    const part = Sets.intersection(set, [[from, to]])
    return bounded(rate.partial === "full" && index > 0 ? Sets.union(part, [[Sets.end(part), to]]) : part)
  }))
}

/** The price of the whole, with bounds on what each period that ends at one of `ends` adds to what was before it. */
const continued = (ends: ReadonlyArray<number>, set: Sets.TimeSet, inner: (part: Sets.TimeSet) => Lines.Priced, bounds: Lines.Bounds): Lines.Priced => {
  const whole = inner(set)
  if (whole === "unavailable") return whole
  let earlier: Lines.Lines = []
  const corrections: Array<Lines.Line> = []
  for (const end of ends) {
    const sofar = inner(Sets.before(set, end))
    if (sofar === "unavailable") return sofar
    const sums = Lines.perTax(sofar)
    corrections.push(...Lines.boundedBy(Lines.perTax([...sums, ...Lines.scaled(earlier, Fraction.of(-1))]), bounds))
    earlier = sums
  }
  const lines = [...whole, ...corrections]
  return [...lines, ...Lines.liftedToZero(lines, bounds.tax)]
}

/** Least available amount in the tariff's own terms, ties to the first. */
const cheaper = (best: Lines.Priced, next: Lines.Priced): Lines.Priced => {
  if (best === "unavailable") return next
  if (next === "unavailable") return best
  return Fraction.compare(Lines.total(next), Lines.total(best)) < 0 ? next : best
}

/** A set and phases billed in whole steps, of time ("PT15M") or of energy ("10 kWh"). */
const inSteps = (step: string, count: Fraction.Count, set: Sets.TimeSet, { phases }: Context): Phases.Billed => {
  const [amount = "", unit] = step.split(" ")
  if (unit !== undefined) return Phases.inSteps(set, phases, Fraction.read(amount), count)
  const length = seconds(step)
  return Phases.ofLength(set, phases, length * Number(Fraction.whole(Fraction.of(Sets.length(set), length), count)))
}
