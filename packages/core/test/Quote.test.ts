import { Money } from "@parkade/core/money"
import { type Bill, PriceFunction, Quote } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { obey, quoteCase, quoteLaws } from "@parkade/testing/laws"
import { runs, tariff as anyTariff } from "@parkade/testing/arbitraries"
import { Result } from "effect"
import * as fc from "fast-check"
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto"
import { describe, expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"
import { EUR, euros } from "./tickets.ts"

/** RFC 8032, section 7.1, test 1: a fixed key, so that texts are the same in every run. */
const privateKey = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
  format: "jwk"
})
const signer = (bytes: Uint8Array) => sign(null, bytes, privateKey)
const verifierOf = (key: ReturnType<typeof createPublicKey>) => (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, key, signature)
const verifier = verifierOf(createPublicKey(privateKey))

const hourly = tariff({ type: "hourly", price: "2.00", count: "started", label: "Parken", tax: "0.19" }, { tax: "included" })
const expiresAt = after("0:10")

const quote = (more: Partial<Quote.Promised> = {}): Quote.Quote =>
  Result.getOrThrow(Quote.make({ id: "q-1", tariff: { id: "garage", version: "7" }, facts: { vehicle: "car" }, bill: bill(hourly, "3:00"), quotedAt: entry, expiresAt, ...more }))

const tagOf = <A, E extends { readonly _tag: string }>(result: Result.Result<A, E>) => (Result.isFailure(result) ? result.failure._tag : "kept")

describe("a signed quote", () => {
  const signed = Quote.sign(quote(), signer)

  it("is a text of four parts, and what was quoted", () => {
    expect(signed).toMatch(/^parkade-quote\.v1\.[\w-]+\.[\w-]{86}$/)
    expect(Result.getOrThrow(Quote.verify(signed, verifier, entry))).toEqual(quote())
  })

  it("is the same text from a signer that answers later", () => {
    const { bytes, text } = Quote.unsigned(quote())
    expect(Quote.seal(text, signer(bytes))).toBe(signed)
  })

  it("is refused when any of its characters is another", () => {
    const kept = Array.from(signed, (character, at) => {
      const other = character === "A" ? "B" : "A"
      const made = signed.slice(0, at) + other + signed.slice(at + 1)
      return Result.isSuccess(Quote.verify(made, verifier, entry)) ? [at] : []
    }).flat()
    expect(kept).toEqual([])
  })

  it("is refused when its signature has other texts of the same bytes", () => {
    // Four of the last character's six bits say nothing.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    const last = alphabet.indexOf(signed.at(-1) ?? "")
    const same = signed.slice(0, -1) + alphabet[last + 1]
    expect(tagOf(Quote.verify(same, verifier, entry))).toBe("NotAQuote")
    expect(tagOf(Quote.verify(`${signed}==`, verifier, entry))).toBe("NotAQuote")
  })

  it("is refused with another key, and when another signed it", () => {
    const other = generateKeyPairSync("ed25519")
    expect(tagOf(Quote.verify(signed, verifierOf(other.publicKey), entry))).toBe("QuoteForged")
    expect(tagOf(Quote.verify(Quote.sign(quote(), (bytes) => sign(null, bytes, other.privateKey)), verifier, entry))).toBe("QuoteForged")
  })

  it("is refused with the signature of its payload alone", () => {
    expect(tagOf(Quote.verify(Quote.sign(quote(), () => signer(Quote.bytes(quote()))), verifier, entry))).toBe("QuoteForged")
  })

  it("has nothing after its signature", () => {
    expect(tagOf(Quote.verify(`${signed}.e30`, verifier, entry))).toBe("NotAQuote")
  })

  it("is not looked at when it is longer than any quote", () => {
    const asked: Array<number> = []
    const counting = (bytes: Uint8Array) => asked.push(bytes.length) > 0
    expect(tagOf(Quote.verify(`parkade-quote.v1.${"a".repeat(1_000_000)}.AA`, counting, entry))).toBe("NotAQuote")
    expect(asked).toEqual([])
  })

  it("is refused outside its time", () => {
    expect(tagOf(Quote.verify(signed, verifier, Instant.Instant.make(expiresAt - 1)))).toBe("kept")
    expect(tagOf(Quote.verify(signed, verifier, expiresAt))).toBe("QuoteExpired")
    expect(tagOf(Quote.verify(signed, verifier, Instant.Instant.make(entry - 1)))).toBe("QuoteNotYetValid")
  })

  it.each(["", "parkade-quote.v1", "parkade-quote.v1..", "parkade-quote.v2.e30.e30", "parkade-quote.v1.e30.e30.e30"])("is no other text: %s", (text) => {
    expect(tagOf(Quote.verify(text, () => true, entry))).toBe("NotAQuote")
  })

  it("is not what else the key may have signed", () => {
    for (const payload of ["e30", "bnVsbA", "AA"]) {
      expect(tagOf(Quote.verify(`parkade-quote.v1.${payload}.AA`, () => true, entry))).toBe("NotAQuote")
    }
  })
})

describe("a quote that is refused says why", () => {
  const why = <A, E extends { readonly message: string }>(result: Result.Result<A, E>) => Result.isFailure(result) ? result.failure.message : "kept"
  const made = (more: Partial<Quote.Promised>) => Quote.make({ id: "q-1", tariff: { id: "garage", version: "7" }, bill: bill(hourly, "3:00"), quotedAt: entry, expiresAt, ...more })
  const signed = Quote.sign(quote(), signer)

  it.each([
    ["no quote", why(Quote.verify("QUOTE", verifier, entry)), 'expected parkade-quote.v1.<payload>.<signature>, found "QUOTE"'],
    ["forged", why(Quote.verify(signed, () => false, entry)), "the quote was changed, or signed with another key"],
    ["expired", why(Quote.verify(signed, verifier, expiresAt)), "quote q-1 held until 2026-06-01T08:10:00Z; it is 2026-06-01T08:10:00Z"],
    ["early", why(Quote.verify(signed, verifier, Instant.Instant.make(entry - 1_000))), "quote q-1 holds from 2026-06-01T08:00:00Z; it is 2026-06-01T07:59:59Z"]
  ])("%s", (_, found, expected) => expect(found).toBe(expected))

  it("with a ceiling that cannot be", () => {
    expect(why(made({ ceiling: { amount: -1, currency: EUR } }))).toMatch(/zero or more[^]*\["ceiling"\]\["amount"\]/)
    expect(why(made({ ceiling: euros(0) }))).toBe("kept")
    expect(why(made({ ceiling: { amount: 600, currency: Money.Currency.make("CHF") } }))).toMatch(/expected the bill's currency, EUR[^]*\["ceiling"\]/)
  })
})

describe("the bytes of a quote", () => {
  it("are JSON with sorted keys and no blanks", () => {
    const text = Buffer.from(Quote.bytes(quote())).toString("utf8")
    expect(text).toMatch(/^\{"bill":\{"currency":"EUR","from":"2026-06-01T08:00:00Z","gross":600,"lines":\[\{"from":/)
    expect(text).toMatch(/"ceiling":\{"amount":600,"currency":"EUR"\},"expiresAt":"2026-06-01T08:10:00Z","facts":\{"vehicle":"car"\},"id":"q-1","quotedAt":"2026-06-01T08:00:00Z","tariff":\{"id":"garage","version":"7"\}\}$/)
  })

  it("are UTF-8", () => {
    expect(Buffer.from(Quote.bytes(quote({ id: "Größe 駐車" }))).toString("utf8")).toContain(`"id":"Größe 駐車"`)
  })
})

describe("a tariff's fingerprint", () => {
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest()

  it("does not depend on the order of fields", () => {
    const [one, two] = [{ price: "2", type: "flat", label: "x" }, { label: "x", type: "flat", price: "2" }].map((rate) => Quote.fingerprint(tariff(rate), sha256))
    expect(one).toBe(two)
    expect(one).toHaveLength(43)
  })

  it("tells any other tariff", () => {
    expect(Quote.fingerprint(tariff({ type: "flat", price: "2" }), sha256)).not.toBe(Quote.fingerprint(tariff({ type: "flat", price: "2.0" }), sha256))
  })
})

describe("honouring a quote", () => {
  const raised = tariff({ type: "hourly", price: "3.00", count: "started" })
  const now = after("0:05")
  const presented = (bill: Bill.Bill, more: Partial<Quote.Presented> = {}): Quote.Presented => ({ tariff: { id: "garage", version: "8" }, facts: { vehicle: "car" }, bill, ...more })
  const due = (found: Bill.Bill, more: Partial<Quote.Promised> = {}) => Result.map(Quote.honour(quote(more), presented(found), now), ({ due, saved }) => [due.amount, saved.amount])

  it("charges no more than was quoted, though the tariff was raised", () => {
    expect(due(bill(raised, "3:00"))).toEqual(Result.succeed([600, 300]))
  })

  it("charges less where the price is less", () => {
    expect(due(bill(hourly, "1:30"))).toEqual(Result.succeed([400, 0]))
  })

  it("charges up to a ceiling above the quote", () => {
    expect(due(bill(raised, "3:00"), { ceiling: { amount: 700, currency: bill(hourly, "1:00").currency } })).toEqual(Result.succeed([700, 200]))
  })

  it("is refused for a longer stay, another entry, other money", () => {
    const longer = Quote.honour(quote(), presented(bill(hourly, "3:01")), now)
    expect(Result.isFailure(longer) && longer.failure.message).toBe("quote q-1 is of another stay: exit 2026-06-01T11:01:00Z, not 2026-06-01T11:00:00Z")
    const elsewhen = Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(hourly)).from(after("1:00")).at(after("2:00")))
    expect(tagOf(Quote.honour(quote(), presented(elsewhen), now))).toBe("OtherStay")
    expect(tagOf(Quote.honour(quote(), presented(bill(tariff({ type: "flat", price: "1" }, { currency: "CHF" }), "3:00")), now))).toBe("OtherStay")
  })

  const kept = (more: Partial<Quote.Presented>, promised: Partial<Quote.Promised> = {}) => Quote.honour(quote(promised), presented(bill(hourly, "3:00"), more), now)

  it("is refused for other facts", () => {
    const bus = kept({ facts: { vehicle: "bus" } })
    expect(Result.isFailure(bus) && bus.failure.message).toBe('quote q-1 is of another stay: facts {"vehicle":"bus"}, not {"vehicle":"car"}')
    for (const facts of [{}, { vehicle: "car", lost: true }]) expect(tagOf(kept({ facts }))).toBe("OtherStay")
    expect(tagOf(kept({ facts: { pass: ["a", "b"], spot: "ev" } }, { facts: { spot: ["ev"], pass: ["b", "a"] } }))).toBe("kept")
  })

  it("is refused for another tariff, and for another under the same version", () => {
    expect(tagOf(kept({ tariff: { id: "street", version: "7" } }))).toBe("OtherStay")
    const digests = (one: string, two: string) => kept({ tariff: { id: "garage", version: "7", digest: one } }, { tariff: { id: "garage", version: "7", digest: two } })
    expect([tagOf(digests("x", "y")), tagOf(digests("x", "x"))]).toEqual(["OtherStay", "kept"])
  })

  it("pays nothing out where a visit adds less than nothing", () => {
    const ladder = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5.00" }], beyond: { type: "flat", price: "3.00" } }, { visits: "accumulate", zone: "UTC" })
    const earlier = [{ from: Instant.Instant.make(entry - 3_600_000), to: entry }]
    const given = Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(ladder)).from(entry, { earlier }).at(after("1:00")))
    expect(given.gross).toBe(-200)
    expect(due(given)).toEqual(Result.succeed([0, 0]))
    const promised = quote({ bill: given })
    expect(promised.ceiling.amount).toBe(0)
    expect(Result.map(Quote.honour(promised, presented(given), now), ({ due }) => due.amount)).toEqual(Result.succeed(0))
  })

  it("is refused when it has expired", () => {
    expect(tagOf(Quote.honour(quote(), presented(bill(hourly, "3:00")), expiresAt))).toBe("QuoteExpired")
  })
})

describe("a quote is of a stay", () => {
  const kept = (one: Partial<Quote.Promised>, two: Partial<Quote.Presented>) =>
    tagOf(Quote.honour(quote(one), { tariff: { id: "garage", version: "7" }, facts: {}, bill: bill(hourly, "3:00"), ...two }, entry))

  it("whose facts mean the same, however they are said", () => {
    expect(kept({ facts: { occupancy: "0.5", visit: 2 } }, { facts: { visit: "2", occupancy: "0.50" } })).toBe("kept")
    expect(kept({ facts: { lost: false } }, {})).toBe("kept")
    expect(kept({ facts: {} }, { facts: { lost: false, expired: false } })).toBe("kept")
    expect(kept({ facts: { lost: true } }, {})).toBe("OtherStay")
    expect(kept({ facts: { pass: "a" } }, { facts: { pass: "b" } })).toBe("OtherStay")
  })

  it.each<[string, Quote.TariffVersion, Quote.TariffVersion, string]>([
    ["another version, whatever it says", { id: "garage", version: "7", digest: "x" }, { id: "garage", version: "8", digest: "y" }, "kept"],
    ["one version, of which only the quote says what it was", { id: "garage", version: "7", digest: "x" }, { id: "garage", version: "7" }, "kept"],
    ["one version, of which only the bill says what it is", { id: "garage", version: "7" }, { id: "garage", version: "7", digest: "y" }, "kept"],
    ["one version that says something else", { id: "garage", version: "7", digest: "x" }, { id: "garage", version: "7", digest: "y" }, "OtherStay"]
  ])("by %s", (_, one, two, expected) => expect(kept({ facts: {}, tariff: one }, { tariff: two })).toBe(expected))
})

it("a quote that expires as it is made is none", () => {
  const made = Quote.make({ id: "q", tariff: { id: "t", version: "1" }, bill: bill(hourly, "1:00"), quotedAt: entry, expiresAt: entry })
  expect(Result.isFailure(made) && made.failure.message).toMatch(/expected later than quotedAt[^]*\["expiresAt"\]/)
})

describe("laws, with Ed25519", () => {
  it.each(quoteLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(anyTariff().chain((made) => quoteCase(made, { signer, verifier })), (input) => obey([law], input)), runs(100))
  })
})
