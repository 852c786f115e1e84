/** What must hold after every step of a run, whatever went wrong. */
import type { AuditEntry } from "@parkade/core/account"
import type { Ledger } from "@parkade/core/payment"
import type { Entry } from "@parkade/core/ports"
import type { Mirror } from "../Mirror.ts"
import type { Reader } from "../Reader.ts"
import type { Done, World } from "../World.ts"

/** What is new since the invariants were looked at, and what follows from all events so far. */
interface Seen {
  readonly world: World
  readonly mirror: Mirror
  readonly entries: ReadonlyArray<Entry>
  readonly transactions: ReadonlyArray<Ledger.Transaction>
  readonly audit: ReadonlyArray<AuditEntry.AuditEntry>
  readonly log: ReadonlyArray<string>
  readonly done: Done
}

/** The same said twice, by its two answers, and how much was stored by the second. */
interface Again {
  readonly first: Done
  readonly second: Done
  readonly grown: { readonly events: number; readonly transactions: number }
}

/** Says of each place where it could fail whether it does: nothing where it holds, and why where it does not. */
export type Verdict = string | undefined
export type Verdicts = Iterable<Verdict>

export interface Invariant {
  /** "I1" */
  readonly id: string
  readonly says: string
  /** Before each event that is new: what those before it come to is in `before`. */
  readonly each?: (entry: Entry, before: Mirror, world: World) => Verdicts
  readonly after?: (seen: Seen) => Verdicts
  readonly again?: (again: Again) => Verdicts
  /** When everything has come to its end, and nothing goes wrong any more. */
  readonly atTheEnd?: (world: World, mirror: Mirror, reader: Reader) => Verdicts
}
