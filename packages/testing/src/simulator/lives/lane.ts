/** Before a gate: a camera reads the plate, well or not, and the driver passes, or backs out. */
import { act, call, type Life, minute, type Value, wait } from "../Life.ts"
import type { Random } from "../Random.ts"
import { clerk, type Driver, type Lot } from "./Driver.ts"

const confused: Readonly<Record<string, string>> = { B: "8", O: "0", I: "1", S: "5", Z: "2", G: "6", 8: "B", 0: "O", 1: "I", 5: "S", 2: "Z", 6: "G" }

/** The plate with one character confused that may be. */
const misread = (random: Random, plate: string): string => {
  const places = [...plate].flatMap((character, index) => character in confused ? [index] : [])
  const at = places[random.between(0, Math.max(0, places.length - 1))]
  return [...plate].map((character, index) => index === at ? confused[character] ?? character : character).join("")
}

type Passage = Value<"readPlate">
type Direction = "entry" | "exit"

/** One look of the camera, told once or twice, at once or late. */
const look = function*({ plate, random, world }: Driver, { lanes, lot: { id: lotId } }: Lot, direction: Direction): Life<Passage | undefined> {
  const [laneId, seenAt, readId] = [lanes[direction], world.time.now(), `read ${random.between(1, 1e12)}`]
  world.plates.set(readId, plate)
  const text = world.faults.strikes("read-wrong") ? misread(random, plate) : plate
  const given = { lotId, laneId, direction, plate: text, confidencePerMille: random.chance(0.04) ? random.between(300, 849) : random.between(850, 1_000), seenAt, readId }
  if (world.faults.strikes("read-late")) yield* wait(random.between(1, 6) * minute)
  const twice = world.faults.strikes("read-twice")
  const read = yield* call(random, "readPlate", given)
  if (twice) {
    const second = random.chance(0.5) ? given : { ...given, readId: `${readId} again`, seenAt: seenAt + random.between(0, 20_000) }
    world.plates.set(second.readId, plate)
    yield* call(random, "readPlate", second)
  }
  return read.ok ? read.value : undefined
}

const ticketOf = (passage: Passage): { readonly id: string } | undefined => "ticketId" in passage && passage.ticketId !== undefined ? { id: passage.ticketId } : undefined

/** A person looks at who is in doubt: lets out who is who they say, and sends others to the desk. */
const asks = function*({ random }: Driver, { lot: { id: lotId } }: Lot, passage: Passage, plate: string): Life<Passage | undefined> {
  if (passage._tag !== "Review" || random.chance(0.2)) return undefined
  yield* wait(random.between(1, 4) * minute)
  const ticket = { lotId, plate: plate.replaceAll(" ", "") }
  const decided = yield* call(random, "decidePassage", { passageId: passage.id, by: clerk, verdict: passage.direction === "exit" ? { _tag: "Open", ticket } : { _tag: "Refuse", reason: "please take a ticket" } })
  return decided.ok ? decided.value : undefined
}

/** What came of it: the ticket of who passed; who backed out, and has no stay; or a gate that stayed shut, and why. */
export type Through = { readonly _tag: "Passed"; readonly ticket: { readonly id: string } } | { readonly _tag: "BackedOut" } | { readonly _tag: "Shut"; readonly passage: Passage | undefined }

/** Tries the gate, up to three times. */
export const passes = function*(driver: Driver, lot: Lot, direction: Direction): Life<Through> {
  const { plate, random, world } = driver
  let last: Passage | undefined
  for (let tries = 0; tries < 3; tries += 1) {
    const seen = yield* look(driver, lot, direction)
    const passage = seen === undefined ? undefined : (yield* asks(driver, lot, seen, plate)) ?? seen
    last = passage
    const [ticket, isOpen] = [passage === undefined ? undefined : ticketOf(passage), passage !== undefined && (yield* act(() => world.barriers.isOpen(passage.id)))]
    if (passage !== undefined && ticket !== undefined && isOpen) {
      if (direction === "entry" && world.faults.strikes("nobody-passes")) return { _tag: "BackedOut" }
      yield* wait(random.between(5, 40) * 1_000)
      yield* call(random, "vehiclePassed", { passage: { id: passage.id } })
      return { _tag: "Passed", ticket }
    }
    // Who owes something goes to the desk; others let the camera look again.
    if (passage?._tag === "Refused" && passage.refusal._tag !== "TooLate") break
    yield* wait(random.between(20, 90) * 1_000)
  }
  return { _tag: "Shut", passage: last }
}

/** A clerk comes to who stands before a shut gate with a ticket that is over, and lifts the boom. */
export const liftedFor = function*({ random }: Driver, passage: Passage): Life {
  yield* wait(random.between(2, 10) * minute)
  yield* call(random, "openByHand", { passageId: passage.id, by: clerk, reason: "the gate did not open" })
  yield* call(random, "vehiclePassed", { passage: { id: passage.id } })
}
