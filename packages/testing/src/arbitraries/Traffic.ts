/**
 * Past stays of a busy garage, as many as are asked for, the same for the same seed: for what prices millions of them.
 *
 * Arrivals follow the hours of the day and are fewer at weekends. Most park for an errand, many for a working day, some for nights:
 * lengths are lognormal around each.
 */
import { Calendar, Instant, type TimeZone } from "@parkade/core/time"

/** A stay that is over, with what a host wrote down of it. */
export interface PastStay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
  /** Why they came: "errand", "work", "night". */
  readonly group: string
  readonly vehicle: string
}

/** How busy a lot is, and when. */
export interface TrafficOptions {
  /** 1 unless said. */
  readonly seed?: number
  /** The first day, by its midnight in UTC; 2026-01-01 unless said. */
  readonly from?: Instant.Instant
  /** Whose hours they are; UTC unless said. */
  readonly zone?: TimeZone.TimeZone
  /** Arrivals on a working day: 2,000 unless said. */
  readonly perDay?: number
}

/** Mulberry32. */
const numbers = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Arrivals of each hour, of a thousand in all. */
const hours = [4, 3, 2, 2, 3, 10, 30, 85, 110, 80, 65, 60, 65, 60, 55, 55, 60, 70, 65, 50, 30, 18, 11, 7]
const ofAll = hours.reduce((sum, each) => sum + each, 0)

/** Purposes by share and hours from `from` up to `to`: minutes in the middle, and how far they spread. */
const purposes = [
  { group: "errand", share: (hour: number) => hour >= 6 && hour < 9 ? 0.3 : 0.85, minutes: 50, spread: 0.8 },
  { group: "work", share: (hour: number) => hour >= 6 && hour < 10 ? 0.95 : 0.3, minutes: 510, spread: 0.18 },
  { group: "night", share: () => 1, minutes: 900, spread: 0.5 }
] as const

const vehicles = [["car", 0.8], ["suv", 0.92], ["electric-car", 0.98], ["motorcycle", 1]] as const

const hourMillis = 3_600_000
const longestSeconds = 60 * 86_400

/** Without end, hour by hour. */
export const traffic = function*({ from = Instant.Instant.make(1_767_225_600_000), perDay = 2_000, seed = 1, zone }: TrafficOptions = {}): Generator<PastStay, never> {
  const next = numbers(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  for (let hour = 0; ; hour += 1) {
    const weekday = new Date(from + hour * hourMillis).getUTCDay()
    const expected = perDay * (weekday === 0 ? 0.4 : weekday === 6 ? 0.7 : 1) * (hours[hour % 24] ?? 0) / ofAll
    for (let left = Math.floor(expected + next()); left > 0; left -= 1) {
      const local = from + hour * hourMillis + Math.floor(next() * 3_600) * 1_000
      const entry = Instant.Instant.make(zone === undefined ? local : Calendar.resolve(zone, local))
      const roll = next()
      const { group, minutes, spread } = purposes.find(({ share }, index) => index === 2 || (index === 0 ? roll : next()) < share(hour % 24)) ?? purposes[2]
      const seconds = Math.min(longestSeconds, Math.max(30, Math.round(minutes * 60 * Math.exp(spread * normal()))))
      const kind = next()
      const [vehicle] = vehicles.find(([, upTo]) => kind < upTo) ?? ["car"]
      yield { entry, exit: Instant.Instant.make(entry + seconds * 1_000), group, vehicle }
    }
  }
}

/** The stays as comma-separated values, with a header: `count` of them, in pieces of some thousand lines. */
export const trafficCsv = function*(count: number, options: TrafficOptions = {}): Generator<string, void> {
  let [piece, lines] = ["entry,exit,group,vehicle\n", 0]
  for (const { entry, exit, group, vehicle } of traffic(options)) {
    if (lines >= count) break
    lines += 1
    piece += `${Instant.toIso(entry, options.zone)},${Instant.toIso(exit, options.zone)},${group},${vehicle}\n`
    if (lines % 4_096 === 0) {
      yield piece
      piece = ""
    }
  }
  yield piece
}
