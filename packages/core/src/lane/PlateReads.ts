/** What a lot makes of plates that cameras read; where it says nothing, what is usual. */
import { Result, Schema } from "effect"
import type { Money } from "../money/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { Elapsed } from "../time/index.ts"

export const PerMille = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 1_000 }, { expected: "a whole number of per mille from 0 to 1000" })))

const between = (minimum: Elapsed.Elapsed, maximum: Elapsed.Elapsed) =>
  Elapsed.FromIso.pipe(Schema.check(Schema.isBetween({ minimum, maximum }, { expected: `${Elapsed.format(minimum)} to ${Elapsed.format(maximum)}` })))

const [anHour, tenMinutes] = [Elapsed.ofHours(1), Elapsed.ofMinutes(10)]

/** A clause of terms. */
export const PlateReads = Schema.Struct({
  /** A read that is less sure is for a person to look at; 850. */
  minConfidencePerMille: Schema.optionalKey(PerMille),
  /**
   * Up to how much the one ticket may owe whose plate looks like the one that was read, for the driver to be told to pay
   * that, in the tariff's currency; 0: where anything is due, a person looks at it.
   */
  mostAlikeDue: Schema.optionalKey(Amount.Amount),
  /** Reads of one plate in one lane that were taken within this time of each other are of one vehicle; PT30S. */
  duplicateWithin: Schema.optionalKey(between(Elapsed.ofSeconds(0), anHour)),
  /** A read that comes later than this after the vehicle was seen opens nothing; PT1M. */
  lateAfter: Schema.optionalKey(between(Elapsed.ofSeconds(1), anHour)),
  /** How long an order to open is good; PT15S. */
  orderFor: Schema.optionalKey(between(Elapsed.ofSeconds(1), tenMinutes)),
  /** How long a vehicle has to pass a gate that opened; `unseen` where nothing behind it sees vehicles pass. PT2M. */
  passWithin: Schema.optionalKey(Schema.Union([between(Elapsed.ofSeconds(1), anHour), Schema.Literal("unseen")]))
}).annotate({ identifier: "PlateReads" })
export type PlateReads = typeof PlateReads.Type

/** A clause with nothing left open. */
export interface Rules extends Omit<Required<PlateReads>, "mostAlikeDue"> {
  readonly mostAlikeDue: Money.Money
}

/** What `clause` says, and what is usual for the rest. No lot has one with an amount that is none in its currency. */
export const rules = (clause: PlateReads | undefined, currency: Money.Currency): Rules => ({
  minConfidencePerMille: 850,
  duplicateWithin: Elapsed.ofSeconds(30),
  lateAfter: Elapsed.ofMinutes(1),
  orderFor: Elapsed.ofSeconds(15),
  passWithin: Elapsed.ofMinutes(2),
  ...clause,
  mostAlikeDue: Result.getOrThrow(Amount.toMoney(clause?.mostAlikeDue ?? "0", currency))
})
