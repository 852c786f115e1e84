import { call, hour, type Life, minute, uuid, wait } from "../Life.ts"
import type { Random } from "../Random.ts"
import { clerk, type Driver, inside, vehicle } from "./Driver.ts"
import { leaves, paysByPhone } from "./leaving.ts"

/** Changes what is booked, or calls it off. */
const thinksAgain = function*({ random }: Driver, reservationId: string, { from, to }: { readonly from: number; readonly to: number }): Life<boolean> {
  if (random.chance(0.15)) {
    yield* call(random, "cancelReservation", { reservationId })
    return false
  }
  if (random.chance(0.15)) yield* call(random, "modifyReservation", { reservationId, period: { from: from + hour, to: to + hour }, method: "card" })
  if (random.chance(0.15)) yield* call(random, "extendReservation", { reservationId, to: to + 2 * hour, method: "card" })
  return true
}

/** Comes to the gate with the code, or with the number plate alone. */
const comes = function*(driver: Driver, lotId: string, reservationId: string): Life<{ readonly id: string; readonly text?: string } | undefined> {
  const { random } = driver
  const code = random.chance(0.5) ? yield* call(random, "issueCode", { reservationId }) : undefined
  if (code?.ok === true) {
    const scanned = yield* call(random, "scanEntry", { text: code.value.text, lotId, scanId: uuid(random), vehicle: vehicle(driver) })
    const ticket = inside(scanned)
    return ticket === undefined ? undefined : { id: ticket.id, text: code.value.text }
  }
  return inside(yield* call(random, "checkIn", { lotId, reservationId, vehicle: vehicle(driver) }))
}

/** Pays on a phone or at the desk, or forgets: by which payment. */
const pays = function*(driver: Driver, reservationId: string): Life<string | undefined> {
  const { random } = driver
  if (random.chance(0.5)) {
    const started = yield* paysByPhone(driver, { reservationId })
    return started.ok ? started.value.payment.id : undefined
  }
  const paymentId = uuid(random)
  if (random.chance(0.9)) yield* call(random, "payReservation", { reservationId, method: "card", paymentId })
  return paymentId
}

/** A clerk gives back what the reservation cost. */
const givenBack = function*(random: Random, paymentId: string): Life {
  yield* call(random, "refund", { paymentId, reason: "the lift was broken", by: clerk, refundId: uuid(random) })
}

/** Shows the code at the exit, now and then at the very moment at which a clerk gives the money back. */
const showsCode = function*({ random, world }: Driver, lotId: string, text: string, paymentId: string | undefined): Life<boolean> {
  if (paymentId !== undefined && random.chance(0.5)) world.begin("clerk", world.time.now(), givenBack(world.random("given back", paymentId), paymentId))
  return (yield* call(random, "scanExit", { text, lotId, scanId: uuid(random) })).ok
}

/** Reserves, pays, comes in time or not, stays as long or longer, leaves. */
export const booker = function*(driver: Driver): Life {
  const { personId, random, world } = driver
  const { lot: { id: lotId } } = random.pick(driver.lots)
  const from = world.time.now() + random.between(5, 600) * minute
  const [period, reservationId] = [{ from, to: from + random.between(1, 8) * hour }, uuid(random)]
  const booked = yield* call(random, "reserve", { lotId, period, holder: { _tag: "Person", id: personId }, vehicle: vehicle(driver), reservationId })
  if (!booked.ok) return
  yield* wait(random.between(0, 8) * minute)
  const paymentId = yield* pays(driver, reservationId)
  if (!(yield* thinksAgain(driver, reservationId, period)) || random.chance(0.1)) return
  yield* wait(from - world.time.now() + random.between(-20, 25) * minute)
  const ticket = yield* comes(driver, lotId, reservationId)
  if (ticket === undefined) return
  yield* wait(period.to - world.time.now() + random.between(-120, 60) * minute)
  if (ticket.text !== undefined && (yield* showsCode(driver, lotId, ticket.text, paymentId))) return
  yield* leaves(driver, ticket)
}
