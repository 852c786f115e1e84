/**
 * What the environment says: the only place that reads it.
 *
 * PORT (3000; 0 picks a free one), HOST (127.0.0.1), DATABASE_URL (postgres://...; else the embedded database),
 * DATA_DIR (.parkade, the embedded database's folder).
 */
import { Config, Effect, Option, Redacted } from "effect"
import { Failure } from "./Failure.ts"

export interface Settings {
  readonly port: number
  readonly host: string
  readonly storage:
    | { readonly _tag: "Server"; readonly url: Redacted.Redacted }
    | { readonly _tag: "Embedded"; readonly dataDir: string }
}

const isPostgres = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { hostname, protocol } = new URL(text)
  return /^postgres(ql)?:$/.test(protocol) && hostname !== ""
}

const port = Effect.gen(function*() {
  const text = yield* Config.String("PORT").pipe(Config.withDefault("3000"))
  const value = Number(text)
  return /^\d{1,5}$/.test(text) && value < 65_536
    ? value
    : yield* new Failure({ message: `PORT must be a number from 0 to 65535, not "${text}"` })
})

const storage = Effect.gen(function*() {
  const url = yield* Config.option(Config.Redacted("DATABASE_URL"))
  if (Option.isSome(url) && Redacted.value(url.value) !== "") {
    return isPostgres(Redacted.value(url.value))
      ? { _tag: "Server" as const, url: url.value }
      : yield* new Failure({ message: "DATABASE_URL must look like postgres://user:password@host:5432/database" })
  }
  return { _tag: "Embedded" as const, dataDir: yield* Config.String("DATA_DIR").pipe(Config.withDefault(".parkade")) }
})

/** The settings, or one line that names the setting that is wrong. */
export const settings: Effect.Effect<Settings, Failure> = Effect.gen(function*() {
  return { port: yield* port, host: yield* Config.String("HOST").pipe(Config.withDefault("127.0.0.1")), storage: yield* storage }
}).pipe(Effect.catchTag("ConfigError", (error) => Effect.fail(new Failure({ message: error.message }))))
