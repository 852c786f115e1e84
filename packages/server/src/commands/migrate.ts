/** `parkade migrate`: brings the database up to date, and says so. */
import { Console, Effect } from "effect"
import { Command } from "effect/cli"
import { settings } from "../Settings.ts"
import * as Storage from "../Storage.ts"

export const migrate = Command.make("migrate", {}, Effect.fn(function*() {
  const { storage } = yield* settings
  yield* Console.log(`${Storage.describe(storage)} is up to date`).pipe(
    Effect.provide(Storage.layer(storage)),
    Effect.mapError(Storage.explain(storage))
  )
})).pipe(Command.withDescription("Bring the database up to date (DATABASE_URL, or the embedded one in DATA_DIR)"))
