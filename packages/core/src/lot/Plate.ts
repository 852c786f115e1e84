/**
 * A licence plate in the one form that is compared, stored and searched: capitals and digits, nothing between them.
 *
 * "b-ab 123", "B AB 123" and "В·АВ 123" typed on a Cyrillic keyboard are one car. Plates used in international
 * traffic carry only Latin-looking letters, so their Cyrillic and Greek twins are folded to Latin.
 *
 * Guarantees: canonicalising twice changes nothing; invisible, bidirectional and control characters are refused, not
 * dropped; the work is bounded whatever the input's length.
 * Source: Convention on Road Traffic (Vienna 1968) annex 2; Unicode NFKC; UTS 39 confusables.
 */
import { Result, Schema, SchemaTransformation } from "effect"

/** Canonical: 1 to 24 capitals, digits or letters of scripts without case. */
export const Plate = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^(?!.*\p{Default_Ignorable_Code_Point})[\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}]{1,24}$/u, { expected: "a canonical plate: 1 to 24 capitals and digits" })),
  Schema.brand("Plate")
)
export type Plate = typeof Plate.Type

/** A text that cannot be a plate, with what is wrong with it. */
export class NotAPlate extends Schema.TaggedError<NotAPlate>()("NotAPlate", {
  text: Schema.String,
  reason: Schema.Literals(["empty", "too long", "holds a character that plates do not have"])
}) {
  override get message() {
    return `${JSON.stringify(this.text)} is not a plate: ${this.reason}`
  }
}

const twins = new Map(
  Object.entries({ А: "A", В: "B", Е: "E", К: "K", М: "M", Н: "H", О: "O", Р: "P", С: "C", Т: "T", У: "Y", Х: "X", І: "I" })
    .concat(Object.entries({ Α: "A", Β: "B", Ε: "E", Ζ: "Z", Η: "H", Ι: "I", Κ: "K", Μ: "M", Ν: "N", Ο: "O", Ρ: "P", Τ: "T", Υ: "Y", Χ: "X" }))
)
const isPlate = Schema.is(Plate)
const longest = 32

/** The canonical plate that `text` writes. */
export const fromText = (text: string): Result.Result<Plate, NotAPlate> => {
  const refuse = (reason: NotAPlate["reason"]) => Result.fail(new NotAPlate({ text: text.slice(0, longest), reason }))
  if (text.length > longest) return refuse("too long")
  const latin = text.normalize("NFKC").toUpperCase().replace(/[ \-_.·•/]/g, "").replace(/./gu, (letter) => twins.get(letter) ?? letter)
  // Once more: an accent that stood alone beside a Cyrillic letter joins its Latin twin.
  const plate = latin.normalize("NFKC")
  if (plate === "") return refuse("empty")
  if ([...plate].length > 24) return refuse("too long")
  return isPlate(plate) ? Result.succeed(plate) : refuse("holds a character that plates do not have")
}

const refusal = (text: string) => Result.match(fromText(text), { onFailure: ({ message }) => message, onSuccess: () => true as const })

/** A plate as hosts tell of it: as it was typed or read. */
export const FromGiven = Schema.String.pipe(
  Schema.annotate({ expected: "a plate such as B-AB 123" }),
  Schema.check(Schema.makeFilter(refusal)),
  Schema.decodeTo(Schema.toType(Plate), SchemaTransformation.transform({ decode: (text) => Result.getOrThrow(fromText(text)), encode: (plate) => plate }))
)
