/** Laws of the audit log and of the canonical JSON it digests; of e-mail addresses, too. */
import { AuditEntry, CanonicalJson, Email } from "@parkade/core/account"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { auditEntry } from "../arbitraries/Account.ts"
import { type Law, show } from "./Law.ts"

const tamperings = ["change", "renumber", "forge", "drop", "swap", "double", "add"] as const

export interface AuditCase {
  readonly hash: AuditEntry.Hash
  readonly entries: ReadonlyArray<AuditEntry.AuditEntry>
  readonly tampering: (typeof tamperings)[number]
  readonly where: number
  readonly other: AuditEntry.AuditEntry
}

/** Chains by `hash`, and what is done to them. */
export const auditCase = (hash: AuditEntry.Hash): fc.Arbitrary<AuditCase> =>
  fc.record({ hash: fc.constant(hash), entries: fc.array(auditEntry(), { minLength: 1, maxLength: 6 }), tampering: fc.constantFrom(...tamperings), where: fc.nat(5), other: auditEntry() })

const chained = ({ entries, hash }: Pick<AuditCase, "entries" | "hash">): ReadonlyArray<AuditEntry.Link> =>
  entries.reduce<ReadonlyArray<AuditEntry.Link>>((chain, entry) => {
    const last = chain.at(-1)
    return [...chain, AuditEntry.append(last === undefined ? AuditEntry.start : AuditEntry.headOf(last), entry, hash)]
  }, [])

const headOf = (chain: ReadonlyArray<AuditEntry.Link>): AuditEntry.Head => {
  const last = chain.at(-1)
  return last === undefined ? AuditEntry.start : AuditEntry.headOf(last)
}

/** The chain after it was tampered with, and the first place that is not what it was. */
const tampered = ({ hash, other, tampering, where }: AuditCase, chain: ReadonlyArray<AuditEntry.Link>): readonly [ReadonlyArray<AuditEntry.Link>, number] => {
  const at = where % chain.length
  const [link, before] = [chain[at], headOf(chain.slice(0, at))]
  if (link === undefined) return [chain, -1]
  const end = chain.length - 1
  switch (tampering) {
    case "change":
      return [chain.with(at, { ...link, entry: other }), at]
    case "renumber":
      return [chain.with(at, { ...link, position: link.position + 1 }), at]
    case "forge":
      // The digest fits, and the next link does not; of the last one, the end.
      return [chain.with(at, AuditEntry.append(before, other, hash)), Math.min(at + 1, end)]
    case "drop":
      return [chain.toSpliced(at, 1), at]
    case "swap":
      return [chain.with(at, chain[end] ?? link).with(end, link), at]
    case "double":
      return [chain.toSpliced(at, 0, link), at + 1]
    case "add":
      return [[...chain, AuditEntry.append(headOf(chain), other, hash)], chain.length]
  }
}

/** Laws of the audit log. */
export const auditLaws: ReadonlyArray<Law<AuditCase>> = [
  {
    name: "a chain that nobody touched is verified",
    counterexample: (input) => {
      const chain = chained(input)
      const cut = input.where % chain.length
      const [whole, rest] = [AuditEntry.verify(chain, input.hash, { head: headOf(chain) }), AuditEntry.verify(chain.slice(cut), input.hash, { from: headOf(chain.slice(0, cut)), head: headOf(chain) })]
      return Equal.equals(whole, Result.succeed(headOf(chain))) && Equal.equals(rest, whole) ? undefined : show({ whole, rest })
    }
  },
  {
    name: "any changed, dropped, swapped, doubled or added entry is found where it is",
    counterexample: (input) => {
      const chain = chained(input)
      const [other, at] = tampered(input, chain)
      if (Equal.equals(other, chain)) return undefined
      const verified = AuditEntry.verify(other, input.hash, { head: headOf(chain) })
      return Result.isFailure(verified) && verified.failure.position === at ? undefined : show({ input, at, verified })
    }
  }
]

export interface CanonicalCase {
  readonly json: CanonicalJson.Json
  readonly seed: number
}

const isFields = (json: CanonicalJson.Json): json is { readonly [key: string]: CanonicalJson.Json | undefined } => typeof json === "object" && json !== null && !Array.isArray(json)
const isList = (json: CanonicalJson.Json): json is ReadonlyArray<CanonicalJson.Json> => Array.isArray(json)

/** The same value, its fields in another order. */
const shuffled = (json: CanonicalJson.Json, seed: number): CanonicalJson.Json => {
  if (isList(json)) return json.map((each) => shuffled(each, seed))
  if (!isFields(json)) return json
  const fields = Object.entries(json).map(([key, value]) => [key, value === undefined ? undefined : shuffled(value, seed)] as const)
  return Object.fromEntries([...fields.slice(seed % (fields.length + 1)), ...fields.slice(0, seed % (fields.length + 1))].toReversed())
}

/** Any JSON of whole texts. */
export const canonicalCase = (): fc.Arbitrary<CanonicalCase> =>
  fc.record({ json: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as CanonicalJson.Json), seed: fc.nat(9) })

/** Laws of canonical JSON. */
export const canonicalLaws: ReadonlyArray<Law<CanonicalCase>> = [
  {
    name: "equal values have one canonical text",
    counterexample: ({ json, seed }) => {
      const [text, other] = [CanonicalJson.text(json), CanonicalJson.text(shuffled(json, seed))]
      return text === other ? undefined : show({ text, other })
    }
  },
  {
    name: "a canonical text reads back as the value",
    counterexample: ({ json }) => {
      const text = CanonicalJson.text(json)
      const again = JSON.parse(text) as CanonicalJson.Json
      return CanonicalJson.text(again) === text && Equal.equals(again, json) ? undefined : show({ text, json })
    }
  }
]

/** Laws of e-mail addresses, of any text. */
export const emailLaws: ReadonlyArray<Law<string>> = [
  {
    name: "canonicalising an address twice changes nothing",
    counterexample: (text) => {
      const once = Email.fromText(text)
      return Result.isFailure(once) || Equal.equals(Email.fromText(once.success), once) ? undefined : show(once)
    }
  },
  {
    name: "capitals and blanks around it make no other address",
    counterexample: (text) => {
      const once = Email.fromText(text)
      if (Result.isFailure(once)) return undefined
      return Equal.equals(Email.fromText(` ${once.success.toUpperCase()}\n`), once) ? undefined : show(once)
    }
  }
]
