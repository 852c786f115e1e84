import { Lane } from "@parkade/core/lot"
import { GatesHarness, gatesContract } from "@parkade/testing/contracts"
import { Effect, Layer } from "effect"
import { randomUUID } from "node:crypto"
import { layer, type Order } from "../src/gate.ts"

type Mood = "answers" | "silent" | "unreachable"

/** A controller that carries out an order once while it is good, on a wire that a test cuts: gate by gate. */
const controller = () => {
  const moods = new Map<string, Mood>()
  const sent: Array<Order> = []
  const opened = new Map<string, string>()
  const arrive = ({ gate, goodUntil, id }: Order): "opened" | "expired" => {
    if (opened.has(id)) return "opened"
    if (Date.now() >= goodUntil) return "expired"
    opened.set(id, gate)
    return "opened"
  }
  return {
    wire: {
      send: async (order: Order) => {
        const mood = moods.get(order.gate) ?? "answers"
        // What is cut off now may still come.
        sent.push(order)
        if (mood === "unreachable") throw new Error("the wire is cut")
        const said = arrive(order)
        if (mood === "silent") throw new Error("the answer is lost")
        return said
      }
    },
    harness: GatesHarness.of({
      gate: Effect.sync(() => Lane.LaneId.make(randomUUID())),
      openings: (laneId) => Effect.sync(() => [...opened.values()].filter((gate) => gate === laneId).length),
      set: (laneId, to) => Effect.sync(() => void moods.set(laneId, to)),
      deliverAgain: Effect.sync(() => sent.forEach(arrive))
    })
  }
}

const { harness, wire } = controller()
gatesContract("Gates on a wire", Layer.merge(layer(wire), Layer.succeed(GatesHarness, harness)))
