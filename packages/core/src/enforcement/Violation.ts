/**
 * A violation: somebody parked as they should not. Reported, confirmed with a penalty and a notice, disputed and decided on,
 * waived or paid.
 *
 * What is due follows the penalty's schedule by the notice's clock, which stops during a dispute where the penalty says so. An
 * escalation records that a step was taken; the amount does not wait for it.
 *
 * Units: instants in epoch milliseconds; evidence, disputes and what is due closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; EvidenceDiffers; FourEyes; TooLateToDispute and DisputedEnough;
 * NothingToEscalate; NothingDue and PenaltyDiffers.
 * Guarantees: evidence is never removed or changed; who reported or disputes a violation never decides on the dispute; what is
 * due follows the schedule, whenever it is escalated; steps are taken in order and none before it is due; a payment settles
 * exactly what is due; a closed violation never changes.
 * Source: the field's six kinds; four eyes as in ISO 37001; reduced, increased and referred as on UK penalty charge notices.
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name, Plate, Spot } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { Evidence, EvidenceId } from "./Evidence.ts"
import { Kind, Severity } from "./Kind.ts"
import * as Penalty from "./Penalty.ts"

/** What people write about it: lines of text. */
export const Statement = Schema.String.pipe(
  Schema.check(
    Schema.isBetweenLength(1, 2_000, { expected: "a text of 1 to 2000 characters" }),
    Schema.makeFilter((text: string) => (text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text)) || "expected no control characters but line ends")
  )
)

const by = { by: Party.Actor, at: Instant.Instant }
const reported = {
  id: Ids.ViolationId,
  kind: Kind,
  lotId: Lot.LotId,
  spotId: Schema.optionalKey(Spot.SpotId),
  plate: Plate.Plate,
  /** The stay it happened in. */
  ticketId: Schema.optionalKey(Ids.TicketId),
  severity: Severity,
  occurredAt: Instant.Instant,
  evidence: Schema.Array(Evidence).pipe(
    Schema.check(Schema.makeFilter((all) => new Set(all.map(({ id }) => id)).size === all.length || "expected evidence with ids of its own"))
  )
}
const decided = { ...by, reason: Statement }
const Dispute = Schema.Struct({ ...decided, upheld: Schema.Struct(decided) })

const violation = { ...reported, reportedBy: Party.Actor, version: Schema.Int, changedAt: Instant.Instant }
const noticed = {
  ...violation,
  penalty: Penalty.Penalty,
  confirmedBy: Party.Actor,
  noticedAt: Instant.Instant,
  /** How long the notice's clock stood still so far. */
  stoppedMillis: Schema.Int,
  /** Steps of the penalty that were taken. */
  stepsTaken: Schema.Int,
  /** Those that were decided. */
  disputes: Schema.Array(Dispute)
}
const paid = { amount: Money.Money, paymentId: Ids.PaymentId, asOf: Instant.Instant, at: Instant.Instant }
const waived = { ...decided, authority: Name.upTo(120) }

export const Violation = Schema.TaggedUnion({
  Reported: violation,
  Confirmed: noticed,
  Disputed: { ...noticed, dispute: Schema.Struct(decided) },
  Waived: { ...violation, waived: Schema.Struct(waived) },
  Resolved: { ...noticed, paid: Schema.Struct(paid) }
})
export type Violation = typeof Violation.Type
export type Open = Exclude<Violation, { readonly _tag: "Waived" | "Resolved" }>
export type Noticed = Extract<Violation, { readonly penalty: unknown }>
export const State = Schema.Union([Absent, Violation])
export type State = typeof State.Type

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  ViolationReported: { ...reported, ...by },
  ViolationEvidenceAdded: { evidence: Evidence, at: Instant.Instant },
  ViolationConfirmed: { penalty: Penalty.Penalty, ...by },
  ViolationDisputed: decided,
  ViolationUpheld: decided,
  ViolationWaived: waived,
  ViolationEscalated: { step: Penalty.Step, at: Instant.Instant },
  ViolationPaid: paid
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>
export type Report = Omit<EventOf<"ViolationReported">, "_tag">

interface Said {
  readonly by: Party.Actor
  readonly at: Instant.Instant
  readonly reason: string
}
type Command =
  | { readonly _tag: "Report"; readonly report: Report }
  | { readonly _tag: "AddEvidence"; readonly evidence: Evidence; readonly at: Instant.Instant }
  | { readonly _tag: "Confirm"; readonly penalty: Penalty.Penalty; readonly by: Party.Actor; readonly at: Instant.Instant }
  | { readonly _tag: "Dispute" } & Said
  | { readonly _tag: "Uphold" } & Said
  /** `authority` is what allows it: a rule, an office. */
  | { readonly _tag: "Waive"; readonly authority: string } & Said
  | { readonly _tag: "Escalate"; readonly at: Instant.Instant }
  /** `asOf` is when the payer agreed to the amount: a gateway may confirm it later. */
  | { readonly _tag: "Pay"; readonly amount: Money.Money; readonly paymentId: Ids.PaymentId; readonly asOf: Instant.Instant; readonly at: Instant.Instant }
export type { Command }

const id = Ids.ViolationId

/** Evidence of this id is there already, and is another. */
export class EvidenceDiffers extends Schema.TaggedError<EvidenceDiffers>()("EvidenceDiffers", { id, evidenceId: EvidenceId }) {
  override get message() {
    return "evidence is never changed: add this as new evidence, under an id of its own"
  }
}

/** Who reported a violation, or disputes it, does not decide on the dispute. */
export class FourEyes extends Schema.TaggedError<FourEyes>()("FourEyes", { id, by: Party.Actor, who: Schema.Literals(["reported", "disputes"]) }) {
  override get message() {
    return `who ${this.who} a violation does not decide on the dispute: ask somebody else to`
  }
}

export class TooLateToDispute extends Schema.TaggedError<TooLateToDispute>()("TooLateToDispute", { id, until: Instant.Instant }) {
  override get message() {
    return `this violation could be disputed until ${Instant.toIso(this.until)}: pay it, or have it waived`
  }
}

export class DisputedEnough extends Schema.TaggedError<DisputedEnough>()("DisputedEnough", { id, most: Schema.Int }) {
  override get message() {
    return this.most === 0 ? "this violation cannot be disputed here: pay it, or have it waived" : `this violation was disputed ${this.most} times, as often as it can be: pay it, or have it waived`
  }
}

/** No step of the penalty is due that was not taken. */
export class NothingToEscalate extends Schema.TaggedError<NothingToEscalate>()("NothingToEscalate", { id, next: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    return this.next === undefined ? "every step of this penalty was taken: none is left to take" : `the next step is due at ${Instant.toIso(this.next)}`
  }
}

export class NothingDue extends Schema.TaggedError<NothingDue>()("NothingDue", { id }) {
  override get message() {
    return "nothing is due for this violation: it is not confirmed, in dispute, waived, or paid"
  }
}

/** Another amount is due than is paid: ask what is due, and agree to that. */
export class PenaltyDiffers extends Schema.TaggedError<PenaltyDiffers>()("PenaltyDiffers", { id, due: Money.Money, amount: Money.Money }) {
  override get message() {
    return `${Money.format(this.due)} is due, not ${Money.format(this.amount)}: have the payer agree to that`
  }
}

type Begun = NotBegun | WrongState | OutOfOrder
export type DisputeRejection = Begun | TooLateToDispute | DisputedEnough
export type DecideRejection = Begun | FourEyes
export type PayRejection = Begun | NothingDue | PenaltyDiffers
export type Rejection = AlreadyBegun | EvidenceDiffers | DisputeRejection | DecideRejection | NothingToEscalate | PayRejection

const subject = "violation"

export const initial: State = { _tag: "Absent" }

/** What the notice's clock shows at `at`. */
const clock = (state: Noticed, at: Instant.Instant): number => {
  const stopped = state._tag === "Disputed" && state.penalty.disputes.clock === "stops"
  return (stopped ? state.dispute.at : at) - state.noticedAt - state.stoppedMillis
}

/** When a clock that runs on shows `millis`. */
const whenClock = (state: Noticed, millis: number): Instant.Instant => Instant.Instant.make(state.noticedAt + state.stoppedMillis + millis)

/** When the next step of the penalty is due. */
export const nextStepAt = (state: Extract<Violation, { readonly _tag: "Confirmed" }>): Instant.Instant | undefined => {
  const next = state.penalty.steps[state.stepsTaken]
  return next === undefined ? undefined : whenClock(state, next.after)
}

/** What is to be paid at `at`; nothing once it is paid, and no amount where there is no notice. */
export const penaltyDue = (state: Violation, at: Instant.Instant): Money.Money | undefined => {
  if (!("penalty" in state)) return undefined
  return state._tag === "Resolved" ? Money.zero(state.penalty.amount.currency) : Penalty.dueAfter(state.penalty, clock(state, at))
}

const known = (state: Violation, changedAt: Instant.Instant) => {
  const { evidence, id, kind, lotId, occurredAt, plate, reportedBy, severity, spotId, ticketId, version } = state
  const where = { ...(spotId !== undefined && { spotId }), ...(ticketId !== undefined && { ticketId }) }
  return { id, kind, lotId, ...where, plate, severity, occurredAt, evidence, reportedBy, version: version + 1, changedAt }
}

const notice = (state: Noticed, changedAt: Instant.Instant) => {
  const { confirmedBy, disputes, noticedAt, penalty, stepsTaken, stoppedMillis } = state
  return { ...known(state, changedAt), penalty, confirmedBy, noticedAt, stoppedMillis, stepsTaken, disputes }
}

const evolveNoticed = (state: Extract<Open, Noticed>, event: Event): State => {
  if (event._tag === "ViolationUpheld" && state._tag === "Disputed") {
    const { dispute, penalty, stoppedMillis } = state
    const stopped = penalty.disputes.clock === "stops" ? event.at - dispute.at : 0
    const { at, by, reason } = event
    return { _tag: "Confirmed", ...notice(state, at), stoppedMillis: stoppedMillis + stopped, disputes: [...state.disputes, { ...dispute, upheld: { by, at, reason } }] }
  }
  if (state._tag === "Disputed") return state
  switch (event._tag) {
    case "ViolationDisputed":
      return { _tag: "Disputed", ...notice(state, event.at), dispute: { by: event.by, at: event.at, reason: event.reason } }
    case "ViolationEscalated":
      return { _tag: "Confirmed", ...notice(state, event.at), stepsTaken: state.stepsTaken + 1 }
    case "ViolationPaid": {
      const { _tag: _, ...paid } = event
      return { _tag: "Resolved", ...notice(state, event.at), paid }
    }
    default:
      return state
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "ViolationReported") {
    if (state._tag !== "Absent") return state
    const { _tag: _, at, by, ...report } = event
    return { _tag: "Reported", ...report, reportedBy: by, version: 1, changedAt: at }
  }
  if (state._tag === "Absent" || state._tag === "Waived" || state._tag === "Resolved") return state
  switch (event._tag) {
    case "ViolationEvidenceAdded":
      if (state.evidence.some(({ id }) => id === event.evidence.id)) return state
      return { ...state, ...known(state, event.at), evidence: [...state.evidence, event.evidence] }
    case "ViolationWaived": {
      const { _tag: _, ...waived } = event
      return { _tag: "Waived", ...known(state, event.at), waived }
    }
    case "ViolationConfirmed": {
      const { at, by, penalty } = event
      const fresh = { penalty, confirmedBy: by, noticedAt: at, stoppedMillis: 0, stepsTaken: 0, disputes: [] }
      return state._tag === "Reported" ? { _tag: "Confirmed", ...known(state, at), ...fresh } : state
    }
    default:
      return state._tag === "Reported" ? state : evolveNoticed(state, event)
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>
type Tagged<Tag extends Violation["_tag"]> = Extract<Violation, { readonly _tag: Tag }>

/** The violation as it is at the command's time, in one of the states `tags`. */
const standing = <Tag extends Open["_tag"]>(
  state: State,
  command: { readonly _tag: string; readonly at: Instant.Instant },
  ...tags: ReadonlyArray<Tag>
): Result.Result<Tagged<Tag>, Begun> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { changedAt: notBefore, id } = state
  const isOneOf = (each: Violation): each is Tagged<Tag> => tags.some((tag) => tag === each._tag)
  if (!isOneOf(state)) return Result.fail(new WrongState({ subject, id, state: state._tag, command: command._tag }))
  return command.at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at: command.at, notBefore })) : Result.succeed(state)
}

/** Somebody saw it, or something did. */
export const report = ({ report }: Only<"Report">, state: State): Decision<"ViolationReported", AlreadyBegun | OutOfOrder> => {
  const { at, id, occurredAt } = report
  if (state._tag !== "Absent") return state.id === id && isReport(state, report) ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))
  if (at < occurredAt) return Result.fail(new OutOfOrder({ subject, id, at, notBefore: occurredAt }))
  return Result.succeed([{ _tag: "ViolationReported", ...report }])
}

/** Evidence may have come since. */
const isReport = (state: Violation, { at: _, by, ...report }: Report): boolean => {
  const { changedAt: _changed, evidence, reportedBy, version: _version, ...rest } = known(state, state.changedAt)
  return Equal.equals({ ...rest, evidence: evidence.slice(0, report.evidence.length) }, report) && Equal.equals(reportedBy, by)
}

/** More to show, for as long as it is open. */
export const addEvidence = (command: Only<"AddEvidence">, state: State): Decision<"ViolationEvidenceAdded", Begun | EvidenceDiffers> =>
  Result.flatMap(standing(state, command, "Reported", "Confirmed", "Disputed"), ({ evidence: all, id }): Decision<"ViolationEvidenceAdded", EvidenceDiffers> => {
    const { at, evidence } = command
    const same = all.find((each) => each.id === evidence.id)
    if (same === undefined) return Result.succeed([{ _tag: "ViolationEvidenceAdded", evidence, at }])
    return Equal.equals(same, evidence) ? Result.succeed([]) : Result.fail(new EvidenceDiffers({ id, evidenceId: evidence.id }))
  })

/** It is one, and costs this much: the driver is told, and the notice's clock starts. */
export const confirm = (command: Only<"Confirm">, state: State): Decision<"ViolationConfirmed", Begun> => {
  const { at, by, penalty } = command
  if (state._tag === "Confirmed" && Equal.equals(state.penalty, penalty) && Equal.equals(state.confirmedBy, by)) return Result.succeed([])
  return Result.map(standing(state, command, "Reported"), () => [{ _tag: "ViolationConfirmed", penalty, by, at }])
}

/** The driver does not agree. */
export const dispute = (command: Only<"Dispute">, state: State): Decision<"ViolationDisputed", DisputeRejection> => {
  const { at, by, reason } = command
  if (state._tag === "Disputed" && Equal.equals(state.dispute.by, by) && state.dispute.reason === reason) return Result.succeed([])
  return Result.flatMap(standing(state, command, "Confirmed"), (confirmed): Decision<"ViolationDisputed", DisputeRejection> => {
    const { disputes, id, penalty: { disputes: { most, within } } } = confirmed
    if (within !== undefined && clock(confirmed, at) >= within) return Result.fail(new TooLateToDispute({ id, until: whenClock(confirmed, within) }))
    if (disputes.length >= most) return Result.fail(new DisputedEnough({ id, most }))
    return Result.succeed([{ _tag: "ViolationDisputed", by, at, reason }])
  })
}

/** Those who decide on a dispute are neither of its parties. */
const impartial = (state: Open, by: Party.Actor): Result.Result<Open, FourEyes> => {
  if (state._tag !== "Disputed") return Result.succeed(state)
  const who = Equal.equals(state.reportedBy, by) ? "reported" : Equal.equals(state.dispute.by, by) ? "disputes" : undefined
  return who === undefined ? Result.succeed(state) : Result.fail(new FourEyes({ id: state.id, by, who }))
}

/** The dispute is decided: the penalty stands. */
export const uphold = (command: Only<"Uphold">, state: State): Decision<"ViolationUpheld", DecideRejection> => {
  const { at, by, reason } = command
  if (state._tag === "Confirmed" && Equal.equals(state.disputes.at(-1)?.upheld, { by, at, reason })) return Result.succeed([])
  return Result.map(Result.flatMap(standing(state, command, "Disputed"), (disputed) => impartial(disputed, by)), () => [{ _tag: "ViolationUpheld", by, at, reason }])
}

/** It is let go, disputed or not. */
export const waive = (command: Only<"Waive">, state: State): Decision<"ViolationWaived", DecideRejection> => {
  const { at, authority, by, reason } = command
  if (state._tag === "Waived") return Result.succeed([])
  return Result.map(Result.flatMap(standing(state, command, "Reported", "Confirmed", "Disputed"), (open) => impartial(open, by)), () =>
    [{ _tag: "ViolationWaived", authority, by, at, reason }])
}

/** Takes every step that is due. */
export const escalate = (command: Only<"Escalate">, state: State): Decision<"ViolationEscalated", Begun | NothingToEscalate> =>
  Result.flatMap(standing(state, command, "Confirmed"), (confirmed): Decision<"ViolationEscalated", NothingToEscalate> => {
    const { id, penalty, stepsTaken } = confirmed
    const due = penalty.steps.slice(stepsTaken, Penalty.stepsDue(penalty, clock(confirmed, command.at)))
    const next = nextStepAt(confirmed)
    if (due.length > 0) return Result.succeed(due.map((step) => ({ _tag: "ViolationEscalated", step, at: command.at })))
    return Result.fail(new NothingToEscalate({ id, ...(next !== undefined && { next }) }))
  })

/** When the amount that is due was last settled on: payments that were agreed to before are of another notice. */
const agreeableFrom = ({ disputes, noticedAt }: Noticed): Instant.Instant => disputes.at(-1)?.upheld.at ?? noticedAt

/** What was due when the payer agreed to it is paid. */
export const pay = (command: Only<"Pay">, state: State): Decision<"ViolationPaid", PayRejection> => {
  const { _tag: _, ...paid } = command
  if (state._tag === "Resolved" && state.paid.paymentId === paid.paymentId && Equal.equals(state.paid.amount, paid.amount)) return Result.succeed([])
  return Result.flatMap(standing(state, command, "Confirmed"), (confirmed): Decision<"ViolationPaid", PayRejection> => {
    const { amount, asOf, at } = paid
    const { id } = confirmed
    if (asOf < agreeableFrom(confirmed)) return Result.fail(new OutOfOrder({ subject, id, at: asOf, notBefore: agreeableFrom(confirmed) }))
    if (at < asOf) return Result.fail(new OutOfOrder({ subject, id, at, notBefore: asOf }))
    const due = Penalty.dueAfter(confirmed.penalty, clock(confirmed, asOf))
    if (due.amount === 0) return Result.fail(new NothingDue({ id }))
    if (!Equal.equals(due, amount)) return Result.fail(new PenaltyDiffers({ id, due, amount }))
    return Result.succeed([{ _tag: "ViolationPaid", ...paid }])
  })
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Report":
      return report(command, state)
    case "AddEvidence":
      return addEvidence(command, state)
    case "Confirm":
      return confirm(command, state)
    case "Dispute":
      return dispute(command, state)
    case "Uphold":
      return uphold(command, state)
    case "Waive":
      return waive(command, state)
    case "Escalate":
      return escalate(command, state)
    case "Pay":
      return pay(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
