import { Ids } from "@parkade/core/lifecycle"
import { Spot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Custody } from "@parkade/core/valet"
import { custodyCommands, runs } from "@parkade/testing/arbitraries"
import { custodyCase, custodyLaws, obey } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { admission, minute } from "./tickets.ts"

const [ann, ben] = ["00000000-0000-7000-8000-0000000000e1", "00000000-0000-7000-8000-0000000000e2"].map((id) => Party.PersonId.make(id)) as [Party.PersonId, Party.PersonId]
const [a1, a2] = ["00000000-0000-7000-8000-0000000000a1", "00000000-0000-7000-8000-0000000000a2"].map((id) => Spot.SpotId.make(id)) as [Spot.SpotId, Spot.SpotId]
const tag = Custody.KeyTag.make("417")
const condition: Custody.Condition = { notes: ["scratch on the left door"], photos: ["ab".repeat(32)] }
const driver: Party.Actor = { _tag: "Person", id: Party.PersonId.make("00000000-0000-7000-8000-0000000000e9") }
const withAnn: Custody.KeyHolder = { _tag: "Attendant", id: ann }
const withBen: Custody.KeyHolder = { _tag: "Attendant", id: ben }
const board: Custody.KeyHolder = { _tag: "Board", slot: "A1" }

type Event = Custody.Event
const custody: Custody.HandedOver = { id: Ids.CustodyId.make("00000000-0000-7000-8000-0000000000c3"), lotId: admission.lotId, vehicle: admission.vehicle, tag, condition, by: ann, at: minute(0) }
const { id } = custody
const handedOver: Event = { _tag: "CustodyHandedOver", ...custody }
const parked = (at: number, spotId = a1): Event => ({ _tag: "CustodyParked", spotId, by: ann, at: minute(at) })
const moved = (at: number, spotId = a2): Event => ({ _tag: "CustodyMoved", spotId, by: ann, at: minute(at) })
const passed = (at: number, from: Custody.KeyHolder, to: Custody.KeyHolder, by = ann): Event => ({ _tag: "CustodyKeyPassed", from, to, by, at: minute(at) })
const requested = (at: number, pickUp = at): Event => ({ _tag: "CustodyRequested", pickUpAt: minute(pickUp), by: driver, at: minute(at) })
const ready = (at: number): Event => ({ _tag: "CustodyMadeReady", by: ann, at: minute(at) })
const returned = (at: number, claim: Custody.Claim = { _tag: "Tag", tag }): Event => ({ _tag: "CustodyReturned", to: "A. Smith", claim, condition, by: ann, at: minute(at) })

type Command = Custody.Command
const handOver: Command = { _tag: "HandOver", custody }
const park = (at: number, by = ann, spotId = a1): Command => ({ _tag: "Park", spotId, by, at: minute(at) })
const move = (at: number, by = ann, spotId = a2): Command => ({ _tag: "Move", spotId, by, at: minute(at) })
const pass = (at: number, to: Custody.KeyHolder, by = ann): Command => ({ _tag: "PassKey", to, by, at: minute(at) })
const request = (at: number, pickUp = at): Command => ({ _tag: "Request", pickUpAt: minute(pickUp), by: driver, at: minute(at) })
const makeReady = (at: number, by = ann): Command => ({ _tag: "MakeReady", by, at: minute(at) })
const giveBack = (at: number, claim: Custody.Claim = { _tag: "Tag", tag }, by = ann): Command => ({ _tag: "Return", to: "A. Smith", claim, condition, by, at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: Custody.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const elsewhere = (holder: Custody.KeyHolder): Then => ({ _tag: "KeyElsewhere", id, holder })
const inSpot = [handedOver, parked(1)]
const onBoard = [...inSpot, passed(2, withAnn, board)]
const wanted = [...inSpot, requested(5, 20)]
const atKerb = [...wanted, ready(18)]
const gone = [...atKerb, returned(20)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["takes a vehicle", [], handOver, [handedOver]],
  ["takes it once", inSpot, handOver, []],
  ["takes no other under its name", [handedOver], { _tag: "HandOver", custody: { ...custody, tag: Custody.KeyTag.make("1") } }, { _tag: "AlreadyBegun", id }],
  ["parks", [handedOver], park(1), [parked(1)]],
  ["parks at the instant it was taken", [handedOver], park(0), [parked(0)]],
  ["parks once", inSpot, park(2), []],
  ["parks nothing that is parked elsewhere", inSpot, park(2, ann, a2), wrong("Parked", "Park")],
  ["parks nothing that was asked for", wanted, park(6, ann, a2), wrong("Requested", "Park")],
  ["parks again when nobody came", atKerb, park(60), [parked(60)]],
  ["does not park without the key", [handedOver], park(1, ben), elsewhere(withAnn)],
  ["does not park with the key on the board", [handedOver, passed(1, withAnn, board)], park(2), elsewhere(board)],
  ["does not park before it was taken", [handedOver], park(-1), { _tag: "OutOfOrder", notBefore: minute(0) }],
  ["parks nothing that is gone", gone, park(21), wrong("Returned", "Park")],
  ["parks nothing that never came", [], park(1), { _tag: "NotBegun" }],
  ["moves", inSpot, move(2), [moved(2)]],
  ["moves once", [...inSpot, moved(2)], move(3), []],
  ["moves what was asked for", wanted, move(6), [moved(6)]],
  ["moves nothing that was never parked", [handedOver], move(1), wrong("HandedOver", "Move")],
  ["moves nothing from the kerb", atKerb, move(19), wrong("Ready", "Move")],
  ["does not move without the key", onBoard, move(3), elsewhere(board)],
  ["moves nothing that is gone", gone, move(21), wrong("Returned", "Move")],
  ["moves nothing that never came", [], move(1), { _tag: "NotBegun" }],
  ["hangs the key on the board", inSpot, pass(2, board), [passed(2, withAnn, board)]],
  ["takes the key from the board", onBoard, pass(3, withBen, ben), [passed(3, board, withBen, ben)]],
  ["hands the key on", inSpot, pass(2, withBen), [passed(2, withAnn, withBen)]],
  ["hands it on once", [...inSpot, passed(2, withAnn, withBen)], pass(3, withBen), []],
  ["gives no key that another has", inSpot, pass(2, withBen, ben), elsewhere(withAnn)],
  ["gives no key from the board to another", onBoard, pass(3, withBen, ann), elsewhere(board)],
  ["hangs no key to another slot unless somebody took it", onBoard, pass(3, { _tag: "Board", slot: "A2" }), elsewhere(board)],
  ["passes no key that is gone", gone, pass(21, board), wrong("Returned", "PassKey")],
  ["passes no key that never came", [], pass(1, board), { _tag: "NotBegun" }],
  ["is asked for", inSpot, request(5, 20), [requested(5, 20)]],
  ["is asked for at once", inSpot, request(5), [requested(5)]],
  ["is asked for before it was parked", [handedOver], request(1, 20), [requested(1, 20)]],
  ["is asked for once", wanted, request(6, 20), []],
  ["is asked for at another time", wanted, request(6, 30), [requested(6, 30)]],
  ["is not asked for in the past", inSpot, request(5, 4), { _tag: "PickUpInThePast", pickUpAt: minute(4), at: minute(5) }],
  ["is not asked for at the kerb", atKerb, request(19, 30), wrong("Ready", "Request")],
  ["is not asked for before it was parked, by the clock", inSpot, request(0, 20), { _tag: "OutOfOrder", notBefore: minute(1) }],
  ["is not asked for when it is gone", gone, request(21), wrong("Returned", "Request")],
  ["is not asked for when it never came", [], request(1), { _tag: "NotBegun" }],
  ["is brought", wanted, makeReady(18), [ready(18)]],
  ["is brought once", atKerb, makeReady(19), []],
  ["is not brought unasked", inSpot, makeReady(5), wrong("Parked", "MakeReady")],
  ["is not brought without the key", wanted, makeReady(18, ben), elsewhere(withAnn)],
  ["is not brought when it is gone", gone, makeReady(21), wrong("Returned", "MakeReady")],
  ["is not brought when it never came", [], makeReady(1), { _tag: "NotBegun" }],
  ["is returned for its tag", atKerb, giveBack(20), [returned(20)]],
  ["is returned to who was identified", atKerb, giveBack(20, { _tag: "Identified", document: "passport" }), [returned(20, { _tag: "Identified", document: "passport" })]],
  ["is not returned for another tag", atKerb, giveBack(20, { _tag: "Tag", tag: Custody.KeyTag.make("418") }), { _tag: "OtherTag", presented: "418" }],
  ["is not returned by who has no key", atKerb, giveBack(20, { _tag: "Tag", tag }, ben), elsewhere(withAnn)],
  ["is not returned from its spot", wanted, giveBack(20), wrong("Requested", "Return")],
  ["is returned once", gone, giveBack(21), []],
  ["is returned to one only", gone, giveBack(21, { _tag: "Identified", document: "passport" }), wrong("Returned", "Return")],
  ["is not returned when it never came", [], giveBack(1), { _tag: "NotBegun" }]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(Custody.evolve, Custody.initial)

describe("a custody", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Custody.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("knows where the vehicle and its key are", () => {
    expect(given([handedOver])).toMatchObject({ _tag: "HandedOver", key: withAnn, version: 1, handedOverAt: minute(0) })
    expect(given(onBoard)).toMatchObject({ _tag: "Parked", spotId: a1, key: board, version: 3, changedAt: minute(2) })
    expect(given([...wanted, moved(6)])).toMatchObject({ _tag: "Requested", spotId: a2, pickUpAt: minute(20) })
    expect(given([handedOver, requested(1, 20)])).not.toHaveProperty("spotId")
    expect(given(atKerb)).not.toHaveProperty("spotId")
    expect(given(gone)).toMatchObject({ _tag: "Returned", to: "A. Smith", conditionAtReturn: condition, returnedAt: minute(20) })
    expect(given(gone)).not.toHaveProperty("key")
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Command, before: ReadonlyArray<Event>) => {
      const decided = Custody.decide(command, given(before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(move(3), onBoard)).toBe("the key is on the board, slot A1: have it passed first")
    expect(told(move(3, ben), inSpot)).toBe(`the key is with attendant ${ann}: have it passed first`)
    expect(told(giveBack(20, { _tag: "Tag", tag: Custody.KeyTag.make("418") }), atKerb)).toBe("tag 418 is not of this vehicle: look for its own, or identify the driver")
    expect(told(request(5, 4), inSpot)).toBe("2026-06-01T08:04:00Z is over: ask for 2026-06-01T08:05:00Z or later")
  })

  it.each(custodyLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(custodyCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, states } = reached(Custody.decider, custodyCommands())
    for (const state of ["Absent", ...Object.keys(Custody.Custody.cases)]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(Custody.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
  })
})
