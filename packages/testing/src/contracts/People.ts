/** Persons who register and change: things of the journal that are quickly made. */
import { Email, Person } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { type Change, Journal } from "@parkade/core/ports"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { minutes, morning } from "./Scene.ts"

export const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
export const personId = Effect.map(uuid, (id) => Party.PersonId.make(id))
export const address = Effect.map(uuid, (id) => Email.Email.make(`${id}@example.com`))
export const sweep: Party.Actor = { _tag: "Routine", name: "sweep" }

export const registration = (id: Party.PersonId, email: Email.Email): Change => ({ kind: "Person", id, before: Person.initial, events: [{ _tag: "PersonRegistered", id, email, name: "Ann", at: morning }] })

export const readdressed = (before: Person.Person, email: Email.Email): Change => ({ kind: "Person", id: before.id, before, events: [{ _tag: "PersonEmailChanged", email, by: sweep, at: minutes(1) }] })

export const erased = (before: Person.Person): Change => ({ kind: "Person", id: before.id, before, events: [{ _tag: "PersonErased", by: sweep, at: minutes(2) }] })

export const load = Effect.fnUntraced(function*(id: Party.PersonId) {
  const state = yield* (yield* Journal).load("Person", id)
  if (state._tag === "Absent") throw new Error(`there is no person ${id}`)
  return state
})

/** A person who is stored. */
export const register = Effect.gen(function*() {
  const [id, email] = [yield* personId, yield* address]
  yield* (yield* Journal).commit({ changes: [registration(id, email)] })
  return yield* load(id)
})
