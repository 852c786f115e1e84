import { it } from "@effect/vitest"
import { Ids } from "@parkade/core/lifecycle"
import { Spot } from "@parkade/core/lot"
import { admit, availability, findSpots, handOver, makeReady, moveCustody, parkVehicle, passKey, payOnExit, requestVehicle, returnVehicle } from "@parkade/core/operations"
import { Journal } from "@parkade/core/ports"
import { Custody } from "@parkade/core/valet"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { minute } from "../tickets.ts"
import { alone, car, done, opened, parked, pass, someone, uuid } from "./lots.ts"

const [{ id: ann }, { id: ben }] = [someone(21), someone(22)]
const tag = Custody.KeyTag.make("417")
const condition = { notes: ["a scratch"], photos: [] }

const handedOver = Effect.gen(function*() {
  const { layout, lot, ticket } = yield* parked()
  const custody = yield* handOver({ lotId: lot.id, vehicle: car("B-AB 1"), tag, condition, ticketId: ticket.id, by: ann })
  const free = layout.spots.map(({ id }) => id).filter((id) => id !== ticket.spotId)
  return { custodyId: custody.id, lot, ticket, free: (index: number) => free[index] ?? ticket.spotId }
})

const load = (id: string) => Effect.flatMap(Journal, (journal) => journal.load("Ticket", id))

describe("valet over memory", () => {
  it.effect("from the hand-over to the return; the ticket is where the vehicle is", () =>
    alone(Effect.gen(function*() {
      const { custodyId, free, ticket } = yield* handedOver
      yield* parkVehicle({ custodyId, spotId: free(0), by: ann })
      expect(yield* load(ticket.id)).toMatchObject({ spotId: free(0) })
      yield* passKey({ custodyId, to: { _tag: "Board", slot: "12" }, by: ann })
      yield* passKey({ custodyId, to: { _tag: "Attendant", id: ben }, by: ben })
      yield* moveCustody({ custodyId, spotId: free(1), by: ben })
      expect(yield* load(ticket.id)).toMatchObject({ spotId: free(1) })
      yield* pass("1:00")
      expect(yield* requestVehicle({ custodyId })).toMatchObject({ _tag: "Requested", pickUpAt: minute(60) })
      yield* makeReady({ custodyId, by: ben })
      const given = { custodyId, to: "Ann", condition, by: ben } as const
      expect(yield* Effect.flip(returnVehicle({ ...given, claim: { _tag: "Tag", tag: Custody.KeyTag.make("418") } }))).toMatchObject({ _tag: "OtherTag" })
      const back = { ...given, claim: { _tag: "Tag", tag } } as const
      expect(yield* returnVehicle(back)).toMatchObject({ _tag: "Returned", returnedAt: minute(60) })
      yield* pass("0:01")
      expect(yield* returnVehicle(back)).toMatchObject({ version: 8 })
      expect(yield* done("Custody", custodyId)).toEqual([
        ["valet.hand-over", "CustodyHandedOver"],
        ["valet.handle", "CustodyParked"],
        ["valet.handle", "CustodyKeyPassed"],
        ["valet.handle", "CustodyKeyPassed"],
        ["valet.handle", "CustodyMoved"],
        ["valet.request", "CustodyRequested"],
        ["valet.handle", "CustodyMadeReady"],
        ["valet.return", "CustodyReturned"]
      ])
      yield* payOnExit({ ticket: { id: ticket.id }, method: "card" })
    })))

  it.effect("who has not the key moves nothing", () =>
    alone(Effect.gen(function*() {
      const { custodyId, free, ticket } = yield* handedOver
      expect(yield* Effect.flip(parkVehicle({ custodyId, spotId: free(0), by: ben }))).toMatchObject({ _tag: "KeyElsewhere", holder: { _tag: "Attendant", id: ann } })
      expect(yield* load(ticket.id)).toMatchObject({ spotId: ticket.spotId, version: 1 })
    })))

  it.effect("nor onto a spot that is taken, or of no lot", () =>
    alone(Effect.gen(function*() {
      const { custodyId, lot: { id: lotId } } = yield* handedOver
      const other = yield* admit({ lotId, vehicle: car("B-AB 2") })
      expect(yield* Effect.flip(parkVehicle({ custodyId, spotId: other.spotId, by: ann }))).toMatchObject({ _tag: "SpotTaken", spotId: other.spotId })
      expect(yield* Effect.flip(parkVehicle({ custodyId, spotId: Spot.SpotId.make(uuid(1)), by: ann }))).toMatchObject({ _tag: "SpotNotFound" })
      expect(yield* (yield* Journal).load("Custody", custodyId)).toMatchObject({ _tag: "HandedOver", version: 1 })
    })))

  it.effect("a tag is on one key at a time, and free again after the return", () =>
    alone(Effect.gen(function*() {
      const { custodyId, free, lot: { id: lotId } } = yield* handedOver
      const other = { lotId, vehicle: car("B-AB 2"), tag, condition, by: ann }
      expect(yield* Effect.flip(handOver(other))).toMatchObject({ _tag: "TagInUse", tag })
      yield* parkVehicle({ custodyId, spotId: free(0), by: ann })
      yield* requestVehicle({ custodyId })
      yield* makeReady({ custodyId, by: ann })
      yield* returnVehicle({ custodyId, to: "Ann", condition, by: ann, claim: { _tag: "Identified", document: "licence" } })
      expect(yield* handOver(other)).toMatchObject({ _tag: "HandedOver", tag })
    })))

  it.effect("the same hand-over said twice, later, is one", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId } } = yield* opened()
      const given = { lotId, vehicle: car("B-AB 1"), tag, condition, by: ann, custodyId: Ids.CustodyId.make(uuid(30)) }
      const first = yield* handOver(given)
      yield* pass("0:01")
      expect(yield* handOver(given)).toEqual(first)
      expect(yield* Effect.flip(handOver({ ...given, vehicle: car("B-AB 3") }))).toMatchObject({ _tag: "AlreadyBegun" })
      expect(yield* Effect.flip(requestVehicle({ custodyId: given.custodyId, pickUpAt: minute(0) }))).toMatchObject({ _tag: "PickUpInThePast" })
      expect(yield* Effect.flip(requestVehicle({ custodyId: Ids.CustodyId.make(uuid(31)) }))).toMatchObject({ _tag: "NotBegun" })
    })))

  it.effect("a vehicle without a ticket has its spot to itself until it is brought", () =>
    alone(Effect.gen(function*() {
      const { layout: { spots: [first, second] }, lot: { id: lotId } } = yield* opened({ zones: [{ name: "Level 1", spots: ["1", "2"].map((label) => ({ label, size: "medium" })) }] })
      if (first === undefined || second === undefined) return expect.unreachable()
      const { id: custodyId } = yield* handOver({ lotId, vehicle: car("V 1"), tag, condition, by: ann })
      yield* parkVehicle({ custodyId, spotId: first.id, by: ann })
      expect(yield* availability({ lotId })).toMatchObject({ total: 2, free: 1, zones: [{ free: 1 }] })
      expect((yield* findSpots({ lotId, vehicle: car("D 1") })).map(({ id }) => id)).toEqual([second.id])
      const driver = yield* admit({ lotId, vehicle: car("D 1") })
      expect(driver.spotId).toBe(second.id)
      expect(yield* Effect.flip(admit({ lotId, vehicle: car("D 2") }))).toMatchObject({ _tag: "HeldForReservations" })
      expect(yield* Effect.flip(moveCustody({ custodyId, spotId: second.id, by: ann }))).toMatchObject({ _tag: "SpotTaken" })
      const other = yield* handOver({ lotId, vehicle: car("V 2"), tag: Custody.KeyTag.make("418"), condition, by: ann })
      expect(yield* Effect.flip(parkVehicle({ custodyId: other.id, spotId: first.id, by: ann }))).toMatchObject({ _tag: "SpotTaken" })
      yield* requestVehicle({ custodyId })
      yield* makeReady({ custodyId, by: ann })
      expect(yield* availability({ lotId })).toMatchObject({ free: 1 })
      expect(yield* parkVehicle({ custodyId: other.id, spotId: first.id, by: ann })).toMatchObject({ _tag: "Parked", spotId: first.id })
    })))
})
