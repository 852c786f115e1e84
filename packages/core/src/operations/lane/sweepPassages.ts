import { Effect } from "effect"
import { Passage } from "../../lane/index.ts"
import type { Ids } from "../../lifecycle/index.ts"
import { type Change, Journal, type KeptOf } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { AtMost, swept } from "../swept.ts"
import { voidWith } from "../ticket/changes.ts"
import { openGate } from "./openGate.ts"
import { closed, lapsed, routine, stored } from "./standing.ts"
import * as told from "../told.ts"

const act = { action: "event.report", by: routine } as const

/** Both as one change. */
const joined = (first: Change<"Passage">, then: Change<"Passage">): Change<"Passage"> => ({ ...first, events: [...first.events, ...then.events] })

/**
 * Nobody came in by an entry that lapsed: its stay is undone. A ticket to which anything has happened since is of somebody
 * who did come in.
 */
const undone = Effect.fnUntraced(function*(lapse: Change<"Passage">, at: Instant.Instant) {
  const passage = outcome(lapse)
  const ticketId = "ticketId" in passage ? passage.ticketId : undefined
  const ticket = ticketId === undefined ? Ticket.initial : yield* (yield* Journal).load("Ticket", ticketId)
  if (ticket._tag !== "Unissued" && ticket._tag !== "Voided" && ticket.version > 1) {
    const events = yield* Effect.fromResult(Passage.pass({ _tag: "Pass", at, by: routine }, passage))
    const changed = joined(lapse, change("Passage", passage.id, passage, events))
    yield* stored(act, [changed])
    return outcome(changed)
  }
  const changed = joined(lapse, yield* closed(passage, "nobody-came-in", at, routine))
  if (Ticket.isOpen(ticket)) yield* voidWith({ ticket: { id: ticket.id }, by: routine, reason: "nobody came in" }, [changed])
  else yield* stored(act, [changed])
  return outcome(changed)
})

/** What has become of one passage. */
const look = Effect.fnUntraced(function*(id: Ids.PassageId) {
  const [passage, at] = [yield* (yield* Journal).load("Passage", id), yield* now]
  if (passage._tag === "Opened" && passage.passBy !== undefined && at >= passage.passBy) {
    const lapse = yield* lapsed(passage, at)
    if (passage.direction === "entry") return [yield* undone(lapse, at)]
    yield* stored(act, [lapse])
    return [outcome(lapse)]
  }
  if (passage._tag === "Lapsed" && passage.direction === "entry" && at >= passage.until) return [yield* undone(change("Passage", id, passage, []), at)]
  return []
})

/** An order whose gate has not answered is asked for again, or has run out. */
const lookedAt = Effect.fnUntraced(function*(passage: KeptOf<"Passage">) {
  if (passage._tag !== "Ordered") return yield* decideAgain(look(passage.id))
  const after = yield* openGate(passage)
  return after._tag === "Ordered" ? [] : [after]
})

/**
 * Looks at gates that did not answer, and at vehicles that were not seen to pass; tells the passages that changed. An entry
 * that nobody came in by is undone: its ticket is void, and what it came on is given back. An exit stays on the list of
 * staff.
 */
export const sweepPassages = operation("sweepPassages", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  return yield* swept(yield* (yield* Journal).due("Passage", yield* now, limit), lookedAt)
}), told.each(told.passage))
