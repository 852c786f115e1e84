import { Effect } from "effect"
import type { Money } from "../money/index.ts"
import { Lots, type TicketRef, Tickets } from "../ports/index.ts"
import { Ticket } from "../ticket/index.ts"
import { decideAgain } from "./decideAgain.ts"
import { quote } from "./quote.ts"

/** Takes what a ticket owes; from then the driver has the exit grace to leave. */
export const pay = Effect.fn("pay")(function*(request: {
  readonly ticket: TicketRef
  readonly method: string
  /** What the payer agreed to: another amount due is refused instead of charged. */
  readonly agreed?: Money.Money | undefined
}) {
  const { at, due, ticket } = yield* quote(request.ticket)
  const { exitPolicy } = yield* (yield* Lots).terms(ticket.termsId)
  const { agreed, method } = request
  const events = yield* Effect.fromResult(
    Ticket.pay({ _tag: "Pay", at, due, agreed, method, exitGrace: exitPolicy.exitGrace }, ticket)
  )
  return yield* (yield* Tickets).append(ticket, events)
}, decideAgain)
