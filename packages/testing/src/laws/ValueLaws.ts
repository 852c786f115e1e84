/** Laws of the values everything stands on: money, exact numbers, instants, plates, ticket numbers, spots. */
import { BestFit, Fit } from "@parkade/core/allocation"
import { Name, Plate, type Spot } from "@parkade/core/lot"
import { Money, Rational } from "@parkade/core/money"
import { TicketNumber } from "@parkade/core/ticket"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { type Law, show } from "./Law.ts"

const unless = (holds: boolean, value: unknown): string | undefined => (holds ? undefined : show(value))

export interface MoneyCase {
  readonly a: Money.Money
  readonly b: Money.Money
  /** Whole numbers, one above zero at least. */
  readonly ratios: readonly [number, ...Array<number>]
}

const sums = ({ a, b }: MoneyCase) => [
  { result: Money.add(a, { ...b, currency: a.currency }), exact: BigInt(a.amount) + BigInt(b.amount) },
  { result: Money.subtract(a, { ...b, currency: a.currency }), exact: BigInt(a.amount) - BigInt(b.amount) }
]
const isSafe = (exact: bigint) => exact <= BigInt(Number.MAX_SAFE_INTEGER) && exact >= -BigInt(Number.MAX_SAFE_INTEGER)

export const moneyLaws: ReadonlyArray<Law<MoneyCase>> = [
  {
    name: "amounts are safe integers, larger ones are refused and never rounded",
    counterexample: (input) => {
      const wrong = sums(input).find(({ exact, result }) =>
        isSafe(exact) !== Result.isSuccess(result) || (Result.isSuccess(result) && !Number.isSafeInteger(result.success.amount)))
      return wrong && show(wrong)
    }
  },
  {
    name: "arithmetic is exact",
    counterexample: (input) => {
      const wrong = sums(input).find(({ exact, result }) => Result.isSuccess(result) && BigInt(result.success.amount) !== exact)
      return wrong && show(wrong)
    }
  },
  {
    name: "two currencies never mix",
    counterexample: ({ a, b }) => {
      const mixed = [Money.add(a, b), Money.subtract(a, b)].find((result) => (Result.isFailure(result) && result.failure._tag === "CurrencyMismatch") !== (a.currency !== b.currency))
      return mixed && show(mixed)
    }
  },
  {
    name: "a split loses no unit",
    counterexample: ({ a, ratios }) => {
      const shares = Money.split(a, ratios)
      return unless(shares.length === ratios.length && shares.reduce((sum, { amount }) => sum + BigInt(amount), 0n) === BigInt(a.amount), shares)
    }
  }
]

export interface RationalCase {
  readonly a: Rational.Rational
  readonly b: Rational.Rational
  /** Not zero. */
  readonly factor: bigint
}

/** By Euclid. */
const inLowestTerms = ({ denominator, numerator }: Rational.Rational): boolean => {
  let [x, y] = [numerator < 0n ? -numerator : numerator, denominator]
  while (x !== 0n) [x, y] = [y % x, x]
  return denominator > 0n && y === 1n
}

export const rationalLaws: ReadonlyArray<Law<RationalCase>> = [{
  name: "always in lowest terms with a positive denominator, so equal values have equal parts",
  counterexample: ({ a, b, factor }) => {
    const made = [Rational.add(a, b), Rational.subtract(a, b), Rational.multiply(a, b), ...(b.numerator === 0n ? [] : [Rational.divide(a, b)])]
    const wrong = made.find((value) => !inLowestTerms(value))
    const enlarged = Rational.make(a.numerator * factor, a.denominator * factor)
    const same = enlarged.numerator === a.numerator && enlarged.denominator === a.denominator
    return unless(wrong === undefined && same, { wrong, enlarged })
  }
}]

export interface InstantCase {
  readonly instant: Instant.Instant
  readonly zone: TimeZone.TimeZone
}

export const instantLaws: ReadonlyArray<Law<InstantCase>> = [
  {
    name: "parsing refuses a text without an offset, a date no calendar has, and a clock no day has",
    counterexample: ({ instant, zone }) => {
      const text = Instant.toIso(instant, zone)
      const [date = "", rest = ""] = text.split("T")
      const [year, month] = date.split("-")
      const refused = [
        text.replace(/(?:Z|[+-]\d\d:\d\d)$/, ""),
        `${year}-${month}-32T${rest}`,
        `${year}-02-30T${rest}`,
        `${year}-13-01T${rest}`,
        `${date}T24${rest.slice(2)}`,
        `${date}T12:60${rest.slice(5)}`,
        `${date}T12:30:60${rest.slice(8)}`
      ]
      const taken = refused.find((written) => Result.isSuccess(Instant.fromIso(written)))
      return taken
    }
  },
  {
    name: "formatting and parsing round-trip to the millisecond in every zone",
    counterexample: ({ instant, zone }) => {
      const text = Instant.toIso(instant, zone)
      const back = Instant.fromIso(text)
      return unless(Result.isSuccess(back) && back.success === instant, { text, back })
    }
  }
]

const isName = Schema.is(Name.upTo(40))

/** Laws of names, over any text. */
export const nameLaws: ReadonlyArray<Law<string>> = [{
  name: "a name has no control characters and no half characters, so any storage keeps it",
  counterexample: (text) => {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
    const kept = codes.every((code) => code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff))
    return unless(isName(text) === (kept && text.length >= 1 && text.length <= 40), text)
  }
}]

export const plateLaws: ReadonlyArray<Law<string>> = [
  {
    name: "canonicalising twice changes nothing",
    counterexample: (text) => {
      const once = Plate.fromText(text)
      if (Result.isFailure(once)) return undefined
      const twice = Plate.fromText(once.success)
      return unless(Result.isSuccess(twice) && twice.success === once.success, { once, twice })
    }
  },
  {
    name: "invisible, bidirectional and control characters are refused, not dropped",
    counterexample: (text) => {
      const plate = Plate.fromText(text)
      return unless(!/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(text) || Result.isFailure(plate), plate)
    }
  },
  {
    name: "the work is bounded whatever the input's length",
    counterexample: (text) => {
      const long = Plate.fromText((text || "A").repeat(Math.ceil(50_000 / (text.length || 1))))
      return unless(Result.isFailure(long) && long.failure.reason === "too long" && long.failure.text.length <= 32, long)
    }
  }
]

export interface NumberCase {
  readonly number: TicketNumber.TicketNumber
  readonly position: number
  readonly other: number
  /** Steps through the alphabet. */
  readonly by: number
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

export const ticketNumberLaws: ReadonlyArray<Law<NumberCase>> = [
  {
    name: "any one wrong character and any two exchanged characters are noticed",
    counterexample: ({ by, number, other, position }) => {
      const characters = [...number]
      const [one, two] = [characters[position] ?? "", characters[other] ?? ""]
      const replaced = characters.with(position, alphabet[(alphabet.indexOf(one) + by) % 32] ?? "").join("")
      const exchanged = characters.with(position, two).with(other, one).join("")
      const missed = [replaced, exchanged].find((text) => text !== number && TicketNumber.parse(text) !== undefined)
      return missed
    }
  },
  {
    name: "reading is blind to case, hyphens and spaces and takes O for 0, I and L for 1",
    counterexample: ({ by, number }) => {
      const typed = TicketNumber.format(number)
      const one = by % 2 === 0 ? "I" : "l"
      const ways = [number, typed, typed.toLowerCase(), ` ${typed.replaceAll("-", " - ")} `, typed.replaceAll("0", "o").replaceAll("1", one), typed.replaceAll("0", "O")]
      return ways.find((way) => TicketNumber.parse(way) !== number)
    }
  }
]

export interface FitCase {
  readonly spots: ReadonlyArray<Pick<Spot.Spot, "size" | "features">>
  readonly needed: Fit.Requirement
}

export const bestFitLaws: ReadonlyArray<Law<FitCase>> = [
  {
    name: "never a spot that does not fit",
    counterexample: ({ needed, spots }) => {
      const chosen = BestFit.choose(BestFit.inOrder(spots), needed)
      return unless(chosen === undefined || Fit.fit(chosen, needed).length === 0, chosen)
    }
  },
  {
    name: "never none while one that fits is free",
    counterexample: ({ needed, spots }) =>
      unless(BestFit.choose(BestFit.inOrder(spots), needed) !== undefined || spots.every((spot) => Fit.fit(spot, needed).length > 0), spots)
  }
]
