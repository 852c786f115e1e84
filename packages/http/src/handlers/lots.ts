import { Lot, Plate, Vehicle } from "@parkade/core/lot"
import { admit, createLot, release } from "@parkade/core/operations"
import { type Books, type Journal, Lots, type TicketRef, type Tickets } from "@parkade/core/ports"
import { TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Clock, Effect, Metric, Result, Schema } from "effect"
import type { SecureRandom } from "effect/crypto"
import { Base64Url } from "effect/encoding"
import { HttpEffect, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Api } from "../contract/index.ts"
import { LotFactsOf } from "../LotFacts.ts"
import * as Metrics from "../Metrics.ts"
import * as present from "../present.ts"
import { faulty, refuse } from "../refuse.ts"

const isLotId = Schema.is(Lot.LotId)

const now = Effect.map(Clock.currentTimeMillis, (millis) => Instant.Instant.make(millis))

/** Cursors are opaque to callers: the last id seen, in a form that invites nobody to build one. */
const cursorOf = (id: Lot.LotId): string => Base64Url.encode(`after:${id}`)
const readCursor = (cursor: string | undefined) => {
  if (cursor === undefined) return Effect.succeed(undefined)
  const id = Result.getOrElse(Base64Url.decodeString(cursor), () => "").replace(/^after:/, "")
  return isLotId(id) ? Effect.succeed(id) : faulty("query.cursor", "expected `next` of a page that was listed before")
}

const numberOf = (typed: string) => {
  const number = TicketNumber.parse(typed)
  return number === undefined
    ? faulty("body.ticket", "expected a ticket number such as K7QX-9M2P-4RTD; its check character does not match")
    : Effect.succeed<TicketRef>({ number })
}

const exitRef = (lotId: Lot.LotId, { plate = "", ticket }: { readonly ticket?: string; readonly plate?: string }) =>
  ticket === undefined
    ? Effect.map(Effect.fromResult(Plate.fromText(plate)), (plate): TicketRef => ({ lotId, plate }))
    : numberOf(ticket)

const located = (path: string) =>
  HttpEffect.appendPreResponseHandler((_, response) => Effect.succeed(HttpServerResponse.setHeader(response, "location", path)))

/** Handlers of the group `parkingLots`. */
export const lots = HttpApiBuilder.group(Api, "parkingLots", Effect.fnUntraced(function*(handlers) {
  const services = yield* Effect.context<Lots | Tickets | Journal | Books | SecureRandom.SecureRandom>()
  const within = Effect.provideContext(services)
  const ports = yield* Lots
  const factsOf = yield* LotFactsOf
  return handlers.handleAll({
    create: Effect.fnUntraced(function*({ payload }) {
      const created = yield* createLot(payload)
      yield* located(`/api/v1/parking-lots/${created.lot.id}`)
      return present.lot(created, yield* now)
    }, refuse, within),
    list: Effect.fnUntraced(function*({ query: { cursor, limit = 50 } }) {
      const after = yield* readCursor(cursor)
      const found = yield* ports.list({ after, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        items: items.map(present.summary),
        ...(found.length > limit && last !== undefined ? { next: cursorOf(last.id) } : {})
      }
    }, refuse),
    get: Effect.fnUntraced(function*({ params: { lotId } }) {
      const lot = yield* ports.find(lotId)
      return present.lot({ lot, layout: yield* ports.layout(lotId), terms: yield* ports.terms(lot.termsId) }, yield* now)
    }, refuse),
    availability: ({ params: { lotId } }) => refuse(Effect.flatMap(now, (at) => ports.availability(lotId, at))),
    enter: Effect.fnUntraced(function*({ params: { lotId }, payload: { plate, vehicle: described, ...wishes } }) {
      const vehicle = yield* Effect.fromResult(Vehicle.make({ plate, ...described }))
      const facts = yield* factsOf(lotId)
      const ticket = yield* admit({ lotId, vehicle, ...wishes })
      yield* Metric.update(Metrics.admitted, 1)
      yield* located(`/api/v1/tickets/${ticket.id}`)
      return present.ticket(ticket, facts)
    }, refuse, within),
    exit: Effect.fnUntraced(function*({ params: { lotId }, payload }) {
      const ref = yield* exitRef(lotId, payload)
      const facts = yield* factsOf(lotId)
      const ticket = yield* release({ ticket: ref, lotId }).pipe(Effect.catchTag("NotIssued", Effect.die))
      yield* Metric.update(Metrics.exited, 1)
      return present.ticket(ticket, facts)
    }, refuse, within)
  })
}))
