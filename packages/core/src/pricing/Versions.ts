/**
 * Versions of a tariff: which one is in force at an entry, and what a change of version means to a stay that is running.
 *
 * A version is in force on the local dates of its tariff's `valid`, closed-open; one without an end is followed by none.
 * A running stay keeps the version of its entry (what a driver read at the barrier holds), or each version prices the
 * part of the stay from its own first local midnight on: a field says which. A stay that runs on after the last version
 * keeps it: who came in can leave. Seconds are dropped once, of the whole stay, where the version of its entry says so.
 *
 * Units: instants in epoch milliseconds; dates are local dates of the versions' one time zone.
 * Fails: VersionsOverlap, VersionsGap, NeverValid, OtherTerms, each with its versions and dates; NoVersionInForce; what
 * PriceFunction fails with.
 * Guarantees: at every entry one version is in force, or none; a running stay keeps the version of its entry; under switch
 * each version prices its own part.
 */
import { Result, Schema } from "effect"
import { Money } from "../money/index.ts"
import { Instant, LocalDate, TimeZone } from "../time/index.ts"
import type * as Bill from "./Bill.ts"
import * as PriceFunction from "./PriceFunction.ts"
import type * as Tariff from "./Tariff.ts"
import { countedTo } from "./Visits.ts"

/** A tariff under the name of its version. */
export interface Version {
  readonly id: string
  readonly tariff: Tariff.Tariff
}

const date = Schema.String

/** Two versions are in force from `from` up to `until`; without end where that is absent. */
export class VersionsOverlap extends Schema.TaggedError<VersionsOverlap>()("VersionsOverlap", {
  first: Schema.String,
  second: Schema.String,
  from: date,
  until: Schema.optionalKey(date)
}) {
  override get message() {
    return `versions ${this.first} and ${this.second} are both in force from ${this.from}${this.until === undefined ? " on" : ` until ${this.until}`}`
  }
}

/** None is in force from `from` up to `until`. */
export class VersionsGap extends Schema.TaggedError<VersionsGap>()("VersionsGap", {
  first: Schema.String,
  second: Schema.String,
  from: date,
  until: date
}) {
  override get message() {
    return `no version is in force from ${this.from} until ${this.until}, between ${this.first} and ${this.second}`
  }
}

/** A version that ends before it begins. */
export class NeverValid extends Schema.TaggedError<NeverValid>()("NeverValid", { id: Schema.String, from: date, until: date }) {
  override get message() {
    return `version ${this.id} is in force on no date: from ${this.from} until ${this.until}`
  }
}

/** Two versions that cannot follow one another within a stay: another zone; other money, where each prices its part. */
export class OtherTerms extends Schema.TaggedError<OtherTerms>()("OtherTerms", {
  first: Schema.String,
  second: Schema.String,
  differs: Schema.Literals(["zone", "currency", "minorUnits", "tax"])
}) {
  override get message() {
    return `versions ${this.first} and ${this.second} differ in ${this.differs}`
  }
}

export class NoVersionInForce extends Schema.TaggedError<NoVersionInForce>()("NoVersionInForce", { date }) {
  override get message() {
    return `no version of the tariff is in force on ${this.date}`
  }
}

export type Fault = VersionsOverlap | VersionsGap | NeverValid | OtherTerms

interface Dated extends Version {
  readonly from: number
  readonly until: number
}

const bound = (text: string | undefined, open: number): number => (text === undefined ? open : LocalDate.parse(text) ?? open)

const dated = (version: Version): Dated => ({
  ...version,
  from: bound(version.tariff.valid?.from, Number.NEGATIVE_INFINITY),
  until: bound(version.tariff.valid?.until, Number.POSITIVE_INFINITY)
})

const inOrder = (list: ReadonlyArray<Version>): ReadonlyArray<Dated> => list.map(dated).toSorted((a, b) => (a.from === b.from ? 0 : a.from - b.from))

const text = (day: number): string => (Number.isFinite(day) ? LocalDate.format(day) : "ever")

/** The one of those before `next` that is in force longest, and what is wrong between the two. */
const between = (last: Dated, next: Dated): ReadonlyArray<Fault> => {
  const [first, second] = [last.id, next.id]
  if (last.until < next.from) return [new VersionsGap({ first, second, from: text(last.until), until: text(next.from) })]
  const until = Math.min(last.until, next.until)
  return last.until > next.from ? [new VersionsOverlap({ first, second, from: text(next.from), ...(Number.isFinite(until) && { until: text(until) }) })] : []
}

const zoneOf = (version: Version, host: PriceFunction.Host): TimeZone.TimeZone => version.tariff.zone ?? host.zone ?? TimeZone.utc

/** Everything that is wrong with the succession of `list`, in the order of dates. */
export const faults = (list: ReadonlyArray<Version>, host: PriceFunction.Host = {}): ReadonlyArray<Fault> => {
  const never = (each: Dated) => each.from >= each.until
  const versions = inOrder(list)
  const [found, sound] = [versions.filter(never).map(({ from, id, until }): Fault => new NeverValid({ id, from: text(from), until: text(until) })), versions.filter((each) => !never(each))]
  let last = sound[0]
  for (const next of sound.slice(1)) {
    if (last === undefined) continue
    if (zoneOf(last, host) !== zoneOf(next, host)) found.push(new OtherTerms({ first: last.id, second: next.id, differs: "zone" }))
    found.push(...between(last, next))
    if (next.until > last.until) last = next
  }
  return found
}

interface InForce extends Dated {
  /** The local midnights at which it comes into force and goes out of it. */
  readonly begins: number
  readonly ends: number
  readonly compiled: PriceFunction.Compiled
  /** Of a part of a stay, whose seconds are not dropped again. */
  readonly ofPart: PriceFunction.Compiled
}

/** Versions that follow one another without gaps, made ready to price. */
export interface Compiled {
  readonly zone: TimeZone.TimeZone
  readonly versions: ReadonlyArray<InForce>
}

/** Makes the versions ready; fails with the first of their {@link faults}. */
export const compile = (list: ReadonlyArray<Version>, host: PriceFunction.Host = {}): Result.Result<Compiled, Fault | Tariff.InvalidTariff> => {
  const [fault] = faults(list, host)
  if (fault !== undefined) return Result.fail(fault)
  const [first] = list
  const zone = first === undefined ? TimeZone.utc : zoneOf(first, host)
  const midnight = (day: number) => (Number.isFinite(day) ? LocalDate.at(zone, day, 0) : day)
  const versions = Result.all(inOrder(list).map((version) =>
    Result.map(
      Result.all([PriceFunction.compile(version.tariff, host), PriceFunction.compile({ ...version.tariff, seconds: "counted" }, host)]),
      ([compiled, ofPart]): InForce => ({ ...version, compiled, ofPart, begins: midnight(version.from), ends: midnight(version.until) })
    )))
  return Result.map(versions, (made) => ({ versions: made, zone }))
}

/** The version in force at `entry`. A midnight that a clock shows twice, turned back over it, is the first one. */
export const inForce = ({ versions, zone }: Compiled, entry: Instant.Instant): Result.Result<InForce, NoVersionInForce> => {
  const found = versions.find(({ begins, ends }) => begins <= entry && entry < ends)
  return found === undefined ? Result.fail(new NoVersionInForce({ date: LocalDate.format(LocalDate.of(zone, entry)) })) : Result.succeed(found)
}

export interface Stay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
  readonly context?: PriceFunction.Context
}

/** `keep`: the version of the entry prices all of the stay. `switch`: each version prices what falls into its dates. */
export const Running = Schema.Literals(["keep", "switch"])
export type Running = typeof Running.Type

export interface Part {
  readonly id: string
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly bill: Bill.Bill
}

export interface Priced {
  readonly bill: Bill.Bill
  /** What each version priced. */
  readonly parts: ReadonlyArray<Part>
}

export type Rejection = PriceFunction.Rejection | NoVersionInForce | OtherTerms

const differing = (a: Bill.Bill, b: Bill.Bill): OtherTerms["differs"] | undefined =>
  (["currency", "minorUnits", "tax"] as const).find((field) => a[field] !== b[field])

const joined = (first: Part, parts: ReadonlyArray<Part>): Result.Result<Priced, OtherTerms | Money.AmountTooLarge> => {
  for (const part of parts) {
    const differs = differing(first.bill, part.bill)
    if (differs !== undefined) return Result.fail(new OtherTerms({ first: first.id, second: part.id, differs }))
  }
  const sum = (side: "net" | "gross") => parts.reduce((all, { bill }) => all + bill[side], 0)
  const to = parts.at(-1)?.bill.to ?? first.bill.to
  const bill = { ...first.bill, to, lines: parts.flatMap((part) => part.bill.lines), net: sum("net"), gross: sum("gross") }
  return Result.map(Money.fromMinorUnits(BigInt(bill.gross), bill.currency), () => ({ bill, parts }))
}

/**
 * The bill of a stay, by the version of its entry or by each for its part. Earlier visits and time validations count
 * with the part of the entry; every part is rounded by itself, as a bill of its own.
 */
export const price = (compiled: Compiled, stay: Stay, running: Running): Result.Result<Priced, Rejection> =>
  Result.flatMap(inForce(compiled, stay.entry), (first) => {
    const { context = {}, entry, exit } = stay
    const end = Instant.ofSeconds(countedTo(first.tariff, Instant.seconds(entry), Instant.seconds(exit)))
    const later = running === "keep" ? [] : compiled.versions.filter(({ begins }) => begins > entry && begins < end)
    if (later.length === 0) return Result.map(first.compiled.from(entry, context).at(exit), (bill) => ({ bill, parts: [{ id: first.id, from: entry, to: exit, bill }] }))
    const { covers: _covers, earlier: _earlier, ...known } = context
    const partOf = ({ id, ofPart }: InForce, from: Instant.Instant, to: Instant.Instant, more: PriceFunction.Context) =>
      Result.map(ofPart.from(from, more).at(to), (bill): Part => ({ id, from, to, bill }))
    const lastPart = (part: Part): Part => ({ ...part, to: exit, bill: { ...part.bill, to: Instant.ofSeconds(Instant.seconds(exit)) } })
    const rest = later.map((version, index) => {
      const isLast = index === later.length - 1
      const part = partOf(version, Instant.Instant.make(version.begins), isLast ? end : Instant.Instant.make(version.ends), known)
      return isLast ? Result.map(part, lastPart) : part
    })
    return Result.flatMap(partOf(first, entry, Instant.Instant.make(first.ends), context), (part) =>
      Result.flatMap(Result.all(rest), (others) => joined(part, [part, ...others])))
  })
