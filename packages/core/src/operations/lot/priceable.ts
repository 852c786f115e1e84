import { Result, Schema } from "effect"
import type { Penalty } from "../../enforcement/index.ts"
import { Money, Rational } from "../../money/index.ts"
import * as Amount from "../../pricing/Amount.ts"
import { Fee, PriceFunction, type Tariff } from "../../pricing/index.ts"
import { written } from "../../pricing/Syntax.ts"
import type { Terms } from "../../ticket/index.ts"
import { Elapsed, Instant, LocalDate, type TimeZone } from "../../time/index.ts"

/** A draft that no lot can be opened from: every place that is wrong, and what was expected there. */
export class InvalidLot extends Schema.TaggedError<InvalidLot>()("InvalidLot", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message() {
    return this.issues.map(({ message, path }) => `${path || "lot"}: ${message}`).join("\n")
  }
}

/** A driver who cannot be told a price cannot leave: ten years must have one. */
const longest = Elapsed.ofHours(10 * 366 * 24)

/** Where a tariff says that it has no price. */
const gaps = (tariff: Tariff.Tariff): ReadonlyArray<string> =>
  written(tariff).flatMap(({ path, rate }) =>
    rate.type === "slab" && rate.beyond === "unavailable" ? [`${path}.beyond`]
    : (rate.type === "dynamic" || rate.type === "choose") && rate.otherwise === "unavailable" ? [`${path}.otherwise`]
    : [])

/**
 * Kinds of vehicles that a tariff tells apart, and all others: the one fact that the gate knows of every stay. What else
 * a tariff asks (a pass, a validation, a lost ticket) is not tried here; lint tries all of it.
 */
const kinds = (tariff: Tariff.Tariff): ReadonlyArray<string | undefined> => [
  undefined,
  ...new Set(written(tariff).flatMap(({ rate }) => rate.type === "choose" ? rate.cases.flatMap((each) => each.if.vehicle ?? []) : []))
]

/** How long a stay may be before it has no price, where that is found soon. */
const pricedUpTo = (price: PriceFunction.PriceFunction): Elapsed.Elapsed | undefined => {
  let exit: Instant.Instant | undefined = Instant.Instant.make(price.entry + 1_000)
  for (let changes = 0; changes < 1_000 && exit !== undefined; changes += 1) {
    if (Result.isFailure(price.priceAt(exit))) return changes === 0 ? undefined : Elapsed.ofSeconds((exit - price.entry) / 1_000 - 1)
    exit = price.nextChange(exit)
  }
  return undefined
}

const aWeek = Elapsed.ofMinutes(10_080)

/** Lengths tried of every entry: a minute to a week. */
const lengths = [...[1, 30, 90, 180, 420, 720, 1_560, 4_800].map(Elapsed.ofMinutes), aWeek]

/** A week whose days are all of 24 hours in most places. */
const week = Instant.Instant.make(LocalDate.make(2026, 6, 15) * 86_400_000)

/** A stay without a price, of those that begin at any hour of a week: where a tariff has gaps, most are found so. */
const tried = (ready: PriceFunction.Compiled, context: PriceFunction.Context): PriceFunction.PriceFunction | undefined => {
  for (let hour = 0; hour < 168; hour += 1) {
    const price = ready.from(Instant.Instant.make(week + hour * 3_600_000), context)
    const isUnpriced = lengths.some((length) => Result.isFailure(price.priceAt(Instant.Instant.make(price.entry + length))))
    if (isUnpriced) return price
  }
  return undefined
}

const unpriced = (tariff: Tariff.Tariff, price: PriceFunction.PriceFunction, kind: string | undefined): InvalidLot => {
  const places = gaps(tariff)
  const length = pricedUpTo(price)
  const which = length === undefined ? "some stays have" : `a stay longer than ${Elapsed.format(length)} has`
  const whose = kind === undefined ? "" : ` (vehicle ${kind})`
  const where = places.length > 1 ? ` at one of ${places.join(", ")}` : ""
  const message = `expected a rate: without it ${which} no price${whose}, and a driver without a price cannot leave: write what it costs instead of "unavailable"${where}`
  return new InvalidLot({ issues: [{ path: `tariff.${places.length === 1 ? places[0] : "rate"}`, message }] })
}

/** Whether a stay has a price depends on neither: without them its amount is had without a line for each of its periods. */
const untaxed = (tariff: Tariff.Tariff): Tariff.Tariff => ({ ...tariff, tax: "none", rounding: { ...tariff.rounding, where: "total" } })

export interface Priced {
  readonly tariff: Tariff.Tariff
  readonly timeZone: TimeZone.TimeZone
  readonly fees?: ReadonlyArray<Fee.Fee> | undefined
  readonly penalties?: ReadonlyArray<Penalty.Rule> | undefined
  readonly plateReads?: Terms.Terms["plateReads"] | undefined
  readonly reservations?: Pick<Terms.Reservations, "modification"> | undefined
}

/** The amounts that are charged as they are written. */
const amountsOf = ({ penalties = [], plateReads, reservations }: Priced): ReadonlyArray<{ readonly path: string; readonly amount: Amount.Amount }> => {
  const at = (path: string, by: object) => "amount" in by && typeof by.amount === "string" ? [{ path: `${path}.amount`, amount: by.amount }] : []
  return [
    ...penalties.flatMap(({ charge, reduced, steps }, index) => [
      ...at(`penalties.${index}.charge`, charge),
      ...reduced === undefined ? [] : at(`penalties.${index}.reduced.by`, reduced.by),
      ...steps.flatMap((step, place) => step.type === "increase" ? at(`penalties.${index}.steps.${place}.by`, step.by) : [])
    ]),
    ...plateReads?.mostAlikeDue === undefined ? [] : [{ path: "plateReads.mostAlikeDue", amount: plateReads.mostAlikeDue }],
    ...reservations?.modification?.fee === undefined ? [] : [{ path: "reservations.modification.fee", amount: reservations.modification.fee }]
  ]
}

/** Refuses amounts that nobody can pay: of half a cent, or more than there is. */
const payable = (priced: Priced): Result.Result<void, InvalidLot> => {
  const { currency } = priced.tariff
  const unit = Rational.make(1n, 10n ** BigInt(Money.minorUnits(currency)))
  const issues = amountsOf(priced).flatMap(({ amount, path }) => {
    const isWhole = Rational.divide(Amount.value(amount), unit).denominator === 1n && Result.isSuccess(Amount.toMoney(amount, currency))
    return isWhole ? [] : [{ path, message: `expected a multiple of ${Rational.format(unit)}, the smallest amount of ${currency}, found ${JSON.stringify(amount)}` }]
  })
  return issues.length === 0 ? Result.succeed(undefined) : Result.fail(new InvalidLot({ issues }))
}

/** Refuses fees that are none for this tariff. */
const chargeable = ({ fees = [], penalties = [], tariff, timeZone }: Priced): Result.Result<void, InvalidLot> => {
  const all = [
    ...fees.map((fee, index) => ({ fee, path: `fees.${index}` })),
    ...penalties.flatMap(({ charge }, index) => "fee" in charge ? [{ fee: charge.fee, path: `penalties.${index}.charge.fee` }] : [])
  ]
  return Result.map(Result.all(all.map(({ fee, path: place }) =>
    Result.mapError(Fee.compile(fee, tariff, { zone: timeZone }), ({ issues }) =>
      new InvalidLot({ issues: issues.map(({ message, path }) => ({ path: `${place}.${path}`, message })) })))), () => undefined)
}

/** Refuses a tariff by which some stay has no price, fees that cannot be charged with it, and amounts that nobody can pay. */
export const priceable = (priced: Priced): Result.Result<void, InvalidLot> => Result.flatMap(hasPrices(priced), () => Result.flatMap(chargeable(priced), () => payable(priced)))

const hasPrices = ({ tariff, timeZone }: Priced): Result.Result<void, InvalidLot> => {
  const from = Instant.Instant.make(0)
  const compiled = Result.mapError(PriceFunction.compile(untaxed(tariff), { zone: timeZone }), ({ issues }) =>
    new InvalidLot({ issues: issues.map(({ message, path }) => ({ path: `tariff.${path}`, message })) }))
  return Result.flatMap(compiled, (ready) => Result.map(Result.all(kinds(tariff).map((vehicle) => {
    const context = vehicle === undefined ? {} : { facts: { vehicle } }
    const price = ready.from(from, context)
    const refused = (of: string) => (rejection: PriceFunction.Rejection) =>
      rejection._tag === "Unavailable"
        ? unpriced(tariff, price, vehicle)
        : new InvalidLot({ issues: [{ path: "tariff.rate", message: `a stay of ${of} has no price: ${rejection.message}` }] })
    // A week is billed, too: its lines must be amounts.
    const week = Result.mapError(price.at(Instant.Instant.make(from + aWeek)), refused("a week"))
    const ever = Result.flatMap(week, () => Result.mapError(price.priceAt(Instant.Instant.make(from + longest)), refused("ten years")))
    const gap = gaps(tariff).length === 0 ? undefined : tried(ready, context)
    return gap === undefined ? ever : Result.flatMap(ever, () => Result.fail(unpriced(tariff, gap, vehicle)))
  })), () => undefined))
}
