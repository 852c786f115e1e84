/** What every adapter of the port Gateways does: what it says is held against the gateway's own books. */
import type { Vitest } from "@effect/vitest"
import { Ids } from "@parkade/core/lifecycle"
import { Money } from "@parkade/core/money"
import { type Mandate, Payment, RefundRequest } from "@parkade/core/payment"
import { Gateways } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Context, Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"

/** What the author of an adapter says of a gateway to try it on: its sandbox, or a simulator, behind something that loses messages. */
export class GatewaysHarness extends Context.Service<GatewaysHarness, {
  /** What its payments are made of: of a payer who need not act. */
  readonly payments: Pick<Payment.Intent, "gateway" | "method"> & { readonly currency: string; readonly token?: Mandate.Token }
  /** Whether it can hold money now and take it later. */
  readonly canHold: boolean
  /** From now on it takes what is asked for; or declines it; or does it and its answer is lost; or is not reached. */
  readonly set: (to: "takes" | "declines" | "silent" | "unreachable") => Effect.Effect<void>
  /** By its own books, what it took of a payment less what it gave back, in minor units. */
  readonly took: (payment: Payment.Payment) => Effect.Effect<number>
}>()("@parkade/testing/contracts/GatewaysHarness") {}

type It = Vitest.MethodsNonLive<Gateways | GatewaysHarness | SecureRandom.SecureRandom>

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
const by = { _tag: "Routine", name: "contract" } as const
const at = Instant.Instant.make(Date.UTC(2026, 5, 1))
const answerBy = Instant.Instant.make(at + 60_000)
const price = 1_250

const after = (state: Payment.State, command: Payment.Command): Payment.Payment => {
  const next = Result.getOrThrow(Payment.decide(command, state)).reduce(Payment.evolve, state)
  if (next._tag === "Absent") throw new Error("a payment was intended")
  return next
}

/** A payment that was written down, of a gateway that takes it. */
const intended = Effect.fnUntraced(function*(capture: Payment.Intent["capture"] = "at-once") {
  const [harness, gateways] = [yield* GatewaysHarness, yield* Gateways]
  yield* harness.set("takes")
  const { currency, token, ...made } = harness.payments
  const id = Ids.PaymentId.make(yield* uuid)
  const amount: Money.Money = { amount: price, currency: Money.Currency.make(currency) }
  const subject: Ids.Subject = { _tag: "Stay", ticketId: Ids.TicketId.make(yield* uuid) }
  const payment = after(Payment.initial, { _tag: "Intend", at, answerBy, intent: { id, subject, amount, ...made, idempotencyKey: `contract/${id}`, capture, by } })
  return { ...gateways, ...harness, payment, amount, request: gateways.request(payment, token), took: harness.took(payment) }
})

/** A payment that was taken. */
const captured = Effect.gen(function*() {
  const made = yield* intended()
  const answer = yield* made.request
  if (answer._tag !== "Said" || answer.news._tag !== "Captured") return expect.unreachable(`it took nothing: ${JSON.stringify(answer)}`)
  return { ...made, news: answer.news, payment: after(made.payment, { _tag: "Hear", at, news: answer.news }) }
})

/** A payment whose money is held, and the same once part of it is due. */
const held = Effect.gen(function*() {
  const made = yield* intended("on-request")
  expect(yield* made.request).toMatchObject({ _tag: "Said", news: { _tag: "Authorised", amount: made.amount } })
  const payment = after(made.payment, { _tag: "Hear", at, news: { _tag: "Authorised", amount: made.amount } })
  const part: Money.Money = { ...made.amount, amount: 1_000 }
  return { ...made, payment, part, due: after(payment, { _tag: "RequestCapture", amount: part, at, by, answerBy }) }
})

const refundOf = (amount: number) => Effect.map(uuid, (id) => (money: Money.Money): RefundRequest.RefundRequest =>
  ({ _tag: "Requested", refundId: RefundRequest.RefundId.make(id), amount: { ...money, amount }, reason: "contract", by, answerBy }))

const requestTests = (it: It): void => {
  it.describe("a request that is repeated has one effect", () => {
    it.effect("one after the other, and all at once", () =>
      Effect.gen(function*() {
        const { find, payment, request, took } = yield* intended()
        const [first, ...others] = yield* Effect.all([request, request, request, request], { concurrency: "unbounded" })
        for (const other of [...others, yield* request]) expect(other).toEqual(first)
        expect(first).toEqual({ _tag: "Said", news: yield* find(payment) })
        expect(yield* took).toBe(price)
      }))
  })

  it.describe("what was not answered is found out", () => {
    it.effect("and asked for again, it is what it was", () =>
      Effect.gen(function*() {
        const { amount, find, payment, request, set, took } = yield* intended()
        yield* set("silent")
        expect((yield* Effect.flip(request))._tag).toBe("OutcomeUnknown")
        yield* set("takes")
        const news = yield* find(payment)
        expect(news).toMatchObject({ _tag: "Captured", amount })
        expect(yield* request).toEqual({ _tag: "Said", news })
        expect(yield* took).toBe(price)
      }))
  })

  it.describe("a gateway that is not reached moves nothing", () => {
    it.effect("and knows of no such payment", () =>
      Effect.gen(function*() {
        const { find, payment, request, set, took } = yield* intended()
        yield* set("unreachable")
        expect((yield* Effect.flip(request))._tag).toBe("GatewayUnreachable")
        expect((yield* Effect.flip(find(payment)))._tag).toBe("GatewayUnreachable")
        yield* set("takes")
        expect(yield* find(payment)).toEqual({ _tag: "Missing" })
        expect(yield* took).toBe(0)
        yield* request
        expect(yield* took).toBe(price)
      }))
  })

  it.describe("what is declined takes nothing", () => {
    it.effect("and stays so under its key", () =>
      Effect.gen(function*() {
        const { find, payment, request, set, took } = yield* intended()
        yield* set("declines")
        expect(yield* request).toMatchObject({ _tag: "Said", news: { _tag: "Failed" } })
        yield* set("takes")
        expect(yield* find(payment)).toMatchObject({ _tag: "Failed" })
        expect(yield* request).toMatchObject({ _tag: "Said", news: { _tag: "Failed" } })
        expect(yield* took).toBe(0)
      }))
  })
}

const holdTests = (it: It): void => {
  const holding = <E, R>(test: Effect.Effect<void, E, R>) => Effect.flatMap(GatewaysHarness, ({ canHold }) => canHold ? test : Effect.void)

  it.describe("what is held is captured once, and no more than is due", () => {
    it.effect("also where the answer was lost", () => holding(Effect.gen(function*() {
      const { capture, due, find, part, set, took } = yield* held
      expect(yield* took).toBe(0)
      yield* set("silent")
      expect((yield* Effect.flip(capture(due)))._tag).toBe("OutcomeUnknown")
      yield* set("takes")
      const news = yield* capture(due)
      expect(news).toMatchObject({ _tag: "Captured", amount: part })
      expect(yield* find(due)).toEqual(news)
      expect(yield* took).toBe(1_000)
    })))
  })

  it.describe("what was let go is not captured, and what was captured is not let go", () => {
    it.effect("what was held", () => holding(Effect.gen(function*() {
      const { capture, due, find, payment, took, void: letGo } = yield* held
      expect(yield* letGo(payment)).toEqual({ _tag: "Voided" })
      expect(yield* letGo(payment)).toEqual({ _tag: "Voided" })
      expect((yield* capture(due))._tag).not.toBe("Captured")
      expect(yield* find(payment)).toEqual({ _tag: "Voided" })
      expect(yield* took).toBe(0)
    })))

    it.effect("what was taken", () =>
      Effect.gen(function*() {
        const { find, news, payment, took, void: letGo } = yield* captured
        expect(yield* letGo(payment)).toEqual(news)
        expect(yield* find(payment)).toEqual(news)
        expect(yield* took).toBe(price)
      }))
  })
}

const refundTests = (it: It): void => {
  it.describe("a refund is sent once, by its id", () => {
    it.effect("also all at once, and where the answer was lost", () =>
      Effect.gen(function*() {
        const { amount, payment, refund, set, took } = yield* captured
        const [one, other] = [(yield* refundOf(300))(amount), (yield* refundOf(300))(amount)]
        yield* set("silent")
        expect((yield* Effect.flip(refund(payment, one)))._tag).toBe("OutcomeUnknown")
        yield* set("takes")
        const done = { _tag: "Succeeded", amount: one.amount }
        expect(yield* Effect.all([refund(payment, one), refund(payment, one), refund(payment, one)], { concurrency: "unbounded" })).toEqual([done, done, done])
        expect(yield* took).toBe(price - 300)
        expect(yield* refund(payment, other)).toEqual(done)
        expect(yield* took).toBe(price - 600)
      }))
  })

  it.describe("no more goes back than was captured", () => {
    it.effect("whichever way it is asked for", () =>
      Effect.gen(function*() {
        const { amount, payment, refund, took } = yield* captured
        expect(yield* refund(payment, (yield* refundOf(price + 1))(amount))).toMatchObject({ _tag: "Failed" })
        const all = (yield* refundOf(price))(amount)
        for (const _ of [1, 2]) expect(yield* refund(payment, all)).toEqual({ _tag: "Succeeded", amount })
        expect(yield* refund(payment, (yield* refundOf(1))(amount))).toMatchObject({ _tag: "Failed" })
        expect(yield* took).toBe(0)
      }))
  })
}

/** Registers the tests of the port. */
export const gatewaysTests = (it: It): void => {
  requestTests(it)
  holdTests(it)
  refundTests(it)
}
