/**
 * Zones and spots out of the rows of a file: read from CSV, where every value is a text, or from JSON lines.
 *
 * A row is one spot: `zone`, `label` and `size`, and where they are known `features`, `connectors`, `maxHeightCentimetres`;
 * further what its zone is, in any of its rows: `within`, `level`, `zoneMaxHeightCentimetres`, `access`. Several values in
 * one text are divided by "|", a connector's power stands after it: "ccs-2:150000|type-2:22000". An empty text is not known.
 * Zones are made in the order in which rows first name them. The time taken is linear in the rows.
 *
 * Guarantees: all rows or none; every fault is told with its row and its field, duplicates with both rows; what is read is
 * what a lot is drafted with.
 */
import { Predicate, Result, Schema } from "effect"
import * as LayoutDraft from "./LayoutDraft.ts"
import * as Spot from "./Spot.ts"
import { AccessGroup, Zone } from "./Zone.ts"

export interface Row {
  /** Where a person finds it: the line of a file, the place in a list. */
  readonly line: number
  /** An object of {@link fields}. */
  readonly record: unknown
}

/** What a row may say. */
export const fields = ["zone", "label", "size", "features", "connectors", "maxHeightCentimetres", "within", "level", "zoneMaxHeightCentimetres", "access"] as const
type Field = (typeof fields)[number]

/** A row that is wrong, and where; `field` is empty where the row as a whole is. */
export const Fault = Schema.Struct({ line: Schema.Int, field: Schema.String, message: Schema.String })
export type Fault = typeof Fault.Type

/** Faults that are told in words; the rest are counted. */
export const told = 10_000

export class InvalidRows extends Schema.TaggedError<InvalidRows>()("InvalidRows", {
  faults: Schema.Array(Fault),
  /** Faults in all. */
  count: Schema.Int
}) {
  override get message() {
    return this.faults.map(({ field, line, message }) => `line ${line}${field === "" ? "" : `, ${field}`}: ${message}`)
      .concat(this.count > this.faults.length ? [`and ${this.count - this.faults.length} more`] : []).join("\n")
  }
}

type Zones = LayoutDraft.Zones
type ZoneFacts = Omit<LayoutDraft.ZoneDraft, "name" | "spots">

interface Drawn {
  readonly name: string
  readonly line: number
  readonly spots: Array<LayoutDraft.SpotDraft>
  /** The line of each label. */
  readonly labels: Map<string, number>
  /** Each fact with the line that said it first. */
  readonly facts: Map<Field, { readonly line: number; readonly value: unknown }>
}

type Tell = (field: Field | "", message: string) => undefined

const shown = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}

/** Values as they are, or the parts of a text. */
const parts = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : typeof value === "string" ? value.split("|").map((part) => part.trim()) : [value])

const numeral = /^-?\d{1,9}$/
const number = (value: unknown): unknown => (typeof value === "string" && numeral.test(value.trim()) ? Number(value) : value)

const connector = (value: unknown): unknown => {
  if (typeof value !== "string") return value
  const [kind, power = "", ...more] = value.split(":")
  return more.length === 0 ? { kind, powerWatts: number(power) } : value
}

const list = (each: (value: unknown) => unknown) => (value: unknown): unknown => parts(value).map(each)
const asIs = (value: unknown): unknown => value

const rule = <A>(schema: Schema.Codec<A>, expected: string, read: (value: unknown) => unknown = asIs) => ({ is: Schema.is(schema), expected, read })

const { features, label, maxHeightCentimetres, size } = Spot.Spot.fields
const { level, name } = Zone.fields
const nonEmpty = <S extends Schema.Constraint>(items: S) => Schema.Array(items).pipe(Schema.check(Schema.isMinLength(1)))
const height = rule(maxHeightCentimetres.schema, "whole centimetres from 1 to 10000", number)

/** How each field is read, and what it must then be. */
const rules = {
  zone: rule(name, "the name of a zone, of 1 to 80 characters"),
  label: rule(label, "a label of 1 to 32 characters"),
  size: rule(size, `one of ${Spot.sizes.join(", ")}`),
  features: rule(features, `each once, of ${Spot.features.join(", ")}`, list(asIs)),
  connectors: rule(nonEmpty(Spot.Connector), `kind:watts, of the kinds ${Spot.connectors.join(", ")}`, list(connector)),
  maxHeightCentimetres: height,
  within: rule(name, "the name of a zone, of 1 to 80 characters"),
  level: rule(level.schema, "a whole number from -100 to 200", number),
  zoneMaxHeightCentimetres: height,
  access: rule(nonEmpty(AccessGroup), "names of groups, of 1 to 40 characters each", list(asIs))
}

const isField = (key: string): key is Field => Object.hasOwn(rules, key)

/** Values of texts that were read before, by field: most rows of a file say what others say. Labels do not. */
type Memory = ReadonlyMap<Field, Map<unknown, unknown>>

/** The value of a field, where it is known and right. */
const valueOf = (record: object, field: Field, memory: Memory, tell: Tell): unknown => {
  const given: unknown = Reflect.get(record, field)
  if (given === undefined || given === null || given === "") return undefined
  const known = memory.get(field)?.get(given)
  if (known !== undefined) return known
  const { expected, is, read } = rules[field]
  const value = read(given)
  if (!is(value)) return tell(field, `expected ${expected}, found ${shown(given)}`)
  if (typeof given === "string") memory.get(field)?.set(given, value)
  return value
}

const zoneFields = ["within", "level", "zoneMaxHeightCentimetres", "access"] as const

/** What rows say of their zone must agree. */
const learn = ({ facts }: Drawn, line: number, field: Field, value: unknown, tell: Tell): void => {
  const known = facts.get(field)
  if (known === undefined) facts.set(field, { line, value })
  else if (known.value !== value && JSON.stringify(known.value) !== JSON.stringify(value)) tell(field, `expected ${shown(known.value)}, as line ${known.line} says of the zone, found ${shown(value)}`)
}

/** Each field was looked at by itself. */
const isComplete = (spot: Readonly<Record<string, unknown>>): spot is LayoutDraft.SpotDraft & Readonly<Record<string, unknown>> =>
  spot["label"] !== undefined && spot["size"] !== undefined

const spotFields = ["label", "size", "features", "connectors", "maxHeightCentimetres"] as const

/** The spot of a row, if nothing is wrong with it. */
const spotOf = (record: object, memory: Memory, tell: Tell): LayoutDraft.SpotDraft | undefined => {
  let faults = 0
  const wrong: Tell = (field, message) => {
    faults += 1
    return tell(field, message)
  }
  const spot: Record<string, unknown> = {}
  for (const field of spotFields) {
    const before = faults
    const value = valueOf(record, field, memory, wrong)
    if (value !== undefined) spot[field] = value
    else if (faults === before && (field === "label" || field === "size")) wrong(field, `expected ${rules[field].expected}, found nothing`)
  }
  if (faults > 0 || !isComplete(spot)) return undefined
  if (spot.connectors === undefined || spot.features?.includes("ev") === true) return spot
  return wrong("features", "expected ev: the spot has connectors")
}

const drawZone = (zones: Map<string, Drawn>, zone: string, line: number): Drawn => {
  const known = zones.get(zone)
  if (known !== undefined) return known
  const drawn: Drawn = { name: zone, line, spots: [], labels: new Map(), facts: new Map() }
  zones.set(zone, drawn)
  return drawn
}

const draw = (zones: Map<string, Drawn>, memory: Memory, { line, record }: Row, tell: Tell): void => {
  if (!Predicate.isObject(record) || Array.isArray(record)) return tell("", `expected an object, found ${shown(record)}`)
  for (const key of Object.keys(record)) if (!isField(key)) tell("", `expected no field but ${fields.join(", ")}, found ${shown(key)}`)
  let named = true
  const zone = valueOf(record, "zone", memory, (field, message) => {
    named = false
    return tell(field, message)
  })
  if (zone === undefined && named) tell("zone", `expected ${rules.zone.expected}, found nothing`)
  const spot = spotOf(record, memory, tell)
  const drawn = typeof zone === "string" ? drawZone(zones, zone, line) : undefined
  for (const field of zoneFields) {
    const value = valueOf(record, field, memory, tell)
    if (value !== undefined && drawn !== undefined) learn(drawn, line, field, value, tell)
  }
  if (spot === undefined || drawn === undefined) return
  const before = drawn.labels.get(spot.label)
  if (before !== undefined) return tell("label", `expected labels that differ within the zone, found ${shown(spot.label)} of line ${before} again`)
  drawn.labels.set(spot.label, line)
  drawn.spots.push(spot)
}

const isFacts = Schema.is(LayoutDraft.ZoneDraft.mapFields(({ access, level, maxHeightCentimetres, within }) => ({ access, level, maxHeightCentimetres, within })))

const factsOf = ({ facts }: Drawn): ZoneFacts => {
  const said = { within: facts.get("within"), level: facts.get("level"), maxHeightCentimetres: facts.get("zoneMaxHeightCentimetres"), access: facts.get("access") }
  const read: unknown = Object.fromEntries(Object.entries(said).flatMap(([key, fact]) => (fact === undefined ? [] : [[key, fact.value]])))
  return isFacts(read) ? read : {}
}

/** The zones and spots that `rows` describe, as a lot is drafted with them; or everything that is wrong. */
export const from = (rows: Iterable<Row>): Result.Result<Zones, InvalidRows> => {
  const zones = new Map<string, Drawn>()
  const memory: Memory = new Map(fields.filter((field) => field !== "label").map((field) => [field, new Map()]))
  const faults: Array<Fault> = []
  let count = 0
  const tellOf = (line: number): Tell => (field, message): undefined => {
    count += 1
    if (faults.length < told) faults.push({ line, field, message })
  }
  for (const row of rows) draw(zones, memory, row, tellOf(row.line))
  if (zones.size === 0 && count === 0) tellOf(1)("", "expected at least one row")
  const drafts = [...zones.values()].map((zone) => ({ name: zone.name, ...factsOf(zone), spots: zone.spots }))
  const wrong = LayoutDraft.misplaced(drafts)
  if (wrong !== undefined) tellOf([...zones.values()][wrong.place]?.facts.get("within")?.line ?? 0)("within", wrong.issue)
  return count === 0 ? Result.succeed(drafts) : Result.fail(new InvalidRows({ faults, count }))
}

/** What a draft would make, for people to look at first. */
export interface Preview {
  readonly spots: number
  readonly zones: ReadonlyArray<{
    readonly name: string
    readonly spots: number
    readonly sizes: Readonly<Partial<Record<Spot.Size, number>>>
    /** Spots that have the feature. */
    readonly features: Readonly<Partial<Record<Spot.Feature, number>>>
  }>
}

const counted = <K extends string>(keys: Iterable<K>): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

export const preview = (zones: Zones): Preview => ({
  spots: zones.reduce((sum, { spots }) => sum + spots.length, 0),
  zones: zones.map(({ name, spots }) => ({
    name,
    spots: spots.length,
    sizes: counted(spots.map((spot) => spot.size)),
    features: counted(spots.flatMap((spot) => spot.features ?? []))
  }))
})
