/**
 * What clocks show: local dates and clock readings of a time zone, as the runtime's own Intl reads it.
 *
 * Units: instants in epoch seconds; a local date is its number of days since 1970-01-01; a reading of a clock is its
 * seconds after midnight, 24:00 and more being of the next date.
 * A reading that never was goes forward by the length of the gap; of one that was twice the earlier counts.
 */
export interface Clock {
  /** Local time minus UTC at an instant. */
  readonly offsetAt: (instant: number) => number
  /** The local date of an instant. */
  readonly dayOf: (instant: number) => number
  /** The instant at which the clock of a date shows a reading. */
  readonly resolve: (day: number, reading: number) => number
}

export const secondsOfDay = 86_400
const hour = 3_600

/** No zone is farther from UTC than this. */
const farthest = 16 * hour

const formats = (zone: string) =>
  new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric"
  })

/** Offset at an instant, asked of Intl. */
const offsetReader = (zone: string) => {
  const format = formats(zone)
  return (instant: number): number => {
    const shown = new Map(format.formatToParts(instant * 1_000).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? 0
    const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"))
    return local / 1_000 - instant
  }
}

/** Offsets remembered for whole hours; an hour whose two ends differ is asked for exactly. */
const rememberedOffsets = (zone: string) => {
  const ask = offsetReader(zone)
  const known = new Map<number, number>()
  const onTheHour = (hours: number): number => {
    const offset = known.get(hours) ?? ask(hours * hour)
    known.set(hours, offset)
    return offset
  }
  return (instant: number): number => {
    const hours = Math.floor(instant / hour)
    const offset = onTheHour(hours)
    return offset === onTheHour(hours + 1) ? offset : ask(instant)
  }
}

/** Offsets in force around a local time, the one before it first. */
const offsetsAround = (local: number, offsetAt: (instant: number) => number): ReadonlyArray<number> => {
  const offsets = new Set<number>()
  for (let instant = local - farthest; instant <= local + farthest; instant += hour) offsets.add(offsetAt(instant))
  return [...offsets]
}

const resolveWith = (offsetAt: (instant: number) => number, local: number): number => {
  const candidates = offsetsAround(local, offsetAt)
  const shown = candidates.map((offset) => local - offset).filter((instant) => instant + offsetAt(instant) === local)
  // In a gap the clock as it ran before goes on, which is later by the gap.
  return shown.length > 0 ? Math.min(...shown) : local - (candidates[0] ?? 0)
}

const clocks = new Map<string, Clock>()

/** The clock of a zone. */
export const of = (zone: string): Clock => {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const offsetAt = rememberedOffsets(zone)
  const resolved = new Map<number, number>()
  const resolve = (day: number, reading: number): number => {
    const local = day * secondsOfDay + reading
    const instant = resolved.get(local) ?? resolveWith(offsetAt, local)
    resolved.set(local, instant)
    return instant
  }
  const clock = { offsetAt, resolve, dayOf: (instant: number) => Math.floor((instant + offsetAt(instant)) / secondsOfDay) }
  clocks.set(zone, clock)
  return clock
}

/** A date that a zone left out, as Apia did on crossing the date line, takes no time. */
export const happened = (clock: Clock, day: number): boolean => clock.resolve(day, 0) < clock.resolve(day + 1, 0)

/** "18:30" in seconds after midnight. */
export const reading = (text: string): number => Number(text.slice(0, 2)) * hour + Number(text.slice(3)) * 60

const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"]

export const weekday = (day: number): string => weekdays[((day % 7) + 7) % 7] ?? ""

/** "2026-11-17". */
export const written = (day: number): string => new Date(day * secondsOfDay * 1_000).toISOString().slice(0, 10)

export const dayWritten = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1_000 / secondsOfDay
