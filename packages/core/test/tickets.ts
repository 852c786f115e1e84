/** One ticket and its terms, for given / when / then. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Spot, Vehicle } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import type { Validation } from "@parkade/core/pricing"
import { type Terms, Ticket, TicketNumber } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import { entry, tariff } from "./pricing.ts"

const uuid = (digit: string): string => `00000000-0000-7000-8000-00000000000${digit}`

export const EUR = Money.Currency.make("EUR")
export const euros = (amount: number): Money.Money => ({ amount, currency: EUR })

export const minute = (count: number, millis = 0): Instant.Instant => Instant.Instant.make(entry + count * 60_000 + millis)

export const admission: Omit<Ticket.Admitted, "_tag"> = {
  id: Ticket.TicketId.make(uuid("1")),
  number: TicketNumber.make(new Uint8Array(11)),
  lotId: Lot.LotId.make(uuid("2")),
  spotId: Spot.SpotId.make(uuid("3")),
  termsId: Lot.TermsId.make(uuid("4")),
  vehicle: Result.getOrThrow(Vehicle.make({ plate: "B-AB 1", kind: "car" })),
  enteredAt: entry
}

export const admitted: Ticket.Event = { _tag: "TicketAdmitted", ...admission }
/** A payment after so many minutes; fifteen more to leave. */
export const paid = (after: number, cents: number, grace = 15): Ticket.Event => ({ _tag: "TicketPaid", amount: euros(cents), method: "card", at: minute(after), leaveBy: minute(after + grace) })
export const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid("9")) }
export const paymentId = (digit: string) => Ids.PaymentId.make(uuid(digit))
export const elsewhere = Spot.SpotId.make(uuid("8"))
export const prepaid = (after: number, cents: number, digit = "5"): Ticket.Event => ({ _tag: "TicketPrepaid", amount: euros(cents), method: "app", at: minute(after), id: paymentId(digit) })
export const refunded = (after: number, cents: number, digit = "6"): Ticket.Event => ({ _tag: "TicketRefunded", amount: euros(cents), at: minute(after), id: paymentId(digit) })
export const lost = (after: number): Ticket.Event => ({ _tag: "TicketLost", at: minute(after), by })
export const overstayed = (since: number, after = since): Ticket.Event => ({ _tag: "TicketOverstayed", since: minute(since), at: minute(after) })
export const reopened = (after: number): Ticket.Event => ({ _tag: "TicketReopened", at: minute(after) })
export const moved = (after: number): Ticket.Event => ({ _tag: "TicketMoved", spotId: elsewhere, at: minute(after), by })
export const extended = (after: number, until: number): Ticket.Event => ({ _tag: "TicketExtended", until: minute(until), at: minute(after) })
export const validated = (after: number, validation: Validation.Validation): Ticket.Event => ({ _tag: "TicketValidated", validation, at: minute(after), by })
export const voided = (after: number): Ticket.Event => ({ _tag: "TicketVoided", at: minute(after), by, reason: "issued by mistake" })
export const exited = (after: number): Ticket.Event => ({ _tag: "TicketExited", at: minute(after) })

export const given = (...events: ReadonlyArray<Ticket.Event>): Ticket.State => events.reduce(Ticket.evolve, Ticket.initial)

export const open = (...events: ReadonlyArray<Ticket.Event>): Ticket.Open => {
  const state = given(...events)
  if (!Ticket.isOpen(state)) throw new Error(`${state._tag} is not open`)
  return state
}

/** 1.00 an hour or part of it. */
export const terms = (afterGrace: "whole" | "anew", graceMinutes = 15, rate: object = { type: "hourly", price: "1.00", count: "started" }, rules: Omit<Partial<Terms.Terms>, "id" | "tariff"> = {}): Terms.Terms => ({
  id: admission.termsId,
  tariff: tariff(rate, { zone: "UTC" }),
  exitPolicy: { exitGrace: Elapsed.ofMinutes(graceMinutes), afterGrace },
  ...rules
})
