/** For whom and when a rule is: its filters and its dates. */
import { Vehicle } from "@parkade/core/lot"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Schema } from "effect"
import { type Report, under } from "../Report.ts"
import type { Options } from "./Options.ts"
import { need } from "./Rates.ts"
import type { Rule } from "./Rules.ts"
import type { Facts, Window } from "./TariffJson.ts"

const isKind = Schema.is(Vehicle.VehicleKind)

const kinds = (type: string, path: string, report: Report): ReadonlyArray<string> => {
  const kind = type.toLowerCase().replaceAll("_", "-")
  if (kind === "ev") {
    report.decisions.push({ path, message: "EV is read as electric-car and electric-suv" })
    return ["electric-car", "electric-suv"]
  }
  if (!isKind(kind)) report.issues.push({ path, message: "expected a vehicle type such as CAR" })
  else if (!Object.hasOwn(Vehicle.standardSizes, kind)) report.decisions.push({ path, message: `"${kind}" is a vehicle kind of your own` })
  return [kind]
}

const vehicle = (rule: Rule, report: Report): Facts => {
  const path = under(rule.path, "applies_to_vehicle_types")
  const types = rule.applies_to_vehicle_types ?? []
  return types.length === 0 ? {} : { vehicle: [...new Set(types.flatMap((type, index) => kinds(type, under(path, index), report)))] }
}

const sizes = ["SMALL", "MEDIUM", "LARGE", "XLARGE"]

/** Whether the rule stays in spite of its sizes, which no tariff can ask for. */
const keptDespiteSizes = (rule: Rule, options: Options, report: Report): boolean => {
  const given = new Set((rule.applies_to_spot_sizes ?? []).map((size) => size.toUpperCase()))
  const path = under(rule.path, "applies_to_spot_sizes")
  for (const size of given) if (!sizes.includes(size)) report.issues.push({ path, message: `expected ${sizes.join(", ")}, found ${size}` })
  if (given.size === 0 || given.size === sizes.length) return true
  const reading = need(options, "spotSizes", `${path} is ${[...given].join(", ")}, and a tariff knows no spot sizes`, report)
  const skipped = reading === "skip-rule"
  report.losses.push({ path, message: skipped ? "the rule is left out: a tariff knows no spot sizes" : "the rule is for spots of every size: a tariff knows no spot sizes" })
  return !skipped
}

interface Local {
  readonly date: string
  readonly clock: string
}

const dayMillis = 86_400_000
const minuteMillis = 60_000

/** What the lot's calendar and clock show, in whole minutes. */
const local = (instant: number, zone: TimeZone.TimeZone): Local => {
  const text = Instant.toIso(Instant.Instant.make(Math.min(instant, Instant.Instant.make(253_402_300_740_000))), zone)
  return { date: text.slice(0, 10), clock: text.slice(11, 16) }
}

const nextDate = (date: string): string => {
  const midnight = Schema.decodeSync(Instant.FromIso)(`${date}T00:00:00Z`)
  return Instant.toIso(Instant.Instant.make(midnight + dayMillis)).slice(0, 10)
}

/** The windows that cover all of local time from `from` to `until`, which is not among it. */
const between = (from: Local | undefined, until: Local | undefined): ReadonlyArray<Window> => {
  const midnight = "00:00"
  const partFirst = from !== undefined && from.clock !== midnight
  const partLast = until !== undefined && until.clock !== midnight
  const day = (date: string) => ({ dates: { from: date, to: nextDate(date) } })
  if (partFirst && partLast && from.date === until.date) return [{ ...day(from.date), from: from.clock, to: until.clock }]
  const start = partFirst ? nextDate(from.date) : from?.date
  const dates = { ...(start === undefined ? {} : { from: start }), ...(until === undefined ? {} : { to: until.date }) }
  const wholeDays = start === undefined || until === undefined || start < until.date
  return [
    ...(partFirst ? [{ ...day(from.date), from: from.clock }] : []),
    ...(wholeDays ? [{ dates }] : []),
    ...(partLast ? [{ ...day(until.date), to: until.clock }] : [])
  ]
}

/** `valid_from` and `valid_until` to the minute, both of them within. */
const validity = (rule: Rule, options: Options, report: Report): Facts => {
  const { path, valid_from: from, valid_until: until } = rule
  if ((from ?? undefined) === undefined && (until ?? undefined) === undefined) return {}
  const first = from ?? undefined
  const end = until === undefined || until === null ? undefined : Math.floor((until + 1_000) / minuteMillis) * minuteMillis
  if (first !== undefined && end !== undefined && end <= first) {
    report.issues.push({ path: under(path, "valid_until"), message: "expected a time after valid_from" })
    return {}
  }
  report.decisions.push({
    path: under(path, first === undefined ? "valid_until" : "valid_from"),
    message: `judged once, at the entry, on the clocks of ${options.zone}: a price does not change while a vehicle stays`
  })
  const windows = between(first === undefined ? undefined : local(first, options.zone), end === undefined ? undefined : local(end, options.zone))
  return { entry: windows.length === 1 && windows[0] !== undefined ? windows[0] : windows }
}

/** What must hold for `rule` to apply: nothing for `{}`; `undefined` when the rule is left out. */
export const conditions = (rule: Rule, options: Options, report: Report): Facts | undefined => {
  if (rule.is_active === false) {
    report.losses.push({ path: rule.path, message: "is not active and was left out" })
    return undefined
  }
  if (!keptDespiteSizes(rule, options, report)) return undefined
  return { ...vehicle(rule, report), ...validity(rule, options, report) }
}
