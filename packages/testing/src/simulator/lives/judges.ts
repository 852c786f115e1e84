import type { Payment } from "@parkade/core/payment"
import { call, hour, type Life, wait } from "../Life.ts"
import type { World } from "../World.ts"
import { clerk } from "./Driver.ts"

/** Payments that contradict themselves, as a list on a screen shows them. */
const doubtful = ({ store }: World): ReadonlyArray<Payment.Payment> =>
  [...store.shelves.Payment.things.values()].flatMap(({ state }) => state._tag === "Quarantined" ? [state] : [])

/** Looks at what gateways say that cannot be, asks them on the phone, and settles it as it was; until there is nothing left. */
export const judges = function*(world: World, until: number): Life {
  const random = world.random("judges")
  while (world.time.now() < until) {
    yield* wait(random.between(2, 6) * hour)
    for (const { id } of doubtful(world)) {
      const taken = world.gateway.accounts().get(id)?.taken
      const verdict = taken === undefined ? { _tag: "NotCaptured" as const } : { _tag: "Captured" as const, amount: taken, reference: `sim-${id}` }
      yield* call(random, "judgePayment", { paymentId: id, verdict, note: "as the gateway's books say", by: clerk })
    }
  }
}
