/** Zones, instants and durations, weighted to where clocks are strange. */
import { Calendar, Elapsed, Instant, LocalDate, TimeZone } from "@parkade/core/time"
import * as fc from "fast-check"

/**
 * Zones that differ in kind: no offset, whole hours north and south, a half-hour change (Lord Howe), odd offsets
 * (Kathmandu +5:45, St John's -3:30, Chatham +12:45), a skipped day (Apia 2011), changes at midnight (São Paulo,
 * Beirut), winter time that is the exception (Dublin, Casablanca), a change of two hours (Troll).
 */
export const timeZones: ReadonlyArray<TimeZone.TimeZone> = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/St_Johns",
  "Pacific/Chatham",
  "America/Sao_Paulo",
  "Asia/Beirut",
  "Europe/Dublin",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Asia/Tokyo"
].map((name) => TimeZone.TimeZone.make(name))

/** One of {@link timeZones}. */
export const timeZone = (): fc.Arbitrary<TimeZone.TimeZone> => fc.constantFrom(...timeZones)

const day = 86_400_000
const instantAt = (iso: string): number => Date.parse(iso)
const years = { from: instantAt("2010-01-01T00:00:00Z"), to: instantAt("2038-01-01T00:00:00Z") }

const changes = new Map<string, ReadonlyArray<number>>()

/** Instants between 2010 and 2038 at which the clocks of `zone` change, found by bisection. */
export const clockChanges = (zone: TimeZone.TimeZone): ReadonlyArray<number> => {
  const known = changes.get(zone)
  if (known !== undefined) return known
  const found: Array<number> = []
  for (let from = years.from; from < years.to; from += 7 * day) {
    let [low, high] = [from, from + 7 * day]
    const before = Calendar.offsetMillis(zone, low)
    if (Calendar.offsetMillis(zone, high) === before) continue
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000
      if (Calendar.offsetMillis(zone, middle) === before) low = middle
      else high = middle
    }
    found.push(high)
  }
  changes.set(zone, found)
  return found
}

/** Midnights and year ends of UTC, and the ends of leap days. */
const edges = ["2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", "2026-01-01T00:00:00Z", "2027-12-31T00:00:00Z", "2028-01-01T00:00:00Z", "2026-06-15T00:00:00Z"].map(instantAt)

/** Where instants lie. */
export interface InstantOptions {
  /** 2010-01-01 by default. */
  readonly min?: number
  /** 2037-12-31 by default. */
  readonly max?: number
  /** Whose clock changes and midnights to be near; every zone's by default. */
  readonly zone?: TimeZone.TimeZone
}

/** An instant: half of them close to a change of clocks, a midnight or a year's end; some with milliseconds. */
export const instant = ({ max = years.to, min = years.from, zone }: InstantOptions = {}): fc.Arbitrary<Instant.Instant> => {
  const within = (millis: number) => Instant.Instant.make(Math.min(max, Math.max(min, Math.round(millis))))
  const nearby = fc.oneof(
    fc.constantFrom(-1_000, -1, 0, 1, 1_000, 60_000, -60_000, 1_800_000, 3_600_000, -3_600_000),
    fc.integer({ min: -7_200_000, max: 7_200_000 })
  )
  const change = (zone === undefined ? timeZone() : fc.constant(zone)).chain((where) => {
    const all = clockChanges(where)
    return all.length === 0 ? fc.constantFrom(...edges) : fc.constantFrom(...all)
  })
  const midnight = fc.tuple(fc.integer({ min: Math.ceil(min / day), max: Math.floor(max / day) }), zone === undefined ? timeZone() : fc.constant(zone))
    .map(([days, where]) => days * day - Calendar.offsetMillis(where, days * day))
  const near = (arbitrary: fc.Arbitrary<number>) => fc.tuple(arbitrary, nearby).map(([edge, distance]) => within(edge + distance))
  return fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: Math.ceil(min / 1_000), max: Math.floor(max / 1_000) }).map((seconds) => within(seconds * 1_000)) },
    { weight: 1, arbitrary: fc.integer({ min, max }).map(within) },
    { weight: 2, arbitrary: near(change) },
    { weight: 1, arbitrary: near(midnight) },
    { weight: 1, arbitrary: near(fc.constantFrom(...edges)) }
  )
}

/**
 * A date: most of them of the years 2010 to 2037 and close to a change of the clocks of `zone` (every zone's by default)
 * or to the end of a month, some of any year from 0 to 9999.
 */
export const localDate = ({ zone }: Pick<InstantOptions, "zone"> = {}): fc.Arbitrary<LocalDate.LocalDate> => {
  const where = zone === undefined ? timeZone() : fc.constant(zone)
  const shown = where.chain((local) => instant({ zone: local }).map((at) => LocalDate.of(local, at)))
  const any = fc.integer({ min: LocalDate.make(0, 1, 1), max: LocalDate.make(9999, 12, 31) })
  const monthEnd = fc.oneof(any, shown).chain((date) => fc.constantFrom(-1, 0).map((distance) => LocalDate.nextMonth(date) + distance))
  return fc.oneof({ weight: 3, arbitrary: shown }, { weight: 1, arbitrary: any }, { weight: 1, arbitrary: monthEnd.filter((date) => date <= LocalDate.make(9999, 12, 31)) })
}

/** Whole seconds of elapsed time from `min` (0) to `max` (a year): a few minutes and round lengths are common. */
export const elapsed = (
  { max = Elapsed.ofHours(8_760), min = Elapsed.ofSeconds(0) }: { readonly min?: Elapsed.Elapsed; readonly max?: Elapsed.Elapsed } = {}
): fc.Arbitrary<Elapsed.Elapsed> => {
  const within = (seconds: number) => Elapsed.ofSeconds(Math.min(max, Math.max(min, seconds * 1_000)) / 1_000)
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(0, 1, 59, 60, 61, 600, 900, 1_800, 3_599, 3_600, 3_601, 7_200, 86_399, 86_400, 86_401).map(within) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 36_000 }).map(within) },
    { weight: 1, arbitrary: fc.integer({ min: Math.ceil(min / 1_000), max: Math.floor(max / 1_000) }).map(within) }
  )
}
