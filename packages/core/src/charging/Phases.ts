/**
 * What a charging session hands to the tariff: phases with their energy, so that one bill prices the stay and the energy.
 *
 * A phase is `charging`, `idle` (plugged and not charging, whether full or not begun), `faulted` (which is nobody's idling), or
 * `overstay` where the host says from when on idling is one. How long idling is free is the tariff's business. Energy between
 * two readings goes to the time between them that was charging, evenly, or to all of it where none was.
 *
 * Units: seconds, floored, as pricing counts them; energy in kWh to the Wh; average power in kW.
 * Guarantees: phases cover the session from plug to unplug without gap or overlap; the energy of phases is what the register
 * counted from its first reading to its last; what is not yet metered is in no phase.
 * Source: OCPI "ChargingPeriod"; TARIFFS "phase".
 */
import { Rational } from "../money/index.ts"
import type { PriceFunction } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import type { ChargingSession, Reading } from "./ChargingSession.ts"

export interface Options {
  /** From when on idling is an overstay: the end of a reservation, say. Never, by default. */
  readonly overstayFrom?: Instant.Instant | undefined
}

/** The end of what is known at `until`. */
const endOf = (session: ChargingSession, until: Instant.Instant): Instant.Instant =>
  session._tag === "Unplugged" && session.unpluggedAt < until ? session.unpluggedAt : until

const metered = (session: ChargingSession, until: Instant.Instant): ReadonlyArray<Reading> =>
  session.readings.filter(({ at }) => at <= endOf(session, until))

/** Watt-hours that the register counted by `until`. */
export const energy = (session: ChargingSession, until: Instant.Instant): number => {
  const readings = metered(session, until)
  return (readings.at(-1)?.wattHours ?? 0) - (readings[0]?.wattHours ?? 0)
}

/** The register at whole seconds, one number for each; the first is where counting begins. */
interface Point {
  readonly second: number
  readonly wattHours: number
}

const pointsOf = (readings: ReadonlyArray<Reading>, start: number, end: number): ReadonlyArray<Point> => {
  const [first, ...rest] = readings
  if (first === undefined || end <= start) return []
  const from = Math.min(Instant.seconds(first.at), end - 1)
  const bySecond = new Map(rest.map(({ at, wattHours }) => [Math.max(Instant.seconds(at), from + 1), wattHours]))
  return [{ second: from, wattHours: first.wattHours }, ...Array.from(bySecond, ([second, wattHours]) => ({ second, wattHours }))]
}

interface Piece {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly wattHours: number
}

interface Turn {
  readonly second: number
  readonly name: string
}

/** What the vehicle did from each second on at which that changed, the last of a second's changes alone. */
const spansOf = (session: ChargingSession, { overstayFrom }: Options): ReadonlyArray<Turn> => {
  const late = overstayFrom === undefined ? Infinity : Instant.seconds(overstayFrom)
  const spans = [...new Map(session.spans.map(({ from, name }) => [Instant.seconds(from), name]))]
  return spans.flatMap(([second, name], index): ReadonlyArray<Turn> => {
    if (name !== "idle" || late >= (spans[index + 1]?.[0] ?? Infinity)) return [{ second, name }]
    const overstay = { second: Math.max(second, late), name: "overstay" }
    return late <= second ? [overstay] : [{ second, name }, overstay]
  })
}

/** [start, end) cut at every second that something changes or is read. */
const cut = (start: number, end: number, spans: ReadonlyArray<Turn>, points: ReadonlyArray<Point>): ReadonlyArray<Piece> => {
  const edges = [...new Set([start, ...spans.map(({ second }) => second), ...points.map(({ second }) => second), end])]
    .filter((second) => second >= start && second <= end)
    .toSorted((a, b) => a - b)
  let span = 0
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? start
    while ((spans[span + 1]?.second ?? Infinity) <= from) span += 1
    return { name: spans[span]?.name ?? "idle", from, to, wattHours: 0 }
  })
}

/** `wattHours` over `pieces` in proportion to their charging time, to the Wh: what does not divide comes later. */
const delivered = (pieces: ReadonlyArray<Piece>, wattHours: number): ReadonlyArray<Piece> => {
  const charging = pieces.some(({ name }) => name === "charging")
  const weight = ({ from, name, to }: Piece): number => (charging && name !== "charging" ? 0 : to - from)
  const total = BigInt(pieces.reduce((sum, piece) => sum + weight(piece), 0))
  let [seconds, given] = [0, 0]
  return pieces.map((piece) => {
    seconds += weight(piece)
    const before = given
    given = Number(BigInt(wattHours) * BigInt(seconds) / total)
    return { ...piece, wattHours: given - before }
  })
}

/** Neighbours of one name that carry no energy are one. */
const joined = (pieces: ReadonlyArray<Piece>): ReadonlyArray<Piece> => {
  const done: Array<Piece> = []
  for (const piece of pieces) {
    const last = done.at(-1)
    if (last === undefined || last.name !== piece.name || last.wattHours > 0 || piece.wattHours > 0) done.push(piece)
    else done[done.length - 1] = { ...last, to: piece.to }
  }
  return done
}

const phaseOf = ({ from, name, to, wattHours }: Piece): PriceFunction.Phase => ({
  name,
  from: Instant.ofSeconds(from),
  to: Instant.ofSeconds(to),
  ...(wattHours > 0 && {
    kwh: Rational.format(Rational.make(wattHours, 1_000)),
    kw: Rational.format(Rational.make(BigInt(wattHours) * 3_600n, BigInt(to - from) * 1_000n))
  })
})

/** The phases of `session` as far as they are known at `until`, one for each reading while there is energy. */
export const of = (session: ChargingSession, until: Instant.Instant, options: Options = {}): ReadonlyArray<PriceFunction.Phase> => {
  const [start, end] = [Instant.seconds(session.pluggedAt), Instant.seconds(endOf(session, until))]
  const points = pointsOf(metered(session, until), start, end)
  const pieces = cut(start, end, spansOf(session, options), points)
  // Every point is an edge of pieces.
  const at = new Map(pieces.map(({ from }, index) => [from, index]))
  const indexOf = (second: number): number => at.get(second) ?? pieces.length
  const between = points.slice(1).flatMap(({ second, wattHours }, index) => {
    const before = points[index] ?? { second: start, wattHours }
    return delivered(pieces.slice(indexOf(before.second), indexOf(second)), wattHours - before.wattHours)
  })
  const [first, last] = [points[0]?.second ?? end, points.at(-1)?.second ?? end]
  return joined([...pieces.slice(0, indexOf(first)), ...between, ...pieces.slice(indexOf(last))]).map(phaseOf)
}
