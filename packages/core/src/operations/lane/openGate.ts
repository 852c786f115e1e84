import { Effect } from "effect"
import { Passage } from "../../lane/index.ts"
import type { Ids } from "../../lifecycle/index.ts"
import { Gates, Journal, type KeptOf } from "../../ports/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { lapsed, routine, stored } from "./standing.ts"

/** What the gate's answer makes of an order: opened, lapsed when it expired, or nothing yet. */
const heard = Effect.fnUntraced(function*(id: Ids.PassageId, isOpened: boolean) {
  const passage = yield* (yield* Journal).load("Passage", id)
  if (passage._tag === "Absent") return yield* Effect.die(new Error(`passage ${id} was never begun`))
  if (passage._tag !== "Ordered") return passage
  const at = yield* now
  if (at < passage.expiresAt && !isOpened) return passage
  const changed = at < passage.expiresAt
    ? change("Passage", id, passage, yield* Effect.fromResult(Passage.acknowledge({ _tag: "Acknowledge", at, by: routine }, passage)))
    : yield* lapsed(passage, at)
  yield* stored({ action: "gate.open", by: routine }, [changed])
  return outcome(changed)
})

/**
 * Has the gate opened for an order, while it is good; whoever asks again, asks for the same. A gate that does not answer
 * may have opened: it is asked again until the order expires.
 */
export const openGate = Effect.fnUntraced(function*(passage: KeptOf<"Passage">) {
  if (passage._tag !== "Ordered") return passage
  const { expiresAt, id, laneId, ticketId } = passage
  const isGood = (yield* now) < expiresAt
  const isOpened = isGood && (yield* (yield* Gates).open({ id, laneId, ticketId, expiresAt }).pipe(
    Effect.as(true),
    Effect.catchTag("GateUnreachable", () => Effect.succeed(false))
  ))
  // It is decided on the state that it has.
  return yield* decideAgain(heard(id, isOpened)).pipe(Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder", "OrderExpired"], Effect.die))
})
