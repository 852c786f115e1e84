import { Account, Ledger, Payment } from "@parkade/core/payment"
import { Ticket } from "@parkade/core/ticket"
import { Equal } from "effect"
import type { Mirror } from "../Mirror.ts"
import type { World } from "../World.ts"
import type { Invariant, Verdict } from "./Invariant.ts"
import { charges } from "./mandates.ts"

const sums = (transactions: ReadonlyArray<Ledger.Transaction>): ReadonlyArray<readonly [code: string, account: Account.Account, sum: number]> => {
  const entries = transactions.flatMap((each) => each.entries)
  return [...Map.groupBy(entries, ({ account, amount }) => `${amount.currency} ${Account.code(account)}`)].flatMap(([code, all]) =>
    all[0] === undefined ? [] : [[code, all[0].account, all.reduce((sum, { amount: { amount } }) => sum + amount, 0)] as const])
}

/** Whether what an account is about is over, so that nothing may be left on it. */
const isOver = (account: Account.Account, mirror: Mirror): boolean => {
  if (account._tag === "RefundClearing") return true
  if (account._tag !== "Receivable" && account._tag !== "Deferred") return false
  const { subject } = account
  switch (subject._tag) {
    case "Stay":
      return !Ticket.isOpen(mirror.of("Ticket", subject.ticketId))
    case "Reservation":
      return !["Held", "Confirmed", "CheckedIn"].includes(mirror.of("Reservation", subject.reservationId)._tag)
    case "Pass":
      return ["Cancelled", "Expired"].includes(mirror.of("Pass", subject.passId)._tag)
    case "Violation":
      return ["Waived", "Resolved"].includes(mirror.of("Violation", subject.violationId)._tag)
  }
}

export const ledger: Invariant = {
  id: "I4",
  says: "the ledger sums to zero",
  after: function*({ transactions }) {
    for (const { entries, id } of transactions) {
      for (const [currency, all] of Map.groupBy(entries, ({ amount }) => amount.currency)) {
        const sum = all.reduce((total, { amount: { amount } }) => total + amount, 0)
        yield sum === 0 ? undefined : `transaction ${id} sums to ${sum} ${currency}`
      }
    }
  },
  atTheEnd: function*({ store: { transactions } }, mirror) {
    for (const [code, account, sum] of sums(transactions)) {
      if (isOver(account, mirror)) yield sum === 0 ? undefined : `${sum} are left on ${code}, which is over`
    }
  }
}

const refundsOf = (payment: Payment.Payment, ...tags: ReadonlyArray<string>): number =>
  "refunds" in payment ? payment.refunds.reduce((sum, refund) => tags.includes(refund._tag) ? sum + refund.amount.amount : sum, 0) : 0

/** What is known of a payment here, against what the gateway knows. */
const agrees = ({ gateway }: World, payment: Payment.Payment): Verdict => {
  if (!Payment.isTaken(payment)) return undefined
  const { captured, id } = payment
  const left = captured.amount - refundsOf(payment, "Requested", "Unknown", "Succeeded")
  if (left < 0) return `payment ${id}: more was given back, or is to be, than the ${captured.amount} that were captured`
  if (payment.gateway === undefined) return undefined
  const account = gateway.account(id)
  if (account?.taken === undefined || !Equal.equals(account.taken, captured)) return `payment ${id}: ${captured.amount} are captured here, ${account?.taken?.amount ?? "nothing"} at the gateway`
  const back = [...account.refunds.values()].reduce((sum, each) => sum + each, 0)
  if (back > account.taken.amount) return `payment ${id}: the gateway gave back ${back} of ${account.taken.amount}`
  const here = refundsOf(payment, "Succeeded")
  return here <= back ? undefined : `payment ${id}: ${here} were given back here, ${back} at the gateway`
}

export const payments = (): Invariant => {
  const charged = charges()
  return {
    id: "I5",
    says: "captured minus refunded is never negative and matches the gateway; no mandate is charged above its limits",
    each: function*({ event, id }, before) {
      if (event._tag === "MandateCharged") yield charged.next(event, id, before)
    },
    after: function*({ entries, mirror, world }) {
      for (const { id, kind } of entries) {
        const payment = kind === "Payment" ? mirror.of("Payment", id) : undefined
        if (payment !== undefined && payment._tag !== "Absent") yield agrees(world, payment)
      }
    },
    atTheEnd: function*({ gateway, store: { transactions } }, mirror) {
      yield* charged.of(mirror.all("Payment"))
      for (const { payment: { id, gateway: name }, refunds, taken } of gateway.accounts()) {
        const payment = mirror.of("Payment", id)
        const here = Payment.isTaken(payment) ? payment.captured.amount : 0
        yield here === (taken?.amount ?? 0) ? undefined : `payment ${id} at ${name}: ${here} are captured here, ${taken?.amount ?? 0} at the gateway`
        const [back, sent] = [[...refunds.values()].reduce((sum, each) => sum + each, 0), Payment.isTaken(payment) ? refundsOf(payment, "Succeeded") : 0]
        yield back === sent ? undefined : `payment ${id} at ${name}: ${sent} were given back here, ${back} at the gateway`
      }
      const booked = sums(transactions)
      const held = (code: string) => booked.filter(([each]) => each === code).reduce((sum, [, , units]) => sum + units, 0)
      const taken = Map.groupBy(gateway.accounts(), ({ payment, taken: money }) => `${money?.currency ?? payment.amount.currency} ${Account.code({ _tag: "Clearing", gateway: payment.gateway ?? "" })}`)
      for (const [code, accounts] of taken) {
        const all = accounts.reduce((sum, { refunds, taken: money }) => sum + (money?.amount ?? 0) - [...refunds.values()].reduce((back, each) => back + each, 0), 0)
        yield held(code) === all ? undefined : `${code} says ${held(code)}, the gateway has ${all}`
      }
    }
  }
}
