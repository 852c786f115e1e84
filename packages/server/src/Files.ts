/** JSON that a command line names: tariffs, alone or on a board, and whatever else there is. */
import { Tariff } from "@parkade/core/pricing"
import { Effect, FileSystem, Predicate } from "effect"
import { Failure } from "./Failure.ts"

/** Each line of an error on its own says where it belongs. */
export const failWith = <E extends { readonly message: string }>(context: string) => (error: E) =>
  new Failure({ message: error.message.split("\n").map((line) => `${context}: ${line}`).join("\n") })

/** The runtime quotes a piece of the text, line breaks and all. */
const whyNotJson = (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ")

export const readJson = Effect.fn(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs.readFileString(path).pipe(
    Effect.mapError(() => new Failure({ message: `${path}: there is no such file, or it cannot be read` }))
  )
  return yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (error) => new Failure({ message: `${path}: not JSON: ${whyNotJson(error)}` })
  })
})

/** A tariff, or the one of a board. */
export const readTariff = Effect.fn(function*(path: string) {
  const json = yield* readJson(path)
  const isBoard = Predicate.hasProperty(json, "tariff") && !Predicate.hasProperty(json, "rate")
  return yield* Effect.fromResult(Tariff.decode(isBoard ? json.tariff : json)).pipe(Effect.mapError(failWith(path)))
})
