import { Effect, Schema } from "effect"
import { Passage } from "../../lane/index.ts"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { type Change, Journal, type KeptOf, TicketRef } from "../../ports/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { openTicket } from "../ticket/quote.ts"
import { releaseWith } from "../ticket/release.ts"
import { openGate } from "./openGate.ts"
import { orderFor, ordersIn, rulesOf, stored } from "./standing.ts"
import * as told from "../told.ts"

/** The gate is just opening for another vehicle. */
export class GateBusy extends Schema.TaggedError<GateBusy>()("GateBusy", { passageId: Ids.PassageId }) {
  override get message() {
    return "the gate is just opening for another vehicle: wait until it has passed"
  }
}

const Reason = Name.upTo(400)

/** What a person decides of a vehicle before a gate. */
const Judging = Schema.Struct({
  passageId: Ids.PassageId,
  by: Party.Actor,
  verdict: Schema.Union([
    /** Opens for an open ticket of the lot; out, when nothing is due on it or somebody waives it. */
    Schema.TaggedStruct("Open", { ticket: TicketRef, waive: Schema.optional(Reason) }),
    Schema.TaggedStruct("Refuse", { reason: Reason })
  ])
})
type Judging = typeof Judging.Type
type Verdict<Tag> = Extract<Judging["verdict"], { readonly _tag: Tag }>

export const foundPassage = Effect.fnUntraced(function*(id: Ids.PassageId) {
  const passage = yield* (yield* Journal).load("Passage", id)
  return passage._tag === "Absent" ? yield* new NotBegun({ subject: "passage" }) : passage
})

/** The ticket of who passes: out, it is released with these changes; in, they are all that changes. */
export const passedWith = Effect.fnUntraced(function*(
  { direction, lotId }: KeptOf<"Passage">,
  { by, ticket, waive }: { readonly by: Party.Actor; readonly ticket: TicketRef; readonly waive: string | undefined },
  changes: ReadonlyArray<Change>
) {
  if (direction === "exit") yield* releaseWith({ by, ticket, lotId, ...(waive !== undefined && { waive: { by, reason: waive } }) }, changes)
  else yield* stored({ action: "gate.open", by, reason: waive }, changes)
})

const opening = Effect.fnUntraced(function*(passage: KeptOf<"Passage">, by: Party.Actor, { ticket, waive }: Verdict<"Open">) {
  const { lotId } = passage
  const at = yield* now
  const { id: ticketId } = yield* openTicket({ ticket, lotId })
  const decision = orderFor(yield* rulesOf(lotId), ticketId, at)
  const events = yield* Effect.fromResult(Passage.decideOn({ _tag: "Decide", seen: passage, decision, at, by }, passage))
  const { gives, running } = yield* ordersIn(passage, at)
  if (running !== undefined) return yield* new GateBusy({ passageId: running.id })
  const changed = change("Passage", passage.id, passage, events)
  yield* passedWith(passage, { by, ticket, waive }, [changed, ...gives])
  return outcome(changed)
})

const turningAway = Effect.fnUntraced(function*(passage: KeptOf<"Passage">, by: Party.Actor, { reason }: Verdict<"Refuse">) {
  const at = yield* now
  const isLeft = passage._tag === "Lapsed" || passage._tag === "Opened"
  const decision = { _tag: "Refuse", refusal: { _tag: "ByPerson", by, reason } } as const
  const events: ReadonlyArray<Passage.Event> = isLeft
    ? yield* Effect.fromResult(Passage.close({ _tag: "Close", because: "looked-at", at, by }, passage))
    : yield* Effect.fromResult(Passage.decideOn({ _tag: "Decide", seen: passage, decision, at, by }, passage))
  const changed = change("Passage", passage.id, passage, events)
  if (changed.events.length > 0) yield* stored({ action: "gate.open", by, reason }, [changed])
  return outcome(changed)
})

/** A person decides of a vehicle that is refused or in doubt; one that was let through and left is off the list. */
export const decidePassage = operation("decidePassage", Judging, Effect.fnUntraced(function*({ by, passageId, verdict }) {
  const decided = yield* decideAgain(Effect.gen(function*() {
    const passage = yield* foundPassage(passageId)
    return yield* verdict._tag === "Open" ? opening(passage, by, verdict) : turningAway(passage, by, verdict)
  }))
  return yield* openGate(decided)
}), told.passage)
