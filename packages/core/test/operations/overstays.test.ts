/** An overstay ends where the stay may last longer, and what it cost is due. */
import { admit, detectOverstays, extendTicket, pay, quote, release, sweepStays } from "@parkade/core/operations"
import { Journal } from "@parkade/core/ports"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { euros, minute } from "../tickets.ts"
import { car, ofStay, opened, pass, scene, settled, standing, trial } from "./scene.ts"

const fee = (charge: object) => ({ kind: "overstay", label: "Overstay", charge, stay: "added", tax: "0" })
const hourly = fee({ rate: { type: "hourly", price: "10.00", count: "started" } })

/** A car that may stay for an hour, at 1.00 for each hour that is begun. */
const parked = (fees: ReadonlyArray<object>, limit: object = { lateStop: "PT0S" }) => Effect.gen(function*() {
  const lot = yield* opened({ fees, stayLimit: limit })
  const { id } = yield* admit({ lotId: lot.id, vehicle: car("B-AB 1"), until: minute(60) })
  return { lotId: lot.id, id, ticket: { id } }
})
const dueOf = (ticket: Parameters<typeof quote>[0]["ticket"]) => Effect.map(quote({ ticket }), ({ due }) => due)

scene("stays that go on as they are are read once, however many", Effect.gen(function*() {
  const lot = yield* opened({ stayLimit: { longest: "PT1H" } })
  yield* admit({ lotId: lot.id, vehicle: car("B-AB 1") })
  yield* pass("0:30")
  const { id } = yield* admit({ lotId: lot.id, vehicle: car("B-AB 2") })
  yield* pass("0:30")
  const journal = yield* Journal
  const read: Array<string> = []
  const counted = Journal.of({ ...journal, load: (kind, one) => Effect.tap(journal.load(kind, one), () => Effect.sync(() => read.push(one))) })
  const [changed, ...others] = yield* Effect.provideService(sweepStays({ lotId: lot.id }), Journal, counted)
  expect([changed?.overstay, others]).toEqual([{ since: minute(60), paymentsBefore: 0 }, []])
  expect(read).not.toContain(id)
}))

describe("a stay that is extended after it overstayed", () => {
  scene.each(["swept", "not looked at"])("owes what the overstay cost until then, %s or not", (looked) => Effect.gen(function*() {
    const { id, lotId, ticket } = yield* parked([hourly])
    yield* pass("1:30")
    if (looked === "swept") yield* sweepStays({ lotId })
    expect(yield* extendTicket({ ticket, until: minute(240) })).toMatchObject({ overstay: { since: minute(60), until: minute(90) } })
    yield* pass("2:00")
    expect(yield* dueOf(ticket)).toEqual(euros(1_400))
    for (const found of [yield* sweepStays({ lotId }), yield* detectOverstays({ lotId })]) expect(found).toEqual([])
    yield* pay({ ticket, method: "cash" })
    yield* release({ ticket })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* trial).toBe(0)
  }))

  scene("and overstays again owes for both, and an amount once", Effect.gen(function*() {
    const { lotId, ticket } = yield* parked([hourly, fee({ amount: "25.00" })])
    yield* pass("1:30")
    yield* extendTicket({ ticket, until: minute(120) })
    yield* pass("1:10")
    expect(yield* sweepStays({ lotId })).toMatchObject([{ overstay: { since: minute(120), earlier: [{ since: minute(60), until: minute(90) }] } }])
    expect(yield* dueOf(ticket)).toEqual(euros(300 + 1_000 + 1_000 + 2_500))
    expect(yield* detectOverstays({ lotId })).toMatchObject([{ occurredAt: minute(120) }])
  }))

  scene("but not far enough overstays still", Effect.gen(function*() {
    const { lotId, id, ticket } = yield* parked([hourly], { longest: "PT1H" })
    yield* pass("1:30")
    yield* sweepStays({ lotId })
    yield* extendTicket({ ticket, until: minute(240) })
    expect(yield* (yield* Journal).load("Ticket", id)).toMatchObject({ overstay: { since: minute(60) } })
    yield* pass("1:00")
    expect(yield* dueOf(ticket)).toEqual(euros(300 + 2_000))
  }))
})
