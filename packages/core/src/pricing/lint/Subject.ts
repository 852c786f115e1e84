/** A tariff under lint: made ready to price, with its drivers, the entries that stand for all, and the prices left to ask. */
import { Result } from "effect"
import { Rational } from "../../money/index.ts"
import { Elapsed, Instant, LocalDate, type TimeZone } from "../../time/index.ts"
import * as Amount from "../Amount.ts"
import { plan } from "../meter/plan.ts"
import { always, type Meter } from "../meter/Meter.ts"
import { type Compiled, compile, type Host, holidaysOf, type Piece, type Price, type PriceFunction } from "../PriceFunction.ts"
import { type InvalidTariff, minorUnits, type Tariff } from "../Tariff.ts"
import { changeOn, changesIn, entriesOf, representatives, type Span, startOf, withinCell } from "./dates.ts"
import type { Driver } from "./drivers.ts"
import type { Stay } from "./Finding.ts"
import { gridOf } from "./grid.ts"

/** Prices that a search may still ask for; what it ends on is told. */
export interface Budget {
  /** True as long as there is some left. */
  readonly spend: (prices: number) => boolean
  readonly spent: () => number
  readonly left: () => number
}

export interface Subject {
  readonly tariff: Tariff
  readonly host: Host
  readonly compiled: Compiled
  readonly zone: TimeZone.TimeZone
  readonly holidays: ReadonlySet<LocalDate.LocalDate>
  readonly span: Span
  /** Seconds. */
  readonly longest: number
}

/** Made ready for `host`. Fails where it cannot be priced there. */
export const subjectOf = (tariff: Tariff, host: Host, span: Span, longest: number): Result.Result<Subject, InvalidTariff> =>
  Result.flatMap(compile(tariff, host), (compiled) => Result.map(holidaysOf(tariff, host), (holidays) => ({ tariff, host, compiled, zone: compiled.zone, holidays, span, longest })))

/** Another tariff in the place of this one, made of it. */
export const instead = (subject: Subject, tariff: Tariff): Subject => ({ ...subject, tariff, compiled: Result.getOrThrow(compile(tariff, subject.host)) })

/** The meter that a driver is priced by: what holds of it whatever the entry. */
export const meterOf = ({ holidays, tariff, zone }: Subject, { facts, levels }: Driver): Meter =>
  plan(tariff, { almanac: { zone, holidays }, facts, levels, energyParts: 1n }).meter

export const isClockless = (meter: Meter): boolean => meter.steady === always

/** The entries that stand for all of a driver's. `edges` adds those next to the grid, which tell how far a price jumps in a second. */
export const entriesFor = (subject: Subject, meter: Meter, edges = false): Iterable<Instant.Instant> => {
  const { longest, span, tariff, zone } = subject
  if (isClockless(meter)) return [Instant.ofSeconds(startOf(zone, span.from))]
  const dates = representatives(tariff, subject, span, longest)
  const changes = changesIn(zone, span).map((date) => Math.abs(changeOn(zone, date)))
  const grid = gridOf(tariff, changes)
  const offsets = withinCell(grid)
  return entriesOf(zone, dates, grid, edges && grid >= 4 ? [...new Set([...offsets, 1, grid - 1])] : offsets)
}

export const later = (at: Instant.Instant, seconds: number): Instant.Instant => Instant.ofSeconds(Instant.seconds(at) + seconds)

/** Epoch seconds from one to the other. */
export const secondsBetween = (from: Instant.Instant, to: Instant.Instant): number => Instant.seconds(to) - Instant.seconds(from)

export const priceOf = ({ compiled }: Subject, entry: Instant.Instant, exit: Instant.Instant, driver: Driver, earlier?: Stay["earlier"]): Price | undefined =>
  compiled.total(entry, exit, earlier === undefined ? driver : { ...driver, earlier })

/** A stay as findings show it, priced by the engine. */
export const stayOf = (subject: Subject, entry: Instant.Instant, exit: Instant.Instant, { facts, levels }: Driver, earlier?: Stay["earlier"]): Stay => {
  const bill = subject.compiled.from(entry, { facts, levels, earlier }).at(exit)
  return {
    entry,
    exit,
    ...(Object.keys(facts).length > 0 && { facts }),
    ...(levels !== undefined && { levels }),
    ...(earlier !== undefined && { earlier }),
    price: Result.match(bill, { onSuccess: ({ gross, net }) => ({ net, gross }), onFailure: () => null })
  }
}

/** Paths of the rules on the bill of a stay; nothing where no price is offered. */
export const rulesOf = ({ compiled }: Subject, { earlier, entry, exit, facts, levels }: Stay): ReadonlyArray<string> =>
  Result.match(compiled.from(entry, { facts, levels, earlier }).at(exit), { onSuccess: ({ lines }) => lines.map(({ rule }) => rule), onFailure: () => [] })

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

/** Figures in the words of findings. */
export const words = ({ tariff, zone }: Pick<Subject, "tariff" | "zone">) => {
  const places = minorUnits(tariff)
  return {
    /** "5.00 EUR" */
    money: (amount: number) => {
      const digits = Math.abs(amount).toString().padStart(places + 1, "0")
      return `${amount < 0 ? "-" : ""}${places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`} ${tariff.currency}`
    },
    /** "3 h 0 min 1 s" */
    length: (seconds: number) => {
      const parts = [[Math.floor(seconds / 3_600), "h"], [Math.floor(seconds / 60) % 60, "min"], [seconds % 60, "s"]] as const
      return parts.flatMap(([value, unit]) => value === 0 ? [] : [`${value} ${unit}`]).join(" ") || "0 s"
    },
    /** "Sat 2026-11-21 08:30" */
    clock: (at: Instant.Instant) => {
      const iso = Instant.toIso(at, zone)
      const time = iso.slice(11, 19)
      return `${weekdays[LocalDate.weekday(LocalDate.of(zone, at))] ?? ""} ${iso.slice(0, 10)} ${time.endsWith(":00") ? time.slice(0, 5) : time}`
    },
    /** ", with vehicle truck" */
    who: ({ facts, levels }: Driver) => {
      const known = Object.entries(facts).map(([name, value]) => value === true ? name : `${name} ${[value].flat().join(" and ")}`)
      const all = [...known, ...Object.entries(levels ?? {}).map(([path, level]) => `${path} at ${level}`)]
      return all.length === 0 ? "" : `, with ${all.join(", ")}`
    }
  }
}

/** Minor units of an amount, rounded down. */
export const minorOf = (tariff: Tariff, amount: Amount.Amount): number =>
  Number(Rational.round(Rational.multiply(Amount.value(amount), Rational.make(10n ** BigInt(minorUnits(tariff)))), "down"))

export const elapsed = (seconds: number): string => Elapsed.format(Elapsed.ofSeconds(seconds))

/** Lines of a bill that count as one more price: long stays in short periods take long to price. */
const linesOfPrice = 4

/** How many prices one price of this entry counts as, up to so many seconds. */
export const weightOf = (price: PriceFunction, until: number): number => {
  const bill = Result.orElse(price.at(later(price.entry, until)), () => price.at(later(price.entry, Math.floor(until / 16))))
  return Result.match(bill, { onSuccess: ({ lines }) => 1 + Math.floor(lines.length / linesOfPrice), onFailure: () => 1 })
}

/** The pieces of an entry that the budget pays for, and whether they are all. */
export const piecesOf = (subject: Subject, price: PriceFunction, budget: Budget, most: number, until = subject.longest): { readonly pieces: ReadonlyArray<Piece>; readonly whole: boolean } => {
  const weight = weightOf(price, until)
  const limit = Math.max(1, Math.min(most, Math.ceil(budget.left() / weight)))
  const pieces = price.pieces(later(price.entry, until), limit)
  const paid = budget.spend((pieces.length + 1) * weight)
  return { pieces, whole: paid && pieces.length < limit }
}
