/**
 * A payment gateway far away: it takes money, gives it back, and tells of it in webhooks, each of which may go wrong. It
 * does what it is asked once for each idempotency key and each refund, as gateways promise.
 */
import type { Money } from "@parkade/core/money"
import type { News, Payment, RefundRequest } from "@parkade/core/payment"
import { type Answer, type Gateways, GatewayUnreachable, OutcomeUnknown } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import type { Faults } from "./Faults.ts"
import { minute } from "./Life.ts"
import type { Random } from "./Random.ts"

/** What it knows of one payment. */
interface Account {
  readonly payment: Payment.Payment
  readonly taken: Money.Money | undefined
  readonly refunds: ReadonlyMap<string, number>
}

export interface Gateway {
  readonly port: Gateways["Service"]
  /** What it knows of a payment, by its id; of all of them. */
  readonly account: (paymentId: string) => Account | undefined
  readonly accounts: () => ReadonlyArray<Account>
  /** The payer acts on the page that was shown: pays, or declines. */
  readonly payerActs: (paymentId: string, pays: boolean) => void
}

export interface Around {
  readonly faults: Faults
  readonly random: Random
  readonly now: () => number
  /** Others act until then. */
  readonly lets: (millis: number) => void
  /** The server that asks dies. */
  readonly dies: (where: string) => Effect.Effect<never>
  /** Something is to be told of a payment, in a webhook. */
  readonly tells: (paymentId: string, news: News.News) => void
}

const pageMillis = 15 * minute

interface Kept {
  readonly payment: Payment.Payment
  news: News.News | undefined
  /** Until when the payer may act on a page. */
  pageUntil: number
  readonly refunds: Map<string, number>
}

/** What it has in its books, by idempotency keys, and what it does with them. */
const books = ({ faults, now, random, tells }: Around) => {
  const [kept, byPayment] = [new Map<string, Kept>(), new Map<string, Kept>()]
  const of = (payment: Payment.Payment): Kept => {
    const account = kept.get(payment.idempotencyKey) ?? { payment, news: undefined, pageUntil: 0, refunds: new Map<string, number>() }
    kept.set(payment.idempotencyKey, account)
    byPayment.set(account.payment.id, account)
    return account
  }
  const settle = (account: Kept, news: News.News): News.News => {
    account.news = news
    tells(account.payment.id, news)
    return news
  }
  const captured = ({ payment }: Kept, amount: Money.Money): News.News => {
    const taken = faults.strikes("gateway-differs") ? { ...amount, amount: amount.amount + 100 } : amount
    return { _tag: "Captured", amount: taken, reference: `sim-${payment.id}` }
  }
  return { kept, byPayment, of, settle, captured, faults, now, random }
}

type Books = ReturnType<typeof books>

const accountOf = ({ news, payment, refunds }: Kept): Account => ({ payment, taken: news?._tag === "Captured" ? news.amount : undefined, refunds })

const requested = ({ captured, faults, now, of, random, settle }: Books, payment: Payment.Payment): Answer => {
  const account = of(payment)
  if (account.news !== undefined) return { _tag: "Said", news: account.news }
  // Who is not there to act on a page: a stored method is charged at once.
  if (payment.method._tag !== "Mandate" && random.chance(0.5)) {
    account.pageUntil = now() + pageMillis
    return { _tag: "Awaits", page: `https://pay.example/${payment.id}`, answerBy: Instant.Instant.make(account.pageUntil) }
  }
  if (faults.strikes("gateway-declines")) return { _tag: "Said", news: settle(account, { _tag: "Failed", reason: "declined", retry: true }) }
  return { _tag: "Said", news: settle(account, payment.capture === "at-once" ? captured(account, payment.amount) : { _tag: "Authorised", amount: payment.amount }) }
}

const refunded = ({ faults, of }: Books, payment: Payment.Payment, { amount, refundId }: RefundRequest.RefundRequest): RefundRequest.Outcome => {
  const { news, refunds } = of(payment)
  if (news?._tag !== "Captured") return { _tag: "Failed", because: "nothing was captured" }
  if (refunds.has(refundId)) return { _tag: "Succeeded", amount }
  const left = news.amount.amount - [...refunds.values()].reduce((sum, each) => sum + each, 0)
  if (amount.amount > left || faults.strikes("gateway-declines")) return { _tag: "Failed", because: "declined" }
  refunds.set(refundId, amount.amount)
  return { _tag: "Succeeded", amount }
}

const capture = ({ captured, of, settle }: Books, payment: Payment.Payment): News.News => {
  const account = of(payment)
  return account.news?._tag === "Authorised" ? settle(account, captured(account, payment.due ?? payment.amount)) : account.news ?? { _tag: "Missing" }
}

const letGo = ({ of, settle }: Books, payment: Payment.Payment): News.News => {
  const account = of(payment)
  return account.news === undefined || account.news._tag === "Authorised" ? settle(account, { _tag: "Voided" }) : account.news
}

export const make = (around: Around): Gateway => {
  const [{ dies, faults, lets, now, random }, all] = [around, books(around)]
  /** Does `act`, unless it is away or silent; what it did may not be heard of. */
  const asked = <A>({ gateway = "simulated" }: Payment.Payment, act: () => A): Effect.Effect<A, GatewayUnreachable | OutcomeUnknown> =>
    Effect.suspend((): Effect.Effect<A, GatewayUnreachable | OutcomeUnknown> => {
      if (faults.strikes("gateway-away")) return Effect.fail(new GatewayUnreachable({ gateway }))
      if (faults.strikes("gateway-slow")) lets(random.between(1, 8) * 1_000)
      if (faults.strikes("gateway-silent")) return Effect.fail(new OutcomeUnknown({ gateway }))
      const done = act()
      if (faults.strikes("gateway-lost")) return Effect.fail(new OutcomeUnknown({ gateway }))
      return faults.strikes("crash-after-gateway") ? dies("gateway") : Effect.succeed(done)
    })
  const find = (payment: Payment.Payment) => {
    const account = all.kept.get(payment.idempotencyKey)
    // While the payer may still act, nothing is final.
    const isOpen = account !== undefined && account.news === undefined && now() < account.pageUntil
    return isOpen ? Effect.fail(new OutcomeUnknown({ gateway: payment.gateway ?? "simulated" })) : asked(payment, () => account?.news ?? { _tag: "Missing" } as const)
  }
  return {
    port: {
      request: (payment) => asked(payment, () => requested(all, payment)),
      capture: (payment) => asked(payment, () => capture(all, payment)),
      void: (payment) => asked(payment, () => letGo(all, payment)),
      refund: (payment, asking) => asked(payment, () => refunded(all, payment, asking)),
      find
    },
    account: (paymentId) => {
      const kept = all.byPayment.get(paymentId)
      return kept === undefined ? undefined : accountOf(kept)
    },
    accounts: () => [...all.byPayment.values()].map(accountOf),
    payerActs: (paymentId, pays) => {
      const account = all.byPayment.get(paymentId)
      if (account === undefined || account.news !== undefined || now() >= account.pageUntil) return
      all.settle(account, pays ? all.captured(account, account.payment.amount) : { _tag: "Failed", reason: "the payer gave up", retry: true })
    }
  }
}
