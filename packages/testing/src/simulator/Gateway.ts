/**
 * A payment gateway far away: it takes money, gives it back, and tells of it in webhooks, each of which may go wrong. It
 * does what it is asked once for each idempotency key and each refund, as gateways promise.
 */
import type { Money } from "@parkade/core/money"
import type { News, Payment, RefundRequest } from "@parkade/core/payment"
import { type Answer, Gateways, GatewayUnreachable, OutcomeUnknown } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import type { Faults } from "./Faults.ts"
import { minute } from "./Life.ts"
import type { Random } from "./Random.ts"

/** What it knows of one payment. */
export interface Account {
  readonly payment: Payment.Payment
  readonly taken: Money.Money | undefined
  readonly refunds: ReadonlyMap<string, number>
}

interface Kept {
  readonly payment: Payment.Payment
  news: News.News | undefined
  /** Until when the payer may act on a page. */
  pageUntil: number
  readonly refunds: Map<string, number>
}

export interface Gateway {
  readonly port: Gateways["Service"]
  /** By payments' ids. */
  readonly accounts: () => ReadonlyMap<string, Account>
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

export const make = ({ dies, faults, lets, now, random, tells }: Around): Gateway => {
  const kept = new Map<string, Kept>()
  const of = (payment: Payment.Payment): Kept => {
    const before = kept.get(payment.idempotencyKey)
    if (before !== undefined) return before
    const account: Kept = { payment, news: undefined, pageUntil: 0, refunds: new Map() }
    kept.set(payment.idempotencyKey, account)
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

  const request = (payment: Payment.Payment): Answer => {
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

  const refund = (payment: Payment.Payment, { amount, refundId }: RefundRequest.RefundRequest): RefundRequest.Outcome => {
    const account = of(payment)
    if (account.news?._tag !== "Captured") return { _tag: "Failed", because: "nothing was captured" }
    if (!account.refunds.has(refundId)) {
      const left = account.news.amount.amount - [...account.refunds.values()].reduce((sum, each) => sum + each, 0)
      if (amount.amount > left || faults.strikes("gateway-declines")) return { _tag: "Failed", because: "declined" }
      account.refunds.set(refundId, amount.amount)
    }
    return { _tag: "Succeeded", amount }
  }

  return {
    port: {
      request: (payment) => asked(payment, () => request(payment)),
      capture: (payment) => asked(payment, () => {
        const account = of(payment)
        if (account.news?._tag !== "Authorised") return account.news ?? { _tag: "Missing" }
        return settle(account, captured(account, "due" in payment && payment.due !== undefined ? payment.due : payment.amount))
      }),
      void: (payment) => asked(payment, () => {
        const account = of(payment)
        return account.news === undefined || account.news._tag === "Authorised" ? settle(account, { _tag: "Voided" }) : account.news
      }),
      refund: (payment, asking) => asked(payment, () => refund(payment, asking)),
      find: (payment) => {
        const account = kept.get(payment.idempotencyKey)
        // While the payer may still act, nothing is final.
        const isOpen = account !== undefined && account.news === undefined && now() < account.pageUntil
        return isOpen ? Effect.fail(new OutcomeUnknown({ gateway: payment.gateway ?? "simulated" })) : asked(payment, () => account?.news ?? { _tag: "Missing" })
      }
    },
    accounts: () => new Map([...kept.values()].map(({ news, payment, refunds }) => [payment.id, { payment, taken: news?._tag === "Captured" ? news.amount : undefined, refunds }])),
    payerActs: (paymentId, pays) => {
      const account = [...kept.values()].find(({ payment }) => payment.id === paymentId)
      if (account === undefined || account.news !== undefined || now() >= account.pageUntil) return
      settle(account, pays ? captured(account, account.payment.amount) : { _tag: "Failed", reason: "the payer gave up", retry: true })
    }
  }
}
