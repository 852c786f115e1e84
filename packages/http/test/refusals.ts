/** Requests that core refuses or storage fails, and the problems they end with. */
import type { Problems } from "@parkade/http/contract"
import { HeldForReservations, StorageUnavailable } from "@parkade/core/ports"
import type { Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { expect } from "vitest"
import { type Answer, type broken, draft, type open } from "./Garage.ts"

export type Garage = ReturnType<typeof open>

/** A lot with a car in it that has been there for an hour and a half. */
export const parked = async (garage: Garage) => {
  const lot = await garage.openLot()
  const ticket = (await garage.enter(lot["id"], "B-AB 123")).json
  garage.clock.passMinutes(90)
  return { lot, ticket, pay: `/api/v1/tickets/${ticket["id"]}/pay`, exit: `/api/v1/parking-lots/${lot["id"]}/exit` }
}

/** The id of no lot and no ticket. */
export const nowhere = "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70"
export const lots = "/api/v1/parking-lots"
export const euros = (amount: number) => ({ amount, currency: "EUR" })
export const busy = () => Effect.fail(new StorageUnavailable({ reason: "busy" }))

/** As staff took it back at 08:05. */
const voided = (ticket: Ticket.Ticket): Ticket.Ticket => ({
  ...ticket,
  _tag: "Voided",
  voidedAt: Instant.Instant.make(Date.parse("2026-11-21T07:05:00Z")),
  by: { _tag: "Routine", name: "test" },
  reason: "issued by mistake"
})

export interface Case {
  readonly name: string
  readonly status: number
  readonly problem: keyof typeof Problems.declared
  readonly members?: object
  readonly garage?: Parameters<typeof broken>[0]
  readonly ask: (garage: Garage) => Promise<Answer>
}

export const refusals: ReadonlyArray<Case> = [
  { name: "no such lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ call }) => call("GET", `${lots}/${nowhere}`) },
  { name: "availability of no lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ call }) => call("GET", `${lots}/${nowhere}/availability`) },
  { name: "entry into no lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ enter }) => enter(nowhere, "B1") },
  { name: "no such ticket", status: 404, problem: "TicketNotFound", ask: ({ call }) => call("GET", `/api/v1/tickets/${nowhere}`) },
  {
    name: "exit of a plate that is not in",
    status: 404,
    problem: "TicketNotFound",
    ask: async ({ call, openLot }) => call("POST", `${lots}/${(await openLot())["id"]}/exit`, { plate: "B-AB 123" })
  },
  {
    name: "exit at the gate of another lot",
    status: 404,
    problem: "TicketNotFound",
    ask: async (garage) => {
      const { pay, ticket } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      return garage.call("POST", `${lots}/${(await garage.openLot())["id"]}/exit`, { ticket: ticket["number"] })
    }
  },
  {
    name: "full",
    status: 409,
    problem: "LotFull",
    ask: async ({ enter, openLot }) => {
      const { id } = await openLot({ zones: [{ name: "a", spots: [{ label: "1", size: "medium" }] }] })
      await enter(id, "B1")
      return enter(id, "B2")
    }
  },
  {
    name: "closed at this hour",
    status: 409,
    problem: "LotClosed",
    members: { opensAt: "2026-11-23T08:00:00Z", detail: "the lot is closed until 2026-11-23T08:00:00Z: come back then, or try another lot" },
    ask: async ({ enter, openLot }) => enter((await openLot({ openingHours: { weekly: [{ days: ["mon"], from: "09:00", to: "17:00" }] } }))["id"], "B1")
  },
  {
    name: "closed for good",
    status: 409,
    problem: "LotClosed",
    ask: async ({ enter, openLot }) => {
      const answer = await enter((await openLot({ openingHours: { weekly: [] } }))["id"], "B1")
      expect(answer.json["opensAt"]).toBeUndefined()
      return answer
    }
  },
  {
    name: "nothing fits a bus",
    status: 409,
    problem: "NothingFits",
    members: { free: 3 },
    ask: async ({ enter, openLot }) => enter((await openLot())["id"], "B1", { kind: "bus" })
  },
  {
    name: "all that fits is reserved",
    status: 409,
    problem: "HeldForReservations",
    members: { held: 2 },
    garage: { tickets: (tickets) => ({ ...tickets, admit: ({ lotId }) => Effect.fail(new HeldForReservations({ lotId, held: 2 })) }) },
    ask: async ({ enter, openLot }) => enter((await openLot())["id"], "B1")
  },
  {
    name: "parked already",
    status: 409,
    problem: "AlreadyParked",
    ask: async (garage) => {
      const { lot, ticket } = await parked(garage)
      const answer = await garage.enter(lot["id"], "bab123")
      expect(answer.json["ticket"]).toEqual({ id: ticket["id"], number: ticket["number"] })
      return answer
    }
  },
  {
    name: "another amount",
    status: 409,
    problem: "AmountDiffers",
    members: { due: euros(400), agreed: euros(200) },
    ask: async (garage) => garage.call("POST", (await parked(garage)).pay, { method: "card", amount: euros(200) })
  },
  {
    name: "paid already",
    status: 409,
    problem: "NothingDue",
    ask: async (garage) => {
      const { pay } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      return garage.call("POST", pay, { method: "card" })
    }
  },
  {
    name: "exit unpaid",
    status: 402,
    problem: "BalanceDue",
    members: { due: euros(400), detail: "4.00 EUR is to be paid before the exit: pay it, or have somebody waive it" },
    ask: async (garage) => {
      const { exit, ticket } = await parked(garage)
      return garage.call("POST", exit, { ticket: ticket["number"] })
    }
  },
  {
    name: "exited already",
    status: 409,
    problem: "AlreadyExited",
    members: { exitedAt: "2026-11-21T08:30:00Z" },
    ask: async (garage) => {
      const { exit, pay, ticket } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      await garage.call("POST", exit, { ticket: ticket["number"] })
      return garage.call("POST", exit, { ticket: ticket["number"] })
    }
  },
  {
    name: "voided",
    status: 409,
    problem: "TicketVoid",
    members: { voidedAt: "2026-11-21T07:05:00Z" },
    garage: { tickets: (real) => ({ ...real, find: (ref) => Effect.map(real.find(ref), voided) }) },
    ask: async (garage) => garage.call("GET", `/api/v1/tickets/${(await parked(garage)).ticket["id"]}/quote`)
  },
  {
    name: "a price beyond the integers",
    status: 409,
    problem: "AmountTooLarge",
    members: { currency: "EUR" },
    ask: async (garage) => {
      const rate = { type: "hourly", price: "1000000000", count: "started" }
      const { id } = await garage.openLot({ tariff: { ...draft.tariff, rate } })
      const ticket = (await garage.enter(id, "B1")).json
      // Lots whose prices overflow within ten years are not opened.
      garage.clock.passMinutes(20 * 366 * 24 * 60)
      return garage.call("GET", `/api/v1/tickets/${ticket["id"]}/quote`)
    }
  },
  {
    name: "a stay without a price",
    status: 409,
    problem: "PriceUnavailable",
    members: { from: "2026-11-21T07:00:00Z", to: "2026-11-21T08:30:00Z" },
    ask: async (garage) => {
      const rate = { type: "choose", cases: [{ if: { entry: { dates: { to: "2026-11-01" } } }, rate: draft.tariff.rate }], otherwise: "unavailable" }
      const { id } = await garage.openLot({ tariff: { ...draft.tariff, rate } })
      const ticket = (await garage.enter(id, "B1")).json
      garage.clock.passMinutes(90)
      const asked = await Promise.all([
        garage.call("GET", `/api/v1/tickets/${ticket["id"]}/quote`),
        garage.call("POST", `/api/v1/tickets/${ticket["id"]}/pay`, { method: "card" }),
        garage.call("POST", `${lots}/${id}/exit`, { ticket: ticket["number"] })
      ])
      expect(asked.map(({ status }) => status)).toEqual([409, 409, 409])
      return asked[2]
    }
  },
  {
    name: "storage busy",
    status: 503,
    problem: "StorageUnavailable",
    members: { reason: "busy" },
    garage: { lots: (ports) => ({ ...ports, list: busy }) },
    ask: ({ call }) => call("GET", lots)
  },
  {
    name: "not ready",
    status: 503,
    problem: "StorageUnavailable",
    garage: { lots: (ports) => ({ ...ports, list: busy }) },
    ask: ({ call }) => call("GET", "/health/ready")
  },
  {
    name: "storage busy at the entry",
    status: 503,
    problem: "StorageUnavailable",
    garage: { tickets: (ports) => ({ ...ports, admit: busy }) },
    ask: async ({ enter, openLot }) => enter((await openLot())["id"], "B1")
  },
  {
    name: "a defect",
    status: 500,
    problem: "InternalError",
    garage: { tickets: (ports) => ({ ...ports, find: () => Effect.die(new Error("password=secret at db:5432")) }) },
    ask: ({ call }) => call("GET", `/api/v1/tickets/${nowhere}`)
  },
]
