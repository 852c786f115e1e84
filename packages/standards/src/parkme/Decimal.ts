/**
 * An amount as JSON writes it, exactly: a decimal in a string, or a number by its shortest decimal text.
 *
 * A JSON number was a decimal once and is a binary fraction now. Up to fifteen digits survive that and come back as they
 * were written; with more, nobody can say what was written, so more are refused.
 */
import { Schema, SchemaTransformation } from "effect"

const written = /^\d{1,18}(?:\.\d{1,18})?$/
const expected = `zero or more, as a decimal such as 5 or "5.00"`

/** "1e-7" is 0.0000001. */
const plain = (text: string): string => {
  const [, first = "", rest = "", exponent = "0"] = /^(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? []
  if (first === "") return text
  const power = Number(exponent)
  return power < 0 ? `0.${"0".repeat(-power - 1)}${first}${rest}` : (first + rest).padEnd(power + 1, "0")
}

const significant = (text: string): number => text.replace(".", "").replace(/^0+/, "").length

const textOf = (value: unknown): string => (typeof value === "number" ? plain(String(value)) : typeof value === "string" ? value : "")

const refusal = (value: unknown): string | undefined => {
  const text = textOf(value)
  if (!written.test(text)) return `expected ${expected}`
  return typeof value === "number" && significant(text) > 15
    ? "has more digits than a JSON number holds for certain: write it as a string"
    : undefined
}

/** A decimal of zero or more, such as `5`, `0.1` or `"5.00"`; its decimal text inside. */
export const Decimal = Schema.Unknown.pipe(
  Schema.check(Schema.makeFilter(refusal)),
  Schema.decodeTo(
    Schema.String,
    SchemaTransformation.transform({ decode: textOf, encode: (text: string): unknown => text })
  ),
  Schema.annotate({ expected })
)
