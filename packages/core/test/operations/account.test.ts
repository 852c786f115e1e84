import { it } from "@effect/vitest"
import { OwnedVehicle } from "@parkade/core/account"
import { Lot, Plate } from "@parkade/core/lot"
import {
  addVehicleDocument,
  admit,
  auditTrail,
  changeEmail,
  closeOperator,
  confirmViolation,
  decideDispute,
  disputeViolation,
  erasePerson,
  giveUpLot,
  grantRole,
  invitePerson,
  joinPerson,
  openOperator,
  payOnExit,
  registerPerson,
  registerVehicle,
  reinstateOperator,
  reinstatePerson,
  rejectVehicle,
  removeVehicle,
  renameOperator,
  reportViolation,
  revokeRole,
  suspendOperator,
  suspendPerson,
  takeOnLot,
  verifyVehicle
} from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { entry } from "../pricing.ts"
import { minute } from "../tickets.ts"
import { alone, car, done, opened, pass, someone, uuid } from "./lots.ts"

const by = someone(9)
const staff = { role: "staff" } as const

/** Somebody who registered at {@link entry}. */
const ann = Effect.gen(function*() {
  yield* TestClock.setTime(entry)
  return yield* registerPerson({ email: " Ann@Example.com ", name: "Ann" })
})
const bob = registerPerson({ email: "bob@example.com", name: "Bob" })

describe("people over memory", () => {
  it.effect("an address is one person's, however it is written", () =>
    alone(Effect.gen(function*() {
      expect(yield* ann).toMatchObject({ _tag: "Active", email: "ann@example.com", grants: [{ role: "driver" }] })
      expect(yield* Effect.flip(registerPerson({ email: "ANN@example.com", name: "Another" }))).toMatchObject({ _tag: "EmailTaken", email: "ann@example.com" })
      const invitation = { email: "ann@example.com", grants: [staff], expiresAt: minute(60), by }
      expect(yield* Effect.flip(invitePerson(invitation))).toMatchObject({ _tag: "EmailTaken" })
      const { id } = yield* bob
      expect(yield* Effect.flip(changeEmail({ personId: id, email: "ann@example.com", by }))).toMatchObject({ _tag: "EmailTaken" })
      expect(yield* Effect.flip(registerPerson({ email: "ann", name: "Ann" }))).toMatchObject({ _tag: "NotAnEmail" })
      expect(yield* changeEmail({ personId: id, email: "b@example.com", by })).toMatchObject({ email: "b@example.com" })
      // The old one is free again.
      yield* bob
    })))

  it.effect("the same person said twice, later, is registered once", () =>
    alone(Effect.gen(function*() {
      yield* TestClock.setTime(entry)
      const given = { email: "ann@example.com", name: "Ann", personId: Party.PersonId.make(uuid(80)) }
      const first = yield* registerPerson(given)
      yield* pass("0:01")
      expect(yield* registerPerson(given)).toEqual(first)
      expect(yield* Effect.flip(registerPerson({ ...given, name: "Bob" }))).toMatchObject({ _tag: "AlreadyBegun" })
    })))

  it.effect("invited, joined in time, and what roles become of it", () =>
    alone(Effect.gen(function*() {
      yield* TestClock.setTime(entry)
      const invite = (email: string) => invitePerson({ email, grants: [staff], expiresAt: minute(60), by })
      const [{ id }, late] = [yield* invite("ann@example.com"), yield* invite("bob@example.com")]
      yield* pass("0:59")
      expect(yield* joinPerson({ personId: id, name: "Ann" })).toMatchObject({ _tag: "Active", grants: [{ role: "driver" }, staff] })
      yield* pass("0:01")
      expect(yield* joinPerson({ personId: id, name: "Ann" })).toMatchObject({ version: 2 })
      expect(yield* Effect.flip(joinPerson({ personId: late.id, name: "Bob" }))).toMatchObject({ _tag: "InvitationExpired" })
      expect(yield* Effect.flip(joinPerson({ personId: Party.PersonId.make(uuid(1)), name: "Bob" }))).toMatchObject({ _tag: "NotBegun" })
    })))

  it.effect("invited again, or registered, once an invitation to the address ran out, and not before", () =>
    alone(Effect.gen(function*() {
      yield* TestClock.setTime(entry)
      const invite = (email: string, until: number) => invitePerson({ email, grants: [staff], expiresAt: minute(until), by })
      const [first, other] = [yield* invite("ann@example.com", 60), yield* invite("bob@example.com", 60)]
      yield* pass("0:59:59")
      expect(yield* Effect.flip(invite("ann@example.com", 120))).toMatchObject({ _tag: "EmailTaken" })
      yield* pass("0:00:01")
      const again = yield* invite("ann@example.com", 120)
      expect(again).toMatchObject({ _tag: "Invited", expiresAt: minute(120) })
      expect(yield* done("Person", first.id)).toEqual([["person.manage", "PersonInvited"], ["person.manage", "PersonErased"]])
      expect(yield* Effect.flip(joinPerson({ personId: first.id, name: "Ann" }))).toMatchObject({ _tag: "WrongState", state: "Erased" })
      expect(yield* joinPerson({ personId: again.id, name: "Ann" })).toMatchObject({ _tag: "Active" })
      expect(yield* Effect.flip(invite("ann@example.com", 180))).toMatchObject({ _tag: "EmailTaken" })
      expect(yield* bob).toMatchObject({ _tag: "Active", email: "bob@example.com" })
      expect(yield* done("Person", other.id)).toHaveLength(2)
    })))

  it.effect("roles are given and taken, and nobody does it to themselves", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* ann
      const [own, owner] = [{ _tag: "Person", id } as const, { role: "owner" } as const]
      expect(yield* Effect.flip(grantRole({ personId: id, grant: owner, by: own }))).toMatchObject({ _tag: "OwnAccount" })
      expect(yield* grantRole({ personId: id, grant: owner, by })).toMatchObject({ grants: [{ role: "driver" }, owner] })
      expect(yield* grantRole({ personId: id, grant: owner, by })).toMatchObject({ version: 2 })
      expect(yield* Effect.flip(suspendPerson({ personId: id, reason: "no", by: own }))).toMatchObject({ _tag: "OwnAccount" })
      expect(yield* suspendPerson({ personId: id, reason: "left", by })).toMatchObject({ _tag: "Suspended", reason: "left" })
      expect(yield* Effect.flip(reinstatePerson({ personId: id, by: own }))).toMatchObject({ _tag: "OwnAccount" })
      expect(yield* reinstatePerson({ personId: id, by })).toMatchObject({ _tag: "Active" })
      expect(yield* revokeRole({ personId: id, grant: owner, by: own })).toMatchObject({ grants: [{ role: "driver" }] })
    })))

  it.effect("nobody is erased while a vehicle of theirs is parked", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId } } = yield* opened()
      const { id } = yield* ann
      const ticket = yield* admit({ lotId, vehicle: car("B-AB 1"), personId: id })
      expect(yield* Effect.flip(erasePerson({ personId: id, by }))).toMatchObject({ _tag: "ErasureHeld", reason: "a vehicle of theirs is parked" })
      yield* payOnExit({ ticket: { id: ticket.id }, method: "card" })
      expect(yield* erasePerson({ personId: id, by })).toEqual({ _tag: "Erased", id, version: 2, changedAt: entry, erasedAt: entry })
      // Their address is nobody's now.
      yield* ann
    })))

  it.effect("nor while a dispute of theirs runs", () =>
    alone(Effect.gen(function*() {
      const rule = { kind: "blocking", charge: { amount: "40.00" }, steps: [], disputes: { clock: "stops", most: 1 } }
      const { lot: { id: lotId } } = yield* opened({ penalties: [rule] })
      const { id } = yield* ann
      const { id: violationId } = yield* reportViolation({ by: someone(1), kind: "blocking", severity: "minor", lotId, plate: Plate.Plate.make("BAB1") })
      yield* confirmViolation({ violationId, by: someone(1) })
      yield* disputeViolation({ violationId, by: { _tag: "Person", id }, reason: "not me" })
      expect(yield* Effect.flip(erasePerson({ personId: id, by }))).toMatchObject({ _tag: "ErasureHeld", reason: "a dispute of theirs is not decided" })
      yield* decideDispute({ violationId, by, reason: "it was", decision: { _tag: "Uphold" } })
      expect(yield* erasePerson({ personId: id, by })).toMatchObject({ _tag: "Erased" })
    })))
})

describe("operators over memory", () => {
  it.effect("a lot is run by one operator, and nobody closes with a lot", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId } } = yield* opened()
      const [one, two] = [yield* openOperator({ name: "One", by }), yield* openOperator({ name: "Two", by })]
      expect(yield* takeOnLot({ operatorId: one.id, lotId, by })).toMatchObject({ lotIds: [lotId] })
      expect(yield* Effect.flip(takeOnLot({ operatorId: two.id, lotId, by }))).toMatchObject({ _tag: "RunByAnother", lotId })
      expect(yield* Effect.flip(takeOnLot({ operatorId: two.id, lotId: Lot.LotId.make(uuid(1)), by }))).toMatchObject({ _tag: "LotNotFound" })
      expect(yield* Effect.flip(closeOperator({ operatorId: one.id, by }))).toMatchObject({ _tag: "StillRunsLots" })
      yield* giveUpLot({ operatorId: one.id, lotId, by })
      expect(yield* closeOperator({ operatorId: one.id, by })).toMatchObject({ _tag: "Closed" })
      expect(yield* takeOnLot({ operatorId: two.id, lotId, by })).toMatchObject({ lotIds: [lotId] })
      expect(yield* done("Operator", one.id)).toEqual([
        ["operator.edit", "OperatorOpened"],
        ["operator.edit", "OperatorLotTakenOn"],
        ["operator.edit", "OperatorLotGivenUp"],
        ["operator.edit", "OperatorClosed"]
      ])
    })))

  it.effect("renamed, suspended, reinstated", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId } } = yield* opened()
      const given = { name: "One", by, operatorId: Party.OperatorId.make(uuid(90)) }
      const first = yield* openOperator(given)
      yield* pass("0:01")
      expect(yield* openOperator(given)).toEqual(first)
      const operator = { operatorId: first.id, by }
      expect(yield* renameOperator({ ...operator, name: "Uno" })).toMatchObject({ name: "Uno" })
      expect(yield* suspendOperator({ ...operator, reason: "unpaid" })).toMatchObject({ _tag: "Suspended" })
      expect(yield* Effect.flip(takeOnLot({ ...operator, lotId }))).toMatchObject({ _tag: "WrongState", state: "Suspended" })
      expect(yield* reinstateOperator(operator)).toMatchObject({ _tag: "Active" })
      expect(yield* Effect.flip(renameOperator({ operatorId: Party.OperatorId.make(uuid(91)), by, name: "x" }))).toMatchObject({ _tag: "NotBegun" })
    })))
})

const paper = Schema.decodeUnknownSync(OwnedVehicle.Document)({ id: uuid(95), kind: "registration", digest: "0".repeat(64), mediaType: "image/jpeg" })

describe("vehicles over memory", () => {
  it.effect("a plate has one verified owner, and another only after it was rejected or removed", () =>
    alone(Effect.gen(function*() {
      const [{ id: annId }, { id: bobId }] = [yield* ann, yield* bob]
      const of = (personId: Party.PersonId) => registerVehicle({ personId, vehicle: car("B-AB 1") })
      const [hers, his] = [yield* of(annId), yield* of(bobId)]
      const [own, seen] = [{ _tag: "Person", id: annId } as const, "seen" as const]
      expect(yield* Effect.flip(verifyVehicle({ ownedVehicleId: hers.id, basis: seen, by: own }))).toMatchObject({ _tag: "OwnVehicle" })
      expect(yield* Effect.flip(verifyVehicle({ ownedVehicleId: hers.id, basis: "document", by }))).toMatchObject({ _tag: "NoDocument" })
      yield* addVehicleDocument({ ownedVehicleId: hers.id, document: paper, by: own })
      expect(yield* verifyVehicle({ ownedVehicleId: hers.id, basis: "document", by })).toMatchObject({ _tag: "Verified" })
      expect(yield* Effect.flip(verifyVehicle({ ownedVehicleId: his.id, basis: seen, by }))).toMatchObject({ _tag: "PlateOwnedByAnother", plate: "BAB1" })
      expect(yield* rejectVehicle({ ownedVehicleId: hers.id, reason: "sold", by })).toMatchObject({ _tag: "Rejected" })
      expect(yield* verifyVehicle({ ownedVehicleId: his.id, basis: seen, by })).toMatchObject({ _tag: "Verified" })
      expect(yield* removeVehicle({ ownedVehicleId: his.id, by })).toMatchObject({ _tag: "Removed" })
    })))

  it.effect("of somebody who is there, once", () =>
    alone(Effect.gen(function*() {
      const { id: personId } = yield* ann
      const given = { personId, vehicle: car("B-AB 1"), ownedVehicleId: OwnedVehicle.OwnedVehicleId.make(uuid(96)) }
      const first = yield* registerVehicle(given)
      yield* pass("0:01")
      expect(yield* registerVehicle(given)).toEqual(first)
      expect(yield* Effect.flip(registerVehicle({ ...given, personId: Party.PersonId.make(uuid(1)) }))).toMatchObject({ _tag: "NotBegun", subject: "person" })
    })))
})

describe("the audit trail over memory", () => {
  it.effect("tells all that was done, or what was done to one thing, page by page", () =>
    alone(Effect.gen(function*() {
      const [{ id }] = [yield* ann, yield* bob]
      yield* suspendPerson({ personId: id, reason: "left", by })
      const all = yield* auditTrail({})
      expect(all.map(({ entry: { action } }) => action)).toEqual(["person.register", "person.register", "person.manage"])
      const resource = { kind: "Person" as const, id }
      expect(yield* auditTrail({ resource })).toMatchObject([{ entry: { resource, at: entry } }, { entry: { by, reason: "left", before: { state: "Active" }, after: { state: "Suspended" } } }])
      expect(yield* auditTrail({ resource, limit: 1 })).toEqual(all.slice(0, 1))
      expect(yield* auditTrail({ resource, after: all[0]?.position })).toEqual(all.slice(2))
    })))
})
