import { call, hour, type Life, minute, uuid, wait } from "../Life.ts"
import { type Driver, inside, vehicle } from "./Driver.ts"
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

/** Reserves, pays, comes in time or not, stays as long or longer, leaves. */
export const booker = function*(driver: Driver): Life {
  const { personId, random, world } = driver
  const { lot: { id: lotId } } = random.pick(driver.lots)
  const from = world.time.now() + random.between(5, 600) * minute
  const [period, reservationId] = [{ from, to: from + random.between(1, 8) * hour }, uuid(random)]
  const booked = yield* call(random, "reserve", { lotId, period, holder: { _tag: "Person", id: personId }, vehicle: vehicle(driver), reservationId })
  if (!booked.ok) return
  yield* wait(random.between(0, 8) * minute)
  if (random.chance(0.5)) yield* paysByPhone(driver, { reservationId })
  else if (random.chance(0.9)) yield* call(random, "payReservation", { reservationId, method: "card", paymentId: uuid(random) })
  if (!(yield* thinksAgain(driver, reservationId, period)) || random.chance(0.1)) return
  yield* wait(from - world.time.now() + random.between(-20, 25) * minute)
  const ticket = yield* comes(driver, lotId, reservationId)
  if (ticket === undefined) return
  yield* wait(period.to - world.time.now() + random.between(-120, 60) * minute)
  if (ticket.text !== undefined && (yield* call(random, "scanExit", { text: ticket.text, lotId, scanId: uuid(random) })).ok) return
  yield* leaves(driver, ticket)
}
