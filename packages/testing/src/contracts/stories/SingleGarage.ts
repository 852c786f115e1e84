/**
 * One garage: 140 spaces, ten dollars for each started hour, and a board of figures for its office. Tickets are numbered,
 * and nobody leaves without paying.
 */
import { expect } from "vitest"
import { car, spots, type Stories, tariff, type World } from "./World.ts"

const garage = {
  name: "Flat Garage",
  timeZone: "America/New_York",
  tariff: tariff({ type: "hourly", price: "10.00", count: "started" }),
  exitPolicy: { exitGrace: "PT0S", afterGrace: "whole" as const },
  zones: [{ name: "Garage", spots: spots(140) }]
}

const opened = async ({ done }: World) => (await done("createLot", garage)).lot.id

export const singleGarage: Stories = {
  "a vehicle comes, pays on the way out, and is gone": async (world) => {
    const { done, pass, refused } = world
    const lotId = await opened(world)
    const ticket = await done("admit", { lotId, vehicle: car("ABC 123") })
    expect(ticket).toMatchObject({ _tag: "Parked", vehicle: { plate: "ABC123", plateAsGiven: "ABC 123", kind: "car" }, enteredAt: world.now() })
    expect(ticket.number).toMatch(/\S{8,}/)
    pass("PT1H30M")
    expect(await done("findTicket", { ticket: { number: ticket.number } })).toMatchObject({ id: ticket.id, _tag: "Parked" })
    expect(await refused("release", { ticket: { number: ticket.number } })).toMatchObject({ _tag: "BalanceDue", due: { amount: 2_000, currency: "USD" } })
    expect(await done("payOnExit", { ticket: { number: ticket.number }, method: "Credit Card" })).toMatchObject({
      _tag: "Exited",
      payments: [{ amount: { amount: 2_000, currency: "USD" }, method: "Credit Card" }]
    })
    expect(await refused("payOnExit", { ticket: { number: ticket.number }, method: "cash" })).toMatchObject({ _tag: "AlreadyExited" })
    expect(await refused("findTicket", { ticket: { number: "00000000000" } })).toMatchObject({ _tag: "InvalidInput" })
  },

  "the 141st vehicle is told that the garage is full, and one that is inside that it is": async (world) => {
    const { done, refused } = world
    const lotId = await opened(world)
    const numbers = new Set<string>()
    for (let count = 1; count <= 140; count++) numbers.add((await done("admit", { lotId, vehicle: car(`NY ${count}`) })).number)
    expect(numbers.size).toBe(140)
    expect(await refused("admit", { lotId, vehicle: car("NY 141") })).toMatchObject({ _tag: "LotFull" })
    expect(await refused("admit", { lotId, vehicle: car("NY 7") })).toMatchObject({ _tag: "AlreadyParked" })
    expect(await done("availability", { lotId })).toMatchObject({ total: 140, free: 0 })
  },

  "the office sees how full it is, what was earned today, how many came and how long they stayed": async (world) => {
    const { done, now, pass } = world
    const lotId = await opened(world)
    const from = now()
    for (const count of [1, 2, 3, 4]) await done("admit", { lotId, vehicle: car(`NY ${count}`) })
    pass("PT1H")
    await done("payOnExit", { ticket: { lotId, plate: "NY1" }, method: "cash" })
    pass("PT2H")
    await done("payOnExit", { ticket: { lotId, plate: "NY2" }, method: "card" })
    const day = { lotId, from, to: from + 86_400_000 }
    expect(await done("availability", { lotId })).toMatchObject({ total: 140, free: 138 })
    expect(await done("revenueReport", day)).toMatchObject({ paidForStays: [{ amount: 4_000, currency: "USD" }], earned: [{ source: "stay", amount: { amount: 4_000, currency: "USD" } }], tax: [], writtenOff: [] })
    expect(await done("staysReport", day)).toMatchObject({ admitted: 4, count: 2, meanMillis: 2 * 3_600_000, medianMillis: 3_600_000, longestMillis: 3 * 3_600_000, vehicles: 2, returning: 0 })
    expect((await done("recentTickets", { lotId, limit: 3 })).map(({ _tag, vehicle: { plate } }) => `${plate} ${_tag}`)).toEqual(["NY4 Parked", "NY3 Parked", "NY2 Exited"])
  },

  "what nobody could mean is told place by place": async (world) => {
    const { refused } = world
    const lotId = await opened(world)
    for (const vehicle of [{ plate: "", kind: "car" }, { plate: "ABC 123", kind: "hovercraft" }]) {
      expect(await refused("admit", { lotId, vehicle })).toMatchObject({ _tag: "InvalidInput" })
    }
  }
}
