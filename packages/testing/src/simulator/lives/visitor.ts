import { call, type Life, uuid, wait } from "../Life.ts"
import { passes } from "./lane.ts"
import { clerk, type Driver, inside, stay, vehicle } from "./Driver.ts"
import { leaves } from "./leaving.ts"

/** Some validate at a shop, some lose the ticket, some stay longer than they said, some are let out by a clerk. */
const inBetween = function*({ random }: Driver, { id }: { readonly id: string }, coupon: string | undefined): Life {
  const ticket = { id }
  if (coupon !== undefined && random.chance(0.25)) yield* call(random, "validateTicket", { ticket, coupon, redemptionId: uuid(random) })
  if (random.chance(0.05)) yield* call(random, "reportLost", { ticket, by: clerk })
  if (random.chance(0.03)) yield* call(random, "voidTicket", { ticket, by: clerk, reason: "the car would not start" })
}

/** Drives in, stays, pays, leaves; with a mandate, the exit pays itself. */
export const visitor = function*(driver: Driver, coupon?: string): Life {
  const { lots, personId, random } = driver
  const lot = random.pick(lots)
  const { lot: { id: lotId, timeZone: zone }, terms: { tariff: { currency } } } = lot
  if (random.chance(0.2)) {
    const limits = { currency, perCharge: 5_000, perDay: 10_000 }
    yield* call(random, "registerMandate", { holder: personId, gateway: "stripe", token: `pm_${uuid(random)}`, limits, scope: { _tag: "Lots", ids: [lotId] }, zone, mandateId: uuid(random) })
  }
  const through = random.chance(0.5) ? yield* passes(driver, lot, "entry") : undefined
  if (through?._tag === "BackedOut") return
  const ticket = through?._tag === "Passed" ? through.ticket : inside(yield* call(random, "admit", { lotId, vehicle: vehicle(driver), personId }))
  // Full, or closed: another day.
  if (ticket === undefined) return
  yield* wait(stay(random))
  yield* inBetween(driver, ticket, coupon)
  yield* leaves(driver, ticket)
}
