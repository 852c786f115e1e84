/**
 * A quote: a price promised until it expires. It pins what the price was made of (the tariff's version, the facts, the
 * stay, the bill), and its ceiling is the most that the stay may cost.
 *
 * Signed, it is a text that anyone with the public key can check offline:
 * `parkade-quote.v1.<payload>.<signature>`, both in base64url without padding. The payload is the quote's canonical
 * JSON (RFC 8785), the signature is of everything before its dot, so that no signature of another thing can be one of a quote.
 *
 * Units: amounts in minor units; a quote holds from `quotedAt` up to `expiresAt`, closed-open.
 * Fails: NotAQuote for another text; QuoteForged where the signature is not of this text by this key; QuoteExpired and
 * QuoteNotYetValid outside its time; OtherStay where a bill is not of the stay that was quoted: of other facts, say.
 * Guarantees: what is signed is read back; a quote changed anywhere is refused; what is due on a quote never exceeds its
 * ceiling; what is due on a quote is never negative; a quote is kept for its own stay only; equal quotes have equal bytes.
 * Source: RFC 8785 (canonical JSON), RFC 4648 (base64url); RFC 8032 (Ed25519) is what keys are expected to do.
 */
import { Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import * as Bill from "./Bill.ts"
import { Facts } from "./Facts.ts"
import * as Tariff from "./Tariff.ts"

const word = Name.upTo(120)

/** Which tariff, by the host's names; `digest` is what {@link fingerprint} makes of it. */
export const TariffVersion = Schema.Struct({ id: word, version: word, digest: Schema.optionalKey(word) })
export type TariffVersion = typeof TariffVersion.Type

export const Quote = Schema.Struct({
  id: word,
  tariff: TariffVersion,
  facts: Facts,
  /** The price of the stay from `bill.from` to `bill.to`. */
  bill: Bill.Bill,
  /** The most that the stay may cost the driver. */
  ceiling: Money.Money,
  quotedAt: Instant.FromIso,
  expiresAt: Instant.FromIso
}).pipe(
  Schema.check(
    Schema.makeFilter(({ expiresAt, quotedAt }) => quotedAt < expiresAt || { path: ["expiresAt"], issue: "expected later than quotedAt" }),
    Schema.makeFilter(({ ceiling }) => ceiling.amount >= 0 || { path: ["ceiling", "amount"], issue: "expected zero or more" }),
    Schema.makeFilter(({ bill, ceiling }) => bill.currency === ceiling.currency || { path: ["ceiling"], issue: `expected the bill's currency, ${bill.currency}` })
  ),
  Schema.annotate({ identifier: "Quote" })
)
export type Quote = typeof Quote.Type

/** A text that is no signed quote. */
export class NotAQuote extends Schema.TaggedError<NotAQuote>()("NotAQuote", { text: Schema.String }) {
  override get message() {
    return `expected parkade-quote.v1.<payload>.<signature>, found ${JSON.stringify(this.text)}`
  }
}

/** The signature is not of this text by this key. */
export class QuoteForged extends Schema.TaggedError<QuoteForged>()("QuoteForged", {}) {
  override get message() {
    return "the quote was changed, or signed with another key"
  }
}

export class QuoteExpired extends Schema.TaggedError<QuoteExpired>()("QuoteExpired", { id: word, expiresAt: Instant.Instant, at: Instant.Instant }) {
  override get message() {
    return `quote ${this.id} held until ${Instant.toIso(this.expiresAt)}; it is ${Instant.toIso(this.at)}`
  }
}

/** Looked at before it was made: one of the two clocks is wrong. */
export class QuoteNotYetValid extends Schema.TaggedError<QuoteNotYetValid>()("QuoteNotYetValid", { id: word, quotedAt: Instant.Instant, at: Instant.Instant }) {
  override get message() {
    return `quote ${this.id} holds from ${Instant.toIso(this.quotedAt)}; it is ${Instant.toIso(this.at)}`
  }
}

/** A bill of another stay: another tariff, other facts, other money, another entry, a later exit. */
export class OtherStay extends Schema.TaggedError<OtherStay>()("OtherStay", {
  id: word,
  differs: Schema.Literals(["tariff", "facts", "currency", "entry", "exit"]),
  quoted: Schema.String,
  found: Schema.String
}) {
  override get message() {
    return `quote ${this.id} is of another stay: ${this.differs} ${this.found}, not ${this.quoted}`
  }
}

export interface Promised {
  readonly id: string
  readonly tariff: TariffVersion
  readonly facts?: Facts
  readonly bill: Bill.Bill
  readonly quotedAt: Instant.Instant
  readonly expiresAt: Instant.Instant
  /** The bill's total when absent; nothing where that is negative, as what a visit adds may be. */
  readonly ceiling?: Money.Money
}

/** A bill that gives back is not paid out: nothing is owed. */
const owed = (bill: Bill.Bill): Money.Money => {
  const { amount, currency } = Bill.total(bill)
  return { amount: Math.max(0, amount), currency }
}

/** A quote of `bill`. Fails with what is wrong: it expires before it begins, or its ceiling is in other money. */
export const make = ({ ceiling, facts = {}, ...promised }: Promised): Result.Result<Quote, Schema.SchemaError> =>
  Schema.decodeResult(Schema.toType(Quote))({ ...promised, facts, ceiling: ceiling ?? owed(promised.bill) })

const inForce = (quote: Quote, at: Instant.Instant): Result.Result<Quote, QuoteExpired | QuoteNotYetValid> => {
  const { expiresAt, id, quotedAt } = quote
  if (at >= expiresAt) return Result.fail(new QuoteExpired({ id, expiresAt, at }))
  return at < quotedAt ? Result.fail(new QuoteNotYetValid({ id, quotedAt, at })) : Result.succeed(quote)
}

/** JSON with sorted keys and without blanks: one text for equal values. Its numbers are whole. */
const canonical = (json: unknown): string => {
  if (Array.isArray(json)) return `[${json.map(canonical).join(",")}]`
  if (typeof json !== "object" || json === null) return JSON.stringify(json)
  const fields = Object.entries(json).filter(([, value]) => value !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`).join(",")}}`
}

/** What a quoted stay has come to: its bill as it is now, of which facts and by which tariff. */
export type Presented = Pick<Quote, "tariff" | "facts" | "bill">

/** One text for values that mean the same: 0.5 is 0.50. */
const plainly = (value: unknown): string => {
  const number = Rational.parse(String(value))
  return number === undefined ? String(value) : Rational.format(number)
}

/** Facts in one order, whether one or several are said; what is false goes without saying. */
const told = (facts: Facts): string =>
  canonical(Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== false).map(([name, value]) => [name, [value].flat().map(plainly).toSorted()])))

/** A later version of a tariff is still that tariff: the ceiling holds. Of one version there is one tariff. */
const isSameTariff = (one: TariffVersion, two: TariffVersion): boolean =>
  one.id === two.id && (one.version !== two.version || one.digest === undefined || two.digest === undefined || one.digest === two.digest)

const sameStay = ({ bill: quoted, facts, id, tariff }: Quote, found: Presented): Result.Result<Bill.Bill, OtherStay> => {
  const { bill } = found
  const other = (differs: OtherStay["differs"], one: string, two: string) => Result.fail(new OtherStay({ id, differs, quoted: one, found: two }))
  if (!isSameTariff(tariff, found.tariff)) return other("tariff", canonical(tariff), canonical(found.tariff))
  if (told(facts) !== told(found.facts)) return other("facts", canonical(facts), canonical(found.facts))
  if (bill.currency !== quoted.currency) return other("currency", quoted.currency, bill.currency)
  if (bill.from !== quoted.from) return other("entry", Instant.toIso(quoted.from), Instant.toIso(bill.from))
  // Who leaves earlier may take the quote; who leaves later has stayed longer than was promised.
  return bill.to > quoted.to ? other("exit", Instant.toIso(quoted.to), Instant.toIso(bill.to)) : Result.succeed(bill)
}

export interface Honoured {
  readonly due: Money.Money
  /** What the ceiling took off. */
  readonly saved: Money.Money
}

/** What is due for the quoted stay as it is `found` now, when the quote is presented at `at`. */
export const honour = (quote: Quote, found: Presented, at: Instant.Instant): Result.Result<Honoured, QuoteExpired | QuoteNotYetValid | OtherStay> =>
  Result.map(Result.flatMap(inForce(quote, at), (valid) => sameStay(valid, found)), (checked) => {
    const { amount, currency } = owed(checked)
    const due = Math.min(amount, quote.ceiling.amount)
    return { due: { amount: due, currency }, saved: { amount: amount - due, currency } }
  })

const toBase64Url = Schema.encodeSync(Schema.Uint8ArrayFromBase64Url)
const fromBase64Url = Schema.decodeUnknownResult(Schema.Uint8ArrayFromBase64Url)
const textToBase64Url = Schema.encodeSync(Schema.StringFromBase64Url)
const textFromBase64Url = Schema.decodeUnknownResult(Schema.StringFromBase64Url)
const utf8 = (text: string): Uint8Array => Schema.decodeSync(Schema.Uint8ArrayFromBase64Url)(textToBase64Url(text))

const encodeQuote = Schema.encodeSync(Quote)
const json = (quote: Quote): string => canonical(encodeQuote(quote))

/** The quote as canonical JSON in UTF-8: the same bytes for equal quotes, whoever writes them. */
export const bytes = (quote: Quote): Uint8Array => utf8(json(quote))

const encodeTariff = Schema.encodeSync(Tariff.Tariff)

/** What tells `tariff` from every other: the digest (SHA-256, say) of its canonical JSON, in base64url. */
export const fingerprint = (tariff: Tariff.Tariff, digest: (bytes: Uint8Array) => Uint8Array): string =>
  toBase64Url(digest(utf8(canonical(encodeTariff(tariff)))))

const prefix = "parkade-quote.v1"

/** What a signature is of: for signers that answer later (see {@link seal}). */
export const unsigned = (quote: Quote): { readonly text: string; readonly bytes: Uint8Array } => {
  const text = `${prefix}.${textToBase64Url(json(quote))}`
  return { text, bytes: utf8(text) }
}

/** The signed quote, of the text of {@link unsigned} and its signature. */
export const seal = (text: string, signature: Uint8Array): string => `${text}.${toBase64Url(signature)}`

/** The signed quote. `signer` holds the private key: Ed25519, by choice. */
export const sign = (quote: Quote, signer: (bytes: Uint8Array) => Uint8Array): string => {
  const { bytes, text } = unsigned(quote)
  return seal(text, signer(bytes))
}

/** Characters of the longest signed quote that is looked at. */
const longest = 1_000_000

const decodeQuote = Schema.decodeUnknownResult(Schema.fromJsonString(Quote), { onExcessProperty: "error" })

/** The quote that `signed` is, as `verifier` (who holds the public key) finds it whole, at an instant at which it holds. */
export const verify = (
  signed: string,
  verifier: (bytes: Uint8Array, signature: Uint8Array) => boolean,
  at: Instant.Instant
): Result.Result<Quote, NotAQuote | QuoteForged | QuoteExpired | QuoteNotYetValid> => {
  const not = new NotAQuote({ text: signed.slice(0, 64) })
  const [name, version, payload, written, ...more] = signed.length > longest ? [] : signed.split(".")
  if (payload === undefined || written === undefined || more.length > 0 || `${name}.${version}` !== prefix) return Result.fail(not)
  const signature = fromBase64Url(written)
  // Base64 has several texts for the same bytes; one of them is the signature's.
  if (Result.isFailure(signature) || toBase64Url(signature.success) !== written) return Result.fail(not)
  if (!verifier(utf8(`${prefix}.${payload}`), signature.success)) return Result.fail(new QuoteForged())
  const quote = Result.flatMap(textFromBase64Url(payload), decodeQuote)
  return Result.isFailure(quote) ? Result.fail(not) : inForce(quote.success, at)
}
