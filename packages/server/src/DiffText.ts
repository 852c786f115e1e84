/** What differs between two tariffs, for a terminal of 80 columns and as JSON. */
import { Comparison, type Curve, type PriceFunction } from "@parkade/core/pricing"
import { Elapsed, Instant, LocalDate, type TimeZone } from "@parkade/core/time"
import * as FactTexts from "./FactTexts.ts"
import * as Readable from "./Readable.ts"
import * as Validity from "./Validity.ts"

export interface Asked {
  readonly before: PriceFunction.Compiled
  readonly after: PriceFunction.Compiled
  readonly context: PriceFunction.Context
  readonly longest: Elapsed.Elapsed
  readonly zone: TimeZone.TimeZone
  readonly zoneName: string
  readonly currency: string
  readonly minorUnits: number
}

const money = ({ minorUnits }: Asked, amount: number | undefined): string => amount === undefined ? "no price" : Readable.decimal(amount, minorUnits)
const signed = (asked: Asked, by: number): string => `${by > 0 ? "+" : ""}${money(asked, by)}`

/** "over 1 h" of a stay that is a second longer. */
const over = (length: number): string => length % 60_000 === 1_000 ? (length === 1_000 ? "any length" : `over ${Readable.length(length - 1_000)}`) : `${Readable.length(length)} or more`

/** What is known of the stays that are compared. */
const known = ({ context: { facts = {} } }: Asked): string => {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${[value].flat().join(", ")}`)
  return told.length === 0 ? "Stays without facts, phases and earlier visits." : `Stays with ${told.join("; ")}; without phases and earlier visits.`
}

/** Two clocks, and dates that a tariff is not for. */
const terms = (asked: Asked, entries: ReadonlyArray<Instant.Instant>): ReadonlyArray<string> => {
  const { after, before } = asked
  const sides = [["old", before], ["new", after]] as const
  const outside = sides.flatMap(([side, compiled]) => {
    const { dates, holds } = Validity.of(compiled)
    const count = entries.filter((entry) => !holds(entry)).length
    return dates === undefined || count === 0 ? [] : [`The ${side} tariff is for entries ${dates}: ${count} of ${entries.length} are not.`]
  })
  return [...(before.zone === after.zone ? [] : [`Clocks of ${before.zone} (old) and ${after.zone} (new, shown here).`]), ...outside]
}

const words = { phases: "energy and what the vehicle did (phases)", earlier: "earlier visits, which count with a stay", levels: "levels of demand prices: they are where they start" }

/** What is not looked at, though a tariff asks for it. */
const unseen = (gaps: ReadonlyArray<Comparison.Gap>): ReadonlyArray<string> => {
  if (gaps.length === 0) return []
  const facts = gaps.filter((gap) => FactTexts.names.includes(gap))
  const others = gaps.flatMap((gap) => gap === "phases" || gap === "earlier" || gap === "levels" ? [words[gap]] : [])
  return ["Not looked at, though a tariff asks for it:", ...(facts.length === 0 ? [] : [`  facts (--fact): ${facts.join(", ")}`]), ...others.map((each) => `  ${each}`)]
}

/** What is compared, below the first lines of a header. */
const scope = (asked: Asked, { entries, gaps }: { readonly entries: ReadonlyArray<Instant.Instant>; readonly gaps: ReadonlyArray<Comparison.Gap> }): ReadonlyArray<string> =>
  [known(asked), ...terms(asked, entries), ...unseen(gaps), ""]

/** The same as JSON. */
const scopeJson = ({ after, before }: Asked, { equal, gaps }: Comparison.Comparison) => {
  const side = ({ tariff: { valid }, zone }: PriceFunction.Compiled) => ({ zone, ...(valid !== undefined && { valid }) })
  return { equal, gaps, old: side(before), new: side(after) }
}

const columns = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  return rows.map((cells) => cells.map((cell, column) => column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)).join("  ").trimEnd())
}

/** Exits with two prices, by what is paid or by the tax in it. */
const differing = (asked: Asked, entry: Instant.Instant): ReadonlyArray<Curve.Compared> =>
  Comparison.stays(asked, entry).filter(({ left, right }) => left?.gross !== right?.gross || left?.net !== right?.net)

const row = (asked: Asked, entry: Instant.Instant, { from, left, right, to }: Curve.Compared): ReadonlyArray<string> => [
  `${from - entry === 1_000 ? "up" : over(from - entry)} to ${Readable.length(to - 1_000 - entry)}`,
  money(asked, left?.gross),
  money(asked, right?.gross),
  left === undefined || right === undefined ? "" : left.gross === right.gross ? "tax only" : signed(asked, right.gross - left.gross)
]

const none = (gaps: ReadonlyArray<Comparison.Gap>): string => gaps.length === 0 ? "No stay costs more or less." : "No stay that was looked at costs more or less."

/** What differs for stays from one entry, in `count` rows. */
export const stay = (asked: Asked, entry: Instant.Instant, { gaps }: Comparison.Comparison, count: number): string => {
  const { clock, day } = Readable.reading(entry, asked.zone)
  const found = differing(asked, entry)
  const about = [`${asked.currency} for stays of up to ${Readable.length(asked.longest)} from ${day} ${clock} (${asked.zoneName})`, ...scope(asked, { entries: [entry], gaps })]
  if (found.length === 0) return [...about, none(gaps)].join("\n")
  const more = found.length - Math.min(found.length, count)
  return [
    ...about,
    ...columns([["stay", "old", "new", "change"], ...found.slice(0, count).map((each) => row(asked, entry, each))]),
    ...(more === 0 ? [] : [`... and ${more} more (--steps ${found.length} shows all)`])
  ].join("\n")
}

/** How the stays of an entry change: more, less, both. */
const mark = ({ cheaper, dearer, offered, taxed, withdrawn }: Comparison.Entry): string =>
  dearer !== undefined ? (cheaper === undefined ? "+" : "±") : cheaper !== undefined ? "-" : (offered ?? withdrawn) !== undefined ? "?" : taxed === undefined ? "·" : "="

/** A row for each date, a column for each entry; the clock above. */
const picture = (asked: Asked, { entries }: Comparison.Comparison, every: Elapsed.Elapsed): ReadonlyArray<string> => {
  const slots = Math.ceil(86_400_000 / every)
  if (slots > 72) return []
  const rows = new Map<string, Array<string>>()
  for (const each of entries) {
    const { clock, day } = Readable.reading(each.entry, asked.zone)
    const marks = rows.get(day) ?? Array.from({ length: slots }, () => " ")
    marks[Math.floor((Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * 60_000 / every)] = mark(each)
    rows.set(day, marks)
  }
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour % Math.ceil(3 * every / 3_600_000) === 0 && hour % 3 === 0)
  const head = hours.reduce((line, hour) => `${line.padEnd(Math.floor(hour * 3_600_000 / every))}${hour.toString().padStart(2, "0")}`, "")
  return [`${"".padEnd(16)}${head}`, ...[...rows].map(([day, marks]) => `${day.padEnd(16)}${marks.join("")}`.trimEnd())]
}

const side = (asked: Asked, name: string, found: Comparison.Comparison, which: "dearer" | "cheaper"): ReadonlyArray<string> => {
  const all = found[which]
  if (all === undefined) return [`${name}  no stay`]
  const { after, before, by, entry, exit } = all.most
  const { clock, day } = Readable.reading(entry, asked.zone)
  const count = found.entries.filter((each) => each[which] !== undefined).length
  return [
    `${name}  from ${count} of ${found.entries.length} entries, stays of ${over(all.from)}`,
    `      most: ${signed(asked, by)}, ${money(asked, before.gross)} now ${money(asked, after.gross)}: ${over(exit - entry)} from ${day} ${clock}`
  ]
}

const span = (asked: Asked, { by, dearer, cheaper, otherwise }: Comparison.Length): ReadonlyArray<string> => [
  by === undefined ? "no price" : by.least === by.most ? signed(asked, by.least) : `${signed(asked, by.least)} to ${signed(asked, by.most)}`,
  `${dearer}`,
  `${cheaper}`,
  ...(otherwise === 0 ? [] : [`${otherwise} gain or lose their price`])
]

const prices = ({ entries }: Comparison.Comparison): ReadonlyArray<string> =>
  ([["withdrawn", "no price any more"], ["offered", "a price where there was none"], ["taxed", "another tax in the same price"]] as const).flatMap(([key, name]) => {
    const lengths = entries.flatMap((each) => each[key] === undefined ? [] : [each[key]])
    return lengths.length === 0 ? [] : [`${name}: from ${lengths.length} of ${entries.length} entries, stays of ${over(Math.min(...lengths))}`]
  })

const legend = "+ more  - less  ± both, by length  ? another offer  = another tax  · the same"

/** What differs for stays from a week of entries. */
export const week = (asked: Asked, found: Comparison.Comparison, { every, first }: { readonly every: Elapsed.Elapsed; readonly first: LocalDate.LocalDate }): string => {
  const about = [
    `${asked.currency} for stays of up to ${Readable.length(asked.longest)}, at every exit; entries every ${Readable.length(every)} in the week`,
    `from ${LocalDate.format(first)} on: ${found.entries.length} of them (${asked.zoneName})`,
    ...scope(asked, { entries: found.entries.map(({ entry }) => entry), gaps: found.gaps })
  ]
  if (Comparison.isSame(found)) return [...about, none(found.gaps)].join("\n")
  const drawn = picture(asked, found, every)
  return [
    ...about,
    ...side(asked, "more", found, "dearer"),
    ...side(asked, "less", found, "cheaper"),
    ...prices(found),
    ...(drawn.length === 0 ? [] : ["", ...drawn, "", legend]),
    "",
    ...columns([["stay", "change", "more", "less"], ...found.lengths.map((each) => [Readable.length(each.length), ...span(asked, each)])])
  ].join("\n")
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)
const priced = (price: PriceFunction.Price | undefined) => price ?? null

export const stayJson = (asked: Asked, entry: Instant.Instant, found: Comparison.Comparison): string => {
  const iso = (at: Instant.Instant) => Instant.toIso(at, asked.zone)
  const { currency, longest, minorUnits, zone } = asked
  const differences = differing(asked, entry).map(({ from, left, right, to }) => ({ from: iso(from), to: iso(to), before: priced(left), after: priced(right) }))
  return json({ zone, entry: iso(entry), longest: Elapsed.format(longest), currency, minorUnits, ...scopeJson(asked, found), differences })
}

export const weekJson = (asked: Asked, found: Comparison.Comparison): string => {
  const { currency, longest, minorUnits, zone } = asked
  const iso = (at: Instant.Instant) => Instant.toIso(at, asked.zone)
  const sideOf = (all: Comparison.Side | undefined) => all === undefined ? null : { from: Elapsed.format(all.from), most: { ...all.most, entry: iso(all.most.entry), exit: iso(all.most.exit) } }
  const length = (elapsed: Elapsed.Elapsed | undefined) => elapsed === undefined ? null : Elapsed.format(elapsed)
  return json({
    zone, longest: Elapsed.format(longest), currency, minorUnits, ...scopeJson(asked, found), dearer: sideOf(found.dearer), cheaper: sideOf(found.cheaper),
    lengths: found.lengths.map((each) => ({ ...each, length: Elapsed.format(each.length) })),
    entries: found.entries.map(({ cheaper, dearer, entry, offered, taxed, withdrawn }) =>
      ({ entry: iso(entry), dearer: sideOf(dearer), cheaper: sideOf(cheaper), withdrawn: length(withdrawn), offered: length(offered), taxed: length(taxed) }))
  })
}
