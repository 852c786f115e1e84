/**
 * A ticket as a row and its events as rows, both ways.
 *
 * Events are stored as core's schema encodes them: `_tag` in the column `type`, the rest in `data`.
 */
import { Ticket } from "@parkade/core/ticket"
import { Schema } from "effect"
import type { Statement } from "effect/sql"

export interface TicketRow {
  readonly ticket_id: string
  readonly lot_id: string
  readonly number: string
  readonly spot_id: string
  readonly terms_id: string
  readonly vehicle: unknown
  readonly state: string
  readonly version: number
  readonly payments: unknown
  readonly entered_at: Date
  readonly leave_by: Date | null
  readonly exited_at: Date | null
  readonly details: object
}

/** What {@link toTicket} reads. */
export const columns = (sql: Statement.Constructor): Statement.Fragment =>
  sql.literal("ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, leave_by, exited_at, details")

const encodeTicket = Schema.encodeSync(Ticket.Ticket)

/** What no column holds. */
export const detailsOf = (ticket: Ticket.Ticket): string => {
  const { changedAt, refunds, validations, ...encoded } = encodeTicket(ticket)
  const { basis, credential, facts, lost, overstay, personId, until } = encoded
  const closing = encoded._tag === "Voided" ? { by: encoded.by, reason: encoded.reason } : encoded._tag === "Exited" ? { waived: encoded.waived } : {}
  return JSON.stringify({ changedAt, refunds, validations, basis, credential, facts, lost, overstay, personId, until, ...closing })
}

const decodeTicket = Schema.decodeUnknownSync(Ticket.Ticket)

export const toTicket = (row: TicketRow): Ticket.Ticket =>
  decodeTicket({
    _tag: row.state,
    id: row.ticket_id,
    number: row.number,
    lotId: row.lot_id,
    spotId: row.spot_id,
    termsId: row.terms_id,
    vehicle: row.vehicle,
    enteredAt: row.entered_at.getTime(),
    version: row.version,
    payments: row.payments,
    ...(row.leave_by === null ? {} : { leaveBy: row.leave_by.getTime() }),
    ...(row.exited_at === null ? {} : { [row.state === "Voided" ? "voidedAt" : "exitedAt"]: row.exited_at.getTime() }),
    ...row.details
  })

const decodeEvent = Schema.decodeUnknownSync(Ticket.Event)
const encodeEvent = Schema.encodeSync(Ticket.Event)

export interface EventRow {
  readonly type: string
  readonly data: object
}

export const toEvent = ({ data, type }: EventRow): Ticket.Event => decodeEvent({ _tag: type, ...data })

export const fromEvent = (event: Ticket.Event): EventRow & { readonly at: Date } => {
  const { _tag: type, ...data } = encodeEvent(event)
  return { type, data, at: new Date(event._tag === "TicketAdmitted" ? event.enteredAt : event.at) }
}
