/** Codes to scan at the lanes: issued for a reservation that is paid, and good for one entry and one exit. */
import { Effect, Schema } from "effect"
import type { AuditEntry } from "../../account/index.ts"
import { Ids, WrongState } from "../../lifecycle/index.ts"
import { Lot, Vehicle } from "../../lot/index.ts"
import type { Party } from "../../party/index.ts"
import { Journal, Signer } from "../../ports/index.ts"
import { Code, CodeText, Reservation } from "../../reservation/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor, by } from "../acting.ts"
import { change } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"
import { releaseWith } from "../ticket/release.ts"
import { found } from "./booking.ts"
import { checkInWith } from "./checkIn.ts"

const IssuingCode = Schema.Struct({ ...by, reservationId: Ids.ReservationId })

/** The code of a reservation that is confirmed, as a signed text to print or to show. */
export const issueCode = operation("issueCode", IssuingCode, (given) =>
  decideAgain(Effect.gen(function*() {
    const reservation = yield* found(given.reservationId)
    const { id: reservationId, lotId } = reservation
    if (reservation._tag !== "Confirmed") return yield* new WrongState({ subject: "reservation", id: reservationId, state: reservation._tag, command: "IssueCode" })
    const [id, at, who] = [Code.CodeId.make(yield* newId), yield* now, actor(given)]
    const period = Reservation.keptTime(reservation)
    const events = yield* Effect.fromResult(Code.issue({ _tag: "Issue", id, lotId, reservationId, period, at, by: who }, Code.initial))
    yield* store({ action: "reservation.make", by: who }, { changes: [change("Code", id, Code.initial, events)] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    const { bytes, text } = CodeText.unsigned({ id, lotId, reservationId, directions: ["entry", "exit"], period })
    return { codeId: id, text: CodeText.seal(text, yield* (yield* Signer).sign(bytes)) }
  })))

/** What a code says that is signed with the host's key. */
const verified = Effect.fnUntraced(function*(text: string) {
  const { bytes, payload, signature } = yield* Effect.fromResult(CodeText.read(text))
  return (yield* (yield* Signer).verify(bytes, signature)) ? payload : yield* new CodeText.CodeForged()
})

/** The lane stays shut, by what the code is: the reason is in its log. */
export class CodeRefused extends Schema.TaggedError<CodeRefused>()("CodeRefused", { codeId: Code.CodeId, reason: Code.Reason }) {
  override get message() {
    return `the lane stays shut: ${Code.explain(this.reason)}`
  }
}

export const Scanning = Schema.Struct({
  ...by,
  text: Schema.String,
  /** The lot whose lane scans. */
  lotId: Lot.LotId,
  /** An id of the scanner's: the same scan said twice counts once. */
  scanId: Code.ScanId,
  vehicle: Vehicle.FromGiven
})
export type Scanning = typeof Scanning.Type

/** The log of a scan that no code tells of: what was scanned is none, or its vehicle is refused. */
const noted = (resource: AuditEntry.AuditEntry["resource"], lotId: Lot.LotId, by: Party.Actor, reason: string) =>
  Effect.gen(function*() {
    const entry: AuditEntry.AuditEntry = { at: yield* now, by, action: "gate.open", resource, lotId, events: [], reason }
    yield* (yield* Journal).commit({ changes: [], audit: [entry] }).pipe(Effect.ignore)
  })

/** What became of a scan that is said again. */
const saidBefore = Effect.fnUntraced(function*(id: Code.CodeId, scanId: Code.ScanId) {
  const history = yield* (yield* Journal).history("Code", id)
  return history.flatMap((event) => "scanId" in event && event.scanId === scanId ? [event] : [])
})

const ticketOf = (reservation: Reservation.Reservation): Ids.TicketId | undefined => "ticketId" in reservation ? reservation.ticketId : undefined

/** The ticket of who came with the reservation. */
const ticketWith = Effect.fnUntraced(function*(id: Ids.ReservationId, command: string) {
  const reservation = yield* found(id)
  const ticketId = ticketOf(reservation)
  const ticket = ticketId === undefined ? Ticket.initial : yield* (yield* Journal).load("Ticket", ticketId)
  return ticket._tag === "Unissued" ? yield* new WrongState({ subject: "reservation", id, state: reservation._tag, command }) : ticket
})

/** What a scan at the lane comes to; a scan that is refused is stored by itself. */
const scanned = Effect.fnUntraced(function*(given: Omit<Scanning, "vehicle">, direction: Code.Direction, who: Party.Actor) {
  const { lotId, scanId } = given
  const payload = yield* verified(given.text).pipe(Effect.tapError(({ _tag }) => noted({ kind: "Lot", id: lotId }, lotId, who, _tag)))
  const before = yield* (yield* Journal).load("Code", payload.id)
  const events = yield* Effect.fromResult(Code.scan({ _tag: "Scan", at: yield* now, by: who, lotId, scanId, direction, allowed: payload.directions }, before))
  const changed = change("Code", payload.id, before, events)
  const isRepeated = events.length === 0
  const said = isRepeated ? yield* saidBefore(payload.id, scanId) : events
  const [refusal] = said.flatMap((event) => event._tag === "CodeRefused" ? [event.reason] : [])
  if (refusal === undefined) {
    const isOther = said.some((event) => event.direction !== direction)
    return isOther ? yield* new WrongState({ subject: "code", id: payload.id, state: before._tag, command: direction }) : { payload, changed, isRepeated }
  }
  yield* store({ action: "gate.open", by: who }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
  return yield* new CodeRefused({ codeId: payload.id, reason: refusal })
})

/** Somebody was faster, or the clock is behind: that is no refusal yet. */
const isDecidedAnew = (tag: string): boolean => tag === "Changed" || tag === "OutOfOrder" || tag === "Behind"

/** The code lets a vehicle in: its reservation is checked in, and its ticket issued. The same scan said twice tells that ticket. */
export const scanEntry = operation("scanEntry", Scanning, (given) =>
  decideAgain(Effect.gen(function*() {
    const who = actor(given)
    const { changed, isRepeated, payload } = yield* scanned(given, "entry", who)
    if (isRepeated) return yield* ticketWith(payload.reservationId, "Enter")
    const { lotId, vehicle } = given
    return yield* checkInWith({ by: who, lotId, reservationId: payload.reservationId, vehicle, credential: "qr" }, [changed]).pipe(
      Effect.tapError(({ _tag }) => isDecidedAnew(_tag) ? Effect.void : noted({ kind: "Code", id: payload.id }, lotId, who, _tag)))
  })))

const ScanningExit = Schema.Struct({ ...by, text: Schema.String, lotId: Lot.LotId, scanId: Code.ScanId })

/** The code lets its vehicle out, when nothing is due: overtime is paid first. The same scan said twice tells the ticket as it left. */
export const scanExit = operation("scanExit", ScanningExit, (given) =>
  decideAgain(Effect.gen(function*() {
    const who = actor(given)
    const { changed, isRepeated, payload } = yield* scanned(given, "exit", who)
    const ticket = yield* ticketWith(payload.reservationId, "Exit")
    if (isRepeated) return ticket
    const { id } = ticket
    return yield* releaseWith({ by: who, ticket: { id }, lotId: given.lotId }, [changed]).pipe(
      Effect.tapError(({ _tag }) => isDecidedAnew(_tag) ? Effect.void : noted({ kind: "Code", id: payload.id }, given.lotId, who, _tag)))
  })))

