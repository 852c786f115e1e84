import { Effect, type Result } from "effect"
import { Coupon, Programme } from "../merchant/index.ts"
import type { Party } from "../party/index.ts"
import { Mandate } from "../payment/index.ts"
import { type Change, type EventOf, Journal, type KeptOf, lifecycles } from "../ports/index.ts"
import type { Instant } from "../time/index.ts"
import { change, outcome } from "./change.ts"
import { decideAgain } from "./decideAgain.ts"
import { now } from "./now.ts"
import { operation } from "./operation.ts"
import { type Act, store } from "./store.ts"
import { AtMost, swept } from "./swept.ts"

type Expiring = "Mandate" | "Programme" | "Coupon"

interface Refusal {
  readonly _tag: string
  readonly message: string
}

const by: Party.Actor = { _tag: "Routine", name: "expiries" }

/** Ends those of one kind that are over. */
const ended = <K extends Expiring>(kind: K, act: Act, expire: (state: KeptOf<K>, at: Instant.Instant) => Result.Result<ReadonlyArray<EventOf<K>>, Refusal>) =>
  Effect.fnUntraced(function*(limit: number) {
    const { due, load } = yield* Journal
    return yield* swept(yield* due(kind, yield* now, limit), ({ id }) =>
      decideAgain(Effect.gen(function*() {
        const [before, at] = [yield* load(kind, id), yield* now]
        const state = lifecycles[kind].kept(before)
        // Revoked since it was looked for.
        if (state === undefined || (lifecycles[kind].due(state) ?? Infinity) > at) return []
        const changed = change(kind, id, before, yield* Effect.fromResult(expire(state, at)))
        yield* store(act, { changes: [changed as Change] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
        return [outcome(changed)]
      })))
  })

const mandates = ended("Mandate", { action: "payment-method.expire", by }, (state, at) => Mandate.expire({ _tag: "Expire", at }, state))
const programmes = ended("Programme", { action: "programme.expire", by }, (state, at) => Programme.expire({ _tag: "Expire", at }, state))
const coupons = ended("Coupon", { action: "coupon.expire", by }, (state, at) => Coupon.expire({ _tag: "Expire", at }, state))

/**
 * Ends stored payment methods, programmes and coupons whose time is over. Nothing is charged or taken off by them from that
 * instant on, swept or not: this puts it on record. Tells those that ended.
 */
export const sweepExpired = operation("sweepExpired", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  return { mandates: yield* mandates(limit), programmes: yield* programmes(limit), coupons: yield* coupons(limit) }
}))
