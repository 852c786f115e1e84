/** Waiting for a pass of which there are only so many. */
import { Effect, type Result, Schema } from "effect"
import { NotBegun } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Waitlist } from "../../pass/index.ts"
import { type EventOf, Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, store } from "../store.ts"
import { AtMost, swept } from "../swept.ts"
import * as told from "../told.ts"

/** Another list waits for this product. */
export class WaitlistExists extends Schema.TaggedError<WaitlistExists>()("WaitlistExists", { product: Schema.String }) {
  override get message() {
    return `there is a waiting list for ${this.product} already: join that`
  }
}

const stored = Effect.fnUntraced(function*(act: Act, before: Waitlist.State, id: Waitlist.WaitlistId, events: ReadonlyArray<EventOf<"Waitlist">>) {
  const changed = change("Waitlist", id, before, events)
  yield* store(act, { changes: [changed] }).pipe(Effect.catchTag("SpotTaken", Effect.die))
  return outcome(changed)
})

/** Decides on a list and, where a place is free then, offers it to who is next. */
const changing = <E>(act: Act, id: Waitlist.WaitlistId, decide: (list: Waitlist.Waitlist, at: Instant.Instant) => Result.Result<ReadonlyArray<EventOf<"Waitlist">>, E>) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Waitlist", id)
    if (before._tag === "Absent") return yield* new NotBegun({ subject: "waiting list" })
    const at = yield* now
    const events = yield* Effect.fromResult(decide(before, at))
    const after = events.reduce<Waitlist.State>(Waitlist.evolve, before)
    const offered = after._tag === "Absent" ? [] : Waitlist.offerAll({ at, by: act.by }, after)
    return yield* stored(act, before, id, [...events, ...offered]).pipe(Effect.catchTag("KeyTaken", Effect.die))
  }))

const OpeningWaitlist = Schema.Struct({ ...by, product: Name.upTo(120), policy: Waitlist.Policy, places: Schema.Int })

/** Opens a waiting list for a product with so many places. */
export const openWaitlist = operation("openWaitlist", OpeningWaitlist, Effect.fnUntraced(function*(given) {
  const { places, policy, product } = given
  const id = Waitlist.WaitlistId.make(yield* newId)
  const events = yield* Effect.fromResult(Waitlist.open({ _tag: "Open", id, product, policy, places, at: yield* now, by: actor(given) }, Waitlist.initial))
  return yield* stored({ action: "waitlist.open", by: actor(given) }, Waitlist.initial, id, events).pipe(
    Effect.catchTag("KeyTaken", () => Effect.fail(new WaitlistExists({ product }))),
    Effect.catchTag("Changed", Effect.die)
  )
}), told.waitlist)

const onList = { ...by, waitlistId: Waitlist.WaitlistId }

const Joining = Schema.Struct({ ...onList, personId: Party.PersonId, entryId: Schema.optional(Waitlist.EntryId) })

/** Puts a person on the list; where a place is free and nobody waits, it is offered at once. */
export const joinWaitlist = operation("joinWaitlist", Joining, Effect.fnUntraced(function*(given) {
  const entryId = given.entryId ?? Waitlist.EntryId.make(yield* newId)
  return yield* changing({ action: "waitlist.join", by: actor(given) }, given.waitlistId, (list, at) =>
    Waitlist.join({ _tag: "Join", at, by: actor(given), entryId, personId: given.personId }, list))
}), told.waitlist)

const OnWaitlist = Schema.Struct({ ...onList, entryId: Waitlist.EntryId })

/** Takes a person who waits off the list. */
export const withdrawFromWaitlist = operation("withdrawFromWaitlist", OnWaitlist, (given) =>
  changing({ action: "waitlist.leave", by: actor(given) }, given.waitlistId, (list, at) => Waitlist.withdraw({ _tag: "Withdraw", at, by: actor(given), entryId: given.entryId }, list)), told.waitlist)

/** Takes the place that was offered. The pass is requested by itself. */
export const acceptOffer = operation("acceptOffer", OnWaitlist, (given) =>
  changing({ action: "waitlist.answer", by: actor(given) }, given.waitlistId, (list, at) => Waitlist.accept({ _tag: "Accept", at, by: actor(given), entryId: given.entryId }, list)), told.waitlist)

/** Does not take the place that was offered: who is next is asked. */
export const declineOffer = operation("declineOffer", OnWaitlist, (given) =>
  changing({ action: "waitlist.answer", by: actor(given) }, given.waitlistId, (list, at) => Waitlist.decline({ _tag: "Decline", at, by: actor(given), entryId: given.entryId }, list)), told.waitlist)

/** The pass of one who accepted has ended: the place is offered to who is next. */
export const freePlace = operation("freePlace", OnWaitlist, (given) =>
  changing({ action: "waitlist.free-place", by: actor(given) }, given.waitlistId, (list, at) => Waitlist.release({ _tag: "Release", at, by: actor(given), entryId: given.entryId }, list)), told.waitlist)

const routine: Party.Actor = { _tag: "Routine", name: "waiting lists" }

/** Ends offers that ran out, and offers their places to who is next. */
export const sweepOffers = operation("sweepOffers", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  const due = yield* (yield* Journal).due("Waitlist", yield* now, limit)
  return yield* swept(due, ({ id }) => Effect.map(changing({ action: "waitlist.lapse", by: routine }, id, (list, at) => Waitlist.lapseAll({ at, by: routine }, list)), (list) => [list]))
}), told.each(told.waitlist))
