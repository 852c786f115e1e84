/** Whole numbers and fractions at the sizes where their ways change. */
import { Money, Rational, Whole } from "@parkade/core/money"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const most = Number.MAX_SAFE_INTEGER
const beyond = 9_007_199_254_740_992n

describe("a whole number", () => {
  it.each<readonly [bigint, Whole.Whole]>([
    [0n, 0], [7n, 7], [-7n, -7], [beyond - 1n, most], [beyond, beyond], [1n - beyond, -most], [-beyond, -beyond], [beyond * 4n, beyond * 4n], [-beyond * 4n, -beyond * 4n]
  ])("of %s is a number as far as that is exact", (value, whole) => expect(Whole.of(value)).toBe(whole))

  it.each<readonly [Whole.Whole, Whole.Whole, Whole.Whole, Whole.Whole, Whole.Whole]>([
    // a, b, sum, difference, product
    [7, 3, 10, 4, 21],
    [-7, 3, -4, -10, -21],
    [most, 1, beyond, most - 1, most],
    [most, 2, beyond + 1n, most - 2, 18_014_398_509_481_982n],
    [-most, 1, -(most - 1), -beyond, -most],
    [-most, 2, -(most - 2), -beyond - 1n, -18_014_398_509_481_982n],
    [beyond, 1, beyond + 1n, most, beyond],
    [1, beyond, beyond + 1n, -most, beyond],
    [beyond + 1n, 2, beyond + 3n, most, 18_014_398_509_481_986n],
    [beyond, beyond, beyond * 2n, 0, beyond * beyond],
    [94_906_267, 94_906_267, 189_812_534, 0, 9_007_199_515_875_289n]
  ])("%s and %s: %s, %s, %s", (a, b, ...all) => {
    expect([Whole.add(a, b), Whole.subtract(a, b), Whole.multiply(a, b)]).toEqual(all)
  })

  it.each<readonly [Whole.Whole, Whole.Whole, Whole.Whole]>([[21, 7, 3], [-21, 7, -3], [beyond * 6n, 3, beyond * 2n], [beyond * 6n, beyond, 6], [0, beyond, 0]])("%s / %s is %s", (a, b, whole) => {
    expect(Whole.divide(a, b)).toBe(whole)
  })

  const modes = ["half-up", "half-even", "up", "down"] as const
  it.each<readonly [Whole.Whole, Whole.Whole, ReadonlyArray<Whole.Whole>]>([
    // half-up, half-even, up, down
    [0, 4, [0, 0, 0, 0]],
    [4, 4, [1, 1, 1, 1]],
    [5, 4, [1, 1, 2, 1]],
    [6, 4, [2, 2, 2, 1]],
    [7, 4, [2, 2, 2, 1]],
    [8, 4, [2, 2, 2, 2]],
    [10, 4, [3, 2, 3, 2]],
    [-5, 4, [-1, -1, -2, -1]],
    [-6, 4, [-2, -2, -2, -1]],
    [-10, 4, [-3, -2, -3, -2]],
    [9, 1, [9, 9, 9, 9]],
    [most, 1, [most, most, most, most]],
    [most, 2, [4_503_599_627_370_496, 4_503_599_627_370_496, 4_503_599_627_370_496, 4_503_599_627_370_495]],
    [beyond, 4, [2_251_799_813_685_248, 2_251_799_813_685_248, 2_251_799_813_685_248, 2_251_799_813_685_248]],
    [beyond + 1n, 4, [2_251_799_813_685_248, 2_251_799_813_685_248, 2_251_799_813_685_249, 2_251_799_813_685_248]],
    [beyond + 2n, 4, [2_251_799_813_685_249, 2_251_799_813_685_248, 2_251_799_813_685_249, 2_251_799_813_685_248]],
    [beyond + 3n, 4, [2_251_799_813_685_249, 2_251_799_813_685_249, 2_251_799_813_685_249, 2_251_799_813_685_248]],
    [beyond + 6n, 4, [2_251_799_813_685_250, 2_251_799_813_685_250, 2_251_799_813_685_250, 2_251_799_813_685_249]],
    [-beyond - 1n, 4, [-2_251_799_813_685_248, -2_251_799_813_685_248, -2_251_799_813_685_249, -2_251_799_813_685_248]],
    [-beyond - 2n, 4, [-2_251_799_813_685_249, -2_251_799_813_685_248, -2_251_799_813_685_249, -2_251_799_813_685_248]],
    [3, beyond, [0, 0, 1, 0]],
    // A quotient that no double tells from the next whole number.
    [most, 3_002_399_751_580_331, [3, 3, 3, 2]]
  ])("%s / %s, rounded", (numerator, denominator, rounded) => {
    expect(modes.map((mode) => Whole.round(numerator, denominator, mode))).toEqual(rounded)
  })
})

describe("a fraction", () => {
  it("is in lowest terms, and positive below", () => {
    expect([Rational.make(6, 4), Rational.make(-6, 4), Rational.make(6, -4), Rational.make(-6, -4), Rational.make(0, -4), Rational.make(5)]).toEqual([
      { numerator: 3n, denominator: 2n }, { numerator: -3n, denominator: 2n }, { numerator: -3n, denominator: 2n }, { numerator: 3n, denominator: 2n }, { numerator: 0n, denominator: 1n }, { numerator: 5n, denominator: 1n }
    ])
    expect(() => Rational.make(1, 0)).toThrow(new RangeError("a rational needs a denominator other than zero"))
  })

  it("is read as it is written", () => {
    expect(["1.50", "-0.5", "12", "2/6", "1/0", ".5", "1,5"].map(Rational.parse)).toEqual([Rational.make(3, 2), Rational.make(-1, 2), Rational.make(12), Rational.make(1, 3), undefined, undefined, undefined])
  })

  it("is less, the same or more", () => {
    const third = Rational.make(1, 3)
    expect([Rational.compare(third, Rational.make(1, 2)), Rational.compare(third, Rational.make(2, 6)), Rational.compare(third, Rational.make(1, 4))]).toEqual([-1, 0, 1])
  })

  it.each([[0, 1, "0"], [3, 2, "1.5"], [-3, 2, "-1.5"], [-1, 20, "-0.05"], [1, 3, "1/3"], [-7, 120, "-7/120"], [1, 8, "0.125"], [100, 1, "100"]])("%d/%d reads %s", (numerator, denominator, text) => {
    expect(Rational.format(Rational.make(numerator, denominator))).toBe(text)
  })

  it.each([
    [6, 3, "2"], [0, 3, "0"], [1, 4, "0.25"], [6, 8, "0.75"], [7, 120, "7/120"], [10, 30, "1/3"], [1, 7, "1/7"], [1, 64, "0.015625"], [1, 128, "0.0078125"],
    [1_000_000_001, 2, "500000000.5"], [999_999_999, 1_000_000, "999.999999"], [1_000_000_001, 1_000_000, "1000.000001"], [1_000_000_000, 3, "1000000000/3"]
  ])("%d/%d reads %s on a bill", (numerator, denominator, text) => expect(Rational.formatRatio(numerator, denominator)).toBe(text))

  it("has the multiples and divisors of its denominators", () => {
    expect([Rational.multiple(4n, 6n), Rational.multiple(3n, 3n), Rational.multiple(1n, 7n)]).toEqual([12n, 3n, 7n])
    expect([Rational.divisor(12, 18), Rational.divisor(18, 12), Rational.divisor(5, 0), Rational.divisor(7, 3)]).toEqual([6, 6, 5, 1])
  })
})

describe("money", () => {
  const currency = (code: string) => Schema.decodeUnknownSync(Money.Currency)(code)

  it.each([["EUR", 2], ["JPY", 0], ["KWD", 3], ["MGA", 2], ["XXX", 0], ["XTS", 0]])("of %s has %d decimals", (code, decimals) => expect(Money.minorUnits(currency(code))).toBe(decimals))

  it("says what does not go together, and what is too much", () => {
    const said = <A, E extends { readonly message: string }>(result: Result.Result<A, E>) => Result.isFailure(result) ? result.failure.message : "kept"
    const of = (amount: number, code = "EUR") => ({ amount, currency: currency(code) })
    expect(said(Money.add(of(1), of(1, "CHF")))).toBe("EUR and CHF do not mix")
    expect(said(Money.add(of(most), of(1)))).toBe("9007199254740992 minor units of EUR exceed 9007199254740991")
  })
})
