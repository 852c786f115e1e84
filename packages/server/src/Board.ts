/**
 * Boards: tariffs with the prices that are known of them, and whether a tariff gives those prices.
 *
 * Units: amounts in minor units of the tariff; instants in UTC.
 */
import { Rational } from "@parkade/core/money"
import { Bill, Demand, Facts, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Result, Schema, SchemaIssue } from "effect"
import * as Readable from "./Readable.ts"

/** Besides what is checked a board says where it comes from, and more: that is for people. */
const Board = Schema.Struct({
  id: Schema.String,
  name: Schema.optionalKey(Schema.String),
  tariff: Schema.Unknown,
  cases: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  demand: Schema.optionalKey(Schema.Array(Schema.Unknown)),
  disputed: Schema.optionalKey(Schema.Array(Schema.Unknown))
})

/** Without `gross` only the net price is known; null is no price. */
const Expected = Schema.Struct({ net: Schema.NullOr(Schema.Int), gross: Schema.optionalKey(Schema.NullOr(Schema.Int)) })
type Expected = typeof Expected.Type

const Phase = Schema.Struct({ ...PriceFunction.Phase.fields, from: Instant.FromIso, to: Instant.FromIso })
const Phases = Schema.Array(Phase)

const Case = Schema.Struct({
  visits: Schema.Array(Schema.Tuple([Instant.FromIso, Instant.FromIso])).pipe(Schema.check(Schema.isMinLength(1))),
  phases: Schema.optionalKey(Phases),
  facts: Schema.optionalKey(Schema.Unknown),
  expect: Expected
})
const Move = Schema.Struct({ current: Tariff.Amount, occupancy: Tariff.Amount, expect: Tariff.Amount })
const Disputed = Schema.Struct({
  reading: Schema.optionalKey(Schema.String),
  tariff: Schema.optionalKey(Schema.Unknown),
  published: Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite])),
  note: Schema.optionalKey(Schema.String)
})

const toIssues = SchemaIssue.makeFormatterStandardSchemaV1()

/** Decodes, or says what is wrong, a line for each. */
const decoder = <A, I>(schema: Schema.Codec<A, I>, onExcessProperty: "ignore" | "error" = "ignore") => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty })
  return (json: unknown, at = ""): Result.Result<A, string> =>
    Result.mapError(decode(json), ({ issue }) =>
      toIssues(issue).issues.map(({ message, path = [] }) => `${[at, ...path.map(String)].filter((key) => key !== "").join(".")}: ${message}`).join("\n"))
}
const decodeBoard = decoder(Board)
const decodeCase = decoder(Case)
export const decodeFacts = decoder(Facts.Facts, "error")
export const decodePhases = decoder(Phases)
const decodeMove = decoder(Move)
const decodeDisputed = decoder(Disputed)

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

const compile = (json: unknown, zone: TimeZone.TimeZone | undefined): Compiled => {
  const compiled = Result.flatMap(Tariff.decode(json), (tariff) => PriceFunction.compile(tariff, { zone }))
  return Result.mapError(compiled, ({ message }) => message.split("\n").map((line) => `tariff: ${line}`).join("\n"))
}

const sum = (bills: ReadonlyArray<Bill.Bill>, side: "net" | "gross") => bills.reduce((total, bill) => total + bill[side], 0)

/** What is wrong with a price, or nothing. */
const difference = (expected: Expected, found: { readonly net: number; readonly gross: number } | undefined, money: (amount: number) => string): string | undefined => {
  if (expected.net === null) return found === undefined ? undefined : "expected that no price is offered"
  const sides = [["net", expected.net], ["gross", expected.gross ?? undefined]] as const
  const wrong = sides.flatMap(([side, wanted]) => wanted === undefined || found?.[side] === wanted ? [] : [`${side} ${money(wanted)}${found === undefined ? "" : `, found ${money(found[side])}`}`])
  return wrong.length === 0 ? undefined : `expected ${wrong.join("; ")}`
}

/** Prices the visits of a case one after the other: together they cost what their union does. */
const priceCase = (compiled: Compiled, json: unknown, label: string): Verdict => {
  const decoded = Result.all([compiled, decodeCase(json)])
  if (Result.isFailure(decoded)) return missed(label, decoded.failure)
  const [{ from, tariff, zone }, given] = decoded.success
  const facts = given.facts === undefined ? Result.succeed({}) : decodeFacts(given.facts, "facts")
  if (Result.isFailure(facts)) return missed(label, facts.failure)
  const visits = given.visits.map(([begin, end]) => ({ from: begin, to: end })).toSorted((a, b) => a.from - b.from)
  const known = Object.entries(facts.success).map(([name, value]) => (value === true ? name : `${name} ${[value].flat().join(" and ")}`))
  const what = [...(label === "" ? [] : [label]), ...visits.map((visit) => Readable.span(visit.from, visit.to, zone)), ...known].join("; ")
  const priced = visits.map((visit, index) => from(visit.from, { facts: facts.success, phases: given.phases, earlier: visits.slice(0, index) }).at(visit.to))
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

const move = (compiled: Compiled, json: unknown): Verdict => {
  const decoded = Result.all([compiled, decodeMove(json)])
  if (Result.isFailure(decoded)) return missed("demand", decoded.failure)
  const [{ tariff }, { current, expect, occupancy }] = decoded.success
  const what = `demand: ${current} at an occupancy of ${occupancy}`
  const [first] = Demand.pricesOf(tariff)
  if (first === undefined) return missed(what, "the tariff has no demand price")
  const moved = Demand.adjust(first.price, current, occupancy)
  const same = Rational.compare(Tariff.amount(moved), Tariff.amount(expect)) === 0
  return { outcome: same ? "pass" : "miss", price: `${moved} ${tariff.currency}`, what, bills: [], ...(!same && { why: `expected ${expect}` }) }
}

const dispute = (json: unknown, zone: TimeZone.TimeZone | undefined): Verdict => {
  const decoded = decodeDisputed(json)
  if (Result.isFailure(decoded)) return missed("disputed", decoded.failure)
  const { note, published, reading = "?", tariff } = decoded.success
  if (tariff !== undefined) return priceCase(compile(tariff, zone), json, `reading "${reading}"`)
  return { outcome: "record", price: `${published ?? ""}`, what: `published "${reading}"${note === undefined ? "" : `: ${note}`}`, bills: [] }
}

/** Prices all that `json` says of a board. A tariff that is not valid misses all of its cases, and says so once. */
const checkBoard = (json: unknown, zone: TimeZone.TimeZone | undefined): Checked => {
  const decoded = decodeBoard(json)
  if (Result.isFailure(decoded)) return { id: "?", name: "", verdicts: [missed("not a board", decoded.failure)] }
  const { cases = [], demand = [], disputed = [], id, name = "", tariff } = decoded.success
  const compiled = compile(tariff, zone)
  const own = Result.isSuccess(compiled)
    ? [...cases.map((each) => priceCase(compiled, each, "")), ...demand.map((each) => move(compiled, each))]
    : [missed("the tariff is not valid", compiled.failure), ...[...cases, ...demand].slice(1).map(() => missed("not priced"))]
  return { id, name, verdicts: [...own, ...disputed.map((each) => dispute(each, zone))] }
}

/** Checks every board of a file: an array of boards, or one. `zone` is for tariffs that do not say where their clocks are read. */
export const check = (json: unknown, zone?: TimeZone.TimeZone): ReadonlyArray<Checked> => (Array.isArray(json) ? json : [json]).map((board) => checkBoard(board, zone))
