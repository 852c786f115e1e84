/** What a simulation came to, for a terminal of 80 columns: counts, and a picture of how full the lots were. */
import { Instant, TimeZone } from "@parkade/core/time"
import { Campaign, Faults, invariants, type Report } from "@parkade/testing/simulator"
import * as Readable from "./Readable.ts"

const [halfHour, day] = [30 * 60_000, 24 * 60 * 60_000]
const bars = " ▁▂▃▄▅▆▇█"

/** Who was inside of a lot, and from when to when. */
const stays = ({ world: { store, time } }: Report, lotId: string): ReadonlyArray<readonly [from: number, to: number]> =>
  [...store.shelves.Ticket.things.values()].flatMap(({ state }) => {
    if (state.lotId !== lotId) return []
    return [[state.enteredAt, state._tag === "Exited" ? state.exitedAt : state._tag === "Voided" ? state.voidedAt : time.now()]]
  })

/** A line for each day, a column for each half an hour: the share of spots that were taken. */
const occupancy = (report: Report, { layout: { spots }, lot: { id, name, timeZone } }: Report["lots"][number]): ReadonlyArray<string> => {
  const [all, zone] = [stays(report, id), TimeZone.TimeZone.make(timeZone)]
  const from = Date.parse(report.history[0]?.at ?? "")
  const insideAt = (at: number) => all.filter(([begin, end]) => begin <= at && at < end).length
  const days = Array.from({ length: report.days }, (_, index) => {
    const begin = from + index * day
    const inside = Array.from({ length: day / halfHour }, (_, column) => insideAt(begin + (column + 0.5) * halfHour))
    const drawn = inside.map((count) => bars[Math.ceil(count / spots.length * (bars.length - 1))] ?? "█").join("")
    return `  ${Readable.reading(Instant.Instant.make(begin), zone).day} ${drawn} ${`${Math.max(...inside)}`.padStart(3)}`
  })
  return [`${name}, ${spots.length} spots, each day from ${Readable.reading(Instant.Instant.make(from), zone).clock} (${timeZone}); at most`, ...days]
}

/** Names and counts, in columns. */
const table = (rows: ReadonlyArray<readonly [name: string, count: number]>, about: (name: string) => string): ReadonlyArray<string> => {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, count]) => `  ${name.padEnd(width)} ${count.toLocaleString("en").padStart(11)}  ${about(name)}`)
}

const counts = ({ checked, fired }: Campaign.Totals): ReadonlyArray<string> => [
  "What went wrong, and how often:",
  ...table(Faults.all.map((fault) => [fault, fired.get(fault) ?? 0]), (name) => Object.entries(Faults.classes).find(([fault]) => fault === name)?.[1].about ?? ""),
  "",
  "What was checked where it could fail, and how often:",
  ...table([...invariants.keys()].map((id) => [id, checked.get(id) ?? 0]), (id) => invariants.get(id) ?? "")
]

export const violation = ({ invariant, seed, step, why }: Campaign.Totals["violations"][number]): string =>
  `seed ${seed}, step ${step}: ${invariant} is broken (${invariants.get(invariant) ?? ""})\n  ${why.replaceAll("\n", "\n  ")}`

/** One run. */
export const run = (report: Report): string => {
  const totals = Campaign.add(Campaign.none, report)
  return [
    `seed ${report.seed}: ${report.days} days, ${report.cars} cars, ${report.commands.toLocaleString("en")} commands of drivers and clerks, ${report.history.length.toLocaleString("en")} of all`,
    "",
    ...report.lots.flatMap((lot) => [...occupancy(report, lot), ""]),
    ...counts(totals),
    "",
    totals.violations.length === 0 ? "no invariant was broken" : totals.violations.map(violation).join("\n")
  ].join("\n")
}

/** Many runs together. */
export const campaign = (totals: Campaign.Totals, millis: number): string => {
  const short = Campaign.shortfalls(totals)
  return [
    `${totals.seeds.toLocaleString("en")} seeds, ${totals.commands.toLocaleString("en")} commands of drivers and clerks, ${Readable.length(Math.ceil(millis / 1_000) * 1_000)}`,
    "",
    ...counts(totals),
    "",
    ...(short.length === 0 ? [] : ["This run means too little:", ...short.map((each) => `  ${each}`), ""]),
    `${totals.violations.length} ${totals.violations.length === 1 ? "seed" : "seeds"} of ${totals.seeds.toLocaleString("en")} broke an invariant`
  ].join("\n")
}
