import { type Mandate, Payment } from "@parkade/core/payment"
import { LocalDate } from "@parkade/core/time"
import { Equal } from "effect"
import type { Mirror } from "../Mirror.ts"
import type { Verdict } from "./Invariant.ts"

type Charged = Extract<Mandate.Event, { readonly _tag: "MandateCharged" }>

const within = ({ id, limits: { perCharge = Infinity, perDay = Infinity } }: Mandate.Mandate, { amount: { amount }, paymentId }: Charged, sameDay: ReadonlyArray<Charged>): Verdict => {
  if (amount > perCharge) return `payment ${paymentId} charges ${amount} on mandate ${id}, which allows ${perCharge}`
  const sum = sameDay.reduce((all, charge) => all + charge.amount.amount, amount)
  return sum > perDay ? `${sum} are charged on mandate ${id} in a day, of which it allows ${perDay}` : undefined
}

const hasFailed = (id: string, mirror: Mirror): boolean => {
  const payment = mirror.of("Payment", id)
  return payment._tag !== "Absent" && Payment.hasFailed(payment)
}

/** What is charged on mandates, one charge after the other. */
export const charges = () => {
  const [days, charged] = [new Map<string, ReadonlyArray<Charged>>(), new Map<string, Charged>()]
  return {
    /** Within what the mandate allows of one, and with those of its day that did not fail of a day. */
    next: (event: Charged, id: string, before: Mirror): Verdict => {
      const mandate = before.of("Mandate", id)
      if (mandate._tag === "Absent") return `payment ${event.paymentId} is charged on mandate ${id}, which was never registered`
      const day = `${id} ${LocalDate.of(mandate.zone, event.at)}`
      const others = days.get(day) ?? []
      days.set(day, [...others, event])
      charged.set(event.paymentId, event)
      return within(mandate, event, others.filter(({ paymentId }) => !hasFailed(paymentId, before)))
    },
    /** Of all payments on mandates: what was to be taken was charged. */
    of: function*(payments: ReadonlyArray<Payment.Payment>): Iterable<Verdict> {
      for (const { amount, id, method } of payments) {
        if (method._tag === "Mandate") yield Equal.equals(charged.get(id)?.amount, amount) ? undefined : `payment ${id} is of ${amount.amount} on mandate ${method.mandateId}, which was not charged with it`
      }
    }
  }
}
