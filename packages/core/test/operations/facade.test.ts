import { Adapter, type Asking, createParkade, may, mayGrant, type Storage } from "@parkade/core/facade"
import { useCases } from "@parkade/core/operations"
import { Journal, StorageUnavailable } from "@parkade/core/ports"
import { Gateway, Keys, Memory } from "@parkade/testing/memory"
import { Effect, Layer } from "effect"
import { afterEach, describe, expect, it } from "vitest"
import { entry } from "../pricing.ts"
import { draftJson, oneSpot, person, reservations, uuid } from "./scene.ts"

const open: Array<{ readonly close: () => Promise<void> }> = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

const storage = () => Adapter.of<Storage>(Memory.layer)
const gateways = () => Adapter.of(Gateway.layer)

/** A host with a clock of its own, in minutes since {@link entry}. */
const host = (more: Partial<Parameters<typeof createParkade>[0]> = {}) => {
  const clock = { minutes: 0 }
  const parkade = createParkade({ storage: storage(), gateways: gateways(), keys: Keys.keys("secret"), now: () => entry + clock.minutes * 60_000, ...more })
  open.push(parkade)
  return { clock, parkade }
}

/** What it came to, which is JSON to the last leaf. */
const value = async <A>(outcome: Promise<{ readonly ok: true; readonly value: A } | { readonly ok: false; readonly error: { readonly message: string } }>): Promise<A> => {
  const given = await outcome
  if (!given.ok) throw new Error(given.error.message)
  expect(JSON.parse(JSON.stringify(given))).toStrictEqual(given)
  return given.value
}

/** Why not: a name, words, and data, and nothing of how it came about. */
const error = async <E extends { readonly _tag: string; readonly message: string }>(outcome: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: E }>): Promise<E> => {
  const given = await outcome
  if (given.ok) throw new Error("expected a refusal")
  expect(JSON.parse(JSON.stringify(given))).toStrictEqual(given)
  const { error } = given
  expect(Object.keys(error)).not.toEqual(expect.arrayContaining(["stack"]))
  expect(Object.keys(error).filter((name) => name.startsWith("~") || name === "cause" || name === "name")).toEqual([])
  expect(error.message.length).toBeGreaterThan(3)
  return error
}

type Draft = Parameters<ReturnType<typeof createParkade>["createLot"]>[0]
const draft = (change: object = {}) => draftJson(change) as Draft
const car = (plate: string) => ({ plate, kind: "car" })
const holder = { _tag: "Person", id: person } as const
const at = (minutes: number) => entry + minutes * 60_000
const rule = (change: object) => ({ kind: "blocking", charge: { amount: "40.00" }, steps: [], disputes: { clock: "stops", most: 1 }, ...change })

describe("a host without Effect", () => {
  it("lets a car in, tells its price, takes the money and lets it out", async () => {
    const { clock, parkade } = host()
    const { lot } = await value(parkade.createLot(draft()))
    const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: car("B-AB 1") }))
    clock.minutes = 61
    const { due } = await value(parkade.quote({ ticket: { id } }))
    expect(due).toEqual({ amount: 200, currency: "EUR" })
    const refusal = await error(parkade.release({ ticket: { id } }))
    expect(refusal).toMatchObject({ _tag: "BalanceDue", due, id })
    const { payment } = await value(parkade.startPayment({ ticket: { id }, gateway: "simulated", method: "card", agreed: due }))
    expect(payment).toMatchObject({ _tag: "Captured", method: { _tag: "Card" } })
    clock.minutes = 70
    expect(await value(parkade.release({ ticket: { lotId: lot.id, plate: "b-ab 1" } }))).toMatchObject({ _tag: "Exited", exitedAt: at(70) })
    expect(await value(parkade.refund({ paymentId: payment.id, reason: "a gift", by: { _tag: "Person", id: person } }))).toMatchObject({ _tag: "Refunded" })
  })

  it("tells elapsed time as it is said, and takes back the terms that it told", async () => {
    const { parkade } = host()
    const said = { exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" }, stayLimit: { longest: "PT12H" }, reservations: reservations(), plateReads: { passWithin: "unseen", orderFor: "PT20S" } }
    const { lot: { id: lotId }, terms: { id: _, ...terms } } = await value(parkade.createLot(draft(said)))
    expect(terms).toMatchObject(said)
    const { id, ...changed } = await value(parkade.changeTerms({ lotId, terms }))
    expect(changed).toEqual(terms)
    const ticket = await value(parkade.admit({ lotId, vehicle: car("B-AB 1") }))
    expect((await value(parkade.quote({ ticket: { id: ticket.id } }))).terms).toEqual({ id, ...terms })
    const { reservation } = await value(parkade.reserve({ lotId, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1") }))
    expect(reservation.terms).toMatchObject({ holdFor: "PT5M", lateStop: "PT10M" })
    const by = { _tag: "Person", id: person } as const
    expect(await value(parkade.openWaitlist({ by, product: "m", places: 1, policy: { offerFor: "PT48H", unused: "last" } }))).toMatchObject({ policy: { offerFor: "PT48H" } })
    const happened = await value(parkade.feed({}))
    expect(happened.flatMap(({ event }) => event._tag === "ReservationHeld" ? [event.terms.holdFor] : [])).toEqual(["PT5M"])
  })

  it("holds money, takes it, gives it up, and judges what is in doubt", async () => {
    const { clock, parkade } = host()
    const by = { _tag: "Person", id: person } as const
    const { layout: { spots: [spot] }, lot } = await value(parkade.createLot({ ...draft(), by }))
    const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: car("B-AB 1") }))
    clock.minutes = 61
    const card = { ticket: { id }, gateway: "simulated", method: { _tag: "Card" }, capture: "later" } as const
    const { payment: first } = await value(parkade.startPayment(card))
    expect(first).toMatchObject({ _tag: "Authorised" })
    expect(await value(parkade.voidPayment({ paymentId: first.id, by }))).toMatchObject({ _tag: "Cancelled" })
    const { payment: { id: paymentId } } = await value(parkade.startPayment(card))
    expect(await value(parkade.capturePayment({ paymentId }))).toMatchObject({ _tag: "Captured" })
    await value(parkade.hear({ paymentId, news: { _tag: "Failed", reason: "a late refusal", retry: false } }))
    const verdict = { _tag: "Captured", amount: { amount: 200, currency: "EUR" }, reference: "r" } as const
    expect(await value(parkade.judgePayment({ paymentId, verdict, note: "looked it up", by }))).toMatchObject({ _tag: "Captured" })
    expect(await error(parkade.judgeRefund({ paymentId, refundId: uuid(7), verdict: { _tag: "Failed", because: "came back" }, note: "asked", by }))).toMatchObject({ _tag: "NoSuchRefund" })
    await value(parkade.release({ ticket: { id } }))
    await value(parkade.setOutages({ by, lotId: lot.id, spotId: spot?.id ?? "", outages: [{ reason: "cleaning", from: at(0) }] }))
    expect(await value(parkade.availability({ lotId: lot.id }))).toMatchObject({ free: 1, outOfService: 1 })
    expect(await value(parkade.sweepExpired({}))).toEqual({ mandates: [], programmes: [], coupons: [] })
    const trail = await value(parkade.auditTrail({ limit: 100 }))
    expect(trail.map(({ entry }) => entry.action)).toEqual(expect.arrayContaining(["lot.create", "payment.void", "payment.judge", "spot.set-status"]))
  })

  it("reserves what recurs, renews a pass, and ends the series", async () => {
    const { clock, parkade } = host()
    const { lot } = await value(parkade.createLot(draft({ zones: oneSpot, reservations: reservations() })))
    const series = { every: { _tag: "Week", step: 1, on: ["mon"] }, from: "12:00", to: "14:00", start: "2026-06-01", end: { _tag: "Count", count: 3 }, except: [], moved: [] } as const
    const { made, seriesId } = await value(parkade.reserveSeries({ lotId: lot.id, holder, vehicle: car("R 1"), series }))
    expect(made.map(({ date }) => date)).toEqual(["2026-06-01", "2026-06-08", "2026-06-15"])
    expect(await error(parkade.reserveSeries({ lotId: lot.id, holder, vehicle: car("R 2"), series }))).toMatchObject({ _tag: "SeriesRefused", refused: [{ date: "2026-06-01", reason: "AllHeld" }, {}, {}] })
    clock.minutes = 1
    expect((await value(parkade.cancelSeries({ seriesId }))).cancelled).toHaveLength(3)
    const product = { code: "m", label: "Month", fee: "60", period: { every: "month" }, proration: "daily", currency: "EUR", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } } as const
    const terms = { product, zone: "Europe/Berlin", lots: [lot.id], vehicles: 1, places: 1, antiPassback: "hard", suspension: "extends", cancellation: { refund: "unused" } } as const
    const { id: passId } = await value(parkade.requestPass({ holder, terms, vehicles: ["r 1"], from: "2026-06-01" }))
    const card = { passId, gateway: "simulated", method: { _tag: "Card" } } as const
    for (const renewing of [{}, { renewFrom: "2026-07-01" }]) expect((await value(parkade.startPayment({ ...card, ...renewing }))).payment).toMatchObject({ _tag: "Captured", ...renewing })
  })

  it("reserves, and scans a code in and out", async () => {
    const { clock, parkade } = host()
    const { lot } = await value(parkade.createLot(draft({ zones: oneSpot, reservations: reservations() })))
    const { reservation } = await value(parkade.reserve({ lotId: lot.id, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1") }))
    await value(parkade.payReservation({ reservationId: reservation.id, method: "card" }))
    const { text } = await value(parkade.issueCode({ reservationId: reservation.id }))
    clock.minutes = 60
    await value(parkade.scanEntry({ text, lotId: lot.id, scanId: uuid(1), vehicle: car("R 1") }))
    clock.minutes = 120
    expect(await value(parkade.scanExit({ text, lotId: lot.id, scanId: uuid(2) }))).toMatchObject({ _tag: "Exited" })
    expect(await error(parkade.scanExit({ text, lotId: lot.id, scanId: uuid(3) }))).toMatchObject({ _tag: "CodeRefused", reason: { _tag: "ExitedAlready" } })
    expect(await value(parkade.reconcilePayments({}))).toBe(0)
  })

  it.each(Object.keys(useCases))("%s takes plain values, and tells what is wrong with others", async (name) => {
    const { parkade } = host()
    const method = Reflect.get(parkade, name) as (input: unknown) => Promise<{ readonly ok: boolean; readonly error?: { readonly _tag: string; readonly message: string; readonly issues?: ReadonlyArray<{ readonly path: string; readonly message: string }> } }>
    for (const wrong of [undefined, null, 7, "text", [], () => 1]) {
      const refused = await method(wrong)
      expect(refused).toMatchObject({ ok: false, error: { _tag: "InvalidInput" } })
      expect(JSON.parse(JSON.stringify(refused))).toStrictEqual(refused)
    }
    const given = await method({ by: { _tag: "Nobody" }, limit: "many", lotId: 1 })
    expect(given).toMatchObject({ ok: false, error: { _tag: "InvalidInput" } })
    for (const { message, path } of given.error?.issues ?? []) {
      expect(path).not.toBe("")
      expect(message).toMatch(/expected|missing|required/i)
    }
  })

  it("is told every place that is wrong", async () => {
    const { parkade } = host()
    const { issues, message } = await error(parkade.admit({ lotId: "here", vehicle: { plate: "", kind: "car" }, until: 0.5 })) as { readonly issues: ReadonlyArray<{ readonly path: string }>; readonly message: string }
    expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining(["lotId", "until"]))
    expect(issues.some(({ path }) => path.startsWith("vehicle"))).toBe(true)
    expect(message).toContain("lotId: ")
  })

  it("is told what happened, in the audit log, by its own name", async () => {
    const { clock, parkade } = host()
    const { lot: { id: lotId } } = await value(parkade.createLot(draft({ reservations: reservations(), stayLimit: { longest: "PT3H" } })))
    const names = async () => (await value(parkade.auditTrail({ limit: 100 }))).flatMap(({ entry: { action, by, events } }) => action === "lot.create" ? [] : [`${action} ${by._tag === "Routine" ? by.name : "person"}: ${events.join()}`])
    const by = holder
    const { reservation } = await value(parkade.reserve({ lotId, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1"), by }))
    const { id } = await value(parkade.admit({ lotId, vehicle: car("B 1"), by }))
    await value(parkade.pay({ ticket: { id }, method: "card", by }))
    clock.minutes = 30
    await value(parkade.sweepReservations({}))
    await value(parkade.sweepStays({ lotId }))
    clock.minutes = 200
    await value(parkade.sweepStays({ lotId }))
    expect(reservation._tag).toBe("Held")
    expect(await names()).toEqual([
      "reservation.make person: ReservationHeld",
      "ticket.admit person: TicketAdmitted",
      "ticket.pay person: TicketPaid",
      "ticket.pay person: PaymentIntended,PaymentCaptured",
      "reservation.expire reservations: ReservationExpired",
      "ticket.reopen stays: TicketReopened",
      "ticket.mark-overstay stays: TicketOverstayed"
    ])
  })

  it("has what is agreed and issued in the audit log by its own name", async () => {
    const { clock, parkade } = host()
    const by = holder
    const validation = { type: "amount", off: "1.00", code: "x" } as const
    const { id: programmeId } = await value(parkade.agreeProgramme({ partnerId: uuid(9), name: "Bakery", zone: "Europe/Berlin", period: { from: 0 }, limits: {}, offers: [{ code: "one", validation }], by }))
    const { id: couponId } = await value(parkade.issueCoupon({ limits: { uses: 1 }, period: { from: 0 }, validation, by }))
    await value(parkade.revokeCoupon({ couponId, by, reason: "leaked" }))
    await value(parkade.revokeProgramme({ programmeId, by, reason: "closed" }))
    const { id: waitlistId } = await value(parkade.openWaitlist({ product: "monthly", policy: { offerFor: "PT1H", unused: "removed" }, places: 1, by }))
    for (const entryId of [uuid(1), uuid(2), uuid(3)]) await value(parkade.joinWaitlist({ waitlistId, personId: entryId, entryId, by }))
    await value(parkade.acceptOffer({ waitlistId, entryId: uuid(1), by }))
    await value(parkade.withdrawFromWaitlist({ waitlistId, entryId: uuid(3), by }))
    await value(parkade.freePlace({ waitlistId, entryId: uuid(1), by }))
    clock.minutes = 120
    await value(parkade.sweepOffers({}))
    const trail = await value(parkade.auditTrail({ limit: 100 }))
    expect(trail.map(({ entry: { action } }) => action)).toEqual([
      "programme.agree", "coupon.issue", "coupon.revoke", "programme.revoke",
      "waitlist.open", "waitlist.join", "waitlist.join", "waitlist.join", "waitlist.answer", "waitlist.leave", "waitlist.free-place", "waitlist.lapse"
    ])
  })

  it("writes what its terms charge as its tariff does, and is told what nobody can pay", async () => {
    const { parkade } = host()
    const told = async (change: object) => (await error(parkade.createLot(draft(change)))).message
    const whole = (path: string, found: string) => `${path}: expected a multiple of 0.01, the smallest amount of EUR, found "${found}"`
    expect(await told({ penalties: [rule({ charge: { amount: "40.005" } })] })).toBe(whole("penalties.0.charge.amount", "40.005"))
    expect(await told({ penalties: [rule({}), rule({ reduced: { within: "PT1H", by: { amount: "1/3" } } })] })).toBe(whole("penalties.1.reduced.by.amount", "1/3"))
    expect(await told({ penalties: [rule({ steps: [{ type: "increase", after: "PT1H", by: { amount: "0.001" } }] })] })).toBe(whole("penalties.0.steps.0.by.amount", "0.001"))
    expect(await told({ penalties: [rule({ charge: { amount: "90071992547409.92" } })] })).toBe(whole("penalties.0.charge.amount", "90071992547409.92"))
    expect(await told({ reservations: reservations({ modification: { notice: "PT1H", fee: "0.999" } }) })).toBe(whole("reservations.modification.fee", "0.999"))
    expect(await told({ penalties: [rule({ charge: { amount: 40 } })] })).toBe('penalties.0.charge.amount: expected an amount in major units such as "1.50" or "7/120", found 40: write "40", numbers are texts so that they are exact')
    const { lot, terms } = await value(parkade.createLot(draft({ penalties: [rule({ reduced: { within: "PT1H", by: { amount: "12.50" } } })] })))
    expect(terms.penalties?.[0]?.charge).toEqual({ amount: "40.00" })
    const by = { _tag: "Person", id: person } as const
    const { id: violationId } = await value(parkade.reportViolation({ kind: "blocking", severity: "minor", lotId: lot.id, plate: "b-ab 1", by }))
    expect(await value(parkade.confirmViolation({ violationId, by }))).toMatchObject({ penalty: { amount: { amount: 4_000, currency: "EUR" }, reduced: { amount: { amount: 2_750, currency: "EUR" } } } })
  })

  it("asks who may do what with what it was told", async () => {
    const { parkade } = host()
    const by = { _tag: "Routine", name: "desk" } as const
    const { lot: { id: lotId } } = await value(parkade.createLot(draft()))
    const { id: operatorId } = await value(parkade.openOperator({ name: "Ours", by }))
    const { id } = await value(parkade.registerPerson({ name: "Ben", email: "ben@example.com" }))
    const person = await value(parkade.grantRole({ personId: id, grant: { role: "staff", operatorId, lotIds: [lotId] }, by }))
    const ben: Asking = { party: { _tag: "Person", id }, grants: "grants" in person ? person.grants : [] }
    expect(may(ben, "ticket.void", { operatorId, lotId })).toEqual({ ok: true, value: { role: "staff", scope: "lot" } })
    const elsewhere = await error(Promise.resolve(may(ben, "ticket.void", { operatorId, lotId: uuid(1) })))
    expect(elsewhere).toMatchObject({ _tag: "Denied", action: "ticket.void", reason: "other-lot" })
    expect(mayGrant(ben, { role: "staff", operatorId })).toMatchObject({ ok: false, error: { _tag: "Denied", reason: "no-role" } })
  })

  it("lists what somebody has, page by page", async () => {
    const { clock, parkade } = host()
    const { lot: { id: lotId } } = await value(parkade.createLot(draft({ reservations: reservations() })))
    const made = []
    for (const from of [60, 240]) made.push((await value(parkade.reserve({ lotId, period: { from: at(from), to: at(from + 60) }, holder, vehicle: car("R 1") }))).reservation)
    await value(parkade.reserve({ lotId, period: { from: at(60), to: at(120) }, holder: { _tag: "Person", id: uuid(0xe1) }, vehicle: car("R 2") }))
    const [first, second] = made
    const of = { personId: holder.id }
    expect(await value(parkade.listReservations({ of }))).toEqual(made)
    expect(await value(parkade.listReservations({ of, limit: 1 }))).toEqual([first])
    expect(await value(parkade.listReservations({ of, after: first?.id ?? "", limit: 1 }))).toEqual([second])
    expect(await value(parkade.listReservations({ of: { lotId } }))).toHaveLength(3)
    const subject = { _tag: "Reservation", reservationId: first?.id ?? "" } as const
    expect(await value(parkade.listPayments({ for: subject }))).toEqual([])
    const { payment } = await value(parkade.startPayment({ reservationId: subject.reservationId, gateway: "simulated", method: "card" }))
    expect(await value(parkade.listPayments({ for: subject }))).toEqual([payment])
    const ticket = await value(parkade.admit({ lotId, vehicle: car("T 1"), personId: holder.id, until: at(30) }))
    for (const whose of [of, { lotId }]) expect(await value(parkade.listTickets({ of: whose }))).toEqual([ticket])
    clock.minutes = 1
    await value(parkade.release({ ticket: { id: ticket.id }, waive: { by: { _tag: "Person", id: person }, reason: "test" } }))
    expect([await value(parkade.listTickets({ of })), await value(parkade.listTickets({ of: { lotId } }))]).toMatchObject([[{ _tag: "Exited" }], []])
    expect(await value(parkade.listPasses({ of }))).toEqual([])
    expect(await error(parkade.listPasses({ of, after: "yesterday" }))).toMatchObject({ _tag: "InvalidInput" })
  })

  it("finds again what it knows the id of", async () => {
    const { clock, parkade } = host()
    const created = await value(parkade.createLot(draft({ zones: oneSpot, reservations: reservations(), penalties: [rule({ reduced: { within: "PT1H", by: { amount: "12.50" } } })] })))
    const { lot: { id: lotId } } = created
    expect(await value(parkade.findLot({ lotId }))).toEqual(created)
    const made = await value(parkade.reserve({ lotId, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1") }))
    const reservationId = made.reservation.id
    expect(await value(parkade.findReservation({ reservationId }))).toEqual(made)
    const { payment } = await value(parkade.startPayment({ reservationId, gateway: "simulated", method: "card" }))
    expect(await value(parkade.findPayment({ paymentId: payment.id }))).toEqual(payment)
    const by = { _tag: "Person", id: person } as const
    const { id: violationId } = await value(parkade.reportViolation({ kind: "blocking", severity: "minor", lotId, plate: "B-AB 1", by }))
    expect(Object.keys(await value(parkade.findViolation({ violationId })))).toEqual(["violation"])
    await value(parkade.confirmViolation({ violationId, by }))
    expect(await value(parkade.findViolation({ violationId }))).toMatchObject({ violation: { _tag: "Confirmed" }, due: { amount: 2_750, currency: "EUR" } })
    clock.minutes = 61
    expect(await value(parkade.findViolation({ violationId }))).toMatchObject({ due: { amount: 4_000, currency: "EUR" } })
    await value(parkade.disputeViolation({ violationId, by: { _tag: "Person", id: uuid(0xd1) }, reason: "not me" }))
    expect(Object.keys(await value(parkade.findViolation({ violationId })))).toEqual(["violation"])
    for (const refused of [parkade.findReservation({ reservationId: uuid(1) }), parkade.findPass({ passId: uuid(1) }), parkade.findPayment({ paymentId: uuid(1) }), parkade.findViolation({ violationId: uuid(1) })]) {
      expect(await error<{ readonly _tag: string; readonly message: string }>(refused)).toMatchObject({ _tag: "NotBegun" })
    }
    expect(await error(parkade.findLot({ lotId: uuid(1) }))).toMatchObject({ _tag: "LotNotFound" })
  })

  it.each(["", "x".repeat(201), "\ud800"])("cannot store a reason such as %j", async (reason) => {
    const { parkade } = host()
    const refused = await error(parkade.refund({ paymentId: uuid(1), reason, by: { _tag: "Person", id: person } })) as { readonly issues: ReadonlyArray<{ readonly path: string }> }
    expect(refused.issues.map(({ path }) => path)).toEqual(["reason"])
  })

  it("without a gateway is told that none took the money", async () => {
    const { clock, parkade } = host({ gateways: undefined } as object)
    const { lot } = await value(parkade.createLot(draft()))
    const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: car("B-AB 1") }))
    clock.minutes = 61
    const { payment } = await value(parkade.startPayment({ ticket: { id }, gateway: "simulated", method: { _tag: "Card" } }))
    expect(payment).toMatchObject({ _tag: "Failed", retry: true })
  })

  it("without keys is told so when it asks for a code", async () => {
    const { parkade } = host({ keys: undefined } as object)
    const { lot } = await value(parkade.createLot(draft({ reservations: reservations() })))
    const { reservation } = await value(parkade.reserve({ lotId: lot.id, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1") }))
    await value(parkade.payReservation({ reservationId: reservation.id, method: "card" }))
    await expect(parkade.issueCode({ reservationId: reservation.id })).rejects.toThrow("no keys")
  })

  it("signs with keys that take their time", async () => {
    const { sign, verify } = Keys.keys("secret")
    const later = <A>(answer: A) => new Promise<A>((resolve) => setTimeout(() => resolve(answer), 5))
    const { clock, parkade } = host({ keys: { sign: (bytes) => later(sign(bytes)), verify: (bytes, signature) => later(verify(bytes, signature)) } })
    const { lot } = await value(parkade.createLot(draft({ reservations: reservations() })))
    const { reservation } = await value(parkade.reserve({ lotId: lot.id, period: { from: at(60), to: at(180) }, holder, vehicle: car("R 1") }))
    await value(parkade.payReservation({ reservationId: reservation.id, method: "card" }))
    const { text } = await value(parkade.issueCode({ reservationId: reservation.id }))
    clock.minutes = 60
    expect((await error(parkade.scanEntry({ text: `${text.slice(0, -4)}AAAA`, lotId: lot.id, scanId: uuid(1), vehicle: car("R 1") })))._tag).toMatch(/CodeForged|NotACode/)
    await value(parkade.scanEntry({ text, lotId: lot.id, scanId: uuid(1), vehicle: car("R 1") }))
  })

  it("is told of storage that is away, and throws nothing", async () => {
    const away = Layer.effect(Journal, Effect.map(Journal, (real) => ({ ...real, commit: () => Effect.fail(new StorageUnavailable({ reason: "unreachable" })) })))
    const { parkade } = host({ storage: Adapter.of<Storage>(Layer.merge(Memory.layer, Layer.provide(away, Memory.layer))) })
    const { lot } = await value(parkade.createLot(draft()))
    const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: car("B-AB 1") }))
    expect(await error(parkade.voidTicket({ ticket: { id }, by: { _tag: "Person", id: person }, reason: "by mistake" }))).toMatchObject({ _tag: "StorageUnavailable", reason: "unreachable" })
  })

  it("reads the machine's clock unless it has another", async () => {
    const parkade = createParkade({ storage: storage() })
    open.push(parkade)
    const before = Date.now()
    const { lot } = await value(parkade.createLot(draft()))
    const { enteredAt } = await value(parkade.admit({ lotId: lot.id, vehicle: car("B-AB 1") }))
    expect(enteredAt).toBeGreaterThanOrEqual(before)
    expect(enteredAt).toBeLessThanOrEqual(Date.now())
  })
})
