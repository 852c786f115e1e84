/** Stays, and what is known of them: at the edges of clocks, of calendars, and of the tariff that prices them. */
import { Tariff } from "@parkade/core/pricing"
import { Calendar, Elapsed, Instant, TimeZone } from "@parkade/core/time"
import * as fc from "fast-check"
import { type Constants, constants } from "./Constants.ts"
import { isObject } from "./Json.ts"
import { factValues } from "./Rate.ts"
import { calendars, type Demand, demandsOf, tariff, type TariffOptions } from "./Tariff.ts"
import { clockChanges, elapsed, instant } from "./Time.ts"
import { maybe, measures, phaseNames, secondsOf } from "./Window.ts"

/** When a car came, and when it left. */
export interface Stay {
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
}

/** How long stays are. */
export interface StayOptions {
  /** A year by default. */
  readonly longest?: Elapsed.Elapsed
  /** Lengths whose halves and multiples, and a second around them, are worth trying: a quarter of an hour and an hour by default, in `pricing` those of its tariff. */
  readonly steps?: ReadonlyArray<Elapsed.Elapsed>
}

const millis = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(999) })

/** A stay, also of no length; one in four with milliseconds. */
export const stay = ({ longest = Elapsed.ofHours(8_760), steps = [Elapsed.ofMinutes(15), Elapsed.ofHours(1)] }: StayOptions = {}): fc.Arbitrary<Stay> => {
  const around = fc.tuple(fc.constantFrom(...steps), fc.nat(100), fc.constantFrom(-1_000, -1, 0, 1, 1_000))
    .map(([each, halves, distance]) => Math.min(longest, Math.max(0, Math.floor((each * halves) / 2) + distance)))
  const length = fc.oneof(around, elapsed({ max: longest }))
  return fc.record({ entry: instant(), length, millis }).map(({ entry, length, millis }) => ({
    entry,
    exit: Instant.Instant.make(entry + length + millis)
  }))
}

/** Where a tariff's price is likely to change: its steps. */
export const stepsOf = (tariff: Tariff.Tariff): ReadonlyArray<Elapsed.Elapsed> => {
  const { lengths } = constants(Tariff.encode(tariff))
  return lengths.length === 0 ? [Elapsed.ofHours(1)] : lengths.map(Elapsed.ofSeconds)
}

/** A tariff with a stay that tries its steps. */
export const pricing = (options: TariffOptions & StayOptions = {}): fc.Arbitrary<{ readonly tariff: Tariff.Tariff; readonly stay: Stay }> =>
  tariff(options).chain((made) => fc.record({ tariff: fc.constant(made), stay: stay({ ...options, steps: options.steps ?? stepsOf(made) }) }))

/** A part of a stay: what the car did then, what was delivered. */
export interface Phase {
  readonly name: string
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly kwh?: string
  readonly amps?: string
  readonly kw?: string
}

/** What is known of a stay besides its times; what is absent is unknown. */
export interface Facts {
  readonly vehicle?: string
  readonly spot?: ReadonlyArray<string>
  readonly product?: string
  readonly pass?: string | ReadonlyArray<string>
  readonly validation?: string | ReadonlyArray<string>
  readonly occupancy?: string
  readonly lost?: boolean
  readonly expired?: boolean
  readonly unpaid?: string
  /** Which visit it is, where somebody else counts them. */
  readonly visit?: number
}

/** A stay with all that a tariff may ask of it. */
export interface Visit extends Stay {
  readonly facts: Facts
  /** In their order, apart from each other; the first may begin before the stay, the last end after it. */
  readonly phases: ReadonlyArray<Phase>
  /** Earlier visits of the same car, in their order, over before the entry. */
  readonly earlier: ReadonlyArray<{ readonly from: Instant.Instant; readonly to: Instant.Instant }>
  /** By the path of its price, what it has come to by demand. */
  readonly levels: { readonly [path: string]: string }
}

/** How long stays are, where, and whether there were others before. */
export interface VisitOptions {
  /** A year by default: one stay in fifty is longer than three weeks. */
  readonly longest?: Elapsed.Elapsed
  /** Where the lot is, for tariffs without a zone; UTC by default. */
  readonly zone?: TimeZone.TimeZone
  /** Earlier visits; true by default. */
  readonly history?: boolean
}

const day = 86_400_000
const hour = 3_600_000

/** Milliseconds from a date's beginning to its clock "HH:MM". */
const clockMillis = (clock: string): number => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) * 60_000

const shortly = (lengths: ReadonlyArray<number>): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, -1_000, 1_000, -1, 60_000, -60_000) },
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(3_600, ...lengths), fc.constantFrom(0, -1, 1)).map(([seconds, by]) => (by - seconds) * 1_000) },
    { weight: 3, arbitrary: fc.integer({ min: -7_200, max: 7_200 }).map((seconds) => seconds * 1_000) }
  )

const [earliest, latest] = [Date.parse("2010-01-02T00:00:00Z"), Date.parse("2037-12-01T00:00:00Z")]

/** Local dates as midnights of a clock on UTC: ends of weeks, months and years, the tariff's dates, any. */
const localDates = ({ dates }: Constants, holidays: ReadonlyArray<string>): fc.Arbitrary<number> => {
  const named = [...dates, ...holidays].flatMap((date) => (date.length > 5 ? [date] : ["2023", "2024", "2026"].map((year) => `${year}-${date}`)))
    .map((date) => Date.parse(`${date}T00:00:00Z`)).filter((midnight) => midnight >= earliest && midnight <= latest)
  const edges = ["2026-01-01", "2026-06-15", "2026-07-01", "2027-01-01", "2024-02-29", "2024-03-01", "2011-12-30", "2025-12-29"].map((date) => Date.parse(`${date}T00:00:00Z`))
  return fc.tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...edges) },
      { weight: named.length === 0 ? 0 : 4, arbitrary: fc.constantFrom(...(named.length === 0 ? edges : named)) },
      { weight: 3, arbitrary: fc.integer({ min: Date.parse("2026-01-01T00:00:00Z") / day, max: Date.parse("2027-12-31T00:00:00Z") / day }).map((days) => days * day) },
      { weight: 1, arbitrary: fc.integer({ min: earliest / day, max: latest / day }).map((days) => days * day) }
    ),
    fc.constantFrom(0, 0, 0, -1, 1)
  ).map(([midnight, days]) => midnight + days * day)
}

const clamped = (millis: number): number => Math.min(latest, Math.max(earliest, millis))

const entries = (zone: TimeZone.TimeZone, known: Constants, holidays: ReadonlyArray<string>): fc.Arbitrary<number> => {
  const clocks = fc.constantFrom("00:00", "08:00", ...known.clocks, ...known.clocks)
  const atClock = fc.tuple(localDates(known, holidays), clocks).map(([midnight, clock]) => Calendar.resolve(zone, midnight + clockMillis(clock)))
  const changes = clockChanges(zone)
  const atChange = changes.length === 0 ? atClock : fc.constantFrom(...changes)
  return fc.oneof(
    { weight: 5, arbitrary: fc.tuple(atClock, shortly(known.lengths)).map(([at, by]) => clamped(at + by)) },
    { weight: 3, arbitrary: fc.tuple(atChange, shortly(known.lengths), fc.constantFrom(0, 0, 0, -hour, -6 * hour, -day)).map(([at, by, back]) => clamped(at + by + back)) },
    { weight: 2, arbitrary: instant({ zone, min: earliest, max: latest }) }
  )
}

const week = 604_800

/** Exits, given their entry: at multiples and sums of the tariff's lengths, at its clocks on some later day, at the next change of clocks, anywhere. */
const exits = (zone: TimeZone.TimeZone, known: Constants, longestSeconds: number): fc.Arbitrary<(entry: number) => number> => {
  const lengths = [900, 3_600, 86_400, ...known.lengths, ...known.lengths].filter((seconds) => seconds <= longestSeconds)
  const some = lengths.length === 0 ? [Math.min(60, longestSeconds)] : lengths
  const near = fc.constantFrom(0, 1, -1, 0, 1, -1, 2, 59, -60)
  const within = (most: number) => (seconds: number) => (entry: number) => entry + Math.min(Math.max(0, seconds), most, longestSeconds) * 1_000
  const short = within(3 * week)
  const clocks = fc.constantFrom("00:00", "24:00", ...known.clocks, ...known.clocks)
  const changes = clockChanges(zone)
  return fc.oneof(
    { weight: 16, arbitrary: fc.tuple(fc.constantFrom(...some), fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) }, { weight: 1, arbitrary: fc.nat(40) }), near).map(([length, times, by]) => short(length * times + by)) },
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...some), fc.constantFrom(...some), near).map(([a, b, by]) => short(a + b + by)) },
    { weight: 12, arbitrary: fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(21) }), clocks, near).map(([days, clock, by]) => (entry: number) => {
      const midnight = Math.floor((entry + Calendar.offsetMillis(zone, entry)) / day) * day
      const at = Calendar.resolve(zone, midnight + days * day + clockMillis(clock)) + by * 1_000
      return short(Math.floor((at - entry) / 1_000))(entry)
    }) },
    { weight: 4, arbitrary: fc.tuple(near, fc.nat(86_400)).map(([by, otherwise]) => (entry: number) => {
      const change = changes.find((at) => at > entry)
      return short(change === undefined || change > entry + 3 * week * 1_000 ? otherwise : (change - entry) / 1_000 + by)(entry)
    }) },
    { weight: 6, arbitrary: elapsed({ max: Elapsed.ofHours(504) }).map((length) => short(length / 1_000)) },
    { weight: 2, arbitrary: fc.constant(short(0)) },
    { weight: 4, arbitrary: fc.nat(7_200).map(short) },
    { weight: longestSeconds > 3 * week ? 1 : 0, arbitrary: fc.integer({ min: 3 * week, max: Math.max(3 * week, longestSeconds) }).map(within(longestSeconds)) }
  )
}

interface PhaseDraft {
  readonly name: string
  readonly share: number
  readonly there: boolean
  readonly kwh: string | undefined
  readonly amps: string | undefined
  readonly kw: string | undefined
}

const phaseDrafts = (known: Constants): fc.Arbitrary<ReadonlyArray<PhaseDraft>> => {
  const nearBand = (edges: ReadonlyArray<string>) => fc.constantFrom(...edges, ...edges, ...measures, "15.99", "3.7")
  return fc.array(
    fc.record({
      name: fc.constantFrom(...known.phases, ...known.phases, ...phaseNames),
      share: fc.integer({ min: 1, max: 9 }),
      there: fc.integer({ min: 0, max: 6 }).map((roll) => roll > 0),
      kwh: maybe(fc.oneof(fc.constantFrom("1", "7", "20.45", "0.5", "1.5", "30", "0"), fc.integer({ min: 0, max: 9_000 }).map((count) => (count / 100).toFixed(2))), 75),
      amps: maybe(nearBand(known.amps), known.amps.length > 0 ? 80 : 15),
      kw: maybe(nearBand(known.kw), known.kw.length > 0 ? 80 : 15)
    }),
    { maxLength: known.energy ? 5 : 1 }
  )
}

/** Phases one after another over `stay`, each its share of it; `early` and `late` seconds of the first and last lie outside. */
const phasesOf = ({ entry, exit }: Stay, drafts: ReadonlyArray<PhaseDraft>, [early, late]: readonly [number, number]): ReadonlyArray<Phase> => {
  const [from, to] = [Math.floor(entry / 1_000) - early, Math.floor(exit / 1_000) + late]
  const total = drafts.reduce((sum, { share }) => sum + share, 0)
  let [start, sum] = [from, 0]
  return drafts.flatMap(({ amps, kw, kwh, name, share, there }) => {
    sum += share
    const [begin, end] = [start, from + Math.floor(((to - from) * sum) / total)]
    start = end
    if (!there || end <= begin) return []
    const measured = { ...(kwh === undefined ? {} : { kwh }), ...(amps === undefined ? {} : { amps }), ...(kw === undefined ? {} : { kw }) }
    return [{ name, from: Instant.Instant.make(begin * 1_000), to: Instant.Instant.make(end * 1_000), ...measured }]
  })
}

/** Earlier visits, the last first: how long before the next one they ended, and how long they were. */
const history = (known: Constants): fc.Arbitrary<ReadonlyArray<{ readonly gap: number; readonly length: number }>> => {
  const length = fc.tuple(fc.constantFrom(600, 3_600, ...known.lengths, ...known.lengths).filter((seconds) => seconds <= 2 * 86_400), fc.constantFrom(0, 1, -1))
    .map(([seconds, by]) => Math.max(0, seconds + by))
  const gap = fc.oneof({ weight: 5, arbitrary: length }, { weight: 2, arbitrary: fc.nat(20_000) }, { weight: 1, arbitrary: fc.constantFrom(0, 1, 86_400) })
  const some = fc.array(fc.record({ gap, length: fc.oneof({ weight: 4, arbitrary: length.filter((seconds) => seconds > 0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 9_000 }) }) }), { minLength: 1, maxLength: 4 })
  return fc.oneof({ withCrossShrink: true }, { weight: known.history ? 1 : 7, arbitrary: fc.constant([]) }, { weight: known.history ? 3 : 1, arbitrary: some })
}

const visitsBefore = (entry: number, backwards: ReadonlyArray<{ readonly gap: number; readonly length: number }>): Visit["earlier"] => {
  let next = Math.floor(entry / 1_000)
  return backwards.map(({ gap, length }) => {
    const to = next - gap
    next = to - length
    return { from: Instant.Instant.make(next * 1_000), to: Instant.Instant.make(to * 1_000) }
  }).toReversed()
}

/** Facts that the tariff's conditions mention, and others. */
const factsFor = ({ facts }: Constants): fc.Arbitrary<Facts> => {
  const fact = <A>(name: string, values: ReadonlyArray<string>, read: (value: string) => A) => {
    const mentioned = facts[name] ?? []
    return maybe(fc.constantFrom(...mentioned, ...mentioned, ...mentioned, ...values).map(read), mentioned.length > 0 ? 80 : 6)
  }
  const text = (value: string) => value
  const truth = (value: string) => value === "true"
  const around = (facts["unpaid"] ?? []).flatMap((over) => [-1, 0, 1].map((by) => Elapsed.format(Elapsed.ofSeconds(Math.max(0, secondsOf(over) + by)))))
  return fc.record({
    vehicle: fact("vehicle", factValues.vehicle, text),
    spot: fact("spot", factValues.spot, (value) => [value]),
    product: fact("product", factValues.product, text),
    pass: fc.oneof(fact("pass", factValues.pass, text), fact("pass", factValues.pass, (value) => ["other", value])),
    validation: fc.oneof(fact("validation", factValues.validation, text), fact("validation", factValues.validation, (value) => [value, "other"])),
    occupancy: fact("occupancy", [...factValues.occupancy, "0.599", "0.81"], text),
    lost: fact("lost", ["true", "false"], truth),
    expired: fact("expired", ["true", "false"], truth),
    unpaid: fact("unpaid", ["PT1H", ...around], text),
    visit: maybe(fc.integer({ min: 1, max: 5 }), facts["visit"] === undefined ? 1 : 15)
  }).map(present)
}

type Present<A> = { readonly [Key in keyof A]?: Exclude<A[Key], undefined> }

/** Without the keys whose value is `undefined`. */
const present = <A extends object>(record: A): Present<A> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<A>

const levelsFor = (demands: ReadonlyArray<Demand>): fc.Arbitrary<Visit["levels"]> =>
  fc.tuple(...demands.map(({ max, min, path, start }) => maybe(fc.constantFrom([path, min] as const, [path, max] as const, [path, start] as const), 60)))
    .map((levels) => Object.fromEntries(levels.filter((level) => level !== undefined)))

/** Stays that try a tariff where its price is likely to change. */
export const stayIn = (tariff: unknown, options: VisitOptions = {}): fc.Arbitrary<Visit> => {
  const { history: withHistory = true, longest = Elapsed.ofHours(8_760), zone: fallback = TimeZone.utc } = options
  const known = constants(tariff)
  const { holidays, zone: own } = isObject(tariff) ? tariff : {}
  const zone = typeof own === "string" ? TimeZone.TimeZone.make(own) : fallback
  const holidayDates = typeof holidays === "string" ? (calendars[holidays] ?? []) : []
  const longestSeconds = longest / 1_000
  const outside = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(9_000) })
  return fc.record({
    entry: entries(zone, known, holidayDates),
    leave: exits(zone, known, longestSeconds),
    millis: fc.tuple(millis, millis),
    facts: factsFor(known),
    drafts: phaseDrafts(known),
    outside: fc.tuple(outside, outside),
    backwards: withHistory ? history(known) : fc.constant([]),
    levels: levelsFor(demandsOf(tariff))
  }).map(({ backwards, drafts, entry, facts, leave, levels, millis: [atEntry, atExit], outside }) => {
    const second = Math.floor(entry / 1_000) * 1_000
    const left = leave(second)
    const start = Instant.Instant.make(second + atEntry)
    const end = Instant.Instant.make(left === second ? Math.max(start, second + atExit) : left + atExit)
    const stay = { entry: start, exit: end }
    return { ...stay, facts, levels, phases: phasesOf(stay, drafts, outside), earlier: visitsBefore(start, backwards) }
  })
}
