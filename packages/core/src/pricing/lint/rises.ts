/** What a tariff's making shows without looking at a single entry: that longer never costs less, that what has charged keeps charging. */
import type { Condition } from "../Facts.ts"
import { factsHold } from "../meter/choose.ts"
import type { Rate, Slab, Unavailable } from "../Rate.ts"
import { seconds, written } from "../Syntax.ts"
import type { Tariff } from "../Tariff.ts"
import type { Driver } from "./drivers.ts"
import { instead, isClockless, meterOf, type Subject } from "./Subject.ts"

/** Amounts of these only add up, so that each tax and each line rises with them. */
const adds = ({ type, ...rate }: Rate): boolean => {
  const bounded = ["max", "min", "maxIncl", "minIncl"].some((bound) => bound in rate)
  return type !== "cheapest" && type !== "choose" && type !== "billed" && !("mode" in rate && rate.mode === "ladder") && !bounded
}

/** Each bracket begins at no less than the one before ends on. */
const climbs = (subject: Subject, driver: Driver, rate: Slab): boolean => {
  const meter = meterOf({ ...subject, tariff: { ...subject.tariff, rate } }, driver)
  const { ofLength } = meter
  return ofLength !== undefined && rate.brackets.every(({ upTo }) => {
    const [before, after] = [ofLength(seconds(upTo)), ofLength(seconds(upTo) + 1)]
    return before === undefined || after === undefined || before <= after
  })
}

const asksEntryOnly = ({ exit, inside, lasting }: Condition): boolean => exit === undefined && inside === undefined && lasting === undefined

/** True where `rate` costs a driver no less the longer the time is, whatever the time; false where that does not show. */
const risesAt = (subject: Subject, driver: Driver, rate: Rate | Unavailable): boolean => {
  const rise = (below: Rate | Unavailable) => risesAt(subject, driver, below)
  if (rate === "unavailable") return true
  switch (rate.type) {
    case "flat":
    case "hourly":
    case "energy":
      return true
    case "slab":
      return rate.brackets.every((bracket) => "price" in bracket || rise(bracket.rate)) && rise(rate.beyond) && (rate.mode === "graduated" || climbs(subject, driver, rate))
    case "dynamic":
      return rate.crossing !== "most" && rate.windows.every((window) => rise(window.rate)) && rise(rate.otherwise)
    case "subscription":
      return rise(rate.rest)
    case "choose": {
      const open = rate.cases.filter((each) => factsHold(each.if)(driver.facts))
      return open.every((each) => asksEntryOnly(each.if) && rise(each.rate)) && rise(rate.otherwise)
    }
    case "each":
      return rate.partial !== "full" && rise(rate.rate)
    case "sum":
      return rate.of.every(rise)
    case "cheapest":
      return rate.of.every(rise)
    case "scale":
      return rise(rate.rate)
    case "billed":
      return rise(rate.rate) && isClockless(meterOf(instead(subject, { ...subject.tariff, rate }), driver))
    case "named": {
      const target = subject.tariff.rates?.[rate.name]
      return target === undefined || rise(target)
    }
  }
}

/** True where it shows that longer never costs `driver` less. */
export const rises = (subject: Subject, driver: Driver): boolean => {
  const { rate, rounding } = subject.tariff
  const oneRounding = rounding.where === "total" && meterOf(subject, driver).taxes.length < 2
  return (oneRounding || written(subject.tariff).every((each) => adds(each.rate))) && risesAt(subject, driver, rate)
}

/** True where a rule that charges a stay charges every longer one too. */
const keepsAt = (tariff: Tariff, rate: Rate | Unavailable): boolean => {
  const keep = (below: Rate | Unavailable) => keepsAt(tariff, below)
  if (rate === "unavailable") return false
  switch (rate.type) {
    case "flat":
    case "hourly":
    case "energy":
      return true
    case "slab":
      return rate.mode === "graduated" && rate.brackets.every((bracket) => "price" in bracket || keep(bracket.rate)) && keep(rate.beyond)
    case "dynamic":
      return rate.crossing !== "most" && rate.windows.every((window) => keep(window.rate)) && keep(rate.otherwise)
    case "subscription":
      return keep(rate.rest)
    case "choose":
      return rate.cases.every((each) => asksEntryOnly(each.if) && keep(each.rate)) && keep(rate.otherwise)
    case "each":
    case "scale":
    case "billed":
      return keep(rate.rate)
    case "sum":
      return rate.of.every(keep)
    case "cheapest":
      return false
    case "named": {
      const target = tariff.rates?.[rate.name]
      return target === undefined || keep(target)
    }
  }
}

export const keeps = (tariff: Tariff): boolean => keepsAt(tariff, tariff.rate)
