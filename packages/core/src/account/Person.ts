/**
 * A person who drives, works or decides: registered or invited, with roles, perhaps suspended, at last erased.
 *
 * Passwords, second factors and tokens are the host's. No two persons share an e-mail address: that is for storage to hold. An
 * erased person's state keeps no personal data; their stored events do, and are the host's to encrypt or rewrite.
 *
 * Units: instants in epoch milliseconds; an invitation holds up to `expiresAt`, closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; InvitationExpired; OwnAccount; ErasureHeld.
 * Guarantees: roles of a person are those granted and not revoked; who is not active has no roles to act by; nobody grants
 * themselves a role or suspends themselves; an erased person leaves no personal data in the state.
 * Source: GDPR article 17 (erasure).
 */
import { Equal, Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider } from "../lifecycle/index.ts"
import { Email } from "./Email.ts"
import { Grant } from "./Policy.ts"
import { type Begun, standing as standingOf } from "./standing.ts"

const base = { id: Party.PersonId, version: Schema.Int, changedAt: Instant.Instant }
const person = { ...base, email: Email, grants: Schema.Array(Grant) }
const named = { ...person, name: Name.upTo(120), registeredAt: Instant.Instant }

export const Person = Schema.TaggedUnion({
  Invited: { ...person, expiresAt: Instant.Instant },
  Active: named,
  Suspended: { ...named, reason: Name.upTo(500) },
  Erased: { ...base, erasedAt: Instant.Instant }
})
export type Person = typeof Person.Type
export const State = Schema.Union([Absent, Person])
export type State = typeof State.Type

const by = { by: Party.Actor, at: Instant.Instant }
const registered = { id: Party.PersonId, email: Email, name: Name.upTo(120), at: Instant.Instant }
const invited = { id: Party.PersonId, email: Email, grants: Schema.Array(Grant), expiresAt: Instant.Instant, ...by }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  PersonRegistered: registered,
  PersonInvited: invited,
  PersonJoined: { name: Name.upTo(120), at: Instant.Instant },
  PersonRoleGranted: { grant: Grant, ...by },
  PersonRoleRevoked: { grant: Grant, ...by },
  PersonEmailChanged: { email: Email, ...by },
  PersonSuspended: { reason: Name.upTo(500), ...by },
  PersonReinstated: by,
  PersonErased: by
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

interface By {
  readonly by: Party.Actor
  readonly at: Instant.Instant
}
type Command =
  /** By themselves, as a driver. */
  | { readonly _tag: "Register" } & Omit<EventOf<"PersonRegistered">, "_tag">
  | { readonly _tag: "Invite" } & Omit<EventOf<"PersonInvited">, "_tag">
  /** The invited accept. */
  | { readonly _tag: "Join"; readonly name: string; readonly at: Instant.Instant }
  | { readonly _tag: "GrantRole"; readonly grant: Grant } & By
  | { readonly _tag: "RevokeRole"; readonly grant: Grant } & By
  /** To an address that was shown to be theirs. */
  | { readonly _tag: "ChangeEmail"; readonly email: Email } & By
  | { readonly _tag: "Suspend"; readonly reason: string } & By
  | { readonly _tag: "Reinstate" } & By
  /** `heldBy` is what forbids it yet: an open stay, a dispute. */
  | { readonly _tag: "Erase"; readonly heldBy?: { readonly reason: string; readonly until?: Instant.Instant } | undefined } & By
export type { Command }

export class InvitationExpired extends Schema.TaggedError<InvitationExpired>()("InvitationExpired", { id: Party.PersonId, expiresAt: Instant.Instant }) {
  override get message() {
    return `the invitation held until ${Instant.toIso(this.expiresAt)}: ask for another`
  }
}

/** Nobody does this to their own account. */
export class OwnAccount extends Schema.TaggedError<OwnAccount>()("OwnAccount", { id: Party.PersonId, command: Schema.String }) {
  override get message() {
    return `${this.command} is for somebody else to do`
  }
}

export class ErasureHeld extends Schema.TaggedError<ErasureHeld>()("ErasureHeld", {
  id: Party.PersonId,
  reason: Schema.String,
  until: Schema.optionalKey(Instant.Instant)
}) {
  override get message() {
    return `this person is erased ${this.until === undefined ? "later" : `from ${Instant.toIso(this.until)} on`}: ${this.reason}`
  }
}

export type JoinRejection = Begun | InvitationExpired
export type OthersRejection = Begun | OwnAccount
export type EraseRejection = Begun | ErasureHeld
export type Rejection = AlreadyBegun | JoinRejection | OthersRejection | EraseRejection

const subject = "person"
const standing = standingOf(subject)

export const initial: State = { _tag: "Absent" }

/** What everyone is who registers. */
const driver: Grant = { role: "driver" }

type Living = Exclude<Person, { readonly _tag: "Erased" }>

const kept = ({ email, grants, id, version }: Living, changedAt: Instant.Instant) => ({ id, email, grants, version: version + 1, changedAt })

const without = (grants: ReadonlyArray<Grant>, grant: Grant): ReadonlyArray<Grant> => grants.filter((each) => !Equal.equals(each, grant))

const begin = (event: EventOf<"PersonRegistered"> | EventOf<"PersonInvited">): State => {
  const { at, email, id } = event
  const known = { id, email, version: 1, changedAt: at }
  return event._tag === "PersonInvited"
    ? { _tag: "Invited", ...known, grants: event.grants, expiresAt: event.expiresAt }
    : { _tag: "Active", ...known, grants: [driver], name: event.name, registeredAt: at }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "PersonRegistered" || event._tag === "PersonInvited") return state._tag === "Absent" ? begin(event) : state
  if (state._tag === "Absent" || state._tag === "Erased") return state
  const known = kept(state, event.at)
  switch (event._tag) {
    case "PersonJoined": {
      const grants = [driver, ...without(state.grants, driver)]
      return state._tag === "Invited" ? { _tag: "Active", ...known, grants, name: event.name, registeredAt: event.at } : state
    }
    case "PersonRoleGranted":
      return { ...state, ...known, grants: [...without(state.grants, event.grant), event.grant] }
    case "PersonRoleRevoked":
      return { ...state, ...known, grants: without(state.grants, event.grant) }
    case "PersonEmailChanged":
      return { ...state, ...known, email: event.email }
    case "PersonSuspended":
      return state._tag === "Active" ? { _tag: "Suspended", ...known, name: state.name, registeredAt: state.registeredAt, reason: event.reason } : state
    case "PersonReinstated":
      return state._tag === "Suspended" ? { _tag: "Active", ...known, name: state.name, registeredAt: state.registeredAt } : state
    case "PersonErased":
      return { _tag: "Erased", id: known.id, version: known.version, changedAt: event.at, erasedAt: event.at }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>

export const register = ({ at, email, id, name }: Only<"Register">, state: State): Decision<"PersonRegistered", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "PersonRegistered", id, email, name, at }])
  const same = state.id === id && state._tag === "Active" && state.registeredAt === at && state.email === email && state.name === name
  return same ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

export const invite = ({ at, by, email, expiresAt, grants, id }: Only<"Invite">, state: State): Decision<"PersonInvited", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "PersonInvited", id, email, grants, expiresAt, by, at }])
  const same = state._tag === "Invited" && state.id === id && state.email === email && state.expiresAt === expiresAt && Equal.equals(state.grants, grants)
  return same ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

export const join = (command: Only<"Join">, state: State): Decision<"PersonJoined", JoinRejection> => {
  const { at, name } = command
  if (state._tag === "Active" && state.registeredAt === at && state.name === name) return Result.succeed([])
  return Result.flatMap(standing(state, command, "Invited"), ({ expiresAt, id }): Decision<"PersonJoined", InvitationExpired> =>
    at < expiresAt ? Result.succeed([{ _tag: "PersonJoined", name, at }]) : Result.fail(new InvitationExpired({ id, expiresAt })))
}

/** The person, if it is another who commands. */
const another = <A extends Person>(found: Result.Result<A, Begun>, { _tag: command, by }: { readonly _tag: string } & By): Result.Result<A, OthersRejection> =>
  Result.flatMap(found, (known) => by._tag === "Person" && by.id === known.id ? Result.fail(new OwnAccount({ id: known.id, command })) : Result.succeed(known))

/** Policy says beforehand whether who grants it may (`mayGrant`). */
export const grantRole = (command: Only<"GrantRole">, state: State): Decision<"PersonRoleGranted", OthersRejection> =>
  Result.map(another(standing(state, command, "Invited", "Active", "Suspended"), command), ({ grants }) => {
    const { at, by, grant } = command
    return grants.some((each) => Equal.equals(each, grant)) ? [] : [{ _tag: "PersonRoleGranted", grant, by, at }]
  })

/** Also one's own: who steps down needs nobody. */
export const revokeRole = (command: Only<"RevokeRole">, state: State): Decision<"PersonRoleRevoked", Begun> =>
  Result.map(standing(state, command, "Invited", "Active", "Suspended"), ({ grants }) => {
    const { at, by, grant } = command
    return grants.some((each) => Equal.equals(each, grant)) ? [{ _tag: "PersonRoleRevoked", grant, by, at }] : []
  })

export const changeEmail = (command: Only<"ChangeEmail">, state: State): Decision<"PersonEmailChanged", Begun> =>
  Result.map(standing(state, command, "Active", "Suspended"), (known) => {
    const { at, by, email } = command
    return known.email === email ? [] : [{ _tag: "PersonEmailChanged", email, by, at }]
  })

export const suspend = (command: Only<"Suspend">, state: State): Decision<"PersonSuspended", OthersRejection> => {
  const { at, by, reason } = command
  if (state._tag === "Suspended" && state.reason === reason) return Result.succeed([])
  return Result.map(another(standing(state, command, "Active"), command), () => [{ _tag: "PersonSuspended", reason, by, at }])
}

export const reinstate = (command: Only<"Reinstate">, state: State): Decision<"PersonReinstated", OthersRejection> =>
  state._tag === "Active"
    ? Result.succeed([])
    : Result.map(another(standing(state, command, "Suspended"), command), () => [{ _tag: "PersonReinstated", by: command.by, at: command.at }])

export const erase = (command: Only<"Erase">, state: State): Decision<"PersonErased", EraseRejection> => {
  if (state._tag === "Erased") return Result.succeed([])
  return Result.flatMap(standing(state, command, "Invited", "Active", "Suspended"), ({ id }): Decision<"PersonErased", ErasureHeld> => {
    const { at, by, heldBy } = command
    if (heldBy === undefined) return Result.succeed([{ _tag: "PersonErased", by, at }])
    return Result.fail(new ErasureHeld({ id, reason: heldBy.reason, ...(heldBy.until !== undefined && { until: heldBy.until }) }))
  })
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Register":
      return register(command, state)
    case "Invite":
      return invite(command, state)
    case "Join":
      return join(command, state)
    case "GrantRole":
      return grantRole(command, state)
    case "RevokeRole":
      return revokeRole(command, state)
    case "ChangeEmail":
      return changeEmail(command, state)
    case "Suspend":
      return suspend(command, state)
    case "Reinstate":
      return reinstate(command, state)
    case "Erase":
      return erase(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }

/** The roles to act by: those of an active person. */
export const activeGrants = (state: State): ReadonlyArray<Grant> => (state._tag === "Active" ? state.grants : [])
