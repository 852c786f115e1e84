/**
 * What lint finds: a defect of a tariff, as data, with stays that show it. Every price of a finding is what the tariff
 * gives for that stay: whoever doubts it prices the stays again.
 */
import { Schema } from "effect"
import { Money } from "../../money/index.ts"
import { Instant } from "../../time/index.ts"
import * as Amount from "../Amount.ts"
import { Facts } from "../Facts.ts"

/** Kinds of findings: stable, and sections of the guide to lint. */
export const codes = [
  "longer-costs-less",
  "no-price",
  "cliff",
  "dead-rule",
  "shadowed-case",
  "dominated-branch",
  "overlapping-windows",
  "minimum-never-binds",
  "maximum-never-binds",
  "leave-and-return",
  "dst-dependent",
  "unlawful"
] as const
export const Code = Schema.Literals(codes)
export type Code = typeof Code.Type

/** An error should never be charged; a warning is seldom meant; a notice is worth knowing. */
export const Severity = Schema.Literals(["error", "warning", "notice"])
export type Severity = typeof Severity.Type

/** A stay that shows a finding, and what the tariff asks for it: minor units, null where no price is offered. */
export const Stay = Schema.Struct({
  entry: Instant.FromIso,
  exit: Instant.FromIso,
  facts: Schema.optionalKey(Facts),
  levels: Schema.optionalKey(Schema.Record(Schema.String, Amount.Amount)),
  /** The visit before, of the same driver. */
  earlier: Schema.optionalKey(Schema.Array(Schema.Struct({ from: Instant.FromIso, to: Instant.FromIso }))),
  price: Schema.NullOr(Schema.Struct({ net: Money.Amount, gross: Money.Amount }))
}).annotate({ identifier: "LintStay" })
export type Stay = typeof Stay.Type

export const Finding = Schema.Struct({
  code: Code,
  severity: Severity,
  /** Path of the rule in the tariff: "rate.windows.0". */
  rule: Schema.String,
  /** In words, with figures. */
  message: Schema.String,
  /** Stays that show it; none for what no stay looked at does. */
  stays: Schema.Array(Stay),
  /** The law that it is held against. */
  law: Schema.optionalKey(Schema.Struct({ name: Schema.String, source: Schema.String }))
}).annotate({ identifier: "LintFinding" })
export type Finding = typeof Finding.Type

/** All findings, the worst first, and what was looked at. */
export const Report = Schema.Struct({
  findings: Schema.Array(Finding),
  /** Codes of which there is nothing more to be found within the span, see the guide. The others were searched for. */
  decided: Schema.Array(Code),
  /** What was not looked at, in words. */
  gaps: Schema.Array(Schema.String),
  looked: Schema.Struct({
    /** Local dates of the entries, closed-open. */
    from: Schema.String,
    until: Schema.String,
    /** The longest stay: elapsed time. */
    longest: Schema.String,
    /** Combinations of facts and demand levels. */
    drivers: Schema.Int,
    /** Prices that were asked. */
    prices: Schema.Int
  })
}).annotate({ identifier: "LintReport" })
export type Report = typeof Report.Type
