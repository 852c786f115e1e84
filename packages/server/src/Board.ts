/**
 * Boards: tariffs with the prices that are known of them, and whether a tariff gives those prices.
 *
 * Units: amounts in minor units of the tariff; instants in UTC.
 */
import { Rational } from "@parkade/core/money"
import { Bill, Demand, Diagnosis, Facts, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Predicate, Result, Schema } from "effect"
import * as Readable from "./Readable.ts"

/** Besides what is checked a board says where it comes from, and more: that is for people. */
const Board = Schema.Struct({
  id: Schema.String,
  name: Schema.optionalKey(Schema.String),
  source: Schema.optionalKey(Schema.Unknown),
  evidence: Schema.optionalKey(Schema.Unknown),
  rules_in_words: Schema.optionalKey(Schema.Unknown),
  tags: Schema.optionalKey(Schema.Unknown),
  lint: Schema.optionalKey(Schema.Unknown),
  findings: Schema.optionalKey(Schema.Unknown),
  notes: Schema.optionalKey(Schema.Unknown),
  tariff: Schema.Unknown.annotate({ expected: "a tariff" }),
  cases: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  demand: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  disputed: Schema.optionalKey(Schema.Array(Schema.Unknown))
}).pipe(
  Schema.check(Schema.makeFilter(({ cases = [], demand = [], disputed = [] }) =>
    cases.length + demand.length + disputed.length > 0 || { path: ["cases"], issue: `expected at least one case (or "demand", or "disputed"): a board without any shows nothing` })),
  Schema.annotate({ expected: "a board, an object with id, tariff and cases" })
)

/** Without `gross` only the net price is known; null is no price. */
const Expected = Schema.Struct({ net: Schema.NullOr(Schema.Int), gross: Schema.optionalKey(Schema.NullOr(Schema.Int)) }).annotate({ expected: `what it costs in minor units: {"net": 400}, or {"net": null} for no price` })
type Expected = typeof Expected.Type

const Phase = Schema.Struct({ ...PriceFunction.Phase.fields, from: Instant.FromIso, to: Instant.FromIso })
/** What a vehicle did, as files say it. */
export const Phases = Schema.Array(Phase).annotate({ expected: "a list of phases [{name, from, to, kwh?, amps?, kw?}]" })

const note = Schema.optionalKey(Schema.String)
const stay = {
  visits: Schema.Array(Schema.Tuple([Instant.FromIso, Instant.FromIso]).annotate({ expected: "a visit [from, to]" })).pipe(Schema.check(Schema.isMinLength(1, { expected: "a list of at least one visit [from, to]" }))),
  phases: Schema.optionalKey(Phases),
  facts: Schema.optionalKey(Facts.Facts),
  expect: Expected,
  note
}
const Case = Schema.Struct(stay)
const about = { reading: Schema.optionalKey(Schema.String), published: Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite])), note }
/** A case under another reading, which has a tariff of its own. */
const Reading = Schema.Struct({ ...stay, ...about, tariff: Schema.Unknown })
/** What was published and is no price. */
const Slip = Schema.Struct(about)
const Move = Schema.Struct({ current: Tariff.Amount, occupancy: Tariff.Amount, expect: Tariff.Amount, note })

const decoder = <S extends Schema.Constraint & { readonly DecodingServices: never }>(schema: S) => {
  const decode = Diagnosis.decoder(schema)
  /** Decodes, or says what is wrong at or below `at`, a line for each. */
  return (json: unknown, at = ""): Result.Result<S["Type"], string> =>
    Result.mapError(decode(json), (issues) =>
      issues.map(({ message, path }) => [[at, path].filter((part) => part !== "").join("."), message].filter((part) => part !== "").join(": ")).join("\n"))
}
const decodeBoard = decoder(Board)
const decodeCase = decoder(Case)
const decodeReading = decoder(Reading)
const decodeSlip = decoder(Slip)
const decodeMove = decoder(Move)

/** One thing that a board says, and whether it came out so. */
export interface Verdict {
  readonly outcome: "pass" | "miss" | "record"
  /** What came out: "5.00 GBP". */
  readonly price: string
  /** Of what: "Tue 2026-11-17 08:00 to 08:20". */
  readonly what: string
  /** What was expected instead, or what is wrong. */
  readonly why?: string
  /** The bills of its visits, as text. */
  readonly bills: ReadonlyArray<string>
}

export interface Checked {
  readonly id: string
  readonly name: string
  readonly verdicts: ReadonlyArray<Verdict>
}

const missed = (what: string, why?: string): Verdict => ({ outcome: "miss", price: "", what, bills: [], ...(why !== undefined && { why }) })

type Compiled = Result.Result<PriceFunction.Compiled, string>

const compile = (json: unknown, host: PriceFunction.Host, at = "tariff"): Compiled => {
  const compiled = Result.flatMap(Tariff.decode(json), (tariff) => PriceFunction.compile(tariff, host))
  return Result.mapError(compiled, ({ message }) => message.split("\n").map((line) => `${at}: ${line}`).join("\n"))
}

const sum = (bills: ReadonlyArray<Bill.Bill>, side: "net" | "gross") => bills.reduce((total, bill) => total + bill[side], 0)

/** What is wrong with a price, or nothing. */
const difference = (expected: Expected, found: { readonly net: number; readonly gross: number } | undefined, money: (amount: number) => string): string | undefined => {
  if (expected.net === null) return found === undefined ? undefined : "expected that no price is offered"
  const sides = [["net", expected.net], ["gross", expected.gross ?? undefined]] as const
  const wrong = sides.flatMap(([side, wanted]) => wanted === undefined || found?.[side] === wanted ? [] : [`${side} ${money(wanted)}${found === undefined ? "" : `, found ${money(found[side])}`}`])
  return wrong.length === 0 ? undefined : `expected ${wrong.join("; ")}`
}

type Stay = Omit<typeof Case.Type, "note">

/** Prices the visits of a case one after the other: together they cost what their union does. */
const priceCase = ({ from, tariff, zone }: PriceFunction.Compiled, given: Stay, label: string): Verdict => {
  const { facts = {} } = given
  const visits = given.visits.map(([begin, end]) => ({ from: begin, to: end })).toSorted((a, b) => a.from - b.from)
  const known = Object.entries(facts).map(([name, value]) => (value === true ? name : `${name} ${[value].flat().join(" and ")}`))
  const what = [...(label === "" ? [] : [label]), ...visits.map((visit) => Readable.span(visit.from, visit.to, zone)), ...known].join("; ")
  const priced = visits.map((visit, index) => from(visit.from, { facts, phases: given.phases, earlier: visits.slice(0, index) }).at(visit.to))
  const failures = priced.flatMap((each) => (Result.isFailure(each) ? [each.failure] : []))
  const impossible = failures.find(({ _tag }) => _tag !== "Unavailable")
  if (impossible !== undefined) return missed(what, impossible.message)
  const money = (amount: number) => Readable.decimal(amount, Tariff.minorUnits(tariff))
  const bills = priced.flatMap((each) => (Result.isSuccess(each) ? [each.success] : []))
  const found = failures.length > 0 ? undefined : { net: sum(bills, "net"), gross: sum(bills, "gross") }
  const why = difference(given.expect, found, money)
  return {
    outcome: why === undefined ? "pass" : "miss",
    price: found === undefined ? "no price" : `${money(found.gross)} ${tariff.currency}`,
    what,
    ...(why !== undefined && { why }),
    bills: [...bills.map((bill) => Bill.render(bill)), ...failures.map(({ message }) => message)]
  }
}

const priced = (compiled: Compiled, given: Result.Result<Stay, string>, label: string): Verdict => {
  const both = Result.all([compiled, given])
  return Result.isFailure(both) ? missed(label, both.failure) : priceCase(...both.success, label)
}

const move = (compiled: Compiled, json: unknown, at: string): Verdict => {
  const decoded = Result.all([compiled, decodeMove(json, at)])
  if (Result.isFailure(decoded)) return missed("demand", decoded.failure)
  const [{ tariff }, { current, expect, occupancy }] = decoded.success
  const what = `demand: ${current} at an occupancy of ${occupancy}`
  const [first] = Demand.pricesOf(tariff)
  if (first === undefined) return missed(what, "the tariff has no demand price")
  const moved = Demand.adjust(first.price, current, occupancy)
  const same = Rational.compare(Tariff.amount(moved), Tariff.amount(expect)) === 0
  return { outcome: same ? "pass" : "miss", price: `${moved} ${tariff.currency}`, what, bills: [], ...(!same && { why: `expected ${expect}` }) }
}

const dispute = (json: unknown, host: PriceFunction.Host, at: string): Verdict => {
  if (Predicate.hasProperty(json, "tariff")) {
    const given = decodeReading(json, at)
    return priced(compile(json.tariff, host, `${at}.tariff`), given, Result.isSuccess(given) ? `reading "${given.success.reading ?? "?"}"` : "disputed")
  }
  const slip = decodeSlip(json, at)
  if (Result.isFailure(slip)) return missed("disputed", slip.failure)
  const { note, published, reading = "?" } = slip.success
  return { outcome: "record", price: `${published ?? ""}`, what: `published "${reading}"${note === undefined ? "" : `: ${note}`}`, bills: [] }
}

const nameOf = (json: unknown): string => Predicate.hasProperty(json, "id") && typeof json.id === "string" ? json.id : "?"

/** Prices all that `json` says of a board. A tariff that is not valid misses all of its cases, and says so once. */
const checkBoard = (json: unknown, host: PriceFunction.Host): Checked => {
  const decoded = decodeBoard(json)
  if (Result.isFailure(decoded)) return { id: nameOf(json), name: "", verdicts: [missed("not a board", decoded.failure)] }
  const { cases = [], demand = [], disputed = [], id, name = "", tariff } = decoded.success
  const compiled = compile(tariff, host)
  const own = Result.isSuccess(compiled)
    ? [...cases.map((each, index) => priced(compiled, decodeCase(each, `cases.${index}`), "")), ...demand.map((each, index) => move(compiled, each, `demand.${index}`))]
    : [missed("the tariff is not valid", compiled.failure), ...[...cases, ...demand].slice(1).map(() => missed("not priced"))]
  return { id, name, verdicts: [...own, ...disputed.map((each, index) => dispute(each, host, `disputed.${index}`))] }
}

/** Checks every board of a file: an array of boards, or one. `host` is for tariffs that do not say where their clocks are read, or name a calendar. */
export const check = (json: unknown, host: PriceFunction.Host = {}): ReadonlyArray<Checked> => (Array.isArray(json) ? json : [json]).map((board) => checkBoard(board, host))
