/**
 * Pricing rules of ParkMe, a Django platform, as a Parkade tariff.
 *
 * | ParkMe | tariff |
 * |---|---|
 * | `FLAT_RATE` `{ flat_rate }` (or `{ amount }`) | `flat` |
 * | `HOURLY` `{ base_rate, after_hours, hourly_rate }` | `slab`, graduated: `base_rate` up to `after_hours`, then `hourly_rate` per hour of the rest |
 * | `SLAB` `{ slabs: [{ max_hours, price }] }` | `slab`, ladder: one price for the whole stay; `max_hours` null is `beyond` |
 * | `DYNAMIC` `{ peak_hours, off_peak_rate }` | `dynamic`: every part of a stay at the rate of its own time |
 * | `SUBSCRIPTION` | `subscription` around all other rules |
 * | `free_minutes` | a `slab` around the rule, of whatever form |
 * | `priority`, filters, `valid_from`, `valid_until` | the cases of a `choose`, highest priority first |
 *
 * `base_rate` has two readings: ParkMe's program charges it for each of the first `after_hours` hours, its name and its
 * example (5.00, 3 hours, then 3.00 an hour) suggest once for all of them. They differ when `after_hours` is above one,
 * and then the options must say which.
 *
 * Units: prices in major units, as exact decimals; hours and minutes of elapsed time; clocks and dates of `zone`.
 * Fails: {@link InvalidParkMeRules}, which names every place, also of an option that a rule needs and nobody gave.
 * Guarantees: no price is invented, not even those that ParkMe's program falls back on; what is not carried over is a
 * loss, what was read one way of two is a decision; a tariff that is returned decodes.
 * Source: ParkMe's implementation summary, section 4; its models PricingRule and Subscription and its PricingCalculator.
 */
import { Tariff } from "@parkade/core/pricing"
import { Result, Schema } from "effect"
import { type Note, type Report, empty, under } from "../Report.ts"
import { conditions } from "./Conditions.ts"
import { Options } from "./Options.ts"
import { type Pass, around, make } from "./Passes.ts"
import { type Priced, priced } from "./Rates.ts"
import { type Rule, fromJson, read } from "./Rules.ts"
import type { Facts, Offer, Rate } from "./TariffJson.ts"

export { Options }

/** A document that cannot be read as ParkMe's rules, or options that do not answer what it asks. */
export class InvalidParkMeRules extends Schema.TaggedError<InvalidParkMeRules>()("InvalidParkMeRules", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message() {
    return this.issues.map(({ path, message }) => `${path || "rules"}: ${message}`).join("\n")
  }
}

/** A tariff with what became of the rules on the way. */
export interface Imported {
  /** JSON in the tariff language. */
  readonly tariff: unknown
  /** What the rules said and the tariff does not. */
  readonly losses: ReadonlyArray<Note>
  /** How what admits two readings was read. */
  readonly decisions: ReadonlyArray<Note>
}

interface Arm {
  readonly path: string
  readonly if: Facts
  readonly priced: Priced
}

/** Highest priority first; among equals, as listed. */
const byPriority = (rules: ReadonlyArray<Rule>): ReadonlyArray<Rule> => rules.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0))

const rowFields = ["id", "facility", "facility_name", "created_at", "updated_at"] as const

const reportTheRest = (rule: Rule, report: Report): void => {
  const fields = rowFields.filter((key) => Object.hasOwn(rule, key))
  if (fields.length > 0) report.losses.push({ path: rule.path, message: `not carried over: ${fields.join(", ")}` })
  const penalty = rule.overstay_penalty_rate ?? "0"
  if (/[1-9]/.test(penalty)) {
    report.losses.push({ path: under(rule.path, "overstay_penalty_rate"), message: `${penalty} is not charged: it says not for what, and ParkMe's program never charges it` })
  }
}

/** The passes and the priced rules, in the order in which they are tried. */
const sorted = (rules: ReadonlyArray<Rule>, options: Options, report: Report) => {
  const passes: Array<Pass> = []
  const arms: Array<Arm> = []
  for (const rule of byPriority(rules)) {
    const facts = conditions(rule, options, report)
    if (facts === undefined) continue
    reportTheRest(rule, report)
    const { form } = rule
    const price = priced(rule, options, report)
    if (price !== undefined) arms.push({ path: rule.path, if: facts, priced: price })
    const pass = form.form === "subscription" ? make(rule, form.config, facts, report) : undefined
    if (pass !== undefined) passes.push(pass)
  }
  return { arms, passes }
}

const unavailable: Priced = { rate: "unavailable", paid: "unavailable" }

const reportOrder = (rules: ReadonlyArray<Rule>, arms: ReadonlyArray<Arm>, last: Arm | undefined, report: Report): void => {
  const after = last === undefined ? [] : arms.slice(arms.indexOf(last) + 1)
  for (const { path } of after) report.losses.push({ path, message: `never applies: ${last?.path ?? ""} goes first and is for everybody, always` })
  const priorityOf = new Map(rules.map(({ path, priority = 0 }) => [path, priority]))
  for (const [index, { path }] of arms.entries()) {
    const before = arms[index - 1]
    if (before !== undefined && priorityOf.get(before.path) === priorityOf.get(path)) {
      report.decisions.push({ path: under(path, "priority"), message: `equal to that of ${before.path}, which is listed earlier and goes first` })
    }
  }
  if (last === undefined) {
    report.losses.push({ path: "", message: "no price is offered where no rule applies (ParkMe's program charges 5.00 per started hour there)" })
  }
}

/** One rate of all rules: the first whose conditions hold. */
const combine = (rules: ReadonlyArray<Rule>, options: Options, report: Report): Rate | undefined => {
  const { arms, passes } = sorted(rules, options, report)
  if (arms.length + passes.length === 0) {
    if (report.issues.length === 0) report.issues.push({ path: "", message: "expected a rule that is active and not left out" })
    return undefined
  }
  const last = arms.find((arm) => Object.keys(arm.if).length === 0)
  reportOrder(rules, arms, last, report)
  const cases = arms.slice(0, last === undefined ? arms.length : arms.indexOf(last)).flatMap((arm) => {
    const rate = around(arm.priced, passes)
    return rate === "unavailable" ? [] : [{ if: arm.if, rate }]
  })
  const otherwise: Offer = around(last?.priced ?? unavailable, passes)
  return cases.length === 0 && otherwise !== "unavailable" ? otherwise : { type: "choose", cases, otherwise }
}

const taxOf = ({ tax, taxRate }: Options, report: Report): { readonly tax?: string } => {
  if ((tax === "none") !== (taxRate === undefined)) {
    report.issues.push({ path: "options.taxRate", message: tax === "none" ? "expected none: tax is none" : `needed: a fraction, because tax is ${tax}` })
  }
  return taxRate === undefined ? {} : { tax: taxRate }
}

/** What keeps `tariff` from being one: an option that does not go with the currency, or rules beyond what a tariff may hold. */
const faults = (tariff: unknown): ReadonlyArray<Note> =>
  Result.match(Tariff.decode(tariff), {
    onFailure: ({ issues }) => issues.map(({ message, path }) => ({ path: under("tariff", path), message })),
    onSuccess: () => []
  })

/** The tariff that the ParkMe rules in `document` (parsed JSON) mean, by `options`. */
export const toTariff = (document: unknown, options: typeof Options.Encoded): Result.Result<Imported, InvalidParkMeRules> => {
  const report = empty()
  const rules = fromJson(document, report)
  const chosen = read(Options, options, "options", report)
  const rate = chosen === undefined || report.issues.length > 0 ? undefined : combine(rules, chosen, report)
  const tax = chosen === undefined ? {} : taxOf(chosen, report)
  if (rate === undefined || chosen === undefined || report.issues.length > 0) return Result.fail(new InvalidParkMeRules({ issues: report.issues }))
  const { currency, rounding, seconds, zone } = chosen
  const tariff = { zone, currency, tax: chosen.tax, rounding, seconds, visits: "apart", rate: { ...rate, ...tax } }
  const issues = faults(tariff)
  return issues.length > 0
    ? Result.fail(new InvalidParkMeRules({ issues }))
    : Result.succeed({ tariff, losses: report.losses, decisions: report.decisions })
}
