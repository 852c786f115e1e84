import { Passage } from "@parkade/core/lane"
import { Ids } from "@parkade/core/lifecycle"
import { admit, availability, createLot, decidePassage, exit, openByHand, openPassages, pay, payReservation, registerMandate, registerPerson, registerVehicle, requestPass, reserve, sweepPassages, vehiclePassed, verifyVehicle } from "@parkade/core/operations"
import type { Lot } from "@parkade/core/lot"
import { Method } from "@parkade/core/payment"
import { PassTerms } from "@parkade/core/pass"
import { Gates, Journal } from "@parkade/core/ports"
import { TimeZone } from "@parkade/core/time"
import { Effect, Schema } from "effect"
import { describe, expect } from "vitest"
import { tariffJson } from "../pricing.ts"
import { EUR, euros, minute } from "../tickets.ts"
import { audited, car, draft, draftJson, held, oneSpot, pass, person, reservations, staff } from "./scene.ts"
import { deliverAgain, garage, lane, lanes, mood, openings, otherExit, overtaken, passage, reading, ticket, told } from "./lanes.ts"

/** The ticket that a gate is to open for. */
const ticketOf = (made: Passage.Passage) => "ticketId" in made && made.ticketId !== undefined ? made.ticketId : expect.unreachable(`no ticket on ${made._tag}`)
const free = (lotId: Lot.LotId) => Effect.map(availability({ lotId }), (all) => all.free)
const listed = (lotId: Parameters<typeof openPassages>[0]["lotId"]) => Effect.map(openPassages({ lotId }), (all) => all.map(({ _tag }) => _tag))
const seconds = (count: number) => pass(`0:00:${count}`)

describe("a vehicle that wants in", () => {
  lane("is let in, and its gate opens once", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const made = yield* comes("B-AB 1")
    expect(made).toMatchObject({ _tag: "Opened", direction: "entry", passBy: minute(2) })
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Parked", lotId, credential: "plate", vehicle: { plate: "BAB1", plateAsGiven: "B-AB 1", kind: "car" } })
    expect(yield* openings).toMatchObject([{ id: made.id, ticketId: ticketOf(made), expiresAt: minute(0.25) }])
    expect(yield* vehiclePassed({ passage: { lotId, laneId: lanes.entry } })).toMatchObject({ _tag: "Passed", id: made.id })
    expect(yield* told(made.id)).toEqual(["Seen", "Ordered", "Opened", "Passed"])
    expect(yield* audited).toEqual(["ticket.admit", "ticket.admit", "gate.open", "event.report"])
    expect(yield* listed(lotId)).toEqual([])
  }))

  lane("is one, however often it is read, and whichever read comes first", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const made = yield* comes("B-AB 1", { readId: "r1" })
    yield* seconds(5)
    for (const read of [comes("B-AB 1", { readId: "r1" }), comes("B-AB 1"), comes("8-AB 1"), comes("B-AB 1", { ago: 30 }), comes("B-A8 1", { ago: 4 })]) {
      expect(yield* read).toEqual(made)
    }
    expect(yield* openings).toHaveLength(1)
    expect(yield* free(lotId)).toBe(1)
  }))

  for (const otherwise of ["8-AB 1", "8-A8 1"]) lane(`whose gate did not open is the one that stands there still, though its plate is read as ${otherwise}`, Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    yield* mood("unreachable")
    const first = yield* comes("B-AB 1")
    expect(first).toMatchObject({ _tag: "Ordered" })
    yield* seconds(45)
    yield* mood("answers")
    const again = yield* comes(otherwise)
    expect(again).toMatchObject({ _tag: "Opened", ticketId: ticketOf(first) })
    expect(again.id).not.toBe(first.id)
    expect(yield* passage(first.id)).toMatchObject({ _tag: "Closed", because: "read-again" })
    expect(yield* openings).toHaveLength(1)
    expect(yield* free(lotId)).toBe(1)
  }))

  lane("is another after that time, or where two characters differ", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const first = yield* comes("B-AB 1")
    expect((yield* comes("8-A8 1")).id).not.toBe(first.id)
    yield* vehiclePassed({ passage: { id: first.id } })
    yield* seconds(31)
    expect(yield* comes("B-AB 1")).toMatchObject({ _tag: "Review", doubt: { _tag: "AlreadyInside", ticketId: ticketOf(first) } })
    expect(yield* openings).toHaveLength(2)
    expect(yield* listed(lotId)).toEqual(["Opened", "Review"])
  }))

  const reads = [["B-AB 1", "B-AB 1", {}], ["B-AB 1", "8-AB 1", {}], ["8-AB 1", "B-AB 1", {}], ["B-AB 1", "B-AB 1", { readId: "same" }]] as const
  for (const [one, other, more] of reads) {
    lane(`is let in once by two cameras at once: ${one} and ${other}${"readId" in more ? ", the same read" : ""}`, Effect.gen(function*() {
      const { comes, lotId } = yield* garage()
      const { first, later } = yield* overtaken(comes(one, more), comes(other, more))
      expect(later).toEqual(first)
      expect(yield* openings).toHaveLength(1)
      expect(yield* free(lotId)).toBe(1)
    }))
  }

  lane("waits for another that was read at once, whose gate has not opened yet", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    yield* mood("held")
    const { first, later } = yield* overtaken(comes("B-AB 1"), comes("M-XY 9"))
    expect(first).toMatchObject({ _tag: "Ordered" })
    expect(later).toMatchObject({ _tag: "Review", doubt: { _tag: "AnotherBefore", passageId: first?.id } })
    expect(yield* free(lotId)).toBe(1)
  }))

  lane("is told the same by the same read, also when it would be let in by now", Effect.gen(function*() {
    const { comes, lotId } = yield* garage({ zones: oneSpot })
    const { id } = yield* admit({ lotId, vehicle: car("M-XY 9") })
    const made = yield* comes("B-AB 1", { readId: "first" })
    expect(made).toMatchObject({ _tag: "Refused", refusal: { _tag: "LotFull" } })
    yield* exit({ ticket: { id } })
    expect(yield* comes("B-AB 1", { readId: "first" })).toEqual(made)
    yield* pass("0:01:01")
    expect(yield* comes("B-AB 1", { ago: 61 })).toEqual(made)
    expect(yield* free(lotId)).toBe(1)
  }))

  lane("comes in on its pass, once, and as its owner's", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const { lot: other } = yield* createLot(draft(draftJson()))
    const { id: personId } = yield* registerPerson({ email: "ann@example.com", name: "Ann" })
    const owned = yield* registerVehicle({ personId, vehicle: car("B-AB 1") })
    yield* verifyVehicle({ ownedVehicleId: owned.id, basis: "seen", by: staff })
    const terms = Schema.decodeUnknownSync(PassTerms.PassTerms)({
      product: { code: "m", label: "Month", fee: "0", period: { every: "month" }, proration: "daily", currency: "EUR", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } },
      zone: "Europe/Berlin", lots: [lotId, other.id], vehicles: 1, places: 1, antiPassback: "hard", suspension: "extends", cancellation: { refund: "unused" }
    })
    const { id: passId } = yield* requestPass({ holder: { _tag: "Person", id: personId }, terms, vehicles: [car("B-AB 1").plate], from: "2026-06-01" })
    const made = yield* comes("B-AB 1")
    expect(yield* ticket(ticketOf(made))).toMatchObject({ basis: { _tag: "Pass", passId }, personId })
    yield* seconds(40)
    expect(yield* reading(other.id, "entry", "B-AB 1", { laneId: otherExit })).toMatchObject({ _tag: "Review", doubt: { _tag: "AlreadyInside", ticketId: ticketOf(made) } })
  }))

  lane("waits for a person where the camera is not sure, and for a better read", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const made = yield* comes("B-AB 1", { confidencePerMille: 849 })
    expect(made).toMatchObject({ _tag: "Review", doubt: { _tag: "LowConfidence", alike: [] } })
    expect(yield* listed(lotId)).toEqual(["Review"])
    expect(yield* openings).toEqual([])
    yield* seconds(2)
    expect(yield* comes("B-AB 1", { confidencePerMille: 850 })).toMatchObject({ _tag: "Opened", id: made.id })
    expect(yield* told(made.id)).toEqual(["Seen", "Doubted", "Seen", "Ordered", "Opened"])
  }))

  lane("is refused by what is no plate, by a full lot, and by a closed one", Effect.gen(function*() {
    const { comes } = yield* garage({ zones: oneSpot })
    expect(yield* comes("")).toMatchObject({ _tag: "Refused", refusal: { _tag: "Unreadable" } })
    yield* comes("B-AB 1")
    yield* seconds(20)
    const made = yield* comes("B-AB 2")
    expect(made).toMatchObject({ _tag: "Refused", refusal: { _tag: "LotFull" } })
    expect(yield* comes("B-AB 2")).toEqual(made)
    expect(yield* told(made.id)).toEqual(["Seen", "Refused"])
    const closed = yield* garage({ openingHours: { weekly: [] } })
    expect(yield* closed.comes("B-AB 3")).toMatchObject({ _tag: "Refused", refusal: { _tag: "LotClosed" } })
    expect(yield* Effect.flip(comes("B-AB 4", { vehicleKind: "camper" }))).toMatchObject({ _tag: "UnknownVehicleKind" })
  }))

  lane("opens nothing when the read came late", Effect.gen(function*() {
    const { comes } = yield* garage()
    expect(yield* comes("B-AB 1", { ago: 60 })).toMatchObject({ _tag: "Opened" })
    yield* seconds(30)
    expect(yield* comes("B-AB 2", { ago: 61 })).toMatchObject({ _tag: "Refused", refusal: { _tag: "TooLate" } })
    expect(yield* openings).toHaveLength(1)
  }))

  lane("waits while the gate is opening for another", Effect.gen(function*() {
    const { comes } = yield* garage()
    yield* mood("unreachable")
    const first = yield* comes("B-AB 1")
    expect(first).toMatchObject({ _tag: "Ordered" })
    const second = yield* comes("M-XY 9")
    expect(second).toMatchObject({ _tag: "Review", doubt: { _tag: "AnotherBefore", passageId: first.id } })
    expect(yield* Effect.flip(decidePassage({ passageId: second.id, by: staff, verdict: { _tag: "Open", ticket: { id: ticketOf(first) } } }))).toMatchObject({ _tag: "GateBusy", passageId: first.id })
    yield* seconds(15)
    yield* mood("answers")
    expect(yield* comes("M-XY 9")).toMatchObject({ _tag: "Opened", id: second.id })
    expect(yield* passage(first.id)).toMatchObject({ _tag: "Lapsed", because: "not-acknowledged" })
  }))

  lane("comes in on its reservation, with its holder's name", Effect.gen(function*() {
    const { comes, lotId } = yield* garage({ zones: oneSpot, reservations: reservations() })
    const { reservation: { id: reservationId } } = yield* reserve({ lotId, period: { from: minute(60), to: minute(180) }, holder: { _tag: "Person", id: person }, vehicle: car("R 1") })
    yield* payReservation({ reservationId, method: "card" })
    yield* pass("1:00")
    expect(yield* comes("M-XY 9")).toMatchObject({ _tag: "Refused", refusal: { _tag: "HeldForReservations" } })
    const made = yield* comes("R 1")
    expect(yield* ticket(ticketOf(made))).toMatchObject({ basis: { _tag: "Reservation", reservationId } })
    expect(yield* (yield* Journal).load("Reservation", reservationId)).toMatchObject({ _tag: "CheckedIn", ticketId: ticketOf(made) })
  }))
})

describe("a vehicle that wants out", () => {
  const inside = (change: object = {}, plate = "B-AB 1") => Effect.gen(function*() {
    const made = yield* garage(change)
    const entered = yield* made.comes(plate)
    yield* vehiclePassed({ passage: { id: entered.id } })
    return { ...made, ticketId: ticketOf(entered) }
  })

  lane("leaves when nothing is due", Effect.gen(function*() {
    const { leaves, lotId, ticketId } = yield* inside()
    yield* pass("0:30")
    const made = yield* leaves("B-AB 1")
    expect(made).toMatchObject({ _tag: "Opened", ticketId })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Exited", exitedAt: minute(30) })
    expect(yield* free(lotId)).toBe(2)
    yield* seconds(5)
    expect(yield* leaves("B-AB 1")).toEqual(made)
    expect(yield* openings).toHaveLength(2)
  }))

  lane("is told what is due, and leaves when that is paid", Effect.gen(function*() {
    const { leaves, ticketId } = yield* inside()
    yield* pass("1:30")
    const made = yield* leaves("B-AB 1")
    expect(made).toMatchObject({ _tag: "Refused", refusal: { _tag: "BalanceDue", ticketId, due: euros(100) } })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Parked" })
    yield* pay({ ticket: { id: ticketId }, method: "card" })
    yield* seconds(20)
    expect(yield* leaves("B-AB 1")).toMatchObject({ _tag: "Opened", id: made.id })
  }))

  lane("pays by its stored method", Effect.gen(function*() {
    const { leaves, lotId } = yield* garage()
    const { id } = yield* admit({ lotId, vehicle: car("B-AB 1"), personId: person })
    yield* registerMandate({ holder: person, gateway: "simulated", token: "pm_1NxYzAbc", limits: { currency: EUR }, scope: { _tag: "Anywhere" }, zone: TimeZone.TimeZone.make("Europe/Berlin"), mandateId: Method.MandateId.make("00000000-0000-7000-8000-0000000000cc") })
    yield* pass("1:30")
    const { first, later } = yield* overtaken(leaves("B-AB 1"), leaves("B-AB 1"))
    expect(first).toMatchObject({ _tag: "Opened" })
    expect(later).toEqual(first)
    expect(yield* openings).toHaveLength(1)
    expect(yield* ticket(id)).toMatchObject({ _tag: "Exited", payments: [{ amount: euros(100), method: "mandate" }] })
    expect(yield* held).toBe(100)
  }))

  lane("is known by the one plate that looks like it, when nothing is due", Effect.gen(function*() {
    const { leaves, ticketId } = yield* inside()
    expect(yield* leaves("8-AB 1")).toMatchObject({ _tag: "Opened", ticketId, read: { plate: "8AB1" } })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Exited" })
  }))

  lane("is for a person when its likeness owes something, and nothing is charged", Effect.gen(function*() {
    const { leaves, lotId } = yield* garage()
    const { id } = yield* admit({ lotId, vehicle: car("B-AB 1"), personId: person })
    yield* registerMandate({ holder: person, gateway: "simulated", token: "pm_1NxYzAbc", limits: { currency: EUR }, scope: { _tag: "Anywhere" }, zone: TimeZone.TimeZone.make("Europe/Berlin"), mandateId: Method.MandateId.make("00000000-0000-7000-8000-0000000000cc") })
    yield* pass("1:30")
    expect(yield* leaves("8-AB 1")).toMatchObject({ _tag: "Review", doubt: { _tag: "AlikeOwes", ticketId: id, due: euros(100) } })
    expect(yield* held).toBe(0)
    expect(yield* openings).toEqual([])
  }))

  lane("is told what its likeness owes, up to what the lot says", Effect.gen(function*() {
    const { leaves, ticketId } = yield* inside({ plateReads: { mostAlikeDue: "1.00" } })
    yield* pass("1:30")
    expect(yield* leaves("8-AB 1")).toMatchObject({ _tag: "Refused", refusal: { _tag: "BalanceDue", ticketId, due: euros(100) } })
    yield* pass("1:00")
    expect(yield* leaves("8-AB 1")).toMatchObject({ _tag: "Review", doubt: { _tag: "AlikeOwes", ticketId, due: euros(200) } })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Parked" })
  }))

  lane("is for a person when several look like it, and when it is not sure", Effect.gen(function*() {
    const { comes, leaves, lotId, ticketId } = yield* inside()
    yield* seconds(40)
    const other = ticketOf(yield* comes("8-A8 1"))
    expect(yield* leaves("8-AB 1")).toMatchObject({ _tag: "Review", doubt: { _tag: "SeveralAlike", ticketIds: [ticketId, other] } })
    expect(yield* leaves("B-AB 1", { confidencePerMille: 500, laneId: otherExit })).toMatchObject({ _tag: "Review", doubt: { _tag: "LowConfidence", alike: [ticketId] } })
    expect(yield* free(lotId)).toBe(0)
    expect(yield* leaves("B-AB 1")).toMatchObject({ _tag: "Opened", ticketId })
  }))

  lane("is never taken for one that differs in two, or in what is not confused", Effect.gen(function*() {
    const { leaves, ticketId } = yield* inside()
    for (const plate of ["8-A8 1", "B-AC 1", "B-AB"]) expect(yield* leaves(plate)).toMatchObject({ _tag: "Refused", refusal: { _tag: "NoTicket" } })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Parked" })
  }))

  lane("seen before it came in is for a person", Effect.gen(function*() {
    const { leaves, ticketId } = yield* inside()
    yield* seconds(10)
    expect(yield* leaves("B-AB 1", { ago: 11 })).toMatchObject({ _tag: "Review", doubt: { _tag: "SeenBeforeEntry", ticketId } })
    expect(yield* leaves("8-AB 1", { ago: 11, laneId: otherExit })).toMatchObject({ _tag: "Review", doubt: { _tag: "SeenBeforeEntry", ticketId } })
    expect(yield* leaves("B-AB 1", { ago: 10 })).toMatchObject({ _tag: "Opened", ticketId })
  }))

  for (const [one, other, more] of [["8-AB 1", "B-AB 1", {}], ["B-AB 1", "8-AB 1", {}], ["B-AB 1", "B-AB 1", {}], ["8-AB 1", "B-A8 1", {}], ["B-AB 1", "B-AB 1", { laneId: otherExit }]] as const) {
    lane(`is let out once by two cameras at once: ${one} and ${other}${"laneId" in more ? ", in two lanes" : ""}`, Effect.gen(function*() {
      const { leaves, lotId } = yield* inside()
      const { first, later } = yield* overtaken(leaves(one), leaves(other, more))
      expect(first).toMatchObject({ _tag: "Opened" })
      expect(later._tag === "Refused" || later.id === first?.id).toBe(true)
      expect(yield* openings).toHaveLength(2)
      expect(yield* free(lotId)).toBe(2)
    }))
  }

  lane("waits for another that was read at once in its lane", Effect.gen(function*() {
    const { leaves, lotId, ticketId } = yield* inside()
    const { id } = yield* admit({ lotId, vehicle: car("M-XY 9") })
    yield* mood("held")
    const { first, later } = yield* overtaken(leaves("B-AB 1"), leaves("M-XY 9"))
    expect(first).toMatchObject({ _tag: "Ordered", ticketId: id })
    expect(later).toMatchObject({ _tag: "Review", doubt: { _tag: "AnotherBefore", passageId: first?.id } })
    expect(yield* ticket(ticketId)).toMatchObject({ _tag: "Parked" })
  }))

  lane("is found in doubt by one camera while another lets it out", Effect.gen(function*() {
    const { leaves } = yield* inside()
    const { first, later } = yield* overtaken(leaves("B-AB 1", { confidencePerMille: 1 }), leaves("B-AB 1"))
    expect(first).toMatchObject({ _tag: "Opened" })
    expect(later).toEqual(first)
    expect(yield* openings).toHaveLength(2)
  }))
})

describe("a gate", () => {
  const entered = Effect.gen(function*() {
    const made = yield* garage()
    const entry = yield* made.comes("B-AB 1")
    yield* vehiclePassed({ passage: { id: entry.id } })
    yield* pass("0:10")
    return { ...made, ticketId: ticketOf(entry) }
  })

  lane("whose word was lost is asked again, and has opened once", Effect.gen(function*() {
    const { comes } = yield* garage()
    yield* mood("silent")
    const made = yield* comes("B-AB 1")
    expect(made).toMatchObject({ _tag: "Ordered" })
    yield* mood("answers")
    yield* seconds(5)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Opened", id: made.id, passBy: minute(2, 5_000) }])
    expect(yield* openings).toHaveLength(1)
    expect(yield* sweepPassages({})).toEqual([])
  }))

  lane("whose word is lost for good is believed to have opened where a vehicle passes", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    yield* mood("silent")
    const made = yield* comes("B-AB 1")
    yield* seconds(15)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", because: "not-acknowledged", until: minute(2, 15_000) }])
    yield* seconds(30)
    expect(yield* vehiclePassed({ passage: { lotId, laneId: lanes.entry } })).toMatchObject({ _tag: "Passed", id: made.id })
    yield* pass("0:10")
    expect(yield* sweepPassages({})).toEqual([])
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Parked" })
  }))

  lane("that is not reached opens for nobody, and who wanted in is not in", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    yield* mood("held")
    const made = yield* comes("B-AB 1")
    yield* seconds(14)
    expect(yield* sweepPassages({})).toEqual([])
    yield* seconds(1)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", id: made.id }])
    expect(yield* listed(lotId)).toEqual(["Lapsed"])
    yield* deliverAgain
    yield* pass("0:02")
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Closed", because: "nobody-came-in" }])
    expect(yield* openings).toEqual([])
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Voided", reason: "nobody came in" })
    expect(yield* free(lotId)).toBe(2)
    expect(yield* listed(lotId)).toEqual([])
    expect(yield* told(made.id)).toEqual(["Seen", "Ordered", "Lapsed", "Closed"])
  }))

  lane("that nobody passed on the way in has let nobody in: what it came on is given back", Effect.gen(function*() {
    const { comes, lotId } = yield* garage({ zones: oneSpot })
    const made = yield* comes("B-AB 1")
    yield* pass("0:01:59")
    expect(yield* sweepPassages({})).toEqual([])
    yield* seconds(1)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Closed", because: "nobody-came-in" }])
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Voided" })
    expect(yield* told(made.id)).toEqual(["Seen", "Ordered", "Opened", "Lapsed", "Closed"])
    expect(yield* Effect.flip(vehiclePassed({ passage: { lotId, laneId: lanes.entry } }))).toMatchObject({ _tag: "NobodyExpected", laneId: lanes.entry })
    expect((yield* audited).at(-1)).toBe("event.report")
    expect(yield* comes("B-AB 1")).toMatchObject({ _tag: "Opened" })
  }))

  lane("that nobody was seen to pass let in who has paid since", Effect.gen(function*() {
    const { comes } = yield* garage({ tariff: tariffJson({ type: "hourly", price: "1.00", count: "started" }) })
    const made = yield* comes("B-AB 1")
    yield* pass("0:01")
    yield* pay({ ticket: { id: ticketOf(made) }, method: "card" })
    yield* pass("0:02")
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Passed" }])
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Paid" })
  }))

  lane("that is not asked because all stopped is asked by the sweep, or not any more", Effect.gen(function*() {
    const { comes } = yield* garage()
    const stopped = Gates.of({ open: () => Effect.die(new Error("the power went")) })
    const crashed = Effect.provideService(comes("B-AB 1"), Gates, stopped)
    expect((yield* Effect.exit(crashed))._tag).toBe("Failure")
    expect(yield* openings).toEqual([])
    yield* seconds(5)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Opened" }])
    yield* seconds(30)
    expect((yield* Effect.exit(Effect.provideService(comes("M-XY 9"), Gates, stopped)))._tag).toBe("Failure")
    yield* seconds(15)
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", because: "not-acknowledged" }])
    expect(yield* openings).toHaveLength(1)
  }))

  lane("is not asked for an order that has expired", Effect.gen(function*() {
    const { comes } = yield* garage()
    yield* mood("unreachable")
    yield* comes("B-AB 1")
    yield* seconds(15)
    const asked = Gates.of({ open: () => Effect.die(new Error("it was asked")) })
    expect(yield* Effect.provideService(sweepPassages({}), Gates, asked)).toMatchObject([{ _tag: "Lapsed" }])
  }))

  lane("that answers after the order expired has not opened for it", Effect.gen(function*() {
    const { comes } = yield* garage()
    const slow = Gates.of({ open: () => seconds(15) })
    expect(yield* Effect.provideService(comes("B-AB 1"), Gates, slow)).toMatchObject({ _tag: "Lapsed", because: "not-acknowledged" })
  }))

  lane("that let nobody out keeps the vehicle on the list, and opens again for the same ticket", Effect.gen(function*() {
    const { leaves, lotId, ticketId } = yield* entered
    yield* mood("unreachable")
    const first = yield* leaves("B-AB 1")
    yield* pass("0:10")
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", ticketId }])
    expect(yield* sweepPassages({})).toEqual([])
    expect(yield* listed(lotId)).toEqual(["Lapsed"])
    yield* mood("answers")
    const second = yield* leaves("B-AB 1")
    expect(second).toMatchObject({ _tag: "Opened", ticketId })
    expect(yield* passage(first.id)).toMatchObject({ _tag: "Closed", because: "read-again" })
    yield* pass("0:10")
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", id: second.id, because: "nobody-passed" }])
    yield* pass("1:00")
    expect(yield* leaves("B-AB 1")).toMatchObject({ _tag: "Refused", refusal: { _tag: "NoTicket" } })
  }))

  lane("that shut before the vehicle moved opens again in the same lane only", Effect.gen(function*() {
    const { leaves, ticketId } = yield* entered
    yield* leaves("B-AB 1")
    yield* seconds(40)
    expect(yield* leaves("B-AB 1", { laneId: otherExit })).toMatchObject({ _tag: "Refused", refusal: { _tag: "NoTicket" } })
    expect(yield* leaves("B-AB 1")).toMatchObject({ _tag: "Opened", ticketId })
  }))

  lane("before which a vehicle that was let in still stands opens again for it", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const first = yield* comes("B-AB 1")
    yield* seconds(40)
    const second = yield* comes("B-AB 1")
    expect(second).toMatchObject({ _tag: "Opened", ticketId: ticketOf(first) })
    expect(second.id).not.toBe(first.id)
    expect(yield* free(lotId)).toBe(1)
  }))

  lane("with nothing behind it that sees vehicles is done as it opens", Effect.gen(function*() {
    const { comes, lotId } = yield* garage({ plateReads: { passWithin: "unseen" } })
    const made = yield* comes("B-AB 1")
    expect(made).not.toHaveProperty("passBy")
    yield* pass("1:00")
    expect(yield* sweepPassages({})).toEqual([])
    expect(yield* ticket(ticketOf(made))).toMatchObject({ _tag: "Parked" })
    expect(yield* listed(lotId)).toEqual([])
  }))

  lane("is passed by the one that it opened for, not by one that it is to open for", Effect.gen(function*() {
    const { leaves, lotId } = yield* entered
    yield* admit({ lotId, vehicle: car("M-XY 9") })
    const first = yield* leaves("B-AB 1")
    yield* mood("unreachable")
    const second = yield* leaves("M-XY 9")
    const lane = { lotId, laneId: lanes.exit }
    expect(second).toMatchObject({ _tag: "Ordered" })
    expect(yield* vehiclePassed({ passage: lane })).toMatchObject({ id: first.id })
    expect(yield* vehiclePassed({ passage: lane })).toMatchObject({ id: second.id })
    expect(yield* Effect.flip(vehiclePassed({ passage: lane }))).toMatchObject({ _tag: "NobodyExpected" })
  }))
})

lane("a loop sees the vehicle whose gate opened, not one whose gate did not", Effect.gen(function*() {
  const { comes, lotId } = yield* garage()
  yield* mood("unreachable")
  const first = yield* comes("B-AB 1")
  yield* seconds(15)
  yield* sweepPassages({})
  yield* mood("answers")
  const second = yield* comes("M-XY 9")
  expect(yield* passage(first.id)).toMatchObject({ _tag: "Lapsed" })
  expect(yield* vehiclePassed({ passage: { lotId, laneId: lanes.entry } })).toMatchObject({ _tag: "Passed", id: second.id })
}))

describe("a person", () => {
  const before = Effect.gen(function*() {
    const { leaves, lotId } = yield* garage()
    const { id } = yield* admit({ lotId, vehicle: car("B-AB 1") })
    yield* pass("1:30")
    const made = yield* leaves("B-AC 1")
    return { id, lotId, leaves, passageId: made.id }
  })
  const opens = (passageId: Ids.PassageId, id: Ids.TicketId, waive?: string) => decidePassage({ passageId, by: staff, verdict: { _tag: "Open", ticket: { id }, waive } })

  lane("says which ticket it is: what is due is paid, or waived with a reason", Effect.gen(function*() {
    const { id, passageId } = yield* before
    expect(yield* Effect.flip(opens(passageId, id))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
    expect(yield* opens(passageId, id, "the plate is bent")).toMatchObject({ _tag: "Opened", ticketId: id })
    expect(yield* ticket(id)).toMatchObject({ _tag: "Exited", waived: { amount: euros(100), by: staff, reason: "the plate is bent" } })
    expect(yield* openings).toMatchObject([{ id: passageId, ticketId: id }])
    expect(yield* Effect.flip(opens(passageId, id))).toMatchObject({ _tag: "AlreadyExited" })
  }))

  lane("sends it away, and no read opens for it then", Effect.gen(function*() {
    const { id, leaves, lotId, passageId } = yield* before
    yield* leaves("B-AC 1", { confidencePerMille: 10 })
    const refused = yield* decidePassage({ passageId, by: staff, verdict: { _tag: "Refuse", reason: "not a guest" } })
    expect(refused).toMatchObject({ _tag: "Refused", refusal: { _tag: "ByPerson", by: staff, reason: "not a guest" } })
    expect(yield* leaves("B-AC 1")).toEqual(refused)
    expect(yield* listed(lotId)).toEqual([])
    expect(yield* opens(passageId, id, "a guest after all")).toMatchObject({ _tag: "Opened" })
  }))

  lane("lets in on a ticket of the lot", Effect.gen(function*() {
    const { comes, lotId } = yield* garage()
    const made = yield* comes("B-AB 1", { confidencePerMille: 100 })
    const { id } = yield* admit({ lotId, vehicle: car("B-AB 7") })
    expect(yield* opens(made.id, id)).toMatchObject({ _tag: "Opened", ticketId: id })
    const other = yield* garage()
    const elsewhere = yield* other.comes("M-XY 9", { confidencePerMille: 100 })
    expect(yield* Effect.flip(opens(elsewhere.id, id))).toMatchObject({ _tag: "TicketNotFound" })
    expect(yield* Effect.flip(opens(Ids.PassageId.make("00000000-0000-7000-8000-0000000000ff"), id))).toMatchObject({ _tag: "NotBegun" })
  }))

  lane("opens by hand, with a reason, once; the ticket leaves with it", Effect.gen(function*() {
    const { id, lotId, passageId } = yield* before
    const given = { passageId, by: staff, reason: "an ambulance waits", ticket: { id } } as const
    const made = yield* openByHand(given)
    expect(made).toMatchObject({ _tag: "Opened", ticketId: id, byHand: { by: staff, reason: "an ambulance waits" } })
    expect(yield* openByHand(given)).toEqual(made)
    expect(yield* ticket(id)).toMatchObject({ _tag: "Exited", waived: { by: staff, reason: "an ambulance waits" } })
    expect(yield* openings).toEqual([])
    expect(yield* vehiclePassed({ passage: { lotId, laneId: lanes.exit } })).toMatchObject({ _tag: "Passed" })
    expect(yield* Effect.flip(openByHand({ ...given, reason: "again" }))).toMatchObject({ _tag: "WrongState" })
  }))

  lane("opens by hand for an exit that the gate failed, or takes it off the list", Effect.gen(function*() {
    const { leaves, lotId } = yield* garage()
    yield* admit({ lotId, vehicle: car("B-AB 1") })
    yield* mood("unreachable")
    const made = yield* leaves("B-AB 1")
    yield* pass("0:10")
    yield* sweepPassages({})
    expect(yield* openByHand({ passageId: made.id, by: staff, reason: "no power" })).toMatchObject({ _tag: "Opened", byHand: { reason: "no power" } })
    yield* pass("0:10")
    expect(yield* sweepPassages({})).toMatchObject([{ _tag: "Lapsed", because: "nobody-passed" }])
    expect(yield* decidePassage({ passageId: made.id, by: staff, verdict: { _tag: "Refuse", reason: "it is gone" } })).toMatchObject({ _tag: "Closed", because: "looked-at" })
    expect(yield* listed(lotId)).toEqual([])
  }))
})

lane("an exit by plate is beside the gates that hosts open themselves", Effect.gen(function*() {
  const { comes, leaves, lotId } = yield* garage()
  yield* comes("B-AB 1")
  yield* exit({ ticket: { lotId, plate: car("B-AB 1").plate } })
  expect(yield* leaves("B-AB 1")).toMatchObject({ _tag: "Refused", refusal: { _tag: "NoTicket" } })
}))

lane("a lot says what it makes of reads", Effect.gen(function*() {
  const { comes, leaves } = yield* garage({ plateReads: { minConfidencePerMille: 990, duplicateWithin: "PT0S", orderFor: "PT20S", passWithin: "PT3M", lateAfter: "PT5S" } })
  expect(yield* comes("B-AB 1")).toMatchObject({ _tag: "Review", doubt: { _tag: "LowConfidence" } })
  expect(yield* comes("B-AB 1", { confidencePerMille: 990, ago: 5 })).toMatchObject({ _tag: "Opened", passBy: minute(3) })
  expect(yield* openings).toMatchObject([{ expiresAt: minute(0, 20_000) }])
  expect(yield* leaves("B-AB 1", { ago: 6 })).toMatchObject({ _tag: "Refused", refusal: { _tag: "TooLate" } })
}))

describe("what a lot makes of reads", () => {
  const issues = (plateReads: object) => Effect.flip(createLot.fromJson({ ...draftJson() as object, plateReads }))
  const wrong = [
    [{ mostAlikeDue: "0.001" }, "plateReads.mostAlikeDue"],
    [{ minConfidencePerMille: 1_001 }, "plateReads.minConfidencePerMille"],
    [{ duplicateWithin: "PT2H" }, "plateReads.duplicateWithin"],
    [{ orderFor: "PT0S" }, "plateReads.orderFor"],
    [{ passWithin: "soon" }, "plateReads.passWithin"]
  ] as const
  for (const [clause, path] of wrong) {
    lane(`is not ${JSON.stringify(clause)}`, Effect.gen(function*() {
      expect(yield* issues(clause)).toMatchObject({ issues: [{ path }] })
    }))
  }
})
