/** One field of a tariff, changed: what a slip of the hand or a revision does to it. */
import { Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import * as fc from "fast-check"
import { isObject, type JsonObject, type Place, places, without } from "./Json.ts"
import { calendars } from "./Tariff.ts"

/** Words that may stand in each other's place. */
const words: ReadonlyArray<ReadonlyArray<unknown>> = [
  ["started", "completed", "nearest", "exact"],
  ["restart", "continue", "full"],
  ["ladder", "graduated"],
  ["split", "accumulate", "entry", "most"],
  ["included", "added", "none"],
  ["half-up", "half-even", "up", "down"],
  ["total", "line"],
  ["counted", "dropped"],
  ["apart", "accumulate"],
  ["exclusive", "inclusive"],
  ["reserved", "charging", "idle", "overstay"],
  ["day", "week", "month", "PT24H"],
  ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"],
  ["sum", "cheapest"],
  ["flat", "energy"],
  ["entry", "P28D", "P1D"],
  ["EUR", "USD", "KWD"],
  [true, false],
  [0, 1, 2, 3, 4]
]

/** Values of one form, by what they look like. */
const forms: ReadonlyArray<readonly [RegExp, ReadonlyArray<string>]> = [
  [/^-?\d+(?:[./]\d+)?$/, ["0", "0.5", "1", "1.00", "2.5", "1/3", "0.8", "100", "1000", "0.01", "-1"]],
  [/^PT\d/, ["PT15M", "PT1H", "PT60M", "PT90M", "PT24H", "PT1H1S", "PT168H"]],
  [/^\d\d:\d\d$/, ["00:00", "06:00", "18:30", "24:00", "02:15"]],
  [/^\d{4}-\d\d-\d\d$/, ["2026-01-01", "2026-12-25", "2024-03-01"]],
  [/^\d\d-\d\d$/, ["01-01", "03-01", "12-24", "02-29"]],
  [/ kWh$/, ["1 kWh", "10 kWh", "2.5 kWh"]],
  [/\//, ["Europe/Berlin", "America/New_York"]],
  [/./, ["other", "base", "bus", "covered", "resident"]]
]

/** What may stand in a place instead. */
const others = ({ key, value }: Place): ReadonlyArray<unknown> => {
  // Only these are calendars that a host of generated tariffs knows.
  const alike = key === "holidays" && typeof value === "string" && value in calendars ? Object.keys(calendars) : words.find((group) => group.includes(value)) ?? (typeof value === "string" ? forms.find(([form]) => form.test(value))?.[1] ?? [] : [])
  return alike.filter((other) => other !== value)
}

const put = (json: unknown, path: ReadonlyArray<string>, change: (value: unknown) => unknown): unknown => {
  const [first, ...rest] = path
  if (first === undefined) return change(json)
  if (Array.isArray(json)) return json.map((item: unknown, index) => `${index}` === first ? put(item, rest, change) : item)
  return isObject(json) ? { ...json, [first]: put(json[first], rest, change) } : json
}

/** Fields that are easily taken for each other. */
const names: { readonly [name: string]: string } = { max: "maxIncl", maxIncl: "max", min: "minIncl", minIncl: "min", entry: "exit", exit: "inside", inside: "entry", from: "to", to: "from", every: "first", first: "every", over: "upTo", upTo: "over", product: "pass", pass: "validation", validation: "product", lost: "expired", expired: "lost", current: "power", power: "current" }

const added: ReadonlyArray<JsonObject> = [{ max: "7.00" }, { min: "0.30" }, { tax: "0.07" }, { ends: "inclusive" }, { days: ["sat"] }, { from: "08:00" }, { to: "20:00" }, { lost: true }, { step: "PT10M" }]

/** A field less, another name for one, an item less, two items in the other order, a field that may be there. */
const reshape = (value: unknown, pick: number): unknown => {
  if (Array.isArray(value)) return pick % 2 === 0 ? value.toSpliced(pick / 2 % value.length, 1) : value.toReversed()
  if (!isObject(value)) return value
  const [kind, nth] = [pick % 3, Math.floor(pick / 3)]
  if (kind === 0) return { ...value, ...added[nth % added.length] }
  const keys = Object.keys(value)
  const key = keys[nth % keys.length] ?? ""
  return kind === 1 ? without(value, key) : Object.fromEntries(Object.entries(value).map(([name, item]) => [name === key ? names[name] ?? name : name, item]))
}

const changedAt = (tariff: unknown, place: Place, pick: number): unknown => {
  const { path, value } = place
  const instead = others(place)
  const change = typeof value === "object" ? (found: unknown) => reshape(found, pick) : () => instead.length === 0 ? value : instead[pick % instead.length]
  return put(tariff, path === "" ? [] : path.split("."), change)
}

const jsonOf = (tariff: Tariff.Tariff): unknown => JSON.parse(JSON.stringify(Tariff.encode(tariff)))

/** `tariff` with one field changed, another tariff of the language; it may mean the same ("PT60M" for "PT1H"). */
export const changed = (tariff: Tariff.Tariff): fc.Arbitrary<Tariff.Tariff> => {
  const json = jsonOf(tariff)
  return fc.record({ place: fc.constantFrom(...places(json)), pick: fc.nat(1_000) })
    .map(({ pick, place }) => Tariff.decode(changedAt(json, place, pick)))
    .filter(Result.isSuccess).map(({ success }) => success)
}

/** No field has more that may stand in its place, and no object more that may be put into it. */
const picks = 48

/** Every tariff that {@link changed} makes of `tariff`. */
export const changes = (tariff: Tariff.Tariff): ReadonlyArray<Tariff.Tariff> => {
  const json = jsonOf(tariff)
  const made = places(json).flatMap((place) => Array.from({ length: picks }, (_, pick) => changedAt(json, place, pick)))
  const distinct = new Map(made.map((each) => [JSON.stringify(each), each]))
  return [...distinct.values()].flatMap((each) => {
    const decoded = Tariff.decode(each)
    return Result.isSuccess(decoded) ? [decoded.success] : []
  })
}
