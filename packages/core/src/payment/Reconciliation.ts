/**
 * Reconciliation: our captures and refunds held against the gateway's list of the same days.
 *
 * Both lists may be in any order. A list too long to be held at once is gone through in parts: each pass keeps one part
 * of the ids, the same on both sides, and the parts' findings together are those of the whole.
 *
 * What failed on one side may be absent on the other, and what failed on both is of any amount: no money moved. An id that
 * one side has twice is reported as that and compared no further.
 *
 * Guarantees: a reconciliation finds exactly what differs; reconciling in parts finds the same; the order of the lists does
 * not matter.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { hasFailed, isTaken, type Payment } from "./Attempt.ts"

/** Money that moved, did not, or is still to. */
export const Movement = Schema.Struct({
  kind: Schema.Literals(["capture", "refund"]),
  /** Our id, of the payment or the refund, which the gateway was told. */
  id: Name.upTo(120),
  amount: Money.Money,
  outcome: Schema.Literals(["succeeded", "failed", "pending"]),
  /** The gateway's own id, where there is one. */
  reference: Schema.optionalKey(Name.upTo(120))
}).annotate({ identifier: "Movement" })
export type Movement = typeof Movement.Type

const both = { ours: Movement, theirs: Movement }

export const Difference = Schema.TaggedUnion({
  MissingAtGateway: { ours: Movement },
  MissingWithUs: { theirs: Movement },
  CurrencyDiffers: both,
  AmountDiffers: both,
  OutcomeDiffers: both,
  /** Listed more than once, by us or by the gateway: paid twice, or written twice. */
  Duplicated: { ours: Schema.Array(Movement), theirs: Schema.Array(Movement) }
}).annotate({ identifier: "ReconciliationDifference" })
export type Difference = typeof Difference.Type

/** Which part of the ids, of how many. */
export interface Part {
  /** From 0. */
  readonly index: number
  readonly of: number
}

export interface Reconciled {
  readonly matched: ReadonlyArray<Pick<Movement, "kind" | "id">>
  readonly differences: ReadonlyArray<Difference>
}

/** FNV-1a in 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

const key = ({ id, kind }: Movement): string => `${kind} ${id}`

const text = ({ amount: { amount, currency }, id, kind, outcome, reference }: Movement): string => JSON.stringify([kind, id, currency, amount, outcome, reference])

const ordered = (movements: ReadonlyArray<Movement>): ReadonlyArray<Movement> => movements.toSorted((a, b) => (text(a) < text(b) ? -1 : 1))

const compared = (ours: Movement, theirs: Movement): ReadonlyArray<Difference> => {
  if (ours.outcome === "failed" && theirs.outcome === "failed") return []
  const found: Array<Difference> = []
  if (ours.amount.currency !== theirs.amount.currency) found.push({ _tag: "CurrencyDiffers", ours, theirs })
  else if (ours.amount.amount !== theirs.amount.amount) found.push({ _tag: "AmountDiffers", ours, theirs })
  if (ours.outcome !== theirs.outcome) found.push({ _tag: "OutcomeDiffers", ours, theirs })
  return found
}

interface Pair {
  readonly ours: Array<Movement>
  readonly theirs: Array<Movement>
}

const differences = ({ ours, theirs }: Pair): ReadonlyArray<Difference> => {
  const [one, two] = [ours[0], theirs[0]]
  if (ours.length > 1 || theirs.length > 1) return [{ _tag: "Duplicated", ours: ordered(ours), theirs: ordered(theirs) }]
  if (one !== undefined && two !== undefined) return compared(one, two)
  if (one !== undefined) return one.outcome === "failed" ? [] : [{ _tag: "MissingAtGateway", ours: one }]
  return two === undefined || two.outcome === "failed" ? [] : [{ _tag: "MissingWithUs", theirs: two }]
}

/** What differs between `ours` and `theirs`, by kind and id; of one `part` of the ids where one is asked for. */
export const reconcile = (ours: Iterable<Movement>, theirs: Iterable<Movement>, part: Part = { index: 0, of: 1 }): Reconciled => {
  const pairs = new Map<string, Pair>()
  const collect = (movements: Iterable<Movement>, side: keyof Pair) => {
    for (const movement of movements) {
      const name = key(movement)
      if (hash(name) % part.of !== part.index) continue
      const pair = pairs.get(name) ?? { ours: [], theirs: [] }
      pairs.set(name, pair)
      pair[side].push(movement)
    }
  }
  collect(ours, "ours")
  collect(theirs, "theirs")
  const sorted = [...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => ({ pair, found: differences(pair) }))
  return {
    matched: sorted.flatMap(({ found, pair: { ours: [one], theirs: [two] } }) => {
      const either = one ?? two
      return found.length > 0 || either === undefined ? [] : [{ kind: either.kind, id: either.id }]
    }),
    differences: sorted.flatMap(({ found }) => found)
  }
}

const outcomeOf = (payment: Payment): Movement["outcome"] => {
  if (isTaken(payment)) return "succeeded"
  return hasFailed(payment) ? "failed" : "pending"
}

/** What `payment` says of money that moved or may have: its capture, and its refunds as far as they were asked for. */
export const movements = (payment: Payment): ReadonlyArray<Movement> => [
  {
    kind: "capture",
    id: payment.id,
    outcome: outcomeOf(payment),
    ...(isTaken(payment) ? { amount: payment.captured, reference: payment.reference } : { amount: payment.due ?? payment.amount })
  },
  ...("refunds" in payment ? payment.refunds : []).filter(({ _tag }) => _tag !== "Owed").map(({ _tag, amount, refundId }): Movement =>
    ({ kind: "refund", id: refundId, amount, outcome: _tag === "Succeeded" ? "succeeded" : _tag === "Failed" ? "failed" : "pending" }))
]
