/**
 * A platform for operators, their staff and drivers: facilities of zones and spots, bookings ahead and drive-ins, slab
 * prices with free minutes, overstays, passes, payments by several providers, violations with disputes.
 */
import { Policy } from "@parkade/core/account"
import { Lot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Result } from "effect"
import { expect } from "vitest"
import { car, clerk, someone, spots, type Stories, tariff, type World } from "./World.ts"

const hour = 3_600_000
const dollars = (amount: number) => ({ amount, currency: "USD" })
const driver = someone(0xd1)
const digest = "0".repeat(64)

/** 5 up to an hour, 12 up to three, 20 up to six, 30 beyond; ten minutes are free; members pay nothing. */
const slabs = tariff({
  type: "subscription",
  pass: "monthly",
  covers: {},
  rest: {
    type: "slab",
    mode: "ladder",
    brackets: [{ upTo: "PT10M", price: "0" }, { upTo: "PT1H", price: "5" }, { upTo: "PT3H", price: "12" }, { upTo: "PT6H", price: "20" }],
    beyond: { type: "flat", price: "30" }
  }
})

const mall = {
  name: "City Mall",
  type: "mall",
  timeZone: "America/New_York",
  coordinates: { latitude: 40.75, longitude: -73.99 },
  tariff: slabs,
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" as const },
  stayLimit: { longest: "PT8H" },
  fees: [{ kind: "overstay" as const, label: "overstay", charge: { amount: "15.00" }, stay: "added" as const, tax: "0" }],
  penalties: [{
    kind: "wrong-spot-type",
    charge: { amount: "40.00" },
    reduced: { within: "PT336H", by: { percent: "50" } },
    steps: [{ type: "increase" as const, after: "PT672H", by: { amount: "20.00" } }],
    disputes: { clock: "stops" as const, most: 1 }
  }],
  reservations: {
    holdFor: "PT15M",
    accepts: ["Payment" as const],
    earlyArrival: "PT10M",
    lateStop: "PT10M",
    cancellation: { steps: [{ notice: "PT1H", percent: "100" }], otherwise: "0" },
    bookedAt: "hold" as const,
    noShow: { refund: { steps: [], otherwise: "0" } },
    modification: { notice: "PT0S" },
    extension: "allowed" as const,
    overtime: { as: "whole" as const },
    unused: { refund: "none" as const }
  },
  zones: [
    { name: "Ground", level: 0, spots: [{ label: "S1", size: "small" as const }, ...spots(2)] },
    { name: "Upper", level: 1, spots: [{ label: "L1", size: "large" as const }, { label: "X1", size: "extra-large" as const }] },
    { name: "Chargers", within: "Upper", spots: [{ label: "E1", size: "medium" as const, features: ["ev" as const] }, { label: "H1", size: "medium" as const, features: ["accessible" as const] }] }
  ]
}

const opened = ({ done }: World) => done("createLot", mall)
const holder = { _tag: "Person", id: driver } as const

export const platformWithRoles: Stories = {
  "people have roles, and what each may do is one question": async (world) => {
    const { done, refused, salt, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const admin = { _tag: "Person", id: uuid(0xad) } as const
    const driver = uuid(0xd1)
    const person = await done("registerPerson", { personId: driver, email: `Dana${salt}@Example.com`, name: "Dana" })
    expect(person).toMatchObject({ id: driver })
    expect(await refused("registerPerson", { email: `dana${salt}@example.com`, name: "Another" })).toMatchObject({ _tag: "EmailTaken" })
    const staff = await done("invitePerson", { personId: uuid(0x5a), email: `sam${salt}@example.com`, grants: [{ role: "staff", lotIds: [lotId] }], expiresAt: world.now() + 24 * hour, by: admin })
    await done("joinPerson", { personId: staff.id, name: "Sam" })
    const sam = { party: { _tag: "Person", id: Party.PersonId.make(staff.id) }, grants: [{ role: "staff", lotIds: [Lot.LotId.make(lotId)] }] } as const
    const dana = { party: { _tag: "Person", id: Party.PersonId.make(driver) }, grants: [{ role: "driver" }] } as const
    const here = { lotId: Lot.LotId.make(lotId) }
    const may = (...asked: Parameters<typeof Policy.may>) => Result.isSuccess(Policy.may(...asked))
    expect([may(sam, "ticket.void", here), may(sam, "tariff.publish", here), may(dana, "ticket.void", here)]).toEqual([true, false, false])
    expect([may(dana, "reservation.make", { ...here, ownedBy: dana.party }), may({ grants: [] }, "quote.make", here), may({ grants: [] }, "ticket.admit", here)]).toEqual([true, true, false])
  },

  "vehicles of all kinds are registered, and one plate has one owner that was checked": async (world) => {
    const { done, refused, salt, uuid } = world
    const [dana, eve] = [uuid(0xd1), uuid(0xd2)]
    const plate = `NY-${salt}`
    for (const [personId, name] of [[dana, "dana"], [eve, "eve"]] as const) await done("registerPerson", { personId, email: `${name}${salt}@example.com`, name: "A driver" })
    const [hers, theirs] = [await done("registerVehicle", { personId: dana, vehicle: car(plate, "electric-car") }), await done("registerVehicle", { personId: eve, vehicle: car(plate.toLowerCase()) })]
    await done("addVehicleDocument", { ownedVehicleId: hers.id, by: { _tag: "Person", id: dana }, document: { id: uuid(0xf0), kind: "registration", digest, mediaType: "image/png" } })
    expect(await done("verifyVehicle", { ownedVehicleId: hers.id, by: clerk, basis: "document" })).toMatchObject({ _tag: "Verified", vehicle: { kind: "electric-car" } })
    expect(await refused("verifyVehicle", { ownedVehicleId: theirs.id, by: clerk, basis: "seen" })).toMatchObject({ _tag: "PlateOwnedByAnother" })
  },

  "whatever drives in is put where it fits, and nothing reserved is taken by who did not ask": async (world) => {
    const { done, refused } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const label = (spotId: string) => layout.spots.find(({ id }) => id === spotId)?.label
    const put = async (plate: string, kind: string, more: object = {}) => label((await done("admit", { lotId, vehicle: car(plate, kind), ...more })).spotId)
    expect(await put("M1", "motorcycle")).toBe("S1")
    expect(await put("C1", "car")).toBe("1")
    expect(await put("B1", "bus")).toBe("X1")
    expect(await put("V1", "suv")).toBe("L1")
    expect(await put("E1", "electric-car", { needs: ["ev"] })).toBe("E1")
    expect(await put("C2", "car")).toBe("2")
    expect(await refused("admit", { lotId, vehicle: car("C3") })).toMatchObject({ _tag: "NothingFits", free: 1 })
    expect(await put("H1", "car", { needs: ["accessible"] })).toBe("H1")
    expect(await refused("admit", { lotId, vehicle: car("C3") })).toMatchObject({ _tag: "LotFull" })
    expect(await done("availability", { lotId })).toMatchObject({ total: 7, free: 0, zones: [{ name: "Ground", free: 0 }, { name: "Upper", free: 0 }, { name: "Chargers", free: 0 }] })
  },

  "slabs: 5 up to an hour, 12 up to three, 20 up to six, 30 beyond, ten minutes free": async (world) => {
    const { done, pass } = world
    const { lot: { id: lotId } } = await opened(world)
    for (const [time, cents] of [["PT10M", 0], ["PT10M1S", 500], ["PT1H", 500], ["PT1H1S", 1_200], ["PT3H", 1_200], ["PT6H", 2_000], ["PT6H1S", 3_000], ["PT7H59M59S", 3_000]] as const) {
      const { id } = await done("admit", { lotId, vehicle: car("NY 1") })
      pass(time)
      expect([time, (await done("quote", { ticket: { id } })).due.amount]).toEqual([time, cents])
      await done("payOnExit", { ticket: { id }, method: "cash" })
    }
  },

  "who overstays pays for it, and it is on record": async (world) => {
    const { done, pass } = world
    const { lot: { id: lotId } } = await opened(world)
    const { id } = await done("admit", { lotId, vehicle: car("NY 1") })
    pass("PT8H")
    expect(await done("sweepStays", { lotId })).toMatchObject([{ id, overstay: { since: world.now() } }])
    expect(await done("sweepStays", { lotId })).toEqual([])
    expect(await done("quote", { ticket: { id } })).toMatchObject({ due: dollars(4_500) })
    expect(await done("detectOverstays", { lotId })).toMatchObject([{ kind: "overstay", ticketId: id }])
    expect(await done("detectOverstays", { lotId })).toEqual([])
    await done("payOnExit", { ticket: { id }, method: "card" })
  },

  "twenty book the same spot at once, and one has it": async (world) => {
    const { call, now } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const spotId = layout.spots[1]?.id
    const period = { from: now() + hour, to: now() + 3 * hour }
    const all = await Promise.all(Array.from({ length: 20 }, (_, count) => call("reserve", { lotId, spotId, period, holder, vehicle: car(`NY ${count}`) })))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect(new Set(all.flatMap((each) => each.ok ? [] : [each.error._tag]))).toEqual(new Set(["SpotTaken"]))
  },

  "a booking is paid, extended, and checked in; the spot is nobody else's meanwhile": async (world) => {
    const { done, now, pass, refused } = world
    const { layout, lot: { id: lotId } } = await opened(world)
    const spotId = layout.spots[1]?.id ?? ""
    const from = now() + hour
    const { reservation: { id: reservationId } } = await done("reserve", { lotId, spotId, period: { from, to: from + hour }, holder, vehicle: car("NY 1") })
    expect(await done("payReservation", { reservationId, method: "card" })).toMatchObject({ _tag: "Confirmed", price: dollars(500) })
    expect(await done("extendReservation", { reservationId, to: from + 3 * hour, method: "card" })).toMatchObject({ price: dollars(1_200) })
    expect(await done("availability", { lotId })).toMatchObject({ reservedSoon: 1 })
    pass("PT55M")
    const other = await done("admit", { lotId, vehicle: car("NY 2") })
    expect(other.spotId).not.toBe(spotId)
    expect(await refused("checkIn", { lotId, reservationId, vehicle: car("NY 9") })).toMatchObject({ _tag: expect.any(String) })
    const ticket = await done("checkIn", { lotId, reservationId, vehicle: car("NY 1") })
    expect(ticket).toMatchObject({ spotId })
    pass("PT2H")
    expect(await done("release", { ticket: { id: ticket.id } })).toMatchObject({ _tag: "Exited" })
  },

  "members drive in and out on a pass until it ends": async (world) => {
    const { done, pass, refused } = world
    const { lot: { id: lotId } } = await opened(world)
    const { id: passId } = await done("requestPass", {
      holder,
      vehicles: ["NY1"],
      from: "2026-06-01",
      terms: {
        product: { code: "monthly", label: "Monthly pass", fee: "120.00", period: { days: 30 }, proration: "none", currency: "USD", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } },
        zone: "America/New_York",
        lots: [lotId],
        vehicles: 1,
        places: 1,
        antiPassback: "hard",
        suspension: "extends",
        cancellation: { refund: "none" }
      }
    })
    expect(await refused("enterOnPass", { lotId, passId, vehicle: car("NY 1") })).toMatchObject({ _tag: "WrongState" })
    await done("payPass", { passId, method: "upi" })
    const ticket = await done("enterOnPass", { lotId, passId, vehicle: car("NY 1") })
    pass("PT7H")
    expect(await done("quote", { ticket: { id: ticket.id } })).toMatchObject({ due: dollars(0) })
    await done("release", { ticket: { id: ticket.id } })
    pass("PT744H")
    expect(await refused("enterOnPass", { lotId, passId, vehicle: car("NY 1") })).toMatchObject({ _tag: expect.any(String) })
    expect(await done("sweepPasses", {})).toContainEqual(expect.objectContaining({ id: passId }))
    expect((await done("revenueReport", { lotId, from: 0, to: world.now() + 1 })).earned).toEqual([{ source: "pass", amount: dollars(12_000) }])
  },

  "money by cash, UPI, a wallet, and two gateways": async (world) => {
    const { done, gateway, pass } = world
    const { lot: { id: lotId } } = await opened(world)
    const parked = async (plate: string) => {
      const { id } = await done("admit", { lotId, vehicle: car(plate) })
      pass("PT30M")
      return { id }
    }
    for (const method of ["cash", "upi", "wallet"]) await done("payOnExit", { ticket: await parked(`NY ${method}`), method })
    for (const [name, method] of [["stripe", { _tag: "Card" }], ["razorpay", { _tag: "Upi" }]] as const) {
      const ticket = await parked(`NY ${name}`)
      const { payment } = await done("startPayment", { ticket, gateway: name, method })
      expect(payment).toMatchObject({ _tag: "Captured", gateway: name, captured: dollars(500) })
      await done("release", { ticket })
    }
    expect(gateway.holds()).toBe(1_000)
    expect(await done("revenueReport", { lotId, from: 0, to: world.now() + 1 })).toMatchObject({ earned: [{ source: "stay", amount: dollars(2_500) }] })
  },

  "a refund is made once, however often it is said, and is due again while the vehicle is there": async (world) => {
    const { done, gateway, pass, refused, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const { id } = await done("admit", { lotId, vehicle: car("NY 1") })
    pass("PT30M")
    await done("startPayment", { ticket: { id }, gateway: "stripe", method: { _tag: "Card" }, paymentId: uuid(50) })
    const back = { paymentId: uuid(50), reason: "the wrong ticket", by: clerk, refundId: uuid(60), amount: dollars(500) }
    for (const _ of [1, 2, 3]) expect(await done("refund", back)).toMatchObject({ refunds: [{ amount: dollars(500) }] })
    expect(gateway.holds()).toBe(0)
    expect(await refused("refund", { ...back, refundId: uuid(61), amount: dollars(1) })).toMatchObject({ _tag: "RefundAboveCaptured" })
    expect(await refused("release", { ticket: { id } })).toMatchObject({ _tag: "BalanceDue", due: dollars(500) })
    await done("payOnExit", { ticket: { id }, method: "cash" })
  },

  "a refund of a stay that is over is given away, and what it earned is written off": async (world) => {
    const { done, gateway, pass, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const { id } = await done("admit", { lotId, vehicle: car("NY 1") })
    pass("PT30M")
    await done("startPayment", { ticket: { id }, gateway: "razorpay", method: { _tag: "Upi" }, paymentId: uuid(50) })
    await done("release", { ticket: { id } })
    for (const _ of [1, 2]) await done("refund", { paymentId: uuid(50), reason: "the lift was broken", by: clerk, refundId: uuid(60) })
    expect(gateway.holds()).toBe(0)
    expect(await done("revenueReport", { lotId, from: 0, to: world.now() + 1 })).toMatchObject({ earned: [{ source: "stay", amount: dollars(500) }], writtenOff: [dollars(500)] })
  },

  "a violation: reported with a photo, confirmed, disputed, upheld, paid": async (world) => {
    const { done, now, pass, refused, uuid } = world
    const { lot: { id: lotId } } = await opened(world)
    const evidence = [{ id: uuid(0xe1), kind: "photo" as const, takenAt: now(), digest, mediaType: "image/jpeg", by: clerk }]
    const report = { by: clerk, kind: "wrong-spot-type", severity: "minor" as const, lotId, plate: "NY1", evidence }
    const { id: violationId } = await done("reportViolation", report)
    expect(await refused("payViolation", { violationId, method: "card" })).toMatchObject({ _tag: "NothingDue" })
    expect(await done("confirmViolation", { violationId, by: clerk })).toMatchObject({ _tag: "Confirmed", penalty: { amount: dollars(4_000) } })
    expect(await done("disputeViolation", { violationId, by: holder, reason: "the sign was covered" })).toMatchObject({ _tag: "Disputed" })
    pass("PT48H")
    const judge = { _tag: "Person", id: uuid(0x10d9e) } as const
    expect(await done("decideDispute", { violationId, by: judge, reason: "the sign is seen on the photo", decision: { _tag: "Uphold" } })).toMatchObject({ _tag: "Confirmed" })
    expect(await done("payViolation", { violationId, method: "card" })).toMatchObject({ _tag: "Resolved", paid: { amount: dollars(2_000) } })
    const { id: second } = await done("reportViolation", report)
    await done("confirmViolation", { violationId: second, by: clerk })
    expect(await done("waiveViolation", { violationId: second, by: judge, reason: "first time", authority: "goodwill" })).toMatchObject({ _tag: "Waived" })
    expect((await done("revenueReport", { lotId, from: 0, to: now() + 1 })).earned).toEqual([{ source: "violation", amount: dollars(2_000) }])
  }
}
