/**
 * What a tariff of the right shape can still get wrong: fields that contradict each other, names that lead nowhere or
 * in circles, and sizes that no printed tariff has.
 */
import { Money, Rational } from "../money/index.ts"
import * as Amount from "./Amount.ts"
import { isCalendar } from "./Clocks.ts"
import * as Guess from "./Guess.ts"
import type { Period } from "./Period.ts"
import type { Price } from "./Price.ts"
import type * as Rate from "./Rate.ts"
import { type Child, children, isEnergies, minorUnits, seconds, type Written, written } from "./Syntax.ts"

export interface Fault {
  readonly path: string
  readonly message: string
}

/** The largest real tariff seen has about 40 rates. */
export const limits = {
  /** Characters of a text before it is parsed. */
  characters: 1_000_000,
  /** Characters of a text in the JSON, and of the name of a field. */
  text: 1_000,
  key: 120,
  /** Objects, lists and values in the JSON. */
  values: 10_000,
  /** Nesting of the JSON. */
  depth: 100,
  /** Rates once every name is replaced by what it stands for. */
  rates: 2_000,
  /** Digits of the common denominator of all prices. */
  digits: 60,
  /** Periods within periods. */
  periods: 6,
  /** Periods of a year, times those of the periods within them, where all of them go on: prices of visits and phases take so many steps. */
  continued: 1_000_000_000,
  /** Seconds of a period that repeats: shorter ones would make bills of a hundred thousand lines. */
  periodSeconds: 60
} as const

interface Described extends Written {
  readonly currency: Money.Currency
  readonly minorUnits?: number
  readonly tax: string
  readonly rounding: { readonly to: string }
  readonly valid?: { readonly from?: string; readonly until?: string }
}

/** The rate of that name; what every object has by nature is no name. */
const named = ({ rates = {} }: Pick<Described, "rates">, name: string): Rate.Rate | undefined => (Object.hasOwn(rates, name) ? rates[name] : undefined)

/**
 * A bill is made of whole minor units, those of the tariff and those the currency is paid in, so what it rounds to must
 * be a multiple of both.
 */
const roundsToWholeUnits = (tariff: Described): ReadonlyArray<Fault> => {
  const places = Math.min(minorUnits(tariff), Money.minorUnits(tariff.currency))
  const smallest = Rational.make(1n, 10n ** BigInt(places))
  return Rational.divide(Amount.value(tariff.rounding.to), smallest).denominator === 1n
    ? []
    : [{ path: "rounding.to", message: `expected a multiple of ${Rational.format(smallest)}, the smallest amount of ${tariff.currency}` }]
}

const neverValid = ({ valid: { from, until } = {} }: Described): ReadonlyArray<Fault> =>
  from !== undefined && until !== undefined && from >= until ? [{ path: "valid.until", message: `expected a date after ${from}, found ${until}: it is the first date that is not valid` }] : []

const bounds = (each: Rate.Each, path: string, tax: string): ReadonlyArray<Fault> => {
  const crossed = (min: "min" | "minIncl", max: "max" | "maxIncl"): ReadonlyArray<Fault> => {
    const [low, high] = [each[min], each[max]]
    return low !== undefined && high !== undefined && Rational.compare(Amount.value(low), Amount.value(high)) > 0
      ? [{ path: `${path}.${min}`, message: `expected no more than ${max}, found ${low} above ${high}` }]
      : []
  }
  const including = (["maxIncl", "minIncl"] as const)
    .flatMap((key) => each[key] !== undefined && tax !== "added" ? [{ path: `${path}.${key}`, message: `expected only where tax is "added": elsewhere write "${key.slice(0, 3)}"` }] : [])
  return [...crossed("min", "max"), ...crossed("minIncl", "maxIncl"), ...including]
}

const tooShort = (per: Period | undefined, path: string): ReadonlyArray<Fault> =>
  per !== undefined && per !== "stay" && "every" in per && !isCalendar(per.every) && seconds(per.every) < limits.periodSeconds
    ? [{ path: `${path}.every`, message: `expected at least PT${limits.periodSeconds / 60}M for a period that repeats, found ${per.every}` }]
    : []

const periods = (each: Rate.Each, path: string): ReadonlyArray<Fault> => {
  if (each.per === "stay") {
    return each.partial === undefined ? [] : [{ path: `${path}.partial`, message: "expected nothing: a stay has no partial period" }]
  }
  if (each.partial === undefined) {
    return [{ path: `${path}.partial`, message: `expected "restart", "continue" or "full": how a period that the stay does not fill is priced` }]
  }
  return each.partial === "full" && "first" in each.per
    ? [{ path: `${path}.partial`, message: `expected "restart" or "continue": what follows the first period has no end to be priced to` }]
    : []
}

const increasing = (slab: Rate.Slab, path: string): ReadonlyArray<Fault> =>
  slab.brackets.flatMap(({ upTo }, index) => {
    const before = slab.brackets[index - 1]
    return before !== undefined && seconds(upTo) <= seconds(before.upTo)
      ? [{ path: `${path}.brackets.${index}.upTo`, message: `expected more than the bracket before, ${before.upTo}, found ${upTo}` }]
      : []
  })

const covers = ({ covers: { per, upTo } }: Rate.Subscription, path: string): ReadonlyArray<Fault> =>
  per !== undefined && per !== "stay" && upTo === undefined
    ? [{ path: `${path}.covers.per`, message: `expected only with "upTo": a pass without a limit covers every period` }]
    : []

const nowhere = (name: string, known: ReadonlyArray<string>): string => {
  const meant = Guess.nearest(name, known)
  const said = `expected the name of one of the tariff's rates (${known.join(", ") || "there are none"}), found ${JSON.stringify(name.slice(0, 40))}`
  return meant === undefined ? said : `${said}: did you mean ${JSON.stringify(meant)}?`
}

/** Faults of `rate` itself; those below are their own. */
export const own = (rate: Rate.Rate, path: string, tariff: Pick<Described, "rates" | "tax">): ReadonlyArray<Fault> => {
  switch (rate.type) {
    case "each":
      return [...bounds(rate, path, tariff.tax), ...periods(rate, path), ...tooShort(rate.per, `${path}.per`)]
    case "slab":
      return increasing(rate, path)
    case "subscription":
      return [...covers(rate, path), ...tooShort(rate.covers.per, `${path}.covers.per`)]
    case "billed":
      return isEnergies(rate.step) && Number(rate.step.slice(0, -4)) === 0 ? [{ path: `${path}.step`, message: "expected more than zero" }] : []
    case "named":
      return named(tariff, rate.name) !== undefined ? [] : [{ path: `${path}.name`, message: nowhere(rate.name, Object.keys(tariff.rates ?? {})) }]
    default:
      return []
  }
}

/** How many rates `rate` comes to with every name replaced; names in circles are a fault. */
const expanded = (tariff: Described): ReadonlyArray<Fault> => {
  const known = new Map<string, number>()
  const count = (rate: Rate.Rate, path: string, within: ReadonlyArray<string>): number | Fault => {
    if (rate.type === "named") return byName(rate.name, `${path}.name`, within)
    let sum = 1
    for (const child of children(rate, path)) {
      const below = count(child.rate, child.path, within)
      if (typeof below !== "number") return below
      sum += below
      if (sum > limits.rates) return { path, message: `expected at most ${limits.rates} rates once names are replaced by what they stand for` }
    }
    return sum
  }
  const byName = (name: string, path: string, within: ReadonlyArray<string>): number | Fault => {
    const target = named(tariff, name)
    const before = known.get(name)
    if (before !== undefined || target === undefined) return before ?? 0
    if (within.includes(name)) return { path, message: `expected names that do not lead in a circle, found ${[...within.slice(within.indexOf(name)), name].join(" -> ")}` }
    if (within.length >= 50) return { path, message: "expected names that lead to names at most 50 times over" }
    const size = count(target, `rates.${name}`, [...within, name])
    if (typeof size === "number") known.set(name, size)
    return size
  }
  const roots = [["rate", tariff.rate] as const, ...Object.entries(tariff.rates ?? {}).map(([name, rate]) => [`rates.${name}`, rate] as const)]
  for (const [path, rate] of roots) {
    const size = count(rate, path, path === "rate" ? [] : [path.slice("rates.".length)])
    if (typeof size !== "number") return [size]
  }
  return []
}

const ofPrice = (price: Price): ReadonlyArray<string> =>
  typeof price === "string" ? [price] : [price.start, price.min, price.max, ...price.bands.flatMap(({ change = "0", factor = "1" }) => [change, factor])]

/** The share of a price that one step of an hourly rate costs; a second where it is exact. */
const stepShare = ({ count, per = "PT1H", step = per }: Rate.Hourly): Rational.Rational => Rational.make(count === "exact" ? 1 : seconds(step), seconds(per))

/** The amounts that `rate` itself may charge. */
const amountsOf = (rate: Rate.Rate): ReadonlyArray<Rational.Rational> => {
  switch (rate.type) {
    case "flat":
    case "energy":
      return ofPrice(rate.price).map(Amount.value)
    case "hourly":
      return ofPrice(rate.price).map((price) => Rational.multiply(Amount.value(price), stepShare(rate)))
    case "each":
      return [rate.max, rate.min, rate.maxIncl, rate.minIncl].filter((bound) => bound !== undefined).map(Amount.value)
    default:
      return []
  }
}

const hasPeriods = (rate: Rate.Rate): boolean => (rate.type === "each" && rate.per !== "stay") || (rate.type === "subscription" && rate.covers.per !== undefined)

const perYear = (length: string): number => 31_622_400 / ({ day: 86_400, week: 604_800, month: 2_592_000 }[length] ?? seconds(length))

/** How many periods a year has of `rate`, where it goes on over them. */
const goesOn = (rate: Rate.Rate): number =>
  rate.type === "each" && rate.partial === "continue" && rate.per !== "stay" && "every" in rate.per ? Math.max(1, perYear(rate.per.every)) : 1

/** The rates below `rate`, or the one that it names. */
const followed = (rate: Rate.Rate, path: string, tariff: Pick<Described, "rates">): ReadonlyArray<Child> => {
  if (rate.type !== "named") return children(rate, path)
  const target = named(tariff, rate.name)
  return target === undefined ? [] : [{ rate: target, path: `rates.${rate.name}` }]
}

/**
 * Sums are exact, in parts of one common denominator. One that no money ever had would make every sum slow, and so would
 * factors and periods without end. Expects names that lead somewhere, in no circle.
 */
const immense = (tariff: Described): ReadonlyArray<Fault> => {
  const over = 10n ** BigInt(limits.digits)
  let common = 1n
  const note = ({ denominator }: Rational.Rational): boolean => {
    common = Rational.multiple(common, denominator)
    return common < over
  }
  const walk = (rate: Rate.Rate, path: string, factor: Rational.Rational, around: { readonly periods: number; readonly continued: number }): Fault | undefined => {
    const periods = around.periods + (hasPeriods(rate) ? 1 : 0)
    const continued = around.continued * goesOn(rate)
    if (continued > limits.continued) return { path, message: `expected periods that go on within each other to be longer, or restarted: a year has ${Math.round(continued).toLocaleString("en")} of these` }
    if (periods > limits.periods) return { path, message: `expected periods within periods at most ${limits.periods} times over` }
    const by = rate.type === "scale" ? Rational.multiply(factor, Amount.value(rate.by)) : factor
    if (by.numerator >= over || by.denominator >= over) return { path: `${path}.by`, message: `expected factors that come to at most ${limits.digits} digits` }
    const amounts = [...amountsOf(rate).map((amount) => Rational.multiply(amount, by)), ...(rate.tax === undefined ? [] : [Amount.value(rate.tax)])]
    if (!amounts.every(note)) return { path, message: `expected prices with a common denominator of at most ${limits.digits} digits: use fewer different fractions` }
    for (const child of followed(rate, path, tariff)) {
      const fault = walk(child.rate, child.path, by, { periods, continued })
      if (fault !== undefined) return fault
    }
    return undefined
  }
  const fault = walk(tariff.rate, "rate", Rational.make(1n), { periods: 0, continued: 1 })
  return fault === undefined ? [] : [fault]
}

/** Why a maximum with tax, over several tax rates, bounds nothing that makes sense. */
const capFault = ({ max, maxIncl }: Rate.Each, within: Rate.Each | undefined): string | undefined => {
  if (maxIncl === undefined) return undefined
  if (max === undefined) return `expected a "max" beside it that is no more`
  if (Rational.compare(Amount.value(max), Amount.value(maxIncl)) > 0) return `expected no less than max, found ${maxIncl} below ${max}`
  return within === undefined ? undefined : `expected it beside the outer "max" (${within.max ?? ""}), not within it`
}

/**
 * Over several tax rates net and gross are bounded each by its own, so a maximum with tax could leave a gross below the
 * net. Over one rate both are bounds of one amount. Expects names that lead somewhere, in no circle.
 */
const grossBelowNet = (tariff: Described): ReadonlyArray<Fault> => {
  const found = new Map<string, Fault>()
  /** Tax rates of the leaves below: the innermost tax wins. `within` is what bounds them from outside. */
  const taxesOf = (rate: Rate.Rate, path: string, outer: string, within?: Rate.Each): ReadonlySet<string> => {
    const tax = rate.tax ?? outer
    if (rate.type === "flat" || rate.type === "hourly" || rate.type === "energy") return new Set([Rational.format(Amount.value(tax))])
    const bound = rate.type === "each" && rate.max !== undefined ? rate : within
    const taxes = new Set(followed(rate, path, tariff).flatMap((child) => [...taxesOf(child.rate, child.path, tax, bound)]))
    const fault = rate.type === "each" && taxes.size > 1 ? capFault(rate, within) : undefined
    if (fault !== undefined) {
      const message = `${fault}: below are several tax rates (${[...taxes].toSorted().join(", ")}), and what is paid with tax could come to less than what is paid without`
      found.set(path, { path: `${path}.maxIncl`, message })
    }
    return taxes
  }
  if (tariff.tax === "added") taxesOf(tariff.rate, "rate", "0")
  return [...found.values()]
}

/** Everything that is wrong with `tariff`, whose shape is right. */
export const faults = (tariff: Described): ReadonlyArray<Fault> => {
  const found = [
    ...roundsToWholeUnits(tariff),
    ...neverValid(tariff),
    ...written(tariff).flatMap(({ path, rate }) => own(rate, path, tariff)),
    ...expanded(tariff)
  ]
  return found.length > 0 ? found : [...grossBelowNet(tariff), ...immense(tariff)]
}
