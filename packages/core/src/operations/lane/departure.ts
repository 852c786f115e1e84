import { Effect } from "effect"
import { PlateRead, type Plate } from "../../lot/index.ts"
import { Changed, key, Tickets } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { outcome } from "../change.ts"
import { allUnder } from "../everyPage.ts"
import { paidByMandate } from "../payment/mandates.ts"
import { settleAt } from "../ticket/quote.ts"
import { releaseWith } from "../ticket/release.ts"
import { asked, openedAgain, ordering, refused, type Standing, unfinished } from "./standing.ts"

/** Lets the vehicle of a ticket out, in one commit with the order to open. */
const letOut = Effect.fnUntraced(function*(standing: Standing, { id }: Ticket.Open) {
  const { by, seen: { lotId } } = standing
  const { changes, order } = yield* ordering(standing, id)
  yield* releaseWith({ by, ticket: { id }, lotId }, changes)
  return outcome(order)
})

/** What makes of a ticket that was open a moment ago another: another camera was first. */
const gone = ["AlreadyExited", "TicketVoid", "TicketNotFound"] as const

/** Lets it out unless something is due. */
const unlessDue = (standing: Standing, ticket: Ticket.Open) =>
  letOut(standing, ticket).pipe(
    Effect.catchTag("BalanceDue", ({ due, id: ticketId }) => refused(standing, { _tag: "BalanceDue", ticketId, due })),
    Effect.catchTag(gone, () => Effect.fail(new Changed({ kind: "Ticket", id: ticket.id }))),
    Effect.catchTag(["NotIssued", "OutOfOrder", "NotAReason"], Effect.die)
  )

/** The ticket of the plate as it was read: what is due is charged to a stored method, where there is one. */
const byPlate = (standing: Standing, ticket: Ticket.Open) => {
  const { by, seen: { lotId, read } } = standing
  if (read.seenAt < ticket.enteredAt) return asked(standing, { _tag: "SeenBeforeEntry", ticketId: ticket.id })
  const { id: ticketId } = ticket
  return paidByMandate({ by, ticket: { id: ticketId }, lotId }).pipe(
    Effect.catchTag(gone, () => Effect.fail(new Changed({ kind: "Ticket", id: ticketId }))),
    Effect.andThen(unlessDue(standing, ticket)),
    Effect.catchTag("BalanceDue", ({ due }) => refused(standing, { _tag: "BalanceDue", ticketId, due })),
    Effect.catchTag("NotCharged", ({ paymentId }) => refused(standing, { _tag: "NotCharged", ticketId, paymentId }))
  )
}

/** The one ticket whose plate looks like it: nothing is charged to its driver, and no large amount is asked of this one. */
const byResemblance = Effect.fnUntraced(function*(standing: Standing, ticket: Ticket.Open) {
  const { at, rules, seen: { read } } = standing
  const { id: ticketId } = ticket
  if (read.seenAt < ticket.enteredAt) return yield* asked(standing, { _tag: "SeenBeforeEntry", ticketId })
  const { due } = yield* settleAt(ticket, at)
  if (due.amount > 0 && (due.currency !== rules.mostAlikeDue.currency || due.amount > rules.mostAlikeDue.amount)) return yield* asked(standing, { _tag: "AlikeOwes", ticketId, due })
  return yield* unlessDue(standing, ticket)
})

/** The open ticket of a plate. */
const ticketOf = Effect.fnUntraced(function*({ seen: { lotId } }: Standing, plate: Plate.Plate) {
  const ticket = yield* (yield* Tickets).find({ lotId, plate }).pipe(Effect.catchTag("TicketNotFound", () => Effect.succeed(Ticket.initial)))
  return Ticket.isOpen(ticket) ? ticket : undefined
})

/** Open tickets of plates that one character may have been confused in; the plate's own is none of them. */
const lookalikes = Effect.fnUntraced(function*({ seen: { lotId } }: Standing, plate: Plate.Plate) {
  const open = (yield* allUnder("Ticket", key.alike(lotId, plate))).filter(Ticket.isOpen)
  return open.filter(({ vehicle }) => PlateRead.distance(plate, vehicle.plate) === 1)
})

/** A vehicle that wants out: by the ticket of its plate, or by the one ticket whose plate looks like it. */
export const departure = Effect.fnUntraced(function*(standing: Standing, plate: Plate.Plate) {
  const { rules, seen: { lotId, read } } = standing
  const ticket = yield* ticketOf(standing, plate)
  const isSure = read.confidencePerMille >= rules.minConfidencePerMille
  if (isSure && ticket !== undefined) return yield* byPlate(standing, ticket)
  const alike = yield* lookalikes(standing, plate)
  if (!isSure) return yield* asked(standing, { _tag: "LowConfidence", alike: [...(ticket === undefined ? [] : [ticket]), ...alike].map(({ id }) => id) })
  const left = unfinished(standing, yield* allUnder("Passage", key.plate(lotId, plate)))
  if (left !== undefined) return yield* openedAgain(standing, left)
  const [first, second] = alike
  if (first === undefined) return yield* refused(standing, { _tag: "NoTicket" })
  return yield* second === undefined ? byResemblance(standing, first) : asked(standing, { _tag: "SeveralAlike", ticketIds: alike.map(({ id }) => id) })
})
