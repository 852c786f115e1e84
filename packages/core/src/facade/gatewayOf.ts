/**
 * A payment gateway by plain promises, for hosts without Effect.
 *
 * A promise that is rejected, or takes too long, leaves open whether money moved: the payment is then `Unknown`, nobody is
 * asked to pay again, and `reconcilePayments` asks `find` what became of it. Only who knows that nothing was asked for
 * says `Unreachable`. The payment's `idempotencyKey` goes with every request, so that a repetition has one effect.
 */
import { Effect, Layer, Result, Schema } from "effect"
import { News, type Payment as Payments, RefundRequest } from "../payment/index.ts"
import { type Answer, Gateways, GatewayUnreachable, OutcomeUnknown } from "../ports/index.ts"
import { Diagnosis } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import { Adapter } from "./Adapter.ts"
import type { Plain } from "./Plain.ts"

type Payment = Payments.Payment
type Refund = RefundRequest.RefundRequest

/** What became of a payment, as the gateway says; `Missing` where it knows of none. */
export type PaymentNews = Plain<News.News>

/** It was not asked: no money moved. */
export interface Unreachable {
  readonly _tag: "Unreachable"
}

/** The payer has to act first, on this page, until this instant in epoch milliseconds. */
export interface AwaitsPayer {
  readonly _tag: "Awaits"
  readonly page?: string
  readonly answerBy: number
}

export interface PromiseGateway {
  /** Asks for the `amount` of a payment: to take it, or to hold it where its `capture` is `on-request`; of a stored method by its `token`. */
  readonly request: (payment: Plain<Payment>, token?: string) => Promise<PaymentNews | AwaitsPayer | Unreachable>
  /** Takes what is `due` of what is held. */
  readonly capture: (payment: Plain<Payment>) => Promise<PaymentNews | Unreachable>
  /** Lets go what is held; says what was captured already. */
  readonly void: (payment: Plain<Payment>) => Promise<PaymentNews | Unreachable>
  /** Gives back the `amount` of a refund; its `refundId` is its idempotency key. */
  readonly refund: (payment: Plain<Payment>, refund: Plain<Refund>) => Promise<Plain<Exclude<RefundRequest.Outcome, { readonly _tag: "Unknown" }>> | Unreachable>
  /** What became of a payment. */
  readonly find: (payment: Plain<Payment>) => Promise<PaymentNews | Unreachable>
}

const isAway = Schema.is(Schema.TaggedStruct("Unreachable", {}))
const Awaits = Schema.TaggedStruct("Awaits", { page: Schema.optionalKey(Schema.String), answerBy: Instant.Instant })

const readers = {
  news: Diagnosis.decoder(News.News),
  request: Diagnosis.decoder(Schema.Union([News.News, Awaits])),
  refund: Diagnosis.decoder(RefundRequest.Outcome)
}

/** What a gateway answers, read; an answer of another shape is a defect of its author, who is told what was expected. */
const asking = <A>(method: string, { gateway = "gateway" }: Payment, millis: number, read: (answer: unknown) => Result.Result<A, ReadonlyArray<{ readonly path: string; readonly message: string }>>, ask: () => Promise<unknown>) =>
  Effect.tryPromise({ try: async () => ask(), catch: (cause) => cause }).pipe(
    Effect.timeout(millis),
    Effect.tapError((cause) => Effect.logWarning(`${gateway}: ${method} was not answered`, cause)),
    Effect.mapError(() => new OutcomeUnknown({ gateway })),
    Effect.flatMap((answer): Effect.Effect<A, GatewayUnreachable> => {
      if (isAway(answer)) return Effect.fail(new GatewayUnreachable({ gateway }))
      const told = read(answer)
      if (Result.isSuccess(told)) return Effect.succeed(told.success)
      return Effect.die(new TypeError(`${method} of ${gateway}: ${told.failure.map(({ message, path }) => `${path || "answer"}: ${message}`).join("; ")}`))
    })
  )

const plain = <T>(value: T): Plain<T> => value as Plain<T>

/** The gateway as `createParkade` takes it. An answer is waited for so long, 20 seconds unless told otherwise. */
export const gatewayOf = (gateway: PromiseGateway, { answersWithinMillis: millis = 20_000 }: { readonly answersWithinMillis?: number } = {}): Adapter<Gateways> =>
  Adapter.of(Layer.succeed(Gateways, {
    request: (payment, token) => Effect.map(
      asking("request", payment, millis, readers.request, () => gateway.request(plain(payment), token)),
      (answer): Answer => (answer._tag === "Awaits" ? answer : { _tag: "Said", news: answer })
    ),
    capture: (payment) => asking("capture", payment, millis, readers.news, () => gateway.capture(plain(payment))),
    void: (payment) => asking("void", payment, millis, readers.news, () => gateway.void(plain(payment))),
    refund: (payment, refund) => asking("refund", payment, millis, readers.refund, () => gateway.refund(plain(payment), plain(refund))),
    find: (payment) => asking("find", payment, millis, readers.news, () => gateway.find(plain(payment)))
  }))
