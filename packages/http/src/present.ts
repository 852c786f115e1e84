/** Domain values as the contract writes them. */
import { type Lot, Spot } from "@parkade/core/lot"
import type { Money } from "@parkade/core/money"
import type { Quote } from "@parkade/core/operations"
import type { NewLot } from "@parkade/core/ports"
import { Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant, type TimeZone } from "@parkade/core/time"
import type { Lots, Tickets } from "./contract/index.ts"
import type { LotFacts } from "./LotFacts.ts"

const statuses = { Parked: "parked", Paid: "paid", Exited: "exited", Voided: "voided" } as const

/** A ticket, with what is known of its lot; without, instants end in Z and the spot has no name. */
export const ticket = (of: Ticket.Ticket, facts: Pick<LotFacts, "currency"> & Partial<LotFacts>): Tickets.Ticket => {
  const at = (instant: Instant.Instant) => Instant.toIso(instant, facts.timeZone)
  return {
    id: of.id,
    number: TicketNumber.format(of.number),
    lotId: of.lotId,
    status: statuses[of._tag],
    vehicle: of.vehicle,
    spot: { id: of.spotId, ...facts.spots?.get(of.spotId) },
    enteredAt: at(of.enteredAt),
    ...(of._tag === "Exited" ? { exitedAt: at(of.exitedAt) } : {}),
    ...(of._tag === "Voided" ? { voidedAt: at(of.voidedAt) } : {}),
    ...(of._tag === "Paid" ? { leaveBy: at(of.leaveBy) } : {}),
    paid: Ticket.paid(of, of.payments[0]?.amount.currency ?? facts.currency),
    payments: of.payments.map((payment) => ({ ...payment, at: at(payment.at) }))
  }
}

/** The currency a ticket was paid in. */
export const currencyPaid = ({ id, payments: [first] }: Ticket.Ticket): Money.Currency => {
  if (first === undefined) throw new Error(`ticket ${id} has no payment`)
  return first.amount.currency
}

export const quote = ({ bill, due, paid, ticket, ...settled }: Quote, { timeZone }: LotFacts): Tickets.Quote => {
  const at = (instant: Instant.Instant) => Instant.toIso(instant, timeZone)
  const stay = (span: { readonly from: Instant.Instant; readonly to: Instant.Instant }) => ({ from: at(span.from), to: at(span.to) })
  return {
    ticketId: ticket.id,
    number: TicketNumber.format(ticket.number),
    at: at(settled.at),
    ...(settled.until === undefined ? {} : { until: at(settled.until) }),
    currency: due.currency,
    due,
    paid,
    bill: { ...bill, ...stay(bill), lines: bill.lines.map((line) => ({ ...line, ...stay(line) })) }
  }
}

/** The receipt of the ticket's last payment. */
export const receipt = (of: Ticket.Ticket, facts: Pick<LotFacts, "currency"> & Partial<LotFacts>): Tickets.Paid => {
  const shown = ticket(of, facts)
  const last = shown.payments.at(-1)
  if (last === undefined || shown.leaveBy === undefined) throw new Error(`ticket ${of.id} has no payment to show`)
  return { ticket: shown, receipt: { ...last, ticket: shown.number, leaveBy: shown.leaveBy } }
}

const spot = ({ outages, ...of }: Omit<Spot.Spot, "zoneId">, at: Instant.Instant, timeZone: TimeZone.TimeZone): (typeof Lots.SpotDetails)["Type"] => ({
  ...of,
  status: outages !== undefined && Spot.outageAt({ outages }, at) !== undefined ? "out-of-service" : "in-service",
  ...(outages !== undefined && {
    outages: outages.map(({ from, until, ...told }) => ({
      ...told,
      from: Instant.toIso(from, timeZone),
      ...(until !== undefined && { until: Instant.toIso(until, timeZone) })
    }))
  })
})

/** A lot, with the status of its spots `at` an instant. */
export const lot = ({ layout, lot: { termsId: _, ...facts }, terms }: NewLot, at: Instant.Instant): Lots.LotDetails => {
  const byZone = new Map(layout.zones.map(({ id }): [string, Array<(typeof Lots.SpotDetails)["Type"]>] => [id, []]))
  for (const { zoneId, ...each } of layout.spots) byZone.get(zoneId)?.push(spot(each, at, facts.timeZone))
  return {
    ...facts,
    terms,
    zones: layout.zones.map((zone) => ({
      ...zone,
      spots: byZone.get(zone.id) ?? []
    }))
  }
}

export const summary = ({ id, name, timeZone }: Lot.Lot): (typeof Lots.LotSummary)["Type"] => ({ id, name, timeZone })
