/** Laws of series, and of capacity against a search that tries everything. */
import { Fit } from "@parkade/core/allocation"
import { Capacity, Series } from "@parkade/core/reservation"
import { Calendar, LocalDate, type TimeZone } from "@parkade/core/time"
import { Equal, Result } from "effect"
import { type Law, show } from "./Law.ts"

export interface SeriesCase {
  readonly series: Series.Series
  readonly zone: TimeZone.TimeZone
  /** Which of its dates is looked at. */
  readonly pick: number
}

const all = (series: Series.Series, zone: TimeZone.TimeZone) => Result.getOrThrow(Series.occurrences(series, zone))

/** A date of the series that was not left out. */
const picked = ({ pick, series }: SeriesCase): string | undefined => {
  const dates = Result.getOrThrow(Series.dates(series)).filter((date) => !(series.except ?? []).includes(date))
  return dates[pick % Math.max(1, dates.length)]
}

/** What clocks show at an instant, as if they ran on UTC. */
const reading = (zone: string, instant: number): number => instant + Calendar.offsetMillis(zone, instant)

/** Clocks in `zone` show `expected` at some instant. */
const isShown = (zone: string, expected: number): boolean =>
  [-1, 1].map((day) => expected - Calendar.offsetMillis(zone, expected + day * 93_600_000)).some((instant) => reading(zone, instant) === expected)

const millisOf = (clock: string): number => Number(clock.slice(0, 2)) * 3_600_000 + Number(clock.slice(3)) * 60_000

/** Laws of series. */
export const seriesLaws: ReadonlyArray<Law<SeriesCase>> = [
  {
    name: "occurrences keep their time of day",
    counterexample: ({ series, zone }) => {
      const wrong = all(series, zone).find(({ date, period }) => {
        const { from, onto, to } = (series.moved ?? []).findLast((moved) => moved.date === date) ?? { ...series, onto: date }
        const day = (LocalDate.parse(onto) ?? 0) * 86_400_000
        const [begins, ends] = [day + millisOf(from), day + millisOf(to) + (millisOf(to) > millisOf(from) ? 0 : 86_400_000)]
        return [[begins, period.from], [ends, period.to]].some(([expected = 0, instant = 0]) => isShown(zone, expected) && reading(zone, instant) !== expected)
      })
      return wrong === undefined ? undefined : show(wrong)
    }
  },
  {
    name: "an occurrence begins before it ends",
    counterexample: ({ series, zone }) => {
      const wrong = all(series, zone).find(({ period }) => period.from >= period.to)
      return wrong === undefined ? undefined : show(wrong)
    }
  },
  {
    name: "a series split in two has the occurrences that it had",
    counterexample: (input) => {
      const { series, zone } = input
      const date = picked(input)
      if (date === undefined) return undefined
      const { after, before } = Result.getOrThrow(Series.splitAt(series, date))
      const [whole, parts] = [all(series, zone), [...(before === undefined ? [] : all(before, zone)), ...all(after, zone)]]
      return Equal.equals(whole, parts) ? undefined : show({ date, whole, parts })
    }
  },
  {
    name: "a date that is left out leaves the others",
    counterexample: (input) => {
      const { series, zone } = input
      const date = picked(input)
      if (date === undefined) return undefined
      const [without, expected] = [all(Result.getOrThrow(Series.leaveOut(series, date)), zone), all(series, zone).filter((each) => each.date !== date)]
      return Equal.equals(without, expected) ? undefined : show({ date, without, expected })
    }
  },
  {
    name: "the dates of a series are those that its rule names",
    counterexample: ({ series }) => {
      const { every, start } = series
      const first = LocalDate.parse(start) ?? 0
      const dates = Result.getOrThrow(Series.dates(series)).map((date) => LocalDate.parse(date) ?? 0)
      const inOrder = dates.every((date, index) => date >= first && date > (dates[index - 1] ?? -1))
      const fits = (date: number): boolean => {
        if (every._tag === "Day") return (date - first) % (every.step ?? 1) === 0
        const { day, month, year } = LocalDate.fields(date)
        if (every._tag === "Week") return every.on.some((name) => ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(name) === (date + 3) % 7)
        const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
        return day === (every.short === "last" ? Math.min(every.day, length) : every.day)
      }
      return inOrder && dates.every(fits) ? undefined : show(dates)
    }
  }
]

export interface CapacityCase {
  readonly situation: Capacity.Situation
  readonly effort: number
  /** Which vehicle leaves, or claim is given up. */
  readonly pick: number
}

interface Span { readonly from: number; readonly to: number }
const meets = (one: Span, other: Span) => one.from < other.to && other.from < one.to

/** The spots that would do for a claim, whatever the others take; none of its time is left where `undefined`. */
const possible = ({ inside, now, spots }: Capacity.Situation, { period, place }: Capacity.Claim) => {
  const span = { from: Math.max(now, period.from), to: period.to }
  if (span.from >= span.to) return undefined
  const free = spots.filter((spot) => {
    const suits = place._tag === "Spot" ? place.spotId === spot.id : Fit.fit(spot, place.requirement).length === 0
    const stays = inside.filter(({ spotId }) => spotId === spot.id).map(({ until }) => ({ from: now, to: until === undefined || until <= now ? Infinity : until }))
    const out = (spot.outages ?? []).map(({ from, until = Infinity }) => ({ from, to: until }))
    return suits && ![...stays, ...out].some((taken) => meets(taken, span))
  })
  return { span, spots: free.map(({ id }) => id) }
}

/** Tries everything. */
const canBeSeated = (situation: Capacity.Situation): boolean => {
  const wanted = situation.claims.flatMap((claim) => possible(situation, claim) ?? [])
  const taken: Array<Span & { readonly spot: string }> = []
  const from = (index: number): boolean => {
    const claim = wanted[index]
    if (claim === undefined) return true
    return claim.spots.some((spot) => {
      if (taken.some((each) => each.spot === spot && meets(each, claim.span))) return false
      taken.push({ ...claim.span, spot })
      const found = from(index + 1)
      taken.pop()
      return found
    })
  }
  return from(0)
}

const faultOfSeating = (situation: Capacity.Situation, spots: ReadonlyMap<string, string>): string | undefined => {
  const seated = situation.claims.flatMap((claim) => {
    const would = possible(situation, claim)
    return would === undefined ? [] : [{ ...would, id: claim.id, spot: spots.get(claim.id) }]
  })
  const unfit = seated.find(({ spot, spots: would }) => !would.some((each) => each === spot))
  const twice = seated.find((one, index) => seated.slice(0, index).some((other) => other.spot === one.spot && meets(other.span, one.span)))
  return unfit === undefined && twice === undefined ? undefined : show({ unfit, twice, spots })
}

/** Spots that are promised by themselves to others than `claim` while it lasts. */
const promised = (situation: Capacity.Situation, claim: Capacity.Claim, span: Span): ReadonlyArray<string> =>
  situation.claims.flatMap((other) => {
    const would = other.place._tag === "Spot" && other.id !== claim.id && claim.place._tag === "Class" ? possible(situation, other) : undefined
    return would !== undefined && other.place._tag === "Spot" && meets(would.span, span) ? [other.place.spotId] : []
  })

/** The claims of a shortage all want a place at its instant, and have none but those it names, which are fewer: some spots are promised by themselves. */
const isShortage = (situation: Capacity.Situation, short: Extract<Capacity.Seating, { readonly _tag: "Short" }>): boolean => {
  const { at, claims, spots } = short
  const wanting = situation.claims.filter(({ id }) => claims.includes(id)).map((claim) => {
    const would = possible(situation, claim)
    return would === undefined ? undefined : { ...would, spots: would.spots.filter((id) => !promised(situation, claim, would.span).includes(id)) }
  })
  return claims.length > spots.length && new Set(claims).size === wanting.length && wanting.every((would) =>
    would !== undefined && would.span.from <= at && at < would.span.to && would.spots.every((id) => spots.includes(id)))
}

/** Laws of capacity. */
export const capacityLaws: ReadonlyArray<Law<CapacityCase>> = [
  {
    name: "a seating puts everybody on a spot that suits, one vehicle on a spot at a time",
    counterexample: ({ effort, situation }) => {
      const seating = Capacity.seat(situation, effort)
      return seating._tag === "Seated" ? faultOfSeating(situation, seating.spots) : undefined
    }
  },
  {
    name: "what is short has no seating",
    counterexample: ({ effort, situation }) => {
      const seating = Capacity.seat(situation, effort)
      if (seating._tag !== "Short") return undefined
      return isShortage(situation, seating) && !canBeSeated(situation) ? undefined : show({ seating, situation })
    }
  },
  {
    name: "a search that was exhausted missed no seating",
    counterexample: ({ situation }) => {
      const seating = Capacity.seat(situation, 1_000_000)
      if (seating._tag === "Undecided" && !seating.exhausted) return "a small lot was given up"
      return (seating._tag === "Seated") === canBeSeated(situation) ? undefined : show({ seating, situation })
    }
  },
  {
    name: "a vehicle that leaves and a claim that is given up take nobody's place",
    counterexample: ({ pick, situation }) => {
      if (Capacity.seat(situation, 1_000_000)._tag !== "Seated") return undefined
      const { claims, inside } = situation
      const without = <A>(list: ReadonlyArray<A>) => list.filter((_, index) => index !== pick % Math.max(1, list.length))
      const fewer = [{ ...situation, claims: without(claims) }, { ...situation, inside: without(inside) }]
      return fewer.every((each) => Capacity.seat(each, 1_000_000)._tag === "Seated") ? undefined : show(fewer)
    }
  },
  {
    name: "what is accepted can be seated with all that was accepted before",
    counterexample: ({ effort, situation }) => {
      let claims: ReadonlyArray<Capacity.Claim> = []
      for (const claim of situation.claims) {
        if (Result.isFailure(Capacity.accept({ ...situation, claims }, claim, effort))) continue
        claims = [...claims, claim]
        if (!canBeSeated({ ...situation, claims })) return show(claims)
      }
      return undefined
    }
  }
]
