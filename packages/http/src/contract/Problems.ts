/**
 * Every error of the API, as RFC 9457 problems.
 *
 * `type` names the kind of problem and never changes; it is also a path of the server that documents the problem.
 * `detail` says what happened this time, `instance` is the id of the request (header X-Request-Id), the other members
 * carry what a program needs to go on. A client tells problems apart by `_tag` or `type`, not by status.
 *
 * Statuses: a balance due is 402, so that the simplest exit lane tells "pay first" from every other refusal; what the
 * state of a lot or ticket forbids is 409; what cannot be meant is 422; what cannot be read is 400.
 * Source: RFC 9457, RFC 9110.
 */
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Ticket } from "@parkade/core/ticket"
import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { DateTime, TicketNumberText } from "./Values.ts"

const declare = <const Name extends string, const Status extends number>(
  name: Name,
  status: Status,
  title: string,
  /** What to do about it: the documentation of the problem. */
  meaning: string
) => ({ type: `/problems/${name}` as const, status, title, meaning })

/** All problems by tag, as documented under their `type`. */
export const declared = {
  MalformedBody: declare("malformed-body", 400, "The body is not JSON", "The body is empty or is not valid JSON."),
  BalanceDue: declare("balance-due", 402, "To be paid first", "The gate stays shut until `due` is paid: POST to the ticket's `pay`, then try the exit again."),
  NotFound: declare("not-found", 404, "No such resource", "The path leads nowhere. GET /docs lists the paths that exist."),
  LotNotFound: declare("lot-not-found", 404, "No such lot", "No lot has this id."),
  TicketNotFound: declare("ticket-not-found", 404, "No such ticket", "No ticket has this id or number, or the plate has no open ticket in this lot."),
  MethodNotAllowed: declare("method-not-allowed", 405, "Method not allowed", "The path exists, with the methods in `allow` and in the header Allow."),
  LotClosed: declare("lot-closed", 409, "The lot is closed", "By its opening hours the lot lets nobody in now; `opensAt` says when it does again, if ever. Exits are always possible."),
  LotFull: declare("lot-full", 409, "The lot is full", "Every spot is taken."),
  NothingFits: declare("nothing-fits", 409, "Nothing fits", "Spots are free, but none suits the vehicle and what it asked for."),
  HeldForReservations: declare("held-for-reservations", 409, "Kept for reservations", "Spots that suit are free now, but each is reserved before the vehicle is assumed to leave."),
  AlreadyParked: declare("already-parked", 409, "Already parked", "The plate has an open ticket in this lot, which `ticket` names. Whoever repeats an entry whose answer was lost finds that entry's ticket here."),
  AmountDiffers: declare("amount-differs", 409, "Another amount is due", "The amount agreed to is not what is due now. Get a quote again."),
  NothingDue: declare("nothing-due", 409, "Nothing is due", "There is nothing to pay on this ticket now."),
  AlreadyExited: declare("already-exited", 409, "Already exited", "The vehicle has left; its ticket no longer changes."),
  TicketVoid: declare("ticket-void", 409, "The ticket was voided", "Staff took the ticket back; it no longer changes."),
  OutOfOrder: declare("out-of-order", 409, "Out of order", "The command lies in time before the last thing that happened to the ticket: a clock ran backwards."),
  AmountTooLarge: declare("amount-too-large", 409, "The amount is too large", "The price exceeds 9007199254740991 minor units; the tariff is to be looked at."),
  PriceUnavailable: declare("price-unavailable", 409, "No price is offered", "The lot's tariff has no price for this stay; the operator is to be asked."),
  BodyTooLarge: declare("body-too-large", 413, "The body is too large", "The body exceeds the limit: 8 MiB for new lots, 64 KiB elsewhere."),
  UnsupportedMediaType: declare("unsupported-media-type", 415, "Unsupported media type", "Bodies are application/json."),
  InvalidRequest: declare("invalid-request", 422, "The request is not valid", "`errors` lists each place that is wrong and what was expected there. Unknown fields are refused too."),
  InternalError: declare("internal-error", 500, "Something went wrong here", "A defect of the server; its log has more under the request id."),
  StorageUnavailable: declare("storage-unavailable", 503, "Storage is not available", "Storage is busy (nothing was changed) or its connection was lost (it may have been done). Try the same again after Retry-After seconds: what was done before is refused by name, as already-parked with its ticket, nothing-due or already-exited.")
}

/** A path or query or body member that is wrong: "body.zones.0.name", "query.limit", "path.lotId". */
export const Fault = Schema.Struct({ path: Schema.String, message: Schema.String }).annotate({ identifier: "Fault" })
export type Fault = typeof Fault.Type

export class MalformedBody extends HttpApiError.Problem<MalformedBody>()("MalformedBody", declared.MalformedBody) {}

export class InvalidRequest extends HttpApiError.Problem<InvalidRequest>()("InvalidRequest", declared.InvalidRequest, {
  errors: Schema.Array(Fault)
}) {}

export class BodyTooLarge extends HttpApiError.Problem<BodyTooLarge>()("BodyTooLarge", declared.BodyTooLarge) {}

export class UnsupportedMediaType extends HttpApiError.Problem<UnsupportedMediaType>()("UnsupportedMediaType", declared.UnsupportedMediaType) {}

export class NotFound extends HttpApiError.Problem<NotFound>()("NotFound", declared.NotFound) {}

export class MethodNotAllowed extends HttpApiError.Problem<MethodNotAllowed>()("MethodNotAllowed", declared.MethodNotAllowed, {
  allow: Schema.Array(Schema.String)
}) {}

export class InternalError extends HttpApiError.Problem<InternalError>()("InternalError", declared.InternalError) {}

export class StorageUnavailable extends HttpApiError.Problem<StorageUnavailable>()("StorageUnavailable", declared.StorageUnavailable, {
  reason: Schema.Literals(["unreachable", "busy"])
}) {}

export class LotNotFound extends HttpApiError.Problem<LotNotFound>()("LotNotFound", declared.LotNotFound, { lotId: Lot.LotId }) {}

export class TicketNotFound extends HttpApiError.Problem<TicketNotFound>()("TicketNotFound", declared.TicketNotFound) {}

export class LotClosed extends HttpApiError.Problem<LotClosed>()("LotClosed", declared.LotClosed, {
  lotId: Lot.LotId,
  opensAt: Schema.optionalKey(DateTime)
}) {}

export class LotFull extends HttpApiError.Problem<LotFull>()("LotFull", declared.LotFull, { lotId: Lot.LotId }) {}

export class NothingFits extends HttpApiError.Problem<NothingFits>()("NothingFits", declared.NothingFits, {
  lotId: Lot.LotId,
  free: Schema.Int
}) {}

export class HeldForReservations extends HttpApiError.Problem<HeldForReservations>()("HeldForReservations", declared.HeldForReservations, {
  lotId: Lot.LotId,
  held: Schema.Int
}) {}

export class AlreadyParked extends HttpApiError.Problem<AlreadyParked>()("AlreadyParked", declared.AlreadyParked, {
  lotId: Lot.LotId,
  ticket: Schema.Struct({ id: Ticket.TicketId, number: TicketNumberText })
}) {}

export class AmountDiffers extends HttpApiError.Problem<AmountDiffers>()("AmountDiffers", declared.AmountDiffers, {
  ticketId: Ticket.TicketId,
  due: Money.Money,
  agreed: Money.Money
}) {}

export class NothingDue extends HttpApiError.Problem<NothingDue>()("NothingDue", declared.NothingDue, { ticketId: Ticket.TicketId }) {}

export class BalanceDue extends HttpApiError.Problem<BalanceDue>()("BalanceDue", declared.BalanceDue, {
  ticketId: Ticket.TicketId,
  due: Money.Money
}) {}

export class AlreadyExited extends HttpApiError.Problem<AlreadyExited>()("AlreadyExited", declared.AlreadyExited, {
  ticketId: Ticket.TicketId,
  exitedAt: DateTime
}) {}

export class TicketVoid extends HttpApiError.Problem<TicketVoid>()("TicketVoid", declared.TicketVoid, {
  ticketId: Ticket.TicketId,
  voidedAt: DateTime
}) {}

export class OutOfOrder extends HttpApiError.Problem<OutOfOrder>()("OutOfOrder", declared.OutOfOrder, {
  ticketId: Ticket.TicketId,
  at: DateTime,
  notBefore: DateTime
}) {}

export class AmountTooLarge extends HttpApiError.Problem<AmountTooLarge>()("AmountTooLarge", declared.AmountTooLarge, {
  currency: Money.Currency
}) {}

export class PriceUnavailable extends HttpApiError.Problem<PriceUnavailable>()("PriceUnavailable", declared.PriceUnavailable, {
  from: DateTime,
  to: DateTime
}) {}

/** What any request may meet. */
export const anywhere = [InternalError, StorageUnavailable] as const
/** What a request with parameters may meet. */
export const withParameters = [InvalidRequest, ...anywhere] as const
/** What a request with a body may meet. */
export const withBody = [MalformedBody, BodyTooLarge, UnsupportedMediaType, ...withParameters] as const
