/** Series of reservations, and lots with claims on their spots. */
import { Spot } from "@parkade/core/lot"
import type { Capacity, Series } from "@parkade/core/reservation"
import { Instant, LocalDate } from "@parkade/core/time"
import * as fc from "fast-check"
import { requirement, spotShape } from "./Lot.ts"
import { localDate } from "./Time.ts"

const clock = fc.oneof(fc.constantFrom("00:00", "01:30", "02:00", "02:30", "03:00", "23:30", "24:00"), fc.tuple(fc.nat(23), fc.constantFrom("00", "15", "59")).map(([hour, minute]) => `${hour.toString().padStart(2, "0")}:${minute}`))
const step = fc.constantFrom(1, 1, 1, 2, 3)
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

/** A series of up to half a year or twenty dates, with dates left out and moved. */
export const series = (): fc.Arbitrary<Series.Series> =>
  fc.record({
    every: fc.oneof(
      step.map((days): Series.Every => ({ _tag: "Day", step: days })),
      fc.record({ step, on: fc.subarray([...weekdays], { minLength: 1 }) }).map((week): Series.Every => ({ _tag: "Week", ...week })),
      fc.record({ step, day: fc.oneof(fc.integer({ min: 28, max: 31 }), fc.integer({ min: 1, max: 31 })), short: fc.constantFrom("skip" as const, "last" as const) }).map((month): Series.Every => ({ _tag: "Month", ...month }))
    ),
    from: clock,
    to: clock,
    start: localDate().map((date) => Math.min(LocalDate.make(2038, 1, 1), Math.max(LocalDate.make(2010, 1, 1), date - 3))),
    end: fc.oneof(fc.integer({ min: 1, max: 20 }).map((count) => ({ count })), fc.integer({ min: 1, max: 180 }).map((days) => ({ days }))),
    except: fc.array(fc.nat(60), { maxLength: 4 }),
    moved: fc.uniqueArray(fc.record({ date: fc.nat(60), by: fc.integer({ min: -3, max: 3 }), from: clock, to: clock }), { maxLength: 3, selector: ({ date }) => date })
  }).map(({ end, except, moved, start, ...rest }) => ({
    ...rest,
    start: LocalDate.format(start),
    end: "count" in end ? { _tag: "Count", count: end.count } : { _tag: "Until", date: LocalDate.format(start + end.days) },
    except: except.map((days) => LocalDate.format(start + days)),
    moved: moved.map(({ by, date, from, to }) => ({ date: LocalDate.format(start + date), onto: LocalDate.format(start + date + by), from, to }))
  }))

const spotId = (index: number) => Spot.SpotId.make(`0000000b-0000-7000-8000-${index.toString(16).padStart(12, "0")}`)
const noon = 1_780_000_000_000
const hour = (count: number) => Instant.Instant.make(noon + count * 3_600_000)

const period = fc.tuple(fc.integer({ min: -1, max: 14 }), fc.integer({ min: 1, max: 4 })).map(([from, length]) => ({ from: hour(from), to: hour(from + length) }))
/** Few kinds, so that claims are in each other's way. */
const shape = fc.oneof(
  { weight: 5, arbitrary: fc.record({ size: fc.constantFrom<Spot.Size>("small", "medium", "large"), features: fc.constantFrom<ReadonlyArray<Spot.Feature>>([], [], ["ev"]) }) },
  { weight: 1, arbitrary: spotShape() }
)
const required = fc.oneof(
  { weight: 6, arbitrary: fc.record({ size: fc.constantFrom<Spot.Size>("small", "medium", "large"), needs: fc.constantFrom<ReadonlyArray<Spot.Feature>>([], [], ["ev"]), barred: fc.constant([...Spot.reservedFor]) }) },
  { weight: 1, arbitrary: requirement().map(({ barred, needs, size }) => ({ barred, needs, size })) }
)

/** How large a lot is, and how much of it is claimed. */
export interface SituationOptions {
  /** 4 by default. */
  readonly maxSpots?: number
  /** 6 by default. */
  readonly maxClaims?: number
}

const inOrder: ReadonlyArray<Spot.Size> = ["small", "medium", "large"]

/** Each spot's next eight hours are cut into stays, of which it is forgotten which spot they were cut from: as full as can be. */
const tight = ({ maxSpots }: { readonly maxSpots: number }): fc.Arbitrary<Capacity.Situation> =>
  fc.array(fc.record({ size: fc.nat(2), cuts: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3, size: "max" }), less: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }), more: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: maxSpots, size: "max" })
    .map((cut) => ({
      now: hour(0),
      spots: cut.map(({ size }, index) => ({ id: spotId(index), size: inOrder[size] ?? "large", features: [] })),
      inside: [],
      claims: cut.flatMap(({ cuts, less, more, size }, index) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), 8]
        return ends.slice(1).map((end, part): Capacity.Claim => {
          const needed = Math.max(0, size - (less[part] ?? 0)) + (more === part ? 1 : 0)
          return {
            id: `claim ${index} ${part}`,
            period: { from: hour(ends[part] ?? 0), to: hour(end) },
            place: { _tag: "Class", requirement: { size: inOrder[Math.min(2, needed)] ?? "large", needs: [], barred: [] } }
          }
        })
      })
    }))

/**
 * A lot at noon: few spots and many claims of the next hours, so that it is full as often as not. Some spots are out of
 * service for a while, some vehicles inside, some of them until further notice; some claims are for one spot. One in three is
 * as full as can be.
 */
export const situation = ({ maxClaims = 6, maxSpots = 4 }: SituationOptions = {}): fc.Arbitrary<Capacity.Situation> =>
  fc.oneof({ weight: 2, arbitrary: anyhow({ maxClaims, maxSpots }) }, { weight: 1, arbitrary: tight({ maxSpots }) })

const anyhow = ({ maxClaims, maxSpots }: { readonly maxClaims: number; readonly maxSpots: number }): fc.Arbitrary<Capacity.Situation> =>
  fc.record({
    shapes: fc.noBias(fc.array(shape, { minLength: 1, maxLength: maxSpots, size: "max" })),
    out: fc.array(fc.tuple(fc.nat(), period), { maxLength: 1 }),
    inside: fc.array(fc.record({ spot: fc.nat(), until: fc.integer({ min: -1, max: 5 }), open: fc.integer({ min: 0, max: 8 }) }), { maxLength: 2 }),
    claims: fc.noBias(fc.array(fc.record({ period, own: fc.integer({ min: 0, max: 11 }), spot: fc.nat(), requirement: required }), { maxLength: maxClaims, size: "max" }))
  }).map(({ claims, inside, out, shapes }) => ({
    now: hour(0),
    spots: shapes.map((each, index) => {
      const outages = out.filter(([which]) => which % shapes.length === index).map(([, { from, to }]) => ({ reason: "cleaning" as const, from, until: to }))
      return { id: spotId(index), ...each, ...(outages.length > 0 && { outages }) }
    }),
    inside: inside.map(({ open, spot, until }) => ({ spotId: spotId(spot % shapes.length), ...(open > 0 && { until: hour(until) }) })),
    claims: claims.map(({ own, period: when, requirement: needed, spot }, index) => ({
      id: `claim ${index}`,
      period: when,
      place: own === 0 ? { _tag: "Spot", spotId: spotId(spot % shapes.length) } : { _tag: "Class", requirement: needed }
    }))
  }))
