import { cancelReservation, checkIn, createLot, issueCode, pay, payReservation, reserve, scanEntry, scanExit } from "@parkade/core/operations"
import { Journal, Signer, Spots, Tickets } from "@parkade/core/ports"
import { Code } from "@parkade/core/reservation"
import { Keys } from "@parkade/testing/memory"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { euros, minute } from "../tickets.ts"
import { audited, car, draft, draftJson, oneSpot, opened, pass, person, reservations, scene, uuid } from "./scene.ts"

const scanId = (count: number) => Code.ScanId.make(uuid(count))
const vehicle = car("R 1")

/** A reservation from 9 to 11 o'clock, and its code. */
const coded = Effect.gen(function*() {
  const lot = yield* opened({ zones: oneSpot, reservations: reservations() })
  const { reservation: { id: reservationId } } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder: { _tag: "Person", id: person }, vehicle })
  yield* payReservation({ reservationId, method: "card" })
  const { codeId, text } = yield* issueCode({ reservationId })
  const at = (count: number) => ({ text, lotId: lot.id, scanId: scanId(count) })
  const other = (yield* createLot(draft(draftJson()))).lot
  return { lotId: lot.id, other: other.id, reservationId, codeId, text, enter: (count: number) => scanEntry({ ...at(count), vehicle }), leave: (count: number) => scanExit(at(count)), at }
})
type Coded = Effect.Success<typeof coded>

/** The lane stays shut for that reason, however often the scan is said. */
const refused = <A, E, R>(scan: Effect.Effect<A, E, R>, reason: string) => Effect.gen(function*() {
  for (const _ of [1, 2, 3]) expect(yield* Effect.flip(scan)).toMatchObject({ _tag: "CodeRefused", reason: { _tag: reason }, message: expect.stringMatching(/^the lane stays shut: .{20,}/) })
})
const scans = ({ codeId }: Coded) => Effect.map(Effect.flatMap(Journal, (journal) => journal.history("Code", codeId)), (all) => all.map(({ _tag }) => _tag))

describe("a code", () => {
  scene("lets in once and out once, and a retry tells the same ticket", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    const ticket = yield* code.enter(1)
    expect(ticket).toMatchObject({ _tag: "Parked", credential: "qr" })
    expect(yield* code.enter(1)).toEqual(ticket)
    yield* refused(code.enter(2), "EnteredAlready")
    yield* pass("1:00")
    const gone = yield* code.leave(3)
    expect(gone).toMatchObject({ _tag: "Exited", id: ticket.id })
    expect(yield* code.leave(3)).toEqual(gone)
    yield* refused(code.leave(4), "ExitedAlready")
    yield* refused(code.enter(5), "ExitedAlready")
    expect(yield* scans(code)).toEqual(["CodeIssued", "CodeEntered", "CodeRefused", "CodeExited", "CodeRefused", "CodeRefused"])
    expect((yield* audited).filter((action) => action === "gate.open")).toHaveLength(3)
  }))

  scene("lets nobody out who did not come in on it", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    yield* refused(code.leave(1), "NotEntered")
    yield* checkIn({ lotId: code.lotId, reservationId: code.reservationId, vehicle })
    yield* refused(code.leave(2), "NotEntered")
  }))

  scene("is shut before and after its time", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("0:49:59")
    yield* refused(code.enter(1), "NotYetValid")
    yield* pass("0:00:01")
    expect(yield* code.enter(2)).toMatchObject({ _tag: "Parked" })
  }))

  scene("of another lot opens nothing, also when it is scanned again", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    yield* refused(scanEntry({ ...code.at(1), lotId: code.other, vehicle }), "OtherLot")
    expect(yield* Effect.flip((yield* Tickets).find({ lotId: code.other, plate: vehicle.plate }))).toMatchObject({ _tag: "TicketNotFound" })
    yield* code.enter(2)
    yield* refused(scanExit({ ...code.at(3), lotId: code.other }), "OtherLot")
  }))

  scene("of a reservation that was cancelled opens nothing, also when it is scanned again", Effect.gen(function*() {
    const code = yield* coded
    yield* cancelReservation({ reservationId: code.reservationId })
    yield* pass("1:00")
    yield* refused(code.enter(1), "Revoked")
  }))

  scene("lets out when its overtime is paid", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    const ticket = yield* code.enter(1)
    yield* pass("2:30")
    expect(yield* Effect.flip(code.leave(2))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
    expect(yield* Effect.flip(code.leave(2))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
    yield* pay({ ticket: { id: ticket.id }, method: "cash" })
    expect(yield* code.leave(2)).toMatchObject({ _tag: "Exited" })
  }))

  scene("is good still for a vehicle that was refused", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    expect((yield* Effect.flip(scanEntry({ ...code.at(1), vehicle: car("R 2") })))._tag).toBe("OtherVehicle")
    expect((yield* audited).at(-1)).toBe("gate.open")
    expect(yield* code.enter(1)).toMatchObject({ _tag: "Parked" })
  }))

  scene("scanned at once by two lanes lets in once", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    const all = yield* Effect.forEach([1, 2, 3, 4], (count) => Effect.result(code.enter(count)), { concurrency: "unbounded" })
    expect(all.filter(({ _tag }) => _tag === "Success")).toHaveLength(1)
    expect(yield* (yield* Spots).claimOf(code.reservationId)).toBeUndefined()
  }))

  scene("scanned in one direction is no scan in the other", Effect.gen(function*() {
    const code = yield* coded
    yield* pass("1:00")
    yield* code.enter(1)
    expect((yield* Effect.flip(code.leave(1)))._tag).toBe("WrongState")
    expect(yield* (yield* Journal).load("Code", code.codeId)).toMatchObject({ _tag: "Entered" })
  }))

  scene("that is forged, changed or no code is told apart", Effect.gen(function*() {
    const code = yield* coded
    const forged = Keys.keys("another secret")
    const other = Signer.of({ sign: (bytes) => Effect.sync(() => forged.sign(bytes)), verify: (bytes, signature) => Effect.sync(() => forged.verify(bytes, signature)) })
    const { text } = yield* Effect.provideService(issueCode({ reservationId: code.reservationId }), Signer, other)
    yield* pass("1:00")
    expect((yield* Effect.flip(scanEntry({ ...code.at(1), text, vehicle })))._tag).toBe("CodeForged")
    expect((yield* Effect.flip(scanEntry({ ...code.at(1), text: "parkade", vehicle })))._tag).toBe("NotACode")
    expect(yield* scans(code)).toEqual(["CodeIssued"])
  }))

  scene("is issued for what is paid only", Effect.gen(function*() {
    const lot = yield* opened({ reservations: reservations() })
    const { reservation } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder: { _tag: "Person", id: person }, vehicle })
    expect((yield* Effect.flip(issueCode({ reservationId: reservation.id })))._tag).toBe("WrongState")
  }))
})
