/**
 * Validations: what merchants and coupons take off a stay's price. A time validation covers a part of the stay, as a pass
 * does; amounts and percents act on the bill.
 *
 * Time acts first, since it changes what is priced; then amounts and percents. Both act in the order in which they are
 * listed. Time with a `max` below what it costs takes off that much, and its time is used up. How several go together is
 * a field: all of them, the best one, or the first that takes anything off. Of visits that accumulate, a validation covers
 * time of its own visit only, and never takes off more than that visit adds.
 *
 * Units: amounts in major units, in the tariff's own terms (net where tax is added, else gross); percents of 0 to 100.
 * Fails: what PriceFunction fails with, where the stay has no price without validations.
 * Guarantees: a validated bill's lines sum to its total; what is taken off never exceeds the bill; no validation leaves
 * the bill as it is; amounts and percents act in their declared order.
 * Rounding: what is left is rounded as the tariff declares, once where it rounds totals; the tax follows the bill's rates.
 */
import { Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Rational } from "../money/index.ts"
import type { Instant } from "../time/index.ts"
import { declared, inMinorUnits, ownSide, takeOff } from "./Additions.ts"
import * as Amount from "./Amount.ts"
import type * as Bill from "./Bill.ts"
import { Step } from "./Period.ts"
import type * as PriceFunction from "./PriceFunction.ts"
import { minorUnits, type Tariff } from "./Tariff.ts"
import { Windows } from "./Window.ts"

const word = Name.upTo(120)

const common = {
  /** Which it is: a coupon's code, a merchant's product. */
  code: word,
  /** What its line on the bill is called. */
  label: Schema.optionalKey(word),
  /** Who pays what it takes off: a merchant. */
  payer: Schema.optionalKey(word)
}

/** Covers the first `upTo` of the stay, or of its part in the windows `during`: it costs nothing, `max` at most. */
export const Time = Schema.Struct({
  type: Schema.Literal("time"),
  upTo: Schema.optionalKey(Step),
  during: Schema.optionalKey(Windows),
  max: Schema.optionalKey(Amount.Amount),
  ...common
}).pipe(Schema.check(Schema.makeFilter(({ during, upTo }) => upTo !== undefined || during !== undefined || "expected how much time it covers: upTo, during or both")))
export type Time = typeof Time.Type

/** So much off. */
export const Off = Schema.Struct({ type: Schema.Literal("amount"), off: Amount.Amount, ...common })
export type Off = typeof Off.Type

/** More than 0, up to 100: "12.5". */
export const Percent = Amount.Quantity.pipe(
  Schema.check(Amount.where((percent) => percent.numerator > 0n && Rational.compare(percent, Rational.make(100n)) <= 0, "more than 0 and at most 100 percent"))
)

/** `percent` of what those listed before left (`rest`), or of the price that amounts and percents start from (`whole`). */
export const Share = Schema.Struct({
  type: Schema.Literal("percent"),
  percent: Percent,
  of: Schema.Literals(["rest", "whole"]),
  /** Takes off this at least, and this at most. */
  min: Schema.optionalKey(Amount.Amount),
  max: Schema.optionalKey(Amount.Amount),
  ...common
}).pipe(Schema.check(Schema.makeFilter(({ max, min }) =>
  min === undefined || max === undefined || Rational.compare(Amount.value(min), Amount.value(max)) <= 0 || { path: ["min"], issue: `expected no more than max, found ${min} above ${max}` })))
export type Share = typeof Share.Type

export const Validation = Schema.Union([Time, Off, Share]).annotate({
  identifier: "Validation",
  expected: `a validation with a type of time, amount or percent`
})
export type Validation = typeof Validation.Type

/** The validations of a stay, and how they go together. */
export const Validations = Schema.Struct({
  combine: Schema.Literals(["all", "best", "first"]),
  of: Schema.Array(Validation)
}).annotate({ identifier: "Validations" })
export type Validations = typeof Validations.Type

/** Takes nothing off; would make the stay dearer, or leave it without a price; another goes instead; is there already. */
export const Reason = Schema.Literals(["no effect", "dearer", "no price", "another applies", "presented twice"])
export type Reason = typeof Reason.Type

export interface Applied {
  readonly code: string
  readonly payer?: string
  /** What it took off, in minor units of the bill. */
  readonly off: { readonly net: number; readonly gross: number }
}

export interface Refused {
  readonly code: string
  readonly reason: Reason
}

export interface Validated {
  readonly bill: Bill.Bill
  readonly applied: ReadonlyArray<Applied>
  readonly refused: ReadonlyArray<Refused>
}

const applied = ({ code, payer }: Validation, before: Bill.Bill, after: Bill.Bill): Applied => ({
  code,
  ...(payer !== undefined && { payer }),
  off: { net: before.net - after.net, gross: before.gross - after.gross }
})

/** One that acts on the bill. */
type OnBill = Off | Share

const clamp = (value: Rational.Rational, min: Rational.Rational | undefined, max: Rational.Rational | undefined) => {
  const low = min !== undefined && Rational.compare(value, min) < 0 ? min : value
  return max !== undefined && Rational.compare(low, max) > 0 ? max : low
}

/** What is left to pay, exactly, and the bill that says it. */
interface Left {
  readonly exact: Rational.Rational
  readonly bill: Bill.Bill
}

/** `left` after one validation. */
const act = (tariff: Tariff, validation: OnBill, left: Left, whole: Rational.Rational): Left => {
  const minor = (amount: Amount.Amount | undefined) => amount === undefined ? undefined : inMinorUnits(tariff, amount)
  const own = ownSide(left.bill.tax)
  const wished = validation.type === "amount"
    ? inMinorUnits(tariff, validation.off)
    : clamp(Rational.multiply(validation.of === "rest" ? left.exact : whole, Rational.divide(Amount.value(validation.percent), Rational.make(100n))), minor(validation.min), minor(validation.max))
  const round = declared(tariff)
  const perLine = tariff.rounding.where === "line"
  const now = left.bill[own]
  const off = perLine ? Rational.make(round(wished)) : wished
  const rest = clamp(Rational.subtract(perLine ? Rational.make(now) : left.exact, off), Rational.zero, undefined)
  const amount = Math.min(now, Number(round(rest)))
  const words = validation.type === "amount" ? { quantity: "1", unitPrice: validation.off } : { quantity: validation.percent, unitPrice: "0" }
  const bill = takeOff(left.bill, tariff, now - amount, {
    kind: "validation",
    rule: `validation.${validation.code}`,
    label: validation.label ?? "validation",
    unit: validation.type === "amount" ? "validation" : "percent",
    ...words
  })
  return { exact: perLine ? Rational.make(amount) : rest, bill }
}

/** `bill` with amounts and percents taken off, in their order. */
const onBill = (tariff: Tariff, bill: Bill.Bill, validations: ReadonlyArray<OnBill>): Validated => {
  const whole = Rational.make(bill[ownSide(bill.tax)])
  const [done, refused]: [Array<Applied>, Array<Refused>] = [[], []]
  let left: Left = { exact: whole, bill }
  for (const validation of validations) {
    // What gives back, as a visit that makes the day cheaper does, has nothing that could be taken off.
    const next = left.bill[ownSide(bill.tax)] <= 0 ? left : act(tariff, validation, left, whole)
    if (next.bill.net === left.bill.net && next.bill.gross === left.bill.gross) refused.push({ code: validation.code, reason: "no effect" })
    else done.push(applied(validation, left.bill, next.bill))
    // What is too little to show still counts towards what is left.
    left = next
  }
  return { bill: left.bill, applied: done, refused }
}

export interface Stay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
  readonly context?: PriceFunction.Context
}

const isTime = (validation: Validation): validation is Time => validation.type === "time"

type Covers = NonNullable<PriceFunction.Context["covers"]>

/** What time validations leave: those that cover time are in the bill, the others are still to be taken off it. */
interface Timed {
  readonly validated: Validated
  readonly asAmounts: ReadonlyArray<Off>
}

const asAmount = (tariff: Tariff, { code, label, payer }: Time, minor: Rational.Rational): Off => ({
  type: "amount",
  off: Rational.format(Rational.divide(minor, Rational.make(10n ** BigInt(minorUnits(tariff))))),
  code,
  ...(label !== undefined && { label }),
  ...(payer !== undefined && { payer })
})

/**
 * Time validations in their order, each on what those before left. One that may not take off as much as its time costs
 * takes off what it may, and its time is used up; those after it take off what theirs costs then.
 */
const timed = (compiled: PriceFunction.Compiled, stay: Stay, base: Bill.Bill, validations: ReadonlyArray<Time>): Timed => {
  const { tariff } = compiled
  const own = ownSide(tariff.tax)
  const [done, refused, asAmounts]: [Array<Applied>, Array<Refused>, Array<Off>] = [[], [], []]
  let [bill, left, used]: [Bill.Bill, Bill.Bill, Covers] = [base, base, stay.context?.covers ?? []]
  for (const validation of validations) {
    const { code, during, max, upTo } = validation
    const wider = [...used, { ...(upTo !== undefined && { upTo }), ...(during !== undefined && { during }) }]
    const priced = compiled.from(stay.entry, { ...stay.context, covers: wider }).at(stay.exit)
    if (Result.isFailure(priced)) {
      refused.push({ code, reason: "no price" })
      continue
    }
    const taken = left[own] - priced.success[own]
    // No more than there is: what a visit adds to earlier ones may turn negative.
    const most = clamp(Rational.make(Math.max(0, left[own])), undefined, max === undefined ? undefined : inMinorUnits(tariff, max))
    const off = clamp(Rational.make(taken), undefined, most)
    if (off.numerator <= 0n) {
      refused.push({ code, reason: taken < 0 ? "dearer" : "no effect" })
      continue
    }
    if (asAmounts.length > 0 || Rational.compare(Rational.make(taken), most) > 0) asAmounts.push(asAmount(tariff, validation, off))
    else {
      done.push(applied(validation, bill, priced.success))
      bill = priced.success
    }
    [left, used] = [priced.success, wider]
  }
  return { validated: { bill, applied: done, refused }, asAmounts }
}

/** All of them: time first, then what acts on the bill. */
const all = (compiled: PriceFunction.Compiled, stay: Stay, base: Bill.Bill, validations: ReadonlyArray<Validation>): Validated => {
  const { asAmounts, validated } = timed(compiled, stay, base, validations.filter(isTime))
  const rest = onBill(compiled.tariff, validated.bill, [...asAmounts, ...validations.filter((each) => !isTime(each))])
  return { bill: rest.bill, applied: [...validated.applied, ...rest.applied], refused: [...validated.refused, ...rest.refused] }
}

const taken = ({ applied: [one] }: Validated): number => one?.off.gross ?? 0

/** One of them: the first, or the one that takes off most. */
const oneOf = (each: ReadonlyArray<Validated & { readonly code: string }>, combine: "best" | "first", base: Bill.Bill): Validated => {
  const able = each.filter((alone) => alone.applied.length > 0)
  const most = Math.max(...able.map(taken))
  const chosen = combine === "first" ? able[0] : able.find((alone) => taken(alone) === most)
  return {
    bill: chosen?.bill ?? base,
    applied: chosen?.applied ?? [],
    refused: each.filter((alone) => alone !== chosen).map(({ code, refused: [own] }) => ({ code, reason: own?.reason ?? "another applies" }))
  }
}

/** Those of different codes, and the refusals of the others. */
const distinct = (validations: ReadonlyArray<Validation>) => {
  const isFirst = ({ code }: Validation, index: number) => validations.findIndex((each) => each.code === code) === index
  return {
    once: validations.filter(isFirst),
    again: validations.filter((each, index) => !isFirst(each, index)).map(({ code }): Refused => ({ code, reason: "presented twice" }))
  }
}

/**
 * The bill of a stay with validations, what each took off, and why the others did not. A stay that has no price without
 * validations has none with them.
 */
export const price = (
  compiled: PriceFunction.Compiled,
  stay: Stay,
  { combine, of }: Validations
): Result.Result<Validated, PriceFunction.Rejection> =>
  Result.map(compiled.from(stay.entry, stay.context).at(stay.exit), (base) => {
    const { again, once } = distinct(of)
    const validated = combine === "all"
      ? all(compiled, stay, base, once)
      : oneOf(once.map((each) => ({ code: each.code, ...all(compiled, stay, base, [each]) })), combine, base)
    return { ...validated, refused: [...validated.refused, ...again] }
  })
