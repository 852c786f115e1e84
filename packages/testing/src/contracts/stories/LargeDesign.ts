/**
 * The request flows of a large design, one by one: entry by plate, finding a spot, reservations (recurring ones, too),
 * exit with an automatic charge or a request to pay, violations from a sensor, reports, availability as it changes,
 * registration, payment.
 */
import { Series } from "@parkade/core/reservation"
import { TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { expect } from "vitest"
import { car, clerk, someone, spots, type Stories, tariff, type World } from "./World.ts"

const hour = 3_600_000
const dollars = (amount: number) => ({ amount, currency: "USD" })
const driver = someone(0xd1)
const holder = { _tag: "Person", id: driver } as const
const camera = { _tag: "Device", id: someone(0xca) } as const
const sensor = { _tag: "Device", id: someone(0x5e) } as const

/** Dearer on weekdays from 07:00 to 19:00, and on the day of an event. */
const byClock = tariff({
  type: "dynamic",
  crossing: "split",
  windows: [
    { during: { dates: { from: "2026-06-06", to: "2026-06-07" } }, rate: { type: "hourly", price: "8.00", count: "started", label: "event" } },
    { during: { days: ["mon", "tue", "wed", "thu", "fri"], from: "07:00", to: "19:00" }, rate: { type: "hourly", price: "5.00", count: "started", label: "day" } }
  ],
  otherwise: { type: "hourly", price: "2.00", count: "started", label: "night and weekend" }
})

const lot = {
  name: "Harbour",
  timeZone: "America/Los_Angeles",
  tariff: byClock,
  exitPolicy: { exitGrace: "PT10M", afterGrace: "whole" as const },
  stayLimit: { lateStop: "PT0S" },
  assumedStay: "PT2H",
  penalties: [{ kind: "overstay", charge: { amount: "25.00" }, steps: [{ type: "refer" as const, after: "PT720H", to: "the city" }], disputes: { clock: "stops" as const, most: 1 } }],
  reservations: {
    holdFor: "PT10M",
    accepts: ["Payment" as const],
    earlyArrival: "PT15M",
    lateStop: "PT15M",
    cancellation: { steps: [{ notice: "PT24H", percent: "100" }], otherwise: "50" },
    bookedAt: "hold" as const,
    noShow: { refund: { steps: [], otherwise: "0" } },
    modification: { notice: "PT1H" },
    extension: "allowed" as const,
    overtime: { as: "anew" as const },
    unused: { refund: "none" as const }
  },
  zones: [{ name: "A", spots: spots(3) }, { name: "B", spots: [{ label: "D1", size: "medium" as const, features: ["accessible" as const] }, { label: "E1", size: "medium" as const, features: ["ev" as const] }] }]
}

const opened = async ({ done }: World) => (await done("createLot", lot)).lot.id

export const largeDesign: Stories = {
  "1. a vehicle comes: its plate is read, a spot is found, what happened is in the feed": async (world) => {
    const { done, since } = world
    const lotId = await opened(world)
    const ticket = await done("admit", { lotId, vehicle: car("ABC 123"), credential: "plate", by: camera })
    expect(ticket).toMatchObject({ _tag: "Parked", credential: "plate", spotId: expect.any(String) })
    expect(await done("feed", { after: since })).toMatchObject([{ kind: "Ticket", id: ticket.id, version: 1, event: { _tag: "TicketAdmitted", lotId, spotId: ticket.spotId, enteredAt: world.now() } }])
    expect(await done("auditTrail", { resource: { kind: "Lot", id: lotId } })).toMatchObject([{ entry: { action: "lot.create", lotId } }])
    expect(await done("auditTrail", { resource: { kind: "Ticket", id: ticket.id } })).toMatchObject([{ entry: { action: "ticket.admit", by: camera, lotId } }])
  },

  "2. spots that are free, and suit": async (world) => {
    const { done, now, refused, uuid } = world
    const lotId = await opened(world)
    const labels = async (more: object = {}) => (await done("findSpots", { lotId, vehicle: car("ABC 123"), ...more })).map(({ label }) => label)
    expect(await labels()).toEqual(["1", "2", "3", "E1"])
    expect(await labels({ needs: ["accessible"] })).toEqual(["D1"])
    expect(await labels({ limit: 2 })).toEqual(["1", "2"])
    await done("admit", { lotId, vehicle: car("ABC 123") })
    expect(await labels()).toEqual(["2", "3", "E1"])
    expect(await labels({ from: now() + 3 * hour, to: now() + 4 * hour })).toEqual(["1", "2", "3", "E1"])
    expect(await done("availability", { lotId })).toMatchObject({ total: 5, free: 4, zones: [{ name: "A", total: 3, free: 2 }, { name: "B", total: 2, free: 2 }] })
    expect(await refused("availability", { lotId: uuid(404) })).toMatchObject({ _tag: "LotNotFound" })
  },

  "3. a reservation is made, moved, cancelled": async (world) => {
    const { done, now, since, uuid } = world
    const lotId = await opened(world)
    const from = now() + 48 * hour
    const { reservation: { id: reservationId } } = await done("reserve", { lotId, period: { from, to: from + 2 * hour }, holder, vehicle: car("ABC 123") })
    await done("payReservation", { reservationId, method: "card", paymentId: uuid(50) })
    await done("modifyReservation", { reservationId, period: { from: from + hour, to: from + 3 * hour }, method: "card" })
    expect(await done("cancelReservation", { reservationId })).toMatchObject({ _tag: "Cancelled", refunds: [expect.anything()] })
    expect((await done("findSpots", { lotId, vehicle: car("ABC 123"), from, to: from + hour })).length).toBe(4)
    expect((await done("feed", { after: since })).map(({ event }) => event._tag).filter((tag) => tag.startsWith("Reservation"))).toEqual(["ReservationHeld", "ReservationConfirmed", "ReservationModified", "ReservationCancelled"])
  },

  "3. a reservation that recurs takes each of its days, but for one that is taken": async (world) => {
    const { call, done, uuid } = world
    const lotId = await opened(world)
    const series: Series.Series = { every: { _tag: "Week", step: 1, on: ["tue", "thu"] }, from: "09:00", to: "17:00", start: "2026-06-02", end: { _tag: "Count", count: 6 }, except: ["2026-06-09"], moved: [] }
    const occurrences = Result.getOrThrow(Series.occurrences(series, TimeZone.TimeZone.make(lot.timeZone)))
    expect(occurrences.map(({ date }) => date)).toEqual(["2026-06-02", "2026-06-04", "2026-06-11", "2026-06-16", "2026-06-18"])
    const accessible = { lotId, holder, needs: ["accessible" as const] }
    await done("reserve", { ...accessible, vehicle: car("OTHER 1"), period: occurrences[2]?.period ?? { from: 0, to: 1 } })
    const made = []
    for (const [index, { period }] of occurrences.entries()) made.push(await call("reserve", { ...accessible, vehicle: car("ABC 123"), period, reservationId: uuid(80 + index) }))
    expect(made.map((each) => each.ok ? each.value.reservation.price.amount : each.error._tag)).toEqual([4_000, 4_000, "AllHeld", 4_000, 4_000])
  },

  "4. the exit charges who allowed it, and asks who did not": async (world) => {
    const { done, gateway, pass, refused } = world
    const lotId = await opened(world)
    await done("registerMandate", { holder: driver, gateway: "stripe", token: "pm_abc", limits: { currency: "USD", perCharge: 2_000 }, scope: { _tag: "Lots", ids: [lotId] }, zone: lot.timeZone })
    await done("admit", { lotId, vehicle: car("ABC 123"), personId: driver, credential: "plate", by: camera })
    const guest = await done("admit", { lotId, vehicle: car("XYZ 9"), by: camera })
    pass("PT2H")
    expect(await done("exit", { ticket: { lotId, plate: "ABC123" }, by: camera })).toMatchObject({ _tag: "Exited", payments: [{ method: "mandate" }] })
    const taken = gateway.holds()
    expect(taken).toBeGreaterThan(0)
    const ticket = { id: guest.id }
    expect(await refused("exit", { ticket: { lotId, plate: "XYZ9" }, by: camera })).toMatchObject({ _tag: "BalanceDue", due: dollars(taken) })
    gateway.setMood("awaits")
    const { page, payment } = await done("startPayment", { ticket, gateway: "stripe", method: { _tag: "Card" } })
    expect(page).toMatch(/^https:/)
    expect(await refused("exit", { ticket, by: camera })).toMatchObject({ _tag: "BalanceDue" })
    await done("hear", { paymentId: payment.id, news: gateway.payerPays(payment.id) })
    expect(await done("exit", { ticket, by: camera })).toMatchObject({ _tag: "Exited" })
    expect(await done("availability", { lotId })).toMatchObject({ free: 5 })
  },

  "4. barriers open by themselves: once, for who may pass, and again when nobody heard that they did": async (world) => {
    const { done, gates, pass, refused, uuid } = world
    const lotId = await opened(world)
    const [entry, exit] = [{ lotId, laneId: uuid(41), direction: "entry", confidencePerMille: 970, by: camera }, { lotId, laneId: uuid(42), direction: "exit", confidencePerMille: 970, by: camera }] as const
    await done("registerMandate", { holder: driver, gateway: "stripe", token: "pm_abc", limits: { currency: "USD" }, scope: { _tag: "Lots", ids: [lotId] }, zone: lot.timeZone })
    await done("admit", { lotId, vehicle: car("ABC 123"), personId: driver, credential: "plate", by: camera })
    expect(await done("readPlate", { ...entry, plate: "XYZ 9", seenAt: world.now(), readId: "e1" })).toMatchObject({ _tag: "Opened" })
    expect(await done("readPlate", { ...entry, plate: "XYZ 9", seenAt: world.now(), readId: "e2" })).toMatchObject({ _tag: "Opened" })
    expect(gates.openings()).toHaveLength(1)
    await done("vehiclePassed", { passage: { lotId, laneId: entry.laneId } })
    pass("PT2H")
    expect(await done("readPlate", { ...exit, plate: "XYZ 9", seenAt: world.now(), readId: "x1" })).toMatchObject({ _tag: "Refused", refusal: { _tag: "BalanceDue" } })
    gates.setMood("silent")
    const leaving = await done("readPlate", { ...exit, plate: "ABC 123", seenAt: world.now(), readId: "x2" })
    expect(leaving).toMatchObject({ _tag: "Ordered" })
    gates.setMood("answers")
    expect(await done("sweepPassages", {})).toMatchObject([{ _tag: "Opened", id: leaving.id }])
    expect(gates.openings()).toHaveLength(2)
    await done("vehiclePassed", { passage: { lotId, laneId: exit.laneId } })
    expect(await refused("vehiclePassed", { passage: { lotId, laneId: exit.laneId } })).toMatchObject({ _tag: "NobodyExpected" })
    expect(await done("findTicket", { ticket: { lotId, plate: "XYZ9" } })).toMatchObject({ _tag: "Parked" })
  },

  "5. a sensor sees who stays beyond the time that was paid: noted once, charged, and paid": async (world) => {
    const { done, gateway, pass, refused, since, uuid } = world
    const lotId = await opened(world)
    const until = world.now() + hour
    const { id: ticketId, spotId } = await done("admit", { lotId, vehicle: car("ABC 123"), until, personId: driver })
    pass("PT1H30M")
    const report = { by: sensor, kind: "overstay", severity: "serious" as const, lotId, spotId, plate: "ABC123", ticketId, occurredAt: until }
    const { id: violationId } = await done("reportViolation", { ...report, violationId: uuid(90) })
    expect(await refused("reportViolation", report)).toMatchObject({ _tag: "ReportedAlready" })
    expect(await done("detectOverstays", { lotId })).toEqual([])
    await done("confirmViolation", { violationId, by: clerk })
    const { payment } = await done("startPayment", { violationId, gateway: "stripe", method: { _tag: "Card" }, agreed: dollars(2_500) })
    expect(payment).toMatchObject({ _tag: "Captured" })
    expect(gateway.holds()).toBe(2_500)
    expect((await done("feed", { after: since })).map(({ event }) => event._tag)).toEqual(expect.arrayContaining(["ViolationReported", "ViolationConfirmed"]))
    pass("PT1000H")
    expect(await done("escalateViolations", {})).not.toContainEqual(expect.objectContaining({ id: violationId }))
  },

  "5. who does not pay is referred": async (world) => {
    const { done, pass, since } = world
    const lotId = await opened(world)
    const { id: violationId } = await done("reportViolation", { by: sensor, kind: "overstay", severity: "severe", lotId, plate: "ABC123" })
    await done("confirmViolation", { violationId, by: clerk })
    pass("PT720H")
    expect(await done("escalateViolations", {})).toContainEqual(expect.objectContaining({ id: violationId }))
    expect((await done("feed", { after: since })).map(({ event }) => event._tag).at(-1)).toMatch(/Referred|Escalated/)
  },

  "6. reports: how full, what was earned, how long they stayed, who came back": async (world) => {
    const { done, now, pass, refused } = world
    const lotId = await opened(world)
    const from = now()
    await done("admit", { lotId, vehicle: car("A 1") })
    pass("PT1H")
    const voided = await done("admit", { lotId, vehicle: car("B 2") })
    pass("PT30M")
    await done("voidTicket", { ticket: { id: voided.id }, by: clerk, reason: "test" })
    pass("PT30M")
    await done("payOnExit", { ticket: { lotId, plate: "A1" }, method: "cash" })
    pass("PT1H")
    await done("admit", { lotId, vehicle: car("A 1") })
    pass("PT1H")
    await done("release", { ticket: { lotId, plate: "A1" }, waive: { by: clerk, reason: "the barrier was broken" } })
    const day = { lotId, from, to: from + 24 * hour }
    expect((await done("occupancyReport", { ...day, to: from + 4 * hour, step: "PT30M" })).steps.map(({ vehicles }) => vehicles)).toEqual([1, 1, 2, 1, 0, 0, 1, 1])
    const stays = await done("staysReport", day)
    expect(stays).toMatchObject({ admitted: 3, count: 2, meanMillis: 1.5 * hour, medianMillis: hour, longestMillis: 2 * hour, vehicles: 1, returning: 1 })
    // From 08:00 UTC on, which is 01:00 there.
    expect(stays.entriesByHour.map((count, at) => count === 0 ? "" : `${at}: ${count}`).filter((text) => text !== "")).toEqual(["1: 1", "4: 1"])
    expect(await done("revenueReport", day)).toMatchObject({ paidForStays: [dollars(400)], earned: [{ source: "stay", amount: dollars(600) }], writtenOff: [dollars(200)] })
    expect(await done("staysReport", { ...day, from: day.to, to: day.to + 1 })).toMatchObject({ count: 0, meanMillis: 0, medianMillis: 0, longestMillis: 0, vehicles: 0, returning: 0 })
    expect(await refused("occupancyReport", { ...day, step: "PT1S" })).toMatchObject({ _tag: "InvalidInput" })
    expect(await refused("staysReport", { ...day, to: from })).toMatchObject({ _tag: "InvalidInput" })
  },

  "7. who follows the feed knows of every change of availability, and misses none": async (world) => {
    const { done, since } = world
    const lotId = await opened(world)
    for (const plate of ["A 1", "B 2"]) await done("admit", { lotId, vehicle: car(plate) })
    const first = await done("feed", { after: since, limit: 1 })
    await done("payOnExit", { ticket: { lotId, plate: "A1" }, method: "cash" })
    const rest = []
    let after = first.at(-1)?.position
    for (let pages = 0; after !== undefined && pages < 10; pages++) {
      const page: Awaited<ReturnType<typeof done<"feed">>> = await done("feed", { after, limit: 2 })
      rest.push(...page)
      after = page.at(-1)?.position
    }
    const free = [...first, ...rest].reduce((count, { event: { _tag } }) => _tag === "TicketAdmitted" ? count - 1 : _tag === "TicketExited" ? count + 1 : count, 5)
    expect(free).toBe((await done("availability", { lotId })).free)
    expect(new Set([...first, ...rest].map(({ position }) => position)).size).toBe(first.length + rest.length)
  },

  "8. registration: one person for an address, and no address that is none": async (world) => {
    const { call, done, refused, salt, uuid } = world
    expect(await refused("registerPerson", { email: "not an address", name: "Dana" })).toMatchObject({ message: expect.any(String) })
    const all = await Promise.all([1, 2, 3].map((count) => call("registerPerson", { email: `dana${salt}@example.com`, name: `Dana ${count}` })))
    expect(all.map((each) => each.ok ? "registered" : each.error._tag).toSorted()).toEqual(["EmailTaken", "EmailTaken", "registered"])
    const eve = { personId: uuid(0xe5e), email: `eve${salt}@example.com`, name: "Eve" }
    expect(await done("registerPerson", eve)).toEqual(await done("registerPerson", eve))
  },

  "9. a payment that is declined, one whose answer was lost, and news that comes twice": async (world) => {
    const { done, gateway, pass, uuid } = world
    const lotId = await opened(world)
    const ticket = { id: (await done("admit", { lotId, vehicle: car("ABC 123") })).id }
    pass("PT1H")
    const start = { ticket, gateway: "stripe", method: { _tag: "Card" } } as const
    gateway.setMood("declines")
    expect((await done("startPayment", start)).payment).toMatchObject({ _tag: "Failed", reason: "declined" })
    gateway.setMood("away")
    expect((await done("startPayment", start)).payment).toMatchObject({ _tag: "Failed" })
    gateway.setMood("lost")
    const { payment } = await done("startPayment", { ...start, paymentId: uuid(50) })
    expect(payment).toMatchObject({ _tag: "Unknown" })
    gateway.setMood("takes")
    pass("PT1M")
    expect(await done("reconcilePayments", {})).toBeGreaterThanOrEqual(1)
    const news = gateway.payerPays(payment.id)
    for (const _ of [1, 2]) expect(await done("hear", { paymentId: payment.id, news })).toMatchObject({ _tag: "Captured" })
    expect(await done("findTicket", { ticket })).toMatchObject({ _tag: "Paid", payments: [{ amount: dollars(200) }] })
    expect(gateway.holds()).toBe(200)
    expect(await done("release", { ticket })).toMatchObject({ _tag: "Exited" })
  }
}
