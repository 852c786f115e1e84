import { call, type Life, minute, uuid, wait } from "../Life.ts"
import { type Driver, inside, type Lot, type Ticket, vehicle } from "./Driver.ts"
import { isOver, leaves } from "./leaving.ts"

/** Enough for the stay of one car, mostly, and seldom for two. */
const perDay: Readonly<Record<string, number>> = { EUR: 700, USD: 2_000, JPY: 800 }

/** One mandate for both cars in each lot, the same however often it is registered. */
const allows = function*({ personId, random, world }: Driver, { lot: { id: lotId, timeZone: zone }, terms: { tariff: { currency } } }: Lot): Life {
  const own = world.random("family", personId, lotId)
  const [mandateId, token, limits] = [uuid(own), `pm_${uuid(own)}`, { currency, perDay: perDay[currency] ?? 1_000 }]
  yield* call(random, "registerMandate", { holder: personId, gateway: "stripe", token, limits, scope: { _tag: "Lots", ids: [lotId] }, zone, mandateId })
}

/** Drives up to the exit then, which pays itself; where it does not, there are other ways. */
const leavesAt = function*(driver: Driver, ticket: Ticket, at: number): Life {
  yield* wait(at - driver.world.time.now())
  if (!isOver(yield* call(driver.random, "exit", { ticket: { id: ticket.id } }))) yield* leaves(driver, ticket)
}

const comesFor = function*(driver: Driver, lotId: string, until: number): Life {
  const ticket = inside(yield* call(driver.random, "admit", { lotId, vehicle: vehicle(driver), personId: driver.personId }))
  if (ticket !== undefined) yield* leavesAt(driver, ticket, until)
}

/** Two cars of one person: they come together, and at the same moment stand before the exit, each on the same mandate. */
export const family = function*(driver: Driver): Life {
  const { lots, plate, random, world } = driver
  const lot = random.pick(lots)
  yield* allows(driver, lot)
  const now = world.time.now()
  const until = now + random.between(60, 170) * minute
  const second = { ...driver, plate: `${plate}9`, random: world.random("second car", plate, now) }
  world.begin(`driver of ${second.plate}`, now, comesFor(second, lot.lot.id, until))
  yield* comesFor(driver, lot.lot.id, until)
}
