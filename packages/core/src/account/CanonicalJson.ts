/**
 * JSON in one form only: keys sorted, no blanks, numbers as ECMAScript writes them. What is digested or signed is this.
 *
 * Guarantees: equal values have one canonical text; a canonical text reads back as the value.
 * Source: RFC 8785 (JSON Canonicalization Scheme).
 */
import { Schema } from "effect"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json | undefined }

/** What JSON cannot say is a defect of who made the value. */
const scalar = (value: null | boolean | number | string): string => {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`${value} has no JSON`)
  if (typeof value === "string" && !value.isWellFormed()) throw new RangeError(`${JSON.stringify(value)} holds half a character, and has no JSON`)
  return JSON.stringify(value)
}

const isList = (json: Json): json is ReadonlyArray<Json> => Array.isArray(json)

/** The canonical text of `json`. Fields that are undefined are left out. */
export const text = (json: Json): string => {
  if (json === null || typeof json !== "object") return scalar(json)
  if (isList(json)) return `[${json.map(text).join(",")}]`
  // Keys are compared by UTF-16 units, as RFC 8785 wants it, and as ECMAScript compares.
  const fields = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.flatMap(([key, value]) => (value === undefined ? [] : [`${scalar(key)}:${text(value)}`])).join(",")}}`
}

const toBase64 = Schema.encodeSync(Schema.StringFromBase64Url)
const fromBase64 = Schema.decodeSync(Schema.Uint8ArrayFromBase64Url)

/** The same in UTF-8. */
export const bytes = (json: Json): Uint8Array => fromBase64(toBase64(text(json)))
