/** Whole histories of generated garages, compared step by step with {@link GarageModel}. */
import { BestFit } from "@parkade/core/allocation"
import { Effect } from "effect"
import * as fc from "fast-check"
import { layout } from "../arbitraries/Lot.ts"
import { runs } from "../arbitraries/runs.ts"
import { historiesFold, type Model, steps } from "./GarageModel.ts"
import { type It, openLot, type Services } from "./Scene.ts"

export interface ModelOptions {
  /** Histories to play; 40 when absent, each of up to 40 steps. Twenty times as many with PARKADE_LONG=1. */
  readonly histories?: number | undefined
}

export const modelTests = (it: It, { histories = 40 }: ModelOptions): void => {
  it.effect("does step by step what a simple garage does, spots by BestFit.choose, over generated lots and histories", () =>
    Effect.gen(function*() {
      const run = Effect.runPromiseWith(yield* Effect.context<Services>())
      const history = fc.commands([...steps], { maxCommands: 40 })
      const property = fc.asyncProperty(layout(), fc.constantFrom("whole" as const, "anew" as const), history, async (zones, afterGrace, commands) => {
        const lot = await run(openLot(zones, { afterGrace }))
        const model: Model = { afterGrace, spots: BestFit.inOrder(lot.spots), standing: new Map(), gone: new Set(), minute: 0 }
        await fc.asyncModelRun(() => ({ model, real: { lotId: lot.id, run } }), commands)
        await run(historiesFold(model))
      })
      yield* Effect.promise(() => fc.assert(property, runs(histories)))
    }), { timeout: 600_000 })
}
