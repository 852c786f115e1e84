/** Who works for the garage: routines that come round again, clerks, and clocks that go wrong. */
import * as Garage from "../Garage.ts"
import { act, call, hour, type Input, type Life, minute, type Name, uuid, wait } from "../Life.ts"
import type { Random } from "../Random.ts"
import type { World } from "../World.ts"
import { clerk, type Lot } from "./Driver.ts"

/** Something that comes round again, a little earlier or later each time, until it is time to close. */
const every = function*(world: World, random: Random, millis: number, until: number, each: () => Life): Life {
  while (world.time.now() < until) {
    yield* wait(random.between(Math.ceil(millis / 2), millis))
    if (world.time.now() < until) yield* each()
  }
}

const routine = <N extends Name>(random: Random, name: N, input: Input<N>) => function*(): Life {
  yield* call(random, name, input)
}

/** What hosts do on their own account, each by its clock. */
export const routines = (world: World, lots: ReadonlyArray<Lot>, until: number): ReadonlyArray<readonly [who: string, life: Life]> => {
  const of = (name: Name, key: string | number = "") => world.random("routine", name, key)
  const at = <N extends Name>(name: N, millis: number, input: Input<N>, key?: number): readonly [string, Life] => {
    const random = of(name, key)
    return [name, every(world, random, millis, until, routine(random, name, input))]
  }
  return [
    at("sweepReservations", 60 * minute, {}),
    at("reconcilePayments", 60 * minute, {}),
    at("sweepPassages", 60 * minute, {}),
    at("sweepPasses", 6 * hour, {}),
    at("escalateViolations", 12 * hour, {}),
    ...lots.flatMap(({ lot: { id: lotId } }, index) => [at("sweepStays", 6 * hour, { lotId }, index), at("detectOverstays", 8 * hour, { lotId }, index)])
  ]
}

/** Gives money back that was paid for a stay. */
const refunds = function*(random: Random, { lot: { id: lotId } }: Lot): Life {
  const recent = yield* call(random, "recentTickets", { lotId, limit: 20 })
  const paid = recent.ok ? recent.value.flatMap(({ payments }) => payments) : []
  const payment = paid[random.between(0, Math.max(0, paid.length - 1))]
  if (payment?.id !== undefined) yield* call(random, "refund", { paymentId: payment.id, reason: "the lift was broken", by: clerk, refundId: uuid(random) })
}

/** Closes a spot for some hours. */
const closes = function*(world: World, random: Random, { layout: { spots }, lot: { id: lotId } }: Lot): Life {
  const spot = spots[random.between(0, spots.length - 1)]
  const from = world.time.now() + random.between(0, 120) * minute
  if (spot !== undefined) yield* call(random, "setOutages", { lotId, spotId: spot.id, outages: [{ from, until: from + random.between(1, 12) * hour, reason: "cleaning" }] })
}

/** Says that a car overstayed, and follows it up. */
const reports = function*(random: Random, { lot: { id: lotId } }: Lot): Life {
  const recent = yield* call(random, "recentTickets", { lotId, limit: 10 })
  const ticket = recent.ok ? recent.value[random.between(0, Math.max(0, recent.value.length - 1))] : undefined
  if (ticket === undefined) return
  const violationId = uuid(random)
  const reported = yield* call(random, "reportViolation", { by: clerk, kind: "overstay", severity: "minor", lotId, plate: ticket.vehicle.plate, ticketId: ticket.id, violationId })
  if (!reported.ok) return
  yield* wait(random.between(10, 200) * minute)
  const confirmed = yield* call(random, "confirmViolation", { violationId, by: clerk })
  if (!confirmed.ok) return
  yield* wait(random.between(1, 60) * hour)
  if (random.chance(0.3)) yield* call(random, "waiveViolation", { violationId, by: clerk, authority: "the manager", reason: "a mistake" })
  else yield* call(random, "payViolation", { violationId, method: "card", paymentId: uuid(random) })
}

/** A clerk has something to do every few hours: in one of the lots. */
export const clerks = function*(world: World, lots: readonly [Lot, ...ReadonlyArray<Lot>], until: number): Life {
  const random = world.random("clerk")
  while (world.time.now() < until) {
    yield* wait(random.between(20, 240) * minute)
    const lot = random.pick(lots)
    const does = random.pick(["refunds", "closes", "reports", "prices"])
    if (does === "refunds") yield* refunds(random, lot)
    if (does === "closes") yield* closes(world, random, lot)
    if (does === "reports") world.begin("clerk", world.time.now(), reports(world.random("report", world.time.now()), lot))
    if (does === "prices" && random.chance(0.3)) yield* call(random, "changeTerms", { lotId: lot.lot.id, terms: Garage.dearer(lot.draft, random.between(4, 9)) })
  }
}

/** Clocks of servers that go ahead, or step back, and are put right after a while. */
export const clocks = function*(world: World, until: number): Life {
  const random = world.random("clocks")
  while (world.time.now() < until) {
    yield* wait(random.between(1, 4) * hour)
    const server = world.servers[random.between(0, world.servers.length - 1)]
    if (server === undefined) continue
    const ahead = world.faults.strikes("clock-ahead") ? 1 : world.faults.strikes("clock-behind") ? -1 : 0
    yield* act(() => {
      server.offset = ahead * random.between(1, 5) * minute
    })
    yield* wait(random.between(10, 90) * minute)
    yield* act(() => {
      server.offset = 0
    })
  }
}
