/** Parts of time as tariffs write them: clocks, dates, windows, periods, elapsed time; and the bands of what is measured. */
import { Elapsed } from "@parkade/core/time"
import * as fc from "fast-check"

/** Absent, or in `percent` of all cases there. Shrinks to absent. */
export const maybe = <A>(arbitrary: fc.Arbitrary<A>, percent = 50): fc.Arbitrary<A | undefined> =>
  fc.oneof({ withCrossShrink: true }, { weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary })

const written = (seconds: number): string => Elapsed.format(Elapsed.ofSeconds(seconds))

/** Elapsed time as text: round lengths, a second more or less now and then, seldom any; also "PT90M" for PT1H30M. */
export const elapsedText = ({ maxHours = 168, minSeconds = 60 }: { readonly minSeconds?: number; readonly maxHours?: number } = {}): fc.Arbitrary<string> => {
  const within = (seconds: number) => Math.min(maxHours * 3_600, Math.max(minSeconds, seconds))
  const round = [3_600, 900, 1_800, 60, 300, 600, 1_200, 1_500, 5_400, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800].map(within)
  return fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...round).map(written) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...round), fc.constantFrom(-1, 1)).map(([seconds, by]) => written(within(seconds + by))) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 200 }).map((minutes) => (minutes * 60 < minSeconds || minutes > maxHours * 60 ? written(within(minutes * 60)) : `PT${minutes}M`)) },
    { weight: 1, arbitrary: fc.integer({ min: minSeconds, max: within(100_000) }).map(written) }
  )
}

/** Seconds of an elapsed time as text. */
export const secondsOf = (text: string): number => (Elapsed.parse(text) ?? 0) / 1_000

const twoDigits = (number: number): string => number.toString().padStart(2, "0")

/** "HH:MM": hours of boards, hours at which clocks are changed, and any. 24:00 is an end, and seldom a start. */
const clockText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("08:00", "18:00", "00:00", "06:00", "07:00", "09:00", "12:00", "14:00", "17:00", "19:00", "20:00", "22:00", "22:30", "23:00") },
    { weight: 4, arbitrary: fc.constantFrom("02:00", "03:00", "00:30", "01:00", "01:30", "02:15", "02:30", "02:59", "03:30", "23:59") },
    { weight: 1, arbitrary: fc.constant("24:00") },
    { weight: 2, arbitrary: fc.nat(1_439).map((minutes) => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`) }
  )

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const yearly = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("01-01", "06-15", "07-01", "12-24", "12-31", "03-01", "02-29", "03-29", "10-25", "11-01") },
  { weight: 1, arbitrary: fc.nat(364).map((day) => {
    let [month, rest] = [0, day]
    for (const length of monthDays) {
      if (rest < length) break
      rest -= length
      month += 1
    }
    return `${twoDigits(month + 1)}-${twoDigits(rest + 1)}`
  }) }
)

/** A date "YYYY-MM-DD": year ends, days on which clocks change, the day Apia never had, leap days; or any from 2010 to 2037. */
export const dateText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("2026-06-15", "2026-01-01", "2025-12-31", "2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2024-02-29", "2024-03-01", "2011-12-29", "2011-12-30", "2011-12-31", "2026-12-25") },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 2010, max: 2037 }), yearly).map(([year, day]) => (day === "02-29" ? `${year}-02-28` : `${year}-${day}`)) }
  )

/** At least one of the ends of a closed-open range, in their order as texts. */
const range = (ends: fc.Arbitrary<string>, ordered: boolean) =>
  fc.tuple(ends, ends, fc.constantFrom("from", "to", "both", "both")).filter(([a, b, which]) => which !== "both" || a !== b).map(([a, b, which]) => {
    if (which === "from") return { from: a }
    if (which === "to") return { to: b }
    return ordered && a > b ? { from: b, to: a } : { from: a, to: b }
  })

/** Dates with a year, first before last. */
export const fullDates = (): fc.Arbitrary<{ readonly from?: string; readonly to?: string }> => range(dateText(), true)

/** Two of `ends` in order, or one. */
export const bandOf = (ends: ReadonlyArray<string>): fc.Arbitrary<{ readonly from?: string; readonly to?: string }> =>
  range(fc.nat(ends.length - 1).map((index) => `${index}`), true)
    .map((found) => Object.fromEntries(Object.entries(found).map(([key, index]) => [key, ends[Number(index)] ?? "0"])))

/** Every kind of day a window may name. */
const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"] as const

const days = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(["mon", "tue", "wed", "thu", "fri"], ["sat", "sun"], ["sun", "holiday"], ["mon", "tue", "wed", "thu", "fri", "sat"], ["holiday"]) },
  { weight: 2, arbitrary: fc.subarray([...dayNames], { minLength: 1 }) }
)

/** Names of phases that windows ask for. */
export const phaseNames = ["charging", "idle", "reserved", "overstay"] as const

/** What amperes and kilowatts are told apart by. */
export const measures = ["0", "6", "10", "11", "16", "20", "22.5", "32", "50"] as const

export interface WindowOptions {
  /** Days, clocks and dates; true by default. */
  readonly clocks?: boolean
  /** Phases, currents and powers; true by default. */
  readonly phases?: boolean
}

const part = ({ clocks = true, phases = true }: WindowOptions) => {
  const [clock, phase] = [clocks ? 1 : 0, phases ? 1 : 0]
  return fc.record({
    days: maybe(days, 40 * clock),
    from: maybe(clockText(), 65 * clock),
    to: maybe(clockText(), 65 * clock),
    ends: maybe(fc.constantFrom("exclusive", "inclusive"), 15 * clock),
    dates: maybe(fc.oneof(range(yearly, false), fullDates()), 12 * clock),
    phase: maybe(fc.constantFrom(...phaseNames), (clocks ? 15 : 75) * phase),
    current: maybe(bandOf(measures), 5 * phase),
    power: maybe(bandOf(measures), 6 * phase)
  }).map((window) => (window.from === "24:00" && window.to === undefined ? { ...window, to: "06:00" } : window))
}

/** A window or a few of them. */
export const windows = (options: WindowOptions = {}): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: part(options) },
    { weight: 1, arbitrary: fc.array(part(options), { minLength: 1, maxLength: 3 }) }
  )

/** A period: rolling or the calendar's, repeated, the first only, or the whole stay. */
export const period = ({ clocks = true }: { readonly clocks?: boolean } = {}): fc.Arbitrary<unknown> => {
  const rolling = fc.record({
    every: fc.oneof({ weight: 5, arbitrary: fc.constant("PT24H") }, { weight: 1, arbitrary: fc.constant("PT168H") }, { weight: 3, arbitrary: elapsedText({ minSeconds: 600 }) })
  })
  const calendar = fc.record({ every: fc.constantFrom("day", "day", "week", "month"), at: maybe(clockText(), 40) })
  const repeated = clocks ? fc.oneof({ weight: 5, arbitrary: rolling }, { weight: 5, arbitrary: calendar }) : rolling
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant("stay") },
    { weight: 8, arbitrary: repeated },
    { weight: 2, arbitrary: repeated.map(({ every, ...at }) => ({ first: every, ...at })) }
  )
}
