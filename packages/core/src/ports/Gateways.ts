/**
 * Payment gateways.
 *
 * Contract: `gatewaysContract` in @parkade/testing. The payment's idempotency key goes with every request. The adapter owns
 * timeouts and its circuit breaker; what a gateway says later, in webhooks, is verified by the adapter and told by the
 * operation `hear`. Guarantees of every adapter: a request that is repeated has one effect; what was not answered is found
 * out; a gateway that is not reached moves nothing; what is declined takes nothing; what is held is captured once, and no
 * more than is due; what was let go is not captured, and what was captured is not let go; a refund is sent once, by its id;
 * no more goes back than was captured.
 */
import { Context, type Effect, Schema } from "effect"
import type { Mandate, News, Payment, RefundRequest } from "../payment/index.ts"
import type { Instant } from "../time/index.ts"

/** It was not reached: no money moved. */
export class GatewayUnreachable extends Schema.TaggedError<GatewayUnreachable>()("GatewayUnreachable", { gateway: Schema.String }) {
  override get message() {
    return `${this.gateway} cannot be reached: try again, or pay another way`
  }
}

/** It was asked and did not answer in time: money may have moved. */
export class OutcomeUnknown extends Schema.TaggedError<OutcomeUnknown>()("OutcomeUnknown", { gateway: Schema.String }) {
  override get message() {
    return `${this.gateway} did not answer in time: reconcile the payment to know what became of it, and do not pay again before`
  }
}

/** What it says at once, or that the payer has to act first: on this page. */
export type Answer =
  | { readonly _tag: "Said"; readonly news: News.News }
  | { readonly _tag: "Awaits"; readonly page?: string | undefined; readonly answerBy: Instant.Instant }

type Asked<A> = Effect.Effect<A, GatewayUnreachable | OutcomeUnknown>

export class Gateways extends Context.Service<Gateways, {
  /** Asks for the money of an intent, all at once or to be held; for a mandate by its token. */
  readonly request: (payment: Payment.Payment, token?: Mandate.Token) => Asked<Answer>
  /** Takes what is `due` of what is held. */
  readonly capture: (payment: Payment.Payment) => Asked<News.News>
  /** Lets go what is held, and asks the payer no more; what was captured stays so, and that is said. */
  readonly void: (payment: Payment.Payment) => Asked<News.News>
  readonly refund: (payment: Payment.Payment, refund: RefundRequest.RefundRequest) => Asked<RefundRequest.Outcome>
  /** What became of a payment: {@link OutcomeUnknown} while its payer may still act, Missing when nothing will come of it any more. */
  readonly find: (payment: Payment.Payment) => Asked<News.News>
}>()("@parkade/core/ports/Gateways") {}
