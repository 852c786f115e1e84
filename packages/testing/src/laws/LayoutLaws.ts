/** Laws of what allocation stands on: layouts, what suits, orderings, sets of bits, schedules. */
import { BestFit, Bits, Fit, Occupancy, Ordering, Schedule } from "@parkade/core/allocation"
import { Layout, type Lot, Spot } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Equal, Result } from "effect"
import { type Law, show } from "./Law.ts"

const unless = (holds: boolean, value: unknown): string | undefined => (holds ? undefined : show(value))

export interface LayoutCase {
  readonly layout: Lot.Layout
  /** Which zone, spot or entrance is spoilt. */
  readonly index: number
}

const placedTags = (layout: Lot.Layout): ReadonlyArray<string> => {
  const placed = Layout.placed(layout)
  return Result.isFailure(placed) ? placed.failure.issues.map(({ _tag }) => _tag) : []
}

/** Layouts with one thing wrong, by what should be said of it. */
const spoilt = ({ index, layout: { entrances = [], spots, zones } }: LayoutCase): ReadonlyArray<readonly [tags: ReadonlyArray<Layout.Issue["_tag"]>, layout: Lot.Layout]> => {
  const pick = <A>(of: ReadonlyArray<A>): A | undefined => of[index % Math.max(1, of.length)]
  const [zone, spot, entrance] = [pick(zones), pick(spots), pick(entrances)]
  const [nowhere, noDoor] = [Spot.SpotId.make("99999999-9999-4999-8999-999999999999"), "99999999-9999-4999-8999-999999999999"]
  const elsewhere = zone && { ...zone, id: zone.id.replace(/.$/, "f") as typeof zone.id }
  return [
    ...(zone === undefined || elsewhere === undefined ? [] : [
      [["DuplicateZone", "DuplicateZoneName"], { zones: [...zones, zone], spots, entrances }] as const,
      [["DuplicateZoneName"], { zones: [...zones, elsewhere], spots, entrances }] as const,
      [["ZoneInUnknownZone"], { zones: [...zones, { ...elsewhere, name: "nowhere", within: elsewhere.id.replace(/.$/, "e") as typeof zone.id }], spots, entrances }] as const,
      [["ZonesInCycle"], { zones: [...zones, { ...elsewhere, name: "around", within: elsewhere.id }], spots, entrances }] as const,
      [["UnknownEntrance"], { zones: [...zones, { ...elsewhere, name: "far", distances: { [noDoor]: 1 } }], spots, entrances }] as const
    ]),
    ...(spot === undefined ? [] : [
      [["DuplicateSpot", "DuplicateLabel"], { zones, spots: [...spots, spot], entrances }] as const,
      [["DuplicateLabel"], { zones, spots: [...spots, { ...spot, id: nowhere }], entrances }] as const,
      [["SpotInUnknownZone"], { zones, spots: [...spots, { ...spot, id: nowhere, zoneId: spot.zoneId.replace(/.$/, "e") as typeof spot.zoneId }], entrances }] as const
    ]),
    ...(entrance === undefined ? [] : [
      [["DuplicateEntrance", "DuplicateEntranceName"], { zones, spots, entrances: [...entrances, entrance] }] as const
    ])
  ]
}

export const layoutLaws: ReadonlyArray<Law<LayoutCase>> = [
  {
    name: "every spot is placed in its zone and in those around it, from the innermost out",
    counterexample: ({ layout }) => {
      const placed = Result.getOrThrow(Layout.placed(layout))
      const wrong = placed.find(({ id, place, zoneId, zones }, index) =>
        index !== place || layout.spots[index]?.id !== id || zones[0]?.id !== zoneId || zones.at(-1)?.within !== undefined ||
        zones.some(({ within }, inner) => within !== zones[inner + 1]?.id))
      return unless(wrong === undefined && placed.length === layout.spots.length, wrong)
    }
  },
  {
    name: "a layout with an issue is refused, and every issue is named",
    counterexample: (input) => {
      const wrong = spoilt(input).find(([tags, layout]) => !Equal.equals([...tags].toSorted(), placedTags(layout).toSorted()))
      return wrong && show([wrong, placedTags(wrong[1])])
    }
  }
]

export interface SuitsCase {
  readonly spot: Layout.PlacedSpot
  readonly needed: Fit.Requirement
  readonly during: Fit.During
  /** Which of the needs is given up. */
  readonly index: number
}

/** As one would say it of a single spot, without reasons. */
const suits = ({ during, needed, spot }: SuitsCase): boolean => {
  const order = ["small", "medium", "large", "extra-large"]
  const { access = [], barred, connector, heightCentimetres, needs, size, zoneId } = needed
  const limits = [spot.maxHeightCentimetres, ...spot.zones.map((zone) => zone.maxHeightCentimetres)]
  return order.indexOf(spot.size) >= order.indexOf(size) &&
    limits.every((limit) => limit === undefined || heightCentimetres === undefined || heightCentimetres <= limit) &&
    needs.every((need) => spot.features.includes(need)) && barred.every((feature) => !spot.features.includes(feature)) &&
    (connector === undefined || (spot.connectors ?? []).some(({ kind, powerWatts }) => connector.kinds.includes(kind) && powerWatts >= connector.minPowerWatts)) &&
    spot.zones.every((zone) => zone.access === undefined || zone.access.some((group) => access.includes(group))) &&
    (zoneId === undefined || spot.zones.some(({ id }) => id === zoneId)) &&
    (spot.outages ?? []).every(({ from, until }) => (until !== undefined && until <= during.from) || (during.until !== undefined && during.until <= from))
}

/** Requirements that ask for less in one way each. */
const less = ({ index, needed }: SuitsCase): ReadonlyArray<Fit.Requirement> => {
  const { access = [], connector, heightCentimetres, size } = needed
  const without = <A>(all: ReadonlyArray<A>) => all.filter((_, at) => at !== index % Math.max(1, all.length))
  return [
    { ...needed, needs: without(needed.needs) },
    { ...needed, barred: without(needed.barred) },
    { ...needed, zoneId: undefined },
    { ...needed, connector: undefined },
    { ...needed, heightCentimetres: undefined },
    ...(heightCentimetres === undefined ? [] : [{ ...needed, heightCentimetres: heightCentimetres - 10 }]),
    ...(connector === undefined ? [] : [{ ...needed, connector: { kinds: [...connector.kinds, "ccs-2" as const], minPowerWatts: 1 } }]),
    { ...needed, access: [...access, "staff"] },
    { ...needed, size: Spot.sizes[Math.max(0, Spot.sizes.indexOf(size) - 1)] ?? size }
  ]
}

/** Spots that offer more in one way each. */
const more = ({ needed, spot }: SuitsCase): ReadonlyArray<Layout.PlacedSpot> => {
  const { connectors = [], size } = spot
  const { maxHeightCentimetres: _, ...open } = spot
  return [
    { ...spot, features: [...new Set([...spot.features, ...Spot.features.filter((feature) => !needed.barred.includes(feature))])] },
    { ...spot, size: Spot.sizes[Math.min(3, Spot.sizes.indexOf(size) + 1)] ?? size },
    { ...spot, connectors: [...connectors, { kind: "schuko", powerWatts: 3_700 }] },
    { ...spot, outages: [] },
    { ...spot, zones: spot.zones.map(({ access: _, ...zone }) => zone) },
    open
  ]
}

export const fitLaws: ReadonlyArray<Law<SuitsCase>> = [
  {
    name: "a spot suits exactly when nothing is said against it",
    counterexample: (input) => {
      const misfits = Fit.fit(input.spot, input.needed, input.during)
      return unless((misfits.length === 0) === suits(input), misfits)
    }
  },
  {
    name: "asking for less never makes a spot unsuitable",
    counterexample: (input) => {
      const before = Fit.fit(input.spot, input.needed, input.during).length
      const wrong = less(input).find((needed) => Fit.fit(input.spot, needed, input.during).length > before)
      return wrong && show(wrong)
    }
  },
  {
    name: "a spot that offers more suits whoever it suited",
    counterexample: (input) => {
      const before = Fit.fit(input.spot, input.needed, input.during).length
      const wrong = more(input).find((spot) => Fit.fit(spot, input.needed, input.during).length > before)
      return wrong && show(wrong)
    }
  },
  {
    name: "nothing is said twice",
    counterexample: ({ during, needed, spot }) => {
      const said = Fit.fit(spot, needed, during).map((misfit) => show(misfit))
      return unless(new Set(said).size === said.length, said)
    }
  }
]

export interface OrderingCase {
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly orderings: readonly [Ordering.Ordering, Ordering.Ordering, Ordering.Ordering]
  readonly sight: Ordering.Sight
}

const sorted = ({ sight, spots }: OrderingCase, ordering: Ordering.Ordering): ReadonlyArray<number> =>
  spots.toSorted((a, b) => Ordering.compare(ordering, a, b, sight)).map(({ place }) => place)

export const orderingLaws: ReadonlyArray<Law<OrderingCase>> = [
  {
    name: "an ordering compares any two spots, and consistently",
    counterexample: ({ orderings: [ordering], sight, spots }) => {
      const sign = (a: Layout.PlacedSpot, b: Layout.PlacedSpot) => Math.sign(Ordering.compare(ordering, a, b, sight))
      const pairs = spots.flatMap((a) => spots.map((b) => [a, b] as const))
      const odd = pairs.find(([a, b]) => sign(a, b) + sign(b, a) !== 0 || (a !== b && sign(a, b) === 0))
      const turn = pairs.find(([a, b]) => sign(a, b) < 0 && spots.some((c) => sign(b, c) < 0 && sign(a, c) >= 0))
      return unless(odd === undefined && turn === undefined, { odd, turn })
    }
  },
  {
    name: "joining orderings is associative, and no criterion at all changes nothing",
    counterexample: (input) => {
      const [a, b, c] = input.orderings
      const [left, right] = [Ordering.andThen(Ordering.andThen(a, b), c), Ordering.andThen(a, Ordering.andThen(b, c))]
      const same = [left, right, Ordering.andThen([], left), Ordering.andThen(left, [])].map((ordering) => sorted(input, ordering))
      return unless(same.every((each) => Equal.equals(each, same[0])), same)
    }
  },
  {
    name: "what comes again in an ordering changes nothing",
    counterexample: (input) => {
      const [a, b] = input.orderings
      const [once, again] = [sorted(input, Ordering.andThen(a, b)), sorted(input, Ordering.andThen(Ordering.andThen(a, b), a))]
      return unless(Equal.equals(once, again), { once, again })
    }
  },
  {
    name: "best fit orders as BestFit does",
    counterexample: (input) => {
      const [ours, theirs] = [sorted(input, Ordering.bestFit), BestFit.inOrder(input.spots).map(({ place }) => place)]
      return unless(Equal.equals(ours, theirs), { ours, theirs })
    }
  }
]

export interface BitsCase {
  readonly size: number
  /** Added, or removed when they are there. */
  readonly turned: ReadonlyArray<number>
}

const turned = ({ size, turned: numbers }: BitsCase) => {
  const [bits, held] = [Bits.make(size, 1), new Set<number>()]
  // What the owner keeps there is no part of the set.
  bits.words[bits.end] = -1
  for (const number of numbers) {
    if (held.delete(number)) Bits.remove(bits, number)
    else {
      held.add(number)
      Bits.add(bits, number)
    }
  }
  return { bits, held }
}

export const bitsLaws: ReadonlyArray<Law<BitsCase>> = [
  {
    name: "a set of bits holds what was added and not removed",
    counterexample: (input) => {
      const { bits, held } = turned(input)
      const wrong = [...input.turned, ...input.turned.map((number) => Math.min(input.size - 1, number + 1))].find((number) => Bits.has(bits, number) !== held.has(number))
      return wrong === undefined ? undefined : show(wrong)
    }
  },
  {
    name: "the next of a set of bits is the least from there on",
    counterexample: (input) => {
      const { bits, held } = turned(input)
      const sortedAll = [...held].toSorted((a, b) => a - b)
      const wrong = [0, input.size - 1, input.size, ...input.turned, ...input.turned.map((number) => Math.min(input.size - 1, number + 1))]
        .find((from) => Bits.next(bits, from) !== (sortedAll.find((number) => number >= from) ?? -1))
      return wrong === undefined ? undefined : show({ from: wrong, next: Bits.next(bits, wrong) })
    }
  }
]

export interface ScheduleCase {
  readonly periods: ReadonlyArray<Schedule.Periods>
  /** Told one after another. */
  readonly clocks: ReadonlyArray<Instant.Instant>
}

const statusOf = ({ holds, outages }: Schedule.Periods, now: number): number => {
  const [past, present] = [({ until }: Fit.During) => until !== undefined && until <= now, ({ from, until }: Fit.During) => from <= now && (until === undefined || now < until)]
  if (outages.some(present)) return Occupancy.outOfService
  if (holds.some(present)) return Occupancy.held
  return [...outages, ...holds].every(past) ? Occupancy.clear : Occupancy.later
}

/** The status of each place after each clock, where only places that were woken are looked at again. */
const seen = ({ clocks, periods }: ScheduleCase) => {
  const schedule = Schedule.start(Instant.Instant.make(0))
  for (const [place, each] of periods.entries()) schedule.set(place, each)
  const statuses = periods.map((_, place) => schedule.status(place))
  return clocks.map((clock) => {
    for (const place of schedule.advance(clock)) statuses[place] = schedule.status(place)
    return { now: schedule.now(), statuses: [...statuses] }
  })
}

export const scheduleLaws: ReadonlyArray<Law<ScheduleCase>> = [
  {
    name: "a spot that nobody stands on is what its periods say at the clock",
    counterexample: (input) => {
      const wrong = seen(input).find(({ now, statuses }) => !Equal.equals(statuses, input.periods.map((periods) => statusOf(periods, now))))
      return wrong && show(wrong)
    }
  },
  {
    name: "a clock that is turned back stays",
    counterexample: (input) => {
      const wrong = seen(input).find(({ now }, index) => now !== Math.max(...input.clocks.slice(0, index + 1)))
      return wrong && show(wrong)
    }
  }
]
