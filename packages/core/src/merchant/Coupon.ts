/**
 * A coupon: a code that takes something off a stay, so many times in all, per plate and per person.
 *
 * A ticket carries it once. Voiding the ticket gives the use back. An ended coupon is not redeemed any more; what was
 * redeemed before stays, and may still be given back.
 *
 * Units: minor units; the period is closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; OutsidePeriod, OtherLot, BelowMinimum, CurrencyMismatch,
 * LimitReached, OnTicketAlready, HolderNeeded; RedemptionDiffers, RedemptionReleased, NoSuchRedemption, NotExpiredYet.
 * Guarantees: a coupon is never redeemed beyond its limits; a redemption that is repeated adds nothing; a redemption that
 * is given back frees its use; a coupon is redeemed within its period and lots only.
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name, Plate } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { Validation } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { CouponCode } from "./CouponCode.ts"
import * as Redemption from "./Redemption.ts"

export const CouponId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("CouponId"))
export type CouponId = typeof CouponId.Type

const count = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })))

export const Limits = Schema.Struct({
  uses: count,
  perPlate: Schema.optionalKey(count),
  perPerson: Schema.optionalKey(count)
}).annotate({ identifier: "CouponLimits" })
export type Limits = typeof Limits.Type

const terms = {
  id: CouponId,
  code: CouponCode,
  /** What it takes off; on bills it has the coupon's code. */
  validation: Schema.toType(Validation.Validation),
  limits: Limits,
  period: Redemption.Period,
  lots: Redemption.Lots,
  /** Redeemed on stays that cost this much, at least. */
  minimum: Schema.optionalKey(Amount.Amount),
  by: Party.Actor
}
export const Terms = Schema.Struct(terms)
export type Terms = typeof Terms.Type

const used = {
  id: Redemption.RedemptionId,
  ticketId: Ids.TicketId,
  plate: Schema.optionalKey(Plate.Plate),
  personId: Schema.optionalKey(Party.PersonId),
  at: Instant.Instant
}
/** A use of the coupon; given back where the ticket was voided. */
export const Use = Schema.TaggedUnion({ Redeemed: used, Released: used })
export type Use = typeof Use.Type

const stored = { ...terms, uses: Schema.Array(Use), version: Schema.Int, changedAt: Instant.Instant }

export const Coupon = Schema.TaggedUnion({ Active: stored, Expired: stored, Revoked: { ...stored, reason: Name.upTo(200) } }).annotate({ identifier: "Coupon" })
export type Coupon = typeof Coupon.Type

export const State = Schema.Union([Absent, Coupon])
export type State = typeof State.Type

const at = Instant.Instant

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  CouponIssued: { at, ...terms },
  CouponRedeemed: { at, redemptionId: Redemption.RedemptionId, ticketId: Ids.TicketId, plate: used.plate, personId: used.personId, lotId: Lot.LotId },
  CouponReleased: { at, redemptionId: Redemption.RedemptionId },
  CouponExpired: { at },
  CouponRevoked: { at, by: Party.Actor, reason: Name.upTo(200) }
}).annotate({ identifier: "CouponEvent" })
export type Event = typeof Event.Type

type At = { readonly at: Instant.Instant }

type Command =
  | { readonly _tag: "Issue"; readonly terms: Terms } & At
  | {
    readonly _tag: "Redeem"
    readonly redemptionId: Redemption.RedemptionId
    readonly ticketId: Ids.TicketId
    readonly lotId: Lot.LotId
    /** What the stay costs so far, without it: held against the minimum. */
    readonly price: Money.Money
    readonly plate?: Plate.Plate
    readonly personId?: Party.PersonId
  } & At
  | { readonly _tag: "Release"; readonly redemptionId: Redemption.RedemptionId } & At
  | { readonly _tag: "Expire" } & At
  | { readonly _tag: "Revoke"; readonly by: Party.Actor; readonly reason: string } & At
export type { Command }

/** The stay costs less than the coupon asks for. */
export class BelowMinimum extends Schema.TaggedError<BelowMinimum>()("BelowMinimum", { code: CouponCode, price: Money.Money, minimum: Money.Money }) {
  override get message() {
    return `${this.code} needs a stay of ${Money.format(this.minimum)}, this one costs ${Money.format(this.price)}`
  }
}

/** This ticket has it. */
export class OnTicketAlready extends Schema.TaggedError<OnTicketAlready>()("OnTicketAlready", { code: CouponCode, ticketId: Ids.TicketId }) {
  override get message() {
    return `this ticket has ${this.code} already`
  }
}

/** The coupon counts uses of a plate or a person, and nobody said whose this is. */
export class HolderNeeded extends Schema.TaggedError<HolderNeeded>()("HolderNeeded", { code: CouponCode, needed: Schema.Literals(["plate", "person"]) }) {
  override get message() {
    return `${this.code} is limited per ${this.needed}: say which ${this.needed} it is`
  }
}

type Closed = NotBegun | WrongState | OutOfOrder
type Holder = Redemption.LimitReached | HolderNeeded
export type RedeemRejection = Closed | Holder | Redemption.OutsidePeriod | Redemption.OtherLot | BelowMinimum | Money.AmountTooLarge | OnTicketAlready | Redemption.RedemptionDiffers | Redemption.RedemptionReleased
export type Rejection = RedeemRejection | AlreadyBegun | Redemption.NoSuchRedemption | Redemption.NotExpiredYet

export const initial: State = { _tag: "Absent" }

const isLive = ({ _tag }: Use): boolean => _tag === "Redeemed"

/** Uses that count: those that were not given back. */
export const redeemed = ({ uses }: Coupon): ReadonlyArray<Use> => uses.filter(isLive)

/** The coupon as pricing takes it off. */
export const validation = ({ code, validation }: Pick<Coupon, "code" | "validation">): Validation.Validation => ({ ...validation, code })

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "CouponIssued") {
    const { _tag, at: changedAt, ...rest } = event
    return state._tag === "Absent" ? { _tag: "Active", ...rest, uses: [], version: 1, changedAt } : state
  }
  if (state._tag === "Absent") return state
  const stamp = { version: state.version + 1, changedAt: event.at }
  const known = "redemptionId" in event ? state.uses.find(({ id }) => id === event.redemptionId) : undefined
  switch (event._tag) {
    case "CouponRedeemed": {
      const { at, personId, plate, redemptionId: id, ticketId } = event
      if (state._tag !== "Active" || known !== undefined) return state
      const use: Use = { _tag: "Redeemed", id, ticketId, ...(plate !== undefined && { plate }), ...(personId !== undefined && { personId }), at }
      return { ...state, ...stamp, uses: [...state.uses, use] }
    }
    case "CouponReleased":
      if (known === undefined || !isLive(known)) return state
      return { ...state, ...stamp, uses: state.uses.map((use) => (use === known ? { ...use, _tag: "Released" } : use)) }
    case "CouponExpired":
      return state._tag === "Active" ? { ...state, ...stamp, _tag: "Expired" } : state
    case "CouponRevoked":
      return state._tag === "Active" ? { ...state, ...stamp, _tag: "Revoked", reason: event.reason } : state
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const subject = "coupon"
const nothing: Result.Result<ReadonlyArray<never>> = Result.succeed([])
const wrong = (state: Coupon, command: Command["_tag"]) => Result.fail(new WrongState({ subject, id: state.id, state: state._tag, command }))

const inOrder = <E extends Event>(state: Coupon, event: E): Result.Result<ReadonlyArray<E>, OutOfOrder> =>
  event.at < state.changedAt ? Result.fail(new OutOfOrder({ subject, id: state.id, at: event.at, notBefore: state.changedAt })) : Result.succeed([event])

/** Issues the coupon. */
export const issue = ({ at, terms }: Only<"Issue">, state: State): Decision<"CouponIssued", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "CouponIssued", at, ...terms }])
  const isSame = Object.entries(terms).every(([name, value]) => Equal.equals(Reflect.get(state, name), value))
  return isSame ? nothing : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

/** Whether whose it is has uses left. */
const holderHas = ({ code, limits, uses }: Coupon, { personId, plate }: Only<"Redeem">): Result.Result<void, Holder> => {
  const live = uses.filter(isLive)
  if (live.length >= limits.uses) return Result.fail(new Redemption.LimitReached({ code, limit: "uses", most: limits.uses }))
  const { perPerson, perPlate } = limits
  if (perPlate !== undefined) {
    if (plate === undefined) return Result.fail(new HolderNeeded({ code, needed: "plate" }))
    if (live.filter((use) => use.plate === plate).length >= perPlate) return Result.fail(new Redemption.LimitReached({ code, limit: "per plate", most: perPlate }))
  }
  if (perPerson !== undefined) {
    if (personId === undefined) return Result.fail(new HolderNeeded({ code, needed: "person" }))
    if (live.filter((use) => use.personId === personId).length >= perPerson) return Result.fail(new Redemption.LimitReached({ code, limit: "per person", most: perPerson }))
  }
  return Result.succeed(undefined)
}

/** Uses the coupon on a ticket. */
export const redeem = (command: Only<"Redeem">, state: State): Decision<"CouponRedeemed", RedeemRejection> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { _tag, at, lotId, price, redemptionId, ticketId, ...holder } = command
  const { code, lots, minimum, period, uses } = state
  const known = uses.find(({ id }) => id === redemptionId)
  if (known !== undefined && known.ticketId !== ticketId) return Result.fail(new Redemption.RedemptionDiffers({ redemptionId, ticketId: known.ticketId }))
  if (known !== undefined) return isLive(known) ? nothing : Result.fail(new Redemption.RedemptionReleased({ redemptionId }))
  if (state._tag !== "Active") return wrong(state, _tag)
  if (!Redemption.isWithin(period, at)) return Result.fail(new Redemption.OutsidePeriod({ code, at, ...period }))
  if (!Redemption.holdsIn(lots, lotId)) return Result.fail(new Redemption.OtherLot({ code, lotId }))
  const least = Amount.toMoney(minimum ?? "0", price.currency)
  if (Result.isFailure(least)) return Result.fail(least.failure)
  if (price.amount < least.success.amount) return Result.fail(new BelowMinimum({ code, price, minimum: least.success }))
  if (uses.some((use) => isLive(use) && use.ticketId === ticketId)) return Result.fail(new OnTicketAlready({ code, ticketId }))
  return Result.flatMap(holderHas(state, command), () => inOrder(state, { _tag: "CouponRedeemed", at, redemptionId, ticketId, ...holder, lotId }))
}

/** Gives a use back. */
export const release = ({ at, redemptionId }: Only<"Release">, state: State): Decision<"CouponReleased", NotBegun | OutOfOrder | Redemption.NoSuchRedemption> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const known = state.uses.find(({ id }) => id === redemptionId)
  if (known === undefined) return Result.fail(new Redemption.NoSuchRedemption({ redemptionId }))
  return isLive(known) ? inOrder(state, { _tag: "CouponReleased", at, redemptionId }) : nothing
}

/** Ends a coupon whose time is over. */
export const expire = ({ _tag, at }: Only<"Expire">, state: State): Decision<"CouponExpired", Closed | Redemption.NotExpiredYet> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  if (state._tag !== "Active") return state._tag === "Expired" ? nothing : wrong(state, _tag)
  const { code, period: { until } } = state
  if (until === undefined || at < until) return Result.fail(new Redemption.NotExpiredYet({ code, ...(until !== undefined && { until }) }))
  return inOrder(state, { _tag: "CouponExpired", at })
}

/** Ends a coupon before its time. */
export const revoke = ({ _tag, at, by, reason }: Only<"Revoke">, state: State): Decision<"CouponRevoked", Closed> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  if (state._tag !== "Active") return state._tag === "Revoked" ? nothing : wrong(state, _tag)
  return inOrder(state, { _tag: "CouponRevoked", at, by, reason })
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Issue":
      return issue(command, state)
    case "Redeem":
      return redeem(command, state)
    case "Release":
      return release(command, state)
    case "Expire":
      return expire(command, state)
    case "Revoke":
      return revoke(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
