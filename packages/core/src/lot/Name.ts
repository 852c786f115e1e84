/**
 * A short text that people write and read: the name of a lot, the label of a spot, how a driver paid.
 *
 * Guarantees: a name has no control characters and no half characters, so any storage keeps it.
 */
import { Schema } from "effect"

/** A name of 1 to `longest` characters. */
export const upTo = (longest: number) =>
  Schema.String.pipe(
    Schema.check(
      Schema.isBetweenLength(1, longest, { expected: `a text of 1 to ${longest} characters` }),
      Schema.makeFilter((text: string) => (text.isWellFormed() && !/\p{Cc}/u.test(text)) || "expected no control characters")
    )
  )
