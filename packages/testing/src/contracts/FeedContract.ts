/** The feed of every adapter of the port Journal: all that happened, once, those of one thing in their order. */
import { admit, payOnExit } from "@parkade/core/operations"
import { type Entry, Journal } from "@parkade/core/ports"
import { Effect } from "effect"
import { expect } from "vitest"
import { address, erased, load, readdressed, register } from "./People.ts"
import { at, type It, minutes, morning, openPlainLot, plates, vehicle } from "./Scene.ts"

/** The rest of the feed, in pages; what was just stored may take a moment to be fed. */
const fed = Effect.fnUntraced(function*(after: string | undefined, limit: number) {
  const journal = yield* Journal
  const entries: Array<Entry> = []
  for (let page = yield* journal.feed(after, limit); page.length > 0; page = yield* journal.feed(entries.at(-1)?.position, limit)) {
    expect(page.length).toBeLessThanOrEqual(limit)
    entries.push(...page)
  }
  return entries
})

const awaited = Effect.fnUntraced(function*(after: string | undefined, ids: ReadonlyArray<string>) {
  for (let tries = 0; tries < 400; tries++) {
    const entries = yield* fed(after, 500)
    if (ids.every((id) => entries.some((entry) => entry.id === id))) return entries
    yield* Effect.sleep("25 millis")
  }
  throw new Error("the feed does not show what was stored")
})

export const feedTests = (it: It): void => {
  it.effect("feeds every event once, those of a thing in their order, while many are stored at once; from anywhere on", () =>
    Effect.gen(function*() {
      const [journal, marker] = [yield* Journal, yield* register]
      const start = (yield* awaited(undefined, [marker.id])).at(-1)?.position
      const lot = yield* openPlainLot(8)
      const visits = plates(8).map((plate) =>
        Effect.gen(function*() {
          const { id } = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle(plate) }))
          yield* at(minutes(70), payOnExit({ ticket: { id }, method: "cash" }))
          const person = yield* register
          yield* journal.commit({ changes: [readdressed(person, yield* address)] })
          yield* journal.commit({ changes: [erased(yield* load(person.id))] })
          return [{ kind: "Ticket", id }, { kind: "Person", id: person.id }] as const
        }))
      const stored = (yield* Effect.all(visits, { concurrency: "unbounded" })).flat()
      const last = yield* register
      const entries = yield* awaited(start, [last.id])
      for (const { id, kind } of stored) {
        const own = entries.filter((entry) => entry.kind === kind && entry.id === id)
        expect(own.map(({ version }) => version)).toEqual(own.map((_, index) => index + 1))
        expect(own.map(({ event }) => event)).toEqual(yield* journal.history(kind, id))
      }
      const positions = entries.map(({ position }) => position)
      expect(new Set(positions).size).toBe(positions.length)
      // Others may have stored something since.
      const again = yield* fed(start, 3)
      expect(again.slice(0, entries.length)).toEqual(entries)
      const middle = Math.floor(entries.length / 2)
      expect((yield* fed(positions[middle], 100)).slice(0, entries.length - middle - 1)).toEqual(entries.slice(middle + 1))
    }))

  it.effect("feeds all of storage: every thing's events from the first, without a gap", () =>
    Effect.gen(function*() {
      const marker = yield* register
      const entries = yield* awaited(undefined, [marker.id])
      const things = Map.groupBy(entries, ({ id, kind }) => `${kind} ${id}`)
      for (const [name, all] of things) expect([name, all.map(({ version }) => version)]).toEqual([name, all.map((_, index) => index + 1)])
    }))
}
