import { Effect } from "effect"
import type { Money } from "../money/index.ts"
import { Ticket } from "../ticket/index.ts"
import { commitTicket } from "./commitTicket.ts"
import { decideAgain } from "./decideAgain.ts"
import { type Asked, quote } from "./quote.ts"

/** How a driver pays. */
export interface Paying extends Asked {
  readonly method: string
  /** What the payer agreed to: another amount due is refused instead of charged. */
  readonly agreed?: Money.Money | undefined
}

/** Takes what a ticket owes; from then the driver has the exit grace to leave. */
export const pay = Effect.fn("pay")(function*(request: Paying) {
  const { at, due, terms, ticket } = yield* quote(request)
  const { agreed, method } = request
  const events = yield* Effect.fromResult(
    Ticket.pay({ _tag: "Pay", at, due, agreed, method, exitGrace: terms.exitPolicy.exitGrace }, ticket)
  )
  return yield* commitTicket(ticket, events)
}, decideAgain)
