/**
 * The text of a code, as it is printed and scanned: `parkade-code.v1.<payload>.<signature>`, both in base64url without
 * padding. The signature is of everything before its dot, so that no signature of another thing can be one of a code.
 *
 * The host holds the keys: comparing signatures in constant time is the keys' business. Whether the code opens a lane now
 * is the business of Code; a lane without a connection may go by `period`, `lotId` and `directions` alone.
 *
 * Fails: NotACode for another text; CodeForged where the signature is not of this text by this key.
 * Guarantees: a code that is signed is read back; a code changed anywhere is refused; equal codes have equal texts.
 * Source: RFC 4648 (base64url); RFC 8032 (Ed25519) is what keys are expected to do.
 */
import { Result, Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Lot } from "../lot/index.ts"
import { CodeId, Directions } from "./Code.ts"
import { Period } from "./Booking.ts"

export const Payload = Schema.Struct({ id: CodeId, lotId: Lot.LotId, reservationId: Ids.ReservationId, directions: Directions, period: Period }).annotate({ identifier: "CodePayload" })
export type Payload = typeof Payload.Type

/** A text that is no code. */
export class NotACode extends Schema.TaggedError<NotACode>()("NotACode", { text: Schema.String }) {
  override get message() {
    return `expected parkade-code.v1.<payload>.<signature>, found ${JSON.stringify(this.text)}`
  }
}

/** The signature is not of this text by this key. */
export class CodeForged extends Schema.TaggedError<CodeForged>()("CodeForged", {}) {
  override get message() {
    return "the code was changed, or signed with another key: keep the lane shut and log the scan"
  }
}

const prefix = "parkade-code.v1"
/** Characters of the longest code that is looked at. */
const longest = 4_000

const toBase64Url = Schema.encodeSync(Schema.Uint8ArrayFromBase64Url)
const fromBase64Url = Schema.decodeUnknownResult(Schema.Uint8ArrayFromBase64Url)
const textToBase64Url = Schema.encodeSync(Schema.StringFromBase64Url)
const textFromBase64Url = Schema.decodeUnknownResult(Schema.StringFromBase64Url)
const utf8 = (text: string): Uint8Array => Schema.decodeSync(Schema.Uint8ArrayFromBase64Url)(textToBase64Url(text))

/** In one order, whatever the order of the fields. */
const written = ({ directions, id, lotId, period: { from, to }, reservationId }: Payload): string =>
  JSON.stringify({ directions: directions.toSorted(), id, lotId, period: { from, to }, reservationId })

/** What a signature is of: for signers that answer later (see {@link seal}). */
export const unsigned = (payload: Payload): { readonly text: string; readonly bytes: Uint8Array } => {
  const text = `${prefix}.${textToBase64Url(written(payload))}`
  return { text, bytes: utf8(text) }
}

/** The code, of the text of {@link unsigned} and its signature. */
export const seal = (text: string, signature: Uint8Array): string => `${text}.${toBase64Url(signature)}`

/** The code. `signer` holds the private key: Ed25519, by choice. */
export const sign = (payload: Payload, signer: (bytes: Uint8Array) => Uint8Array): string => {
  const { bytes, text } = unsigned(payload)
  return seal(text, signer(bytes))
}

const decodePayload = Schema.decodeUnknownResult(Schema.fromJsonString(Payload), { onExcessProperty: "error" })

/** What a text says, and what is to be found of it before it is believed: that the signature is of these bytes. */
export interface Unverified {
  readonly payload: Payload
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

/** What `signed` says, for verifiers that answer later. */
export const read = (signed: string): Result.Result<Unverified, NotACode> => {
  const not = new NotACode({ text: signed.slice(0, 64) })
  const [name, version, body, seal, ...more] = signed.length > longest ? [] : signed.split(".")
  if (body === undefined || seal === undefined || more.length > 0 || `${name}.${version}` !== prefix) return Result.fail(not)
  const signature = fromBase64Url(seal)
  // Base64 has several texts for the same bytes; one of them is the signature's.
  if (Result.isFailure(signature) || toBase64Url(signature.success) !== seal) return Result.fail(not)
  const payload = Result.mapError(Result.flatMap(textFromBase64Url(body), decodePayload), () => not)
  return Result.map(payload, (payload) => ({ payload, bytes: utf8(`${prefix}.${body}`), signature: signature.success }))
}

/** What `signed` says, as `verifier` (who holds the public key) finds it whole. */
export const verify = (signed: string, verifier: (bytes: Uint8Array, signature: Uint8Array) => boolean): Result.Result<Payload, NotACode | CodeForged> =>
  Result.flatMap(read(signed), ({ bytes, payload, signature }) => verifier(bytes, signature) ? Result.succeed(payload) : Result.fail(new CodeForged()))
