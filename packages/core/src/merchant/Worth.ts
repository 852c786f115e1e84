/**
 * The most that a validation can take off a stay: what it holds against a merchant's budget until the stay is priced.
 *
 * Units: minor units of ISO 4217, with tax.
 * Guarantees: no stay of the tariff has more taken off it by the validation, but for one rounding of tax for each line of its bill.
 * Rounding: up, to what the tariff rounds to.
 */
import { Money, Rational } from "../money/index.ts"
import { Tariff, type Validation } from "../pricing/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { written } from "../pricing/Syntax.ts"

/** What it says that it takes off at most, in major units; absent where that depends on the stay. */
export const said = (validation: Validation.Validation): Amount.Amount | undefined => validation.type === "amount" ? validation.off : validation.max

const taxRates = (tariff: Tariff.Tariff): ReadonlyArray<Rational.Rational> =>
  [...new Set(written(tariff).flatMap(({ rate: { tax } }) => tax ?? []))].map(Amount.value)

const highest = (rates: ReadonlyArray<Rational.Rational>): Rational.Rational =>
  rates.reduce((most, rate) => Rational.compare(rate, most) > 0 ? rate : most, Rational.zero)

const up = (value: Rational.Rational, step: Rational.Rational): Rational.Rational =>
  Rational.multiply(Rational.make(Rational.round(Rational.divide(value, step), "up")), step)

/** So much, or anything: the largest amount there is. */
export const most = (validation: Validation.Validation, tariff: Tariff.Tariff): Money.Money => {
  const { currency } = tariff
  const anything = { amount: Number.MAX_SAFE_INTEGER, currency }
  const amount = said(validation)
  if (amount === undefined) return anything
  const off = up(Amount.value(amount), Amount.value(tariff.rounding.to))
  const rates = tariff.tax === "added" ? taxRates(tariff) : []
  const taxed = Rational.multiply(off, Rational.add(Rational.make(1n), highest(rates)))
  // Bills round tax to the units that they are written and paid in.
  const places = Math.min(Tariff.minorUnits(tariff), Money.minorUnits(currency))
  const units = Rational.round(Rational.multiply(taxed, Rational.make(10n ** BigInt(places))), "up") * 10n ** BigInt(Money.minorUnits(currency) - places)
  return units > BigInt(Number.MAX_SAFE_INTEGER) ? anything : { amount: Number(units), currency }
}
