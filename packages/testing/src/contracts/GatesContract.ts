/** What every adapter of the port Gates does, whatever becomes of its messages. */
import type { Vitest } from "@effect/vitest"
import { Ids } from "@parkade/core/lifecycle"
import type { Lane } from "@parkade/core/lot"
import { Gates, type Opening } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Clock, Context, Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"

/**
 * What the author of an adapter says of gates to try it on: real ones, or a simulator of their protocol behind a proxy
 * that loses messages.
 */
export class GatesHarness extends Context.Service<GatesHarness, {
  /** A gate that is shut and answers; no other test has it. */
  readonly gate: Effect.Effect<Lane.LaneId>
  /** How often its boom went up, by the gate itself. */
  readonly openings: (laneId: Lane.LaneId) => Effect.Effect<number>
  /** From now on it answers; or orders reach it and its answers are lost; or nothing reaches it. */
  readonly set: (laneId: Lane.LaneId, to: "answers" | "silent" | "unreachable") => Effect.Effect<void>
  /** Messages that were sent to gates before come to them once more. */
  readonly deliverAgain: Effect.Effect<void>
}>()("@parkade/testing/contracts/GatesHarness") {}

type It = Vitest.MethodsNonLive<Gates | GatesHarness | SecureRandom.SecureRandom>

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

/** A gate, and an order to open it that is good for so long. */
const ordered = Effect.fnUntraced(function*(goodForMillis = 60_000) {
  const [harness, gates] = [yield* GatesHarness, yield* Gates]
  const laneId = yield* harness.gate
  const now = yield* Clock.currentTimeMillis
  const order: Opening = { id: yield* uuid, laneId, ticketId: Ids.TicketId.make(yield* uuid), expiresAt: Instant.Instant.make(now + goodForMillis) }
  const other = Effect.map(uuid, (id): Opening => ({ ...order, id }))
  return { order, other, open: gates.open, openings: harness.openings(laneId), set: (to: Parameters<typeof harness.set>[1]) => harness.set(laneId, to), deliverAgain: harness.deliverAgain }
})

/** Longer than the orders of these tests are good. */
const briefly = 300
const passes = Effect.sleep(briefly + 100)

const onceTests = (it: It) => it.describe("an order is carried out once, however often it is given", () => {
  it.effect("acknowledges it again", () =>
    Effect.gen(function*() {
      const { open, openings, order } = yield* ordered()
      yield* open(order)
      yield* open(order)
      yield* Effect.all([open(order), open(order), open(order)], { concurrency: "unbounded" })
      expect(yield* openings).toBe(1)
    }))

  it.effect("whose acknowledgement was lost", () =>
    Effect.gen(function*() {
      const { open, openings, order, set } = yield* ordered()
      yield* set("silent")
      expect((yield* Effect.flip(open(order)))._tag).toBe("GateUnreachable")
      yield* set("answers")
      yield* open(order)
      expect(yield* openings).toBe(1)
    }))

  it.effect("and comes again by itself", () =>
    Effect.gen(function*() {
      const { deliverAgain, open, openings, order } = yield* ordered()
      yield* open(order)
      yield* deliverAgain
      yield* deliverAgain
      expect(yield* openings).toBe(1)
    }))

  it.effect("is another order by another id", () =>
    Effect.gen(function*() {
      const { open, openings, order, other } = yield* ordered()
      yield* open(order)
      yield* open(yield* other)
      expect(yield* openings).toBe(2)
    }))
})

const expiryTests = (it: It) => it.describe("an order that has expired is not carried out", () => {
  it.effect("when it is given too late", () =>
    Effect.gen(function*() {
      const { open, openings, order } = yield* ordered(0)
      expect(yield* Effect.flip(open(order))).toMatchObject({ _tag: "GateUnreachable", laneId: order.laneId })
      expect(yield* openings).toBe(0)
    }))

  it.effect("when it was held up on its way", () =>
    Effect.gen(function*() {
      const { deliverAgain, open, openings, order, set } = yield* ordered(briefly)
      yield* set("unreachable")
      expect((yield* Effect.flip(open(order)))._tag).toBe("GateUnreachable")
      yield* passes
      yield* set("answers")
      yield* deliverAgain
      expect(yield* openings).toBe(0)
    }))
})

/** Registers the tests of the port. */
export const gatesTests = (it: It): void => {
  onceTests(it)
  expiryTests(it)
  it.describe("a gate that does not answer is told of", () => {
    it.effect("and opens when it is reached again, for an order that is good", () =>
      Effect.gen(function*() {
        const { open, openings, order, set } = yield* ordered()
        yield* set("unreachable")
        // The adapter may try for as long as the order is good: so long nobody waits here.
        const told = yield* Effect.timeoutOrElse(Effect.result(open({ ...order, expiresAt: Instant.Instant.make((yield* Clock.currentTimeMillis) + briefly) })), { duration: 10_000, orElse: () => Effect.die(new Error("it is not told")) })
        expect(told).toMatchObject({ _tag: "Failure", failure: { _tag: "GateUnreachable", laneId: order.laneId } })
        expect(yield* openings).toBe(0)
        yield* set("answers")
        yield* open(order)
        expect(yield* openings).toBe(1)
      }))
  })
}
