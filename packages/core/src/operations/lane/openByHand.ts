import { Effect, Schema } from "effect"
import { Passage } from "../../lane/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { TicketRef } from "../../ports/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { openTicket } from "../ticket/quote.ts"
import { foundPassage, passedWith } from "./decidePassage.ts"
import { passWithin, rulesOf, stored } from "./standing.ts"
import * as told from "../told.ts"

/** Who lifts the boom, why, and for which ticket where that is known: at an exit it is released, and what is due on it waived. */
const Opening = Schema.Struct({ passageId: Ids.PassageId, by: Party.Actor, reason: Name.upTo(400), ticket: Schema.optional(TicketRef) })

/** Puts on record that somebody opened a gate by hand. */
export const openByHand = operation("openByHand", Opening, ({ by, passageId, reason, ticket }) =>
  decideAgain(Effect.gen(function*() {
    const passage = yield* foundPassage(passageId)
    const { lotId } = passage
    const at = yield* now
    const opening = { _tag: "OpenByHand", at, by, reason, passWithin: passWithin(yield* rulesOf(lotId)) } as const
    // Said twice, the ticket is not open any more.
    if ((yield* Effect.fromResult(Passage.openByHand(opening, passage))).length === 0) return passage
    const ticketId = ticket === undefined ? undefined : (yield* openTicket({ ticket, lotId })).id
    const changed = change("Passage", passage.id, passage, yield* Effect.fromResult(Passage.openByHand({ ...opening, ticketId }, passage)))
    if (ticket === undefined) yield* stored({ action: "gate.open", by, reason }, [changed])
    else yield* passedWith(passage, { by, ticket, waive: reason }, [changed])
    return outcome(changed)
  })), told.passage)
