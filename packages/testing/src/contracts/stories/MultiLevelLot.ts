/**
 * A lot of several levels: spots of several types and chargers, many cars at once, monthly and hourly reservations, prices
 * by demand, coupons, a valet, payments that are made once, and a trail of all of it.
 */
import { expect } from "vitest"
import { car, clerk, someone, spots, type Stories, tariff, type World } from "./World.ts"

const hour = 3_600_000
const dollars = (amount: number) => ({ amount, currency: "USD" })
const attendant = someone(0xa7)
const holder = { _tag: "Person", id: someone(0xd1) } as const

/** 4.00 an hour, 6.00 for who comes when half of the lot is taken; 0.40 a kWh, 3.00 an hour for who is full and stays plugged in. */
const byDemand = tariff({
  type: "sum",
  of: [
    {
      type: "choose",
      cases: [{ if: { occupancy: { from: "0.5" } }, rate: { type: "hourly", price: "6.00", count: "started", label: "busy" } }],
      otherwise: { type: "hourly", price: "4.00", count: "started", label: "quiet" }
    },
    { type: "energy", price: "0.40", label: "energy" },
    { type: "dynamic", crossing: "split", windows: [{ during: { phase: "idle" }, rate: { type: "hourly", price: "3.00", count: "started", label: "plugged in and full" } }], otherwise: { type: "flat", price: "0" } }
  ]
})

const plain = tariff({ type: "hourly", price: "4.00", count: "started" })

const lot = (rate: typeof plain) => ({
  name: "Tower",
  timeZone: "America/Chicago",
  tariff: rate,
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" as const },
  validations: "all" as const,
  assumedStay: "PT4H",
  reservations: {
    holdFor: "PT10M",
    accepts: ["Payment" as const],
    earlyArrival: "PT0S",
    lateStop: "PT10M",
    cancellation: { steps: [], otherwise: "0" },
    bookedAt: "hold" as const,
    noShow: { after: "PT30M", refund: { steps: [], otherwise: "0" } },
    extension: "allowed" as const,
    overtime: { as: "whole" as const },
    unused: { refund: "none" as const }
  },
  zones: [
    { name: "Level 1", level: 1, maxHeightCentimetres: 210, spots: spots(2) },
    { name: "Level 2", level: 2, spots: [{ label: "E1", size: "medium" as const, features: ["ev" as const], connectors: [{ kind: "ccs-1" as const, powerWatts: 50_000 }] }, { label: "V1", size: "medium" as const, features: ["valet" as const] }] }
  ]
})

const opened = ({ done }: World, rate = plain) => done("createLot", lot(rate))

export const multiLevelLot: Stories = {
  "a charger is given by its plug and power, a low level not to a high van": async (world) => {
    const { done, refused } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const label = (spotId: string) => layout.spots.find(({ id }) => id === spotId)?.label
    expect(await refused("admit", { lotId, vehicle: car("EV 1"), connector: { kinds: ["chademo"], minPowerWatts: 1 } })).toMatchObject({ _tag: "NothingFits", free: 4 })
    expect(await refused("admit", { lotId, vehicle: car("EV 1"), connector: { kinds: ["ccs-1"], minPowerWatts: 150_000 } })).toMatchObject({ _tag: "NothingFits" })
    expect(label((await done("admit", { lotId, vehicle: car("EV 1"), connector: { kinds: ["ccs-1", "nacs"], minPowerWatts: 11_000 } })).spotId)).toBe("E1")
    const high = { ...car("HI 1"), dimensions: { heightCentimetres: 240 } }
    expect(await refused("admit", { lotId, vehicle: high })).toMatchObject({ _tag: "NothingFits", free: 3 })
  },

  "forty come at once: as many get in as there are spots, each on its own": async (world) => {
    const { call, done, since } = world
    const { lot: { id: lotId } } = await opened(world)
    const all = await Promise.all(Array.from({ length: 40 }, (_, count) => call("admit", { lotId, vehicle: car(`C ${count}`) })))
    const inside = all.flatMap((each) => each.ok ? [each.value.spotId] : [])
    expect(inside.length).toBeGreaterThanOrEqual(2)
    expect(new Set(inside).size).toBe(inside.length)
    expect((await done("availability", { lotId })).free).toBe(4 - inside.length)
    expect(await done("feed", { after: since, limit: 1_000 })).toHaveLength(inside.length)
  },

  "who comes when half of it is taken pays more, and keeps that price": async (world) => {
    const { done, pass } = world
    const { lot: { id: lotId } } = await opened(world, byDemand)
    const [first, second] = [await done("admit", { lotId, vehicle: car("C 1") }), await done("admit", { lotId, vehicle: car("C 2") })]
    const third = await done("admit", { lotId, vehicle: car("C 3"), needs: ["ev"] })
    pass("PT1H")
    const due = async ({ id }: { readonly id: string }) => (await done("quote", { ticket: { id } })).due.amount
    expect([await due(first), await due(second), await due(third)]).toEqual([400, 400, 600])
    for (const { id } of [first, second, third]) await done("payOnExit", { ticket: { id }, method: "card" })
  },

  "parking and charging are one bill: hours, energy, and the time it was full and plugged in": async (world) => {
    const { done, pass, uuid } = world
    const { lot: { id: lotId } } = await opened(world, byDemand)
    const { id } = await done("admit", { lotId, vehicle: car("EV 1", "electric-car"), needs: ["ev"] })
    const { id: chargingId } = await done("plug", { deviceId: uuid(0xcc), connector: 1, ticketId: id })
    await done("meter", { chargingId, wattHours: 1_000 })
    await done("startCharging", { chargingId })
    pass("PT1H")
    await done("meter", { chargingId, wattHours: 21_000 })
    await done("stopCharging", { chargingId, reason: "full" })
    pass("PT1H")
    await done("unplug", { chargingId })
    const { bill, due } = await done("quote", { ticket: { id } })
    expect(due).toEqual(dollars(2 * 400 + 20 * 40 + 300))
    expect(bill.lines.reduce((sum, { gross }) => sum + gross, 0)).toBe(due.amount)
    await done("payOnExit", { ticket: { id }, method: "card" })
  },

  "a coupon takes off what it says, once for each plate, and comes back with a ticket that is void": async (world) => {
    const { done, now, pass, refused, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const { code: coupon } = await done("issueCoupon", {
      validation: { type: "percent", code: "summer", percent: "25", of: "whole" },
      limits: { uses: 2, perPlate: 1 },
      period: { from: now(), until: now() + 100 * hour },
      by: clerk
    })
    const enter = async (plate: string) => ({ id: (await done("admit", { lotId, vehicle: car(plate) })).id })
    const ticket = await enter("C 1")
    expect(await refused("validateTicket", { ticket, coupon: "WINTER-25" })).toMatchObject({ _tag: "CouponNotFound" })
    pass("PT2H")
    await done("validateTicket", { ticket, coupon, redemptionId: uuid(70) })
    await done("validateTicket", { ticket, coupon, redemptionId: uuid(70) })
    expect(await done("quote", { ticket })).toMatchObject({ due: dollars(600), validated: [{ off: { gross: 200 } }] })
    await done("payOnExit", { ticket, method: "cash" })
    const again = await enter("C 1")
    expect(await refused("validateTicket", { ticket: again, coupon })).toMatchObject({ _tag: expect.any(String) })
    const void1 = await enter("C 2")
    await done("validateTicket", { ticket: void1, coupon })
    await done("voidTicket", { ticket: void1, by: clerk, reason: "driven in by mistake" })
    await done("validateTicket", { ticket: await enter("C 3"), coupon })
  },

  "hourly and monthly reservations keep their places from who drives in": async (world) => {
    const { done, now, pass, refused } = world
    const { lot: { id: lotId } } = await opened(world)
    const from = now() + 2 * hour
    const month = { from, to: from + 30 * 24 * hour }
    const monthly = await done("reserve", { lotId, period: month, holder, anyVehicle: true, vehicle: car("M 1") })
    expect(monthly.reservation.price).toEqual(dollars(30 * 24 * 400))
    await done("payReservation", { reservationId: monthly.reservation.id, method: "card" })
    const hourly = await done("reserve", { lotId, period: { from, to: from + hour }, holder, vehicle: car("H 1") })
    expect(hourly.spotId).not.toBe(monthly.spotId)
    await done("payReservation", { reservationId: hourly.reservation.id, method: "card" })
    const free = await done("findSpots", { lotId, vehicle: car("D 1") })
    expect(free.map(({ label }) => label)).toEqual(["E1"])
    expect((await done("findSpots", { lotId, vehicle: car("D 1"), to: from })).map(({ label }) => label)).toHaveLength(3)
    await done("admit", { lotId, vehicle: car("D 1") })
    expect(await refused("admit", { lotId, vehicle: car("D 2") })).toMatchObject({ _tag: "HeldForReservations", held: 2 })
    await done("admit", { lotId, vehicle: car("D 2"), until: from })
    pass("PT2H30M")
    const swept = await done("sweepReservations", {})
    for (const { reservation: { id } } of [monthly, hourly]) expect(swept).toContainEqual(expect.objectContaining({ id, _tag: "NoShow" }))
  },

  "a spot that is out of service is given to nobody": async (world) => {
    const { done, now } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const spotId = layout.spots[0]?.id ?? ""
    await done("setOutages", { lotId, spotId, outages: [{ reason: "maintenance", from: now(), until: now() + hour }] })
    expect((await done("findSpots", { lotId, vehicle: car("C 1") })).map(({ label }) => label)).toEqual(["2", "E1"])
    await done("setOutages", { lotId, spotId, outages: [] })
    expect((await done("findSpots", { lotId, vehicle: car("C 1") })).map(({ label }) => label)).toEqual(["1", "2", "E1"])
  },

  "a valet takes the key, parks, and gives the car back to who has the tag": async (world) => {
    const { done, refused } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const spotId = layout.spots[3]?.id ?? ""
    const { id: ticketId } = await done("admit", { lotId, vehicle: car("V 1"), needs: ["valet"] })
    const { id: custodyId } = await done("handOver", { lotId, vehicle: car("V 1"), tag: "17", condition: { notes: ["scratch, left door"], photos: [] }, ticketId, by: attendant })
    expect(await refused("handOver", { lotId, vehicle: car("V 2"), tag: "17", condition: { notes: [], photos: [] }, by: attendant })).toMatchObject({ _tag: "TagInUse" })
    await done("parkVehicle", { custodyId, spotId: layout.spots[1]?.id ?? "", by: attendant })
    expect(await done("findTicket", { ticket: { id: ticketId } })).toMatchObject({ spotId: layout.spots[1]?.id })
    await done("moveCustody", { custodyId, spotId, by: attendant })
    await done("requestVehicle", { custodyId })
    await done("makeReady", { custodyId, by: attendant })
    const returning = { custodyId, to: "the driver", by: attendant, condition: { notes: [], photos: [] } }
    expect(await refused("returnVehicle", { ...returning, claim: { _tag: "Tag", tag: "18" } })).toMatchObject({ _tag: expect.any(String) })
    expect(await done("returnVehicle", { ...returning, claim: { _tag: "Tag", tag: "17" } })).toMatchObject({ _tag: "Returned" })
    await done("payOnExit", { ticket: { id: ticketId }, method: "card" })
  },

  "a payment said twenty times is made once": async (world) => {
    const { call, done, gateway, pass, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const { id } = await done("admit", { lotId, vehicle: car("C 1") })
    pass("PT1H")
    await Promise.all(Array.from({ length: 20 }, () => call("startPayment", { ticket: { id }, gateway: "simulated", method: { _tag: "Card" }, paymentId: uuid(50) })))
    expect(gateway.holds()).toBe(400)
    expect((await done("findTicket", { ticket: { id } })).payments).toEqual([expect.objectContaining({ amount: dollars(400) })])
    expect(await done("release", { ticket: { id } })).toMatchObject({ _tag: "Exited" })
  },

  "who did what, and when, is told of every ticket": async (world) => {
    const { done, now, pass } = world
    const { lot: { id: lotId } } = await opened(world)
    const from = now()
    const { id } = await done("admit", { lotId, vehicle: car("C 1"), by: clerk })
    pass("PT1H")
    await done("reportLost", { ticket: { id }, by: clerk })
    await done("payOnExit", { ticket: { id }, method: "cash", by: clerk })
    const trail = await done("auditTrail", { resource: { kind: "Ticket", id } })
    expect(trail.map(({ entry: { action, at, by, events } }) => [action, at - from, by, events])).toEqual([
      ["ticket.admit", 0, clerk, ["TicketAdmitted"]],
      ["ticket.lost", hour, clerk, ["TicketLost"]],
      ["ticket.release", hour, clerk, ["TicketPaid", "TicketExited"]]
    ])
  }
}
