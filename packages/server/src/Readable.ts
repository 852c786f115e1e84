/** Instants, lengths and amounts as people read them. */
import { Instant, LocalDate, type TimeZone } from "@parkade/core/time"

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

/** What calendar and clock of `zone` show: "Sat 2026-11-21", "08:30" (seconds where there are any), "+01:00". */
export const reading = (at: Instant.Instant, zone: TimeZone.TimeZone) => {
  const iso = Instant.toIso(at, zone)
  const [, date = "", clock = "", seconds = "", offset = ""] = /^(\S{10})T(\d\d:\d\d):([\d.]+)(.*)$/.exec(iso) ?? []
  const weekday = weekdays[LocalDate.weekday(LocalDate.of(zone, at))] ?? ""
  return { date, day: `${weekday} ${date}`, clock: seconds === "00" ? clock : `${clock}:${seconds}`, offset: offset === "Z" ? "+00:00" : offset }
}

/** "Sat 2026-11-21 22:00 to Sun 2026-11-22 07:30"; with the clock's distance from UTC where that changes. */
export const span = (from: Instant.Instant, to: Instant.Instant, zone: TimeZone.TimeZone): string => {
  const [begin, end] = [reading(from, zone), reading(to, zone)]
  const shown = ({ clock, offset }: typeof begin) => (begin.offset === end.offset ? clock : `${clock}${offset}`)
  return `${begin.day} ${shown(begin)} to ${begin.date === end.date ? "" : `${end.day} `}${shown(end)}`
}

/** "9 h 50 min". */
export const length = (millis: number): string => {
  const minutes = Math.floor(millis / 60_000)
  const parts = [[Math.floor(minutes / 60), "h"], [minutes % 60, "min"], [Math.floor(millis / 1_000) % 60, "s"]] as const
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(" ") || "0 s"
}

/** Minor units as a decimal number: "4.00", "-0.05", "400" where there are no decimals. */
export const decimal = (amount: number | bigint, minorUnits: number): string => {
  const digits = amount.toString().replace("-", "").padStart(minorUnits + 1, "0")
  const point = digits.length - minorUnits
  return `${amount < 0 ? "-" : ""}${digits.slice(0, point)}${minorUnits === 0 ? "" : `.${digits.slice(point)}`}`
}

/** Digits before the point in threes: "1,234,567.00". */
export const inThrees = (decimal: string): string => decimal.replaceAll(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ",")
