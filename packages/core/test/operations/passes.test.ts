import { Ids } from "@parkade/core/lifecycle"
import { type Lot, Plate } from "@parkade/core/lot"
import { acceptOffer, addPassVehicle, cancelPass, declineOffer, enterOnPass, exit, freePlace, hear, joinWaitlist, openWaitlist, payPass, quote, reconcilePayments, refund, release, removePassVehicle, renewPass, requestPass, resumePass, startPayment, suspendPass, sweepOffers, sweepPasses, voidTicket, withdrawFromWaitlist } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { PassTerms, Waitlist } from "@parkade/core/pass"
import { Journal } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Gateway } from "@parkade/testing/memory"
import { Effect, Result, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { tariffJson } from "../pricing.ts"
import { euros } from "../tickets.ts"
import { overtaken } from "./lanes.ts"
import { audited, car, held, type Live, ofStay, opened, pass, person, scene, settled, staff, standing, total, trial, uuid } from "./scene.ts"

const plates = ["A 1", "B 2", "C 3"].map((text) => Plate.Plate.make(text.replace(" ", ""))) as [Plate.Plate, Plate.Plate, Plate.Plate]
const [one, two, three] = plates
const holder = { _tag: "Person", id: person } as const
const card = { gateway: "simulated", method: { _tag: "Card" } } as const
const paymentId = (count: number) => Ids.PaymentId.make(uuid(count))
const ofPass = (passId: Ids.PassId): Ids.Subject => ({ _tag: "Pass", passId })
const stateOf = (id: Ids.PassId) => Effect.flatMap(Journal, (journal) => journal.load("Pass", id))
/** By clocks in Berlin, in the summer of 2026. */
const until = (text: string) => TestClock.setTime(Result.getOrThrow(Instant.fromIso(`2026-${text}:00+02:00`)))
const earned = Effect.map(total("Revenue", "Tax"), (sum) => 0 - sum)

/** June for 60.00, good for three vehicles, two of them at a time. */
const termsOf = (lotId: Lot.LotId, more: object = {}): PassTerms.PassTerms => Schema.decodeUnknownSync(PassTerms.PassTerms)({
  product: { code: "m", label: "Month", fee: "60", period: { every: "month" }, proration: "daily", currency: "EUR", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } },
  zone: "Europe/Berlin",
  lots: [lotId],
  vehicles: 3,
  places: 2,
  antiPassback: "hard",
  suspension: "extends",
  cancellation: { refund: "unused" },
  ...more
})

/** Free on the pass, 1.00 an hour without it. */
const lot = { tariff: tariffJson({ type: "subscription", pass: "m", covers: {}, rest: { type: "hourly", price: "1.00", count: "started" } }), zones: [{ name: "Level 1", spots: ["1", "2", "3"].map((label) => ({ label, size: "medium" })) }] }

const requested = (more: object = {}) => Effect.gen(function*() {
  const { id: lotId } = yield* opened(lot)
  const { id } = yield* requestPass({ holder, terms: termsOf(lotId, more), vehicles: plates, from: "2026-06-01" })
  return { lotId, id }
})

const active = (more: object = {}) => Effect.gen(function*() {
  const made = yield* requested(more)
  const { payment } = yield* startPayment({ passId: made.id, ...card })
  expect(yield* stateOf(made.id)).toMatchObject({ _tag: "Active" })
  return { ...made, payment, enter: (plate: string) => enterOnPass({ lotId: made.lotId, passId: made.id, vehicle: car(plate) }) }
})

const agrees = Effect.gen(function*() {
  yield* pass("0:02")
  yield* reconcilePayments({})
  expect(yield* trial).toBe(0)
  expect(yield* total("RefundClearing")).toBe(0)
  expect(yield* total("Clearing")).toBe(yield* (yield* Gateway.GatewayControl).holds)
})

describe("money that is given back while a pass is cancelled", () => {
  scene("is not kept, too", Effect.gen(function*() {
    const { id, payment } = yield* active({ cancellation: { refund: "none" } })
    yield* overtaken(cancelPass({ passId: id }), refund({ paymentId: payment.id, reason: "goodwill", by: staff }))
    expect(yield* standing(ofPass(id))).toEqual(settled)
    expect(yield* earned).toBe(0)
    yield* agrees
  }))
})

describe("a pass", () => {
  scene("is good once it is paid, once", Effect.gen(function*() {
    const { id, lotId } = yield* requested()
    const coming = enterOnPass({ lotId, passId: id, vehicle: car("A 1") })
    expect((yield* Effect.flip(coming))._tag).toBe("WrongState")
    for (const _ of [1, 2]) expect(yield* payPass({ passId: id, method: "cash", paymentId: paymentId(1) })).toMatchObject({ _tag: "Active", periods: [{ price: euros(6_000) }] })
    expect(yield* held).toBe(6_000)
    expect(yield* standing(ofPass(id))).toEqual({ ...settled, deferred: 6_000 })
    expect(yield* coming).toMatchObject({ basis: { _tag: "Pass", passId: id } })
    expect(yield* audited).toEqual(["pass.buy", "pass.buy", "pass.buy", "ticket.admit", "ticket.admit"])
  }))

  scene("asked for twice under one id is made once", Effect.gen(function*() {
    const { id: lotId } = yield* opened(lot)
    const said = { holder, terms: termsOf(lotId), vehicles: plates, from: "2026-06-01", passId: Ids.PassId.make(uuid(1)) }
    const first = yield* requestPass(said)
    expect(yield* requestPass(said)).toEqual(first)
    expect((yield* Effect.flip(requestPass({ ...said, from: "2026-07-01" })))._tag).toBe("AlreadyBegun")
  }))

  scene("makes the stay free, at every exit", Effect.gen(function*() {
    const { enter, id } = yield* active()
    for (const leave of [release, exit]) {
      const ticket = yield* enter("A 1")
      yield* pass("5:00")
      expect(yield* quote({ ticket: { id: ticket.id } })).toMatchObject({ due: euros(0) })
      yield* Effect.asVoid(leave({ ticket: { id: ticket.id } }))
      expect(yield* stateOf(id)).toMatchObject({ inside: [] })
      expect(yield* standing(ofStay(ticket.id))).toEqual(settled)
    }
  }))

  scene("holds no more vehicles than it has places", Effect.gen(function*() {
    const { enter } = yield* active()
    const first = yield* enter("A 1")
    yield* enter("B 2")
    expect(yield* Effect.flip(enter("C 3"))).toMatchObject({ _tag: "PoolFull", places: 2 })
    yield* release({ ticket: { id: first.id } })
    yield* enter("C 3")
    expect((yield* Effect.flip(enter("A 1")))._tag).toBe("PoolFull")
  }))

  scene("lets three vehicles in that come at once only as far as it has places", Effect.gen(function*() {
    const { enter, id } = yield* active()
    const all = yield* Effect.forEach(["A 1", "B 2", "C 3"], (plate) => Effect.result(enter(plate)), { concurrency: "unbounded" })
    expect(all.filter(({ _tag }) => _tag === "Success")).toHaveLength(2)
    expect((yield* stateOf(id))).toMatchObject({ inside: [{}, {}] })
  }))

  scene("whose ticket is taken back has its place back", Effect.gen(function*() {
    const { enter, id } = yield* active()
    const { id: ticketId } = yield* enter("A 1")
    yield* voidTicket({ ticket: { id: ticketId }, by: staff, reason: "issued by mistake" })
    expect(yield* stateOf(id)).toMatchObject({ inside: [] })
    yield* enter("A 1")
  }))

  scene("lets nobody in twice", Effect.gen(function*() {
    const { enter } = yield* active()
    const { id: ticketId } = yield* enter("A 1")
    // Whoever did not hear the answer is told which ticket it is.
    expect(yield* Effect.flip(enter("A 1"))).toMatchObject({ _tag: "AlreadyParked", ticketId })
  }))

  scene("is refused to other plates and in other lots", Effect.gen(function*() {
    const { enter, id } = yield* active()
    expect((yield* Effect.flip(enter("D 4")))._tag).toBe("PlateNotOnPass")
    const other = yield* opened(lot)
    expect((yield* Effect.flip(enterOnPass({ lotId: other.id, passId: id, vehicle: car("A 1") })))._tag).toBe("LotNotOnPass")
    expect((yield* Effect.flip(enterOnPass({ lotId: other.id, passId: Ids.PassId.make(uuid(1)), vehicle: car("A 1") })))._tag).toBe("NotBegun")
  }))

  scene("of so many entries is used up", Effect.gen(function*() {
    const { enter } = yield* active({ entries: 2 })
    for (const _ of [1, 2]) yield* release({ ticket: { id: (yield* enter("A 1")).id } })
    expect(yield* Effect.flip(enter("A 1"))).toMatchObject({ _tag: "NoEntriesLeft", entries: 2 })
  }))

  scene("may have its vehicles changed, but not under who is inside", Effect.gen(function*() {
    const { enter, id } = yield* active({ vehicles: 3 })
    yield* enter("A 1")
    expect((yield* Effect.flip(removePassVehicle({ passId: id, plate: one })))._tag).toBe("VehiclesInside")
    yield* removePassVehicle({ passId: id, plate: three })
    expect(yield* addPassVehicle({ passId: id, plate: Plate.Plate.make("D4") })).toMatchObject({ vehicles: [one, two, "D4"] })
    expect((yield* Effect.flip(addPassVehicle({ passId: id, plate: three })))._tag).toBe("TooManyVehicles")
    yield* enter("D 4")
  }))

  scene("that is suspended lets nobody in until it is resumed", Effect.gen(function*() {
    const { enter, id } = yield* active()
    yield* suspendPass({ passId: id })
    expect((yield* Effect.flip(enter("A 1")))._tag).toBe("WrongState")
    yield* pass("48:00")
    expect(yield* resumePass({ passId: id })).toMatchObject({ _tag: "Active", periods: [{ until: "2026-07-03" }] })
    yield* enter("A 1")
  }))

  scene("is renewed from its end on, once per payment", Effect.gen(function*() {
    const { id } = yield* active()
    const renewing = renewPass({ passId: id, method: "cash", from: "2026-07-01", paymentId: paymentId(7) })
    for (const _ of [1, 2]) expect((yield* renewing).periods).toHaveLength(2)
    expect(yield* total("Cash")).toBe(6_000)
    expect((yield* Effect.flip(renewPass({ passId: id, method: "cash", from: "2026-09-01" })))._tag).toBe("RenewsFrom")
    expect((yield* Effect.flip(renewPass({ passId: id, method: "cash", from: "2026-07-01" })))._tag).toBe("PassPaidOtherwise")
    expect(yield* standing(ofPass(id))).toEqual({ ...settled, deferred: 12_000 })
  }))

  scene("is renewed through the gateway, once", Effect.gen(function*() {
    const { id } = yield* active()
    const renewing = { passId: id, renewFrom: "2026-07-01", ...card, paymentId: paymentId(7) }
    for (const _ of [1, 2]) expect((yield* startPayment(renewing)).payment).toMatchObject({ _tag: "Captured", captured: euros(6_000), renewFrom: "2026-07-01" })
    expect(yield* stateOf(id)).toMatchObject({ _tag: "Active", periods: [{}, { from: "2026-07-01", charge: { by: { paymentId: paymentId(7) } } }] })
    expect(yield* standing(ofPass(id))).toEqual({ ...settled, deferred: 12_000 })
    expect((yield* Effect.flip(startPayment({ ...renewing, renewFrom: "2026-08-01" })))._tag).toBe("AlreadyBegun")
    expect((yield* Effect.flip(startPayment({ passId: id, ...card, paymentId: paymentId(7) })))._tag).toBe("AlreadyBegun")
    expect((yield* Effect.flip(startPayment({ ...renewing, paymentId: paymentId(8) })))._tag).toBe("PassPaidOtherwise")
    expect((yield* Effect.flip(startPayment({ ...renewing, paymentId: paymentId(8), renewFrom: "2026-09-01" })))._tag).toBe("RenewsFrom")
    yield* agrees
  }))

  scene("that is not paid yet is renewed by nobody", Effect.gen(function*() {
    const { id } = yield* requested()
    expect((yield* Effect.flip(startPayment({ passId: id, renewFrom: "2026-07-01", ...card })))._tag).toBe("WrongState")
  }))

  scene.each(["renewed", "over"])("whose renewal is paid for when it is %s owes it back", (late) => Effect.gen(function*() {
    const { id } = yield* active()
    const control = yield* Gateway.GatewayControl
    yield* control.setMood("awaits")
    const { payment } = yield* startPayment({ passId: id, renewFrom: "2026-07-01", ...card })
    if (late === "renewed") yield* renewPass({ passId: id, method: "cash", from: "2026-07-01" })
    else yield* until("07-02T00:00")
    yield* control.setMood("takes")
    yield* hear({ paymentId: payment.id, news: yield* control.payerPays(payment.id) })
    expect(yield* standing(ofPass(id))).toMatchObject({ overpaid: 6_000 })
    yield* refund({ paymentId: payment.id, reason: "it came too late", by: staff })
    expect(yield* standing(ofPass(id))).toMatchObject({ overpaid: 0 })
    yield* agrees
  }))

  scene("that is cancelled gives back what is not used, through the gateway", Effect.gen(function*() {
    const { enter, id } = yield* active()
    const ticket = yield* enter("A 1")
    expect((yield* Effect.flip(cancelPass({ passId: id })))._tag).toBe("VehiclesInside")
    yield* release({ ticket: { id: ticket.id } })
    yield* until("06-10T12:00")
    for (const _ of [1, 2]) expect(yield* cancelPass({ passId: id })).toMatchObject({ _tag: "Cancelled", refund: euros(4_000) })
    yield* agrees
    expect(yield* standing(ofPass(id))).toEqual(settled)
    expect(yield* earned).toBe(2_000)
  }))

  scene("that is cancelled after some was given back by hand earns no more than it had", Effect.gen(function*() {
    const { id, payment } = yield* active()
    yield* refund({ paymentId: payment.id, amount: euros(3_000), reason: "a gift", by: staff })
    yield* until("06-10T12:00")
    yield* cancelPass({ passId: id })
    yield* agrees
    expect(yield* standing(ofPass(id))).toEqual(settled)
    expect(yield* total("Clearing")).toBe(0)
  }))

  scene("that is over expires, and is earned", Effect.gen(function*() {
    const { enter, id } = yield* active()
    yield* until("06-30T23:59")
    expect(yield* sweepPasses({})).toEqual([])
    yield* enter("A 1")
    yield* until("07-01T00:00")
    expect(yield* sweepPasses({})).toMatchObject([{ _tag: "Expired", id }])
    expect(yield* sweepPasses({})).toEqual([])
    expect((yield* audited).at(-1)).toBe("pass.expire")
    expect((yield* Effect.flip(enter("B 2")))._tag).toBe("WrongState")
    expect(yield* standing(ofPass(id))).toEqual(settled)
    expect(yield* earned).toBe(6_000)
  }))

  scene("that is over while it is suspended is earned, where its days run on", Effect.gen(function*() {
    for (const [suspension, _tag] of [["runs on", "Expired"], ["extends", "Suspended"]] as const) {
      const { id } = yield* active({ suspension })
      yield* suspendPass({ passId: id })
      yield* until("07-01T00:00")
      yield* sweepPasses({})
      expect(yield* stateOf(id)).toMatchObject({ _tag })
      expect(yield* standing(ofPass(id))).toEqual({ ...settled, deferred: _tag === "Expired" ? 0 : 6_000 })
    }
  }))

  scene("that nobody paid is over, too", Effect.gen(function*() {
    const { id } = yield* requested()
    yield* until("07-01T00:00")
    expect(yield* sweepPasses({})).toMatchObject([{ _tag: "Expired", id }])
  }))

  scene("that is over is earned without its tax, which is booked apart", Effect.gen(function*() {
    for (const [tax, fee, price] of [["included", "59.50", 5_950], ["added", "50", 5_950]] as const) {
      const rounding = { mode: "half-up", to: "0.01", where: "total" }
      const before = [yield* total("Revenue"), yield* total("Tax")] as const
      yield* active({ product: { code: "m", label: "Month", fee, period: { every: "month" }, proration: "daily", currency: "EUR", tax, taxRate: "0.19", rounding } })
      yield* until("07-01T00:00")
      expect(yield* sweepPasses({})).toMatchObject([{ _tag: "Expired", periods: [{ price: euros(price) }] }])
      expect([before[0] - (yield* total("Revenue")), before[1] - (yield* total("Tax"))]).toEqual([5_000, 950])
    }
    yield* agrees
  }))

  scene("that is renewed while ends are swept goes on", Effect.gen(function*() {
    const { id } = yield* active()
    yield* until("06-30T12:00")
    const real = yield* Journal
    const renewing = Effect.orDie(renewPass({ passId: id, method: "cash", from: "2026-07-01" })).pipe(Effect.provideContext(yield* Effect.context<Live>()))
    const slow = Journal.of({ ...real, due: (kind, _, limit) => Effect.tap(real.due(kind, Instant.Instant.make(2e12), limit), () => renewing) })
    expect(yield* Effect.provideService(sweepPasses({}), Journal, slow)).toEqual([])
    expect(yield* stateOf(id)).toMatchObject({ _tag: "Active" })
  }))

  scene("whose payment comes when it is over is owed back", Effect.gen(function*() {
    const { id } = yield* requested()
    const control = yield* Gateway.GatewayControl
    yield* control.setMood("awaits")
    const { payment } = yield* startPayment({ passId: id, ...card })
    yield* cancelPass({ passId: id })
    yield* control.setMood("takes")
    yield* hear({ paymentId: payment.id, news: yield* control.payerPays(payment.id) })
    expect(yield* standing(ofPass(id))).toEqual({ ...settled, overpaid: 6_000 })
    yield* refund({ paymentId: payment.id, reason: "came too late", by: staff })
    expect(yield* standing(ofPass(id))).toEqual(settled)
    yield* agrees
  }))

  scene("that costs nothing is good at once", Effect.gen(function*() {
    const { id: lotId } = yield* opened(lot)
    const terms = termsOf(lotId)
    expect(yield* requestPass({ holder, terms: { ...terms, product: { ...terms.product, fee: "0" } }, vehicles: [one], from: "2026-06-01" })).toMatchObject({ _tag: "Active" })
  }))
})

describe("a waiting list", () => {
  const entryId = (count: number) => Waitlist.EntryId.make(uuid(count))
  const personId = (count: number) => Party.PersonId.make(uuid(count))
  const open = (places: number) => Effect.gen(function*() {
    yield* opened()
    const { id } = yield* openWaitlist({ product: "m", policy: policyOf, places })
    const on = (count: number) => ({ waitlistId: id, entryId: entryId(count) })
    const join = (count: number) => joinWaitlist({ ...on(count), personId: personId(count) })
    return { id, join, on }
  })
  const policyOf = Schema.decodeUnknownSync(Waitlist.Policy)({ offerFor: "PT1H", unused: "removed" })

  scene("offers a place at once where one is free, then in turn", Effect.gen(function*() {
    const { join, on } = yield* open(1)
    expect(yield* join(1)).toMatchObject({ offers: [{ entryId: entryId(1) }] })
    expect(yield* join(2)).toMatchObject({ waiting: [{ entryId: entryId(2) }] })
    expect(yield* join(2)).toMatchObject({ waiting: [{ entryId: entryId(2) }] })
    expect((yield* Effect.flip(joinWaitlist({ ...on(3), personId: personId(2) })))._tag).toBe("OnListAlready")
    expect((yield* Effect.flip(acceptOffer(on(2))))._tag).toBe("NotOnList")
    expect(yield* acceptOffer(on(1))).toMatchObject({ taken: [{ entryId: entryId(1) }], offers: [] })
    expect(yield* freePlace(on(1))).toMatchObject({ taken: [], offers: [{ entryId: entryId(2) }] })
  }))

  scene("offers what is declined, withdrawn or lapsed to who is next", Effect.gen(function*() {
    const { join, on } = yield* open(1)
    for (const count of [1, 2, 3, 4]) yield* join(count)
    expect(yield* withdrawFromWaitlist(on(2))).toMatchObject({ waiting: [{ entryId: entryId(3) }, { entryId: entryId(4) }] })
    expect(yield* declineOffer(on(1))).toMatchObject({ offers: [{ entryId: entryId(3) }] })
    yield* pass("0:59")
    expect(yield* sweepOffers({})).toEqual([])
    yield* pass("0:01")
    expect(yield* sweepOffers({})).toMatchObject([{ offers: [{ entryId: entryId(4) }] }])
  }))

  scene("sweeps all offers that ran out at once", Effect.gen(function*() {
    const { join } = yield* open(2)
    for (const count of [1, 2, 3, 4]) yield* join(count)
    yield* pass("1:00")
    expect(yield* sweepOffers({})).toMatchObject([{ offers: [{ entryId: entryId(3) }, { entryId: entryId(4) }] }])
  }))

  scene("is the only one for its product", Effect.gen(function*() {
    yield* open(1)
    expect(yield* Effect.flip(openWaitlist({ product: "m", policy: policyOf, places: 1 }))).toMatchObject({ _tag: "WaitlistExists" })
  }))
})
