import { Payment } from "@parkade/core/payment"
import { type Begun, type Kind, lifecycles } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import type { Mirror } from "../Mirror.ts"
import type { Invariant, Verdict } from "./Invariant.ts"

/** What a routine should have looked at long ago. */
const overdue = <K extends Kind>(kind: K, mirror: Mirror, now: number): ReadonlyArray<Verdict> =>
  mirror.all(kind).map((state: Begun[K]) => {
    const due = lifecycles[kind].due(state)
    return due === undefined || due > now ? undefined : `${kind} ${state.id} is ${state._tag}, and was due ${Math.round((now - due) / 60_000)} minutes ago`
  })

export const ends: Invariant = {
  id: "L",
  says: "everything comes to its end once nothing goes wrong any more",
  atTheEnd: function*({ time }, mirror) {
    const patience = 24 * 3_600_000
    for (const ticket of mirror.all("Ticket")) yield Ticket.isOpen(ticket) ? `ticket ${ticket.id} is ${ticket._tag}: its driver never came out` : undefined
    for (const payment of mirror.all("Payment")) {
      yield Payment.isOpen(payment) || payment._tag === "Quarantined" ? `payment ${payment.id} is ${payment._tag}` : undefined
      const waiting = "refunds" in payment ? payment.refunds.find((refund) => "answerBy" in refund) : undefined
      yield waiting === undefined ? undefined : `refund ${waiting.refundId} of payment ${payment.id} is ${waiting._tag}`
    }
    yield* overdue("Reservation", mirror, time.now() - patience)
    yield* overdue("Pass", mirror, time.now() - patience)
    yield* overdue("Violation", mirror, time.now() - patience)
  }
}
