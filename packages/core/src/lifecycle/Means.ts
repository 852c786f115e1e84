/** By which means something is settled. */
import { Schema } from "effect"
import { PaymentId } from "./Ids.ts"

/** Paid, or put on an account that is billed later, by the host's reference. */
export const Means = Schema.TaggedUnion({
  Payment: { paymentId: PaymentId },
  Account: { reference: Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 120, { expected: "a reference of 1 to 120 characters" }))) }
})
export type Means = typeof Means.Type

/** It is the same payment, or the same entry of an account. */
export const isSame = (one: Means, other: Means): boolean =>
  one._tag === "Payment"
    ? other._tag === "Payment" && one.paymentId === other.paymentId
    : other._tag === "Account" && one.reference === other.reference
