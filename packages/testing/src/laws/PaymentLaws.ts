/** Laws of payments, over everything hosts, staff and gateways may do, and over the orders in which gateways say it. */
import { Payment } from "@parkade/core/payment"
import { Equal, Schema } from "effect"
import * as fc from "fast-check"
import { paymentCommands, paymentEvent, type Telling } from "../arbitraries/Payment.ts"
import { type DeciderCase, type DeciderSchemas, play } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

export const paymentSchemas: DeciderSchemas<Payment.State, Payment.Event> = {
  state: Schema.toType(Payment.State),
  event: Schema.toType(Payment.Event)
}

export type PaymentCase = DeciderCase<Payment.Command, Payment.Event>

/** Histories of one payment. */
export const paymentCase = (): fc.Arbitrary<PaymentCase> => fc.record({ commands: paymentCommands(), event: paymentEvent(), cut: fc.nat(8) })

type Is<Tag extends Payment.Event["_tag"]> = Extract<Payment.Event, { readonly _tag: Tag }>

/** A law of the events up to and with each one, and of the state they make. */
const eachPrefix = (name: string, look: (events: ReadonlyArray<Payment.Event>, last: Payment.Event, state: Payment.State) => string | undefined): Law<PaymentCase> => ({
  name,
  counterexample: ({ commands }) => {
    const events = play(Payment.decider, commands).flatMap((step) => step.events)
    let state = Payment.decider.initial
    for (const [index, event] of events.entries()) {
      state = Payment.evolve(state, event)
      const found = look(events.slice(0, index + 1), event, state)
      if (found !== undefined) return found
    }
    return undefined
  }
})

const of = <Tag extends Payment.Event["_tag"]>(events: ReadonlyArray<Payment.Event>, tag: Tag): ReadonlyArray<Is<Tag>> =>
  events.filter((event): event is Is<Tag> => event._tag === tag)

/** Minor units captured, by the books: the last capture, or what a person judged after it. */
const captured = (events: ReadonlyArray<Payment.Event>): number =>
  events.reduce((sum, event) => {
    if (event._tag === "PaymentCaptured") return event.amount.amount
    if (event._tag !== "PaymentJudged") return sum
    return event.verdict._tag === "Captured" ? event.verdict.amount.amount : 0
  }, 0)

/** What became of each refund, by its answers alone. */
const refunds = (events: ReadonlyArray<Payment.Event>) =>
  of(events, "PaymentRefundRequested").map(({ amount, refundId }) => {
    const judged = of(events, "PaymentRefundJudged").find((event) => event.refundId === refundId)?.verdict
    const answers = of(events, "PaymentRefundAnswered").filter((event) => event.refundId === refundId).map(({ outcome }) => outcome)
    const failed = answers.some(({ _tag }) => _tag === "Failed")
    const paid = answers.some(({ _tag }) => _tag === "Succeeded")
    if (judged !== undefined) return { units: BigInt(judged._tag === "Succeeded" ? judged.amount.amount : 0), isFailed: judged._tag === "Failed", isPaid: judged._tag === "Succeeded" }
    return { units: BigInt(amount.amount), isFailed: failed && !paid, isPaid: paid && !failed }
  })

const sum = (units: ReadonlyArray<bigint>): bigint => units.reduce((a, b) => a + b, 0n)

/** Laws of one payment. */
export const paymentLaws: ReadonlyArray<Law<PaymentCase>> = [
  eachPrefix("captured minus refunded is never negative", (events, _, state) => {
    if (state._tag !== "Captured" && state._tag !== "Refunded") return undefined
    const back = state.refunds.filter((refund) => refund._tag === "Succeeded").map(({ amount }) => BigInt(amount.amount))
    const isFine = sum(back) <= BigInt(captured(events)) && Payment.refundable(state).amount >= 0 && BigInt(Payment.refunded(state).amount) === sum(back)
    return isFine && (state._tag === "Refunded") === (sum(back) === BigInt(captured(events))) ? undefined : show({ events, state })
  }),
  eachPrefix("refunds asked for never exceed what was captured", (events, last) => {
    if (last._tag !== "PaymentRefundRequested") return undefined
    const asked = sum(refunds(events).filter(({ isFailed }) => !isFailed).map(({ units }) => units))
    return asked <= BigInt(captured(events)) ? undefined : show({ asked, captured: captured(events), events })
  }),
  eachPrefix("captured is only what was to be captured, or what a person judged", (events, last, state) => {
    if (last._tag === "PaymentCaptured") {
      const [intent] = of(events, "PaymentIntended")
      const due = intent?.capture === "at-once" ? intent.amount : of(events, "PaymentCaptureRequested").at(-1)?.amount
      if (!Equal.equals(due, last.amount)) return show({ due, last, events })
    }
    const stands = state._tag === "Captured" || state._tag === "Refunded" ? state.captured.amount : undefined
    return stands === undefined || stands === captured(events) ? undefined : show({ state, events })
  }),
  eachPrefix("whatever waits for an answer has a deadline", (_, last, state) => {
    const isOpen = state._tag === "Intended" || state._tag === "Pending" || state._tag === "Unknown" || (state._tag === "Authorised" && state.due !== undefined)
    const waits = isOpen || ("refunds" in state && state.refunds.some(({ _tag }) => _tag === "Requested" || _tag === "Unknown"))
    return waits === (Payment.deadline(state) !== undefined) ? undefined : show({ last, state })
  })
]

/** What is said of a payment, apart from how often and when it was said. */
const told = ({ before, order, told }: Telling, indices: ReadonlyArray<number>) => {
  const said = indices.flatMap((index) => told[index] ?? [])
  const last = play(Payment.decider, [...before, ...said]).at(-1)?.after ?? Payment.decider.initial
  if (last._tag === "Absent" || order.length < told.length) return last
  const { changedAt: _, version: __, ...rest } = last
  return rest
}

/** Laws of what gateways say, in whatever order. */
export const gatewayLaws: ReadonlyArray<Law<Telling>> = [
  {
    name: "what a gateway says of one outcome ends in one state, in any order and however often it is said",
    counterexample: (input) => {
      const [once, shuffled] = [told(input, [...input.told.keys()]), told(input, input.order)]
      return Equal.equals(once, shuffled) ? undefined : show({ once, shuffled })
    }
  },
  {
    name: "what was said once adds nothing when it is said again",
    counterexample: (input) => {
      const said = input.order.flatMap((index) => input.told[index] ?? [])
      const before = play(Payment.decider, [...input.before, ...said]).at(-1)?.after ?? Payment.decider.initial
      const again = said.find((command) => play(Payment.decider, [...input.before, ...said, command]).at(-1)?.events.length !== 0)
      return again === undefined ? undefined : show({ before, again })
    }
  }
]
