/** Laws of what lots are made of: opening hours, plates as cameras read them, rows that are imported. */
import { LayoutDraft, LayoutImport, OpeningHours, type Plate, PlateRead, type Spot } from "@parkade/core/lot"
import { Calendar, type Instant, LocalDate, type TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { type Law, show } from "./Law.ts"

export interface HoursCase {
  readonly hours: OpeningHours.OpeningHours
  readonly zone: TimeZone.TimeZone
  /** From 1972 on: every clock then stands whole minutes from Greenwich. */
  readonly instant: Instant.Instant
}

const minuteMillis = 60_000
const dayMinutes = 1_440

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** True where hours that begin on `date` go on at a minute counted from its midnight. */
const goesOn = ({ exceptions = [], weekly }: OpeningHours.OpeningHours, date: number, minute: number): boolean => {
  const written = LocalDate.format(date)
  const exception = exceptions.find((each) => each.date === written)
  const day = OpeningHours.weekdays[LocalDate.weekday(date)] ?? "mon"
  return (exception?.hours ?? weekly.filter(({ days }) => days.includes(day))).some(({ from, to }) => {
    const end = minuteOf(to) > minuteOf(from) ? minuteOf(to) : minuteOf(to) + dayMinutes
    return minute >= minuteOf(from) && minute < end
  })
}

/** What the clock shows in each of the minutes from `start` on, as minutes since 1970. */
const shownIn = (zone: string, start: number, minutes: number): ReadonlyArray<number> =>
  Array.from({ length: minutes }, (_, n) => {
    const instant = (start + n) * minuteMillis
    return (instant + Calendar.offsetMillis(zone, instant)) / minuteMillis
  })

/** The minutes in which it is open, read minute by minute, from three days before the instant on. */
const naive = ({ hours, instant, zone }: HoursCase, days: number): { readonly start: number; readonly open: ReadonlyArray<boolean> } => {
  const start = Math.floor(instant / minuteMillis) - 4 * dayMinutes
  const shown = shownIn(zone, start, (days + 6) * dayMinutes)
  const first = new Map<number, number>()
  shown.forEach((local, n) => first.has(local) || first.set(local, n))
  const dates = new Set(shown.map((local) => Math.floor(local / dayMinutes)))
  const isOn = (local: number): boolean =>
    [0, 1].some((back) => {
      const date = Math.floor(local / dayMinutes) - back
      return dates.has(date) && goesOn(hours, date, local - date * dayMinutes)
    })
  /** Where the clock first shows it; a reading that is skipped is moved by as much as is skipped. */
  const when = (local: number): number => {
    const there = first.get(local)
    if (there !== undefined) return there
    const after = shown.findIndex((each, n) => each > local && (shown[n - 1] ?? Infinity) < local)
    return first.get(local + (shown[after] ?? 0) - (shown[after - 1] ?? 0) - 1) ?? Infinity
  }
  const open = shown.map(() => false)
  const [low, high] = [Math.min(...first.keys()), Math.max(...first.keys())]
  let from: number | undefined
  for (let local = low; local <= high; local++) {
    const on = isOn(local) && local < high
    if (on && from === undefined) from = local
    if (on || from === undefined) continue
    open.fill(true, when(from), when(local))
    from = undefined
  }
  return { start, open: open.slice(0, (days + 4) * dayMinutes) }
}

export const openingHoursLaws: ReadonlyArray<Law<HoursCase>> = [
  {
    name: "open exactly between the instants at which a clock first shows the beginning and the end of hours, read minute by minute",
    counterexample: (input) => {
      const { open, start } = naive(input, 2)
      const looked = open.map((expected, n) => ({ expected, at: (start + n) * minuteMillis, n })).slice(2 * dayMinutes)
      const edges = looked.filter(({ expected, n }) => n % 37 === 0 || open[n - 1] !== expected || open[n + 1] !== expected)
      const wrong = edges.find(({ at, expected }) =>
        [0, 59_999].some((more) => OpeningHours.isOpen(input.hours, input.zone, (at + more) as Instant.Instant) !== expected))
      return wrong && show({ ...wrong, at: new Date(wrong.at).toISOString() })
    }
  },
  {
    name: "the next change is the first",
    counterexample: (input) => {
      const days = 60
      const { open, start } = naive(input, days)
      const now = Math.floor(input.instant / minuteMillis) - start
      const flip = open.findIndex((each, n) => n > now && each !== open[now])
      const next = OpeningHours.nextChange(input.hours, input.zone, input.instant)
      const expected = flip === -1 ? undefined : (start + flip) * minuteMillis
      const beyond = next !== undefined && next >= (start + open.length) * minuteMillis
      return next === expected || (expected === undefined && beyond) ? undefined : show({ next, expected })
    }
  },
  {
    name: "what is open closes at its next change, and nothing else closes",
    counterexample: ({ hours, instant, zone }) => {
      const closes = OpeningHours.closesAt(hours, zone, instant)
      const open = OpeningHours.isOpen(hours, zone, instant)
      const expected = open ? OpeningHours.nextChange(hours, zone, instant) : undefined
      const shut = closes === undefined || !OpeningHours.isOpen(hours, zone, closes)
      return closes === expected && shut ? undefined : show({ open, closes, expected })
    }
  }
]

export interface ReadCase {
  readonly read: Plate.Plate
  readonly inside: ReadonlyArray<Plate.Plate>
  readonly limit: number
}

const confused = new Set(["B8", "O0", "I1", "S5", "Z2", "G6"].flatMap((pair) => [pair, [...pair].toReversed().join("")]))

/** By the textbook: the cheapest way to turn one into the other, where only what cameras confuse may be exchanged. */
const edits = (a: string, b: string): number => {
  const cost = (x = "", y = "") => (x === y ? 0 : confused.has(x + y) ? 1 : Infinity)
  const never = Infinity
  let row = [0, ...[...b].map(() => never)]
  for (const x of a) {
    const next = [never]
    for (const [j, y] of [...b].entries()) next.push(Math.min((row[j] ?? never) + cost(x, y), (next[j] ?? never) + never, (row[j + 1] ?? never) + never))
    row = next
  }
  return row.at(-1) ?? never
}

const plates = ({ inside, read }: ReadCase) => [read, ...inside]

export const plateReadLaws: ReadonlyArray<Law<ReadCase>> = [
  {
    name: "a distance is the same both ways",
    counterexample: (input) => {
      const wrong = plates(input).find((plate) => PlateRead.distance(input.read, plate) !== PlateRead.distance(plate, input.read))
      return wrong
    }
  },
  {
    name: "it is zero for equal plates and for no others",
    counterexample: (input) => plates(input).find((plate) => (PlateRead.distance(input.read, plate) === 0) !== (plate === input.read))
  },
  {
    name: "it counts the characters that differ, and is infinite where one of them is not confused",
    counterexample: (input) => plates(input).find((plate) => PlateRead.distance(input.read, plate) !== edits(input.read, plate))
  },
  {
    name: "a read means another plate only when it is the only one that near",
    counterexample: ({ inside, limit, read }) => {
      const meant = PlateRead.candidates(read, PlateRead.index(inside), limit)
      const near = [...new Set(inside)].filter((plate) => edits(read, plate) <= limit)
      const right = meant._tag === "Exact" ? meant.plate === read && near.includes(read)
        : meant._tag !== "Alike" || (near.length === 1 && near[0] === meant.plate && edits(read, meant.plate) === meant.distance)
      return right ? undefined : show({ meant, near })
    }
  },
  {
    name: "candidates are all that are near, in order",
    counterexample: ({ inside, limit, read }) => {
      const meant = PlateRead.candidates(read, PlateRead.index(inside), limit)
      const near = [...new Set(inside)].filter((plate) => edits(read, plate) <= limit).sort((a, b) => edits(read, a) - edits(read, b) || (a < b ? -1 : 1))
      const told = meant._tag === "Unknown" ? [] : meant._tag === "Alike" ? [meant.plate] : meant._tag === "Exact" ? [meant.plate, ...meant.alike] : meant.plates
      const most = meant._tag === "Exact" ? 11 : 10
      return show(told) === show(near.slice(0, most)) ? undefined : show({ meant, near })
    }
  }
]

export interface ImportCase {
  /** At least one spot in each. */
  readonly zones: LayoutDraft.Zones
  /** As CSV has it, or as JSON does. */
  readonly asText: boolean
  /** Rows, by their place, that are spoilt; the zone of a row whose label is doubled has it in its first row. */
  readonly faults: ReadonlyArray<{ readonly row: number; readonly field: "size" | "features" | "level" | "label" }>
}

const written = (value: string | number | ReadonlyArray<string | Spot.Connector> | undefined): string => {
  if (typeof value !== "object") return value === undefined ? "" : `${value}`
  return value.map((each) => (typeof each === "string" ? each : `${each.kind}:${each.powerWatts}`)).join("|")
}

interface Written {
  readonly line: number
  readonly record: Readonly<Record<string, unknown>>
}

const rowsOf = ({ asText, zones }: ImportCase): ReadonlyArray<Written> =>
  zones.flatMap(({ access, level, maxHeightCentimetres: zoneMaxHeightCentimetres, name: zone, spots, within }) =>
    spots.map((spot) => ({ zone, ...spot, within, level, zoneMaxHeightCentimetres, access }))
  ).map((record, place) => ({
    line: place + 2,
    record: asText ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key, written(value)])) : record
  }))

const spoilt: Readonly<Record<string, unknown>> = { size: "huge", features: "ev|ev", level: "third" }

/** The rows with their faults, and what is to be told of them. */
const spoil = (input: ImportCase): { readonly rows: ReadonlyArray<Written>; readonly told: ReadonlyArray<string> } => {
  const rows = [...rowsOf(input)]
  const told = new Set<string>()
  for (const { field, row } of input.faults) {
    const place = row % rows.length
    const { line, record } = rows[place] ?? { line: 0, record: {} }
    const before = rows.findIndex((other) => other.record["zone"] === record["zone"])
    const first = rows[before]
    if (told.has(`${line} `) || first === undefined || (field === "label" && (before === place || told.has(`${first.line} `)))) continue
    rows[place] = { line, record: { ...record, [field]: field === "label" ? first.record["label"] : spoilt[field] } }
    told.add(`${line} `).add(field === "label" ? `${line} label ${first.line}` : `${line} ${field}`)
    if (field === "label") told.add(`${first.line} `)
  }
  return { rows, told: [...told].filter((each) => !each.endsWith(" ")).sort() }
}

const isDraft = Schema.is(LayoutDraft.Zones)

export const layoutImportLaws: ReadonlyArray<Law<ImportCase>> = [
  {
    name: "all rows or none",
    counterexample: (input) => {
      const { rows, told } = spoil(input)
      const read = LayoutImport.from(rows)
      const whole = Result.isSuccess(read) ? LayoutImport.preview(read.success).spots === rows.length && told.length === 0 : told.length > 0
      return whole ? undefined : show(read)
    }
  },
  {
    name: "every fault is told with its row and its field, duplicates with both rows",
    counterexample: (input) => {
      const { rows, told } = spoil(input)
      const read = LayoutImport.from(rows)
      const found = Result.isSuccess(read) ? [] : read.failure.faults.map(({ field, line, message }) => field === "label" ? `${line} label ${/line (\d+)/.exec(message)?.[1]}` : `${line} ${field}`).sort()
      return show(found) === show(told) ? undefined : show({ found, told })
    }
  },
  {
    name: "what is read is what a lot is drafted with",
    counterexample: (input) => {
      const read = Result.getOrThrow(LayoutImport.from(rowsOf(input)))
      const plain = (zones: LayoutDraft.Zones) => zones.map(({ spots, ...zone }) => ({ ...zone, spots: spots.map(({ features = [], ...spot }) => ({ ...spot, features })) }))
      const sorted = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => typeof each === "object" && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each)
      return isDraft(read) && sorted(plain(read)) === sorted(plain(input.zones)) ? undefined : show(read)
    }
  }
]
