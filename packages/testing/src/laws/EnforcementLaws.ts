/** Laws of violations, of what they cost, and of who overstays. */
import { Kind, Overstay, Penalty, Violation } from "@parkade/core/enforcement"
import { Rational } from "@parkade/core/money"
import { Elapsed, Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { allowedStays, type Charging, chargeOf, penaltyRule, tolerance, violationCommands, violationEvent } from "../arbitraries/Enforcement.ts"
import { instant } from "../arbitraries/Time.ts"
import type { DeciderCase, DeciderSchemas } from "./DeciderLaws.ts"
import { historyLaws, stepLaw } from "./HistoryLaws.ts"
import { type Law, show } from "./Law.ts"

type Event = Violation.Event
type Case = DeciderCase<Violation.Command, Event>
type Of<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

export const violationSchemas: DeciderSchemas<Violation.State, Event> = {
  state: Schema.toType(Violation.State),
  event: Schema.toType(Violation.Event)
}

/** Histories of one violation. */
export const violationCase = (): fc.Arbitrary<Case> => fc.record({ commands: violationCommands(), event: violationEvent(), cut: fc.nat(8) })

const eachStep = stepLaw(Violation.decider)

const isA = <Tag extends Event["_tag"]>(tag: Tag) => (event: Event): event is Of<Tag> => event._tag === tag

/** The disputes of a history: from, and to where they were decided. */
const disputesOf = (events: ReadonlyArray<Event>, end: number): ReadonlyArray<{ readonly dispute: Of<"ViolationDisputed">; readonly from: number; readonly to: number }> =>
  events.filter(isA("ViolationDisputed")).map((dispute, index) => ({ dispute, from: dispute.at, to: events.filter(isA("ViolationUpheld"))[index]?.at ?? Math.max(dispute.at, end) }))

/** The time that counts at `at`: from the notice, without the disputes where they stop the clock. */
const counted = (events: ReadonlyArray<Event>, { at: noticedAt, penalty }: Of<"ViolationConfirmed">, at: number): number => {
  const stopped = penalty.disputes.clock === "runs" ? 0 : disputesOf(events, at).reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.min(from, at)), 0)
  return at - noticedAt - stopped
}

/** What the schedule says is due: less while it is reduced, else the most of what it has come to. */
const owed = ({ amount, reduced, steps }: Penalty.Penalty, millis: number): number => {
  if (reduced !== undefined && millis < reduced.within) return reduced.amount.amount
  return Math.max(amount.amount, ...steps.flatMap((step) => (step.type === "increase" && step.after <= millis ? [step.amount.amount] : [])))
}

const looks = [0, 1, 999, 1_000, 3_600_000, 86_400_000, 700_000_000, 2_000_000_000]

const impartial: Law<Case> = eachStep("who reported or disputes a violation never decides on the dispute", ({ events, history }) => {
  const verdict = events.find((event) => event._tag === "ViolationUpheld" || event._tag === "ViolationWaived")
  const [reported] = history.filter(isA("ViolationReported"))
  const open = history.findLast((event) => event._tag === "ViolationDisputed" || event._tag === "ViolationUpheld")
  if (verdict === undefined || open?._tag !== "ViolationDisputed") return undefined
  return Equal.equals(verdict.by, reported?.by) || Equal.equals(verdict.by, open.by) ? show({ verdict, reported, open }) : undefined
})

const scheduled: Law<Case> = eachStep("what is due follows the schedule, whenever it is escalated", ({ after, events, history }) => {
  const all = [...history, ...events]
  const notice = all.find(isA("ViolationConfirmed"))
  if (notice === undefined || after._tag === "Absent" || after._tag === "Waived" || after._tag === "Resolved") return undefined
  const quiet = all.filter((event) => event._tag !== "ViolationEscalated").reduce(Violation.evolve, Violation.initial)
  const wrong = looks.map((millis) => Instant.Instant.make(after.changedAt + millis)).find((at) => {
    const due = Violation.penaltyDue(after, at)
    const known = quiet._tag === "Absent" ? undefined : Violation.penaltyDue(quiet, at)
    return due?.amount !== owed(notice.penalty, counted(all, notice, at)) || known?.amount !== due.amount
  })
  return wrong === undefined ? undefined : show({ after, wrong, due: Violation.penaltyDue(after, wrong) })
})

const stepwise: Law<Case> = eachStep("steps are taken in order and none before it is due", ({ after, events, history }) => {
  const all = [...history, ...events]
  const notice = all.find(isA("ViolationConfirmed"))
  const taken = all.filter(isA("ViolationEscalated"))
  if (notice === undefined) return taken.length === 0 ? undefined : show(taken)
  const inOrder = Equal.equals(taken.map(({ step }) => step), notice.penalty.steps.slice(0, taken.length))
  const early = events.filter(isA("ViolationEscalated")).find(({ at, step }) => counted(history, notice, at) < step.after)
  const left = events.some(isA("ViolationEscalated")) && notice.penalty.steps[taken.length] !== undefined &&
    (notice.penalty.steps[taken.length]?.after ?? 0) <= counted(history, notice, events[0]?.at ?? 0)
  return inOrder && early === undefined && !left ? undefined : show({ after, taken, early, left })
})

const settled: Law<Case> = eachStep("a payment settles exactly what is due", ({ after, events, history }) => {
  const paid = events.find(isA("ViolationPaid"))
  const notice = history.find(isA("ViolationConfirmed"))
  if (paid === undefined) return undefined
  const due = notice === undefined ? undefined : owed(notice.penalty, counted(history, notice, paid.asOf))
  const left = after._tag === "Absent" ? undefined : Violation.penaltyDue(after, paid.at)?.amount
  return paid.amount.amount > 0 && paid.amount.amount === due && left === 0 && paid.asOf <= paid.at ? undefined : show({ paid, due, left })
})

/** Laws of a violation. */
export const violationLaws: ReadonlyArray<Law<Case>> = [
  ...historyLaws(Violation.decider, violationSchemas),
  eachStep("evidence is never removed or changed", ({ after, before, events, history }) => {
    const shown = [...history, ...events].flatMap((event) => event._tag === "ViolationReported" ? event.evidence : event._tag === "ViolationEvidenceAdded" ? [event.evidence] : [])
    const ids = new Set(shown.map(({ id }) => id))
    return after._tag === "Absent" || (Equal.equals(after.evidence, shown) && ids.size === shown.length) ? undefined : show({ before, after, shown })
  }),
  impartial,
  scheduled,
  stepwise,
  settled,
  eachStep("a closed violation never changes", ({ after, before, events }) =>
    (before._tag !== "Waived" && before._tag !== "Resolved") || (events.length === 0 && Equal.equals(before, after)) ? undefined : show({ before, events }))
]

export interface PenaltyCase {
  readonly rule: Charging
  readonly millis: ReadonlyArray<number>
}

export const penaltyCase = (): fc.Arbitrary<PenaltyCase> => fc.record({ rule: penaltyRule(), millis: fc.array(fc.integer({ min: 0, max: 2_500_000_000 }), { minLength: 2, maxLength: 6 }) })

const assessed = ({ rule }: PenaltyCase): Penalty.Penalty => Result.getOrThrow(Penalty.assess(rule, chargeOf(rule)))

/** Minor units of a share, half up, in whole numbers. */
const shareOf = (by: { readonly amount: string } | { readonly percent: string }, charge: number): number => {
  if ("amount" in by) return Math.round(Number(by.amount) * 100)
  const { denominator, numerator } = Rational.parse(by.percent) ?? Rational.zero
  return Number((2n * numerator * BigInt(charge) + 100n * denominator) / (200n * denominator))
}

/** Laws of what a violation costs. */
export const penaltyLaws: ReadonlyArray<Law<PenaltyCase>> = [
  {
    name: "what a penalty comes to never falls as time passes",
    counterexample: (input) => {
      const penalty = assessed(input)
      const times = [...input.millis, ...penalty.steps.flatMap(({ after }) => [after - 1, after]), penalty.reduced?.within ?? 0].filter((millis) => millis >= 0).toSorted((a, b) => a - b)
      const dues = times.map((millis) => Penalty.dueAfter(penalty, millis).amount)
      return dues.every((due, index) => due >= (dues[index - 1] ?? 0)) ? undefined : show({ penalty, times, dues })
    }
  },
  {
    name: "an increase adds to what it was before",
    counterexample: (input) => {
      const { rule: { reduced, steps } } = input
      const { amount } = chargeOf(input.rule)
      const penalty = assessed(input)
      let total = amount
      const wrong = steps.find((step, index) => {
        if (step.type === "increase") total += shareOf(step.by, amount)
        const made = penalty.steps[index]
        return made?.after !== step.after || made.type !== step.type || (made.type === "increase" && made.amount.amount !== total)
      })
      const less = reduced === undefined ? undefined : Math.max(0, amount - shareOf(reduced.by, amount))
      return wrong === undefined && penalty.reduced?.amount.amount === less && penalty.amount.amount === amount ? undefined : show({ penalty, wrong, less })
    }
  },
  {
    name: "what a rule comes to is a penalty",
    counterexample: (input) => Schema.is(Schema.toType(Penalty.Penalty))(assessed(input)) ? undefined : show(assessed(input))
  }
]

export interface OverstayCase {
  readonly at: Instant.Instant
  readonly stays: ReadonlyArray<Overstay.Stay>
  readonly tolerance: Overstay.Tolerance
  readonly later: Elapsed.Elapsed
}

export const overstayCase = (): fc.Arbitrary<OverstayCase> =>
  instant().chain((at) => fc.record({ at: fc.constant(at), stays: allowedStays(at), tolerance: tolerance(), later: fc.integer({ min: 0, max: 20_000 }).map(Elapsed.ofSeconds) }))

/** Laws of who overstays. */
export const overstayLaws: ReadonlyArray<Law<OverstayCase>> = [
  {
    name: "an overstay is told of exactly those who are past their tolerance, the longest first",
    counterexample: ({ at, stays, tolerance }) => {
      const told = Overstay.overstays(stays, at, tolerance)
      const past = stays.filter(({ allowedUntil }) => at - allowedUntil >= tolerance.tolerance)
      const fine = told.length === past.length && past.every((stay) => told.some((each) => each.plate === stay.plate && each.overMillis === at - stay.allowedUntil)) &&
        told.every(({ overMillis }, index) => overMillis <= (told[index - 1]?.overMillis ?? Infinity))
      return fine ? undefined : show({ told, past })
    }
  },
  {
    name: "who stays on never becomes less of an overstay",
    counterexample: ({ at, later, stays, tolerance }) => {
      const lost = stays.find((stay) => {
        const [now] = Overstay.overstays([stay], at, tolerance)
        const [then] = Overstay.overstays([stay], Instant.Instant.make(at + later), tolerance)
        return now !== undefined && (then === undefined || then.overMillis !== now.overMillis + later || Kind.severities.indexOf(then.severity) < Kind.severities.indexOf(now.severity))
      })
      return lost === undefined ? undefined : show({ lost, later, tolerance })
    }
  }
]
