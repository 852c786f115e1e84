/**
 * What was done, by whom, to what, when and why: one entry for every change, each bound to the one before it.
 *
 * A chain of entries cannot be changed within without a trace. Who could rewrite all of it is found out by its head, which is
 * kept or published elsewhere.
 *
 * Units: instants as ISO 8601 in what is digested.
 * Fails: BrokenLink, with the first link that is not what it was.
 * Guarantees: a chain that nobody touched is verified; any changed, dropped, swapped, doubled or added entry is found where it is.
 * Source: RFC 8785 for what is digested; hash chains as in RFC 9162.
 */
import { Result, Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import * as CanonicalJson from "./CanonicalJson.ts"
import { actions } from "./Matrix.ts"

/** A state in two words. */
const Summary = Schema.Struct({ state: Name.upTo(80), version: Schema.optionalKey(Schema.Int) })
type Summary = typeof Summary.Type

export const AuditEntry = Schema.Struct({
  at: Instant.FromIso,
  by: Party.Actor,
  /** Who agreed, where it took a second pair of eyes. */
  approvedBy: Schema.optionalKey(Party.Actor),
  action: Schema.Literals(actions),
  /** "ticket" and its id. */
  resource: Schema.Struct({ kind: Name.upTo(40), id: Name.upTo(120) }),
  operatorId: Schema.optionalKey(Party.OperatorId),
  lotId: Schema.optionalKey(Lot.LotId),
  /** Tags of what was stored. */
  events: Schema.Array(Name.upTo(80)),
  before: Schema.optionalKey(Summary),
  after: Schema.optionalKey(Summary),
  reason: Schema.optionalKey(Name.upTo(500)),
  requestId: Schema.optionalKey(Name.upTo(120))
}).annotate({ identifier: "AuditEntry" })
export type AuditEntry = typeof AuditEntry.Type

/** A state or an event, of any lifecycle. */
interface Stored {
  readonly _tag: string
  readonly version?: number
}

type Said = Omit<AuditEntry, "events" | "before" | "after">

const summary = ({ _tag, version }: Stored): Summary => ({ state: _tag, ...(version !== undefined && { version }) })

/** The entry of a decision that was stored. */
export const of = (said: Said, { after, before, events }: { readonly before: Stored; readonly events: ReadonlyArray<Stored>; readonly after: Stored }): AuditEntry => ({
  ...said,
  events: events.map(({ _tag }) => _tag),
  before: summary(before),
  after: summary(after)
})

const Digest = Schema.String.pipe(Schema.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 digest in hex" })))

/** An entry in its place. */
export const Link = Schema.Struct({
  /** Counted from 0. */
  position: Schema.Int.pipe(Schema.check(Schema.isGreaterThanOrEqualTo(0))),
  entry: AuditEntry,
  /** The digest of the link before it. */
  previous: Digest,
  digest: Digest
}).annotate({ identifier: "AuditLink" })
export type Link = typeof Link.Type

/** Where a chain ends: what to keep elsewhere. */
export interface Head {
  readonly length: number
  readonly digest: string
}

/** SHA-256, of the host. */
export type Hash = (bytes: Uint8Array) => Uint8Array

/** Of the chain that is empty. */
export const start: Head = { length: 0, digest: "0".repeat(64) }

/** A chain that is not what it was. */
export class BrokenLink extends Schema.TaggedError<BrokenLink>()("BrokenLink", {
  position: Schema.Int,
  reason: Schema.Literals(["changed", "out-of-place", "other-end"])
}) {
  override get message() {
    const told = { changed: "is not what was written", "out-of-place": "does not follow the one before it", "other-end": "is where the chain should have ended otherwise" }
    return `entry ${this.position} of the audit log ${told[this.reason]}`
  }
}

const encode = Schema.encodeSync(AuditEntry)
const toHex = Schema.encodeSync(Schema.Uint8ArrayFromHex)

const digestOf = ({ entry, position, previous }: Omit<Link, "digest">, hash: Hash): string =>
  toHex(hash(CanonicalJson.bytes({ position, previous, entry: encode(entry) })))

/** `entry` as the next link of the chain that ends at `head`. */
export const append = ({ digest: previous, length: position }: Head, entry: AuditEntry, hash: Hash): Link => {
  const link = { position, entry, previous }
  return { ...link, digest: digestOf(link, hash) }
}

/** The head of a chain that ends with `link`. */
export const headOf = ({ digest, position }: Link): Head => ({ length: position + 1, digest })

/** Looks at every link that follows `from`, and that they end at `head` where that is known. */
export const verify = (chain: Iterable<Link>, hash: Hash, { from = start, head }: { readonly from?: Head; readonly head?: Head } = {}): Result.Result<Head, BrokenLink> => {
  let last = from
  for (const link of chain) {
    if (link.position !== last.length || link.previous !== last.digest) return Result.fail(new BrokenLink({ position: last.length, reason: "out-of-place" }))
    if (digestOf(link, hash) !== link.digest) return Result.fail(new BrokenLink({ position: link.position, reason: "changed" }))
    last = headOf(link)
  }
  if (head === undefined || (head.length === last.length && head.digest === last.digest)) return Result.succeed(last)
  const position = head.length === last.length ? last.length - 1 : Math.min(last.length, head.length)
  return Result.fail(new BrokenLink({ position: Math.max(0, position), reason: "other-end" }))
}
