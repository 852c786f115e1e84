/**
 * What a violation costs: less when it is paid soon, more when it is not, and at last another's business. Rules are data, for a
 * kind of violation and for some lots; a violation pins the penalty that its rule came to.
 *
 * Units: a rule's amounts in major units of the tariff's currency, what they come to in minor units; time by the notice's clock, elapsed, closed-open: "within PT336H" ends as 14 times 24 hours are
 * over.
 * Fails: AmountTooLarge where a rule comes to more than there is; what Fee fails with.
 * Guarantees: what a penalty comes to never falls as time passes; an increase adds to what it was before.
 * Rounding: amounts, and percents of the charge, half up to the minor unit, each by itself.
 */
import { Result, Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import { Bill, Fee, type PriceFunction, type Tariff, Validation } from "../pricing/index.ts"
import { Elapsed, type Instant } from "../time/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { Kind } from "./Kind.ts"

const isPositive = Schema.makeFilter(({ amount }: Money.Money) => amount > 0 || { path: ["amount"], issue: "expected more than nothing" })
const Charged = Money.Money.pipe(Schema.check(isPositive))

/** An amount, or a share of the charge. */
const Share = Schema.Union([Schema.Struct({ amount: Amount.Positive }), Schema.Struct({ percent: Validation.Percent })])
type Share = typeof Share.Type

const after = Elapsed.FromIso

const rising = Schema.makeFilter((steps: ReadonlyArray<{ readonly after: Elapsed.Elapsed }>) =>
  steps.every((step, index) => step.after > (steps[index - 1]?.after ?? -1)) || "expected rising times")

const remind = Schema.Struct({ type: Schema.Literal("remind"), after })
const refer = Schema.Struct({ type: Schema.Literal("refer"), after, to: Name.upTo(120) })

/** How it is disputed: whether the notice's clock stops meanwhile, how often, and until when. */
export const Disputes = Schema.Struct({
  clock: Schema.Literals(["stops", "runs"]),
  most: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 9 }))),
  within: Schema.optionalKey(Elapsed.FromIso)
})

/** What a kind of violation costs, in `lotIds` or wherever no other rule names the lot. */
export const Rule = Schema.Struct({
  kind: Kind,
  lotIds: Schema.optionalKey(Schema.Array(Lot.LotId).pipe(Schema.check(Schema.isMinLength(1)))),
  /** An amount, or what a fee comes to over the time of the violation: "per started hour". */
  charge: Schema.Union([Schema.Struct({ amount: Amount.Positive }), Schema.Struct({ fee: Fee.Fee })]),
  /** Who pays within this time pays less. */
  reduced: Schema.optionalKey(Schema.Struct({ within: after, by: Share })),
  /** What happens to who does not pay, in order: a reminder, an increase, law enforcement. */
  steps: Schema.Array(Schema.Union([remind, Schema.Struct({ type: Schema.Literal("increase"), after, by: Share }), refer])).pipe(Schema.check(rising)),
  disputes: Disputes
}).annotate({ identifier: "PenaltyRule" })
export type Rule = typeof Rule.Type

export const Step = Schema.Union([remind, Schema.Struct({ type: Schema.Literal("increase"), after, amount: Charged }), refer])
export type Step = typeof Step.Type

/** What one violation costs, in money. */
export const Penalty = Schema.Struct({
  amount: Charged,
  reduced: Schema.optionalKey(Schema.Struct({ within: after, amount: Money.Money })),
  steps: Schema.Array(Step).pipe(Schema.check(rising)),
  disputes: Disputes
}).pipe(
  Schema.check(Schema.makeFilter(({ amount, reduced, steps }) => {
    const amounts = [...(reduced === undefined ? [] : [reduced.amount]), amount, ...steps.flatMap((step) => (step.type === "increase" ? [step.amount] : []))]
    const sound = amounts.every((each, index) => each.currency === amount.currency && each.amount >= (amounts[index - 1]?.amount ?? 0))
    return sound || "expected amounts of one currency that never fall"
  })),
  Schema.annotate({ identifier: "Penalty" })
)
export type Penalty = typeof Penalty.Type

/** The rule for a violation: one that names the lot before one for all lots. */
export const ruleFor = (rules: ReadonlyArray<Rule>, kind: string, lotId: Lot.LotId): Rule | undefined =>
  rules.find((rule) => rule.kind === kind && rule.lotIds?.includes(lotId) === true) ??
    rules.find((rule) => rule.kind === kind && rule.lotIds === undefined)

/** The time that a violation lasted so far, and the tariff that its lot charges by. */
export interface Over {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly tariff: Tariff.Tariff
  readonly host?: PriceFunction.Host
}

/** What `rule` charges before time changes it. */
export const charge = ({ charge }: Rule, { from, host, tariff, to }: Over): Result.Result<Money.Money, Tariff.InvalidTariff | PriceFunction.Rejection> =>
  "amount" in charge
    ? Amount.toMoney(charge.amount, tariff.currency)
    : Result.map(Result.flatMap(Fee.compile(charge.fee, tariff, host), (fee) => fee.alone({ from, to })), Bill.total)

type Rejection = Money.CurrencyMismatch | Money.AmountTooLarge

const share = (by: Share, of: Money.Money): Result.Result<Money.Money, Money.AmountTooLarge> => {
  if ("amount" in by) return Amount.toMoney(by.amount, of.currency)
  const exact = Rational.divide(Rational.multiply(Amount.value(by.percent), Rational.make(of.amount)), Rational.make(100n))
  return Money.fromMinorUnits(Rational.round(exact, "half-up"), of.currency)
}

/** The penalty that `rule` comes to for a charge of `amount`. A reduction leaves nothing less than nothing. */
export const assess = ({ disputes, reduced, steps }: Rule, amount: Money.Money): Result.Result<Penalty, Rejection> => {
  let [total, failed]: [Money.Money, Rejection | undefined] = [amount, undefined]
  const increased = steps.map((step): Step => {
    if (step.type !== "increase") return step
    const sum = Result.flatMap(share(step.by, amount), (more) => Money.add(total, more))
    if (Result.isSuccess(sum)) total = sum.success
    else failed ??= sum.failure
    return { type: step.type, after: step.after, amount: total }
  })
  if (failed !== undefined) return Result.fail(failed)
  if (reduced === undefined) return Result.succeed({ amount, steps: increased, disputes })
  return Result.map(Result.flatMap(share(reduced.by, amount), (less) => Money.subtract(amount, less)), (left) => ({
    amount,
    reduced: { within: reduced.within, amount: { ...left, amount: Math.max(0, left.amount) } },
    steps: increased,
    disputes
  }))
}

/** How many steps are due when the notice's clock shows `millis`. */
export const stepsDue = ({ steps }: Penalty, millis: number): number => steps.filter((step) => step.after <= millis).length

/** What is to be paid when the notice's clock shows `millis`. */
export const dueAfter = (penalty: Penalty, millis: number): Money.Money => {
  const { amount, reduced, steps } = penalty
  if (reduced !== undefined && millis < reduced.within) return reduced.amount
  return steps.slice(0, stepsDue(penalty, millis)).reduce((due, step) => (step.type === "increase" ? step.amount : due), amount)
}
