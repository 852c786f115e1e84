import { Money, Rational } from "@parkade/core/money"
import { money, rational, runs } from "@parkade/testing/arbitraries"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const [EUR, JPY, KWD] = ["EUR", "JPY", "KWD"].map((code) => Money.Currency.make(code)) as [Money.Currency, Money.Currency, Money.Currency]

describe("Rational", () => {
  it.each([
    ["12", 12n, 1n],
    ["1.50", 3n, 2n],
    ["0.05", 1n, 20n],
    ["7/120", 7n, 120n],
    ["4/6", 2n, 3n],
    ["-1.25", -5n, 4n],
    ["-1/3", -1n, 3n],
    ["+2", 2n, 1n],
    ["0", 0n, 1n],
    ["0/5", 0n, 1n],
    ["000000000000000001.000", 1n, 1n],
    ["999999999999999999", 999_999_999_999_999_999n, 1n]
  ])("reads %s", (text, numerator, denominator) => {
    expect(Rational.parse(text)).toEqual({ numerator, denominator })
  })

  it.each(["", " 1", "1 ", "1,50", "1.", ".5", "1e3", "1/0", "1/00", "1/-2", "1/2/3", "1.5/2", "0x10", "NaN", "∞", "１", "1_000", "--1", "9".repeat(19), `1.${"0".repeat(19)}`])(
    "refuses %j",
    (text) => expect(Rational.parse(text)).toBeUndefined()
  )

  // A value, and what it rounds to: half-up, half-even, up, down.
  it.each([
    ["2", 2n, 2n, 2n, 2n],
    ["2.4", 2n, 2n, 3n, 2n],
    ["2.5", 3n, 2n, 3n, 2n],
    ["3.5", 4n, 4n, 4n, 3n],
    ["2.6", 3n, 3n, 3n, 2n],
    ["1/3", 0n, 0n, 1n, 0n],
    ["2/3", 1n, 1n, 1n, 0n],
    ["0.5", 1n, 0n, 1n, 0n],
    ["0", 0n, 0n, 0n, 0n],
    ["-2.5", -3n, -2n, -3n, -2n],
    ["-2.4", -2n, -2n, -3n, -2n],
    ["-3.5", -4n, -4n, -4n, -3n],
    ["499999999999999999/999999999999999999", 0n, 0n, 1n, 0n]
  ])("rounds %s", (text, ...expected) => {
    const value = Rational.parse(text) ?? expect.unreachable()
    expect((["half-up", "half-even", "up", "down"] as const).map((mode) => Rational.round(value, mode))).toEqual(expected)
  })

  it.each([["12", "12"], ["1.50", "1.5"], ["1/3", "1/3"], ["-1/3", "-1/3"], ["-0.05", "-0.05"], ["1/8", "0.125"], ["7/120", "7/120"], ["1/20", "0.05"], ["0", "0"], ["100", "100"], ["-10", "-10"]])(
    "writes %s as %s",
    (text, written) => expect(Rational.format(Rational.parse(text) ?? expect.unreachable())).toBe(written)
  )

  it("computes what cross-multiplied integers say", () => {
    fc.assert(fc.property(rational(), rational(), (a, b) => {
      const [{ denominator: q, numerator: p }, { denominator: s, numerator: r }] = [a, b]
      const is = (value: Rational.Rational, numerator: bigint, denominator: bigint) => value.numerator * denominator === numerator * value.denominator
      expect(is(Rational.add(a, b), p * s + r * q, q * s)).toBe(true)
      expect(is(Rational.subtract(a, b), p * s - r * q, q * s)).toBe(true)
      expect(is(Rational.multiply(a, b), p * r, q * s)).toBe(true)
      if (r !== 0n) expect(is(Rational.divide(a, b), p * s, q * r)).toBe(true)
      expect(Math.sign(Rational.compare(a, b))).toBe(p * s < r * q ? -1 : p * s > r * q ? 1 : 0)
      expect(Rational.sum([a, b, a])).toEqual(Rational.add(Rational.add(a, b), a))
    }), runs(300))
  })

  it("rounds to a neighbour, the nearer one for halves", () => {
    fc.assert(fc.property(rational(), fc.constantFrom("half-up", "half-even", "up", "down"), (value, mode) => {
      const distance = Rational.subtract(value, Rational.make(Rational.round(value, mode)))
      const far = mode === "half-up" || mode === "half-even" ? Rational.make(1n, 2n) : Rational.make(1n)
      const size = distance.numerator < 0n ? Rational.subtract(Rational.zero, distance) : distance
      expect(Rational.compare(size, far)).toBeLessThanOrEqual(mode === "half-up" || mode === "half-even" ? 0 : -1)
    }), runs(300))
  })

  it("reads what it writes", () => {
    fc.assert(fc.property(rational(), (value) => {
      const text = Rational.format(value)
      if (text.length < 18) expect(Rational.parse(text)).toEqual(value)
    }), runs(300))
  })

  it("needs a denominator other than zero", () => expect(() => Rational.make(1n, 0n)).toThrow(RangeError))
})

describe("Money", () => {
  it.each([["EUR", 2], ["USD", 2], ["CHF", 2], ["JPY", 0], ["KRW", 0], ["CLP", 0], ["ISK", 0], ["VND", 0], ["KWD", 3], ["BHD", 3], ["OMR", 3], ["JOD", 3], ["TND", 3], ["CLF", 4], ["MGA", 2], ["MRU", 2]])(
    "%s has %i decimals",
    (code, decimals) => expect(Money.minorUnits(Money.Currency.make(code))).toBe(decimals)
  )
  it.each(["EURO", "eur", "", "XYZ", "E"])("%j is no currency", (code) => expect(Schema.is(Money.Currency)(code)).toBe(false))

  it.each([[400, EUR, "4.00 EUR"], [-5, EUR, "-0.05 EUR"], [0, EUR, "0.00 EUR"], [400, JPY, "400 JPY"], [-1_234, KWD, "-1.234 KWD"], [7, KWD, "0.007 KWD"], [Number.MAX_SAFE_INTEGER, EUR, "90071992547409.91 EUR"]])(
    "%i %s is written %s",
    (amount, currency, text) => expect(Money.format({ amount, currency })).toBe(text)
  )

  it("refuses a sum beyond the safe integers, naming it", () => {
    const large = { amount: Number.MAX_SAFE_INTEGER, currency: EUR }
    expect(Money.add(large, { amount: 1, currency: EUR })).toEqual(Result.fail(new Money.AmountTooLarge({ amount: "9007199254740992", currency: EUR })))
    expect(Result.isSuccess(Money.subtract(large, large))).toBe(true)
    expect(Result.isFailure(Money.fromMinorUnits(-(2n ** 53n), EUR))).toBe(true)
  })

  it("refuses two currencies, naming both", () => {
    expect(Money.add(Money.zero(EUR), Money.zero(JPY))).toEqual(Result.fail(new Money.CurrencyMismatch({ left: EUR, right: JPY })))
  })

  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [5, [3, 7], [1, 4]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [1, [1, 99], [0, 1]],
    [0, [1, 2], [0, 0]]
  ] as const)("splits %i by %j", (amount, [first, ...rest], shares) => {
    expect(Money.split({ amount, currency: EUR }, [first, ...rest]).map((share) => share.amount)).toEqual(shares)
  })

  it("is undone by subtraction", () => {
    fc.assert(fc.property(money({ among: [EUR] }), money({ among: [EUR] }), (a, b) => {
      const sum = Money.add(a, b)
      if (Result.isSuccess(sum)) expect(Money.subtract(sum.success, b)).toEqual(Result.succeed(a))
    }), runs(300))
  })
})
