/**
 * How somebody pays. Hosts name what is not here by their own words.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"

export const MandateId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("MandateId"))
export type MandateId = typeof MandateId.Type

/** Where cash is counted: a pay station, a desk, an attendant's purse. */
export const Till = Name.upTo(80)

export const Method = Schema.TaggedUnion({
  Cash: { till: Till },
  Card: {},
  Upi: {},
  Wallet: { name: Schema.optionalKey(Name.upTo(40)) },
  /** What the holder allowed to be charged. */
  Mandate: { mandateId: MandateId },
  /** On the account of a company or a merchant. */
  Account: { partnerId: Party.PartnerId },
  Other: { name: Name.upTo(40) }
}).annotate({ identifier: "PaymentMethod" })
export type Method = typeof Method.Type
