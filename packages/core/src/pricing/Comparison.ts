/**
 * Two tariffs side by side: who pays more under the new one and who less, by how much, and from which length on.
 *
 * One entry is compared exactly, at every exit up to the longest stay; several entries are that, one by one. What lies
 * between two entries is not looked at, nor what either tariff asks and nobody tells: the gaps.
 *
 * Units: instants in epoch milliseconds; what is paid is gross, in minor units of a currency that both tariffs have.
 * Guarantees: the largest rise and the largest fall are what the two bills differ by; a tariff differs from itself
 * nowhere; compared the other way round, a rise is a fall.
 */
import { Elapsed, Instant, LocalDate, type TimeZone } from "../time/index.ts"
import * as Curve from "./Curve.ts"
import { type Gap, gaps } from "./Gaps.ts"
import type { Compiled, Context, Price } from "./PriceFunction.ts"

/** A stay with what it costs under both. */
export interface Stay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
  readonly before: Price
  readonly after: Price
  /** How much more it costs than before; less than nothing where it is cheaper. */
  readonly by: number
}

/** Stays that cost more, or less. */
export interface Side {
  /** The shortest of them. */
  readonly from: Elapsed.Elapsed
  /** The one with the largest difference; the shortest such. */
  readonly most: Stay
}

/** What changes for the stays of one entry. */
export interface Entry {
  readonly entry: Instant.Instant
  readonly dearer?: Side
  readonly cheaper?: Side
  /** The shortest stay that no price is offered for any more. */
  readonly withdrawn?: Elapsed.Elapsed
  /** The shortest stay that a price is newly offered for. */
  readonly offered?: Elapsed.Elapsed
  /** The shortest stay of which only the tax differs. */
  readonly taxed?: Elapsed.Elapsed
}

/** Stays of one length, over all entries. */
export interface Length {
  readonly length: Elapsed.Elapsed
  /** The least and the most that a stay costs more than before; absent where none has two prices. */
  readonly by?: { readonly least: number; readonly most: number }
  /** Entries of which such a stay costs more, costs less, has its price lost or found. */
  readonly dearer: number
  readonly cheaper: number
  readonly otherwise: number
}

export interface Comparison {
  readonly entries: ReadonlyArray<Entry>
  /** Of all entries: the earliest length, the largest difference. */
  readonly dearer?: Side
  readonly cheaper?: Side
  readonly lengths: ReadonlyArray<Length>
  /** What either tariff asks of a stay and `context` does not say: such stays are not looked at. None where both are one tariff. */
  readonly gaps: ReadonlyArray<Gap>
  /** No stay of any of the entries has another price, and there are no gaps. */
  readonly equal: boolean
}

export type { Gap }

export interface Asked {
  readonly before: Compiled
  readonly after: Compiled
  readonly entries: ReadonlyArray<Instant.Instant>
  /** The longest stay; 24 hours by default. */
  readonly longest?: Elapsed.Elapsed
  /** Lengths to tell apart; none by default. */
  readonly lengths?: ReadonlyArray<Elapsed.Elapsed>
  /** What is known of every stay. */
  readonly context?: Context
}

const day = Elapsed.ofHours(24)

/** Every exit of a stay from `entry`, up to the longest, with both prices. */
export const stays = ({ after, before, context, longest = day }: Omit<Asked, "entries" | "lengths">, entry: Instant.Instant): ReadonlyArray<Curve.Compared> => {
  const until = Instant.ofSeconds(Instant.seconds(entry + longest) + 1)
  return Curve.compare(before.from(entry, context), after.from(entry, context), until)
}

const lengthTo = (entry: number, exit: number): Elapsed.Elapsed => Elapsed.ofSeconds(Instant.seconds(exit) - Instant.seconds(entry))

/** The side that has both. */
const together = (side: Side | undefined, other: Side): Side => side === undefined ? other : {
  from: side.from <= other.from ? side.from : other.from,
  most: Math.abs(other.most.by) > Math.abs(side.most.by) ? other.most : side.most
}

const sides = ({ from: exit, left, right }: Curve.Compared, entry: Instant.Instant): Omit<Entry, "entry"> => {
  const from = lengthTo(entry, exit)
  if (left === undefined) return right === undefined ? {} : { offered: from }
  if (right === undefined) return { withdrawn: from }
  const by = right.gross - left.gross
  if (by === 0) return left.net === right.net ? {} : { taxed: from }
  return { [by > 0 ? "dearer" : "cheaper"]: { from, most: { entry, exit, before: left, after: right, by } } }
}

const entryOf = (all: ReadonlyArray<Curve.Compared>, entry: Instant.Instant): Entry =>
  all.reduce<Entry>((found, each) => {
    const { cheaper, dearer, ...first } = sides(each, entry)
    return {
      ...first,
      ...found,
      ...(dearer !== undefined && { dearer: together(found.dearer, dearer) }),
      ...(cheaper !== undefined && { cheaper: together(found.cheaper, cheaper) })
    }
  }, { entry })

/** True where no stay that was looked at has another price. */
export const isSame = ({ entries }: Pick<Comparison, "entries">): boolean => entries.every((entry) => Object.keys(entry).length === 1)

const counted = (length: Length, { left, right }: Curve.Compared): Length => {
  if (left === undefined || right === undefined) return left === right ? length : { ...length, otherwise: length.otherwise + 1 }
  const by = right.gross - left.gross
  const { least, most } = length.by ?? { least: by, most: by }
  return { ...length, by: { least: Math.min(least, by), most: Math.max(most, by) }, dearer: length.dearer + (by > 0 ? 1 : 0), cheaper: length.cheaper + (by < 0 ? 1 : 0) }
}

/** What changes for stays of any length from each of the entries. */
export const compare = (asked: Asked): Comparison => {
  let lengths = (asked.lengths ?? []).map((length): Length => ({ length, dearer: 0, cheaper: 0, otherwise: 0 }))
  const entries = asked.entries.map((entry) => {
    const all = stays(asked, entry)
    lengths = lengths.map((each) => {
      const exit = entry + each.length
      const at = all.find(({ to }) => exit < to)
      return at === undefined ? each : counted(each, at)
    })
    return entryOf(all, entry)
  })
  const all = (side: "dearer" | "cheaper") => entries.reduce<Side | undefined>((found, entry) => entry[side] === undefined ? found : together(found, entry[side]), undefined)
  const [dearer, cheaper] = [all("dearer"), all("cheaper")]
  const unseen = gaps(asked.before, asked.after, asked.context)
  return { entries, lengths, gaps: unseen, equal: unseen.length === 0 && isSame({ entries }), ...(dearer !== undefined && { dearer }), ...(cheaper !== undefined && { cheaper }) }
}

/** Entries of the seven dates from `first` on, at the local clock from midnight on in steps of `every`: readings that a change of clocks skips are left out. */
export const week = (zone: TimeZone.TimeZone, first: LocalDate.LocalDate, every: Elapsed.Elapsed = Elapsed.ofMinutes(30)): ReadonlyArray<Instant.Instant> => {
  const step = Math.max(60, every / 1_000)
  const slots = Array.from({ length: Math.ceil(86_400 / step) }, (_, index) => index * step)
  const all = Array.from({ length: 7 }, (_, index) => first + index).filter((date) => LocalDate.exists(zone, date))
    .flatMap((date) => slots.map((slot) => LocalDate.at(zone, date, slot)))
  return [...new Set(all)].map((millis) => Instant.ofSeconds(Instant.seconds(millis)))
}
