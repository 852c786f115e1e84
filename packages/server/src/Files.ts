/** JSON that a command line names: tariffs, alone or on a board, and whatever else there is. */
import { Diagnosis, Json, Tariff } from "@parkade/core/pricing"
import { Effect, FileSystem, Predicate, Result, type Schema } from "effect"
import { Failure } from "./Failure.ts"

type Fault = NonNullable<Failure["issues"]>[number]

const refused = (path: string, issues: ReadonlyArray<Fault>, reason?: string) =>
  new Failure({ message: issues.map((issue) => `${path}: ${issue.path === "" ? "" : `${issue.path}: `}${issue.message}`).join("\n"), issues, ...(reason !== undefined && { reason }) })

/** Files of many boards, or of the dates of many years. */
const large: Json.Size = { characters: 20_000_000, values: 1_000_000 }

const readText = Effect.fn(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const isFolder = yield* fs.stat(path).pipe(Effect.map(({ type }) => type === "Directory"), Effect.orElseSucceed(() => false))
  if (isFolder) return yield* new Failure({ message: `${path}: expected a file, found a folder` })
  return yield* fs.readFileString(path).pipe(Effect.mapError(() => new Failure({ message: `${path}: there is no such file, or it cannot be read` })))
})

export const readJson = Effect.fn(function*(path: string, size: Json.Size = large) {
  const text = yield* readText(path)
  return yield* Effect.fromResult(Json.parse(text, size)).pipe(Effect.mapError((fault) => refused(path, [fault], "NotJson")))
})

/** What a file holds, by `schema`. */
export const readAs = Effect.fn(function*<S extends Schema.Constraint & { readonly DecodingServices: never }>(path: string, schema: S) {
  const json = yield* readJson(path)
  return yield* Effect.fromResult(Diagnosis.decoder(schema)(json)).pipe(Effect.mapError((issues) => refused(path, issues)))
})

/** A tariff, or the one of a board. */
export const readTariff = Effect.fn(function*(path: string) {
  const text = yield* readText(path)
  const json = Json.parse(text, large)
  const isBoard = Result.isSuccess(json) && Predicate.hasProperty(json.success, "tariff") && !Predicate.hasProperty(json.success, "rate")
  if (!isBoard) return yield* Effect.fromResult(Tariff.parse(text)).pipe(Effect.mapError(({ _tag, issues }) => refused(path, issues, _tag)))
  return yield* Effect.fromResult(Tariff.decode(json.success.tariff)).pipe(
    Effect.mapError(({ _tag, issues }) => refused(path, issues.map((issue) => ({ ...issue, path: issue.path === "" ? "tariff" : `tariff.${issue.path}` })), _tag))
  )
})
