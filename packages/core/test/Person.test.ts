import { Email, Person, type Policy } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { personCommands, runs } from "@parkade/testing/arbitraries"
import { emailLaws, obey, personCase, personLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { minute } from "./tickets.ts"

type Event = Person.Event
type Command = Person.Command
const ids = ["1", "2"].map((digit) => Party.PersonId.make(`00000000-0000-7000-8000-0000000000e${digit}`))
const [id, other] = ids as [Party.PersonId, Party.PersonId]
const self: Party.Actor = { _tag: "Person", id }
const admin: Party.Actor = { _tag: "Person", id: other }
const [email, second] = ["ann@example.com", "ann@example.org"].map((text) => Email.Email.make(text)) as [Email.Email, Email.Email]
const staff: Policy.Grant = { role: "staff" }
const owner: Policy.Grant = { role: "owner" }

const registered: Event = { _tag: "PersonRegistered", id, email, name: "Ann", at: minute(0) }
const invited: Event = { _tag: "PersonInvited", id, email, grants: [staff], expiresAt: minute(60), by: admin, at: minute(0) }
const joined = (at: number): Event => ({ _tag: "PersonJoined", name: "Ann", at: minute(at) })
const granted = (at: number, grant = staff): Event => ({ _tag: "PersonRoleGranted", grant, by: admin, at: minute(at) })
const revoked = (at: number, by = admin): Event => ({ _tag: "PersonRoleRevoked", grant: staff, by, at: minute(at) })
const mailed = (at: number): Event => ({ _tag: "PersonEmailChanged", email: second, by: self, at: minute(at) })
const suspended = (at: number): Event => ({ _tag: "PersonSuspended", reason: "unpaid", by: admin, at: minute(at) })
const reinstated = (at: number): Event => ({ _tag: "PersonReinstated", by: admin, at: minute(at) })
const erased = (at: number): Event => ({ _tag: "PersonErased", by: self, at: minute(at) })

const register: Command = { _tag: "Register", id, email, name: "Ann", at: minute(0) }
const invite: Command = { _tag: "Invite", id, email, grants: [staff], expiresAt: minute(60), by: admin, at: minute(0) }
const join = (at: number, millis = 0): Command => ({ _tag: "Join", name: "Ann", at: minute(at, millis) })
const grant = (at: number, by = admin, what = staff): Command => ({ _tag: "GrantRole", grant: what, by, at: minute(at) })
const revoke = (at: number, by = admin): Command => ({ _tag: "RevokeRole", grant: staff, by, at: minute(at) })
const mail = (at: number, to = second): Command => ({ _tag: "ChangeEmail", email: to, by: self, at: minute(at) })
const suspend = (at: number, by = admin): Command => ({ _tag: "Suspend", reason: "unpaid", by, at: minute(at) })
const reinstate = (at: number, by = admin): Command => ({ _tag: "Reinstate", by, at: minute(at) })
const erase = (at: number): Command => ({ _tag: "Erase", by: self, at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: Person.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const late = (notBefore: number): Then => ({ _tag: "OutOfOrder", id, notBefore: minute(notBefore) })
const begun: Then = { _tag: "NotBegun" }
const off = [registered, suspended(5)]
const gone = [registered, erased(5)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["registers", [], register, [registered]],
  ["registers once", [registered, granted(1)], register, []],
  ["registers no other under one id", [registered], { ...register, email: second } as Command, { _tag: "AlreadyBegun", id }],
  ["does not register who was invited", [invited], register, { _tag: "AlreadyBegun" }],
  ["does not register who was erased", gone, register, { _tag: "AlreadyBegun" }],
  ["is invited", [], invite, [invited]],
  ["is invited once", [invited], invite, []],
  ["is not invited as another", [invited], { ...invite, email: second } as Command, { _tag: "AlreadyBegun" }],
  ["is not invited when registered", [registered], invite, { _tag: "AlreadyBegun" }],
  ["joins", [invited], join(5), [joined(5)]],
  ["joins once", [invited, joined(5)], join(5), []],
  ["joins up to the last moment", [invited], join(60, -1), [{ ...joined(60), at: minute(60, -1) } as Event]],
  ["does not join too late", [invited], join(60), { _tag: "InvitationExpired", expiresAt: minute(60) }],
  ["does not join uninvited", [registered], join(5), wrong("Active", "Join")],
  ["does not join when suspended", off, join(6), wrong("Suspended", "Join")],
  ["does not join when erased", gone, join(6), wrong("Erased", "Join")],
  ["does not join what is not there", [], join(5), begun],
  ["is given a role", [registered], grant(1), [granted(1)]],
  ["is given a role at the instant of the registration", [registered], grant(0), [granted(0)]],
  ["is given a role once", [registered, granted(1)], grant(2), []],
  ["is given another role", [registered, granted(1)], grant(2, admin, owner), [granted(2, owner)]],
  ["is given a role when invited", [invited], grant(1, admin, owner), [granted(1, owner)]],
  ["is given a role when suspended", off, grant(6), [granted(6)]],
  ["takes no role for oneself", [registered], grant(1, self), { _tag: "OwnAccount", id, command: "GrantRole" }],
  ["is given no role in the past", [registered], grant(-1), late(0)],
  ["is given no role when erased", gone, grant(6), wrong("Erased", "GrantRole")],
  ["is given no role before being there", [], grant(1), begun],
  ["loses a role", [registered, granted(1)], revoke(2), [revoked(2)]],
  ["loses no role that was not given", [registered], revoke(2), []],
  ["steps down", [registered, granted(1)], revoke(2, self), [revoked(2, self)]],
  ["loses no role when erased", gone, revoke(6), wrong("Erased", "RevokeRole")],
  ["loses no role before being there", [], revoke(1), begun],
  ["changes address", [registered], mail(1), [mailed(1)]],
  ["changes it once", [registered, mailed(1)], mail(2), []],
  ["changes address when suspended", off, mail(6), [mailed(6)]],
  ["changes no address when invited", [invited], mail(1), wrong("Invited", "ChangeEmail")],
  ["changes no address when erased", gone, mail(6), wrong("Erased", "ChangeEmail")],
  ["changes no address before being there", [], mail(1), begun],
  ["is suspended", [registered], suspend(5), [suspended(5)]],
  ["is suspended once", off, suspend(6), []],
  ["does not suspend oneself", [registered], suspend(5, self), { _tag: "OwnAccount" }],
  ["is not suspended when invited", [invited], suspend(5), wrong("Invited", "Suspend")],
  ["is not suspended when erased", gone, suspend(6), wrong("Erased", "Suspend")],
  ["is not suspended before being there", [], suspend(1), begun],
  ["is reinstated", off, reinstate(6), [reinstated(6)]],
  ["is reinstated once", [...off, reinstated(6)], reinstate(7), []],
  ["does not reinstate oneself", off, reinstate(6, self), { _tag: "OwnAccount" }],
  ["is not reinstated in the past", off, reinstate(4), late(5)],
  ["is not reinstated when invited", [invited], reinstate(5), wrong("Invited", "Reinstate")],
  ["is not reinstated when erased", gone, reinstate(6), wrong("Erased", "Reinstate")],
  ["is not reinstated before being there", [], reinstate(1), begun],
  ["is erased", [registered], erase(5), [erased(5)]],
  ["is erased once", gone, erase(6), []],
  ["is erased when invited", [invited], erase(5), [erased(5)]],
  ["is erased when suspended", off, erase(6), [erased(6)]],
  ["is not erased while something is open", [registered], { ...erase(5), heldBy: { reason: "an open stay", until: minute(9) } } as Command, { _tag: "ErasureHeld", reason: "an open stay", until: minute(9) }],
  ["is not erased before being there", [], erase(1), begun]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(Person.evolve, Person.initial)

describe("a person", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Person.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("acts by the roles of an active person", () => {
    const grants = (...events: ReadonlyArray<Event>) => Person.activeGrants(given(events)).map(({ role }) => role)
    expect(grants()).toEqual([])
    expect(grants(registered)).toEqual(["driver"])
    expect(grants(invited)).toEqual([])
    expect(grants(invited, joined(5))).toEqual(["driver", "staff"])
    expect(grants(registered, granted(1), suspended(2))).toEqual([])
    expect(grants(registered, granted(1), suspended(2), reinstated(3))).toEqual(["driver", "staff"])
    expect(grants(registered, granted(1), revoked(2))).toEqual(["driver"])
    expect(given(gone)).toEqual({ _tag: "Erased", id, version: 2, changedAt: minute(5), erasedAt: minute(5) })
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Command, before: ReadonlyArray<Event>) => {
      const decided = Person.decide(command, given(before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(join(60), [invited])).toBe("the invitation held until 2026-06-01T09:00:00Z: ask for another")
    expect(told(grant(1, self), [registered])).toBe("GrantRole is for somebody else to do")
    expect(told({ ...erase(5), heldBy: { reason: "an open stay" } } as Command, [registered])).toBe("this person is erased later: an open stay")
    expect(told({ ...erase(5), heldBy: { reason: "a dispute", until: minute(9) } } as Command, [registered])).toBe("this person is erased from 2026-06-01T08:09:00Z on: a dispute")
  })

  it.each(personLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(personCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, rejections, states } = reached(Person.decider, personCommands())
    for (const state of ["Absent", ...Object.keys(Person.Person.cases)]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(Person.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
    for (const rejection of ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "InvitationExpired", "OwnAccount", "ErasureHeld"]) expect(rejections.get(rejection), rejection).toBeGreaterThan(20)
  })
})

describe("an e-mail address", () => {
  it.each([
    ["Ann@Example.COM", "ann@example.com"],
    ["  ann.b+parking@mail.example.co.uk\n", "ann.b+parking@mail.example.co.uk"],
    ["o'neill@xn--bcher-kva.example", "o'neill@xn--bcher-kva.example"]
  ])("%j", (text, canonical) => expect(Email.fromText(text)).toEqual(Result.succeed(canonical)))

  it.each(["", "ann", "ann@", "@example.com", "ann@example", "ann@@example.com", "a nn@example.com", ".ann@example.com", "ann.@example.com", "a..b@example.com", "ann@-example.com", "ann@example-.com",
    "ann@example.c0m.", "ann@exa\u200bmple.com", "аnn@example.com", "ann@bücher.example", "ann@example.com\u0000", `${"a".repeat(65)}@example.com`, `a@${"b".repeat(60)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(63)}.com`, "x".repeat(100_000)
  ])("%# is none", (text) => {
    const read = Email.fromText(text)
    expect(Result.isFailure(read) && read.failure._tag).toBe("NotAnEmail")
  })

  it("is read in bounded time, however it is written", () => {
    const start = performance.now()
    Email.fromText(`${"a.".repeat(150)}@`)
    Email.fromText(`a@${"a-".repeat(150)}`)
    Email.fromText("a".repeat(1_000_000))
    // Backtracking would take years.
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it.each(emailLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(fc.oneof(fc.emailAddress(), fc.string()), (input) => obey([law], input)), runs(500))
  })
})
