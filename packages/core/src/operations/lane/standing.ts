/** A vehicle before a gate, as it was just read: what the use-cases of lanes share. */
import { Effect, type Result } from "effect"
import { type Decision, Passage, PlateReads } from "../../lane/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { type Lot, type Plate, PlateRead } from "../../lot/index.ts"
import type { Party } from "../../party/index.ts"
import { type Change, Changed, key, type KeptOf, Lots } from "../../ports/index.ts"
import { Elapsed, Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { store } from "../store.ts"

export interface Standing {
  readonly before: Passage.State
  readonly seen: Passage.Seen
  readonly rules: PlateReads.Rules
  readonly at: Instant.Instant
  readonly by: Party.Actor
  /** What is over as soon as the gate is to open for this one. */
  readonly gives: ReadonlyArray<Change>
}

/** Who does what nobody asked for: it comes of an order, or of time. */
export const routine: Party.Actor = { _tag: "Routine", name: "lanes" }

/** What the lot makes of reads, by the terms that are in force. */
export const rulesOf = Effect.fnUntraced(function*(lotId: Lot.LotId) {
  const lots = yield* Lots
  const { plateReads, tariff } = yield* lots.terms((yield* lots.find(lotId)).termsId)
  return PlateReads.rules(plateReads, tariff.currency)
})

export const passWithin = ({ passWithin: within }: PlateReads.Rules): Elapsed.Elapsed | undefined => within === "unseen" ? undefined : within

/** An order to open for a ticket, good from `at` on. */
export const orderFor = (rules: PlateReads.Rules, ticketId: Ids.TicketId, at: Instant.Instant): Decision.Decision => {
  const within = passWithin(rules)
  return { _tag: "Open", order: { ticketId, expiresAt: Instant.Instant.make(at + rules.orderFor), ...(within !== undefined && { passWithin: within }) } }
}

/** What was decided, or why not, at a time that is no earlier than the last change. */
const inTime = <A, E>(decision: Result.Result<A, E>, at: Instant.Instant) => Effect.flatMap(unlessBehind(decision, at), Effect.fromResult)

/** What was decided on it; it stands there, so nothing is in the way. */
const decided = ({ at, before, by, seen }: Standing, decision: Decision.Decision) =>
  inTime(Passage.decideOn({ _tag: "Decide", seen, decision, at, by }, before), at).pipe(
    Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder"], Effect.die),
    Effect.map((events) => change("Passage", seen.id, before, events))
  )

/** The order to open for a ticket, with all that gives way to it. */
export const ordering = (standing: Standing, ticketId: Ids.TicketId) =>
  Effect.map(decided(standing, orderFor(standing.rules, ticketId, standing.at)), (order) => ({ order, changes: [order, ...standing.gives] }))

/** Stores changes of passages. Who loses to another camera decides again. */
export const stored = (act: Parameters<typeof store>[0], changes: ReadonlyArray<Change>) =>
  store(act, { changes }).pipe(
    Effect.catchTag("KeyTaken", ({ key: id, kind }) => Effect.fail(new Changed({ kind, id }))),
    Effect.catchTag("SpotTaken", Effect.die)
  )

/** Stores that the gate stays shut. What was decided before is nothing new. */
const concluded = Effect.fnUntraced(function*(standing: Standing, decision: Decision.Decision) {
  const { before, by } = standing
  const changed = yield* decided(standing, decision)
  if (changed.events.length === 0 && before._tag !== "Absent") return before
  yield* stored({ action: "event.report", by }, [changed])
  return outcome(changed)
})
export const asked = (standing: Standing, doubt: Decision.Doubt) => concluded(standing, { _tag: "Ask", doubt })
export const refused = (standing: Standing, refusal: Decision.Refusal) => concluded(standing, { _tag: "Refuse", refusal })

/** An order in that lane that still runs, and what becomes of those that have run out. */
export const ordersIn = Effect.fnUntraced(function*({ laneId }: Pick<Passage.Seen, "laneId">, instant: Instant.Instant) {
  const passages = yield* allUnder("Passage", key.lane(laneId))
  const orders = passages.flatMap((passage) => passage._tag === "Ordered" ? [passage] : [])
  const running = orders.find(({ expiresAt }) => instant < expiresAt)
  const gives = yield* Effect.forEach(orders.filter((order) => order !== running), (order) => lapsed(order, instant))
  return { running, gives }
})

/** Nobody acknowledged it, or passed, in time. */
export const lapsed = (passage: KeptOf<"Passage">, at: Instant.Instant) =>
  inTime(Passage.lapse({ _tag: "Lapse", at, by: routine }, passage), at).pipe(
    Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder", "NotLapsedYet"], Effect.die),
    Effect.map((events) => change("Passage", passage.id, passage, events))
  )

/** Nothing more is to come of it. */
export const closed = (passage: KeptOf<"Passage">, because: "nobody-came-in" | "read-again", at: Instant.Instant, by: Party.Actor) =>
  inTime(Passage.close({ _tag: "Close", because, at, by }, passage), at).pipe(
    Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder"], Effect.die),
    Effect.map((events) => change("Passage", passage.id, passage, events))
  )

/** How long after its gate opened, or should have, a vehicle that was not seen to pass is let through again. */
const again = Elapsed.ofHours(1)

/** Reads that may be of one plate. Before a gate that stays shut, as many characters as are confused; where it opened, one. */
const isAlike = ({ _tag, read: { plate: before } }: KeptOf<"Passage">, plate: Plate.Plate | undefined): boolean => {
  if (before === undefined || plate === undefined) return false
  return _tag === "Opened" ? PlateRead.distance(before, plate) <= 1 : PlateRead.skeleton(before) === PlateRead.skeleton(plate)
}

/**
 * Of passages, the one that this vehicle did not finish: the gate was to open for it, and nobody was seen to pass. In its lane
 * it stands there still, though its plate is read otherwise this time.
 */
export const unfinished = ({ at, seen: { direction, laneId, read } }: Standing, passages: ReadonlyArray<KeptOf<"Passage">>) =>
  passages.flatMap((passage) => {
    const isThere = passage.laneId === laneId
    const isSame = passage.read.plate === read.plate || (isThere && isAlike(passage, read.plate))
    const isLeft = passage._tag === "Lapsed" || (passage._tag === "Ordered" && at >= passage.expiresAt) || (passage._tag === "Opened" && !Passage.isOver(passage) && isThere)
    return isSame && isLeft && passage.direction === direction && at < passage.changedAt + again && passage.ticketId !== undefined ? [{ passage, ticketId: passage.ticketId }] : []
  }).at(-1)

/** Opens again for a ticket whose vehicle was not seen to pass; the earlier passage ends with it. */
export const openedAgain = Effect.fnUntraced(function*(standing: Standing, { passage, ticketId }: NonNullable<ReturnType<typeof unfinished>>) {
  const { at, by, gives } = standing
  const { changes, order } = yield* ordering({ ...standing, gives: gives.filter(({ id }) => id !== passage.id) }, ticketId)
  yield* stored({ action: "gate.open", by }, [...changes, yield* closed(passage, "read-again", at, by)])
  return outcome(order)
})

/** A vehicle that was read, at the time it is decided on; no passage yet where there was none before. */
export const standingOf = Effect.fnUntraced(function*(before: Passage.State, seen: Omit<Passage.Seen, "id">, rules: PlateReads.Rules, by: Party.Actor) {
  const id = before._tag === "Absent" ? Ids.PassageId.make(yield* newId) : before.id
  const standing: Standing = { before, seen: { id, ...seen }, rules, at: yield* now, by, gives: [] }
  return standing
})
