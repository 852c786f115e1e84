/** What every adapter of the port Lots does: each test is a sentence of the port. */
import { Lot, Spot, Zone } from "@parkade/core/lot"
import { admit, changeTerms, createLot, LotDraft, payOnExit, quote, setOutages } from "@parkade/core/operations"
import type { Party } from "@parkade/core/party"
import { AuditLog, Journal, LotNotFound, Lots, Tickets } from "@parkade/core/ports"
import { Terms } from "@parkade/core/ticket"
import { Elapsed, TimeZone } from "@parkade/core/time"
import { Effect, Exit, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { admission, at, draft, type It, minutes, morning, noted, openLot, openPlainLot, vehicle } from "./Scene.ts"

const detailed = Schema.decodeUnknownSync(LotDraft)({
  name: "Parkhaus Ł “Am Zoo” 動物園",
  timeZone: "Asia/Kathmandu",
  type: "Parkhaus ö",
  address: { lines: ["Straße 1", "c/o “Zoo”"], locality: "काठमाडौं", region: "Bagmati", postalCode: "44600", country: "NP" },
  coordinates: { latitude: 27.717245, longitude: -179.9999999 },
  openingHours: {
    weekly: [{ days: ["mon", "sun"], from: "22:00", to: "02:00" }, { days: ["tue"], from: "00:00", to: "24:00" }],
    exceptions: [{ date: "2026-12-25", hours: [], note: "geschlossen ❄" }, { date: "2026-12-31", hours: [{ from: "08:00", to: "12:00" }] }]
  },
  operatorId: "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a7f",
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
    { name: "empty", within: "A", level: -2, maxHeightCentimetres: 190, access: ["staff", "“Gäste”"], spots: [] },
    {
      name: "A",
      level: 0,
      spots: [
        { label: "A", size: "extra-large", features: ["accessible", "covered", "ev"], connectors: [{ kind: "ccs-2", powerWatts: 150_000 }, { kind: "type-2", powerWatts: 22_000 }] },
        { label: "C", size: "medium", maxHeightCentimetres: 201 }
      ]
    },
    { name: "AA", within: "empty", maxHeightCentimetres: 210, spots: [{ label: "1", size: "small", maxHeightCentimetres: 250 }] }
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

  it.effect("keeps what its terms say of validations, fees, refunds, how long a stay may be and plates that are read", () =>
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
        stayLimit: { longest: Elapsed.ofHours(24), lateStop: Elapsed.ofMinutes(10) },
        plateReads: { minConfidencePerMille: 900, mostAlikeDue: "7.500", duplicateWithin: Elapsed.ofSeconds(20), passWithin: "unseen" }
      }
      yield* lots.create({ lot: { ...lot, id: lotId, termsId }, terms: ruled, layout: { zones: [], spots: [] } }, noted(lotId))
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
      }, noted(lotId)))
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
      const again = yield* Effect.exit(lots.create({ ...created, lot: { ...created.lot, name: "Another" } }, noted(created.lot.id)))
      expect(Exit.isFailure(again)).toBe(true)
      expect(yield* lots.find(created.lot.id)).toEqual(created.lot)
      expect(yield* lots.availability(created.lot.id, morning)).toMatchObject({ total: 1, free: 0 })
    }))
}

const reading = (it: It) => {
  it.effect("names the lot that does not exist", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const lotId = yield* unknownLot
      for (const read of [lots.find(lotId), lots.layout(lotId), lots.availability(lotId, morning)]) {
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
        Effect.map(lots.availability(id, morning), (found) =>
          expect(found).toEqual({
            lotId: id,
            total: 3,
            free: free.reduce((a, b) => a + b),
            outOfService: 0,
            zones: zones.map((zone, index) => ({ zoneId: zone.id, name: zone.name, total: [2, 0, 1][index], free: free[index], outOfService: 0 }))
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
      expect(yield* lots.availability(there.id, morning)).toMatchObject({ total: 1, free: 1 })
      expect((yield* admit({ lotId: there.id, vehicle: vehicle("HERE 1") })).spotId).toBe(there.spots[0]?.id)
    }))
}

const updating = (it: It) => {
  it.effect("says of a lot what is said now, and nothing of before; its terms, layout and tickets stay", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { layout, lot, terms } = yield* createLot(detailed)
      const other = yield* openPlainLot(1)
      const { address: _, coordinates: __, operatorId: ___, openingHours: ____, type: _____, ...plain } = lot
      const renamed = { ...plain, name: "Another name", timeZone: TimeZone.TimeZone.make("Europe/Berlin") }
      expect(yield* lots.update(renamed, noted(lot.id))).toEqual(renamed)
      expect(yield* lots.find(lot.id)).toEqual(renamed)
      expect(yield* lots.layout(lot.id)).toEqual(layout)
      expect(yield* lots.terms(lot.termsId)).toEqual(terms)
      const { termsId, ...facts } = lot
      expect(yield* lots.update(facts, noted(lot.id))).toEqual(lot)
      expect(yield* lots.update(facts, noted(lot.id))).toEqual(lot)
      expect(yield* lots.find(lot.id)).toEqual({ ...facts, termsId })
      expect(yield* lots.find(other.id)).toEqual(other.lot)
      const lotId = yield* unknownLot
      expect(yield* Effect.flip(lots.update({ ...facts, id: lotId }, noted(lotId)))).toMatchObject({ _tag: "LotNotFound", lotId })
    }))

  it.effect("gives new tickets the terms of now, and leaves to tickets theirs", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { id, lot, terms } = yield* openPlainLot(3)
      const before = yield* at(morning, admit({ lotId: id, vehicle: vehicle("OLD 1") }))
      const { tariff } = draft([[]])
      const dearer = yield* changeTerms({ lotId: id, terms: { tariff: { ...tariff, rate: { type: "flat", price: "9.00" } }, exitPolicy: terms.exitPolicy } })
      expect(yield* lots.find(id)).toEqual({ ...lot, termsId: dearer.id })
      expect([yield* lots.terms(terms.id), yield* lots.terms(dearer.id)]).toEqual([terms, dearer])
      const after = yield* at(morning, admit({ lotId: id, vehicle: vehicle("NEW 1") }))
      expect([before.termsId, after.termsId]).toEqual([terms.id, dearer.id])
      const asked = yield* admission(id, vehicle("NAMED 1"))
      const named = yield* (yield* Tickets).admit({ ...asked, termsId: terms.id })
      expect(named.termsId).toBe(terms.id)
      expect(yield* (yield* Journal).load("Ticket", named.id)).toEqual(named)
      expect(yield* (yield* Journal).history("Ticket", named.id)).toMatchObject([{ termsId: terms.id }])
      const due = (ticketId: typeof before.id) => Effect.map(at(minutes(90), quote({ ticket: { id: ticketId } })), (quoted) => quoted.due.amount)
      expect([yield* due(before.id), yield* due(after.id)]).toEqual([200, 900])
    }))

  it.effect("changes nothing when terms cannot be set: no such lot, or an id that was used before", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const [here, there] = [yield* openPlainLot(1), yield* openPlainLot(1)]
      const [lotId, id] = [yield* unknownLot, yield* unknownTerms]
      expect(yield* Effect.flip(lots.setTerms(lotId, { ...here.terms, id }, noted(lotId)))).toMatchObject({ _tag: "LotNotFound", lotId })
      expect(Exit.isFailure(yield* Effect.exit(lots.terms(id)))).toBe(true)
      const again = yield* Effect.exit(lots.setTerms(here.id, { ...there.terms, id: here.terms.id }, noted(here.id)))
      expect(Exit.isFailure(again) && Exit.hasDies(again)).toBe(true)
      expect(yield* lots.find(here.id)).toEqual(here.lot)
      expect(yield* lots.terms(here.terms.id)).toEqual(here.terms)
    }))
}

const outage = (from: number, until?: number): Spot.Outage => ({ reason: "damage", note: "Öl ⚠", from: minutes(from), ...(until !== undefined && { until: minutes(until) }) })

const outages = (it: It) => {
  it.effect("puts nobody on a spot that is out of service, from the first instant to the last", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { id: lotId, layout, spots: [first, second] } = yield* openLot([[{ size: "medium" }, { size: "large" }]])
      if (first === undefined || second === undefined) return expect.unreachable()
      const told = [outage(60, 90), outage(10, 20)]
      yield* lots.setOutages({ lotId, spotId: first.id, outages: told }, noted(lotId))
      expect(yield* lots.layout(lotId)).toEqual({ ...layout, spots: [{ ...first, outages: told }, second] })
      for (const [minute, spot] of [[9, first], [10, second], [19, second], [20, first], [59, first], [60, second], [90, first]] as const) {
        const ticket = yield* at(minutes(minute), admit({ lotId, vehicle: vehicle(`OUT ${minute}`) }))
        expect([minute, ticket.spotId]).toEqual([minute, spot.id])
        yield* at(minutes(minute), payOnExit({ ticket: { id: ticket.id }, method: "cash" }))
      }
      yield* lots.setOutages({ lotId, spotId: second.id, outages: [outage(10)] }, noted(lotId))
      expect(yield* Effect.flip(at(minutes(15), admit({ lotId, vehicle: vehicle("OUT 15") })))).toMatchObject({ _tag: "NothingFits", free: 2 })
      for (const [minute, free] of [[9, 2], [10, 0], [19, 0], [20, 1], [59, 1], [60, 0], [89, 0], [90, 1]] as const) {
        const counts = { total: 2, free, outOfService: 2 - free }
        expect([minute, yield* lots.availability(lotId, minutes(minute))]).toMatchObject([minute, { ...counts, zones: [counts] }])
      }
    }))

  it.effect("takes a spot back into service, and leaves who stands on it", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const { id: lotId, layout, spots: [spot] } = yield* openPlainLot(1)
      if (spot === undefined) return expect.unreachable()
      const parked = yield* at(morning, admit({ lotId, vehicle: vehicle("STAYS 1") }))
      yield* lots.setOutages({ lotId, spotId: spot.id, outages: [outage(0)] }, noted(lotId))
      expect(yield* lots.availability(lotId, minutes(1))).toMatchObject({ free: 0, outOfService: 0 })
      yield* at(minutes(5), payOnExit({ ticket: { id: parked.id }, method: "cash" }))
      expect(yield* Effect.flip(at(minutes(6), admit({ lotId, vehicle: vehicle("STAYS 2") })))).toMatchObject({ _tag: "NothingFits" })
      yield* lots.setOutages({ lotId, spotId: spot.id, outages: [] }, noted(lotId))
      expect(yield* lots.layout(lotId)).toEqual(layout)
      expect(yield* at(minutes(7), admit({ lotId, vehicle: vehicle("STAYS 2") }))).toMatchObject({ spotId: spot.id })
    }))

  it.effect("names a spot that is not in the lot, and changes no other", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const [here, there] = [yield* openPlainLot(1), yield* openPlainLot(1)]
      const spotId = there.spots[0]?.id ?? Spot.SpotId.make(yield* uuid)
      const elsewhere = yield* unknownLot
      for (const lotId of [here.id, elsewhere]) {
        expect(yield* Effect.flip(lots.setOutages({ lotId, spotId, outages: [outage(0)] }, noted(lotId)))).toMatchObject({ _tag: "SpotNotFound", lotId, spotId })
      }
      expect(yield* lots.layout(there.id)).toEqual(there.layout)
    }))
}

const auditing = (it: It) => {
  const told = (kind: "Lot" | "Spot", id: string) =>
    Effect.map(Effect.flatMap(AuditLog, (log) => log.of({ kind, id }, { limit: 100 })), (all) => all.map(({ entry }) => entry))

  it.effect("writes an entry of the audit log with every change", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const by: Party.Actor = { _tag: "Routine", name: "who opens it" }
      const { layout: { spots: [spot] }, lot, terms } = yield* at(morning, createLot({ by, ...draft([[{ size: "medium" }]]) }))
      if (spot === undefined) return expect.unreachable()
      const lotId = lot.id
      yield* lots.update(lot, noted(lotId))
      const { exitPolicy, id: _, tariff } = terms
      const { id } = yield* at(minutes(1), changeTerms({ by, lotId, terms: { exitPolicy, tariff } }))
      expect(yield* told("Lot", lotId)).toEqual([
        { at: morning, by, action: "lot.create", resource: { kind: "Lot", id: lotId }, lotId, events: ["LotCreated"], after: { state: terms.id } },
        noted(lotId),
        { at: minutes(1), by, action: "tariff.publish", resource: { kind: "Lot", id: lotId }, lotId, events: ["LotTermsChanged"], before: { state: terms.id }, after: { state: id } }
      ])
      for (const outages of [[outage(0)], []]) yield* at(minutes(2), setOutages({ by, lotId, spotId: spot.id, outages }))
      const set = { at: minutes(2), by, action: "spot.set-status", resource: { kind: "Spot", id: spot.id }, lotId, events: ["SpotOutagesSet"] }
      expect(yield* told("Spot", spot.id)).toEqual([{ ...set, after: { state: "OutOfService" } }, { ...set, after: { state: "InService" } }])
    }))

  it.effect("writes none where nothing is changed", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const [here, there] = [yield* openPlainLot(1), yield* openPlainLot(1)]
      const spotId = there.spots[0]?.id ?? Spot.SpotId.make(yield* uuid)
      const [lotId, id] = [yield* unknownLot, yield* unknownTerms]
      const refused: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
        lots.create(here, noted(here.id, "refused")),
        lots.update({ ...here.lot, id: lotId }, noted(lotId)),
        lots.setTerms(lotId, { ...here.terms, id }, noted(lotId)),
        lots.setTerms(here.id, here.terms, noted(here.id, "refused")),
        lots.setOutages({ lotId: here.id, spotId, outages: [outage(0)] }, noted(here.id, "refused"))
      ]
      for (const each of refused) expect(Exit.isFailure(yield* Effect.exit(each))).toBe(true)
      expect((yield* told("Lot", here.id)).map(({ action }) => action)).toEqual(["lot.create"])
      expect(yield* told("Lot", lotId)).toEqual([])
    }))
}

export const lotsTests = (it: It): void => {
  creation(it)
  reading(it)
  availability(it)
  updating(it)
  outages(it)
  auditing(it)
}
