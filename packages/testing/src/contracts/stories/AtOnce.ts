/** What may come twice, at once, too late, or at the very instant: rows of docs/reliability.md, on whatever storage. */
import { expect } from "vitest"
import { car, clerk, someone, spots, type Stories, tariff, type World } from "./World.ts"

const hour = 3_600_000
const euros = (amount: number) => ({ amount, currency: "EUR" })
const holder = { _tag: "Person", id: someone(1) } as const

const hourly = (price: string) => tariff({ type: "hourly", price, count: "started" }, "EUR")

const terms = {
  tariff: hourly("4.00"),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" as const },
  fees: [{ kind: "lost-ticket" as const, label: "Lost ticket", charge: { amount: "25.00" }, stay: "minimum" as const, tax: "0" }],
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
    unused: { refund: "none" as const }
  }
}

const opened = async ({ done }: World, count: number, name = "Narrow") =>
  (await done("createLot", { name, timeZone: "Europe/Berlin", ...terms, zones: [{ name: "A", spots: spots(count) }] })).lot.id

const booked = async ({ done, now }: World, lotId: string, plate: string) => {
  const { reservation: { id: reservationId } } = await done("reserve", { lotId, period: { from: now(), to: now() + 2 * hour }, holder, vehicle: car(plate) })
  await done("payReservation", { reservationId, method: "upi" })
  return { reservationId, text: (await done("issueCode", { reservationId })).text }
}

/** An hour in, and the gateway has the money for it. */
const paid = async (world: World) => {
  const { done, pass, uuid } = world
  const { id } = await done("admit", { lotId: await opened(world, 1), vehicle: car("B AB 1") })
  pass("PT1H")
  await done("startPayment", { ticket: { id }, gateway: "stripe", method: { _tag: "Card" }, paymentId: uuid(50) })
  return { ticket: { id }, paymentId: uuid(50) }
}

const events = async ({ done, since }: World, ...tags: ReadonlyArray<string>) =>
  (await done("feed", { after: since, limit: 1_000 })).map(({ event }) => event._tag).filter((tag) => tags.includes(tag))

const money: Stories = {
  "fifty webhooks of one payment at once are one payment": async (world) => {
    const { call, done, gateway, pass, uuid } = world
    const ticket = { id: (await done("admit", { lotId: await opened(world, 1), vehicle: car("B AB 1") })).id }
    pass("PT1H")
    gateway.setMood("awaits")
    await done("startPayment", { ticket, gateway: "stripe", method: { _tag: "Card" }, paymentId: uuid(50) })
    const news = gateway.payerPays(uuid(50))
    await Promise.all(Array.from({ length: 50 }, () => call("hear", { paymentId: uuid(50), news })))
    expect(await done("hear", { paymentId: uuid(50), news })).toMatchObject({ _tag: "Captured", captured: euros(400) })
    expect((await done("findTicket", { ticket })).payments).toMatchObject([{ amount: euros(400) }])
    expect(await events(world, "PaymentCaptured", "TicketPaid")).toEqual(["PaymentCaptured", "TicketPaid"])
  },

  "twenty refunds at once give back no more than was taken": async (world) => {
    const { call, done, gateway, uuid } = world
    const { paymentId } = await paid(world)
    const given = { paymentId, amount: euros(150), reason: "the lift was broken", by: clerk }
    const all = await Promise.all(Array.from({ length: 20 }, (_, count) => call("refund", { ...given, refundId: uuid(60 + count) })))
    const made = all.filter(({ ok }) => ok).length
    expect(made).toBeGreaterThan(0)
    expect(gateway.holds()).toBe(400 - made * 150)
    // Who loses a race again and again is told that storage is busy.
    for (const each of all) if (!each.ok) expect(["RefundAboveCaptured", "RefundTooLarge", "StorageUnavailable"]).toContain(each.error._tag)
    for (let count = made; count < 2; count += 1) await done("refund", { ...given, refundId: uuid(80 + count) })
    expect(await call("refund", { ...given, refundId: uuid(90) })).toMatchObject({ ok: false, error: { _tag: "RefundAboveCaptured", refundable: euros(100) } })
    expect(gateway.holds()).toBe(100)
  },

  "a price that rose since it was shown is not taken, and a tariff that is changed changes no stay that runs": async (world) => {
    const { done, pass, refused } = world
    const lotId = await opened(world, 2)
    const ticket = { id: (await done("admit", { lotId, vehicle: car("B AB 1") })).id }
    pass("PT59M")
    const { due: agreed } = await done("quote", { ticket })
    await done("changeTerms", { lotId, terms: { ...terms, tariff: hourly("9.00") } })
    expect(await done("quote", { ticket })).toMatchObject({ due: agreed })
    pass("PT2M")
    expect(await refused("pay", { ticket, method: "card", agreed })).toMatchObject({ _tag: "AmountDiffers", due: euros(800), agreed })
    await done("pay", { ticket, method: "card", agreed: euros(800) })
    const later = { id: (await done("admit", { lotId, vehicle: car("B AB 2") })).id }
    pass("PT1M")
    expect(await done("quote", { ticket: later })).toMatchObject({ due: euros(900) })
  }
}

const vehicles: Stories = {
  "twenty entries of one plate at once are one ticket, which the others are told": async (world) => {
    const { call } = world
    const lotId = await opened(world, 3)
    const all = await Promise.all(Array.from({ length: 20 }, () => call("admit", { lotId, vehicle: car("B AB 1") })))
    const [ticket] = all.flatMap((each) => each.ok ? [each.value] : [])
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    for (const each of all) if (!each.ok) expect(each.error).toMatchObject({ _tag: "AlreadyParked", ticketId: ticket?.id })
  },

  "one plate in two lots has a ticket in each": async (world) => {
    const { done } = world
    const [here, there] = [await opened(world, 1, "Here"), await opened(world, 1, "There")]
    const [first, second] = [await done("admit", { lotId: here, vehicle: car("B AB 1") }), await done("admit", { lotId: there, vehicle: car("B AB 1") })]
    expect(first.id).not.toBe(second.id)
    await done("payOnExit", { ticket: { lotId: here, plate: "BAB1" }, method: "card" })
    expect(await done("findTicket", { ticket: { lotId: there, plate: "BAB1" } })).toMatchObject({ id: second.id, _tag: "Parked", payments: [] })
  },

  "an exit without an entry finds no ticket, and a ticket that is lost costs what the lot says": async (world) => {
    const { done, pass, refused } = world
    const lotId = await opened(world, 1)
    expect(await refused("exit", { ticket: { lotId, plate: "BAB1" } })).toMatchObject({ _tag: "TicketNotFound" })
    const ticket = { id: (await done("admit", { lotId, vehicle: car("B AB 1") })).id }
    pass("PT1H")
    await done("reportLost", { ticket, by: clerk })
    expect(await refused("exit", { ticket })).toMatchObject({ _tag: "BalanceDue", due: euros(2_500) })
    expect(await done("payOnExit", { ticket, method: "cash" })).toMatchObject({ _tag: "Exited" })
  }
}

const places: Stories = {
  "a reservation and who drives in want the last spot at once: one has it": async (world) => {
    const { call, now } = world
    for (let round = 1; round <= 5; round += 1) {
      const lotId = await opened(world, 1)
      const both = await Promise.all([
        call("reserve", { lotId, period: { from: now(), to: now() + hour }, holder, vehicle: car("B AB 1") }),
        call("admit", { lotId, vehicle: car("B AB 2") })
      ])
      expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    }
  },

  "a reservation is cancelled and its code scanned at once: one of both is done": async (world) => {
    const { call, done, uuid } = world
    const lotId = await opened(world, 5)
    for (let round = 1; round <= 5; round += 1) {
      const { reservationId, text } = await booked(world, lotId, `B AB ${round}`)
      const [cancelled, scanned] = await Promise.all([
        call("cancelReservation", { reservationId }),
        call("scanEntry", { text, lotId, scanId: uuid(100 + round), vehicle: car(`B AB ${round}`) })
      ])
      expect([cancelled, scanned].filter(({ ok }) => ok)).toHaveLength(1)
      if (cancelled.ok) expect(cancelled.value).toMatchObject({ _tag: "Cancelled", refunds: [euros(800)] })
      if (cancelled.ok) expect(await done("cancelReservation", { reservationId })).toMatchObject({ refunds: [euros(800)] })
    }
  },

  "a code is good until its time is over, and not at that instant": async (world) => {
    const { done, pass, refused, uuid } = world
    const lotId = await opened(world, 2)
    const [last, late] = [await booked(world, lotId, "B AB 1"), await booked(world, lotId, "B AB 2")]
    pass("PT1H59M59S")
    await done("scanEntry", { text: last.text, lotId, scanId: uuid(61), vehicle: car("B AB 1") })
    pass("PT1S")
    expect(await refused("scanEntry", { text: late.text, lotId, scanId: uuid(62), vehicle: car("B AB 2") })).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "NoLongerValid" } })
  }
}

export const atOnce: Stories = { ...money, ...vehicles, ...places }
