/** What a refusal that any lifecycle may answer with says: what, where, and what to do next. */
import { Operator, OwnedVehicle, Person } from "@parkade/core/account"
import { ChargingSession } from "@parkade/core/charging"
import { Violation } from "@parkade/core/enforcement"
import { WrongState } from "@parkade/core/lifecycle"
import { Coupon, Programme } from "@parkade/core/merchant"
import { Pass } from "@parkade/core/pass"
import { Mandate, Payment } from "@parkade/core/payment"
import { Code, Reservation } from "@parkade/core/reservation"
import { Custody } from "@parkade/core/valet"
import { describe, expect, it } from "vitest"

const lifecycles = {
  reservation: Reservation.Reservation.cases,
  pass: Pass.Pass.cases,
  payment: Payment.Payment.cases,
  mandate: Mandate.Mandate.cases,
  violation: Violation.Violation.cases,
  "charging session": ChargingSession.ChargingSession.cases,
  custody: Custody.Custody.cases,
  code: Code.Code.cases,
  coupon: Coupon.Coupon.cases,
  programme: Programme.Programme.cases,
  vehicle: OwnedVehicle.OwnedVehicle.cases,
  operator: Operator.Operator.cases,
  person: Person.Person.cases
}

const told = (subject: string, state: string) => new WrongState({ subject, id: "1", state, command: "Try" }).message

describe.each(Object.entries(lifecycles))("of a %s, the wrong state", (subject, cases) => {
  it.each(Object.keys(cases))("%s says what can be done", (state) => {
    expect(told(subject, state)).toMatch(new RegExp(`^this ${subject} is ${state}, Try is not possible: .{6,}`))
  })
})

it("says what is, where nothing is known of what comes next", () => {
  expect(told("barrier", "Open")).toBe("this barrier is Open, Try is not possible")
  expect(told("reservation", "Held")).toBe("this reservation is Held, Try is not possible: pay it or cancel it first")
})

const at = 1_795_161_600_000 as never
it.each([
  [{ _tag: "OtherLot", lotId: "1" as never }, "the code is for another lot"],
  [{ _tag: "OtherDirection", allowed: ["entry"] }, "the code is for the entry: show the other one"],
  [{ _tag: "NotYetValid", from: at }, "the code is good from 2026-11-20T08:00:00Z: come back then"],
  [{ _tag: "NoLongerValid", to: at }, "the code was good until 2026-11-20T08:00:00Z: admit the vehicle without it"],
  [{ _tag: "EnteredAlready", at }, "the code was used to enter at 2026-11-20T08:00:00Z: it is good for one entry"],
  [{ _tag: "NotEntered" }, "nobody entered with this code: let the vehicle out by its ticket or plate"],
  [{ _tag: "ExitedAlready", at }, "the code was used to leave at 2026-11-20T08:00:00Z: it is good for one exit"],
  [{ _tag: "Revoked", at }, "the code was taken back at 2026-11-20T08:00:00Z: issue another, or admit the vehicle without it"]
] satisfies ReadonlyArray<readonly [Code.Reason, string]>)("a code that is refused, $0._tag, says why", (reason, message) => expect(Code.explain(reason)).toBe(message))
