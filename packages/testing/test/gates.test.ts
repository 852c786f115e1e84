import { Lane } from "@parkade/core/lot"
import { GatesHarness, gatesContract, gatewaysContract, GatewaysHarness } from "@parkade/testing/contracts"
import { Gates, Gateway } from "@parkade/testing/memory"
import { Effect, Layer } from "effect"
import { SecureRandom } from "effect/crypto"

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

const gates = Layer.effect(GatesHarness, Effect.gen(function*() {
  const [{ deliverAgain, openings, setMood }, random] = [yield* Gates.GatesControl, yield* SecureRandom.SecureRandom]
  return GatesHarness.of({
    gate: Effect.map(Effect.provideService(uuid, SecureRandom.SecureRandom, random), (id) => Lane.LaneId.make(id)),
    openings: (laneId) => Effect.map(openings, (all) => all.filter((opening) => opening.laneId === laneId).length),
    // Held up, rather than lost: it may still come.
    set: (laneId, to) => setMood(to === "unreachable" ? "held" : to, laneId),
    deliverAgain
  })
}))

gatesContract("Gates in memory", Layer.provideMerge(gates, Layer.merge(Gates.layer, SecureRandom.layerWebCrypto)))

const moods = { takes: "takes", declines: "declines", silent: "lost", unreachable: "away" } as const

const gateway = Layer.effect(GatewaysHarness, Effect.map(Gateway.GatewayControl, ({ setMood, took }) => GatewaysHarness.of({
  payments: { gateway: "simulated", method: { _tag: "Card" }, currency: "EUR" },
  canHold: true,
  set: (to) => setMood(moods[to]),
  took: ({ id }) => took(id)
})))

gatewaysContract("A gateway in memory", Layer.provideMerge(gateway, Gateway.layer))
