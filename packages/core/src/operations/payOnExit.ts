import { Effect } from "effect"
import { Money } from "../money/index.ts"
import { Ticket } from "../ticket/index.ts"
import { commitTicket } from "./commitTicket.ts"
import { decideAgain } from "./decideAgain.ts"
import type { Paying } from "./pay.ts"
import { quote } from "./quote.ts"

/** Payment and exit in one step, as at a staffed or card-reading exit: both are stored, or neither. */
export const payOnExit = Effect.fn("payOnExit")(function*(request: Paying) {
  const { at, due, terms, ticket } = yield* quote(request)
  const { agreed, method } = request
  const payment = due.amount === 0 ? [] : yield* Effect.fromResult(
    Ticket.pay({ _tag: "Pay", at, due, agreed, method, exitGrace: terms.exitPolicy.exitGrace }, ticket)
  )
  const exit = yield* Effect.fromResult(
    Ticket.release({ _tag: "Release", at, due: Money.zero(due.currency) }, payment.reduce(Ticket.evolve, ticket))
  )
  return yield* commitTicket(ticket, [...payment, ...exit])
}, decideAgain)
