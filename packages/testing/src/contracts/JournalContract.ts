/** What every adapter of the port Journal does: each test is a sentence of the port. */
import { type Email, Person } from "@parkade/core/account"
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Programme } from "@parkade/core/merchant"
import { Money } from "@parkade/core/money"
import { admit, payOnExit } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Ledger } from "@parkade/core/payment"
import { type Change, type Commit, Journal, key, Lots, Spots, Tickets } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Instant, TimeZone } from "@parkade/core/time"
import { Custody } from "@parkade/core/valet"
import { Effect, Exit, Result } from "effect"
import { expect } from "vitest"
import { address, erased, load, personId, readdressed, register, registration, sweep, uuid } from "./People.ts"
import { admission, at, type It, minutes, morning, openPlainLot, plates, type Services, vehicle } from "./Scene.ts"

const emailOf = (person: Person.Person): Email.Email => {
  if (person._tag === "Erased") throw new Error("an erased person has no address")
  return person.email
}

const transfer = Effect.map(uuid, (id): Ledger.Transaction => {
  const money = (amount: number): Money.Money => ({ amount, currency: Money.Currency.make("EUR") })
  return { id: Ledger.TransactionId.make(id), at: morning, entries: [{ account: { _tag: "Cash", till: "1" }, amount: money(100) }, { account: { _tag: "Bank", name: "main" }, amount: money(-100) }] }
})

const leaves = (before: Ticket.Open): Change => ({ kind: "Ticket", id: before.id, before, events: [{ _tag: "TicketExited", at: minutes(5) }] })

const moves = (before: Ticket.Open, to: Ticket.Open): Change => ({ kind: "Ticket", id: before.id, before, events: [{ _tag: "TicketMoved", spotId: to.spotId, at: minutes(1), by: sweep }] })

/** Cars in a lot of as many spots, and one more. */
const parked = Effect.fnUntraced(function*(count: number) {
  const lot = yield* openPlainLot(count + 1)
  const tickets = yield* Effect.forEach(plates(count), (plate) => at(morning, admit({ lotId: lot.id, vehicle: vehicle(plate) })))
  return { lot, tickets: tickets.flatMap((ticket) => Ticket.isOpen(ticket) ? [ticket] : []) }
})

const absent = Effect.fnUntraced(function*(id: Party.PersonId) {
  const journal = yield* Journal
  expect(yield* journal.load("Person", id)).toEqual(Person.initial)
  expect(yield* journal.history("Person", id)).toEqual([])
})

const together = (it: It) => {
  it.effect("stores several changes, money and the audit log together", () =>
    Effect.gen(function*() {
      const [journal, first, id, email] = [yield* Journal, yield* register, yield* personId, yield* address]
      const { tickets: [ticket] } = yield* parked(1)
      if (ticket === undefined) return expect.unreachable()
      const audit = { at: morning, by: sweep, action: "ticket.release", resource: { kind: "Ticket", id: ticket.id }, events: ["TicketExited"] } as const
      const changes = [readdressed(first, yield* address), leaves(ticket), registration(id, email)]
      yield* journal.commit({ changes, transactions: [yield* transfer, yield* transfer], audit: [audit, audit] })
      expect(yield* journal.load("Person", first.id)).toMatchObject({ version: 2, changedAt: minutes(1) })
      expect(yield* journal.load("Ticket", ticket.id)).toEqual(Ticket.evolve(ticket, { _tag: "TicketExited", at: minutes(5) }))
      expect(yield* journal.load("Person", id)).toMatchObject({ _tag: "Active", email, version: 1 })
      expect((yield* journal.history("Person", first.id)).map(({ _tag }) => _tag)).toEqual(["PersonRegistered", "PersonEmailChanged"])
      expect(yield* (yield* Lots).availability(ticket.lotId, morning)).toMatchObject({ free: 2 })
    }))

  it.effect("stores nothing of a commit if one thing has changed, and all of it another time", () =>
    Effect.gen(function*() {
      const [journal, stale, id, email] = [yield* Journal, yield* register, yield* personId, yield* address]
      yield* journal.commit({ changes: [readdressed(stale, yield* address)] })
      const { tickets: [ticket] } = yield* parked(1)
      if (ticket === undefined) return expect.unreachable()
      const rest = { changes: [registration(id, email), leaves(ticket)], transactions: [yield* transfer] }
      for (const changes of [[...rest.changes, readdressed(stale, yield* address)], [readdressed(stale, yield* address), ...rest.changes]]) {
        expect(yield* Effect.flip(journal.commit({ ...rest, changes }))).toMatchObject({ _tag: "Changed", kind: "Person", id: stale.id })
        yield* absent(id)
        expect(yield* journal.load("Ticket", ticket.id)).toEqual(ticket)
        expect(yield* journal.load("Person", stale.id)).toMatchObject({ version: 2 })
      }
      yield* journal.commit(rest)
      expect(yield* journal.load("Person", id)).toMatchObject({ email })
    }))

  it.effect("stores nothing of a commit if one thing was begun before, or one key or spot is taken", () =>
    Effect.gen(function*() {
      const [journal, other, id] = [yield* Journal, yield* register, yield* personId]
      const { tickets: [first, second] } = yield* parked(2)
      if (first === undefined || second === undefined) return expect.unreachable()
      const fresh = registration(id, yield* address)
      const transactions = [yield* transfer]
      const refused = (change: Change) => Effect.flip(journal.commit({ changes: [fresh, change], transactions }))
      expect(yield* refused(registration(other.id, yield* address))).toMatchObject({ _tag: "Changed", kind: "Person", id: other.id })
      expect(yield* refused(registration(yield* personId, emailOf(other)))).toMatchObject({ _tag: "KeyTaken", kind: "Person", key: key.email(emailOf(other)) })
      expect(yield* refused(moves(first, second))).toMatchObject({ _tag: "SpotTaken", lotId: first.lotId, spotId: second.spotId })
      yield* absent(id)
      expect(yield* journal.load("Ticket", first.id)).toEqual(first)
      expect(yield* journal.history("Ticket", first.id)).toHaveLength(1)
      yield* journal.commit({ changes: [fresh], transactions })
    }))

  it.effect("gives up claims with a commit, and keeps them with one that is refused", () =>
    Effect.gen(function*() {
      const [journal, spots, stale, claimant] = [yield* Journal, yield* Spots, yield* register, yield* uuid]
      yield* journal.commit({ changes: [readdressed(stale, yield* address)] })
      const lot = yield* openPlainLot(1)
      const spotId = lot.spots[0]?.id
      if (spotId === undefined) return expect.unreachable()
      const claim = { lotId: lot.id, claimant, from: minutes(60), to: minutes(120) }
      yield* spots.claim({ ...claim, place: { spotId } }, { changes: [] })
      expect(yield* Effect.flip(journal.commit({ changes: [readdressed(stale, yield* address)], releases: [claimant] }))).toMatchObject({ _tag: "Changed" })
      expect(yield* spots.claimOf(claimant)).toEqual({ ...claim, spotId })
      yield* journal.commit({ changes: [], releases: [claimant, yield* uuid] })
      expect(yield* spots.claimOf(claimant)).toBeUndefined()
    }))

  it.effect("changes a thing once in a commit, and does nothing for a change without events", () =>
    Effect.gen(function*() {
      const [journal, person] = [yield* Journal, yield* register]
      const change = readdressed(person, yield* address)
      expect(yield* Effect.flip(journal.commit({ changes: [change, erased(person)] }))).toMatchObject({ _tag: "Changed", id: person.id })
      yield* journal.commit({ changes: [{ kind: "Person", id: person.id, before: person, events: [] }] })
      yield* journal.commit({ changes: [] })
      expect(yield* journal.load("Person", person.id)).toEqual(person)
    }))

  it.effect("stores nothing of a commit that was decided on what has changed since, and all of it while that is as it was", () =>
    Effect.gen(function*() {
      const [journal, ann, ben, id] = [yield* Journal, yield* register, yield* register, yield* personId]
      const { tickets: [ticket] } = yield* parked(1)
      if (ticket === undefined) return expect.unreachable()
      const [person, stay] = [{ kind: "Person", id: ann.id, before: ann }, { kind: "Ticket", id: ticket.id, before: ticket }] as const
      const unchanged = [person, stay]
      yield* journal.commit({ changes: [readdressed(ben, yield* address)], unchanged, transactions: [yield* transfer] })
      expect(yield* journal.load("Person", ann.id)).toEqual(ann)
      yield* journal.commit({ changes: [readdressed(ann, yield* address)], unchanged: [person] })
      const refused = (commit: Commit) => Effect.flip(journal.commit(commit))
      const fresh = registration(id, yield* address)
      expect(yield* refused({ changes: [fresh], unchanged })).toMatchObject({ _tag: "Changed", kind: "Person", id: ann.id })
      yield* journal.commit({ changes: [leaves(ticket)] })
      expect(yield* refused({ changes: [fresh], unchanged: [stay] })).toMatchObject({ _tag: "Changed", kind: "Ticket", id: ticket.id })
      yield* absent(id)
      yield* journal.commit({ changes: [fresh] })
    }))

  it.effect("dies on events that cannot follow and on a transaction that was written before, and stores nothing", () =>
    Effect.gen(function*() {
      const [journal, id, person, written] = [yield* Journal, yield* personId, yield* register, yield* transfer]
      const dies = (commit: Parameters<typeof journal.commit>[0]) => Effect.map(Effect.exit(journal.commit(commit)), (exit) => Exit.isFailure(exit) && Exit.hasDies(exit))
      const fresh = registration(id, yield* address)
      expect(yield* dies({ changes: [fresh, { kind: "Person", id: yield* personId, before: Person.initial, events: [{ _tag: "PersonErased", by: sweep, at: morning }] }] })).toBe(true)
      expect(yield* dies({ changes: [fresh, { ...readdressed(person, yield* address), id: yield* personId }] })).toBe(true)
      yield* journal.commit({ changes: [], transactions: [written] })
      expect(yield* dies({ changes: [fresh], transactions: [yield* transfer, written] })).toBe(true)
      yield* absent(id)
    }))
}

const keys = (it: It) => {
  it.effect("keeps a unique key for the one that has it, and gives it back with a change or an end", () =>
    Effect.gen(function*() {
      const [journal, ann, ben] = [yield* Journal, yield* register, yield* register]
      const [first, second] = [emailOf(ann), emailOf(ben)]
      const third = yield* personId
      const begin = (email: Email.Email) => Effect.map(Effect.result(journal.commit({ changes: [registration(third, email)] })), (result) => Result.isSuccess(result) ? "done" : result.failure._tag)
      expect([yield* begin(first), yield* begin(second)]).toEqual(["KeyTaken", "KeyTaken"])
      yield* journal.commit({ changes: [readdressed(ann, yield* address), erased(ben)] })
      expect(yield* begin(first)).toBe("done")
      expect(yield* Effect.flip(journal.commit({ changes: [registration(yield* personId, first)] }))).toMatchObject({ _tag: "KeyTaken", key: key.email(first) })
      yield* journal.commit({ changes: [readdressed(yield* load(third), second)] })
      expect(yield* journal.load("Person", third)).toMatchObject({ email: second, version: 2 })
    }))

  it.effect("moves a unique key from one to another within a commit, whichever is named first", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      for (const turn of ["giver first", "taker first", "both"]) {
        const [giver, taker] = [yield* register, yield* register]
        const [mine, yours] = [emailOf(giver), emailOf(taker)]
        const changes = [readdressed(giver, turn === "both" ? yours : yield* address), readdressed(taker, mine)]
        yield* journal.commit({ changes: turn === "taker first" ? changes.toReversed() : changes })
        expect([turn, yield* journal.load("Person", taker.id)]).toMatchObject([turn, { email: mine }])
        expect(yield* Effect.flip(journal.commit({ changes: [registration(yield* personId, mine)] }))).toMatchObject({ _tag: "KeyTaken" })
      }
    }))

  it.effect("gives a unique key to one of two who want it in one commit: to none", () =>
    Effect.gen(function*() {
      const [journal, email, first, second] = [yield* Journal, yield* address, yield* personId, yield* personId]
      expect(yield* Effect.flip(journal.commit({ changes: [registration(first, email), registration(second, email)] }))).toMatchObject({ _tag: "KeyTaken", key: key.email(email) })
      yield* absent(first)
      yield* absent(second)
    }))

  it.effect("issues a ticket in a commit, its number, plate and spot nobody else's", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      const { lot, tickets: [taken] } = yield* parked(1)
      const free = lot.spots.find(({ id }) => id !== taken?.spotId)
      if (taken === undefined || free === undefined) return expect.unreachable()
      const { requirement: _, ...asked } = yield* admission(lot.id, vehicle("NEW 1"))
      const issued = (other: Partial<Omit<Ticket.Admitted, "_tag">> = {}): Change =>
        ({ kind: "Ticket", id: asked.id, before: Ticket.initial, events: [{ _tag: "TicketAdmitted", ...asked, spotId: free.id, termsId: lot.lot.termsId, ...other }] })
      const refused = (other: Partial<Omit<Ticket.Admitted, "_tag">>) => Effect.flip(journal.commit({ changes: [issued(other)] }))
      expect(yield* refused({ number: taken.number })).toMatchObject({ _tag: "KeyTaken", kind: "Ticket", key: key.number(taken.number) })
      expect(yield* refused({ vehicle: taken.vehicle })).toMatchObject({ _tag: "KeyTaken", kind: "Ticket", key: key.plate(lot.id, taken.vehicle.plate) })
      expect(yield* refused({ spotId: taken.spotId })).toMatchObject({ _tag: "SpotTaken", spotId: taken.spotId })
      yield* journal.commit({ changes: [issued()] })
      expect(yield* (yield* Tickets).find({ id: asked.id })).toMatchObject({ _tag: "Parked", ...asked, spotId: free.id })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 0 })
    }))

  it.effect("lets two vehicles change their spots with each other, and refuses a spot that is none of the lot", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      const { tickets: [first, second] } = yield* parked(2)
      const { tickets: [elsewhere] } = yield* parked(1)
      if (first === undefined || second === undefined || elsewhere === undefined) return expect.unreachable()
      yield* journal.commit({ changes: [moves(first, second), moves(second, first)] })
      const [one, two] = [yield* journal.load("Ticket", first.id), yield* journal.load("Ticket", second.id)]
      expect([one, two]).toMatchObject([{ spotId: second.spotId, version: 2 }, { spotId: first.spotId, version: 2 }])
      if (!Ticket.isOpen(one) || !Ticket.isOpen(two)) return expect.unreachable()
      expect(yield* Effect.flip(journal.commit({ changes: [moves(one, elsewhere)] }))).toMatchObject({ _tag: "SpotTaken", spotId: elsewhere.spotId })
      expect(yield* Effect.flip(journal.commit({ changes: [moves(one, two), leaves(elsewhere)] }))).toMatchObject({ _tag: "SpotTaken" })
      yield* journal.commit({ changes: [moves(one, two), leaves(two)] })
      expect(yield* (yield* Lots).availability(first.lotId, morning)).toMatchObject({ free: 2 })
    }))
}

const handOver = (lotId: Lot.LotId, id: Ids.CustodyId, tag: string): Change => ({
  kind: "Custody",
  id,
  before: Custody.initial,
  events: [{ _tag: "CustodyHandedOver", id, lotId, vehicle: vehicle("VAL 1"), tag: Custody.KeyTag.make(tag), condition: { notes: [], photos: [] }, by: Party.PersonId.make(id), at: morning }]
})

/** A programme that is looked at when its period ends. */
const programme = (id: string, until: number): Change => ({
  kind: "Programme",
  id,
  before: Programme.initial,
  events: [{
    _tag: "ProgrammeAgreed",
    id: Programme.ProgrammeId.make(id),
    partnerId: Party.PartnerId.make(id),
    name: "Due",
    offers: [],
    limits: {},
    lots: [],
    period: { from: Instant.Instant.make(0), until: Instant.Instant.make(until) },
    zone: TimeZone.TimeZone.make("UTC"),
    by: sweep,
    at: Instant.Instant.make(0)
  }]
})

const finding = (it: It) => {
  it.effect("finds things under a key, page by page in the order of their ids, and no more when they have it no more", () =>
    Effect.gen(function*() {
      const [journal, lotId] = [yield* Journal, Lot.LotId.make(yield* uuid)]
      const ids = (yield* Effect.forEach([1, 2, 3, 4, 5], () => uuid)).map((id) => Ids.CustodyId.make(id))
      for (const [index, id] of ids.toReversed().entries()) yield* journal.commit({ changes: [handOver(lotId, id, `${index}`)] })
      const page = (after: string | undefined, limit: number) => Effect.map(journal.under("Custody", key.open(lotId), { after, limit }), (found) => found.map(({ id }) => id))
      expect([yield* page(undefined, 2), yield* page(ids[1], 2), yield* page(ids[3], 9), yield* page(ids[4], 9)]).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4), []])
      const [first] = ids
      const before = yield* journal.load("Custody", first ?? "")
      if (first === undefined || before._tag === "Absent") return expect.unreachable()
      expect((yield* journal.under("Custody", key.open(lotId), { limit: 1 }))[0]).toEqual(before)
      const by = { by: Party.PersonId.make(first), at: minutes(1) }
      const asked: ReadonlyArray<Custody.Event> = [{ _tag: "CustodyRequested", pickUpAt: minutes(1), by: sweep, at: minutes(1) }, { _tag: "CustodyMadeReady", ...by }]
      const returned: Custody.Event = { _tag: "CustodyReturned", to: "Ann", claim: { _tag: "Identified", document: "passport" }, condition: { notes: [], photos: [] }, ...by }
      yield* journal.commit({ changes: [{ kind: "Custody", id: first, before, events: [...asked, returned] }] })
      expect(yield* page(undefined, 9)).toEqual(ids.slice(1))
      yield* journal.commit({ changes: [handOver(lotId, Ids.CustodyId.make(yield* uuid), "4")] })
      expect(yield* page(undefined, 9)).toHaveLength(5)
      expect(yield* journal.under("Violation", key.open(lotId), { limit: 9 })).toEqual([])
    }))

  it.effect("finds the open tickets of a lot, and all of a person", () =>
    Effect.gen(function*() {
      const [journal, tickets, person] = [yield* Journal, yield* Tickets, yield* personId]
      const lot = yield* openPlainLot(3)
      const own = yield* tickets.admit({ ...(yield* admission(lot.id, vehicle("OWN 1"))), personId: person })
      const other = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("OTHER 1") }))
      const under = (name: string) => journal.under("Ticket", name, { limit: 9 })
      expect(yield* under(key.open(lot.id))).toEqual([own, other].toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      expect(yield* under(key.person(person))).toEqual([own])
      const gone = yield* at(minutes(9), payOnExit({ ticket: { id: own.id }, method: "cash" }))
      expect(yield* under(key.open(lot.id))).toEqual([other])
      expect(yield* under(key.person(person))).toEqual([gone])
      expect(yield* journal.under("Ticket", key.open(lot.id), { after: other.id, limit: 9 })).toEqual([])
    }))

  it.effect("tells what is due at an instant and before, longest overdue first, and no more when it is done", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      const ids = yield* Effect.forEach([30, 10, 20, 40], (until) => Effect.tap(uuid, (id) => journal.commit({ changes: [programme(id, until)] })))
      const [at30, at10, at20] = ids
      const due = (millis: number) => Effect.map(journal.due("Programme", Instant.Instant.make(millis), 1_000), (found) => found.flatMap(({ id }) => ids.includes(id) ? [id] : []))
      expect([yield* due(9), yield* due(10), yield* due(29), yield* due(30)]).toEqual([[], [at10], [at10, at20], [at10, at20, at30]])
      const all = yield* journal.due("Programme", Instant.Instant.make(30), 1_000)
      expect(yield* journal.due("Programme", Instant.Instant.make(30), 2)).toEqual(all.slice(0, 2))
      const before = yield* journal.load("Programme", at10 ?? "")
      yield* journal.commit({ changes: [{ kind: "Programme", id: at10 ?? "", before, events: [{ _tag: "ProgrammeExpired", at: Instant.Instant.make(11) }] }] })
      expect(yield* due(30)).toEqual([at20, at30])
    }))
}

/** Runs all at once; how often each came out. */
const race = <A, E extends { readonly _tag: string }>(runners: ReadonlyArray<Effect.Effect<A, E, Services>>) =>
  Effect.map(Effect.all(runners.map(Effect.result), { concurrency: "unbounded" }), (results) =>
    Object.fromEntries([...Map.groupBy(results, (result) => Result.isSuccess(result) ? "won" : result.failure._tag)].map(([tag, all]) => [tag, all.length])))

const racing = (it: It) => {
  it.effect("stores one of twenty changes of a thing at once, one of twenty that begin it, and one of twenty that want a key", () =>
    Effect.gen(function*() {
      const [journal, person, id, email] = [yield* Journal, yield* register, yield* personId, yield* address]
      const twenty = <E, R>(change: Effect.Effect<Change, E, R>) => Effect.forEach(plates(20), () => Effect.map(change, (each) => journal.commit({ changes: [each] })))
      const changing = yield* twenty(Effect.map(address, (other) => readdressed(person, other)))
      const beginning = yield* twenty(Effect.map(address, (other) => registration(id, other)))
      const wanting = yield* twenty(Effect.map(personId, (other) => registration(other, email)))
      expect(yield* race(changing)).toEqual({ won: 1, Changed: 19 })
      expect(yield* journal.history("Person", person.id)).toHaveLength(2)
      expect(yield* race(beginning)).toEqual({ won: 1, Changed: 19 })
      expect(yield* race(wanting)).toEqual({ won: 1, KeyTaken: 19 })
    }))

  it.effect("stores one of many commits that change the same two things, named in either order, and both changes of it", () =>
    Effect.gen(function*() {
      const [journal, ann, ben] = [yield* Journal, yield* register, yield* register]
      const commits = yield* Effect.forEach(plates(16), (_, index) =>
        Effect.gen(function*() {
          const changes = [readdressed(ann, yield* address), readdressed(ben, yield* address)]
          return journal.commit({ changes: index % 2 === 0 ? changes : changes.toReversed() })
        }))
      expect(yield* race(commits)).toEqual({ won: 1, Changed: 15 })
      expect([yield* load(ann.id), yield* load(ben.id)]).toMatchObject([{ version: 2 }, { version: 2 }])
    }))

  it.effect("stores one of two commits of which each changes what the other was decided on", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      for (const _ of plates(8)) {
        const [ann, ben] = [yield* register, yield* register]
        const seen = (before: Person.Person) => [{ kind: "Person", id: before.id, before }] as const
        const commits = [{ changes: [readdressed(ann, yield* address)], unchanged: seen(ben) }, { changes: [readdressed(ben, yield* address)], unchanged: seen(ann) }]
        expect(yield* race(commits.map((commit) => journal.commit(commit)))).toEqual({ won: 1, Changed: 1 })
      }
    }))

  it.effect("moves one of twelve vehicles onto the last free spot", () =>
    Effect.gen(function*() {
      const journal = yield* Journal
      const { lot, tickets } = yield* parked(12)
      const free = lot.spots.find(({ id }) => tickets.every(({ spotId }) => spotId !== id))
      if (free === undefined) return expect.unreachable()
      const moving = tickets.map((ticket) => journal.commit({ changes: [moves(ticket, { ...ticket, spotId: free.id })] }))
      expect(yield* race(moving)).toEqual({ won: 1, SpotTaken: 11 })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))
}

export const journalTests = (it: It): void => {
  it.describe("a commit is all or nothing", () => together(it))
  it.describe("no two states share a unique key, no two open tickets a spot", () => keys(it))
  it.describe("finds", () => finding(it))
  it.describe("no change is lost under concurrency", () => racing(it))
}
