/**
 * ParkMe's pricing rules as they come out of its API or its database: a row with `strategy` and `config`, several in an
 * array or in a page of the API, or a `config` alone.
 *
 * Guarantees: unknown fields are refused; a refusal names its place; nothing absent is filled in. ParkMe's program has
 * prices of its own for keys that a rule lacks (5.00 an hour, for one); here they are missing.
 */
import { Elapsed, Instant } from "@parkade/core/time"
import { Rational } from "@parkade/core/money"
import { Diagnosis } from "@parkade/core/pricing"
import { Result, Schema, SchemaTransformation } from "effect"
import { type Report, under } from "../Report.ts"
import { Decimal } from "./Decimal.ts"

const whole = (most: number, unit: string) =>
  Decimal.pipe(
    Schema.check(Schema.makeFilter((text: string) => (/^\d{1,6}$/.test(text) && Number(text) <= most) || `expected whole ${unit}, at most ${most}`)),
    Schema.decodeTo(Schema.Number, SchemaTransformation.transform({ decode: Number, encode: String }))
  )

const secondsOf = (hours: string): number | undefined => {
  const seconds = Rational.multiply(Rational.parse(hours) ?? Rational.zero, Rational.make(3_600n))
  return seconds.denominator === 1n && seconds.numerator > 0n && seconds.numerator <= 31_622_400n ? Number(seconds.numerator) : undefined
}

/** Hours above zero that are whole seconds, as elapsed time. */
const Hours = Decimal.pipe(
  Schema.check(Schema.makeFilter((text: string) => secondsOf(text) !== undefined || "expected hours above zero that are whole seconds, at most a year's")),
  Schema.decodeTo(
    Elapsed.Elapsed,
    SchemaTransformation.transform({
      decode: (text: string): number => Elapsed.ofSeconds(secondsOf(text) ?? 0),
      encode: (millis: number) => Rational.format(Rational.make(millis, 3_600_000))
    })
  )
)

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const
const dayOf = (text: string): string => {
  const given = text.toLowerCase()
  return weekdays.find((day) => day === given || day.slice(0, 3) === given)?.slice(0, 3) ?? ""
}
const Day = Schema.String.annotate({ expected: "a day of the week such as monday or mon" }).pipe(
  Schema.check(Schema.makeFilter((text: string) => dayOf(text) !== "" || "expected a day of the week such as monday or mon")),
  Schema.decodeTo(Schema.String, SchemaTransformation.transform({ decode: dayOf, encode: (day: string) => day }))
)

const clock = /^(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)(?::00(?:\.0+)?)?$/
const clockOf = (text: string): string => {
  const [, hour, minute] = clock.exec(text) ?? []
  return hour === undefined || minute === undefined ? "24:00" : `${hour.padStart(2, "0")}:${minute}`
}
const Clock = Schema.String.pipe(
  Schema.check(Schema.makeFilter((text: string) => clock.test(text) || "expected a time of day in whole minutes such as 08:30")),
  Schema.decodeTo(Schema.String, SchemaTransformation.transform({ decode: clockOf, encode: (text: string) => text }))
)

const atLeastOne = Schema.isMinLength(1, { expected: "a list of at least one" })

const Peak = Schema.Struct({
  days: Schema.Array(Day).pipe(Schema.check(atLeastOne)),
  start: Clock.pipe(Schema.check(Schema.makeFilter((text: string) => text !== "24:00" || "expected a start before 24:00"))),
  end: Clock,
  rate: Decimal
}).pipe(Schema.check(Schema.makeFilter(({ end, start }) =>
  start === end ? { path: ["end"], issue: "expected another time than start: a whole day is 00:00 to 24:00" } : undefined)))

const Slab = Schema.Struct({ max_hours: Schema.NullOr(Hours), price: Decimal })
type Slab = typeof Slab.Type

/** ParkMe's program takes the first slab that is long enough, so one after a longer or an endless one never applies. */
const slabsAscend = (slabs: ReadonlyArray<Slab>) => {
  const index = slabs.findIndex(({ max_hours: hours }, at) => {
    const before = at === 0 ? undefined : slabs[at - 1]?.max_hours
    return before !== undefined && (before === null || (hours !== null && hours <= before))
  })
  return index < 0 ? undefined : { path: [index, "max_hours"], issue: "expected more hours than the slab before: it would never apply" }
}

const configs = {
  flat: Schema.Struct({ flat_rate: Schema.optionalKey(Decimal), amount: Schema.optionalKey(Decimal) }).pipe(
    Schema.check(Schema.makeFilter(({ amount, flat_rate: rate }) =>
      (amount === undefined) === (rate === undefined) ? { path: ["flat_rate"], issue: "expected either flat_rate or amount" } : undefined))
  ),
  hourly: Schema.Struct({ base_rate: Decimal, after_hours: whole(8_784, "hours"), hourly_rate: Decimal }),
  slab: Schema.Struct({ slabs: Schema.Array(Slab).pipe(Schema.check(atLeastOne, Schema.makeFilter(slabsAscend))) }),
  dynamic: Schema.Struct({ peak_hours: Schema.Array(Peak), off_peak_rate: Decimal }),
  subscription: Schema.Struct({
    /** What the lot's system calls the pass; the rule's name when absent. */
    pass: Schema.optionalKey(Schema.NonEmptyString),
    description: Schema.optionalKey(Schema.String),
    price: Schema.optionalKey(Schema.NullOr(Decimal)),
    duration_days: Schema.optionalKey(Schema.NullOr(whole(36_600, "days"))),
    entry_count: Schema.optionalKey(Schema.NullOr(whole(999_999, "entries"))),
    max_duration_per_entry: Schema.optionalKey(Schema.NullOr(Hours))
  })
}

type Configs = typeof configs
type Form = { readonly [F in keyof Configs]: { readonly form: F; readonly config: Configs[F]["Type"] } }[keyof Configs]
export type Config<F extends keyof Configs> = Configs[F]["Type"]

const meta = {
  name: Schema.optionalKey(Schema.NonEmptyString),
  strategy: Schema.optionalKey(Schema.String),
  applies_to_vehicle_types: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.NonEmptyString))),
  applies_to_spot_sizes: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.NonEmptyString))),
  priority: Schema.optionalKey(Schema.Int),
  free_minutes: Schema.optionalKey(whole(527_040, "minutes")),
  overstay_penalty_rate: Schema.optionalKey(Schema.NullOr(Decimal)),
  valid_from: Schema.optionalKey(Schema.NullOr(Instant.FromIso)),
  valid_until: Schema.optionalKey(Schema.NullOr(Instant.FromIso)),
  is_active: Schema.optionalKey(Schema.Boolean),
  // Which row it was, and whose: no price depends on these.
  id: Schema.optionalKey(Schema.Unknown),
  facility: Schema.optionalKey(Schema.Unknown),
  facility_name: Schema.optionalKey(Schema.Unknown),
  created_at: Schema.optionalKey(Schema.Unknown),
  updated_at: Schema.optionalKey(Schema.Unknown)
}
const Meta = Schema.Struct(meta)

export interface Rule extends Readonly<typeof Meta.Type> {
  readonly path: string
  readonly configPath: string
  readonly form: Form
}

/** What `given` is by `schema`; `undefined`, with the issues reported, when it is not. */
export const read = <S extends Schema.Constraint & { readonly DecodingServices: never }>(schema: S, given: unknown, path: string, report: Report): S["Type"] | undefined => {
  const decoded = Diagnosis.decoder(schema)(given)
  if (Result.isSuccess(decoded)) return decoded.success
  report.issues.push(...decoded.failure.map((fault) => ({ path: fault.path === "" ? path : under(path, fault.path), message: fault.message })))
  return undefined
}

const strategies: ReadonlyMap<string, keyof Configs> = new Map([
  ["FLAT_RATE", "flat"],
  ["HOURLY", "hourly"],
  ["SLAB", "slab"],
  ["SLABS", "slab"],
  ["DYNAMIC", "dynamic"],
  ["SUBSCRIPTION", "subscription"]
])

/** The keys that only one form has. */
const tells: ReadonlyArray<readonly [keyof Configs, ReadonlyArray<string>]> = [
  ["flat", ["flat_rate", "amount"]],
  ["hourly", ["base_rate", "after_hours", "hourly_rate"]],
  ["slab", ["slabs"]],
  ["dynamic", ["peak_hours", "off_peak_rate"]],
  ["subscription", ["pass", "duration_days", "entry_count", "max_duration_per_entry"]]
]

const formOf = (strategy: string | undefined, config: object): keyof Configs | undefined =>
  strategy === undefined
    ? tells.find(([, keys]) => keys.some((key) => Object.hasOwn(config, key)))?.[0]
    : strategies.get(strategy.toUpperCase())

const readForm = (form: keyof Configs, given: object, path: string, report: Report): Form | undefined => {
  const config = read(configs[form], given, path, report)
  // The schema of a form reads that form's config; TypeScript does not follow the pair.
  return config === undefined ? undefined : { form, config } as Form
}

const isObject = (given: unknown): given is object => typeof given === "object" && given !== null && !Array.isArray(given)

/** A row keeps its prices in `config`; a config that came alone may have the row's other fields beside it. */
const parts = (given: object) => {
  if ("config" in given) {
    const { config, ...rest } = given
    return { rest, config, nested: true }
  }
  const entries = Object.entries(given)
  return {
    rest: Object.fromEntries(entries.filter(([key]) => Object.hasOwn(meta, key))),
    config: Object.fromEntries(entries.filter(([key]) => !Object.hasOwn(meta, key))),
    nested: false
  }
}

const readRule = (given: unknown, path: string, report: Report): Rule | undefined => {
  if (!isObject(given)) {
    report.issues.push({ path, message: "expected a pricing rule: an object" })
    return undefined
  }
  const { config, nested, rest } = parts(given)
  const configPath = nested ? under(path, "config") : path
  const row = read(Meta, rest, path, report)
  if (!isObject(config)) {
    report.issues.push({ path: configPath, message: "expected an object" })
    return undefined
  }
  const form = formOf("strategy" in rest && typeof rest.strategy === "string" ? rest.strategy : undefined, config)
  if (form === undefined) {
    report.issues.push({ path: under(path, "strategy"), message: "expected FLAT_RATE, HOURLY, SLAB, DYNAMIC or SUBSCRIPTION" })
    return undefined
  }
  const priced = readForm(form, config, configPath, report)
  return row === undefined || priced === undefined ? undefined : { ...row, path, configPath, form: priced }
}

/** The rules that `document` (parsed JSON) holds, in its order; what cannot be read is reported. */
export const fromJson = (document: unknown, report: Report): ReadonlyArray<Rule> => {
  const page = isObject(document) && "results" in document ? document : undefined
  if (page !== undefined && "next" in page && page.next !== null) {
    report.issues.push({ path: "next", message: "expected the last page: the rules on the others are missing" })
  }
  const rows: unknown = page === undefined ? document : page.results
  const base = page === undefined ? "" : "results"
  if (!Array.isArray(rows)) {
    const rule = readRule(rows, base, report)
    return rule === undefined ? [] : [rule]
  }
  if (rows.length === 0) report.issues.push({ path: base, message: "expected at least one pricing rule" })
  return rows.flatMap((row: unknown, index) => readRule(row, under(base, index), report) ?? [])
}
