/** Parsed JSON, and the walks over it that arbitraries and laws share: they see a tariff as it is written. */

export interface JsonObject {
  readonly [key: string]: unknown
}

export const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value)

/** As it reads after a round trip: keys that are `undefined` are gone. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

export interface Place {
  readonly key: string
  /** "rate.brackets.0.price" */
  readonly path: string
  readonly value: unknown
}

const entriesOf = (value: unknown): ReadonlyArray<readonly [string, unknown]> =>
  Array.isArray(value) ? value.map((item, index) => [`${index}`, item] as const) : isObject(value) ? Object.entries(value) : []

/** Everything within `value`, itself first. An item of a list has the key of its list. */
export const places = (value: unknown, key = "", path = ""): ReadonlyArray<Place> => [
  { key, path, value },
  ...entriesOf(value).flatMap(([name, item]) => places(item, Array.isArray(value) ? key : name, path === "" ? name : `${path}.${name}`))
]

export interface RateJson extends JsonObject {
  readonly type: string
}

/** Only rates have a type. */
export const isRate = (value: unknown): value is RateJson => isObject(value) && typeof value["type"] === "string"

/** The rates within `value`, outer before inner. */
export const ratesIn = (value: unknown): ReadonlyArray<RateJson> => places(value).map((place) => place.value).filter(isRate)

/** `value` with each rate replaced, inner rates first. */
export const mapRates = (value: unknown, change: (rate: RateJson) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapRates(item, change))
  if (!isObject(value)) return value
  const mapped = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRates(item, change)]))
  return isRate(mapped) ? change(mapped) : mapped
}

/** `object` without `keys`. */
export const without = (object: JsonObject, ...keys: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
