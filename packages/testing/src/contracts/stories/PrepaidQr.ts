/**
 * Prepaid parking by QR code: book and pay at once, scan to enter, scan to leave. The time is the minutes less five,
 * rounded up to hours, one at least; more is paid at the exit, less is given back.
 */
import { expect } from "vitest"
import { car, clerk, someone, spots, type Stories, tariff, type World } from "./World.ts"

const hour = 3_600_000
const rupees = (amount: number) => ({ amount, currency: "INR" })

const hours = tariff({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT65M", price: "50.00" }], beyond: { type: "hourly", price: "50.00", count: "started" } }, "INR")

const lot = {
  name: "Connaught Place",
  timeZone: "Asia/Kolkata",
  tariff: hours,
  exitPolicy: { exitGrace: "PT5M", afterGrace: "whole" as const },
  zones: [{ name: "A", spots: spots(2) }],
  reservations: {
    holdFor: "PT5M",
    accepts: ["Payment" as const],
    earlyArrival: "PT0S",
    lateStop: "PT0S",
    cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }], otherwise: "0" },
    bookedAt: "hold" as const,
    noShow: { refund: { steps: [], otherwise: "0" } },
    extension: "refused" as const,
    overtime: { as: "whole" as const },
    unused: { refund: "unused" as const }
  }
}

const plate = "DL01AB1234"
const holder = { _tag: "Person", id: someone(1) } as const

const booked = async ({ done, now }: World, lotId: string, count = 2, of = plate) =>
  (await done("reserve", { lotId, period: { from: now(), to: now() + count * hour }, holder, vehicle: car(of) })).reservation

/** Booked and paid, with a code to show. */
const coded = async (world: World, count = 2) => {
  const { done, uuid } = world
  const { lot: { id: lotId } } = await done("createLot", lot)
  const { id: reservationId } = await booked(world, lotId, count)
  await done("payReservation", { reservationId, method: "upi", paymentId: uuid(50) })
  const { text } = await done("issueCode", { reservationId })
  return { lotId, reservationId, text }
}

const inside = async (world: World, count = 2) => {
  const prepaid = await coded(world, count)
  const { lotId, text } = prepaid
  const ticket = await world.done("scanEntry", { text, lotId, scanId: world.uuid(60), vehicle: car(plate) })
  return { ...prepaid, ticket }
}

export const prepaidQr: Stories = {
  "the minutes less five, rounded up to hours": async (world) => {
    const { done, pass } = world
    const { lot: { id: lotId } } = await done("createLot", lot)
    const prices: ReadonlyArray<readonly [minutes: number, hours: number]> = [[1, 1], [5, 1], [60, 1], [65, 1], [66, 2], [125, 2], [126, 3]]
    for (const [minutes, count] of prices) {
      const { id } = await done("admit", { lotId, vehicle: car(plate) })
      pass(`PT${minutes}M`)
      expect(await done("quote", { ticket: { id } })).toMatchObject({ due: rupees(count * 5_000) })
      await done("payOnExit", { ticket: { id }, method: "cash" })
    }
  },

  "book, pay, enter, leave in time": async (world) => {
    const { done, pass, uuid } = world
    const { lotId, reservationId, text, ticket } = await inside(world)
    expect(ticket).toMatchObject({ _tag: "Parked", vehicle: { plate }, basis: { _tag: "Reservation", reservationId } })
    pass("PT2H")
    expect(await done("scanExit", { text, lotId, scanId: uuid(61) })).toMatchObject({ _tag: "Exited" })
    expect(await done("availability", { lotId })).toMatchObject({ free: 2, reservedSoon: 0 })
    expect(await done("revenueReport", { lotId, from: 0, to: world.now() + 1 })).toMatchObject({ earned: [{ source: "reservation", amount: rupees(10_000) }] })
  },

  "what is not paid within five minutes is gone": async (world) => {
    const { done, pass, refused } = world
    const { lot: { id: lotId } } = await done("createLot", lot)
    const { id: reservationId } = await booked(world, lotId)
    expect(await refused("issueCode", { reservationId })).toMatchObject({ _tag: "WrongState" })
    pass("PT5M")
    expect((await refused("payReservation", { reservationId, method: "upi" }))._tag).toBe("HoldEnded")
    expect(await done("sweepReservations", {})).toContainEqual(expect.objectContaining({ id: reservationId, _tag: "Expired" }))
    expect(await done("availability", { lotId })).toMatchObject({ reservedSoon: 0 })
  },

  "cancelled within five minutes gives all back, later nothing, after the entry never": async (world) => {
    const { done, pass, refused, uuid } = world
    const { lot: { id: lotId } } = await done("createLot", lot)
    const paid = async (of: string) => {
      const { id: reservationId } = await booked(world, lotId, 2, of)
      await done("payReservation", { reservationId, method: "upi" })
      return { reservationId }
    }
    const [early, late] = [await paid("DL01AA0001"), await paid("DL01AA0002")]
    pass("PT4M59S")
    expect(await done("cancelReservation", early)).toMatchObject({ _tag: "Cancelled", refunds: [rupees(10_000)] })
    pass("PT2S")
    expect(await done("cancelReservation", late)).toMatchObject({ _tag: "Cancelled", refunds: [] })
    expect(await done("cancelReservation", late)).toMatchObject({ _tag: "Cancelled", refunds: [] })
    const { reservationId } = await paid("DL01AA0003")
    const { text } = await done("issueCode", { reservationId })
    await done("scanEntry", { text, lotId, scanId: uuid(60), vehicle: car("DL01AA0003") })
    expect(await refused("cancelReservation", { reservationId })).toMatchObject({ _tag: "WrongState", state: "CheckedIn" })
  },

  "a code that was cancelled opens nothing": async (world) => {
    const { done, refused, uuid } = world
    const { lotId, reservationId, text } = await coded(world)
    await done("cancelReservation", { reservationId })
    expect(await refused("scanEntry", { text, lotId, scanId: uuid(60), vehicle: car(plate) })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "Revoked" } })
  },

  "an hour too long is paid before the exit opens": async (world) => {
    const { done, pass, refused, uuid } = world
    const { lotId, reservationId, text, ticket } = await inside(world, 1)
    pass("PT2H")
    expect(await refused("scanExit", { text, lotId, scanId: uuid(61) })).toMatchObject({ _tag: "BalanceDue", due: rupees(5_000) })
    await done("pay", { ticket: { id: ticket.id }, method: "upi" })
    expect(await done("scanExit", { text, lotId, scanId: uuid(62) })).toMatchObject({ _tag: "Exited" })
    expect(await done("revenueReport", { lotId, from: 0, to: world.now() + 1 })).toMatchObject({
      earned: expect.arrayContaining([expect.objectContaining({ source: "reservation", amount: rupees(5_000) }), expect.objectContaining({ source: "stay", amount: rupees(5_000) })])
    })
    expect(reservationId).toBeDefined()
  },

  "an hour that was not used is given back, once": async (world) => {
    const { done, pass, refused, uuid } = world
    const { lotId, text } = await inside(world, 2)
    pass("PT1H")
    expect(await done("scanExit", { text, lotId, scanId: uuid(61) })).toMatchObject({ _tag: "Exited" })
    expect(await refused("scanExit", { text, lotId, scanId: uuid(62) })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "ExitedAlready" } })
    pass("PT1M")
    expect(await done("reconcilePayments", {})).toBeGreaterThanOrEqual(1)
    const once = { paymentId: uuid(50), amount: rupees(100), reason: "the gate was slow", by: clerk, refundId: uuid(70) }
    await done("refund", once)
    expect(await done("refund", once)).toMatchObject({ refunds: [{ amount: rupees(5_000) }, { amount: rupees(100) }] })
    expect(await refused("refund", { ...once, refundId: uuid(71), amount: rupees(4_901) })).toMatchObject({ _tag: "RefundAboveCaptured", refundable: rupees(4_900) })
  },

  "paid twice is paid once": async (world) => {
    const { call, done, since, uuid } = world
    const { lot: { id: lotId } } = await done("createLot", lot)
    const { id: reservationId } = await booked(world, lotId)
    const twice = await Promise.all([1, 2, 3].map(() => call("payReservation", { reservationId, method: "upi", paymentId: uuid(50) })))
    expect(twice.filter(({ ok }) => ok).length).toBeGreaterThan(0)
    const captured = (await done("feed", { after: since, limit: 1_000 })).filter(({ event }) => event._tag === "PaymentCaptured")
    expect(captured).toHaveLength(1)
  },

  "codes that are forged, doubled, early or elsewhere": async (world) => {
    const { done, refused, since, uuid } = world
    const { lotId, text } = await coded(world)
    const { lot: { id: elsewhere } } = await done("createLot", { ...lot, name: "Khan Market" })
    const scan = { lotId, vehicle: car(plate) }
    expect(await refused("scanEntry", { ...scan, text: "PARK-ABC123DEF456", scanId: uuid(60) })).toMatchObject({ _tag: expect.stringMatching(/^(Code|Not)/) })
    const forged = text.slice(0, -4) + (text.endsWith("AAAA") ? "BBBB" : "AAAA")
    expect(await refused("scanEntry", { ...scan, text: forged, scanId: uuid(61) })).toMatchObject({ _tag: expect.stringMatching(/^Code/) })
    expect(await refused("scanExit", { text, lotId, scanId: uuid(62) })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "NotEntered" } })
    expect(await refused("scanEntry", { ...scan, lotId: elsewhere, text, scanId: uuid(63) })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "OtherLot" } })
    await done("scanEntry", { ...scan, text, scanId: uuid(64) })
    expect(await refused("scanEntry", { ...scan, text, scanId: uuid(65) })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "EnteredAlready" } })
    const scans = (await done("feed", { after: since, limit: 1_000 })).filter(({ event, kind }) => kind === "Code" && event._tag !== "CodeIssued")
    expect(scans.map(({ event }) => event._tag)).toEqual(["CodeRefused", "CodeRefused", "CodeEntered", "CodeRefused"])
    const tried = await done("auditTrail", { resource: { kind: "Lot", id: lotId } })
    expect(tried.map(({ entry: { action, reason } }) => `${action} ${reason}`)).toEqual(["lot.create undefined", "gate.open NotACode", "gate.open CodeForged"])
  },

  "one vehicle has one stay at a time": async (world) => {
    const { done, refused } = world
    const { lotId } = await inside(world)
    expect(await refused("admit", { lotId, vehicle: car(plate) })).toMatchObject({ _tag: "AlreadyParked" })
    expect(await done("availability", { lotId })).toMatchObject({ free: 1 })
  }
}
