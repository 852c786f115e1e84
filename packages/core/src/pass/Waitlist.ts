/**
 * The waiting list of a product with a limit: who came first is offered a place first, for a while.
 *
 * It counts the places that are taken and offered; a place is taken when an offer is accepted, and comes free when its pass
 * ends. Where nobody waits, who joins is offered a place at once.
 *
 * Units: offers closed-open.
 * Guarantees: a place is offered only while one is free; offers go in the order of the list; nobody is on the list twice;
 * an offer is over at the instant at which it expires.
 */
import { Result, Schema } from "effect"
import { Absent, AlreadyBegun, type Decider, NotBegun, OutOfOrder } from "../lifecycle/index.ts"
import { Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Elapsed, Instant } from "../time/index.ts"

const uuid = Schema.String.pipe(Schema.check(Schema.isUUID()))
export const WaitlistId = uuid.pipe(Schema.brand("WaitlistId"))
export type WaitlistId = typeof WaitlistId.Type

/** One who waits, or waited. */
export const EntryId = uuid.pipe(Schema.brand("EntryId"))
export type EntryId = typeof EntryId.Type

const count = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 })))

export const Policy = Schema.Struct({
  /** How long an offer holds. */
  offerFor: Elapsed.FromIso.pipe(Schema.check(Schema.makeFilter((elapsed: number) => elapsed >= 1_000 || "expected a second at least"))),
  /** Who declines an offer, or lets it lapse: off the list, or to its end. */
  unused: Schema.Literals(["removed", "last"])
})
export type Policy = typeof Policy.Type

const opened = { id: WaitlistId, product: Name.upTo(120), policy: Policy, places: count }
const Waiting = Schema.Struct({ entryId: EntryId, personId: Party.PersonId })
const Offer = Schema.Struct({ ...Waiting.fields, expiresAt: Instant.Instant })

export const Waitlist = Schema.TaggedStruct("Open", {
  ...opened,
  waiting: Schema.Array(Waiting),
  offers: Schema.Array(Offer),
  /** Whose places are taken. */
  taken: Schema.Array(Waiting),
  version: Schema.Int,
  changedAt: Instant.Instant
})
export type Waitlist = typeof Waitlist.Type
export const State = Schema.Union([Absent, Waitlist])
export type State = typeof State.Type

const done = { at: Instant.Instant, by: Party.Actor }
const one = { ...done, entryId: EntryId }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  WaitlistOpened: { ...opened, ...done },
  WaitlistResized: { ...done, places: count },
  WaitlistJoined: { ...one, personId: Party.PersonId },
  WaitlistWithdrawn: one,
  WaitlistOffered: { ...one, expiresAt: Instant.Instant },
  WaitlistAccepted: one,
  WaitlistDeclined: one,
  WaitlistLapsed: one,
  WaitlistReleased: one
})
export type Event = typeof Event.Type

type Done = { readonly at: Instant.Instant; readonly by: Party.Actor }
type Of<Tag> = { readonly _tag: Tag; readonly entryId: EntryId } & Done
type Command =
  | ({ readonly _tag: "Open" } & Omit<Extract<Event, { readonly _tag: "WaitlistOpened" }>, "_tag">)
  | ({ readonly _tag: "Resize"; readonly places: number } & Done)
  | (Of<"Join"> & { readonly personId: Party.PersonId })
  | Of<"Withdraw">
  /** To whoever is next; named, so that offering twice offers once. */
  | Of<"Offer">
  | Of<"Accept">
  | Of<"Decline">
  | Of<"Lapse">
  /** The pass of one who accepted has ended. */
  | Of<"Release">
export type { Command }

const entryId = EntryId

/** The person waits, was offered a place, or has one. */
export class OnListAlready extends Schema.TaggedError<OnListAlready>()("OnListAlready", { entryId }) {
  override get message() {
    return "this person is on the list already: withdraw first to join anew"
  }
}

/** No such entry waits, was offered a place, or has one, as the command needs. */
export class NotOnList extends Schema.TaggedError<NotOnList>()("NotOnList", { entryId, needs: Schema.Literals(["waiting", "offered", "taken"]) }) {
  override get message() {
    return `this entry is not ${this.needs}: look at the list`
  }
}

/** Another entry is before this one, or it does not wait. */
export class NotNext extends Schema.TaggedError<NotNext>()("NotNext", { entryId, next: Schema.optionalKey(EntryId) }) {
  override get message() {
    return this.next === undefined ? "nobody waits: there is nobody to offer it to" : `${this.next} is next: offer it to them first`
  }
}

/** All places are taken or offered. */
export class NoPlaceFree extends Schema.TaggedError<NoPlaceFree>()("NoPlaceFree", { places: Schema.Int, taken: Schema.Int, offered: Schema.Int }) {
  override get message() {
    return `of ${this.places} places ${this.taken} are taken and ${this.offered} offered: wait for one to come free`
  }
}

export class OfferExpired extends Schema.TaggedError<OfferExpired>()("OfferExpired", { entryId, expiresAt: Instant.Instant }) {
  override get message() {
    return `the offer held until ${Instant.toIso(this.expiresAt)}: join the list again`
  }
}

export class OfferHolds extends Schema.TaggedError<OfferHolds>()("OfferHolds", { entryId, expiresAt: Instant.Instant }) {
  override get message() {
    return `the offer holds until ${Instant.toIso(this.expiresAt)}: it is over only after that`
  }
}

type Ever = NotBegun | OutOfOrder
export type Rejection = AlreadyBegun | Ever | OnListAlready | NotOnList | NotNext | NoPlaceFree | OfferExpired | OfferHolds

export const initial: State = { _tag: "Absent" }
const subject = "waiting list"

type Entry = { readonly entryId: EntryId }
const without = <E extends Entry>(list: ReadonlyArray<E>, id: EntryId): ReadonlyArray<E> => list.filter((each) => each.entryId !== id)
const entryOf = <E extends Entry>(list: ReadonlyArray<E>, id: EntryId): E | undefined => list.find((each) => each.entryId === id)
const personOf = ({ entryId, personId }: typeof Waiting.Type) => ({ entryId, personId })

/** What an event makes of the lists; nothing where it cannot follow. */
const moved = (state: Waitlist, event: Exclude<Event, { readonly _tag: "WaitlistOpened" }>): Partial<Waitlist> | undefined => {
  if (event._tag === "WaitlistResized") return { places: event.places }
  const { offers, policy, taken, waiting } = state
  const id = event.entryId
  const [inLine, offered] = [entryOf(waiting, id), entryOf(offers, id)]
  switch (event._tag) {
    case "WaitlistJoined": return { waiting: [...without(waiting, id), { entryId: id, personId: event.personId }] }
    case "WaitlistWithdrawn": return inLine && { waiting: without(waiting, id) }
    case "WaitlistOffered": return inLine && { waiting: without(waiting, id), offers: [...offers, { ...inLine, expiresAt: event.expiresAt }] }
    case "WaitlistAccepted": return offered && { offers: without(offers, id), taken: [...taken, personOf(offered)] }
    case "WaitlistDeclined":
    case "WaitlistLapsed": return offered && { offers: without(offers, id), waiting: policy.unused === "last" ? [...waiting, personOf(offered)] : waiting }
    case "WaitlistReleased": return entryOf(taken, id) && { taken: without(taken, id) }
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "WaitlistOpened") {
    const { at, by: _, ...rest } = event
    return state._tag === "Absent" ? { ...rest, _tag: "Open", waiting: [], offers: [], taken: [], version: 1, changedAt: at } : state
  }
  if (state._tag === "Absent") return state
  const change = moved(state, event)
  return change === undefined ? state : { ...state, ...change, version: state.version + 1, changedAt: event.at }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>
const nothing = Result.succeed([])

const found = ({ at }: Command, state: State): Result.Result<Waitlist, Ever> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  return at < state.changedAt ? Result.fail(new OutOfOrder({ subject, id: state.id, at, notBefore: state.changedAt })) : Result.succeed(state)
}

export const open = ({ _tag: _, ...made }: Only<"Open">, state: State): Decision<"WaitlistOpened", AlreadyBegun> =>
  state._tag === "Absent" ? Result.succeed([{ _tag: "WaitlistOpened", ...made }]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))

/** More places, or fewer: those that are taken or offered stay so. */
export const resize = (command: Only<"Resize">, state: State): Decision<"WaitlistResized", Ever> =>
  Result.map(found(command, state), ({ places }) => (places === command.places ? [] : [{ _tag: "WaitlistResized", at: command.at, by: command.by, places: command.places }]))

export const join = (command: Only<"Join">, state: State): Decision<"WaitlistJoined", Ever | OnListAlready> =>
  Result.flatMap(found(command, state), ({ offers, taken, waiting }): Decision<"WaitlistJoined", OnListAlready> => {
    const { at, by, entryId, personId } = command
    const known = [...waiting, ...offers, ...taken].find((each) => each.personId === personId || each.entryId === entryId)
    if (known === undefined) return Result.succeed([{ _tag: "WaitlistJoined", at, by, entryId, personId }])
    return known.entryId === entryId && known.personId === personId ? nothing : Result.fail(new OnListAlready({ entryId: known.entryId }))
  })

export const withdraw = (command: Only<"Withdraw">, state: State): Decision<"WaitlistWithdrawn", Ever | NotOnList> =>
  Result.flatMap(found(command, state), ({ waiting }) =>
    entryOf(waiting, command.entryId) === undefined
      ? Result.fail(new NotOnList({ entryId: command.entryId, needs: "waiting" }))
      : Result.succeed([{ ...command, _tag: "WaitlistWithdrawn" }]))

/** Offers a free place to the first who waits. */
export const offer = (command: Only<"Offer">, state: State): Decision<"WaitlistOffered", Ever | NotNext | NoPlaceFree> =>
  Result.flatMap(found(command, state), ({ offers, places, policy, taken, waiting: [next] }): Decision<"WaitlistOffered", NotNext | NoPlaceFree> => {
    const { at, by, entryId } = command
    if (entryOf(offers, entryId) !== undefined) return nothing
    if (next?.entryId !== entryId) return Result.fail(new NotNext({ entryId, ...(next !== undefined && { next: next.entryId }) }))
    if (taken.length + offers.length >= places) return Result.fail(new NoPlaceFree({ places, taken: taken.length, offered: offers.length }))
    return Result.succeed([{ _tag: "WaitlistOffered", at, by, entryId, expiresAt: Instant.Instant.make(at + policy.offerFor) }])
  })

/** The offer of the entry, and whether it holds. */
const offered = (command: Only<"Accept" | "Decline" | "Lapse">, state: State) =>
  Result.flatMap(found(command, state), ({ offers }) => {
    const made = entryOf(offers, command.entryId)
    return made === undefined
      ? Result.fail(new NotOnList({ entryId: command.entryId, needs: "offered" }))
      : Result.succeed({ ...made, holds: command.at < made.expiresAt })
  })

export const accept = (command: Only<"Accept">, state: State): Decision<"WaitlistAccepted", Ever | NotOnList | OfferExpired> => {
  if (state._tag === "Open" && entryOf(state.taken, command.entryId) !== undefined) return nothing
  return Result.flatMap(offered(command, state), ({ entryId, expiresAt, holds }) =>
    holds ? Result.succeed([{ ...command, _tag: "WaitlistAccepted" }]) : Result.fail(new OfferExpired({ entryId, expiresAt })))
}

/** Who declines an offer that is over already does no harm. */
export const decline = (command: Only<"Decline">, state: State): Decision<"WaitlistDeclined", Ever | NotOnList> =>
  Result.map(offered(command, state), () => [{ ...command, _tag: "WaitlistDeclined" }])

/** Takes back an offer that is over. */
export const lapse = (command: Only<"Lapse">, state: State): Decision<"WaitlistLapsed", Ever | NotOnList | OfferHolds> =>
  Result.flatMap(offered(command, state), ({ entryId, expiresAt, holds }) =>
    holds ? Result.fail(new OfferHolds({ entryId, expiresAt })) : Result.succeed([{ ...command, _tag: "WaitlistLapsed" }]))

export const release = (command: Only<"Release">, state: State): Decision<"WaitlistReleased", Ever | NotOnList> =>
  Result.flatMap(found(command, state), ({ taken }) =>
    entryOf(taken, command.entryId) === undefined
      ? Result.fail(new NotOnList({ entryId: command.entryId, needs: "taken" }))
      : Result.succeed([{ ...command, _tag: "WaitlistReleased" }]))

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Open": return open(command, state)
    case "Resize": return resize(command, state)
    case "Join": return join(command, state)
    case "Withdraw": return withdraw(command, state)
    case "Offer": return offer(command, state)
    case "Accept": return accept(command, state)
    case "Decline": return decline(command, state)
    case "Lapse": return lapse(command, state)
    case "Release": return release(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }

type Offered = Extract<Event, { readonly _tag: "WaitlistOffered" }>
type Lapsed = Extract<Event, { readonly _tag: "WaitlistLapsed" }>

/** Every place that is free, offered to who is next. */
export const offerAll = (done: Done, list: Waitlist): ReadonlyArray<Offered> => {
  const all: Array<Offered> = []
  let after: State = list
  for (const { entryId } of list.waiting) {
    const offered = offer({ _tag: "Offer", ...done, entryId }, after)
    if (Result.isFailure(offered)) break
    all.push(...offered.success)
    after = offered.success.reduce<State>(evolve, after)
  }
  return all
}

/** Every offer that is over. */
export const lapseAll = (done: Done, list: Waitlist): Result.Result<ReadonlyArray<Lapsed>, Ever | NotOnList | OfferHolds> =>
  Result.map(Result.all(list.offers.filter(({ expiresAt }) => expiresAt <= done.at).map(({ entryId }) => lapse({ _tag: "Lapse", ...done, entryId }, list))), (lapsed) => lapsed.flat())
