/**
 * An e-mail address in the one form that is compared and stored: small letters, nothing around it.
 *
 * Letters before the @ are made small too: by the letter of the standard they may differ, but no mail provider of today tells
 * "Ann@" from "ann@", and two accounts of one person are worse. Dots and "+tags" are kept: they are other addresses.
 *
 * Guarantees: canonicalising an address twice changes nothing; capitals and blanks around it make no other address.
 * Source: RFC 5321 (lengths), RFC 5322 (dot-atom); HTML "valid e-mail address".
 */
import { Result, Schema } from "effect"

const pattern = /^(?=.{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Canonical. Domains of other scripts are written in their ASCII form ("xn--..."). */
export const Email = Schema.String.pipe(
  Schema.check(Schema.isMaxLength(254, { expected: "an e-mail address of at most 254 characters" }), Schema.isPattern(pattern, { expected: "an e-mail address such as ann@example.com" })),
  Schema.brand("Email"),
  Schema.annotate({ identifier: "Email" })
)
export type Email = typeof Email.Type

/** A text that is no address. */
export class NotAnEmail extends Schema.TaggedError<NotAnEmail>()("NotAnEmail", { text: Schema.String }) {
  override get message() {
    return `${JSON.stringify(this.text)} is not an e-mail address: expected one such as ann@example.com`
  }
}

const isEmail = Schema.is(Email)

/** The canonical address that `text` writes. */
export const fromText = (text: string): Result.Result<Email, NotAnEmail> => {
  const address = text.length > 320 ? "" : text.trim().replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return isEmail(address) ? Result.succeed(address) : Result.fail(new NotAnEmail({ text: text.slice(0, 64) }))
}
