/** The life of a pass besides its entries, each step its own use-case. */
import { Effect, Equal, type Result, Schema } from "effect"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { Plate } from "../../lot/index.ts"
import type { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { Pass, PassTerms } from "../../pass/index.ts"
import { type Payment, Posting } from "../../payment/index.ts"
import { type Commit, type EventOf, Journal, lifecycles } from "../../ports/index.ts"
import { FullDate } from "../../pricing/Window.ts"
import type { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { atPlace, MethodGiven, methodOf } from "../payment/atPlace.ts"
import { head, written } from "../payment/booked.ts"
import { refundsOf } from "../payment/refundsOf.ts"
import { type Act, store } from "../store.ts"
import { AtMost, swept } from "../swept.ts"

const subject = (passId: Ids.PassId) => ({ subject: { _tag: "Pass", passId } as const })

export const found = Effect.fnUntraced(function*(id: Ids.PassId) {
  const pass = yield* (yield* Journal).load("Pass", id)
  return pass._tag === "Absent" ? yield* new NotBegun({ subject: "pass" }) : pass
})

/** Stores what was decided on a pass, with what goes with it. */
const stored = Effect.fnUntraced(function*(act: Act, before: Pass.State, id: Ids.PassId, events: ReadonlyArray<EventOf<"Pass">>, more: Partial<Commit> = {}) {
  const changed = change("Pass", id, before, events)
  yield* store(act, { ...more, changes: [changed, ...more.changes ?? []] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
  return outcome(changed)
})

const RequestingPass = Schema.Struct({
  ...by,
  holder: Pass.Holder,
  terms: PassTerms.PassTerms,
  vehicles: Schema.Array(Plate.FromGiven),
  /** The first day. */
  from: FullDate,
  /** An id of the caller's: the same request said twice is made once. */
  passId: Schema.optional(Ids.PassId)
})

/** It was asked for like this; vehicles may have been changed since. */
const isSame = ({ holder, periods: [first], terms }: Pass.Pass, given: Schema.Schema.Type<typeof RequestingPass>): boolean =>
  Equal.equals([holder, terms, first?.from], [given.holder, given.terms, given.from])

/** Asks for a pass; it is good once its first period is paid. What is free is good at once. */
export const requestPass = operation("requestPass", RequestingPass, (given) =>
  decideAgain(Effect.gen(function*() {
    const id = given.passId ?? Ids.PassId.make(yield* newId)
    const [at, who] = [yield* now, actor(given)]
    const before = yield* (yield* Journal).load("Pass", id)
    const { from, holder, terms, vehicles } = given
    if (before._tag !== "Absent" && isSame(before, given)) return before
    const requested = yield* Effect.fromResult(Pass.request({ _tag: "Request", id, holder, terms, vehicles, from, at, by: who }, before))
    const state = requested.reduce<Pass.State>(Pass.evolve, before)
    const isFree = state._tag === "Requested" && state.periods[0]?.price.amount === 0
    const free = isFree ? yield* Effect.fromResult(Pass.activate({ _tag: "Activate", at, by: who }, state)) : []
    return yield* stored({ action: "pass.buy", by: who }, before, id, [...requested, ...free])
  })))

type Captured = Extract<Payment.Payment, { readonly _tag: "Captured" }>

/** The money of a payment for a pass, before it is earned. */
const prepaid = Effect.fnUntraced(function*(payment: Parameters<typeof Posting.landing>[0], id: Ids.PassId, amount: Money.Money, by: Party.Actor, at: Instant.Instant) {
  return yield* written(Posting.prepaid(yield* head(at, by), { ...subject(id), amount, into: Posting.landing(payment) }))
})

/** What a captured payment does to its pass: its first period is paid, or it is renewed; money that came too late is owed back. */
export const settlePass = Effect.fnUntraced(function*(payment: Captured, id: Ids.PassId, at: Instant.Instant) {
  const { by: who, captured: amount } = payment
  const before = yield* found(id)
  const charge = { amount, by: { _tag: "Payment", paymentId: payment.id } as const }
  const { renewFrom: from } = payment
  const paid = from === undefined
    ? yield* unlessBehind(Pass.activate({ _tag: "Activate", at, by: who, charge }, before), at)
    : yield* unlessBehind(Pass.renew({ _tag: "Renew", at, by: who, from, charge }, before), at)
  const transaction = yield* prepaid(payment, id, amount, who, at)
  if (paid._tag === "Success") return { changes: [change("Pass", id, before, paid.success)], transactions: [transaction] } satisfies Partial<Commit>
  const back = yield* written(Posting.unused(yield* head(at, who), { ...subject(id), amount }))
  return { changes: [], transactions: [transaction, back] } satisfies Partial<Commit>
})

/** How a pass is paid at a desk. */
const paying = { ...by, passId: Ids.PassId, method: MethodGiven, paymentId: Schema.optional(Ids.PaymentId) }

/** Takes `price` for the period that `decide` settles. */
const taken = <E, F>(
  act: Act,
  given: { readonly passId: Ids.PassId; readonly method: MethodGiven; readonly paymentId?: Ids.PaymentId | undefined },
  priceOf: (pass: Pass.Pass) => Result.Result<Money.Money, E>,
  decide: (pass: Pass.Pass, at: Instant.Instant, charge: { readonly amount: Money.Money; readonly by: { readonly _tag: "Payment"; readonly paymentId: Ids.PaymentId } }) => Result.Result<ReadonlyArray<EventOf<"Pass">>, F>
) =>
  decideAgain(Effect.gen(function*() {
    const { by: who } = act
    const before = yield* found(given.passId)
    const method = yield* Effect.fromResult(methodOf(given.method))
    const [at, paymentId] = [yield* now, given.paymentId ?? Ids.PaymentId.make(yield* newId)]
    const amount = yield* Effect.fromResult(priceOf(before))
    const events = yield* Effect.fromResult(decide(before, at, { amount, by: { _tag: "Payment", paymentId } }))
    if (events.length === 0) return before
    const payment = yield* atPlace({ id: paymentId, ...subject(given.passId), amount, method, by: who, at })
    return yield* stored(act, before, given.passId, events, { changes: [payment], transactions: [yield* prepaid({ method }, given.passId, amount, who, at)] })
  }))

const PayingPass = Schema.Struct(paying)

/** Takes the price of a pass that was requested: it is good from its first day on. */
export const payPass = operation("payPass", PayingPass, (given) =>
  taken({ action: "pass.buy", by: actor(given) }, given, Pass.firstPrice, (pass, at, charge) => Pass.activate({ _tag: "Activate", at, by: actor(given), charge }, pass)))

const RenewingPass = Schema.Struct({ ...paying, from: FullDate })

/** Takes the price of another period, from where the pass ends. */
export const renewPass = operation("renewPass", RenewingPass, (given) =>
  taken({ action: "pass.renew", by: actor(given) }, given, (pass) => Pass.renewalPrice(pass, given.from), (pass, at, charge) =>
    Pass.renew({ _tag: "Renew", at, by: actor(given), from: given.from, charge }, pass)))

/** Decides on a pass, and stores it. */
const changing = <E>(act: Act, id: Ids.PassId, decide: (pass: Pass.Pass, at: Instant.Instant) => Result.Result<ReadonlyArray<EventOf<"Pass">>, E>) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(id)
    const events = yield* Effect.fromResult(decide(before, yield* now))
    return events.length === 0 ? before : yield* stored(act, before, id, events)
  }))

const OfPass = Schema.Struct({ ...by, passId: Ids.PassId })

/** Nobody enters on a pass until it is resumed. */
export const suspendPass = operation("suspendPass", OfPass, (given) =>
  changing({ action: "pass.suspend", by: actor(given) }, given.passId, (pass, at) => Pass.suspend({ _tag: "Suspend", at, by: actor(given) }, pass)))

/** A suspended pass is good again; its terms say whether it ends later by that. */
export const resumePass = operation("resumePass", OfPass, (given) =>
  changing({ action: "pass.suspend", by: actor(given) }, given.passId, (pass, at) => Pass.resume({ _tag: "Resume", at, by: actor(given) }, pass)))

const OfVehicle = Schema.Struct({ ...OfPass.fields, plate: Plate.FromGiven })

/** Puts a vehicle on a pass, if it is not for fewer. */
export const addPassVehicle = operation("addPassVehicle", OfVehicle, (given) =>
  changing({ action: "pass.assign", by: actor(given) }, given.passId, (pass, at) => Pass.addVehicle({ _tag: "AddVehicle", at, by: actor(given), plate: given.plate }, pass)))

/** Takes a vehicle off a pass, unless it is inside. */
export const removePassVehicle = operation("removePassVehicle", OfVehicle, (given) =>
  changing({ action: "pass.assign", by: actor(given) }, given.passId, (pass, at) => Pass.removeVehicle({ _tag: "RemoveVehicle", at, by: actor(given), plate: given.plate }, pass)))

/** A pass that ends: what is given back, and what was paid ahead and is not, which is the house's, in the first of the pass's lots. */
const ended = Effect.fnUntraced(function*({ id, terms: { lots: [lotId], product: { currency, tax, taxRate } } }: Pass.Pass, refund: number, by: Party.Actor, at: Instant.Instant) {
  const { changes, rest, transactions, unchanged } = yield* refundsOf(subject(id).subject, { amount: refund, currency }, by, at, "the pass was cancelled")
  const amount = { amount: rest, currency }
  const kept = rest <= 0 || lotId === undefined ? [] : [yield* written(Posting.kept(yield* head(at, by), { ...subject(id), amount, lotId, source: "pass", ...(tax !== "none" && { taxRate }) }))]
  return { changes, transactions: [...transactions, ...kept], unchanged } satisfies Partial<Commit>
})

/** Ends a pass; what is not used is given back as its terms say. */
export const cancelPass = operation("cancelPass", OfPass, (given) =>
  decideAgain(Effect.gen(function*() {
    const { passId } = given
    const before = yield* found(passId)
    const [at, who] = [yield* now, actor(given)]
    const events = yield* Effect.fromResult(Pass.cancel({ _tag: "Cancel", at, by: who }, before))
    if (events.length === 0) return before
    const refund = events.reduce((sum, event) => sum + event.refund.amount, 0)
    return yield* stored({ action: "pass.cancel", by: who }, before, passId, events, yield* ended(before, refund, who, at))
  })))

const routine: Party.Actor = { _tag: "Routine", name: "passes" }

/** Ends passes whose last period is over; what was paid for them is earned. */
export const sweepPasses = operation("sweepPasses", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  const due = yield* (yield* Journal).due("Pass", yield* now, limit)
  return yield* swept(due, ({ id }) =>
    decideAgain(Effect.gen(function*() {
      const [before, at] = [yield* found(id), yield* now]
      // Renewed since it was looked for.
      if ((lifecycles.Pass.due(before) ?? Infinity) > at) return []
      const events = yield* Effect.fromResult(Pass.expire({ _tag: "Expire", at, by: routine }, before))
      return [yield* stored({ action: "pass.expire", by: routine }, before, id, events, yield* ended(before, 0, routine, at))]
    })))
}))
