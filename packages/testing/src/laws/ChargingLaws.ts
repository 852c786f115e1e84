/** Laws of charging sessions and of the phases that tariffs price. */
import { ChargingSession, Phases } from "@parkade/core/charging"
import { Rational } from "@parkade/core/money"
import type { PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { chargingCommands, chargingEvent } from "../arbitraries/Charging.ts"
import { type DeciderCase, type DeciderSchemas, play } from "./DeciderLaws.ts"
import { historyLaws, stepLaw } from "./HistoryLaws.ts"
import { type Law, show } from "./Law.ts"

type Event = ChargingSession.Event
type Case = DeciderCase<ChargingSession.Command, Event>

export const chargingSchemas: DeciderSchemas<ChargingSession.State, Event> = {
  state: Schema.toType(ChargingSession.State),
  event: Schema.toType(ChargingSession.Event)
}

/** Histories of one session. */
export const chargingCase = (): fc.Arbitrary<Case> => fc.record({ commands: chargingCommands(), event: chargingEvent(), cut: fc.nat(6) })

const eachStep = stepLaw(ChargingSession.decider)

type Metered = Extract<Event, { readonly _tag: "ChargingMetered" }>
const isReading = (event: Event): event is Metered => event._tag === "ChargingMetered"

const eventsOf = (commands: ReadonlyArray<ChargingSession.Command>): ReadonlyArray<Event> => play(ChargingSession.decider, commands).flatMap(({ events }) => events)
const fold = (events: ReadonlyArray<Event>): ChargingSession.State => events.reduce(ChargingSession.evolve, ChargingSession.initial)
const end = (state: ChargingSession.ChargingSession): Instant.Instant => state._tag === "Unplugged" ? state.unpluggedAt : state.changedAt

/** Every reading in `readings`, each twice, told to a session that did all else before. */
const told = (turns: ReadonlyArray<Event>, readings: ReadonlyArray<Metered>): ChargingSession.State =>
  [...readings, ...readings].reduce((state, { at, wattHours }) =>
    Result.getOrThrow(ChargingSession.decide({ _tag: "Meter", at, wattHours }, state)).reduce(ChargingSession.evolve, state), fold(turns))

/** Laws of the session. */
export const chargingLaws: ReadonlyArray<Law<Case>> = [
  ...historyLaws(ChargingSession.decider, chargingSchemas),
  {
    name: "the order in which readings arrive changes nothing",
    counterexample: ({ commands }) => {
      const events = eventsOf(commands)
      const whole = fold(events)
      if (whole._tag === "Absent") return undefined
      const readings = events.filter(isReading).filter(({ at }) => at <= end(whole))
      const turns = events.filter((event) => !isReading(event))
      const orders = [readings, readings.toReversed(), readings.toSorted((a, b) => a.wattHours % 7 - b.wattHours % 7)].map((order) => told(turns, order))
      const other = orders.find((state) => state._tag !== whole._tag || !Equal.equals(Phases.of(state, end(whole)), Phases.of(whole, end(whole))))
      return other === undefined ? undefined : show({ whole, other })
    }
  },
  eachStep("the register of a session never runs backwards", ({ events, history }) => {
    const readings = [...history, ...events].filter(isReading).toSorted((a, b) => a.at - b.at)
    const wrong = readings.find(({ at, wattHours }, index) => {
      const before = readings[index - 1]
      return before !== undefined && (before.at === at || before.wattHours > wattHours)
    })
    return wrong === undefined ? undefined : show({ wrong, readings })
  }),
  eachStep("an unplugged session stays unplugged", ({ after, before, events }) =>
    before._tag !== "Unplugged" || (after._tag === "Unplugged" && after.unpluggedAt === before.unpluggedAt && events.every(isReading)) ? undefined : show({ before, after }))
]

export interface PhasesCase {
  readonly commands: ReadonlyArray<ChargingSession.Command>
  /** Milliseconds after the plug at which the session is looked at. */
  readonly lookAfter: number
  /** Milliseconds after the plug from which idling is an overstay. */
  readonly overstayAfter: number | undefined
}

/** Sessions looked at in their course and after it. */
export const phasesCase = (): fc.Arbitrary<PhasesCase> =>
  fc.record({
    commands: chargingCommands(),
    lookAfter: fc.oneof(fc.constantFrom(0, 1, 999, 1_000), fc.integer({ min: 0, max: 200_000_000 })),
    overstayAfter: fc.option(fc.integer({ min: 0, max: 80_000_000 }), { freq: 2, nil: undefined })
  })

interface Looked {
  readonly session: ChargingSession.ChargingSession
  readonly events: ReadonlyArray<Event>
  readonly phases: ReadonlyArray<PriceFunction.Phase>
  readonly until: Instant.Instant
  /** Where the phases should end. */
  readonly end: Instant.Instant
  readonly overstayFrom: Instant.Instant | undefined
}

const eachLook = (name: string, look: (looked: Looked) => string | undefined): Law<PhasesCase> => ({
  name,
  counterexample: ({ commands, lookAfter, overstayAfter }) => {
    const events = eventsOf(commands)
    const session = fold(events)
    if (session._tag === "Absent") return undefined
    const later = (millis: number) => Instant.Instant.make(session.pluggedAt + millis)
    const [until, overstayFrom] = [later(lookAfter), overstayAfter === undefined ? undefined : later(overstayAfter)]
    const unplugged = events.find(({ _tag }) => _tag === "ChargingUnplugged")
    const end = unplugged !== undefined && "at" in unplugged && unplugged.at < until ? unplugged.at : until
    return look({ session, events, phases: Phases.of(session, until, { overstayFrom }), until, end, overstayFrom })
  }
})

/** What was counted by `end`, from what was stored. */
const counted = (events: ReadonlyArray<Event>, end: number): ReadonlyArray<Metered> => events.filter(isReading).filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)

const names = { ChargingPlugged: "idle", ChargingStarted: "charging", ChargingStopped: "idle", ChargingRecovered: "idle", ChargingFaulted: "faulted" } as const

/** What the vehicle did in the second from `at`: what it was last told to do by its end. */
const nameAt = (events: ReadonlyArray<Event>, at: number, overstayFrom: number | undefined): string => {
  const told = events.flatMap((event) => event._tag === "ChargingMetered" || event._tag === "ChargingUnplugged"
    ? [] : [{ name: names[event._tag], second: Instant.seconds(event._tag === "ChargingPlugged" ? event.pluggedAt : event.at) }])
  const name = told.filter(({ second }) => second <= Instant.seconds(at)).at(-1)?.name ?? "none"
  return name === "idle" && overstayFrom !== undefined && Instant.seconds(overstayFrom) <= Instant.seconds(at) ? "overstay" : name
}

const wattHours = ({ kwh = "0" }: PriceFunction.Phase): Rational.Rational => Rational.multiply(Rational.parse(kwh) ?? Rational.make(-1n), Rational.make(1_000n))

/** Laws of the phases. */
export const phasesLaws: ReadonlyArray<Law<PhasesCase>> = [
  eachLook("phases cover the session from plug to unplug without gap or overlap", ({ end, phases, session }) => {
    const [from, to] = [session.pluggedAt, end].map((at) => Math.floor(at / 1_000) * 1_000)
    const edges = phases.flatMap((phase) => [phase.from, phase.to])
    const expected = [from, ...phases.slice(1).flatMap((phase) => [phase.from, phase.from]), to]
    const fine = from === to ? phases.length === 0 : Equal.equals(edges, expected) && phases.every((phase) => phase.from < phase.to)
    return fine ? undefined : show({ from, to, phases })
  }),
  eachLook("the energy of phases is what the register counted from its first reading to its last", ({ end, events, phases, session, until }) => {
    const readings = counted(events, end)
    const register = (readings.at(-1)?.wattHours ?? 0) - (readings[0]?.wattHours ?? 0)
    const sum = Rational.sum(phases.map(wattHours))
    const shown = phases.length === 0 ? register : Number(sum.numerator)
    return sum.denominator === 1n && shown === register && Phases.energy(session, until) === register ? undefined : show({ register, phases, readings })
  }),
  eachLook("what is not yet metered is in no phase", ({ end, events, overstayFrom, phases, until }) => {
    const known = fold(events.filter((event) => !isReading(event) || event.at <= end))
    const last = counted(events, end).at(-1)?.at ?? 0
    const early = known._tag === "Absent" ? [] : Phases.of(known, until, { overstayFrom })
    const late = phases.find((phase) => phase.from > last && phase.kwh !== undefined)
    return Equal.equals(early, phases) && late === undefined ? undefined : show({ phases, early, last })
  }),
  eachLook("each phase is what the vehicle was doing", ({ events, overstayFrom, phases }) => {
    const wrong = phases.find(({ from, name, to }) => [from, Math.floor((from + to) / 2), to - 1_000].some((at) => nameAt(events, at, overstayFrom) !== name))
    return wrong === undefined ? undefined : show({ wrong, phases, events })
  }),
  eachLook("where anything charged between two readings, nothing else drew energy", ({ end, events, phases }) => {
    const readings = counted(events, end)
    const wrong = phases.find(({ from, kwh, name }) => {
      if (kwh === undefined || name === "charging") return false
      const second = Instant.seconds(from)
      const [before, after] = [readings.findLast(({ at }) => Instant.seconds(at) <= second), readings.find(({ at }) => Instant.seconds(at) > second)]
      if (before === undefined || after === undefined) return false
      return phases.some((other) => other.name === "charging" && other.from >= before.at && other.to <= after.at)
    })
    return wrong === undefined ? undefined : show({ wrong, phases, readings })
  })
]
