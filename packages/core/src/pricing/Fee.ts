/**
 * Fees: what a lot charges besides the stay, for a lost ticket, an overstay, a no-show, a late payment, an event.
 *
 * A fee is an amount, a share of the stay's price (with its validations, without other fees), or a rate that the engine prices over the time that the host names: an
 * overstay "per started hour" is an hourly rate over the overstay. How it meets the stay's price is a field: added to
 * it, its minimum, or instead of it.
 *
 * Units: amounts in major units of the tariff's currency, in the tariff's own terms (net where tax is added, else gross);
 * percents of 0 to 100; stays closed-open.
 * Fails: InvalidTariff where the rate or the condition is none for this tariff; what PriceFunction fails with.
 * Guarantees: a bill with fees sums to its total; a fee never makes a bill smaller, unless it stands instead of the stay; a
 * fee whose condition does not hold leaves the bill as it is; fees that are added come to the same in any order.
 * Rounding: each fee by itself, as the tariff declares.
 */
import { Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import { add, append, ownSide } from "./Additions.ts"
import * as Amount from "./Amount.ts"
import type * as Bill from "./Bill.ts"
import { Condition, type Facts } from "./Facts.ts"
import { faults } from "./Faults.ts"
import * as PriceFunction from "./PriceFunction.ts"
import * as Rate from "./Rate.ts"
import * as Tariff from "./Tariff.ts"
import { Percent } from "./Validation.ts"

/** What it is charged for. */
export const Kind = Schema.Literals(["lost-ticket", "overstay", "no-show", "late-payment", "event"])
export type Kind = typeof Kind.Type

const Charge = Schema.Union([Schema.Struct({ amount: Amount.Amount }), Schema.Struct({ percent: Percent }), Schema.Struct({ rate: Rate.Rate })]).annotate({
  expected: `{"amount": "25.00"}, {"percent": "10"} of the stay's price, or {"rate": a rate}`
})

const isFraction = Amount.where((tax) => Rational.compare(tax, Rational.make(1n)) <= 0, `a fraction of at most 1 (19 % is "0.19")`)

export const Fee = Schema.Struct({
  kind: Kind,
  /** What its line on the bill is called. */
  label: Name.upTo(120),
  charge: Charge,
  /** On top of the stay's price, or at least that much in all, or that much whatever the stay costs. */
  stay: Schema.Literals(["added", "minimum", "instead"]),
  /** Tax rate as a fraction; compensation often bears none ("0"). */
  tax: Amount.Quantity.pipe(Schema.check(isFraction)),
  /** Charged only where it holds of the time that is priced. */
  when: Schema.optionalKey(Condition)
}).annotate({ identifier: "Fee" })
export type Fee = typeof Fee.Type

/** The time that a fee is charged for: the stay, or its overstay, or the time a payment was late. */
export interface Over {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly facts?: Facts
  readonly phases?: ReadonlyArray<PriceFunction.Phase>
}

/** A fee made ready for one tariff. */
export interface Compiled {
  readonly fee: Fee
  /** The fee by itself: a no-show has no stay. A percent is one of nothing. */
  readonly alone: (over: Over) => Result.Result<Bill.Bill, PriceFunction.Rejection>
  /** `bill`, of the fee's tariff, with the fee on it. */
  readonly on: (bill: Bill.Bill, over: Over) => Result.Result<Bill.Bill, PriceFunction.Rejection>
  /** Up to this the fee stays what it is at `over.to`, on a bill that stays what it is; `undefined` when it never changes. */
  readonly nextChange: (over: Over) => Instant.Instant | undefined
}

const rateOf = ({ charge, label, tax }: Fee): Rate.Rate => {
  const rate: Rate.Rate = "rate" in charge ? charge.rate : { type: "flat", price: "amount" in charge ? charge.amount : "1" }
  return { ...rate, label: rate.label ?? label, tax: rate.tax ?? tax }
}

/** Where the fee's rate lies in the tariff that is made for it. */
const place = ({ when }: Fee): string => (when === undefined ? "rate" : "rate.cases.0.rate")

const tariffOf = (fee: Fee, { valid: _, ...tariff }: Tariff.Tariff): Tariff.Tariff => {
  const rate = rateOf(fee)
  return {
    ...tariff,
    // An amount is owed whatever the length, also by who never came.
    ...(!("rate" in fee.charge) && { seconds: "counted" as const }),
    rate: fee.when === undefined ? rate : { type: "choose", cases: [{ if: fee.when, rate }], otherwise: { type: "flat", price: "0" } }
  }
}

const sound = (tariff: Tariff.Tariff): Result.Result<Tariff.Tariff, Tariff.InvalidTariff> => {
  const issues = faults(tariff)
  return issues.length === 0 ? Result.succeed(tariff) : Result.fail(new Tariff.InvalidTariff({ issues }))
}

const lineOf = (fee: Fee, line: Bill.Line): Bill.Line => {
  const { kind, rule } = line
  const at = place(fee)
  const below = rule === at || rule.startsWith(`${at}.`) ? rule.slice(at.length) : `.${rule}`
  return { ...line, kind: kind === "charge" ? "fee" : kind, rule: `fee.${fee.kind}${below}` }
}

/** Whether its price tells when it changes: one that applies and costs nothing, or that stands for a share, looks like one that does not apply. */
const isTold = ({ charge, stay, when }: Fee): boolean =>
  stay === "instead" ? !("rate" in charge) && when === undefined : !("percent" in charge) || when === undefined

/** The end of the time that the fee is priced over: an amount needs a second of it, for its condition to be looked at. */
const leastOf = ({ charge }: Fee, { from, to }: Pick<Over, "from" | "to">): Instant.Instant =>
  "rate" in charge || to < from ? to : Instant.ofSeconds(Math.max(Instant.seconds(to), Instant.seconds(from) + 1))

const emptied = (bill: Bill.Bill): Bill.Bill => ({ ...bill, lines: [], net: 0, gross: 0 })

/** What the stay comes to in the tariff's own terms, without the fees that are on its bill; what it gives back is nothing. */
const priceOfStay = ({ lines, tax }: Bill.Bill): number =>
  Math.max(0, lines.filter(({ rule }) => !rule.startsWith("fee.")).reduce((sum, line) => sum + line[ownSide(tax)], 0))

const share = (tariff: Tariff.Tariff, fee: Fee, percent: Amount.Amount, base: Bill.Bill, over: Bill.Bill): Bill.Bill => {
  const amount = Rational.multiply(Rational.make(priceOfStay(base)), Rational.divide(Amount.value(percent), Rational.make(100n)))
  return add(emptied(over), tariff, amount, fee.tax, { kind: "fee", rule: `fee.${fee.kind}`, label: fee.label, quantity: percent, unitPrice: "0", unit: "percent" })
}

/** The stay's bill with the fee's. */
const together = (tariff: Tariff.Tariff, fee: Fee, bill: Bill.Bill, own: Bill.Bill): Bill.Bill => {
  if (own.lines.length === 0 || fee.stay === "added") return append(bill, own.lines)
  if (fee.stay === "instead") return append(emptied(bill), own.lines)
  const side = ownSide(bill.tax)
  const [first] = own.lines
  const lacking = Rational.make(Math.max(0, own[side] - bill[side]))
  const unitPrice = first?.unitPrice ?? "0"
  return add(bill, tariff, lacking, first?.taxRate ?? "0", { kind: "fee", rule: `fee.${fee.kind}`, label: fee.label, quantity: "1", unitPrice, unit: "minimum" })
}

const isAmount = (bill: Bill.Bill): Result.Result<Bill.Bill, Money.AmountTooLarge> =>
  Result.map(Money.fromMinorUnits(BigInt(bill.gross), bill.currency), () => bill)

/**
 * Makes `fee` ready for bills of `tariff`, whose currency, clocks, rounding and named rates it takes over. Facts such as
 * `lost` and `expired` decide its condition where they are given.
 */
export const compile = (fee: Fee, tariff: Tariff.Tariff, host: PriceFunction.Host = {}): Result.Result<Compiled, Tariff.InvalidTariff> =>
  Result.map(
    Result.flatMap(sound(tariffOf(fee, tariff)), (made) => PriceFunction.compile(made, host)),
    (compiled): Compiled => {
      const price = ({ from, to, ...context }: Over, base: Bill.Bill | undefined): Result.Result<Bill.Bill, PriceFunction.Rejection> =>
        Result.map(compiled.from(from, context).at(leastOf(fee, { from, to })), (priced) => {
          // A named rate's lines carry the name's path: what did not apply is the other branch of the fee's own condition.
          const applies = priced.lines.some(({ rule }) => fee.when === undefined || rule !== "rate.otherwise")
          if (!applies) return emptied(priced)
          if ("percent" in fee.charge) return base === undefined ? emptied(priced) : share(tariff, fee, fee.charge.percent, base, priced)
          return append(emptied(priced), priced.lines.map((line) => lineOf(fee, line)))
        })
      return {
        fee,
        alone: (over) => price(over, undefined),
        on: (bill, over) => Result.flatMap(price(over, bill), (own) => isAmount(together(tariff, fee, bill, own))),
        nextChange: ({ from, to, ...context }) =>
          isTold(fee) ? compiled.from(from, context).nextChange(leastOf(fee, { from, to })) : Instant.ofSeconds(Instant.seconds(to) + 1)
      }
    }
  )
