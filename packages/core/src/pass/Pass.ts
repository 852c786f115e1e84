/**
 * A pass that somebody holds: a product for one period after another, good for the vehicles on it.
 *
 * A payment that comes with a rejected command is not taken: all of it is to be given back.
 *
 * Units: dates by the terms' zone, closed-open; amounts in minor units.
 * Fails: see the rejections of each command; InvalidPassDates; AmountTooLarge.
 * Guarantees: entries used never exceed entries bought; a pool never holds more vehicles than it has places; nobody is
 * inside twice; nobody enters on a pass outside its periods; periods of renewals are contiguous; every period is paid with
 * its price; a cancelled pass gives back no more than was paid.
 * Source: APDS "Assigned Right"; ISO TS 5206-1 "permit".
 */
import { Result, Schema } from "effect"
import { Absent, AlreadyBegun, type Decider, Ids, Means, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { Lot, Plate } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Bill, PassProduct } from "../pricing/index.ts"
import { FullDate } from "../pricing/Window.ts"
import { Instant, LocalDate } from "../time/index.ts"
import { PassTerms } from "./PassTerms.ts"
import * as Periods from "./Periods.ts"
import * as Pool from "./Pool.ts"
import { LotNotOnPass, NoEntriesLeft, NotInside, PassEnded, PassNotEndedYet, PassNotValidAt, PassPaidOtherwise, PassPaymentDiffers, PlateNotOnPass, RenewsFrom, TooManyVehicles, VehiclesInside } from "./Refusals.ts"

const subject = "pass"
const { Charge, Period } = Periods

/** Who holds it: a person, or a company with a pool. */
export const Holder = Schema.TaggedUnion({ Person: { id: Party.PersonId }, Partner: { id: Party.PartnerId } })
export type Holder = typeof Holder.Type

const done = { at: Instant.Instant, by: Party.Actor }
const held = { id: Ids.PassId, holder: Holder, terms: PassTerms, vehicles: Schema.Array(Plate.Plate).pipe(Schema.check(Schema.isUnique())) }
const begun = {
  ...held,
  periods: Schema.Array(Period),
  inside: Schema.Array(Pool.Presence),
  version: Schema.Int,
  changedAt: Instant.Instant
}

/** Requested until its first period is settled. Vehicles that are inside may leave in every state. */
export const Pass = Schema.TaggedUnion({
  Requested: begun,
  Active: begun,
  Suspended: { ...begun, suspendedAt: Instant.Instant },
  Cancelled: { ...begun, refund: Money.Money },
  Expired: begun
})
export type Pass = typeof Pass.Type
export const State = Schema.Union([Absent, Pass])
export type State = typeof State.Type
type In<Tag extends Pass["_tag"]> = Extract<Pass, { readonly _tag: Tag }>

const promised = { from: FullDate, until: FullDate, price: Money.Money }
const charge = Schema.optionalKey(Charge)

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  PassRequested: { ...held, ...promised, ...done },
  PassActivated: { ...done, charge },
  PassRenewed: { ...promised, ...done, charge },
  PassSuspended: done,
  /** With the end of its last period, which a suspension may move. */
  PassResumed: { ...done, until: FullDate },
  PassCancelled: { ...done, refund: Money.Money },
  /** The exit of an earlier stay may have been missed. */
  PassUsed: { ...done, plate: Plate.Plate, lotId: Lot.LotId, ticketId: Ids.TicketId, unseen: Schema.optionalKey(Pool.Presence) },
  PassLeft: { ...done, plate: Plate.Plate, lotId: Lot.LotId },
  PassVehicleAdded: { ...done, plate: Plate.Plate },
  PassVehicleRemoved: { ...done, plate: Plate.Plate },
  PassExpired: done
})
export type Event = typeof Event.Type

type Done = { readonly at: Instant.Instant; readonly by: Party.Actor }
type Plain<Tag> = { readonly _tag: Tag } & Done
type Settled = { readonly charge?: Periods.Charge | undefined }
type Command =
  /** From the day `from` on; until the end of the first period. */
  | ({ readonly _tag: "Request"; readonly id: Ids.PassId; readonly holder: Holder; readonly terms: PassTerms; readonly vehicles: ReadonlyArray<Plate.Plate>; readonly from: string } & Done)
  | ({ readonly _tag: "Activate" } & Settled & Done)
  /** For the period that begins on `from`, where the pass ends. */
  | ({ readonly _tag: "Renew"; readonly from: string } & Settled & Done)
  | Plain<"Suspend">
  | Plain<"Resume">
  | Plain<"Cancel">
  | Plain<"Expire">
  | ({ readonly _tag: "Use"; readonly plate: Plate.Plate; readonly lotId: Lot.LotId; readonly ticketId: Ids.TicketId } & Done)
  | ({ readonly _tag: "Leave"; readonly plate: Plate.Plate; readonly lotId: Lot.LotId } & Done)
  | ({ readonly _tag: "AddVehicle"; readonly plate: Plate.Plate } & Done)
  | ({ readonly _tag: "RemoveVehicle"; readonly plate: Plate.Plate } & Done)
export type { Command }

type Ever = NotBegun | WrongState | OutOfOrder
type Pricing = PassProduct.InvalidPassDates | Money.AmountTooLarge
type Paying = PassPaymentDiffers | PassPaidOtherwise | PassEnded
export type UseRejection = Ever | LotNotOnPass | PlateNotOnPass | PassNotValidAt | NoEntriesLeft | Pool.PoolFull | Pool.AntiPassback
export type Rejection = AlreadyBegun | Ever | Pricing | Paying | UseRejection | RenewsFrom | NotInside | VehiclesInside | TooManyVehicles | PassNotEndedYet

export const initial: State = { _tag: "Absent" }

const begin = ({ at, from, holder, id, price, terms, until, vehicles }: Extract<Event, { readonly _tag: "PassRequested" }>): In<"Requested"> =>
  ({ _tag: "Requested", id, holder, terms, vehicles, periods: [{ from, until, price, used: 0 }], inside: [], version: 1, changedAt: at })

/** What every state has, one event later. */
const grown = ({ holder, id, inside, periods, terms, vehicles, version }: Pass, { at }: Done) =>
  ({ id, holder, terms, vehicles, periods, inside, version: version + 1, changedAt: at })

const settled = ({ at, charge }: Settled & Done) => (charge === undefined ? {} : { charge, paidAt: at })

const evolveActive = (state: In<"Active">, event: Event): Pass => {
  const { inside, periods } = state
  switch (event._tag) {
    case "PassUsed": {
      const { at, lotId, plate, ticketId } = event
      return { ...state, ...grown(state, event), inside: [...Pool.without(inside, plate), { plate, lotId, ticketId, since: at }], periods: Periods.use(periods, state.terms.zone, at) }
    }
    case "PassSuspended": return { _tag: "Suspended", ...grown(state, event), suspendedAt: event.at }
    case "PassExpired": return { _tag: "Expired", ...grown(state, event) }
    default: return state
  }
}

const evolveSuspended = (state: In<"Suspended">, event: Event): Pass => {
  switch (event._tag) {
    case "PassResumed": return { _tag: "Active", ...grown(state, event), periods: Periods.until(state.periods, event.until) }
    case "PassExpired": return { _tag: "Expired", ...grown(state, event) }
    default: return state
  }
}

/** What follows in several states alike. */
const evolveAny = (state: Pass, event: Event): Pass | undefined => {
  const isOver = state._tag === "Cancelled" || state._tag === "Expired"
  switch (event._tag) {
    case "PassLeft": return Pool.presenceOf(state.inside, event.plate) === undefined ? state : { ...state, ...grown(state, event), inside: Pool.without(state.inside, event.plate) }
    case "PassVehicleAdded": return isOver || state.vehicles.includes(event.plate) ? state : { ...state, ...grown(state, event), vehicles: [...state.vehicles, event.plate] }
    case "PassVehicleRemoved": return isOver || !state.vehicles.includes(event.plate) ? state : { ...state, ...grown(state, event), vehicles: state.vehicles.filter((plate) => plate !== event.plate) }
    case "PassCancelled": return isOver ? state : { _tag: "Cancelled", ...grown(state, event), refund: event.refund }
    case "PassRenewed": {
      if (isOver || state._tag === "Requested") return state
      const { from, price, until } = event
      return { ...state, ...grown(state, event), periods: [...state.periods, { from, until, price, used: 0, ...settled(event) }] }
    }
    default: return undefined
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (state._tag === "Absent") return event._tag === "PassRequested" ? begin(event) : state
  const alike = evolveAny(state, event)
  if (alike !== undefined) return alike
  switch (state._tag) {
    case "Requested": {
      if (event._tag === "PassActivated") return { _tag: "Active", ...grown(state, event), periods: state.periods.map((period) => ({ ...period, ...settled(event) })) }
      return event._tag === "PassExpired" ? { _tag: "Expired", ...grown(state, event) } : state
    }
    case "Active": return evolveActive(state, event)
    case "Suspended": return evolveSuspended(state, event)
    case "Cancelled":
    case "Expired": return state
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const nothing = Result.succeed([])
const all = ["Requested", "Active", "Suspended", "Cancelled", "Expired"] as const
const living = ["Requested", "Active", "Suspended"] as const

/** The pass in one of the states that `command` is for, no earlier than it last changed. */
const found = <Tag extends Pass["_tag"]>({ _tag: command, at }: Command, state: State, tags: ReadonlyArray<Tag>): Result.Result<In<Tag>, Ever> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const isOneOf = (other: Pass): other is In<Tag> => tags.some((tag) => tag === other._tag)
  if (!isOneOf(state)) return Result.fail(new WrongState({ subject, id: state.id, state: state._tag, command }))
  return at < state.changedAt
    ? Result.fail(new OutOfOrder({ subject, id: state.id, at, notBefore: state.changedAt }))
    : Result.succeed(state)
}

/** When it ends by itself: never while a suspension extends it, nor once it is over. */
export const endsAt = (pass: Pass): Instant.Instant | undefined => {
  const isExtended = pass._tag === "Suspended" && pass.terms.suspension === "extends"
  return isExtended || pass._tag === "Cancelled" || pass._tag === "Expired" ? undefined : Instant.Instant.make(Periods.endsAt(pass.periods, pass.terms.zone))
}

/** Unless it is over at `at`. */
const goingOn = <P extends Pass>(pass: P, at: Instant.Instant, charge?: Periods.Charge): Result.Result<P, PassEnded> => {
  const { id, periods, terms } = pass
  if (at < (endsAt(pass) ?? Infinity)) return Result.succeed(pass)
  return Result.fail(new PassEnded({ id, until: Periods.ofAll(periods).until, refund: charge?.amount ?? Money.zero(terms.product.currency) }))
}

const paysFor = ({ id }: Pass, due: Money.Money, charge: Periods.Charge | undefined): Result.Result<void, PassPaymentDiffers> => {
  const paid = charge?.amount ?? Money.zero(due.currency)
  return paid.amount === due.amount && paid.currency === due.currency ? Result.succeed(undefined) : Result.fail(new PassPaymentDiffers({ id, due, paid }))
}

const isRecorded = ({ periods }: Pass, charge: Periods.Charge | undefined): boolean =>
  charge !== undefined && periods.some((period) => period.charge !== undefined && Means.isSame(period.charge.by, charge.by))

/** What a period costs, as its product says. */
const priced = ({ product, zone }: PassTerms, dates: PassProduct.Dates) =>
  Result.map(PassProduct.price(product, { ...dates, zone }), (bill) => Bill.total(bill))

/** What the first period costs: what is due of a pass that was requested. */
export const firstPrice = ({ periods }: Pass): Result.Result<Money.Money, Pricing> => Result.succeed(Periods.ofAll(periods).price)

/** What another period costs that begins on `from`. */
export const renewalPrice = ({ terms }: Pass, from: string): Result.Result<Money.Money, Pricing> =>
  Result.flatMap(PassProduct.renewal(terms.product, from), ({ until }) => priced(terms, { from, until }))

export const request = (command: Only<"Request">, state: State): Decision<"PassRequested", AlreadyBegun | Pricing | TooManyVehicles | PassEnded> => Result.gen(function*() {
  const { at, by, from, holder, id, terms } = command
  const vehicles = [...new Set(command.vehicles)]
  if (state._tag !== "Absent") return yield* Result.fail(new AlreadyBegun({ subject, id: state.id }))
  const { until } = yield* PassProduct.renewal(terms.product, from)
  const price = yield* priced(terms, { from, until })
  const event = { _tag: "PassRequested", id, at, by, holder, terms, vehicles, from, until, price } as const
  if (vehicles.length > terms.vehicles) return yield* Result.fail(new TooManyVehicles({ id, most: terms.vehicles }))
  yield* goingOn(begin(event), at)
  return [event]
})

/** Its first period is paid, put on an account, or free. */
export const activate = (command: Only<"Activate">, state: State): Decision<"PassActivated", Ever | Paying> => {
  const { at, by, charge } = command
  if (state._tag === "Active" || state._tag === "Suspended") {
    if (isRecorded(state, charge) || (charge === undefined && state.periods[0]?.charge === undefined)) return nothing
    if (charge !== undefined) return Result.fail(new PassPaidOtherwise({ id: state.id, refund: charge.amount }))
  }
  return Result.gen(function*() {
    const pass = yield* goingOn(yield* found(command, state, ["Requested"]), at, charge)
    yield* paysFor(pass, Periods.ofAll(pass.periods).price, charge)
    return [{ _tag: "PassActivated", at, by, ...(charge !== undefined && { charge }) }]
  })
}

/** Another period, from where the pass ends. One that is over is requested anew. */
export const renew = (command: Only<"Renew">, state: State): Decision<"PassRenewed", Ever | Paying | Pricing | RenewsFrom> => Result.gen(function*() {
  const { at, by, charge, from } = command
  if ((state._tag === "Active" || state._tag === "Suspended") && state.periods.some((period) => period.from === from)) {
    if (charge === undefined || isRecorded(state, charge)) return []
    return yield* Result.fail(new PassPaidOtherwise({ id: state.id, refund: charge.amount }))
  }
  const pass = yield* goingOn(yield* found(command, state, ["Active", "Suspended"]), at, charge)
  const { id, periods, terms } = pass
  const next = Periods.ofAll(periods).until
  if (from !== next) return yield* Result.fail(new RenewsFrom({ id, next }))
  if (isRecorded(pass, charge)) return yield* Result.fail(new PassPaymentDiffers({ id, due: yield* priced(terms, { from }), paid: Money.zero(terms.product.currency) }))
  const { until } = yield* PassProduct.renewal(terms.product, from)
  const price = yield* priced(terms, { from, until })
  yield* paysFor(pass, price, charge)
  return [{ _tag: "PassRenewed", at, by, from, until, price, ...(charge !== undefined && { charge }) }]
})

export const suspend = (command: Only<"Suspend">, state: State): Decision<"PassSuspended", Ever | PassEnded> =>
  state._tag === "Suspended" ? nothing : Result.flatMap(found(command, state, ["Active"]), (pass) =>
    Result.map(goingOn(pass, command.at), () => [{ _tag: "PassSuspended", at: command.at, by: command.by }]))

/** A suspension that extends moves the end by its days. */
export const resume = (command: Only<"Resume">, state: State): Decision<"PassResumed", Ever | PassEnded> =>
  state._tag === "Active" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const { periods, suspendedAt, terms } = yield* goingOn(yield* found(command, state, ["Suspended"]), at)
    const until = terms.suspension === "extends" ? Periods.extended(periods, terms.zone, { from: suspendedAt, to: at }) : Periods.ofAll(periods).until
    return [{ _tag: "PassResumed", at, by, until }]
  })

/** Gives back what is not used; not while vehicles are inside. To keep them from entering again, suspend it. */
export const cancel = (command: Only<"Cancel">, state: State): Decision<"PassCancelled", Ever | VehiclesInside> =>
  state._tag === "Cancelled" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const pass = yield* found(command, state, living)
    const { id, inside, periods, terms } = pass
    if (inside.length > 0) return yield* Result.fail(new VehiclesInside({ id, plates: inside.map(({ plate }) => plate) }))
    const lastDay = pass._tag === "Suspended" && terms.suspension === "extends" ? pass.suspendedAt : at
    return [{ _tag: "PassCancelled", at, by, refund: Periods.unused(periods, terms, LocalDate.format(LocalDate.of(terms.zone, lastDay) + 1), at) }]
  })

/** Ends a pass whose last period is over. */
export const expire = (command: Only<"Expire">, state: State): Decision<"PassExpired", Ever | PassNotEndedYet> =>
  state._tag === "Expired" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const pass = yield* found(command, state, living)
    const isOver = Result.isFailure(goingOn(pass, at))
    return isOver ? [{ _tag: "PassExpired", at, by }] : yield* Result.fail(new PassNotEndedYet({ id: pass.id, until: Periods.ofAll(pass.periods).until }))
  })

/** A vehicle enters on the pass. */
export const use = (command: Only<"Use">, state: State): Decision<"PassUsed", UseRejection> => {
  const { at, by, lotId, plate, ticketId } = command
  if (state._tag !== "Absent" && Pool.presenceOf(state.inside, plate)?.ticketId === ticketId) return nothing
  return Result.gen(function*() {
    const pass = yield* found(command, state, ["Active"])
    const { id, periods, terms, vehicles } = pass
    if (!terms.lots.includes(lotId)) return yield* Result.fail(new LotNotOnPass({ id, lotId, lots: terms.lots }))
    if (!vehicles.includes(plate)) return yield* Result.fail(new PlateNotOnPass({ id, plate }))
    const period = Periods.at(periods, terms.zone, at)
    if (period === undefined) return yield* Result.fail(new PassNotValidAt({ id, at, ...Periods.ofAll(periods) }))
    const unseen = yield* Pool.admit(pass, plate)
    if (terms.entries !== undefined && period.used >= terms.entries) return yield* Result.fail(new NoEntriesLeft({ id, entries: terms.entries, until: period.until }))
    return [{ _tag: "PassUsed", at, by, plate, lotId, ticketId, ...(unseen !== undefined && { unseen }) }]
  })
}

/** A vehicle leaves, whatever has become of the pass meanwhile. */
export const leave = (command: Only<"Leave">, state: State): Decision<"PassLeft", Ever | NotInside> =>
  Result.flatMap(found(command, state, all), ({ id, inside }) => {
    const { at, by, lotId, plate } = command
    return Pool.presenceOf(inside, plate)?.lotId === lotId ? Result.succeed([{ _tag: "PassLeft", at, by, plate, lotId }]) : Result.fail(new NotInside({ id, plate }))
  })

export const addVehicle = (command: Only<"AddVehicle">, state: State): Decision<"PassVehicleAdded", Ever | TooManyVehicles> =>
  Result.flatMap(found(command, state, living), ({ id, terms, vehicles }): Decision<"PassVehicleAdded", TooManyVehicles> => {
    const { at, by, plate } = command
    if (vehicles.includes(plate)) return nothing
    return vehicles.length >= terms.vehicles ? Result.fail(new TooManyVehicles({ id, most: terms.vehicles })) : Result.succeed([{ _tag: "PassVehicleAdded", at, by, plate }])
  })

export const removeVehicle = (command: Only<"RemoveVehicle">, state: State): Decision<"PassVehicleRemoved", Ever | VehiclesInside> =>
  Result.flatMap(found(command, state, living), ({ id, inside, vehicles }): Decision<"PassVehicleRemoved", VehiclesInside> => {
    const { at, by, plate } = command
    if (!vehicles.includes(plate)) return nothing
    return Pool.presenceOf(inside, plate) === undefined ? Result.succeed([{ _tag: "PassVehicleRemoved", at, by, plate }]) : Result.fail(new VehiclesInside({ id, plates: [plate] }))
  })

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Request": return request(command, state)
    case "Activate": return activate(command, state)
    case "Renew": return renew(command, state)
    case "Suspend": return suspend(command, state)
    case "Resume": return resume(command, state)
    case "Cancel": return cancel(command, state)
    case "Expire": return expire(command, state)
    case "Use": return use(command, state)
    case "Leave": return leave(command, state)
    case "AddVehicle": return addVehicle(command, state)
    case "RemoveVehicle": return removeVehicle(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
