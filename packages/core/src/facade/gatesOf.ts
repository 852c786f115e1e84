/**
 * Gates by a plain promise, for hosts without Effect.
 *
 * It is fulfilled when the gate says that it opened. One that is rejected, or takes too long, leaves that open: the gate is
 * asked again with the same `id` while the order is good, so a gate carries out an order once, and none after `expiresAt`.
 */
import { Effect, Layer } from "effect"
import { Gates, GateUnreachable, type Opening } from "../ports/index.ts"
import { Adapter } from "./Adapter.ts"
import type { Plain } from "./Plain.ts"

export interface PromiseGates {
  readonly open: (order: Plain<Opening>) => Promise<void>
}

/** The gates as `createParkade` takes them. An answer is waited for so long, 5 seconds unless told otherwise. */
export const gatesOf = ({ open }: PromiseGates, { answersWithinMillis: millis = 5_000 }: { readonly answersWithinMillis?: number } = {}): Adapter<Gates> =>
  Adapter.of(Layer.succeed(Gates, {
    open: (order) =>
      Effect.tryPromise({ try: async () => open(order), catch: (cause) => cause }).pipe(
        Effect.timeout(millis),
        Effect.tapError((cause) => Effect.logWarning(`the gate of lane ${order.laneId} did not answer`, cause)),
        Effect.mapError(() => new GateUnreachable({ laneId: order.laneId }))
      )
  }))
