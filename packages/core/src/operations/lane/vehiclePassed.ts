import { Effect, Schema } from "effect"
import type { AuditEntry } from "../../account/index.ts"
import { Passage } from "../../lane/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Lane, Lot } from "../../lot/index.ts"
import type { Party } from "../../party/index.ts"
import { Journal, key, type KeptOf } from "../../ports/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { foundPassage } from "./decidePassage.ts"
import { stored } from "./standing.ts"
import * as told from "../told.ts"

/** A vehicle passed for which no gate was to open: it followed another, or broke through. The audit log has it. */
export class NobodyExpected extends Schema.TaggedError<NobodyExpected>()("NobodyExpected", { laneId: Lane.LaneId }) {
  override get message() {
    return "a vehicle passed for which the gate was not to open: look at the pictures of the lane"
  }
}

const Passing = Schema.Struct({
  ...by,
  /** The passage, or the lane whose loop saw a vehicle behind the gate. */
  passage: Schema.Union([Schema.Struct({ id: Ids.PassageId }), Schema.Struct({ lotId: Lot.LotId, laneId: Lane.LaneId })])
})

/** How likely it is that a vehicle was this one: its gate opened; it was to open; it may have. */
const likelihood = { Opened: 3, Ordered: 2, Lapsed: 1 } as const
const likely = ({ _tag }: KeptOf<"Passage">): number => _tag in likelihood ? likelihood[_tag as keyof typeof likelihood] : 0

/** The passage of the vehicle that passed: the likeliest, and of those the first. */
const expected = Effect.fnUntraced(function*(laneId: Lane.LaneId) {
  const passages = yield* allUnder("Passage", key.lane(laneId))
  return passages.toSorted((a, b) => likely(b) - likely(a) || a.changedAt - b.changedAt)[0]
})

const noted = Effect.fnUntraced(function*(lotId: Lot.LotId, by: Party.Actor, reason: string) {
  const entry: AuditEntry.AuditEntry = { at: yield* now, by, action: "event.report", resource: { kind: "Lot", id: lotId }, lotId, events: [], reason }
  yield* (yield* Journal).commit({ changes: [], audit: [entry] }).pipe(Effect.catchTag(["Changed", "KeyTaken", "SpotTaken"], Effect.die))
})

/** A vehicle was seen behind the gate: its passage is over. */
export const vehiclePassed = operation("vehiclePassed", Passing, ({ passage: which, ...given }) =>
  decideAgain(Effect.gen(function*() {
    const who = actor(given)
    const passage = "id" in which ? yield* foundPassage(which.id) : yield* expected(which.laneId)
    if (passage === undefined) {
      if ("id" in which) return yield* Effect.die(new Error("a passage is found or refused"))
      yield* noted(which.lotId, who, `NobodyExpected in lane ${which.laneId}`)
      return yield* new NobodyExpected({ laneId: which.laneId })
    }
    const events = yield* Effect.fromResult(Passage.pass({ _tag: "Pass", at: yield* now, by: who }, passage))
    const changed = change("Passage", passage.id, passage, events)
    if (events.length > 0) yield* stored({ action: "event.report", by: who }, [changed])
    return outcome(changed)
  })), told.passage)
