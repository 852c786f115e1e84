/** What every adapter of the port Spots does, and admissions beside claims: each test is a sentence of the ports. */
import { Email, Person } from "@parkade/core/account"
import { Fit } from "@parkade/core/allocation"
import { Lot, type Spot } from "@parkade/core/lot"
import { admit, payOnExit } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { type Admission, type Change, type Commit, Journal, Lots, Spots, Tickets, type Wanted } from "@parkade/core/ports"
import { Elapsed } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { admission, at, type It, minutes, morning, noted, openLot, openPlainLot, plates, type Services, vehicle } from "./Scene.ts"

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
const nothing: Commit = { changes: [] }
const car = Fit.requirement(vehicle("ANY"))

/** A claim for somebody new from one minute to another, on any spot for a car unless told otherwise. */
const wanted = (lotId: Lot.LotId, from: number, to: number, more: Partial<Wanted> = {}) =>
  Effect.map(uuid, (claimant): Wanted => ({ lotId, claimant, place: { requirement: car }, from: minutes(from), to: minutes(to), ...more }))

const claim = Effect.fnUntraced(function*(...given: Parameters<typeof wanted>) {
  const asked = yield* wanted(...given)
  return { ...asked, spotId: yield* (yield* Spots).claim(asked, nothing) }
})

const entry = Effect.fnUntraced(function*(lotId: Lot.LotId, plate: string, minute: number, more: Partial<Admission> = {}) {
  return yield* (yield* Tickets).admit({ ...(yield* admission(lotId, vehicle(plate), { enteredAt: minutes(minute) })), ...more })
})

const exit = (lotId: Lot.LotId, plate: string, minute: number) =>
  at(minutes(minute), payOnExit({ ticket: { lotId, plate: vehicle(plate).plate }, method: "cash" }))

/** A person, and a change of them that was decided before another was stored. */
const changes = Effect.gen(function*() {
  const journal = yield* Journal
  const id = Party.PersonId.make(yield* uuid)
  const email = Email.Email.make(`${id}@example.com`)
  const registered: Change = { kind: "Person", id, before: Person.initial, events: [{ _tag: "PersonRegistered", id, email, name: "Ann", at: minutes(0) }] }
  return { id, registered, stored: Effect.map(journal.load("Person", id), ({ _tag }) => _tag === "Active") }
})

const claiming = (it: It) => {
  it.effect("gives overlapping claims a spot each, best first, and those that touch the same", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openPlainLot(2), yield* Spots]
      const [first, second] = lot.spots.map(({ id }) => id)
      expect((yield* claim(lot.id, 10, 20)).spotId).toBe(first)
      expect((yield* claim(lot.id, 20, 30)).spotId).toBe(first)
      expect((yield* claim(lot.id, 0, 10)).spotId).toBe(first)
      const last = yield* claim(lot.id, 19, 21)
      expect(last.spotId).toBe(second)
      expect(yield* Effect.flip(claim(lot.id, 19, 20))).toMatchObject({ _tag: "AllHeld", lotId: lot.id, suitable: 2 })
      expect(yield* spots.claimOf(last.claimant)).toEqual({ lotId: lot.id, spotId: second, claimant: last.claimant, from: minutes(19), to: minutes(21) })
      expect(yield* spots.claimOf(yield* uuid)).toBeUndefined()
    }))

  it.effect("tells a lot that does not exist, one where nothing suits, one where all is held, and a spot that is taken apart", () =>
    Effect.gen(function*() {
      const lot = yield* openLot([[{ size: "medium" }, { size: "large" }]])
      const elsewhere = yield* openPlainLot(1)
      const lotId = Lot.LotId.make(yield* uuid)
      expect(yield* Effect.flip(claim(lotId, 0, 10))).toMatchObject({ _tag: "LotNotFound", lotId })
      const bus = { place: { requirement: Fit.requirement(vehicle("BUS 1", "bus")) } }
      expect(yield* Effect.flip(claim(lot.id, 0, 10, bus))).toMatchObject({ _tag: "NoneSuits", lotId: lot.id })
      const suv = { place: { requirement: Fit.requirement(vehicle("SUV 1", "suv")) } }
      const { spotId } = yield* claim(lot.id, 0, 10, suv)
      expect(yield* Effect.flip(claim(lot.id, 9, 12, suv))).toMatchObject({ _tag: "AllHeld", suitable: 1 })
      for (const named of [spotId, elsewhere.spots[0]?.id]) {
        if (named !== undefined) expect(yield* Effect.flip(claim(lot.id, 9, 12, { place: { spotId: named } }))).toMatchObject({ _tag: "SpotTaken", lotId: lot.id, spotId: named })
      }
      expect((yield* claim(lot.id, 10, 12, { place: { spotId } })).spotId).toBe(spotId)
    }))

  it.effect("gives no spot that is out of service for some of the time", () =>
    Effect.gen(function*() {
      const [lot, lots] = [yield* openPlainLot(1), yield* Lots]
      const [spot] = lot.spots
      if (spot === undefined) return expect.unreachable()
      yield* lots.setOutages({ lotId: lot.id, spotId: spot.id, outages: [{ reason: "cleaning", from: minutes(10), until: minutes(20) }] }, noted(lot.id))
      expect(yield* Effect.flip(claim(lot.id, 0, 11))).toMatchObject({ _tag: "NoneSuits" })
      expect(yield* Effect.flip(claim(lot.id, 19, 30))).toMatchObject({ _tag: "NoneSuits" })
      yield* claim(lot.id, 0, 10)
      yield* claim(lot.id, 20, 30)
    }))

  it.effect("moves a claim: keeps its spot where it can, takes another where it must, and stays as it was when there is none", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openPlainLot(2), yield* Spots]
      yield* claim(lot.id, 0, 10)
      const mine = yield* claim(lot.id, 5, 15)
      const again = (from: number, to: number) => spots.claim({ ...mine, from: minutes(from), to: minutes(to) }, nothing)
      expect(yield* again(12, 22)).toBe(mine.spotId)
      expect(yield* spots.claimOf(mine.claimant)).toMatchObject({ from: minutes(12), to: minutes(22) })
      const other = yield* claim(lot.id, 5, 12, { place: { spotId: mine.spotId } })
      const moved = yield* again(10, 20)
      expect(moved).not.toBe(mine.spotId)
      yield* claim(lot.id, 12, 30, { place: { spotId: other.spotId } })
      expect(yield* Effect.flip(again(8, 20))).toMatchObject({ _tag: "AllHeld" })
      expect(yield* spots.claimOf(mine.claimant)).toMatchObject({ spotId: moved, from: minutes(10), to: minutes(20) })
    }))

  it.effect("stores the claim and its commit, or neither", () =>
    Effect.gen(function*() {
      const [lot, spots, journal, { registered, stored }] = [yield* openPlainLot(1), yield* Spots, yield* Journal, yield* changes]
      yield* claim(lot.id, 0, 10)
      const [late, fine] = [yield* wanted(lot.id, 5, 15), yield* wanted(lot.id, 10, 20)]
      expect(yield* Effect.flip(spots.claim(late, { changes: [registered] }))).toMatchObject({ _tag: "AllHeld" })
      expect(yield* stored).toBe(false)
      yield* spots.claim(fine, { changes: [registered] })
      expect(yield* stored).toBe(true)
      const moved = { ...fine, from: minutes(30), to: minutes(40) }
      expect(yield* Effect.flip(spots.claim(moved, { changes: [registered] }))).toMatchObject({ _tag: "Changed" })
      expect(yield* spots.claimOf(fine.claimant)).toMatchObject({ from: minutes(10) })
      yield* journal.commit({ changes: [], releases: [fine.claimant] })
      yield* claim(lot.id, 10, 20)
    }))

  it.effect("takes over the spot of a claim that its commit releases", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openPlainLot(1), yield* Spots]
      const [old, next] = [yield* claim(lot.id, 0, 10), yield* wanted(lot.id, 5, 15)]
      expect(yield* spots.claim(next, { changes: [], releases: [old.claimant] })).toBe(old.spotId)
      expect(yield* spots.claimOf(old.claimant)).toBeUndefined()
    }))

  it.effect("names spots that are free in a time, best first, at most so many", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openLot([[{ size: "large" }, { size: "medium" }, { size: "medium" }, { size: "small" }]]), yield* Spots]
      const [large, first, second] = lot.spots.map(({ id }) => id)
      const free = (from: number, to: number, limit: number) => spots.free({ lotId: lot.id, requirement: car, from: minutes(from), to: minutes(to), limit })
      expect(yield* free(0, 10, 9)).toEqual([first, second, large])
      expect(yield* free(0, 10, 2)).toEqual([first, second])
      yield* claim(lot.id, 5, 15)
      yield* entry(lot.id, "IN 1", 0, { until: minutes(8), spotId: second })
      expect([yield* free(7, 9, 9), yield* free(8, 9, 9), yield* free(15, 20, 9)]).toEqual([[large], [second, large], [first, second, large]])
      const lotId = Lot.LotId.make(yield* uuid)
      expect(yield* Effect.flip(spots.free({ lotId, requirement: car, from: minutes(0), to: minutes(1), limit: 1 }))).toMatchObject({ _tag: "LotNotFound" })
    }))
}

const entering = (it: It) => {
  it.effect("keeps drivers off spots that are claimed before their assumed end, and says so unless the lot is full or nothing suits", () =>
    Effect.gen(function*() {
      const lot = yield* openLot([[{ size: "medium" }, { size: "small" }]])
      const medium = lot.spots[0]?.id
      yield* claim(lot.id, 60, 120)
      const held = { _tag: "HeldForReservations", lotId: lot.id, held: 1 }
      expect(yield* Effect.flip(entry(lot.id, "HELD 1", 0))).toMatchObject(held)
      expect(yield* Effect.flip(entry(lot.id, "HELD 1", 0, { assumedUntil: minutes(61) }))).toMatchObject(held)
      expect(yield* Effect.flip(entry(lot.id, "HELD 1", 119, { assumedUntil: minutes(130) }))).toMatchObject(held)
      const bus = Fit.requirement(vehicle("HELD 1", "bus"))
      expect(yield* Effect.flip(entry(lot.id, "HELD 1", 0, { requirement: bus }))).toMatchObject({ _tag: "NothingFits", free: 2 })
      expect((yield* entry(lot.id, "HELD 1", 0, { assumedUntil: minutes(60) })).spotId).toBe(medium)
      yield* exit(lot.id, "HELD 1", 60)
      expect((yield* entry(lot.id, "LATE 1", 120)).spotId).toBe(medium)
      yield* entry(lot.id, "BIKE 1", 120, { requirement: Fit.requirement(vehicle("BIKE 1", "bicycle")) })
      expect(yield* Effect.flip(entry(lot.id, "FULL 1", 121))).toMatchObject({ _tag: "LotFull" })
    }))

  it.effect("takes the best spot that is not claimed too soon", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(2)
      const { spotId } = yield* claim(lot.id, 60, 120)
      expect((yield* entry(lot.id, "LONG 1", 0)).spotId).not.toBe(spotId)
      expect((yield* entry(lot.id, "SHORT 1", 0, { assumedUntil: minutes(30) })).spotId).toBe(spotId)
    }))

  it.effect("keeps claims off spots for as long as the vehicle there is assumed to stay", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(3)
      const spotOf = (plate: string, more: Partial<Admission>) => Effect.map(entry(lot.id, plate, 0, more), ({ spotId }) => spotId)
      const [told, open] = [yield* spotOf("TOLD 1", { until: minutes(60) }), yield* spotOf("OPEN 1", {})]
      const by = (spotId: Spot.SpotId, from: number, assumedStay?: Elapsed.Elapsed) => Effect.map(Effect.result(claim(lot.id, from, 600, { place: { spotId }, assumedStay })), Result.isSuccess)
      expect([yield* by(told, 59), yield* by(told, 60)]).toEqual([false, true])
      expect([yield* by(open, 500), yield* by(open, 119, Elapsed.ofHours(2)), yield* by(open, 120, Elapsed.ofHours(2))]).toEqual([false, false, true])
      yield* exit(lot.id, "OPEN 1", 10)
      expect((yield* claim(lot.id, 10, 120, { place: { spotId: open } })).spotId).toBe(open)
    }))

  it.effect("lets who has claimed a spot onto it, and nobody else", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openPlainLot(2), yield* Spots]
      const mine = yield* claim(lot.id, 0, 60)
      const elsewhere = yield* openPlainLot(1)
      const named = { spotId: mine.spotId, assumedUntil: minutes(60) }
      expect(yield* Effect.flip(entry(lot.id, "MINE 1", 1, named))).toMatchObject({ _tag: "SpotTaken", lotId: lot.id, spotId: mine.spotId })
      expect(yield* Effect.flip(entry(lot.id, "MINE 1", 1, { spotId: elsewhere.spots[0]?.id }))).toMatchObject({ _tag: "SpotTaken" })
      const ticket = yield* entry(lot.id, "MINE 1", 1, { ...named, alongside: { changes: [], releases: [mine.claimant] } })
      expect(ticket.spotId).toBe(mine.spotId)
      expect(yield* spots.claimOf(mine.claimant)).toBeUndefined()
      expect(yield* Effect.flip(entry(lot.id, "LATE 1", 1, named))).toMatchObject({ _tag: "SpotTaken" })
    }))

  it.effect("stores a ticket and what is alongside it, or neither", () =>
    Effect.gen(function*() {
      const [lot, spots, tickets, { registered, stored }] = [yield* openPlainLot(1), yield* Spots, yield* Tickets, yield* changes]
      const mine = yield* claim(lot.id, 0, 60)
      const alongside = { changes: [registered], releases: [mine.claimant] }
      const tooLarge = Fit.requirement(vehicle("BOTH 1", "bus"))
      expect(yield* Effect.flip(entry(lot.id, "BOTH 1", 1, { alongside, requirement: tooLarge }))).toMatchObject({ _tag: "NothingFits" })
      expect([yield* stored, yield* spots.claimOf(mine.claimant)]).toMatchObject([false, { spotId: mine.spotId }])
      yield* entry(lot.id, "BOTH 1", 1, { alongside })
      expect([yield* stored, yield* spots.claimOf(mine.claimant)]).toEqual([true, undefined])
      yield* exit(lot.id, "BOTH 1", 2)
      const again = yield* claim(lot.id, 10, 60)
      const asked = yield* admission(lot.id, vehicle("BOTH 2"), { enteredAt: minutes(11) })
      expect(yield* Effect.flip(tickets.admit({ ...asked, alongside: { ...alongside, releases: [again.claimant] } }))).toMatchObject({ _tag: "Changed", kind: "Person" })
      expect(yield* Effect.flip(tickets.find({ id: asked.id }))).toMatchObject({ _tag: "TicketNotFound" })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
      expect(yield* spots.claimOf(again.claimant)).toMatchObject({ spotId: mine.spotId })
    }))

  it.effect("refuses a ticket's number that another has", () =>
    Effect.gen(function*() {
      const [lot, tickets] = [yield* openPlainLot(2), yield* Tickets]
      const { number } = yield* entry(lot.id, "ONE 1", 0)
      expect(yield* Effect.flip(entry(lot.id, "TWO 1", 0, { number }))).toMatchObject({ _tag: "KeyTaken", kind: "Ticket" })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
      expect(yield* tickets.find({ number })).toMatchObject({ vehicle: { plate: "ONE1" } })
    }))

  it.effect("moves no vehicle onto a spot that is claimed now", () =>
    Effect.gen(function*() {
      const [lot, journal] = [yield* openPlainLot(2), yield* Journal]
      const before = yield* entry(lot.id, "MOVES 1", 0)
      const { claimant, spotId } = yield* claim(lot.id, 10, 60)
      const moving = (minute: number): Change => ({ kind: "Ticket", id: before.id, before, events: [{ _tag: "TicketMoved", spotId, at: minutes(minute), by: { _tag: "Routine", name: "sweep" } }] })
      expect(yield* Effect.flip(journal.commit({ changes: [moving(10)] }))).toMatchObject({ _tag: "SpotTaken", spotId })
      expect(yield* Effect.flip(journal.commit({ changes: [moving(59)] }))).toMatchObject({ _tag: "SpotTaken", spotId })
      yield* journal.commit({ changes: [moving(59)], releases: [claimant] })
      expect(yield* journal.load("Ticket", before.id)).toMatchObject({ spotId })
    }))

  it.effect("moves nobody onto a spot that is claimed before their end, and lets nobody stay longer into a claim on theirs", () =>
    Effect.gen(function*() {
      const [lot, journal] = [yield* openPlainLot(2), yield* Journal]
      const [first, second] = [yield* entry(lot.id, "STAYS 1", 0, { until: minutes(20) }), lot.spots[1]?.id]
      if (second === undefined) return expect.unreachable()
      const mine = yield* claim(lot.id, 30, 60, { place: { spotId: first.spotId } })
      const near = yield* claim(lot.id, 19, 60, { place: { spotId: second } })
      const moved: Change = { kind: "Ticket", id: first.id, before: first, events: [{ _tag: "TicketMoved", spotId: second, at: minutes(5), by: { _tag: "Routine", name: "sweep" } }] }
      expect(yield* Effect.flip(journal.commit({ changes: [moved] }))).toMatchObject({ _tag: "SpotTaken", spotId: second })
      const longer = (until: number): Change => ({ kind: "Ticket", id: first.id, before: first, events: [{ _tag: "TicketExtended", until: minutes(until), at: minutes(5) }] })
      expect(yield* Effect.flip(journal.commit({ changes: [longer(31)] }))).toMatchObject({ _tag: "SpotTaken", spotId: first.spotId })
      expect(yield* journal.load("Ticket", first.id)).toMatchObject({ until: minutes(20), version: 1 })
      yield* journal.commit({ changes: [longer(31)], releases: [mine.claimant] })
      const after = yield* journal.load("Ticket", first.id)
      expect(after).toMatchObject({ spotId: first.spotId, until: minutes(31) })
      expect(yield* (yield* Spots).claimOf(near.claimant)).toMatchObject({ spotId: second })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))

  it.effect("lets a vehicle stay until a claim on its spot begins", () =>
    Effect.gen(function*() {
      const [lot, journal] = [yield* openPlainLot(1), yield* Journal]
      const before = yield* entry(lot.id, "STAYS 2", 0, { until: minutes(20) })
      yield* claim(lot.id, 30, 60)
      yield* journal.commit({ changes: [{ kind: "Ticket", id: before.id, before, events: [{ _tag: "TicketExtended", until: minutes(30), at: minutes(25) }] }] })
      expect(yield* journal.load("Ticket", before.id)).toMatchObject({ until: minutes(30) })
    }))

  it.effect("tells visits of a plate that ended after an instant, oldest first", () =>
    Effect.gen(function*() {
      const [lot, elsewhere, tickets] = [yield* openPlainLot(2), yield* openPlainLot(1), yield* Tickets]
      const { plate } = vehicle("VISIT 1")
      for (const [id, from] of [[lot.id, 0], [lot.id, 20], [elsewhere.id, 30], [lot.id, 40]] as const) {
        yield* at(minutes(from), admit({ lotId: id, vehicle: vehicle("VISIT 1") }))
        yield* exit(id, "VISIT 1", from + 10)
      }
      yield* at(minutes(60), admit({ lotId: lot.id, vehicle: vehicle("VISIT 1") }))
      const visits = (since: number) => Effect.map(tickets.visits({ lotId: lot.id, plate, since: minutes(since) }), (found) => found.map(({ from }) => from))
      expect([yield* visits(0), yield* visits(9), yield* visits(10), yield* visits(50)]).toEqual([[0, 20, 40].map(minutes), [0, 20, 40].map(minutes), [20, 40].map(minutes), []])
    }))
}

/** Runs all at once; how often each came out. */
const race = <A, E extends { readonly _tag: string }>(runners: ReadonlyArray<Effect.Effect<A, E, Services>>) =>
  Effect.map(Effect.all(runners.map(Effect.result), { concurrency: "unbounded" }), (results) =>
    Object.fromEntries([...Map.groupBy(results, (result) => Result.isSuccess(result) ? "won" : result.failure._tag)].map(([tag, all]) => [tag, all.length])))

const racing = (it: It) => {
  it.effect("gives the last spot to one of thirty who claim it at once, by name or not", () =>
    Effect.gen(function*() {
      const [one, many] = [yield* openPlainLot(1), yield* openPlainLot(4)]
      expect(yield* race(plates(30).map((_, index) => claim(one.id, index, 60)))).toEqual({ won: 1, AllHeld: 29 })
      const spotId = many.spots[2]?.id
      if (spotId === undefined) return expect.unreachable()
      expect(yield* race(plates(30).map(() => claim(many.id, 0, 60, { place: { spotId } })))).toEqual({ won: 1, SpotTaken: 29 })
      expect(yield* race(plates(30).map(() => claim(many.id, 0, 60)))).toEqual({ won: 3, AllHeld: 27 })
    }))

  it.effect("gives each spot to a driver or to a claim, never to both, however many come at once", () =>
    Effect.gen(function*() {
      const [lot, spots] = [yield* openPlainLot(6), yield* Spots]
      const claims = yield* Effect.forEach(plates(15), () => wanted(lot.id, 10, 60))
      const outcomes = yield* race(plates(30).map((plate, index): Effect.Effect<unknown, { readonly _tag: string }, Services> => {
        const asked = claims[Math.floor(index / 2)]
        return index % 2 === 0 || asked === undefined ? entry(lot.id, plate, 0) : spots.claim(asked, nothing)
      }))
      expect(outcomes["won"]).toBe(6)
      const claimed = (yield* Effect.forEach(claims, ({ claimant }) => spots.claimOf(claimant))).flatMap((found) => found?.spotId ?? [])
      const standing = (yield* (yield* Journal).under("Ticket", `open/${lot.id}`, { limit: 99 })).map(({ spotId }) => spotId)
      expect(new Set([...claimed, ...standing]).size).toBe(6)
      expect(claimed.length + standing.length).toBe(6)
    }))
}

export const spotsTests = (it: It): void => {
  it.describe("no two claims on a spot overlap", () => claiming(it))
  it.describe("nobody drives onto a spot that is claimed too soon, and none is claimed while a vehicle is assumed there", () => entering(it))
  it.describe("one has the last spot of many who want it", () => racing(it))
}
