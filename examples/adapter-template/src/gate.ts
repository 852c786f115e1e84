/** Gates behind a controller, which is asked over a wire that may lose the order or the answer. */
import { Gates, GateUnreachable } from "@parkade/core/ports"
import { Effect, Layer } from "effect"

export interface Order {
  /** The same again for the same order: the controller knows by it what it has carried out. */
  readonly id: string
  readonly gate: string
  /** Epoch milliseconds; the controller carries out nothing after that. */
  readonly goodUntil: number
}

export interface Wire {
  readonly send: (order: Order) => Promise<"opened" | "expired">
}

export const layer = ({ send }: Wire): Layer.Layer<Gates> =>
  Layer.succeed(Gates, {
    open: ({ expiresAt, id, laneId }) =>
      Effect.tryPromise(() => send({ id, gate: laneId, goodUntil: expiresAt })).pipe(
        Effect.timeout("200 millis"),
        Effect.retry({ times: 2 }),
        Effect.mapError(() => new GateUnreachable({ laneId })),
        Effect.flatMap((said) => (said === "opened" ? Effect.void : Effect.fail(new GateUnreachable({ laneId }))))
      )
  })
