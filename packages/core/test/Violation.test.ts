import { Evidence, type Penalty, Violation } from "@parkade/core/enforcement"
import { Ids } from "@parkade/core/lifecycle"
import { Party } from "@parkade/core/party"
import { Elapsed } from "@parkade/core/time"
import { runs, violationCommands } from "@parkade/testing/arbitraries"
import { obey, violationCase, violationLaws } from "@parkade/testing/laws"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { admission, euros, minute } from "./tickets.ts"

type Event = Violation.Event
type Command = Violation.Command

const person = (digit: string): Party.Actor => ({ _tag: "Person", id: Party.PersonId.make(`00000000-0000-7000-8000-0000000000e${digit}`) })
const [inspector, judge, driver] = [person("1"), person("2"), person("3")]
const photo: Evidence.Evidence = {
  id: Evidence.EvidenceId.make("00000000-0000-7000-8000-0000000000f1"),
  kind: "photo",
  takenAt: minute(0),
  digest: "ab".repeat(32),
  mediaType: "image/jpeg",
  by: inspector
}
const note: Evidence.Evidence = { ...photo, id: Evidence.EvidenceId.make("00000000-0000-7000-8000-0000000000f2"), kind: "note", mediaType: "text/plain" }
const paymentId = Ids.PaymentId.make("00000000-0000-7000-8000-0000000000b1")

/** 60.00; 30.00 within ten minutes; a reminder after 20, 90.00 after 30, the police after 40. Disputed twice, within an hour. */
const penalty: Penalty.Penalty = {
  amount: euros(6_000),
  reduced: { within: Elapsed.ofMinutes(10), amount: euros(3_000) },
  steps: [{ type: "remind", after: Elapsed.ofMinutes(20) }, { type: "increase", after: Elapsed.ofMinutes(30), amount: euros(9_000) }, { type: "refer", after: Elapsed.ofMinutes(40), to: "police" }],
  disputes: { clock: "stops", most: 2, within: Elapsed.ofMinutes(60) }
}
const running: Penalty.Penalty = { ...penalty, disputes: { clock: "runs", most: 1 } }

const report: Violation.Report = {
  id: Ids.ViolationId.make("00000000-0000-7000-8000-0000000000a7"),
  kind: "overstay",
  lotId: admission.lotId,
  spotId: admission.spotId,
  plate: admission.vehicle.plate,
  severity: "minor",
  occurredAt: minute(-5),
  evidence: [photo],
  by: inspector,
  at: minute(-1)
}
const { id } = report
const reported: Event = { _tag: "ViolationReported", ...report }
const added = (at: number, evidence = note): Event => ({ _tag: "ViolationEvidenceAdded", evidence, at: minute(at) })
const confirmed: Event = { _tag: "ViolationConfirmed", penalty, by: inspector, at: minute(0) }
const disputed = (at: number, by = driver): Event => ({ _tag: "ViolationDisputed", by, at: minute(at), reason: "I had paid" })
const upheld = (at: number): Event => ({ _tag: "ViolationUpheld", by: judge, at: minute(at), reason: "You had not" })
const waived = (at: number): Event => ({ _tag: "ViolationWaived", by: judge, at: minute(at), reason: "Broken meter", authority: "operator" })
const escalated = (at: number, index: number): Event => ({ _tag: "ViolationEscalated", step: penalty.steps[index] ?? { type: "remind", after: Elapsed.ofSeconds(0) }, at: minute(at) })
const paid = (at: number, cents: number, asOf = at): Event => ({ _tag: "ViolationPaid", amount: euros(cents), paymentId, asOf: minute(asOf), at: minute(at) })

const add = (at: number, evidence = note): Command => ({ _tag: "AddEvidence", evidence, at: minute(at) })
const confirm = (at: number, by = inspector): Command => ({ _tag: "Confirm", penalty, by, at: minute(at) })
const dispute = (at: number, by = driver): Command => ({ _tag: "Dispute", by, at: minute(at), reason: "I had paid" })
const uphold = (at: number, by = judge): Command => ({ _tag: "Uphold", by, at: minute(at), reason: "You had not" })
const waive = (at: number, by = judge): Command => ({ _tag: "Waive", by, at: minute(at), reason: "Broken meter", authority: "operator" })
const escalate = (at: number, millis = 0): Command => ({ _tag: "Escalate", at: minute(at, millis) })
const pay = (at: number, cents: number, asOf = at, millis = 0): Command => ({ _tag: "Pay", amount: euros(cents), paymentId, asOf: minute(asOf, millis), at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: Violation.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const late = (notBefore: number): Then => ({ _tag: "OutOfOrder", id, notBefore: minute(notBefore) })
const begun: Then = { _tag: "NotBegun" }
const noticed = [reported, confirmed]
const inDispute = [...noticed, disputed(5)]
const runningNotice: ReadonlyArray<Event> = [reported, { _tag: "ViolationConfirmed", penalty: running, by: inspector, at: minute(0) }]
const letGo = [...noticed, waived(5)]
const done = [...noticed, paid(5, 3_000)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["is reported", [], { _tag: "Report", report }, [reported]],
  ["is reported once", [reported], { _tag: "Report", report }, []],
  ["is reported once, whatever came since", [...inDispute, added(6)], { _tag: "Report", report }, []],
  ["is no other of the same id", [reported], { _tag: "Report", report: { ...report, severity: "severe" } }, { _tag: "AlreadyBegun", id }],
  ["is not reported by another, too", [reported], { _tag: "Report", report: { ...report, by: judge } }, { _tag: "AlreadyBegun", id }],
  ["is not reported before it occurred", [], { _tag: "Report", report: { ...report, occurredAt: minute(0) } }, late(0)],
  ["is reported as it occurs", [], { _tag: "Report", report: { ...report, occurredAt: report.at } }, [{ _tag: "ViolationReported", ...report, occurredAt: report.at }]],
  ["takes evidence", [reported], add(0), [added(0)]],
  ["takes evidence at the instant of the notice", noticed, add(0), [added(0)]],
  ["takes evidence once", [reported, added(0)], add(1), []],
  ["takes no other evidence of the same id", [reported], add(0, { ...photo, digest: "cd".repeat(32) }), { _tag: "EvidenceDiffers", evidenceId: photo.id }],
  ["takes evidence when confirmed", noticed, add(1), [added(1)]],
  ["takes evidence in dispute", inDispute, add(6), [added(6)]],
  ["takes no evidence from the past", noticed, add(-1), late(0)],
  ["takes no evidence when waived", letGo, add(6), wrong("Waived", "AddEvidence")],
  ["takes no evidence when paid", done, add(6), wrong("Resolved", "AddEvidence")],
  ["takes no evidence of nothing", [], add(0), begun],
  ["is confirmed", [reported], confirm(0), [confirmed]],
  ["is confirmed once", noticed, confirm(1), []],
  ["is confirmed by one", noticed, confirm(1, judge), wrong("Confirmed", "Confirm")],
  ["is not confirmed in dispute", inDispute, confirm(6), wrong("Disputed", "Confirm")],
  ["is not confirmed when waived", letGo, confirm(6), wrong("Waived", "Confirm")],
  ["is not confirmed when paid", done, confirm(6), wrong("Resolved", "Confirm")],
  ["is not confirmed before it was reported", [reported], confirm(-2), late(-1)],
  ["is not confirmed when there is none", [], confirm(0), begun],
  ["is disputed", noticed, dispute(5), [disputed(5)]],
  ["is disputed once at a time", inDispute, dispute(6), []],
  ["is disputed by one at a time", inDispute, dispute(6, judge), wrong("Disputed", "Dispute")],
  ["is disputed again", [...inDispute, upheld(10)], dispute(15), [disputed(15)]],
  ["is not disputed a third time", [...inDispute, upheld(10), disputed(15), upheld(20)], dispute(25), { _tag: "DisputedEnough", most: 2 }],
  ["is disputed up to the last second", noticed, { ...dispute(60), at: minute(60, -1) } as Command, [{ ...disputed(60), at: minute(60, -1) } as Event]],
  ["is not disputed too late", noticed, dispute(60), { _tag: "TooLateToDispute", until: minute(60) }],
  ["is disputed later where its clock had stopped", [...inDispute, upheld(10)], dispute(65), { _tag: "TooLateToDispute", until: minute(65) }],
  ["is not disputed before it is confirmed", [reported], dispute(0), wrong("Reported", "Dispute")],
  ["is not disputed when waived", letGo, dispute(6), wrong("Waived", "Dispute")],
  ["is not disputed when paid", done, dispute(6), wrong("Resolved", "Dispute")],
  ["is not disputed when there is none", [], dispute(0), begun],
  ["is upheld", inDispute, uphold(10), [upheld(10)]],
  ["is upheld once", [...inDispute, upheld(10)], uphold(10), []],
  ["is not upheld by who reported it", inDispute, uphold(10, inspector), { _tag: "FourEyes", by: inspector, who: "reported" }],
  ["is not upheld by who disputes it", inDispute, uphold(10, driver), { _tag: "FourEyes", by: driver, who: "disputes" }],
  ["is not upheld before it is disputed", inDispute, uphold(4), late(5)],
  ["is not upheld undisputed", noticed, uphold(5), wrong("Confirmed", "Uphold")],
  ["is not upheld unconfirmed", [reported], uphold(5), wrong("Reported", "Uphold")],
  ["is not upheld when waived", letGo, uphold(6), wrong("Waived", "Uphold")],
  ["is not upheld when paid", done, uphold(6), wrong("Resolved", "Uphold")],
  ["is not upheld when there is none", [], uphold(0), begun],
  ["is waived unconfirmed", [reported], waive(0), [waived(0)]],
  ["is waived by who reported it, undisputed", [reported], waive(0, inspector), [{ ...waived(0), by: inspector } as Event]],
  ["is waived when confirmed", noticed, waive(5), [waived(5)]],
  ["is waived in dispute", inDispute, waive(10), [waived(10)]],
  ["is waived once", letGo, waive(6), []],
  ["is not waived in dispute by who reported it", inDispute, waive(10, inspector), { _tag: "FourEyes", who: "reported" }],
  ["is not waived in dispute by who disputes it", inDispute, waive(10, driver), { _tag: "FourEyes", who: "disputes" }],
  ["is not waived when paid", done, waive(6), wrong("Resolved", "Waive")],
  ["is not waived in the past", noticed, waive(-1), late(0)],
  ["is not waived when there is none", [], waive(0), begun],
  ["escalates when a step is due", noticed, escalate(20), [escalated(20, 0)]],
  ["does not escalate before", noticed, escalate(20, -1), { _tag: "NothingToEscalate", next: minute(20) }],
  ["takes every step that is due", noticed, escalate(40), [escalated(40, 0), escalated(40, 1), escalated(40, 2)]],
  ["takes no step twice", [...noticed, escalated(20, 0)], escalate(25), { _tag: "NothingToEscalate", next: minute(30) }],
  ["takes the next step", [...noticed, escalated(20, 0)], escalate(30), [escalated(30, 1)]],
  ["takes no more steps than there are", [...noticed, escalated(40, 0), escalated(40, 1), escalated(40, 2)], escalate(99), { _tag: "NothingToEscalate", id }],
  ["does not escalate in dispute", inDispute, escalate(40), wrong("Disputed", "Escalate")],
  ["escalates later where its clock had stopped", [...inDispute, upheld(10)], escalate(20), { _tag: "NothingToEscalate", next: minute(25) }],
  ["does not escalate unconfirmed", [reported], escalate(40), wrong("Reported", "Escalate")],
  ["does not escalate when waived", letGo, escalate(40), wrong("Waived", "Escalate")],
  ["does not escalate when paid", done, escalate(40), wrong("Resolved", "Escalate")],
  ["does not escalate in the past", [...noticed, escalated(40, 0)], escalate(39), late(40)],
  ["does not escalate when there is none", [], escalate(0), begun],
  ["is paid, reduced", noticed, pay(5, 3_000), [paid(5, 3_000)]],
  ["is paid reduced at the last moment", noticed, pay(10, 3_000, 10, -1), [{ ...paid(10, 3_000), asOf: minute(10, -1) } as Event]],
  ["is paid in full from then on", noticed, pay(10, 6_000), [paid(10, 6_000)]],
  ["is paid as was agreed, when the gateway is late", noticed, pay(12, 3_000, 9), [paid(12, 3_000, 9)]],
  ["is paid as increased", noticed, pay(30, 9_000), [paid(30, 9_000)]],
  ["is paid once", done, pay(6, 3_000, 5), []],
  ["is not paid by another payment", done, { ...pay(6, 3_000, 5), paymentId: Ids.PaymentId.make("00000000-0000-7000-8000-0000000000b2") } as Command, wrong("Resolved", "Pay")],
  ["is not paid too little", noticed, pay(10, 3_000), { _tag: "PenaltyDiffers", due: euros(6_000), amount: euros(3_000) }],
  ["is not paid too much", noticed, pay(5, 6_000), { _tag: "PenaltyDiffers", due: euros(3_000) }],
  ["is not paid in other money", noticed, { ...pay(5, 3_000), amount: { amount: 3_000, currency: "USD" } } as Command, { _tag: "PenaltyDiffers" }],
  ["is not paid as of a time before the notice", noticed, pay(5, 3_000, -1), late(0)],
  ["is not paid as of a time before the decision", [...inDispute, upheld(10)], pay(11, 3_000, 9), late(10)],
  ["is not paid as of a time to come", noticed, pay(5, 3_000, 6), late(6)],
  ["is not paid in dispute", inDispute, pay(6, 3_000), wrong("Disputed", "Pay")],
  ["is not paid unconfirmed", [reported], pay(6, 3_000), wrong("Reported", "Pay")],
  ["is not paid when waived", letGo, pay(6, 3_000), wrong("Waived", "Pay")],
  ["is not paid when there is none", [], pay(0, 3_000), begun],
  ["is not paid while nothing is due", [reported, { _tag: "ViolationConfirmed", penalty: { ...penalty, reduced: { within: Elapsed.ofMinutes(10), amount: euros(0) } }, by: inspector, at: minute(0) }], pay(5, 0), { _tag: "NothingDue", id }]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(Violation.evolve, Violation.initial)

describe("a violation", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Violation.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it.each<[words: string, events: ReadonlyArray<Event>, at: number, due: number | undefined]>([
    ["of a report", [reported], 5, undefined],
    ["at once", noticed, 0, 3_000],
    ["after the reduction", noticed, 10, 6_000],
    ["after the increase, escalated or not", noticed, 30, 9_000],
    ["in a dispute that stops the clock", inDispute, 50, 3_000],
    ["after it", [...inDispute, upheld(50)], 54, 3_000],
    ["after it, when the rest has passed", [...inDispute, upheld(50)], 55, 6_000],
    ["in a dispute that does not", [...runningNotice, disputed(5)], 30, 9_000],
    ["after that", [...runningNotice, disputed(5), upheld(6)], 10, 6_000],
    ["when paid", done, 99, 0],
    ["when waived", letGo, 99, undefined]
  ])("is due %s", (_, events, at, due) => {
    const state = given(events)
    expect(state._tag === "Absent" ? "absent" : Violation.penaltyDue(state, minute(at))).toEqual(due === undefined ? undefined : euros(due))
  })

  it("takes statements of several lines and nothing unseen", () => {
    expect(["I had\npaid", "", "a\u0000b", "\ud800", "x".repeat(2_001)].map((text) => Schema.is(Violation.Statement)(text))).toEqual([true, false, false, false, false])
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Command, before: ReadonlyArray<Event>) => {
      const decided = Violation.decide(command, given(before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(uphold(10, inspector), inDispute)).toBe("who reported a violation does not decide on the dispute: ask somebody else to")
    expect(told(pay(10, 3_000), noticed)).toBe("60.00 EUR is due, not 30.00 EUR: have the payer agree to that")
    expect(told(escalate(1), noticed)).toBe("the next step is due at 2026-06-01T08:20:00Z")
    expect(told(dispute(60), noticed)).toBe("this violation could be disputed until 2026-06-01T09:00:00Z: pay it, or have it waived")
    expect(told(dispute(25), [...inDispute, upheld(10), disputed(15), upheld(20)])).toContain("2 times")
  })

  it.each(violationLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(violationCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event and rejection", () => {
    const { events, rejections, states } = reached(Violation.decider, violationCommands())
    for (const state of ["Absent", ...Object.keys(Violation.Violation.cases)]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(Violation.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
    for (const rejection of ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "EvidenceDiffers", "FourEyes", "TooLateToDispute", "DisputedEnough", "NothingToEscalate", "PenaltyDiffers"]) expect(rejections.get(rejection), rejection).toBeGreaterThan(20)
  })
})
