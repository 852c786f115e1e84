/** Laws of quotes and their signatures, by any signer. */
import { PriceFunction, Quote, type Tariff } from "@parkade/core/pricing"
import { Elapsed, Instant } from "@parkade/core/time"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { type Stay, stay, stepsOf } from "../arbitraries/Stay.ts"
import { type Law, show } from "./Law.ts"
import { berlin } from "./Pricing.ts"

export interface Keys {
  readonly signer: (bytes: Uint8Array) => Uint8Array
  readonly verifier: (bytes: Uint8Array, signature: Uint8Array) => boolean
}

export interface QuoteCase {
  readonly keys: Keys
  readonly tariff: Tariff.Tariff
  readonly stay: Stay
  /** Minor units. */
  readonly ceiling: number
  /** Milliseconds for which it holds. */
  readonly holds: number
  /** Which character of the text is changed, and what to. */
  readonly change: { readonly at: number; readonly to: string }
}

/** Quotes of stays in `tariff`, each with a change of one character. */
export const quoteCase = (tariff: Tariff.Tariff, keys: Keys): fc.Arbitrary<QuoteCase> =>
  fc.record({
    // A quote that is signed is meant to fit a ticket: a day's lines do.
    stay: stay({ steps: stepsOf(tariff), longest: Elapsed.ofHours(24) }),
    ceiling: fc.nat(5_000),
    holds: fc.integer({ min: 1, max: 3_600_000 }),
    change: fc.record({ at: fc.nat(), to: fc.constantFrom("A", "B", "Z", "a", "z", "0", "9", "-", "_", ".", "=") })
  }).map((made) => ({ tariff, keys, ...made }))

const quoted = ({ ceiling, holds, stay, tariff }: QuoteCase): Quote.Quote | undefined => {
  const priced = Result.getOrThrow(PriceFunction.compile(tariff, berlin)).from(stay.entry).at(stay.exit)
  return Result.isFailure(priced) ? undefined : Result.getOrThrow(Quote.make({
    id: "q",
    tariff: { id: "t", version: "1" },
    facts: { vehicle: "car", spot: ["b", "a"] },
    bill: priced.success,
    ceiling: { amount: ceiling, currency: priced.success.currency },
    quotedAt: stay.entry,
    expiresAt: Instant.Instant.make(stay.entry + holds)
  }))
}

const ofQuote = (name: string, contradiction: (quote: Quote.Quote, input: QuoteCase) => string | undefined): Law<QuoteCase> => ({
  name,
  counterexample: (input) => {
    const quote = quoted(input)
    return quote === undefined ? undefined : contradiction(quote, input)
  }
})

/** The same value with its fields in reverse. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, reversed(inner)]))
    : value

/** Laws of quotes. */
export const quoteLaws: ReadonlyArray<Law<QuoteCase>> = [
  ofQuote("what is signed is read back", (quote, { keys }) => {
    const back = Quote.verify(Quote.sign(quote, keys.signer), keys.verifier, quote.quotedAt)
    return Result.isSuccess(back) && Equal.equals(back.success, quote) ? undefined : show(back)
  }),
  ofQuote("a quote changed anywhere is refused", (quote, { change, keys }) => {
    const text = Quote.sign(quote, keys.signer)
    const at = change.at % text.length
    const changed = `${text.slice(0, at)}${change.to}${text.slice(at + 1)}`
    const verified = Quote.verify(changed, keys.verifier, quote.quotedAt)
    return changed === text || Result.isFailure(verified) ? undefined : changed
  }),
  ofQuote("equal quotes have equal bytes", (quote) => {
    const other = reversed(quote)
    const [one, two] = [Quote.bytes(quote), Quote.bytes(other as Quote.Quote)]
    return one.length === two.length && one.every((byte, index) => byte === two[index]) ? undefined : show(quote)
  }),
  ofQuote("what is due on a quote never exceeds its ceiling", (quote) => {
    const honoured = Quote.honour(quote, quote, quote.quotedAt)
    return Result.isSuccess(honoured) && honoured.success.due.amount <= quote.ceiling.amount ? undefined : show(honoured)
  }),
  ofQuote("what is due on a quote is never negative", (quote) => {
    const given = { ...quote.bill, net: -quote.bill.net, gross: -quote.bill.gross }
    const honoured = Quote.honour(quote, { ...quote, bill: given }, quote.quotedAt)
    return Result.isSuccess(honoured) && honoured.success.due.amount >= 0 && honoured.success.saved.amount >= 0 ? undefined : show(honoured)
  }),
  ofQuote("a quote is kept for its own stay only", (quote) => {
    const { bill, facts, tariff } = quote
    const others: ReadonlyArray<Quote.Presented> = [
      { ...quote, facts: { ...facts, vehicle: "bus" } },
      { ...quote, facts: { ...facts, lost: true } },
      { ...quote, tariff: { ...tariff, id: `${tariff.id}2` } },
      { ...quote, bill: { ...bill, to: Instant.Instant.make(bill.to + 1_000) } },
      { ...quote, bill: { ...bill, from: Instant.Instant.make(bill.from + 1_000) } }
    ]
    const kept = others.find((other) => Result.isSuccess(Quote.honour(quote, other, quote.quotedAt)))
    return kept === undefined ? undefined : show(kept)
  }),
  ofQuote("a quote holds from quotedAt up to expiresAt", (quote) => {
    const at = (millis: number) => Quote.honour(quote, quote, Instant.Instant.make(millis))
    const [before, first, last, after] = [at(Math.max(0, quote.quotedAt - 1)), at(quote.quotedAt), at(quote.expiresAt - 1), at(quote.expiresAt)]
    const holds = (quote.quotedAt === 0 || Result.isFailure(before)) && Result.isSuccess(first) && Result.isSuccess(last) && Result.isFailure(after)
    return holds ? undefined : show({ before, first, last, after })
  })
]
