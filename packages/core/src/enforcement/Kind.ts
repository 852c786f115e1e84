/** What a violation is of, and how bad. */
import { Schema } from "effect"

/** The six of the field. */
export const standard = ["overstay", "wrong-spot-type", "unpaid", "no-permit", "blocking", "reserved-spot-misuse"] as const

/** One of {@link standard}, or the host's own: "engine-idling". */
export const Kind = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { expected: "a kind in small letters, digits and hyphens, such as overstay" }), Schema.isMaxLength(40, { expected: "a kind of at most 40 characters" })),
  Schema.annotate({ identifier: "ViolationKind", description: `${standard.join(", ")}, or a kind of your own` })
)

/** In order. */
export const severities = ["minor", "serious", "severe"] as const
export const Severity = Schema.Literals(severities)
export type Severity = typeof Severity.Type
