/** What every adapter of the port Lots does: each test is a sentence of the port. */
import { Lot, Spot, Zone } from "@parkade/core/lot"
import { admit, createLot, LotDraft, payOnExit } from "@parkade/core/operations"
import { LotNotFound, Lots } from "@parkade/core/ports"
import { Terms } from "@parkade/core/ticket"
import { Elapsed } from "@parkade/core/time"
import { Effect, Exit, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { at, draft, type It, minutes, morning, openLot, openPlainLot, vehicle } from "./Scene.ts"

const detailed = Schema.decodeUnknownSync(LotDraft)({
  name: "Parkhaus Ł “Am Zoo” 動物園",
  timeZone: "Asia/Kathmandu",
  tariff: {
    zone: "Australia/Lord_Howe",
    currency: "KWD",
    minorUnits: 3,
    tax: "added",
    rounding: { mode: "half-even", to: "0.005", where: "line" },
    seconds: "dropped",
    visits: "apart",
    rate: { type: "hourly", price: "7/120", per: "PT1H30M", step: "PT1M", count: "nearest", tax: "0.07", label: "Kurz & gut" }
  },
  exitPolicy: { exitGrace: "PT0S", afterGrace: "anew" },
  zones: [
    { name: "Z last by name, first by place", spots: [{ label: "B", size: "large", features: ["valet", "ev"] }, { label: "A", size: "small" }] },
    { name: "empty", spots: [] },
    { name: "A", spots: [{ label: "A", size: "extra-large", features: ["accessible", "covered", "ev"] }, { label: "C", size: "medium" }] }
  ]
})

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
const unknownLot = Effect.map(uuid, (id) => Lot.LotId.make(id))
const unknownTerms = Effect.map(uuid, (id) => Lot.TermsId.make(id))

/** All lots from `after` on, page by page. */
const pages = Effect.fnUntraced(function*(after: Lot.LotId, limit: number) {
  const lots = yield* Lots
  const found: Array<ReadonlyArray<Lot.Lot>> = []
  for (let last: Lot.LotId | undefined = after; last !== undefined; last = found.at(-1)?.at(-1)?.id) {
    found.push(yield* lots.list({ after: last, limit }))
  }
  return found
})

const creation = (it: It) => {
  it.effect("keeps a lot, its terms and its layout exactly as they were given", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { layout, lot, terms } = yield* createLot(detailed)
      expect(yield* lots.find(lot.id)).toEqual(lot)
      expect(yield* lots.layout(lot.id)).toEqual(layout)
      expect(yield* lots.terms(lot.termsId)).toEqual(terms)
      expect(Schema.is(Terms.Terms)(yield* lots.terms(lot.termsId))).toBe(true)
    }))

  it.effect("keeps what its terms say of validations, fees, refunds and how long a stay may be", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const [{ lot, terms }, [lotId, termsId]] = [yield* createLot(detailed), [yield* unknownLot, yield* unknownTerms]]
      const ruled: Terms.Terms = {
        ...terms,
        id: termsId,
        validations: "best",
        fees: [
          { kind: "lost-ticket", label: "Verlorenes Ticket ü", charge: { amount: "25.000" }, stay: "minimum", tax: "0" },
          { kind: "overstay", label: "overstay", charge: { rate: { type: "hourly", price: "5", count: "started" } }, stay: "added", tax: "0.07", when: { lasting: { over: "PT1H" } } }
        ],
        refund: { refund: "unused", fee: "0.500", roundDownTo: "0.100" },
        stayLimit: { longest: Elapsed.ofHours(24), lateStop: Elapsed.ofMinutes(10) }
      }
      yield* lots.create({ lot: { ...lot, id: lotId, termsId }, terms: ruled, layout: { zones: [], spots: [] } })
      expect(yield* lots.terms(termsId)).toEqual(ruled)
    }))

  it.effect("keeps the order of many zones and spots", () =>
    Effect.gen(function*() {
      const { id, layout } = yield* openLot(
        [3, 0, 12, 1].map((count, zone) => Array.from({ length: count }, (_, n) => ({ size: Spot.sizes[(n * 7 + zone) % 4] ?? "small" })))
      )
      expect(yield* (yield* Lots).layout(id)).toEqual(layout)
    }))

  it.effect("stores all of a lot or nothing: one spot given twice, and there is no lot", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const template = yield* createLot(draft([[{ size: "medium" }, { size: "medium" }]]))
      const lotId = yield* unknownLot
      const termsId = yield* unknownTerms
      const [first] = template.layout.spots
      if (first === undefined) return expect.unreachable()
      const spotId = Spot.SpotId.make(yield* uuid)
      const zoneId = Zone.ZoneId.make(yield* uuid)
      const spot = { ...first, id: spotId, zoneId }
      const attempt = yield* Effect.exit(lots.create({
        lot: { ...template.lot, id: lotId, termsId },
        terms: { ...template.terms, id: termsId },
        layout: { zones: [{ id: zoneId, name: "Level 1" }], spots: [spot, { ...spot, label: "another" }] }
      }))
      expect(Exit.isFailure(attempt)).toBe(true)
      expect(yield* Effect.flip(lots.find(lotId))).toBeInstanceOf(LotNotFound)
      expect(yield* Effect.flip(lots.layout(lotId))).toBeInstanceOf(LotNotFound)
      expect(Exit.isFailure(yield* Effect.exit(lots.terms(termsId)))).toBe(true)
      expect((yield* pages(template.lot.id, 50)).flat().map(({ id }) => id)).not.toContain(lotId)
    }))

  it.effect("makes a repetition visible and changes nothing by it", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const created = yield* createLot(draft([[{ size: "medium" }]]))
      yield* admit({ lotId: created.lot.id, vehicle: vehicle("TWICE 1") })
      const again = yield* Effect.exit(lots.create({ ...created, lot: { ...created.lot, name: "Another" } }))
      expect(Exit.isFailure(again)).toBe(true)
      expect(yield* lots.find(created.lot.id)).toEqual(created.lot)
      expect(yield* lots.availability(created.lot.id)).toMatchObject({ total: 1, free: 0 })
    }))
}

const reading = (it: It) => {
  it.effect("names the lot that does not exist", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const lotId = yield* unknownLot
      for (const read of [lots.find(lotId), lots.layout(lotId), lots.availability(lotId)]) {
        const failure = yield* Effect.flip<unknown, unknown, never>(read)
        expect(failure).toBeInstanceOf(LotNotFound)
        expect(failure).toMatchObject({ lotId })
      }
    }))

  it.effect("dies on terms that nobody ever named", () =>
    Effect.gen(function*() {
      const exit = yield* Effect.exit((yield* Lots).terms(yield* unknownTerms))
      expect(Exit.isFailure(exit) && Exit.hasDies(exit)).toBe(true)
    }))

  it.effect("lists lots in the order of their making, page by page", () =>
    Effect.gen(function*() {
      const first = yield* openPlainLot(0)
      const rest = yield* Effect.forEach([1, 2, 3, 4, 5], (count) => openPlainLot(count))
      const found = yield* pages(first.id, 2)
      const ids = found.flat().map(({ id }) => id)
      expect(found.every((page) => page.length <= 2)).toBe(true)
      expect(ids).toEqual([...new Set(ids)].toSorted())
      const own = new Set<string>(rest.map(({ id }) => id))
      expect(found.flat().filter(({ id }) => own.has(id))).toEqual(rest.map(({ lot }) => lot))
    }))

  it.effect("lists from the very first lot when no `after` is given, and at most `limit`", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      yield* Effect.forEach([1, 2, 3], (count) => openPlainLot(count))
      const [two, three] = [yield* lots.list({ limit: 2 }), yield* lots.list({ limit: 3 })]
      expect([two.length, three.length]).toEqual([2, 3])
      expect(three.slice(0, 2)).toEqual(two)
      const before = two[0]
      expect(before && (yield* lots.list({ after: before.id, limit: 1 }))).toEqual(two.slice(1, 2))
    }))
}

const availability = (it: It) => {
  it.effect("counts spots free, over the lot and per zone, as vehicles come and go", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { id, zones } = yield* openLot([[{ size: "medium" }, { size: "medium" }], [], [{ size: "large" }]])
      const expectFree = (...free: ReadonlyArray<number>) =>
        Effect.map(lots.availability(id), (found) =>
          expect(found).toEqual({
            lotId: id,
            total: 3,
            free: free.reduce((a, b) => a + b),
            zones: zones.map((zone, index) => ({ zoneId: zone.id, name: zone.name, total: [2, 0, 1][index], free: free[index] }))
          }))
      yield* expectFree(2, 0, 1)
      const first = yield* at(morning, admit({ lotId: id, vehicle: vehicle("ONE 1") }))
      yield* expectFree(1, 0, 1)
      yield* at(morning, admit({ lotId: id, vehicle: vehicle("TWO 2", "suv") }))
      yield* expectFree(1, 0, 0)
      yield* at(minutes(10), payOnExit({ ticket: { id: first.id }, method: "cash" }))
      yield* expectFree(2, 0, 0)
    }))

  it.effect("keeps lots apart: what happens in one changes no other", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const [here, there] = [yield* openPlainLot(1), yield* openPlainLot(1)]
      yield* admit({ lotId: here.id, vehicle: vehicle("HERE 1") })
      expect(yield* lots.availability(there.id)).toMatchObject({ total: 1, free: 1 })
      expect((yield* admit({ lotId: there.id, vehicle: vehicle("HERE 1") })).spotId).toBe(there.spots[0]?.id)
    }))
}

export const lotsTests = (it: It): void => {
  creation(it)
  reading(it)
  availability(it)
}
