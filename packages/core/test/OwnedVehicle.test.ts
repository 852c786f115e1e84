import { OwnedVehicle } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { ownedVehicleCommands, runs } from "@parkade/testing/arbitraries"
import { obey, ownedVehicleCase, ownedVehicleLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { admission, minute } from "./tickets.ts"

type Event = OwnedVehicle.Event
type Command = OwnedVehicle.Command
const person = (digit: string): Party.PersonId => Party.PersonId.make(`00000000-0000-7000-8000-0000000000e${digit}`)
const owner: Party.Actor = { _tag: "Person", id: person("1") }
const staff: Party.Actor = { _tag: "Person", id: person("2") }
const id = OwnedVehicle.OwnedVehicleId.make("00000000-0000-7000-8000-0000000000ee")
const vehicle = { id, personId: person("1"), vehicle: admission.vehicle, at: minute(0) }
const paper: OwnedVehicle.Document = { id: OwnedVehicle.Document.fields.id.make("00000000-0000-7000-8000-0000000000d1"), kind: "registration", digest: "ab".repeat(32), mediaType: "application/pdf" }

const registered: Event = { _tag: "OwnedVehicleRegistered", ...vehicle }
const added = (at: number): Event => ({ _tag: "OwnedVehicleDocumentAdded", document: paper, at: minute(at) })
const verified = (at: number, basis: OwnedVehicle.Basis = "seen"): Event => ({ _tag: "OwnedVehicleVerified", basis, by: staff, at: minute(at) })
const rejected = (at: number): Event => ({ _tag: "OwnedVehicleRejected", reason: "unreadable", by: staff, at: minute(at) })
const removed = (at: number): Event => ({ _tag: "OwnedVehicleRemoved", by: owner, at: minute(at) })

const register: Command = { _tag: "Register", ...vehicle }
const add = (at: number, document = paper): Command => ({ _tag: "AddDocument", document, at: minute(at) })
const verify = (at: number, basis: OwnedVehicle.Basis = "seen", by = staff): Command => ({ _tag: "Verify", basis, by, at: minute(at) })
const reject = (at: number, by = staff): Command => ({ _tag: "Reject", reason: "unreadable", by, at: minute(at) })
const remove = (at: number): Command => ({ _tag: "Remove", by: owner, at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: OwnedVehicle.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const late = (notBefore: number): Then => ({ _tag: "OutOfOrder", id, notBefore: minute(notBefore) })
const begun: Then = { _tag: "NotBegun" }
const proven = [registered, verified(5)]
const refused = [registered, rejected(5)]
const gone = [registered, removed(5)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["is registered", [], register, [registered]],
  ["is registered once", proven, register, []],
  ["is no other", [registered], { ...register, personId: person("2") } as Command, { _tag: "AlreadyBegun", id }],
  ["takes a document", [registered], add(1), [added(1)]],
  ["takes it once", [registered, added(1)], add(2), []],
  ["takes no other of the same id", [registered, added(1)], add(2, { ...paper, kind: "lease" }), { _tag: "DocumentDiffers", documentId: paper.id }],
  ["takes a document when verified", proven, add(6), [added(6)]],
  ["takes a document when rejected", refused, add(6), [added(6)]],
  ["takes no document when removed", gone, add(6), wrong("Removed", "AddDocument")],
  ["takes no document in the past", proven, add(4), late(5)],
  ["takes no document of nothing", [], add(1), begun],
  ["is verified by a look", [registered], verify(5), [verified(5)]],
  ["is verified by its document", [registered, added(1)], verify(5, "document"), [verified(5, "document")]],
  ["is verified once", proven, verify(6), []],
  ["is verified in one way", proven, verify(6, "register"), wrong("Verified", "Verify")],
  ["is not verified by a document that is not there", [registered], verify(5, "document"), { _tag: "NoDocument", id }],
  ["is not verified by its owner", [registered, added(1)], verify(5, "document", owner), { _tag: "OwnVehicle", id, command: "Verify" }],
  ["is not verified when rejected", refused, verify(6), wrong("Rejected", "Verify")],
  ["is verified after another document", [...refused, added(6)], verify(7, "document"), [verified(7, "document")]],
  ["is not verified when removed", gone, verify(6), wrong("Removed", "Verify")],
  ["is not verified in the past", [registered], verify(-1), late(0)],
  ["is not verified when there is none", [], verify(1), begun],
  ["is rejected", [registered], reject(5), [rejected(5)]],
  ["is rejected once", refused, reject(6), []],
  ["is rejected after it was verified", proven, reject(6), [rejected(6)]],
  ["is not rejected by its owner", [registered], reject(5, owner), { _tag: "OwnVehicle", command: "Reject" }],
  ["is not rejected when removed", gone, reject(6), wrong("Removed", "Reject")],
  ["is not rejected when there is none", [], reject(1), begun],
  ["is removed", [registered], remove(5), [removed(5)]],
  ["is removed when verified", proven, remove(6), [removed(6)]],
  ["is removed when rejected", refused, remove(6), [removed(6)]],
  ["is removed once", gone, remove(6), []],
  ["is not removed when there is none", [], remove(1), begun]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(OwnedVehicle.evolve, OwnedVehicle.initial)

describe("an owned vehicle", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = OwnedVehicle.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("is pending again once there is another document", () => {
    expect(given(refused)).toMatchObject({ _tag: "Rejected", rejected: { reason: "unreadable", by: staff, at: minute(5) } })
    expect(given([...refused, added(6)])).toEqual({ _tag: "Pending", id, personId: person("1"), vehicle: admission.vehicle, documents: [paper], registeredAt: minute(0), version: 3, changedAt: minute(6) })
    expect(given([...proven, added(6)])).toMatchObject({ _tag: "Verified", verified: { basis: "seen" }, documents: [paper] })
  })

  it.each(ownedVehicleLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(ownedVehicleCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, rejections, states } = reached(OwnedVehicle.decider, ownedVehicleCommands())
    for (const state of ["Absent", ...Object.keys(OwnedVehicle.OwnedVehicle.cases)]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(OwnedVehicle.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
    for (const rejection of ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "OwnVehicle", "NoDocument", "DocumentDiffers"]) expect(rejections.get(rejection), rejection).toBeGreaterThan(20)
  })
})
