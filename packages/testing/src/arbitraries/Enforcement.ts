/** Violations, their penalties and evidence, and what inspectors and drivers try. */
import { Evidence, Kind, type Overstay, Penalty, Violation } from "@parkade/core/enforcement"
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Spot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { actor, type Attempt, type AttemptOptions, attempts } from "./Attempts.ts"
import { vehicle } from "./Lot.ts"
import { elapsed, instant } from "./Time.ts"

const EUR = Money.Currency.make("EUR")
const euros = ({ max = 20_000, min = 1 }: { readonly min?: number; readonly max?: number } = {}): fc.Arbitrary<Money.Money> =>
  fc.integer({ min, max }).map((amount) => ({ amount, currency: EUR }))

const share = fc.oneof(euros().map((money) => ({ amount: Money.toDecimal(money) })), fc.constantFrom("0", "50", "33.3", "100", "1/3").map((percent) => ({ percent })))
const days = (most: number): fc.Arbitrary<Elapsed.Elapsed> => elapsed({ max: Elapsed.ofHours(most * 24) })

/** Times that rise by at least a second. */
const rising = (most: number): fc.Arbitrary<ReadonlyArray<Elapsed.Elapsed>> =>
  fc.uniqueArray(days(20), { maxLength: most, size: "max" }).map((times) => times.toSorted((a, b) => a - b))

/** How long, how often, and with which clock penalties are disputed. */
const disputes = fc.record({ clock: fc.constantFrom("stops" as const, "runs" as const), most: fc.constantFrom(0, 1, 2, 2, 3), within: fc.option(days(40), { freq: 2, nil: undefined }) })
  .map(({ within, ...rest }) => ({ ...rest, ...(within !== undefined && { within }) }))

/** A rule that charges an amount. */
export type Charging = Penalty.Rule & { readonly charge: { readonly amount: string } }

/** What it charges, in euros. */
export const chargeOf = ({ charge: { amount } }: Charging): Money.Money => ({ amount: Math.round(Number(amount) * 100), currency: EUR })

/** A rule that charges an amount, in euros. */
export const penaltyRule = (): fc.Arbitrary<Charging> =>
  fc.record({
    charge: euros().map((money) => ({ amount: Money.toDecimal(money) })),
    reduced: fc.option(fc.record({ within: days(14), by: share }), { freq: 2, nil: undefined }),
    times: rising(4),
    what: fc.array(fc.oneof(
      { weight: 1, arbitrary: fc.constant({ type: "remind" as const }) },
      { weight: 3, arbitrary: share.map((by) => ({ type: "increase" as const, by })) },
      { weight: 1, arbitrary: fc.constant({ type: "refer" as const, to: "police" }) }
    ), { minLength: 4, maxLength: 4 }),
    disputes
  }).map(({ charge, disputes, reduced, times, what }) => ({
    kind: "overstay",
    charge,
    ...(reduced !== undefined && { reduced }),
    steps: times.flatMap((after, index) => (what[index] === undefined ? [] : [{ ...what[index], after }])),
    disputes
  }))

/** What a violation costs, with what becomes of it in three weeks. */
export const penalty = (): fc.Arbitrary<Penalty.Penalty> => penaltyRule().map((rule) => Result.getOrThrow(Penalty.assess(rule, chargeOf(rule))))

const evidence: fc.Arbitrary<Evidence.Evidence> = fc.record({
  id: fc.constantFrom(1, 2, 3).map((count) => Evidence.EvidenceId.make(`00000000-0000-7000-8000-0000000000f${count}`)),
  kind: fc.constantFrom("photo", "note", "sensor", "lpr-read"),
  takenAt: instant(),
  digest: fc.constantFrom("ab".repeat(32), "cd".repeat(32)),
  mediaType: fc.constantFrom("image/jpeg", "text/plain"),
  by: actor()
})

const lotId = Lot.LotId.make("00000000-0000-7000-8000-000000000002")
const spotId = Spot.SpotId.make("00000000-0000-7000-8000-000000000003")
const ticketId = Ids.TicketId.make("00000000-0000-7000-8000-000000000001")

const report: fc.Arbitrary<Omit<Violation.Report, "at" | "occurredAt">> = fc.record({
  kind: fc.constantFrom(...Kind.standard, "engine-idling"),
  where: fc.constantFrom({}, { spotId }, { ticketId }, { spotId, ticketId }),
  plate: vehicle().map(({ plate }) => plate),
  severity: fc.constantFrom(...Kind.severities),
  evidence: fc.uniqueArray(evidence, { maxLength: 2, selector: ({ id }) => id }),
  by: actor()
}).map(({ where, ...rest }) => ({ id: Ids.ViolationId.make("00000000-0000-7000-8000-0000000000a7"), lotId, ...where, ...rest }))

type Command = Violation.Command

const reporting = fc.tuple(report, fc.constantFrom(0, 0, 1, 60_000, -1)).map(([given, ago]): Attempt<Command> => (at) =>
  ({ _tag: "Report", report: { ...given, occurredAt: Instant.Instant.make(at - ago), at } }))

const said = fc.record({ by: actor(), reason: fc.constantFrom("I had paid", "The sign\nis hidden") })
const paymentId = fc.constantFrom("b1", "b2").map((end) => Ids.PaymentId.make(`00000000-0000-7000-8000-0000000000${end}`))

const amountsOf = ({ amount, reduced, steps }: Penalty.Penalty): ReadonlyArray<Money.Money> =>
  [amount, amount, ...(reduced === undefined ? [] : [reduced.amount]), ...steps.flatMap((step) => (step.type === "increase" ? [step.amount] : []))]

const attemptOn = (penalty: Penalty.Penalty) => fc.oneof(
  { weight: 3, arbitrary: evidence.map((given): Attempt<Command> => (at) => ({ _tag: "AddEvidence", evidence: given, at })) },
  { weight: 8, arbitrary: actor().map((by): Attempt<Command> => (at) => ({ _tag: "Confirm", penalty, by, at })) },
  { weight: 5, arbitrary: said.map((given): Attempt<Command> => (at) => ({ _tag: "Dispute", ...given, at })) },
  { weight: 6, arbitrary: said.map((given): Attempt<Command> => (at) => ({ _tag: "Uphold", ...given, at })) },
  { weight: 1, arbitrary: said.map((given): Attempt<Command> => (at) => ({ _tag: "Waive", authority: "operator", ...given, at })) },
  { weight: 5, arbitrary: fc.constant<Attempt<Command>>((at) => ({ _tag: "Escalate", at })) },
  { weight: 8, arbitrary: fc.record({ amount: fc.constantFrom(...amountsOf(penalty)), paymentId, back: fc.constantFrom(0, 0, 1_000, 600_000, -1) })
    .map(({ amount, back, paymentId }): Attempt<Command> => (at) => ({ _tag: "Pay", amount, paymentId, asOf: Instant.Instant.make(at - back), at })) },
  { weight: 1, arbitrary: reporting }
)

/** What is tried on one violation: `maxLength` (18) after the first, `longest` (four days) apart at most. */
export const violationCommands = ({ longest = Elapsed.ofHours(96), maxLength = 18, ...options }: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Command>> =>
  penalty().chain((made) => attempts(reporting, attemptOn(made), { longest, maxLength, ...options }))

/** Any event, whether or not it can follow. */
export const violationEvent = (): fc.Arbitrary<Violation.Event> => {
  const decided = { at: instant(), by: actor(), reason: fc.constant("so be it") }
  return fc.oneof(
    fc.tuple(report, instant(), instant()).map(([given, at, occurredAt]): Violation.Event => ({ _tag: "ViolationReported", ...given, at, occurredAt })),
    fc.record({ _tag: fc.constant("ViolationEvidenceAdded" as const), evidence, at: instant() }),
    fc.record({ _tag: fc.constant("ViolationConfirmed" as const), penalty: penalty(), by: actor(), at: instant() }),
    fc.record({ _tag: fc.constantFrom("ViolationDisputed" as const, "ViolationUpheld" as const), ...decided }),
    fc.record({ _tag: fc.constant("ViolationWaived" as const), authority: fc.constant("operator"), ...decided }),
    fc.record({ _tag: fc.constant("ViolationEscalated" as const), step: elapsed().map((after) => ({ type: "remind" as const, after })), at: instant() }),
    fc.record({ _tag: fc.constant("ViolationPaid" as const), amount: euros(), paymentId, asOf: instant(), at: instant() })
  )
}

/** Stays that are allowed until hours before or after `at`. */
export const allowedStays = (at: Instant.Instant): fc.Arbitrary<ReadonlyArray<Overstay.Stay>> =>
  fc.array(fc.tuple(vehicle(), fc.integer({ min: -20_000, max: 20_000 })).map(([{ plate }, seconds]): Overstay.Stay =>
    ({ ticketId, lotId, spotId, plate, allowedUntil: Instant.Instant.make(at + seconds * 1_000) })), { maxLength: 8 })

/** A tolerance of up to an hour, with severities above it. */
export const tolerance = (): fc.Arbitrary<Overstay.Tolerance> =>
  fc.record({ tolerance: elapsed({ max: Elapsed.ofHours(1) }), severities: fc.constantFrom<Overstay.Tolerance["severities"]>(
    [], [{ over: Elapsed.ofMinutes(30), severity: "serious" }], [{ over: Elapsed.ofMinutes(5), severity: "serious" }, { over: Elapsed.ofHours(2), severity: "severe" }]) })
