/**
 * A payment gateway in memory that does what a test tells it to: it takes the money at once unless told otherwise, and
 * knows of every request what became of it. The same idempotency key has one effect.
 */
import { Adapter } from "@parkade/core/facade"
import { Gateways, GatewayUnreachable, OutcomeUnknown } from "@parkade/core/ports"
import { Ids } from "@parkade/core/lifecycle"
import type { News, Payment, RefundRequest } from "@parkade/core/payment"
import { Instant } from "@parkade/core/time"
import { Clock, Context, Effect, Layer } from "effect"

/** What it does with the next request. `lost` takes the money and does not answer; `away` is not reached. */
export type Mood = "takes" | "declines" | "awaits" | "lost" | "away"

/** What a test says to the gateway and asks it. */
export class GatewayControl extends Context.Service<GatewayControl, {
  readonly setMood: (mood: Mood) => Effect.Effect<void>
  /** What it would say of a payment, in a webhook or in its list. */
  readonly news: (id: Payment.Payment["id"]) => Effect.Effect<News.News>
  /** The payer acts on the page that was shown. */
  readonly payerPays: (id: Payment.Payment["id"]) => Effect.Effect<News.News>
  /** Minor units that it took, less those that it gave back. */
  readonly holds: Effect.Effect<number>
  /** The same, of one payment. */
  readonly took: (id: Payment.Payment["id"]) => Effect.Effect<number>
}>()("@parkade/testing/memory/GatewayControl") {}

interface Account {
  readonly payment: Payment.Payment
  readonly news: News.News
}

const waitMillis = 600_000

interface State {
  mood: Mood
  readonly accounts: Map<string, Account>
  readonly refunds: Map<string, { readonly paymentId: string; readonly amount: number }>
  /** Whose payers have not acted yet. */
  readonly waiting: Map<string, Payment.Payment>
}

const captured = (payment: Payment.Payment): News.News => ({ _tag: "Captured", amount: payment.due ?? payment.amount, reference: `sim-${payment.id}` })
const units = (news: News.News | undefined): number => news?._tag === "Captured" ? news.amount.amount : 0

const sent = ({ refunds }: State, paymentId?: string): number =>
  [...refunds.values()].reduce((sum, refund) => paymentId === undefined || refund.paymentId === paymentId ? sum + refund.amount : sum, 0)

/** Sends a refund, once; of what it did not take, nothing. */
const refunded = (state: State, { id: paymentId, idempotencyKey }: Payment.Payment, { amount, refundId }: RefundRequest.RefundRequest): RefundRequest.Outcome => {
  const before = state.refunds.get(refundId)
  if (before !== undefined) return { _tag: "Succeeded", amount: { ...amount, amount: before.amount } }
  const left = units(state.accounts.get(idempotencyKey)?.news) - sent(state, paymentId)
  if (state.mood === "declines" || amount.amount > left) return { _tag: "Failed", because: state.mood === "declines" ? "declined" : "more than was captured" }
  state.refunds.set(refundId, { paymentId, amount: amount.amount })
  return { _tag: "Succeeded", amount }
}

/** The money is taken, or held where its capture is asked for later. */
const taken = (payment: Payment.Payment): News.News => payment.capture === "at-once" ? captured(payment) : { _tag: "Authorised", amount: payment.amount }
const declined: News.News = { _tag: "Failed", reason: "declined", retry: false }

const gateways = (state: State): Gateways["Service"] => {
  const named = ({ gateway = "simulated" }: Payment.Payment) => ({ gateway })
  /** Does `act` unless it is away; loses the answer where it is told to. */
  const asked = <A>(payment: Payment.Payment, act: () => A): Effect.Effect<A, GatewayUnreachable | OutcomeUnknown> =>
    Effect.suspend((): Effect.Effect<A, GatewayUnreachable | OutcomeUnknown> => {
      if (state.mood === "away") return Effect.fail(new GatewayUnreachable(named(payment)))
      const done = act()
      return state.mood === "lost" ? Effect.fail(new OutcomeUnknown(named(payment))) : Effect.succeed(done)
    })
  const newsOf = (payment: Payment.Payment): News.News => state.accounts.get(payment.idempotencyKey)?.news ?? { _tag: "Missing" }
  const note = (payment: Payment.Payment, news: News.News): News.News => {
    state.accounts.set(payment.idempotencyKey, { payment, news })
    return news
  }
  return {
    request: (payment) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => asked(payment, () => {
        const before = state.accounts.get(payment.idempotencyKey)
        if (before !== undefined) return { _tag: "Said", news: before.news } as const
        if (state.mood === "awaits") state.waiting.set(payment.id, payment)
        if (state.mood === "awaits") return { _tag: "Awaits", page: `https://pay.example/${payment.id}`, answerBy: Instant.Instant.make(now + waitMillis) } as const
        return { _tag: "Said", news: note(payment, state.mood === "declines" ? declined : taken(payment)) } as const
      })),
    capture: (payment) => asked(payment, () => newsOf(payment)._tag !== "Authorised" ? newsOf(payment) : note(payment, state.mood === "declines" ? declined : captured(payment))),
    // Too late for what was captured.
    void: (payment) => asked(payment, () => {
      state.waiting.delete(payment.id)
      return newsOf(payment)._tag === "Captured" ? newsOf(payment) : note(payment, { _tag: "Voided" })
    }),
    refund: (payment, refund) => asked(payment, () => refunded(state, payment, refund)),
    find: (payment) => asked(payment, () => newsOf(payment))
  }
}

const control = (state: State): GatewayControl["Service"] => {
  const of = (id: string) => [...state.accounts.values()].find(({ payment }) => payment.id === id)
  return {
    setMood: (mood) => Effect.sync(() => {
      state.mood = mood
    }),
    news: (id) => Effect.sync(() => of(id)?.news ?? { _tag: "Missing" }),
    payerPays: (id) => Effect.sync(() => {
      const waiting = state.waiting.get(id)
      if (waiting === undefined) return of(id)?.news ?? { _tag: "Missing" }
      const news = taken(waiting)
      state.accounts.set(waiting.idempotencyKey, { payment: waiting, news })
      return news
    }),
    holds: Effect.sync(() => [...state.accounts.values()].reduce((sum, { news }) => sum + units(news), 0 - sent(state))),
    took: (id) => Effect.sync(() => units(of(id)?.news) - sent(state, id))
  }
}

const begin = (): State => ({ mood: "takes", accounts: new Map(), refunds: new Map(), waiting: new Map() })

/** The gateway for hosts without Effect: an adapter, and what a test says to it. */
export interface Simulated {
  readonly adapter: Adapter<Gateways>
  /** What it does from now on. */
  readonly setMood: (mood: Mood) => void
  /** What it would say of a payment, in a webhook or in its list: for `hear`. */
  readonly news: (id: string) => News.News
  /** The payer acts on the page that was shown: what the gateway says then. */
  readonly payerPays: (id: string) => News.News
  /** Minor units that it took, less those that it gave back. */
  readonly holds: () => number
}

export const simulated = (): Simulated => {
  const state = begin()
  const told = control(state)
  return {
    adapter: Adapter.of(Layer.succeed(Gateways, gateways(state))),
    setMood: (mood) => Effect.runSync(told.setMood(mood)),
    news: (id) => Effect.runSync(told.news(Ids.PaymentId.make(id))),
    payerPays: (id) => Effect.runSync(told.payerPays(Ids.PaymentId.make(id))),
    holds: () => Effect.runSync(told.holds)
  }
}

/** The gateway, and what a test says to it. */
export const layer: Layer.Layer<Gateways | GatewayControl> = Layer.unwrap(Effect.sync(() => {
  const state = begin()
  return Layer.mergeAll(Layer.succeed(Gateways, gateways(state)), Layer.succeed(GatewayControl, control(state)))
}))
