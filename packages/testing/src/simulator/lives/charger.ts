import { call, hour, type Life, minute, uuid, wait } from "../Life.ts"
import type { Random } from "../Random.ts"
import { type Driver, inside, stay, vehicle } from "./Driver.ts"
import { leaves } from "./leaving.ts"

/** The charger tells what flows, until the car is full or the driver comes back. */
const charges = function*(random: Random, chargingId: string, millis: number): Life {
  let [wattHours, left] = [random.between(0, 90_000), millis]
  yield* call(random, "meter", { chargingId, wattHours })
  yield* call(random, "startCharging", { chargingId })
  for (let readings = 0; readings < 4 && left > 0; readings += 1) {
    const step = Math.min(left, random.between(10, 45) * minute)
    yield* wait(step)
    left -= step
    wattHours += Math.round(step / hour * 11_000)
    yield* call(random, "meter", { chargingId, wattHours })
  }
  yield* call(random, "stopCharging", { chargingId, reason: "full" })
  yield* wait(left)
  yield* call(random, "unplug", { chargingId })
}

/** Parks on a spot with a plug, charges, stays on after it is full or not, pays for both. */
export const charger = function*(driver: Driver): Life {
  const { lots, personId, random } = driver
  const { layout, lot: { id: lotId } } = lots[1] ?? lots[0]
  const admitted = yield* call(random, "admit", { lotId, vehicle: { ...vehicle(driver), kind: "electric-car" }, personId, needs: ["ev"], connector: { kinds: ["ccs-2"], minPowerWatts: 11_000 } })
  const ticket = inside(admitted)
  if (ticket === undefined) return
  const { id: ticketId } = ticket
  const number = admitted.ok ? layout.spots.findIndex(({ id }) => id === admitted.value.spotId) : 1
  const plugged = yield* call(random, "plug", { deviceId: "00000000-0000-4000-8000-0000000000cc", connector: Math.max(1, number), ticketId })
  const millis = stay(random)
  if (plugged.ok) yield* charges(random, plugged.value.id, millis)
  else yield* wait(millis)
  yield* leaves(driver, ticket)
}

const tagOf = (random: Random): string => `${random.between(1, 40)}`

/** Hands the key over, and asks for the car later. */
export const guest = function*(driver: Driver): Life {
  const { lots, random } = driver
  const { layout: { spots }, lot: { id: lotId } } = random.pick(lots)
  const [given, tag, by] = [vehicle(driver), tagOf(random), "00000000-0000-4000-8000-0000000000a7"]
  const admitted = yield* call(random, "admit", { lotId, vehicle: given, personId: driver.personId })
  const ticket = inside(admitted)
  if (ticket === undefined) return
  const { id: ticketId } = ticket
  const condition = { notes: ["a scratch"], photos: [] }
  const handed = yield* call(random, "handOver", { lotId, vehicle: given, tag, condition, ticketId, by, custodyId: uuid(random) })
  yield* wait(random.between(2, 15) * minute)
  if (handed.ok) {
    const { id: custodyId } = handed.value
    const spot = spots[random.between(0, spots.length - 1)]
    if (spot !== undefined) yield* call(random, "parkVehicle", { custodyId, spotId: spot.id, by })
    yield* wait(stay(random))
    yield* call(random, "requestVehicle", { custodyId })
    yield* wait(random.between(2, 20) * minute)
    yield* call(random, "makeReady", { custodyId, by })
    yield* call(random, "returnVehicle", { custodyId, to: "the driver", by, condition, claim: { _tag: "Tag", tag } })
  }
  yield* leaves(driver, ticket)
}
