/**
 * Generated histories of every lifecycle, as the commits that lead through them: what its decider makes of commands, with
 * ids and unique texts of its own, so that no history meets another.
 */
import { Operator, OwnedVehicle, Person } from "@parkade/core/account"
import { ChargingSession } from "@parkade/core/charging"
import { Violation } from "@parkade/core/enforcement"
import { Passage } from "@parkade/core/lane"
import type { Decider } from "@parkade/core/lifecycle"
import { Coupon, Programme } from "@parkade/core/merchant"
import { Pass, Waitlist } from "@parkade/core/pass"
import { Mandate, Payment } from "@parkade/core/payment"
import type { EventOf, Kind, StateOf } from "@parkade/core/ports"
import { Code, Reservation } from "@parkade/core/reservation"
import { Ticket } from "@parkade/core/ticket"
import { Custody } from "@parkade/core/valet"
import * as fc from "fast-check"
import { operatorCommands, ownedVehicleCommands, personCommands } from "../arbitraries/Account.ts"
import { chargingCommands } from "../arbitraries/Charging.ts"
import { violationCommands } from "../arbitraries/Enforcement.ts"
import { passageCommands } from "../arbitraries/Lane.ts"
import { mandateCommands } from "../arbitraries/Mandate.ts"
import { couponCommands, programmeCommands } from "../arbitraries/Merchant.ts"
import { passCommands, waitlistCommands } from "../arbitraries/Pass.ts"
import { paymentCommands } from "../arbitraries/Payment.ts"
import { codeCommands, reservationCommands } from "../arbitraries/Reservation.ts"
import { ticketCommands } from "../arbitraries/Ticket.ts"
import { custodyCommands } from "../arbitraries/Valet.ts"
import { play } from "../laws/DeciderLaws.ts"

/** What each decision made happen; those that made nothing happen are left out. */
export type History<K extends Kind> = ReadonlyArray<ReadonlyArray<EventOf<K>>>

const played = <K extends Kind, Command, Rejection>(
  decider: Decider<Command, StateOf<K>, EventOf<K>, Rejection>,
  commands: fc.Arbitrary<ReadonlyArray<Command>>
): fc.Arbitrary<History<K>> => commands.map((given) => play(decider, given).map(({ events }) => events).filter((events) => events.length > 0))

/** Histories of each kind. */
export const histories: { readonly [K in Kind]: fc.Arbitrary<History<K>> } = {
  Ticket: played<"Ticket", Ticket.Command, unknown>(Ticket.decider, ticketCommands()),
  Payment: played<"Payment", Payment.Command, unknown>(Payment.decider, paymentCommands()),
  Mandate: played<"Mandate", Mandate.Command, unknown>(Mandate.decider, mandateCommands()),
  Violation: played<"Violation", Violation.Command, unknown>(Violation.decider, violationCommands()),
  Custody: played<"Custody", Custody.Command, unknown>(Custody.decider, custodyCommands()),
  ChargingSession: played<"ChargingSession", ChargingSession.Command, unknown>(ChargingSession.decider, chargingCommands()),
  Reservation: played<"Reservation", Reservation.Command, unknown>(Reservation.decider, reservationCommands()),
  Code: played<"Code", Code.Command, unknown>(Code.decider, codeCommands()),
  Pass: played<"Pass", Pass.Command, unknown>(Pass.decider, passCommands()),
  Waitlist: played<"Waitlist", Waitlist.Command, unknown>(Waitlist.decider, waitlistCommands()),
  Programme: played<"Programme", Programme.Command, unknown>(Programme.decider, programmeCommands()),
  Coupon: played<"Coupon", Coupon.Command, unknown>(Coupon.decider, couponCommands()),
  Person: played<"Person", Person.Command, unknown>(Person.decider, personCommands()),
  Operator: played<"Operator", Operator.Command, unknown>(Operator.decider, operatorCommands()),
  OwnedVehicle: played<"OwnedVehicle", OwnedVehicle.Command, unknown>(OwnedVehicle.decider, ownedVehicleCommands()),
  Passage: played<"Passage", Passage.Command, unknown>(Passage.decider, passageCommands())
}

const isPlain = (value: unknown): value is object => typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** `value` with every text, and the field it stands in, told by `tell`. */
export const retold = <A>(value: A, tell: (text: string, field: string) => string): A => {
  const go = (each: unknown, field: string): unknown => {
    if (typeof each === "string") return tell(each, field)
    if (Array.isArray(each)) return each.map((item) => go(item, field))
    return isPlain(each) ? Object.fromEntries(Object.entries(each).map(([name, item]) => [name, go(item, name)])) : each
  }
  return go(value, "") as A
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An id as another, and no two as one: each digit moved by one of `salt`, but those that tell what kind of id it is. */
const moved = (id: string, salt: string): string =>
  [...id].map((digit, index) => digit === "-" || index === 14 || index === 19 ? digit : (parseInt(digit, 16) ^ parseInt(salt[index] ?? "0", 16)).toString(16)).join("")

/** Ids and unique texts with a salt, which is a random id, in them: the same text gives the same again. */
export const salted = (salt: string) => (text: string, field: string): string => {
  const own = salt.slice(-8)
  if (uuid.test(text)) return moved(text, salt)
  switch (field) {
    case "email":
      return `${own}${text}`
    case "plate":
    case "vehicles":
    case "code":
    case "product":
    case "idempotencyKey":
      return `${own.toUpperCase()}${text}`
    default:
      return text
  }
}
