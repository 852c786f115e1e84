import { pay, quote } from "@parkade/core/operations"
import { type Books, type Journal, type Lots, type TicketRef, Tickets } from "@parkade/core/ports"
import { Ticket, TicketNumber } from "@parkade/core/ticket"
import { Effect, Metric, Option, Schema } from "effect"
import type { SecureRandom } from "effect/crypto"
import { HttpApiBuilder } from "effect/http-api"
import { Api } from "../contract/index.ts"
import { LotFactsOf } from "../LotFacts.ts"
import * as Metrics from "../Metrics.ts"
import * as present from "../present.ts"
import { faulty, refuse } from "../refuse.ts"

const isTicketId = Schema.is(Ticket.TicketId)

/** A ticket by what a path says: its id, or its number as a person writes it. */
const refOf = (text: string) => {
  if (isTicketId(text)) return Effect.succeed<TicketRef>({ id: text })
  const number = TicketNumber.parse(text)
  return number === undefined
    ? faulty("path.ref", "expected a ticket's id, or its number such as K7QX-9M2P-4RTD with the check character right")
    : Effect.succeed<TicketRef>({ number })
}

/** Handlers of the group `tickets`. */
export const tickets = HttpApiBuilder.group(Api, "tickets", Effect.fnUntraced(function*(handlers) {
  const services = yield* Effect.context<Lots | Tickets | Journal | Books | SecureRandom.SecureRandom>()
  const within = Effect.provideContext(services)
  const ports = yield* Tickets
  const factsOf = yield* LotFactsOf
  // A ticket of a lot that is gone is a defect of storage, not an answer.
  const factsFor = (ticket: Ticket.Ticket) => Effect.catchTag(factsOf(ticket.lotId), "LotNotFound", Effect.die)
  return handlers.handleAll({
    get: Effect.fnUntraced(function*({ params: { ref } }) {
      const ticket = yield* ports.find(yield* refOf(ref))
      return present.ticket(ticket, yield* factsFor(ticket))
    }, refuse),
    quote: Effect.fnUntraced(function*({ params: { ref } }) {
      const quoted = yield* quote({ ticket: yield* refOf(ref) })
      return present.quote(quoted, yield* factsFor(quoted.ticket))
    }, refuse, within),
    pay: Effect.fnUntraced(function*({ params: { ref }, payload: { amount, method } }) {
      const ticket = yield* pay({ ticket: yield* refOf(ref), method, agreed: amount }).pipe(
        // The payment has an id of its own, and is for more than nothing.
        Effect.catchTag(["NotIssued", "AlreadyBegun", "NotPositive"], Effect.die)
      )
      yield* Metric.update(Metrics.paid, 1)
      // The money is taken: that storage falters now must not hide it.
      const facts = yield* Effect.option(factsFor(ticket))
      return present.receipt(ticket, Option.getOrElse(facts, () => ({ currency: present.currencyPaid(ticket) })))
    }, refuse, within)
  })
}))
