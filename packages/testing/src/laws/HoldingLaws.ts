/** Laws of passes that are held and of waiting lists, over everything people may try. */
import { Pass, Waitlist } from "@parkade/core/pass"
import { LocalDate } from "@parkade/core/time"
import { Schema } from "effect"
import type { DeciderSchemas } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"
import { countingLaw, type History, stepsOf } from "./Steps.ts"

/** Every state of a pass, and its events. */
export const holdingSchemas: DeciderSchemas<Pass.State, Pass.Event> = { state: Schema.toType(Pass.State), event: Schema.toType(Pass.Event) }

const eachStep = stepsOf(Pass.decider)
type Events = ReadonlyArray<Pass.Event>
const requestOf = (events: Events) => events.find((event) => event._tag === "PassRequested")

interface Dates { readonly from: string; readonly until: string }

/** The periods by the events, with the end that the last resumption gave the last. */
const periodsOf = (events: Events): ReadonlyArray<Dates> =>
  events.reduce<ReadonlyArray<Dates>>((periods, event) => {
    if (event._tag === "PassRequested" || event._tag === "PassRenewed") return [...periods, { from: event.from, until: event.until }]
    return event._tag === "PassResumed" ? periods.map((period, index) => (index === periods.length - 1 ? { ...period, until: event.until } : period)) : periods
  }, [])

const isWithin = ({ from, until }: Dates, zone: string, at: number): boolean => {
  const start = (date: string) => LocalDate.at(zone, LocalDate.parse(date) ?? 0, 0)
  return at >= start(from) && at < start(until)
}

/** Who is inside, by the events. */
const insideOf = (events: Events): ReadonlySet<string> =>
  events.reduce((inside, event) => {
    if (event._tag === "PassUsed") return new Set([...inside, event.plate])
    return event._tag === "PassLeft" ? new Set([...inside].filter((plate) => plate !== event.plate)) : inside
  }, new Set<string>())

const paidOf = (events: Events): number => events.reduce((sum, event) => sum + ("charge" in event ? event.charge?.amount.amount ?? 0 : 0), 0)

/** Laws of passes. */
export const holdingLaws: ReadonlyArray<Law<History<Pass.Command>>> = [
  eachStep("entries used never exceed entries bought", ({ after, events, past }) => {
    const request = requestOf(past)
    if (request === undefined || after._tag === "Absent" || !events.some(({ _tag }) => _tag === "PassUsed")) return undefined
    const { entries = Infinity, zone } = request.terms
    const used = past.filter((event) => event._tag === "PassUsed")
    const over = periodsOf(past).find((period) => used.filter(({ at }) => isWithin(period, zone, at)).length > entries)
    return over === undefined && after.periods.every((period) => period.used <= entries) ? undefined : show({ over, past })
  }),
  eachStep("a pool never holds more vehicles than it has places", ({ past }) => {
    const places = requestOf(past)?.terms.places ?? 0
    return insideOf(past).size <= places ? undefined : show(past)
  }),
  eachStep("nobody is inside twice", ({ after, before, events, past }) => {
    if (after._tag === "Absent" || before._tag === "Absent") return undefined
    const plates = after.inside.map(({ plate }) => plate)
    const earlier = insideOf(past.slice(0, past.length - events.length))
    const wrong = events.find((event) => event._tag === "PassUsed" && (after.terms.antiPassback === "hard" ? earlier.has(event.plate) : earlier.has(event.plate) !== (event.unseen !== undefined)))
    const same = [...insideOf(past)].toSorted().join() === [...plates].toSorted().join()
    return wrong === undefined && same && new Set(plates).size === plates.length ? undefined : show({ before, events, after })
  }),
  eachStep("nobody enters on a pass outside its periods", ({ before, events, past }) => {
    const used = events.find((event) => event._tag === "PassUsed")
    const request = requestOf(past)
    if (used === undefined || request === undefined) return undefined
    const may = before._tag === "Active" && before.vehicles.includes(used.plate) && request.terms.lots.includes(used.lotId)
    return may && periodsOf(past).some((period) => isWithin(period, request.terms.zone, used.at)) ? undefined : show({ before, used })
  }),
  eachStep("periods of renewals are contiguous", ({ after, past }) => {
    if (after._tag === "Absent") return undefined
    const contiguous = (periods: ReadonlyArray<Dates>) => periods.every(({ from, until }, index) => from < until && (index === 0 || periods[index - 1]?.until === from))
    return contiguous(after.periods) && contiguous(periodsOf(past)) ? undefined : show(after.periods)
  }),
  eachStep("every period is paid with its price", ({ after, past }) => {
    if (after._tag === "Absent" || !past.some(({ _tag }) => _tag === "PassActivated")) return undefined
    const wrong = after.periods.find(({ charge, price }) => (charge?.amount.amount ?? 0) !== price.amount)
    const means = after.periods.flatMap(({ charge }) => (charge === undefined ? [] : [JSON.stringify(charge.by)]))
    return wrong === undefined && new Set(means).size === means.length ? undefined : show(after.periods)
  }),
  eachStep("a cancelled pass gives back no more than was paid", ({ past }) => {
    const cancelled = past.filter((event) => event._tag === "PassCancelled")
    const refund = cancelled.reduce((sum, event) => sum + event.refund.amount, 0)
    return cancelled.length <= 1 && refund >= 0 && refund <= paidOf(past) ? undefined : show(past)
  }),
  countingLaw(Pass.decider, (state) => (state._tag === "Absent" ? undefined : state))
]

/** Every state of a waiting list, and its events. */
export const waitlistSchemas: DeciderSchemas<Waitlist.State, Waitlist.Event> = { state: Schema.toType(Waitlist.State), event: Schema.toType(Waitlist.Event) }

const eachTurn = stepsOf(Waitlist.decider)

/** Who waits, in order, by the events. */
const lineOf = (events: ReadonlyArray<Waitlist.Event>): ReadonlyArray<string> => {
  const last = events.some((event) => event._tag === "WaitlistOpened" && event.policy.unused === "last")
  return events.reduce<ReadonlyArray<string>>((line, event) => {
    switch (event._tag) {
      case "WaitlistJoined": return [...line, event.entryId]
      case "WaitlistOffered":
      case "WaitlistWithdrawn": return line.filter((entry) => entry !== event.entryId)
      case "WaitlistDeclined":
      case "WaitlistLapsed": return last ? [...line, event.entryId] : line
      default: return line
    }
  }, [])
}

/** Laws of waiting lists. */
export const waitlistLaws: ReadonlyArray<Law<History<Waitlist.Command>>> = [
  eachTurn("a place is offered only while one is free", ({ before, events, past }) => {
    if (before._tag === "Absent" || !events.some(({ _tag }) => _tag === "WaitlistOffered")) return undefined
    const count = (...tags: ReadonlyArray<Waitlist.Event["_tag"]>) => past.filter(({ _tag }) => tags.includes(_tag)).length
    const used = count("WaitlistOffered") - count("WaitlistDeclined", "WaitlistLapsed", "WaitlistReleased")
    return used <= before.places ? undefined : show({ before, events, used })
  }),
  eachTurn("offers go in the order of the list", ({ after, events, past }) => {
    const offered = events.find((event) => event._tag === "WaitlistOffered")
    const line = lineOf(past.slice(0, past.length - events.length))
    if (offered !== undefined && offered.entryId !== line[0]) return show({ offered, line })
    return after._tag === "Absent" || after.waiting.map(({ entryId }) => entryId).join() === lineOf(past).join() ? undefined : show({ after, line: lineOf(past) })
  }),
  eachTurn("nobody is on the list twice", ({ after }) => {
    if (after._tag === "Absent") return undefined
    const everybody = [...after.waiting, ...after.offers, ...after.taken]
    const unique = (of: (entry: (typeof everybody)[number]) => string) => new Set(everybody.map(of)).size === everybody.length
    return unique(({ personId }) => personId) && unique(({ entryId }) => entryId) ? undefined : show(after)
  }),
  eachTurn("an offer is over at the instant at which it expires", ({ events, past }) => {
    const [event] = events
    if (event === undefined || (event._tag !== "WaitlistAccepted" && event._tag !== "WaitlistLapsed")) return undefined
    const offer = past.findLast((each) => each._tag === "WaitlistOffered" && each.entryId === event.entryId)
    const opened = past.find((each) => each._tag === "WaitlistOpened")
    const end = (offer?.at ?? 0) + (opened?.policy.offerFor ?? 0)
    return (event.at < end) === (event._tag === "WaitlistAccepted") ? undefined : show({ offer, event })
  }),
  countingLaw(Waitlist.decider, (state) => (state._tag === "Absent" ? undefined : state))
]
