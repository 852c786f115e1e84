import { cardNumber } from "../invariants/index.ts"
import { call, hour, type Life, uuid, wait } from "../Life.ts"
import { clerk, type Driver, vehicle } from "./Driver.ts"

/** Opens an account with a car, tries a card number where a token belongs, and has the account erased some time. */
export const resident = function*(driver: Driver): Life {
  const { lots: [{ lot: { id: lotId, timeZone: zone }, terms: { tariff: { currency } } }], random } = driver
  const personId = uuid(random)
  const registered = yield* call(random, "registerPerson", { personId, email: `${personId.slice(0, 8)}@example.com`, name: "Dana Driver" })
  if (!registered.ok) return
  const owned = yield* call(random, "registerVehicle", { personId, vehicle: vehicle(driver) })
  if (owned.ok && random.chance(0.5)) yield* call(random, "verifyVehicle", { ownedVehicleId: owned.value.id, by: clerk, basis: "seen" })
  yield* call(random, "registerMandate", { holder: personId, gateway: "stripe", token: cardNumber, limits: { currency }, scope: { _tag: "Lots", ids: [lotId] }, zone, mandateId: uuid(random) })
  yield* wait(random.between(2, 40) * hour)
  if (owned.ok) yield* call(random, "removeVehicle", { ownedVehicleId: owned.value.id, by: { _tag: "Person", id: personId } })
  yield* call(random, "erasePerson", { personId, by: { _tag: "Person", id: personId } })
}
