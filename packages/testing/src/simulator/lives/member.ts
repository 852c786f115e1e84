import { LocalDate } from "@parkade/core/time"
import { call, hour, type Input, type Life, uuid, wait } from "../Life.ts"
import type { Random } from "../Random.ts"
import { type Driver, inside, type Lot, stay, vehicle } from "./Driver.ts"
import { leaves, paysByPhone } from "./leaving.ts"

/** A week, for one car at a time. */
const weekly = (random: Random, { lot, terms: { tariff: { currency } } }: Lot): Input<"requestPass">["terms"] => ({
  product: { code: "weekly", label: "Weekly pass", fee: "4000", period: { days: 7 }, proration: "none", currency, tax: "included", taxRate: "0.19", rounding: { mode: "half-up", to: "1", where: "total" } },
  zone: lot.timeZone,
  lots: [lot.id],
  vehicles: 2,
  places: 1,
  antiPassback: random.pick<"hard" | "soft">(["hard", "soft"]),
  suspension: "extends",
  cancellation: { refund: "unused" }
})

/** Buys a pass for a week, comes and goes on it, gives it back or lets it end. */
export const member = function*(driver: Driver): Life {
  const { personId, plate, random, world } = driver
  const passId = uuid(random)
  const lot = random.pick(driver.lots)
  const { id: lotId, timeZone } = lot.lot
  const from = LocalDate.format(LocalDate.of(timeZone, world.time.now()))
  const requested = yield* call(random, "requestPass", { holder: { _tag: "Person", id: personId }, terms: weekly(random, lot), vehicles: [plate.replaceAll(" ", "")], from, passId })
  if (!requested.ok) return
  if (random.chance(0.4)) yield* paysByPhone(driver, { passId })
  yield* call(random, "payPass", { passId, method: "card", paymentId: uuid(random) })
  for (let visits = random.between(1, 3); visits > 0; visits -= 1) {
    const ticket = inside(yield* call(random, "enterOnPass", { lotId, passId, vehicle: vehicle(driver) }))
    if (ticket !== undefined) {
      yield* wait(stay(random))
      yield* leaves(driver, ticket)
    }
    yield* wait(random.between(2, 20) * hour)
  }
  if (random.chance(0.3)) yield* call(random, "cancelPass", { passId })
}
