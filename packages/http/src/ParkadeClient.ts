/**
 * A typed client of the contract, for servers and browsers.
 *
 * ```ts
 * const program = Effect.gen(function*() {
 *   const parkade = yield* ParkadeClient.make({ baseUrl: "http://localhost:3000" })
 *   const { items: [lot] } = yield* parkade.parkingLots.list({ query: {} })
 *   if (lot === undefined) return
 *   const ticket = yield* parkade.parkingLots.enter({
 *     params: { lotId: lot.id },
 *     payload: { plate: "B-AB 123", vehicle: { kind: "car" } }
 *   })
 *   const { due } = yield* parkade.tickets.quote({ params: { ref: ticket.number } })
 *   yield* parkade.tickets.pay({ params: { ref: ticket.number }, payload: { method: "card", amount: due } }).pipe(
 *     Effect.catchTag("NothingDue", () => Effect.void)
 *   )
 * }).pipe(Effect.provide(FetchHttpClient.layer))
 * ```
 *
 * Problems of the contract are the errors of its effects, told apart by `_tag`; HttpClientError is a server that was not
 * reached, SchemaError one that speaks another contract.
 */
import { HttpApiClient } from "effect/http-api"
import { Api } from "./contract/index.ts"

export type ParkadeClient = HttpApiClient.ForApi<typeof Api>

/** A client of the server at `baseUrl`. */
export const make = (options: { readonly baseUrl: string }) => HttpApiClient.make(Api, { baseUrl: options.baseUrl })
