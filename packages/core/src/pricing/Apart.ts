/**
 * What else is wrong with a tariff whose shape is not right: each rate is looked at by itself, its sound fields alone, so
 * that faults of sense are told together with those of shape.
 */
import { Result, Schema } from "effect"
import * as Diagnosis from "./Diagnosis.ts"
import { own as ownFaults } from "./Faults.ts"
import { Rate, types } from "./Rate.ts"

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === "object" && value !== null && !Array.isArray(value)
const isRate = (value: unknown): value is { readonly type: string } => isObject(value) && types.some((type) => type === value["type"])

const stub: Rate = { type: "flat", price: "0" }
/** What stands where a rate has something else, or nothing. */
const sound: { readonly [key: string]: unknown } = { rate: stub, rest: stub, price: "0", beyond: "unavailable", otherwise: "unavailable" }

/** `value` with every rate in it replaced by one that is right. */
const alone = (value: unknown): unknown => {
  if (isRate(value)) return stub
  if (Array.isArray(value)) return value.map(alone)
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, alone(inner)])) : value
}

const decodeRate = Schema.decodeUnknownResult(Rate, { errors: "all", onExcessProperty: "error", reportInput: true })

type Around = Parameters<typeof ownFaults>[2]

/** What is wrong with a rate of these fields, at places within it. */
const faultsOf = (fields: object, tariff: Around): ReadonlyArray<Diagnosis.Finding> =>
  Result.match(decodeRate(fields), {
    onSuccess: (rate) => ownFaults(rate, "", tariff).map(({ message, path }) => ({ path: path.slice(1), message: () => message })),
    onFailure: ({ issue }) => [...Diagnosis.findings(issue, "")]
  })

const fieldOf = ({ path }: { readonly path: string }): string => path.split(".")[0] ?? ""

/** What is wrong with a rate besides the rates below it: with its fields, and with those that are right among themselves. */
const own = (rate: object, tariff: Around): ReadonlyArray<Diagnosis.Finding> => {
  const fields = Object.entries(rate).map(([key, value]) => [key, alone(value)] as const)
  const first = faultsOf(Object.fromEntries(fields), tariff)
  const wrong = new Set(first.map(fieldOf))
  if (wrong.size === 0) return first
  const rest = [...fields.filter(([key]) => !wrong.has(key)), ...Object.entries(sound).filter(([key]) => wrong.has(key))]
  return [...first, ...faultsOf(Object.fromEntries(rest), tariff).filter((fault) => !wrong.has(fieldOf(fault)))]
}

const each = function*(value: unknown, path: string): Generator<readonly [rate: object, path: string]> {
  if (isRate(value)) yield [value, path]
  if (typeof value !== "object" || value === null) return
  for (const [key, inner] of Object.entries(value)) yield* each(inner, path === "" ? key : `${path}.${key}`)
}

/** The tariff that `json` would be with a rate that is right. */
export const head = (json: unknown): unknown => {
  if (!isObject(json)) return json
  const { rates: _, ...rest } = json
  return { ...rest, rate: stub }
}

/** Faults of the rates in `json` at places that `known` says nothing of; about as many as `most`. */
export const faults = (json: unknown, known: ReadonlyArray<Diagnosis.Finding>, most: number): ReadonlyArray<Diagnosis.Finding> => {
  const places = new Set(known.map(({ path }) => path))
  const isKnown = (path: string): boolean => path.split(".").some((_, index, keys) => places.has(keys.slice(0, index + 1).join(".")))
  const { rates, tax } = isObject(json) ? json : {}
  // Of a tax that is not known no bound is out of place.
  const tariff = { tax: tax === "included" || tax === "none" ? tax : "added", rates: isObject(rates) ? Object.fromEntries(Object.keys(rates).map((name) => [name, stub])) : {} }
  const found: Array<Diagnosis.Finding> = []
  for (const [rate, path] of each(json, "")) {
    if (found.length >= most) break
    const unsaid = Object.entries(rate).filter(([key]) => !places.has(`${path}.${key}`))
    found.push(...own(Object.fromEntries(unsaid), tariff).map((fault) => ({ ...fault, path: `${path}.${fault.path}` })).filter((fault) => !isKnown(fault.path)))
  }
  return found
}
