/** People: how they come, what they may do, and how they leave, each its own use-case. Who may do so to whom is asked of Policy before. */
import { Effect, type Result, Schema } from "effect"
import { Email, type Matrix, Person, Policy } from "../../account/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, key } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, store } from "../store.ts"

/** Somebody else has this address. */
export class EmailTaken extends Schema.TaggedError<EmailTaken>()("EmailTaken", { email: Email.Email }) {
  override get message() {
    return `${this.email} has an account already: use that, or take another address`
  }
}

const load = (id: Party.PersonId) => Effect.flatMap(Journal, (journal) => journal.load("Person", id))

const lapsing: Party.Actor = { _tag: "Routine", name: "invitations" }

/** Invitations to an address that ran out, and hold it no more: they are erased as it is wanted again. */
const lapsed = Effect.fnUntraced(function*(email: Email.Email, but: Party.PersonId) {
  const at = yield* now
  const all = yield* (yield* Journal).under("Person", key.email(email), { limit: 1 })
  const over = all.filter((one) => one._tag === "Invited" && one.id !== but && at >= one.expiresAt)
  return yield* Effect.forEach(over, Effect.fnUntraced(function*(one) {
    const erased = yield* unlessBehind(Person.erase({ _tag: "Erase", at, by: lapsing }, one), at)
    return change("Person", one.id, one, yield* Effect.orDie(Effect.fromResult(erased)))
  }))
})

/** Stores what was decided on a person who has, or is to have, that address. */
const commit = Effect.fnUntraced(function*(act: Act, id: Party.PersonId, before: Person.State, events: ReadonlyArray<Person.Event>, email: Email.Email) {
  const changed = change("Person", id, before, events)
  yield* store(act, { changes: [changed, ...yield* lapsed(email, id)] }).pipe(
    Effect.catchTag("KeyTaken", () => Effect.fail(new EmailTaken({ email }))),
    Effect.catchTag("SpotTaken", Effect.die)
  )
  return outcome(changed)
})

const address = { email: Schema.String }
const name = Name.upTo(120)
/** An id of the caller's: the same person said twice is registered once. */
const fresh = { personId: Schema.optional(Party.PersonId) }

export const Registering = Schema.Struct({ ...fresh, ...address, name })
export type Registering = typeof Registering.Type

/** Somebody registers, as a driver. */
export const registerPerson = operation("registerPerson", Registering, (given) =>
  decideAgain(Effect.gen(function*() {
    const email = yield* Effect.fromResult(Email.fromText(given.email))
    const id = given.personId ?? Party.PersonId.make(yield* newId)
    const before = yield* load(id)
    // Said twice, it was when it was said first.
    const at = "registeredAt" in before ? before.registeredAt : yield* now
    const events = yield* Effect.fromResult(Person.register({ _tag: "Register", id, email, name: given.name, at }, before))
    return yield* commit({ action: "person.register", by: { _tag: "Person", id } }, id, before, events, email)
  })))

export const Inviting = Schema.Struct({ ...fresh, ...address, grants: Schema.Array(Policy.Grant), expiresAt: Instant.Instant, by: Party.Actor })

/** Invites somebody, with roles that they have as soon as they join; again to the same address once the invitation ran out. */
export const invitePerson = operation("invitePerson", Inviting, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by, expiresAt, grants } = given
    const email = yield* Effect.fromResult(Email.fromText(given.email))
    const id = given.personId ?? Party.PersonId.make(yield* newId)
    const before = yield* load(id)
    const events = yield* Effect.fromResult(Person.invite({ _tag: "Invite", id, email, grants, expiresAt, by, at: yield* now }, before))
    return yield* commit({ action: "person.manage", by }, id, before, events, email)
  })))

/** Decides on a person, whose address stays, and stores it. */
const deciding = <E>(
  { action, by, personId, reason }: { readonly action: Matrix.Action; readonly by: Party.Actor; readonly personId: Party.PersonId; readonly reason?: string },
  decide: (person: Person.State, at: Instant.Instant) => Result.Result<ReadonlyArray<Person.Event>, E>
) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* load(personId)
    const changed = change("Person", personId, before, yield* Effect.fromResult(decide(before, yield* now)))
    yield* store({ action, by, reason }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(changed)
  }))

const Joining = Schema.Struct({ personId: Party.PersonId, name })

/** Somebody who was invited accepts, and has the roles of the invitation. */
export const joinPerson = operation("joinPerson", Joining, ({ name, personId }) =>
  deciding({ action: "person.register", by: { _tag: "Person", id: personId }, personId }, (person, at) =>
    // Said twice, it was when it was said first.
    Person.join({ _tag: "Join", at: person._tag === "Active" && person.name === name ? person.registeredAt : at, name }, person)))

const done = { personId: Party.PersonId, by: Party.Actor }

export const Granting = Schema.Struct({ ...done, grant: Policy.Grant })
export type Granting = typeof Granting.Type

/** Gives somebody a role. */
export const grantRole = operation("grantRole", Granting, ({ grant, ...given }) =>
  deciding({ action: "person.manage", ...given }, (person, at) => Person.grantRole({ _tag: "GrantRole", at, by: given.by, grant }, person)))

/** Takes a role from somebody. */
export const revokeRole = operation("revokeRole", Granting, ({ grant, ...given }) =>
  deciding({ action: "person.manage", ...given }, (person, at) => Person.revokeRole({ _tag: "RevokeRole", at, by: given.by, grant }, person)))

const SuspendingPerson = Schema.Struct({ ...done, reason: Name.upTo(500) })

/** Somebody has no roles to act by until they are reinstated. */
export const suspendPerson = operation("suspendPerson", SuspendingPerson, (given) =>
  deciding({ action: "person.manage", ...given }, (person, at) => Person.suspend({ _tag: "Suspend", at, by: given.by, reason: given.reason }, person)))

const OfPerson = Schema.Struct(done)

/** Somebody has their roles again. */
export const reinstatePerson = operation("reinstatePerson", OfPerson, (given) =>
  deciding({ action: "person.manage", ...given }, (person, at) => Person.reinstate({ _tag: "Reinstate", at, by: given.by }, person)))

const ChangingEmail = Schema.Struct({ ...done, ...address })

/** Gives somebody another address, which the host has shown to be theirs. */
export const changeEmail = operation("changeEmail", ChangingEmail, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by, personId } = given
    const email = yield* Effect.fromResult(Email.fromText(given.email))
    const before = yield* load(personId)
    const events = yield* Effect.fromResult(Person.changeEmail({ _tag: "ChangeEmail", at: yield* now, by, email }, before))
    return yield* commit({ action: "person.edit", by }, personId, before, events, email)
  })))

const pageSize = 100

const hasOpenStay = Effect.fnUntraced(function*(id: Party.PersonId) {
  let after: string | undefined
  do {
    const page = yield* (yield* Journal).under("Ticket", key.person(id), { after, limit: pageSize })
    if (page.some(Ticket.isOpen)) return true
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  } while (after !== undefined)
  return false
})

/** What forbids to erase somebody yet. */
const heldBy = Effect.fnUntraced(function*(id: Party.PersonId) {
  if (yield* hasOpenStay(id)) return { reason: "a vehicle of theirs is parked" }
  const disputes = yield* (yield* Journal).under("Violation", key.person(id), { limit: 1 })
  return disputes.length > 0 ? { reason: "a dispute of theirs is not decided" } : undefined
})

/** Erases somebody, unless they are parked or a dispute of theirs runs. */
export const erasePerson = operation("erasePerson", OfPerson, (given) =>
  Effect.flatMap(heldBy(given.personId), (held) =>
    deciding({ action: "person.erase", ...given }, (person, at) => Person.erase({ _tag: "Erase", at, by: given.by, heldBy: held }, person))))
