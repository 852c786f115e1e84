/** Laws of merchants' programmes and coupons, counted from the events alone. */
import type { Decider } from "@parkade/core/lifecycle"
import { Coupon, CouponCode, Programme, Redemption } from "@parkade/core/merchant"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Equal, Schema } from "effect"
import * as fc from "fast-check"
import { couponCommands, couponEvent, programmeCommands, programmeEvent } from "../arbitraries/Merchant.ts"
import { type DeciderCase, type DeciderSchemas, play } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

export const programmeSchemas: DeciderSchemas<Programme.State, Programme.Event> = {
  state: Schema.toType(Programme.State),
  event: Schema.toType(Programme.Event)
}

export const couponSchemas: DeciderSchemas<Coupon.State, Coupon.Event> = {
  state: Schema.toType(Coupon.State),
  event: Schema.toType(Coupon.Event)
}

export type ProgrammeCase = DeciderCase<Programme.Command, Programme.Event>
export type CouponCase = DeciderCase<Coupon.Command, Coupon.Event>

/** Histories of one programme. */
export const programmeCase = (): fc.Arbitrary<ProgrammeCase> => fc.record({ commands: programmeCommands(), event: programmeEvent(), cut: fc.nat(8) })

/** Histories of one coupon. */
export const couponCase = (): fc.Arbitrary<CouponCase> => fc.record({ commands: couponCommands(), event: couponEvent(), cut: fc.nat(8) })

/** A law of the events up to each one, and of the state they make. */
const eachPrefix = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  name: string,
  look: (events: ReadonlyArray<Event>, last: Event, state: State) => string | undefined
): Law<DeciderCase<Command, Event>> => ({
  name,
  counterexample: ({ commands }) => {
    const events = play(decider, commands).flatMap((step) => step.events)
    let state = decider.initial
    for (const [index, event] of events.entries()) {
      state = decider.evolve(state, event)
      const found = look(events.slice(0, index + 1), event, state)
      if (found !== undefined) return found
    }
    return undefined
  }
})

type InProgramme<Tag extends Programme.Event["_tag"]> = Extract<Programme.Event, { readonly _tag: Tag }>
type InCoupon<Tag extends Coupon.Event["_tag"]> = Extract<Coupon.Event, { readonly _tag: Tag }>

const agreed = ([first]: ReadonlyArray<Programme.Event>): InProgramme<"ProgrammeAgreed"> | undefined => (first?._tag === "ProgrammeAgreed" ? first : undefined)
const issued = ([first]: ReadonlyArray<Coupon.Event>): InCoupon<"CouponIssued"> | undefined => (first?._tag === "CouponIssued" ? first : undefined)

/** What was given and not given back. */
const given = (events: ReadonlyArray<Programme.Event>): ReadonlyArray<InProgramme<"ProgrammeRedeemed">> => {
  const released = new Set(events.flatMap((event) => (event._tag === "ProgrammeReleased" ? [event.redemptionId] : [])))
  return events.filter((event) => event._tag === "ProgrammeRedeemed").filter(({ redemptionId }) => !released.has(redemptionId))
}

const used = (events: ReadonlyArray<Coupon.Event>): ReadonlyArray<InCoupon<"CouponRedeemed">> => {
  const released = new Set(events.flatMap((event) => (event._tag === "CouponReleased" ? [event.redemptionId] : [])))
  return events.filter((event) => event._tag === "CouponRedeemed").filter(({ redemptionId }) => !released.has(redemptionId))
}

/** The largest number of `values` that are the same one. */
const most = (values: ReadonlyArray<string | undefined>): number => {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}

const local = (zone: TimeZone.TimeZone, at: Instant.Instant, characters: number): string => Instant.toIso(at, zone).slice(0, characters)

/** Whether a last event that redeems repeats the id of another. */
const repeats = <Event extends { readonly _tag: string }>(events: ReadonlyArray<Event & { readonly redemptionId?: string }>, last: Event & { readonly redemptionId?: string }): boolean =>
  last._tag.endsWith("Redeemed") && events.filter((event) => event._tag === last._tag && event.redemptionId === last.redemptionId).length > 1

const holds = (terms: Pick<Coupon.Terms, "period" | "lots">, { at, lotId }: Pick<InCoupon<"CouponRedeemed">, "at" | "lotId">): boolean =>
  at >= terms.period.from && at < (terms.period.until ?? Infinity) && (terms.lots === undefined || terms.lots.includes(lotId))

/** Laws of one programme. Ids recur over months, since programmes forget: those laws are of what they remember. */
export const programmeLaws: ReadonlyArray<Law<ProgrammeCase>> = [
  eachPrefix(Programme.decider, "a programme never gives beyond its limits", (events) => {
    const terms = agreed(events)
    if (terms === undefined) return undefined
    const { limits: { perDay = Infinity, perTicket = Infinity }, zone } = terms
    const live = given(events)
    const isFine = most(live.map(({ at }) => local(zone, at, 10))) <= perDay && most(live.map(({ at, ticketId }) => `${ticketId} ${local(zone, at, 7)}`)) <= perTicket
    return isFine && live.every((event) => holds(terms, event)) ? undefined : show({ terms, live })
  }),
  eachPrefix(Programme.decider, "a month's redemptions never exceed the budget", (events) => {
    const terms = agreed(events)
    if (terms?.budget === undefined) return undefined
    const { budget, zone } = terms
    const applied = new Map(events.flatMap((event) => (event._tag === "ProgrammeSettled" ? [[event.redemptionId, event.applied.amount] as const] : [])))
    const months = Object.values(Object.groupBy(given(events), ({ at }) => local(zone, at, 7)))
    const dear = months.find((month) => (month ?? []).reduce((sum, { redemptionId, worth }) => sum + (applied.get(redemptionId) ?? worth.amount), 0) > budget.amount)
    return dear === undefined ? undefined : show({ budget, dear, applied: [...applied] })
  }),
  eachPrefix(Programme.decider, "a redemption that is repeated adds nothing", (events, last) => {
    const since = last.at - 27 * 86_400_000
    return repeats(events.filter(({ at }) => at >= since), last) ? show(events) : undefined
  }),
  eachPrefix(Programme.decider, "what a ticket was given has codes of its own, in the order in which it was given", (events, last, state) => {
    if (last._tag !== "ProgrammeRedeemed" || state._tag === "Absent") return undefined
    const list = Redemption.validations(Programme.ofTicket(state, last.ticketId))
    const codes = list.map(({ code }) => code)
    const isPaid = list.every(({ payer }) => payer === state.partnerId)
    // Of events of one instant, any order by id will do.
    const isLast = codes.includes(last.validation.code) && (list.at(-1)?.code === last.validation.code || events.filter((event) => event._tag === "ProgrammeRedeemed" && event.at === last.at).length > 1)
    return new Set(codes).size === codes.length && isPaid && isLast ? undefined : show({ list, last })
  })
]

/** Laws of one coupon. */
export const couponLaws: ReadonlyArray<Law<CouponCase>> = [
  eachPrefix(Coupon.decider, "a coupon is never redeemed beyond its limits", (events) => {
    const { limits: { perPerson = Infinity, perPlate = Infinity, uses = 0 } = {} } = issued(events) ?? {}
    const live = used(events)
    const isFine = live.length <= uses && most(live.map(({ plate }) => plate)) <= perPlate && most(live.map(({ personId }) => personId)) <= perPerson
    return isFine && most(live.map(({ ticketId }) => ticketId)) <= 1 ? undefined : show(events)
  }),
  eachPrefix(Coupon.decider, "a redemption that is repeated adds nothing", (events, last) => (repeats(events, last) ? show(events) : undefined)),
  eachPrefix(Coupon.decider, "a redemption that is given back frees its use", (events, last, state) => {
    if (last._tag !== "CouponReleased" || state._tag === "Absent") return undefined
    const isFreed = Equal.equals(Coupon.redeemed(state).map(({ id }) => id), used(events).map(({ redemptionId }) => redemptionId))
    return isFreed ? undefined : show({ events, state })
  }),
  eachPrefix(Coupon.decider, "a coupon is redeemed within its period and lots only", (events, last) => {
    const terms = issued(events)
    return last._tag !== "CouponRedeemed" || (terms !== undefined && holds(terms, last)) ? undefined : show({ terms, last })
  })
]

export interface CodeCase {
  readonly random: Uint8Array
  /** Which of its bits is another. */
  readonly bit: number
  readonly gaps: ReadonlyArray<string>
  readonly low: boolean
}

/** Laws of coupon codes. */
export const couponCodeLaws: ReadonlyArray<Law<CodeCase>> = [
  {
    name: "a coupon's code is the same in any case and spacing",
    counterexample: ({ gaps, low, random }) => {
      const code = CouponCode.make(random)
      const typed = [...(low ? code.toLowerCase() : code)].map((character, index) => character + (gaps[index] ?? "")).join("")
      return CouponCode.parse(typed) === code && CouponCode.parse(CouponCode.format(code)) === code ? undefined : show({ code, typed })
    }
  },
  {
    name: "a generated code tells every bit it was made of",
    counterexample: ({ bit, random }) => {
      const at = Math.floor(bit / 5) % CouponCode.randomBytes
      const other = random.with(at, (random[at] ?? 0) ^ (1 << (bit % 5)))
      return CouponCode.make(random) === CouponCode.make(other) ? show({ random, other }) : undefined
    }
  }
]
