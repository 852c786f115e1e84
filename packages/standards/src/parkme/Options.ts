/** What a ParkMe document leaves open and a price depends on. */
import { Money } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import { TimeZone } from "@parkade/core/time"
import { Schema } from "effect"

const isFraction = Schema.makeFilter((text: string) =>
  /^(?:0(?:\.\d{1,18})?|1(?:\.0{1,18})?)$/.test(text) || `expected a fraction of at most 1: 19 % is "0.19"`)

/** Those without `?` are always needed; the others when a rule asks the question, and then there is no default. */
export const Options = Schema.Struct({
  /** The lot's, where peak hours and dates are read. */
  zone: TimeZone.TimeZone,
  currency: Money.Currency,
  /** Whether the rules' prices include tax, tax is added to them, or there is none. */
  tax: Schema.Literals(["included", "added", "none"]),
  /** As a fraction: "0.19". Needed unless `tax` is none. */
  taxRate: Schema.optionalKey(Schema.String.pipe(Schema.check(isFraction))),
  rounding: Tariff.Rounding,
  /** `dropped`: a stay counts in whole minutes, as ParkMe's program counts it. */
  seconds: Schema.Literals(["counted", "dropped"]),
  /** Which hours a rate per hour counts; ParkMe's program counts started ones. */
  hours: Schema.optionalKey(Schema.Literals(["started", "completed", "nearest", "exact"])),
  /**
   * `deducted`: the first minutes of every stay are free, and hours and slabs count from their end, as in ParkMe's
   * program. `threshold`: a stay of that length is free, a longer one is paid from its entry.
   */
  freeMinutes: Schema.optionalKey(Schema.Literals(["deducted", "threshold"])),
  /**
   * What `base_rate` pays for when `after_hours` is above one. `per-hour`: each of those hours, as in ParkMe's program.
   * `once`: all of them together.
   */
  baseRate: Schema.optionalKey(Schema.Literals(["per-hour", "once"])),
  /**
   * Hours across two rates. `split`: each time in a peak or off it is counted anew. `accumulate`: one meter for each
   * peak and one for all off-peak time. `follow`: an hour is paid at the rate it began in.
   */
  crossing: Schema.optionalKey(Schema.Literals(["split", "accumulate", "follow"])),
  /** Whether a peak until 18:00 has the second that begins at 18:00:00. */
  ends: Schema.optionalKey(Schema.Literals(["exclusive", "inclusive"])),
  /**
   * A tariff knows no spot sizes. `ignore-filter`: the rule is for every size. `skip-rule`: it is left out. Either is
   * reported as a loss.
   */
  spotSizes: Schema.optionalKey(Schema.Literals(["ignore-filter", "skip-rule"]))
})
export type Options = typeof Options.Type
