/** Ways to pay, and to get out. */
import { act, type Answer, call, type Life, minute, type Value, uuid, wait } from "../Life.ts"
import type { Driver, Ticket } from "./Driver.ts"
import { liftedFor, passes } from "./lane.ts"

/** What it owes now; nothing once it is over. */
const owed = function*({ random }: Driver, { id }: Ticket): Life<Value<"quote">["due"] | undefined> {
  const quoted = yield* call(random, "quote", { ticket: { id } })
  return quoted.ok ? quoted.value.due : undefined
}

/** Pays at the desk what the screen said. */
const paysAtDesk = function*(driver: Driver, ticket: Ticket): Life {
  const { random } = driver
  const agreed = yield* owed(driver, ticket)
  if (agreed === undefined || agreed.amount === 0) return
  yield* wait(random.between(5, 90) * 1_000)
  yield* call(random, "pay", { ticket: { id: ticket.id }, method: random.pick(["card", "cash", "upi"]), agreed, paymentId: uuid(random) })
}

/** Acts on the page that a gateway shows: soon, late, or never. */
const actsOnPage = function*({ random, world }: Driver, { page, payment }: Value<"startPayment">): Life {
  if (page === undefined || random.chance(0.1)) return
  yield* wait(random.chance(0.8) ? random.between(10, 240) * 1_000 : random.between(10, 90) * minute)
  yield* act(() => world.gateway.payerActs(payment.id, random.chance(0.9)))
}

/** Something that is paid through a gateway. */
type Owing = { readonly ticket: { readonly id: string } } | { readonly reservationId: string } | { readonly passId: string } | { readonly violationId: string }

/** Pays on a phone, and waits a while for the money to arrive. */
export const paysByPhone = function*(driver: Driver, owing: Owing): Life<Answer<"startPayment">> {
  const { random } = driver
  const started = yield* call(random, "startPayment", { ...owing, gateway: random.pick(["stripe", "razorpay"]), method: { _tag: "Card" }, paymentId: uuid(random) })
  if (started.ok) yield* actsOnPage(driver, started.value)
  yield* wait(random.between(1, 5) * minute)
  return started
}

/** Pays as drivers do: at the desk, on a phone, or not before the exit. */
const pays = function*(driver: Driver, ticket: Ticket): Life {
  const way = driver.random.pick(["desk", "desk", "phone", "later"])
  if (way === "desk") yield* paysAtDesk(driver, ticket)
  if (way === "phone") yield* paysByPhone(driver, { ticket: { id: ticket.id } })
}

/** Is it over already, of which the driver was not told? */
export const isOver = (answer: Answer<"release"> | Answer<"payOnExit"> | Answer<"exit">): boolean =>
  answer.ok || answer.error._tag === "AlreadyExited" || answer.error._tag === "TicketVoid"

/** At a gate with a camera: true once the driver is out. */
const leavesByCamera = function*(driver: Driver, ticket: Ticket): Life<boolean> {
  const found = yield* call(driver.random, "findTicket", { ticket: { id: ticket.id } })
  const lot = found.ok ? driver.lots.find((each) => each.lot.id === found.value.lotId) : undefined
  const through = lot === undefined ? undefined : yield* passes(driver, lot, "exit")
  if (through?._tag === "Passed") return true
  // Its stay is over, and it stands there still.
  if (through?._tag === "Shut" && (through.passage?._tag === "Lapsed" || through.passage?._tag === "Ordered")) {
    yield* liftedFor(driver, through.passage)
    return true
  }
  return false
}

/** Leaves: pays before or at the barrier, and tries again where more is due by then. */
export const leaves = function*(driver: Driver, ticket: Ticket): Life {
  const { random } = driver
  yield* pays(driver, ticket)
  if (random.chance(0.6) && (yield* leavesByCamera(driver, ticket))) return
  for (let tries = 0; tries < 12; tries += 1) {
    // To the car, and to the barrier: now and then for longer than the grace.
    yield* wait(random.chance(0.85) ? random.between(1, 9) * minute : random.between(15, 120) * minute)
    const released = yield* call(random, random.chance(0.5) ? "release" : "exit", { ticket: { id: ticket.id } })
    if (isOver(released)) return
    if (random.chance(0.5)) yield* paysAtDesk(driver, ticket)
    else if (isOver(yield* call(random, "payOnExit", { ticket: { id: ticket.id }, method: "card", paymentId: uuid(random) }))) return
  }
}
