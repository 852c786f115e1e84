/**
 * Lint: what is wrong with a tariff, found on its compiled prices rather than sampled, each defect with stays that
 * anyone can price again.
 *
 * What is decided: over one entry everything, up to the longest stay. Over all entries of the span: where every constant
 * of the tariff is a multiple of g seconds, an entry on the grid of g and one within each of its cells see what any entry
 * does, on one date of each kind (windows, holidays, changes of clocks for as long as a stay may last). So falling prices,
 * jumps, rules that never charge and times without a price are decided for rates in steps and for rates that read no clock;
 * `decided` of the report says which were. Rates by the second across clocks, windows that end inclusively and `most` are
 * searched at the same entries. Leaving and coming back, and changes of clocks, are searched. Stays with phases or earlier visits are
 * not looked at, but for leaving and coming back.
 *
 * Units: amounts in minor units of the tariff; local dates; elapsed time.
 * Fails: InvalidTariff where the tariff cannot be priced at the host; InvalidOption where an option says nothing.
 * Guarantees: every finding of lint is true of the tariff; where lint decides that longer never costs less, no stay does;
 * where lint decides that a price is always offered, it is; where lint decides that no second costs more than an
 * amount, none does; what lint says never charges is on no bill.
 */
import { Result, Schema } from "effect"
import { Rational } from "../../money/index.ts"
import { Elapsed, LocalDate } from "../../time/index.ts"
import type { Amount } from "../Amount.ts"
import type { Host } from "../PriceFunction.ts"
import { written } from "../Syntax.ts"
import type { InvalidTariff, Tariff } from "../Tariff.ts"
import { clocks } from "./clocks.ts"
import { type Covered, coverage } from "./coverage.ts"
import { curves } from "./curves.ts"
import type { Span } from "./dates.ts"
import { driversOf } from "./drivers.ts"
import { type Code, codes, type Finding, type Report } from "./Finding.ts"
import { longestOf } from "./grid.ts"
import type { Law } from "./Law.ts"
import { overlaps } from "./overlaps.ts"
import { splits } from "./splits.ts"
import { type Budget, elapsed, minorOf, subjectOf } from "./Subject.ts"
import { windowsOf } from "./tree.ts"

export interface Options {
  /** Where the tariff is used: its zone and holiday calendars. */
  readonly host?: Host | undefined
  /** First local date of the entries, whether the tariff is valid then or not: by default where `valid` begins, else the year of the first date that the tariff writes, else 2026. */
  readonly from?: string | undefined
  /** So many dates; a year by default. */
  readonly dates?: number | undefined
  /** The longest stay; by default long enough for every constant of the tariff, at least eight days. */
  readonly longest?: Elapsed.Elapsed | undefined
  /** A jump above this is told, in major units; none is, by default. */
  readonly cliff?: Amount | undefined
  /** Laws to hold it against; none by default. */
  readonly laws?: ReadonlyArray<Law> | undefined
  /** Prices that may be asked, long bills counted as several; 200,000 by default. */
  readonly prices?: number | undefined
  /** Called now and then with the prices asked so far; false ends the search. */
  readonly progress?: ((asked: number) => boolean | undefined) | undefined
}

/** An option of {@link lint} that cannot be taken. */
export class InvalidOption extends Schema.TaggedError<InvalidOption>()("InvalidOption", { option: Schema.Literals(["from", "cliff"]), message: Schema.String }) {}

/** The first date that the tariff itself speaks of. */
const firstDate = (tariff: Tariff): string | undefined => {
  const windows = written(tariff).flatMap(({ rate }) => windowsOf(rate)).flatMap(({ dates }) => [dates?.from, dates?.to])
  const holidays = typeof tariff.holidays === "string" ? [] : tariff.holidays ?? []
  const years = [...windows, ...holidays].flatMap((date) => date?.length === 10 ? [date.slice(0, 4)] : [])
  return years.length === 0 ? undefined : `${years.reduce((first, year) => year < first ? year : first)}-01-01`
}

/** The same date of the next year; of 29 February, the first of March. */
const yearAfter = (date: LocalDate.LocalDate): LocalDate.LocalDate => {
  const { day, month, year } = LocalDate.fields(date)
  return LocalDate.make(year + 1, month, day)
}

const invalid = (option: InvalidOption["option"], message: string) => Result.fail(new InvalidOption({ option, message }))

const spanOf = (tariff: Tariff, { dates, from }: Options): Result.Result<Span, InvalidOption> => {
  const begin = LocalDate.parse(from ?? tariff.valid?.from ?? firstDate(tariff) ?? "2026-01-01")
  if (begin === undefined) return invalid("from", `expected a date such as 2026-12-24, found ${JSON.stringify(from)}`)
  const until = LocalDate.parse(tariff.valid?.until ?? "") ?? Number.POSITIVE_INFINITY
  // Dates that are asked for are looked at, also where the tariff is no longer valid.
  const end = from !== undefined && begin >= until ? Number.POSITIVE_INFINITY : until
  // Of what was valid only before, the last dates.
  const first = begin < end ? begin : end - (dates ?? 365)
  return Result.succeed({ from: first, until: Math.min(dates === undefined ? yearAfter(first) : first + Math.max(1, dates), end) })
}

const cliffOf = (tariff: Tariff, { cliff }: Options): Result.Result<number | undefined, InvalidOption> =>
  cliff === undefined ? Result.succeed(undefined)
  : Rational.parse(cliff) === undefined ? invalid("cliff", `expected an amount such as "5.00", found ${JSON.stringify(cliff)}`)
  : Result.succeed(minorOf(tariff, cliff))

/** How often progress is told, in prices. */
const every = 10_000

/** A share of the prices that may be asked. */
const shareOf = (most: number, total: { asked: number }, progress: Options["progress"]): Budget => {
  let spent = 0
  let stopped = false
  return {
    spend: (prices) => {
      if (Math.floor(total.asked / every) !== Math.floor((total.asked + prices) / every)) stopped ||= progress?.(total.asked + prices) === false
      spent += prices
      total.asked += prices
      return !stopped && spent <= most
    },
    spent: () => spent,
    left: () => stopped ? 0 : Math.max(0, most - spent)
  }
}

const severities = ["error", "warning", "notice"]
const inOrder = (a: Finding, b: Finding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) || codes.indexOf(a.code) - codes.indexOf(b.code) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)

/** Everything that is found to be wrong with `tariff`. */
export const lint = (tariff: Tariff, options: Options = {}): Result.Result<Report, InvalidTariff | InvalidOption> =>
  Result.flatMap(Result.all({ span: spanOf(tariff, options), cliff: cliffOf(tariff, options) }), (known) => linted(tariff, options, known))

const linted = (tariff: Tariff, options: Options, { cliff, span }: { readonly span: Span; readonly cliff: number | undefined }): Result.Result<Report, InvalidTariff> => {
  const { host = {}, laws = [], prices = 200_000, progress } = options
  const longest = options.longest === undefined ? longestOf(tariff) : options.longest / 1_000
  return Result.map(subjectOf(tariff, host, span, longest), (subject) => {
    const drivers = driversOf(tariff)
    const total = { asked: 0 }
    const share = (of: number) => shareOf(prices * of, total, progress)
    const searches: ReadonlyArray<Covered> = [
      coverage(subject, drivers, share(0.35)),
      curves(subject, drivers, { cliff, laws }, share(0.45)),
      overlaps(subject),
      splits(subject, drivers, share(0.1)),
      clocks(subject, drivers, share(0.1))
    ]
    const decided: ReadonlyArray<Code> = searches.flatMap((search) => search.decided)
    return {
      findings: searches.flatMap(({ findings }) => findings).toSorted(inOrder),
      decided: codes.filter((code) => decided.includes(code)),
      gaps: [...new Set(searches.flatMap(({ gaps }) => gaps))],
      looked: { from: LocalDate.format(span.from), until: LocalDate.format(span.until), longest: elapsed(longest), drivers: drivers.all.length, prices: total.asked }
    }
  })
}
