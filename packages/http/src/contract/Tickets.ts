/** Tickets on the wire. */
import { Lot, Spot, Vehicle } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Bill } from "@parkade/core/pricing"
import { Ticket as Domain } from "@parkade/core/ticket"
import { Schema } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import * as Problems from "./Problems.ts"
import { DateTime, TicketNumberText } from "./Values.ts"

export const Payment = Schema.Struct({ ...Domain.Payment.fields, at: DateTime }).annotate({ identifier: "Payment" })

export const Ticket = Schema.Struct({
  id: Domain.TicketId,
  number: TicketNumberText,
  lotId: Lot.LotId,
  status: Schema.Literals(["parked", "paid", "exited", "voided"]),
  vehicle: Vehicle.Vehicle,
  spot: Schema.Struct({
    id: Spot.SpotId,
    label: Schema.optionalKey(Schema.String.annotate({ description: "what is painted on the ground", examples: ["A-12"] })),
    zone: Schema.optionalKey(Schema.String.annotate({ description: "name of its zone", examples: ["Level 2"] }))
  }),
  enteredAt: DateTime,
  exitedAt: Schema.optionalKey(DateTime),
  voidedAt: Schema.optionalKey(DateTime),
  leaveBy: Schema.optionalKey(DateTime.pipe(Schema.annotateKey({ description: "paid: until then nothing more is due" }))),
  paid: Money.Money.pipe(Schema.annotateKey({ description: "what was paid so far" })),
  payments: Schema.Array(Payment)
}).annotate({ identifier: "Ticket", description: "One stay of one vehicle in one lot" })
export type Ticket = typeof Ticket.Type

const stay = { from: DateTime, to: DateTime }
export const BillLine = Schema.Struct({ ...Bill.Line.fields, ...stay }).annotate({ identifier: "BillLine" })
export const PricedStay = Schema.Struct({ ...Bill.Bill.fields, ...stay, lines: Schema.Array(BillLine) }).annotate({
  identifier: "Bill",
  description: "The price of a stay with a line for every cent: the lines' net and gross sum to the bill's"
})

export const Quote = Schema.Struct({
  ticketId: Domain.TicketId,
  number: TicketNumberText,
  at: DateTime.pipe(Schema.annotateKey({ description: "the instant it is for" })),
  until: Schema.optionalKey(
    DateTime.pipe(
      Schema.annotateKey({ description: "the first instant at which something else may be due; absent when nothing will change" })
    )
  ),
  currency: Money.Currency,
  due: Money.Money,
  paid: Money.Money,
  bill: PricedStay
}).annotate({ identifier: "Quote" })
export type Quote = typeof Quote.Type

export const Pay = Schema.Struct({
  method: Domain.PaymentMethod.annotate({ description: "as the payer or the gateway names it", examples: ["card"] }),
  amount: Schema.optionalKey(Money.Money.pipe(Schema.annotateKey({ description: "what the payer agreed to: another amount due is refused" })))
}).annotate({ identifier: "Pay" })

export const Paid = Schema.Struct({
  ticket: Ticket,
  receipt: Schema.Struct({ ...Payment.fields, ticket: TicketNumberText, leaveBy: DateTime }).annotate({ identifier: "Receipt" })
}).annotate({ identifier: "Paid" })
export type Paid = typeof Paid.Type

const byRef = {
  params: { ref: Schema.String.annotate({ description: "the ticket's id or its number" }) }
}
const settling = [Problems.TicketNotFound, Problems.AlreadyExited, Problems.TicketVoid, Problems.AmountTooLarge, Problems.PriceUnavailable] as const

const get = HttpApiEndpoint.get("get", "/:ref", {
  ...byRef,
  success: Ticket,
  error: [Problems.TicketNotFound, ...Problems.withParameters]
}).annotateMerge(OpenApi.annotations({ identifier: "getTicket", summary: "A ticket by its id or number" }))

const quote = HttpApiEndpoint.get("quote", "/:ref/quote", {
  ...byRef,
  success: Quote,
  error: [...settling, ...Problems.withParameters]
}).annotateMerge(OpenApi.annotations({
  identifier: "quoteTicket",
  summary: "What is due now, line by line",
  description: "`due` stays the same up to `until`."
}))

const pay = HttpApiEndpoint.post("pay", "/:ref/pay", {
  ...byRef,
  payload: Pay,
  success: Paid,
  error: [Problems.NothingDue, Problems.AmountDiffers, Problems.OutOfOrder, ...settling, ...Problems.withBody]
}).annotateMerge(OpenApi.annotations({
  identifier: "payTicket",
  summary: "Pay what is due",
  description: "The exit grace starts; until `leaveBy` nothing more is due."
}))

export class Tickets extends HttpApiGroup.make("tickets")
  .add(get, quote, pay)
  .prefix("/api/v1/tickets")
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(OpenApi.annotations({ title: "tickets", description: "A stay, what it costs and paying for it" }))
{}
