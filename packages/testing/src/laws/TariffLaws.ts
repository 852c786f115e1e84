/** Laws of tariffs as data. */
import { Tariff } from "@parkade/core/pricing"
import { Equal, Result } from "effect"
import { type Law, show } from "./Law.ts"

type Json = { readonly [key: string]: unknown }
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

/** The objects within, with their paths: items of lists by their numbers. */
const objects = (json: unknown, path = ""): ReadonlyArray<readonly [string, Json]> => {
  const below = (key: string, value: unknown) => objects(value, path === "" ? key : `${path}.${key}`)
  if (Array.isArray(json)) return json.flatMap((item, index) => below(`${index}`, item))
  return isJson(json) ? [[path, json], ...Object.entries(json).flatMap(([key, value]) => below(key, value))] : []
}

const without = (json: unknown, path: string, change: (object: Json) => Json): unknown => {
  if (path === "") return isJson(json) ? change(json) : json
  const [first = "", ...rest] = path.split(".")
  if (Array.isArray(json)) return json.map((item, index) => (`${index}` === first ? without(item, rest.join("."), change) : item))
  return isJson(json) ? { ...json, [first]: without(json[first], rest.join("."), change) } : json
}

const refusedAt = (json: unknown, path: string): string | undefined => {
  const decoded = Tariff.decode(json)
  if (Result.isSuccess(decoded)) return `${show(json)} was taken`
  const { issues } = decoded.failure
  // Which rate it is, is a matter of the whole rate: a wrong `type` is told there.
  const places = path.endsWith(".type") ? [path, path.slice(0, -".type".length)] : [path]
  return issues.some((issue) => places.includes(issue.path) && issue.message !== "") ? undefined : `${show(issues)} does not name ${path}`
}

const eachObject = (tariff: Tariff.Tariff, look: (encoded: Json, path: string, object: Json) => string | undefined): string | undefined => {
  const encoded: unknown = JSON.parse(JSON.stringify(Tariff.encode(tariff)))
  if (!isJson(encoded)) return `${show(encoded)} is no JSON object`
  for (const [path, object] of objects(encoded)) {
    const found = look(encoded, path, object)
    if (found !== undefined) return found
  }
  return undefined
}

const inside = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`)

/** Laws of every tariff. */
export const tariffLaws: ReadonlyArray<Law<Tariff.Tariff>> = [
  {
    name: "decode(encode(tariff)) is the tariff",
    counterexample: (tariff) => {
      const back = Tariff.decode(JSON.parse(JSON.stringify(Tariff.encode(tariff))))
      return Result.isSuccess(back) && Equal.equals(back.success, tariff) ? undefined : show(back)
    }
  },
  {
    name: "unknown fields are refused",
    counterexample: (tariff) =>
      eachObject(tariff, (encoded, path) =>
        refusedAt(without(encoded, path, (object) => ({ ...object, surprise: 1 })), inside(path, "surprise")))
  },
  {
    name: "every refusal names its path and what was expected",
    counterexample: (tariff) =>
      eachObject(tariff, (encoded, path, object) => {
        for (const key of Object.keys(object)) {
          if (isJson(object[key])) continue
          // Holidays may be an empty list; nothing else may.
          const wrong = key === "holidays" ? 42 : []
          const found = refusedAt(without(encoded, path, (inner) => ({ ...inner, [key]: wrong })), inside(path, key))
          if (found !== undefined) return found
        }
        return undefined
      })
  }
]
