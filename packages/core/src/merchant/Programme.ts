/**
 * A merchant's programme: which validations it may give to tickets, how many, and what they may cost it in a month.
 *
 * What a validation takes off is known at the exit only. Until then it holds the most that it can take off (`worth`)
 * against the budget of the month in which it was given; settled, it counts what it took off. Programmes remember
 * redemptions of this month and the one before, and those that are not settled; older ones are in the ledger.
 *
 * Units: minor units; days and months on the clocks of the programme's zone; the period is closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; OutsidePeriod, OtherLot, NoSuchOffer, LimitReached, AboveBudget,
 * CurrencyMismatch; RedemptionDiffers, RedemptionReleased, NoSuchRedemption, AboveWorth, NegativeAmount,
 * NotExpiredYet.
 * Guarantees: a programme never gives beyond its limits; a month's redemptions never exceed the budget; a redemption that
 * is repeated adds nothing; what a ticket was given has codes of its own, in the order in which it was given.
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Money, Whole } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Validation } from "../pricing/index.ts"
import { Instant, LocalDate, TimeZone } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import * as Redemption from "./Redemption.ts"

export const ProgrammeId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("ProgrammeId"))
export type ProgrammeId = typeof ProgrammeId.Type

const count = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })))
const offerCode = Name.upTo(100)

/** A validation that the merchant may give, by a code of its own. */
export const Offer = Schema.Struct({ code: offerCode, validation: Schema.toType(Validation.Validation) })
export type Offer = typeof Offer.Type

const terms = {
  id: ProgrammeId,
  /** Who pays. */
  partnerId: Party.PartnerId,
  name: Name.upTo(120),
  offers: Schema.Array(Offer),
  limits: Schema.Struct({ perTicket: Schema.optionalKey(count), perDay: Schema.optionalKey(count) }),
  /** The most that a month's validations may take off. */
  budget: Schema.optionalKey(Money.Money),
  lots: Redemption.Lots,
  period: Redemption.Period,
  zone: TimeZone.TimeZone,
  by: Party.Actor
}
export const Terms = Schema.Struct(terms)
export type Terms = typeof Terms.Type

const given = {
  id: Redemption.RedemptionId,
  ticketId: Ids.TicketId,
  offer: offerCode,
  validation: Schema.toType(Validation.Validation),
  at: Instant.Instant,
  /** The day it was given on, in days since 1970-01-01. */
  date: Schema.Int
}

/** Given, with the most that it may take off; settled, with what it took off; or given back. */
export const Grant = Schema.TaggedUnion({
  Held: { ...given, worth: Money.Money },
  Settled: { ...given, applied: Money.Money },
  Released: given
})
export type Grant = typeof Grant.Type

const stored = { ...terms, grants: Schema.Array(Grant), version: Schema.Int, changedAt: Instant.Instant }

export const Programme = Schema.TaggedUnion({ Active: stored, Expired: stored, Revoked: { ...stored, reason: Name.upTo(200) } }).annotate({ identifier: "Programme" })
export type Programme = typeof Programme.Type

export const State = Schema.Union([Absent, Programme])
export type State = typeof State.Type

const at = Instant.Instant
const redemptionId = Redemption.RedemptionId

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  ProgrammeAgreed: { at, ...terms },
  ProgrammeRedeemed: { at, redemptionId, ticketId: Ids.TicketId, lotId: Lot.LotId, offer: offerCode, validation: given.validation, worth: Money.Money, by: Party.Actor },
  ProgrammeSettled: { at, redemptionId, applied: Money.Money },
  ProgrammeReleased: { at, redemptionId },
  ProgrammeExpired: { at },
  ProgrammeRevoked: { at, by: Party.Actor, reason: Name.upTo(200) }
}).annotate({ identifier: "ProgrammeEvent" })
export type Event = typeof Event.Type

type At = { readonly at: Instant.Instant }
type Of = At & { readonly redemptionId: Redemption.RedemptionId }

type Command =
  | { readonly _tag: "Agree"; readonly terms: Terms } & At
  | {
    readonly _tag: "Redeem"
    readonly ticketId: Ids.TicketId
    readonly lotId: Lot.LotId
    readonly offer: string
    /** The most that it can take off: the validation's `max`, its amount, or the dearest stay. */
    readonly worth: Money.Money
    readonly by: Party.Actor
  } & Of
  /** The stay was priced, or priced anew: so much was taken off. */
  | { readonly _tag: "Settle"; readonly applied: Money.Money } & Of
  | { readonly _tag: "Release" } & Of
  | { readonly _tag: "Expire" } & At
  | { readonly _tag: "Revoke"; readonly by: Party.Actor; readonly reason: string } & At
export type { Command }

export class NoSuchOffer extends Schema.TaggedError<NoSuchOffer>()("NoSuchOffer", { offer: Schema.String, known: Schema.Array(offerCode) }) {
  override get message() {
    return `this programme offers ${this.known.join(", ") || "nothing"}, not ${JSON.stringify(this.offer)}`
  }
}

/** The month's budget does not suffice. */
export class AboveBudget extends Schema.TaggedError<AboveBudget>()("AboveBudget", { worth: Money.Money, left: Money.Money }) {
  override get message() {
    return `${Money.format(this.left)} is left of this month's budget, ${Money.format(this.worth)} is needed`
  }
}

/** More was taken off than was said to be possible: the stay is to be priced with that as its `max`. */
export class AboveWorth extends Schema.TaggedError<AboveWorth>()("AboveWorth", { redemptionId, applied: Money.Money, worth: Money.Money }) {
  override get message() {
    return `this redemption takes off ${Money.format(this.worth)} at most, not ${Money.format(this.applied)}`
  }
}

/** What is taken off is zero or more. */
export class NegativeAmount extends Schema.TaggedError<NegativeAmount>()("NegativeAmount", { amount: Money.Money }) {
  override get message() {
    return `expected zero or more, found ${Money.format(this.amount)}`
  }
}

type Closed = NotBegun | WrongState | OutOfOrder
export type RedeemRejection = Closed | NoSuchOffer | NegativeAmount | AboveBudget | Redemption.OutsidePeriod | Redemption.OtherLot | Redemption.LimitReached | Money.CurrencyMismatch | Redemption.RedemptionDiffers | Redemption.RedemptionReleased
export type SettleRejection = NotBegun | OutOfOrder | Redemption.NoSuchRedemption | Redemption.RedemptionReleased | NegativeAmount | AboveWorth | Money.CurrencyMismatch
export type Rejection = RedeemRejection | SettleRejection | AlreadyBegun | Redemption.NotExpiredYet

export const initial: State = { _tag: "Absent" }

const isLive = ({ _tag }: Grant): boolean => _tag !== "Released"

/** The most that it may still take off: what it was settled at is never raised, since the rest was given to others. */
const most = (grant: Exclude<Grant, { readonly _tag: "Released" }>): Money.Money => (grant._tag === "Held" ? grant.worth : grant.applied)

const month = LocalDate.startOfMonth

/** What a redemption counts for in `currency`: what it took off, or may. */
const cost = (grant: Grant, currency: Money.Currency): number => {
  if (grant._tag === "Released") return 0
  const amount = most(grant)
  return amount.currency === currency ? amount.amount : 0
}

/** What the month of `at` has cost the programme so far, worth that is held included, in minor units. */
export const spent = ({ grants, zone }: Programme, at: Instant.Instant, currency: Money.Currency): Whole.Whole => {
  const date = LocalDate.of(zone, at)
  const [first, end] = [month(date), LocalDate.nextMonth(date)]
  return grants.reduce<Whole.Whole>((sum, grant) => (grant.date >= first && grant.date < end ? Whole.add(sum, cost(grant, currency)) : sum), 0)
}

/** What the programme gave `ticketId`: see Redemption.validations. */
export const ofTicket = ({ grants }: Programme, ticketId: Ids.TicketId): ReadonlyArray<Redemption.Given> =>
  grants.filter((grant) => isLive(grant) && grant.ticketId === ticketId)

/** Those that are not over: of this month and the one before, and what is held. */
const remembered = (grants: ReadonlyArray<Grant>, date: LocalDate.LocalDate): ReadonlyArray<Grant> => {
  const since = month(month(date) - 1)
  return grants.some((grant) => grant.date < since) ? grants.filter((grant) => grant._tag === "Held" || grant.date >= since) : grants
}

const plain = ({ at, date, id, offer, ticketId, validation }: Grant) => ({ id, ticketId, offer, validation, at, date })

const isCovered = (applied: Money.Money, by: Money.Money): boolean => applied.currency === by.currency && applied.amount >= 0 && applied.amount <= by.amount

const settled = (grant: Grant | undefined, applied: Money.Money): Grant | undefined => {
  if (grant === undefined || grant._tag === "Released" || !isCovered(applied, most(grant))) return undefined
  return grant._tag === "Settled" && grant.applied.amount === applied.amount ? undefined : { ...plain(grant), _tag: "Settled", applied }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "ProgrammeAgreed") {
    const { _tag, at: changedAt, ...rest } = event
    return state._tag === "Absent" ? { _tag: "Active", ...rest, grants: [], version: 1, changedAt } : state
  }
  if (state._tag === "Absent") return state
  const stamp = { version: state.version + 1, changedAt: event.at }
  const known = "redemptionId" in event ? state.grants.find(({ id }) => id === event.redemptionId) : undefined
  const replaced = (next: Grant): State => ({ ...state, ...stamp, grants: state.grants.map((grant) => (grant === known ? next : grant)) })
  switch (event._tag) {
    case "ProgrammeRedeemed": {
      const { at, offer, redemptionId: id, ticketId, validation, worth } = event
      if (state._tag !== "Active" || known !== undefined || worth.amount < 0) return state
      const date = LocalDate.of(state.zone, at)
      return { ...state, ...stamp, grants: [...remembered(state.grants, date), { _tag: "Held", id, ticketId, offer, validation, at, date, worth }] }
    }
    case "ProgrammeSettled": {
      const next = settled(known, event.applied)
      return next === undefined ? state : replaced(next)
    }
    case "ProgrammeReleased":
      return known !== undefined && isLive(known) ? replaced({ ...plain(known), _tag: "Released" }) : state
    case "ProgrammeExpired":
      return state._tag === "Active" ? { ...state, ...stamp, _tag: "Expired" } : state
    case "ProgrammeRevoked":
      return state._tag === "Active" ? { ...state, ...stamp, _tag: "Revoked", reason: event.reason } : state
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const subject = "programme"
const nothing: Result.Result<ReadonlyArray<never>> = Result.succeed([])
const absent = () => Result.fail(new NotBegun({ subject }))
const wrong = (state: Programme, command: Command["_tag"]) => Result.fail(new WrongState({ subject, id: state.id, state: state._tag, command }))

const inOrder = <E extends Event>(state: Programme, event: E): Result.Result<ReadonlyArray<E>, OutOfOrder> =>
  event.at < state.changedAt ? Result.fail(new OutOfOrder({ subject, id: state.id, at: event.at, notBefore: state.changedAt })) : Result.succeed([event])

/** Agrees on the programme. */
export const agree = ({ at, terms }: Only<"Agree">, state: State): Decision<"ProgrammeAgreed", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "ProgrammeAgreed", at, ...terms }])
  const isSame = Object.entries(terms).every(([name, value]) => Equal.equals(Reflect.get(state, name), value))
  return isSame ? nothing : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

/** Whether limits and budget leave room for one more. */
const hasRoom = (state: Programme, { at, ticketId, worth }: Only<"Redeem">): Result.Result<void, Redemption.LimitReached | AboveBudget | Money.CurrencyMismatch> => {
  const { budget, grants, limits: { perDay = Infinity, perTicket = Infinity }, name: code, zone } = state
  const date = LocalDate.of(zone, at)
  let [onTicket, onDay] = [0, 0]
  for (const grant of grants) {
    if (!isLive(grant)) continue
    if (grant.ticketId === ticketId) onTicket += 1
    if (grant.date === date) onDay += 1
  }
  if (onTicket >= perTicket) return Result.fail(new Redemption.LimitReached({ code, limit: "per ticket", most: perTicket }))
  if (onDay >= perDay) return Result.fail(new Redemption.LimitReached({ code, limit: "per day", most: perDay }))
  if (budget === undefined) return Result.succeed(undefined)
  const { currency } = budget
  if (worth.currency !== currency) return Result.fail(new Money.CurrencyMismatch({ left: currency, right: worth.currency }))
  const left = Number(Whole.subtract(budget.amount, spent(state, at, currency)))
  return worth.amount <= left ? Result.succeed(undefined) : Result.fail(new AboveBudget({ worth, left: { amount: left, currency } }))
}

/** The offer as it goes on one ticket: paid by the merchant, with a code of its own. */
const onTicket = ({ grants, partnerId }: Programme, { code, validation }: Offer, ticketId: Ids.TicketId): Validation.Validation => {
  const taken = new Set(grants.filter((grant) => grant.ticketId === ticketId).map((grant) => grant.validation.code))
  let own = code
  for (let count = 2; taken.has(own); count++) own = `${code} (${count})`
  return { ...validation, code: own, payer: partnerId }
}

/** Gives a ticket one of the offers. */
export const redeem = (command: Only<"Redeem">, state: State): Decision<"ProgrammeRedeemed", RedeemRejection> => {
  if (state._tag === "Absent") return absent()
  const { at, by, lotId, offer: asked, redemptionId, ticketId, worth } = command
  const { grants, lots, name: code, offers, period } = state
  const known = grants.find(({ id }) => id === redemptionId)
  if (known !== undefined && (known.ticketId !== ticketId || known.offer !== asked)) return Result.fail(new Redemption.RedemptionDiffers({ redemptionId, ticketId: known.ticketId }))
  if (known !== undefined) return isLive(known) ? nothing : Result.fail(new Redemption.RedemptionReleased({ redemptionId }))
  if (state._tag !== "Active") return wrong(state, command._tag)
  if (!Redemption.isWithin(period, at)) return Result.fail(new Redemption.OutsidePeriod({ code, at, ...period }))
  if (!Redemption.holdsIn(lots, lotId)) return Result.fail(new Redemption.OtherLot({ code, lotId }))
  const offer = offers.find((each) => each.code === asked)
  if (offer === undefined) return Result.fail(new NoSuchOffer({ offer: asked.slice(0, 120), known: offers.map((each) => each.code) }))
  if (worth.amount < 0) return Result.fail(new NegativeAmount({ amount: worth }))
  const event: Extract<Event, { readonly _tag: "ProgrammeRedeemed" }> = { _tag: "ProgrammeRedeemed", at, redemptionId, ticketId, lotId, offer: offer.code, validation: onTicket(state, offer, ticketId), worth, by }
  return Result.flatMap(hasRoom(state, command), () => inOrder(state, event))
}

/** Counts what was taken off instead of the most that it could be. */
export const settle = ({ applied, at, redemptionId }: Only<"Settle">, state: State): Decision<"ProgrammeSettled", SettleRejection> => {
  if (state._tag === "Absent") return absent()
  const known = state.grants.find(({ id }) => id === redemptionId)
  if (known === undefined) return Result.fail(new Redemption.NoSuchRedemption({ redemptionId }))
  if (known._tag === "Released") return Result.fail(new Redemption.RedemptionReleased({ redemptionId }))
  const worth = most(known)
  if (applied.currency !== worth.currency) return Result.fail(new Money.CurrencyMismatch({ left: worth.currency, right: applied.currency }))
  if (applied.amount < 0) return Result.fail(new NegativeAmount({ amount: applied }))
  if (!isCovered(applied, worth)) return Result.fail(new AboveWorth({ redemptionId, applied, worth }))
  return settled(known, applied) === undefined ? nothing : inOrder(state, { _tag: "ProgrammeSettled", at, redemptionId, applied })
}

/** Takes a redemption back: its ticket was voided. */
export const release = ({ at, redemptionId }: Only<"Release">, state: State): Decision<"ProgrammeReleased", NotBegun | OutOfOrder | Redemption.NoSuchRedemption> => {
  if (state._tag === "Absent") return absent()
  const known = state.grants.find(({ id }) => id === redemptionId)
  if (known === undefined) return Result.fail(new Redemption.NoSuchRedemption({ redemptionId }))
  return isLive(known) ? inOrder(state, { _tag: "ProgrammeReleased", at, redemptionId }) : nothing
}

/** Ends a programme whose time is over. */
export const expire = ({ _tag, at }: Only<"Expire">, state: State): Decision<"ProgrammeExpired", Closed | Redemption.NotExpiredYet> => {
  if (state._tag === "Absent") return absent()
  if (state._tag !== "Active") return state._tag === "Expired" ? nothing : wrong(state, _tag)
  const { name: code, period: { until } } = state
  if (until === undefined || at < until) return Result.fail(new Redemption.NotExpiredYet({ code, ...(until !== undefined && { until }) }))
  return inOrder(state, { _tag: "ProgrammeExpired", at })
}

/** Ends a programme before its time. */
export const revoke = ({ _tag, at, by, reason }: Only<"Revoke">, state: State): Decision<"ProgrammeRevoked", Closed> => {
  if (state._tag === "Absent") return absent()
  if (state._tag !== "Active") return state._tag === "Revoked" ? nothing : wrong(state, _tag)
  return inOrder(state, { _tag: "ProgrammeRevoked", at, by, reason })
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Agree":
      return agree(command, state)
    case "Redeem":
      return redeem(command, state)
    case "Settle":
      return settle(command, state)
    case "Release":
      return release(command, state)
    case "Expire":
      return expire(command, state)
    case "Revoke":
      return revoke(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
