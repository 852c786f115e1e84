import { Effect, Schema } from "effect"
import { Party } from "../../party/index.ts"
import type { Change } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import type { Act } from "../store.ts"
import { commitTicket } from "./commitTicket.ts"
import { leaving } from "./leaving.ts"
import { Asked, openTicket, settleAt } from "./quote.ts"

/** Who asks for an exit, and who may let out what owes something. */
export const Leaving = Schema.Struct({
  ...Asked.fields,
  ...by,
  waive: Schema.optional(Schema.Struct({ by: Party.Actor, reason: Schema.String }))
})
export type Leaving = typeof Leaving.Type

/** An exit with what else it changes. */
export const releaseWith = (given: Leaving, more: ReadonlyArray<Change>) =>
  Effect.gen(function*() {
    const ticket = yield* openTicket(given)
    const quoted = yield* settleAt(ticket, yield* now)
    const events = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at: quoted.at, due: quoted.due, waive: given.waive }, ticket))
    const by = given.waive?.by ?? actor(given)
    const act: Act = quoted.due.amount > 0 ? { action: "ticket.exit-with-balance-due", by, reason: given.waive?.reason } : { action: "ticket.release", by: actor(given) }
    const left = yield* leaving(quoted, by)
    return yield* commitTicket(act, ticket, events, { ...left, changes: [...left.changes, ...more] })
  })

/** Lets a vehicle out, if nothing is due or somebody waives it, and frees its spot. */
export const release = operation("release", Leaving, (given) => decideAgain(releaseWith(given, [])))
