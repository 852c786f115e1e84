import type { Payment } from "@parkade/core/payment"
import { call, hour, type Life, wait } from "../Life.ts"
import type { World } from "../World.ts"
import { clerk } from "./Driver.ts"

/** Payments that contradict themselves, as a list on a screen shows them: where what became of one is judged, it is off the list. */
const doubtful = ({ store }: World) => {
  const [list, { things }] = [new Set<string>(), store.shelves.Payment]
  let seen = 0
  return (): ReadonlyArray<Payment.Payment> => {
    for (const { event, id } of store.feed.slice(seen)) if (event._tag === "PaymentQuarantined") list.add(id)
    seen = store.feed.length
    return [...list].flatMap((id) => {
      const state = things.get(id)?.state
      if (state?._tag !== "Quarantined") list.delete(id)
      return state?._tag === "Quarantined" ? [state] : []
    })
  }
}

/** Looks at what gateways say that cannot be, asks them on the phone, and settles it as it was; until there is nothing left. */
export const judges = function*(world: World, until: number): Life {
  const [random, waiting] = [world.random("judges"), doubtful(world)]
  while (world.time.now() < until) {
    yield* wait(random.between(2, 6) * hour)
    for (const { id } of waiting()) {
      const taken = world.gateway.account(id)?.taken
      const verdict = taken === undefined ? { _tag: "NotCaptured" as const } : { _tag: "Captured" as const, amount: taken, reference: `sim-${id}` }
      yield* call(random, "judgePayment", { paymentId: id, verdict, note: "as the gateway's books say", by: clerk })
    }
  }
}
