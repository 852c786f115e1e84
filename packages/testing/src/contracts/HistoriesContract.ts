/** Whatever happens to a thing of whatever kind: stored step by step, it is read back as it was folded. */
import { type Change, Journal, type Key, type Kind, lifecycles } from "@parkade/core/ports"
import { TicketNumber } from "@parkade/core/ticket"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import * as fc from "fast-check"
import { expect } from "vitest"
import { runs } from "../arbitraries/runs.ts"
import { histories, type History, retold, salted } from "./Histories.ts"
import { type It, openPlainLot, type Services } from "./Scene.ts"

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

/** A history of ids of its own; one of a ticket is in a lot that there is. */
const fresh = Effect.fnUntraced(function*<K extends Kind>(kind: K, history: History<K>) {
  const tell = salted(yield* uuid)
  if (kind !== "Ticket") return retold(history, tell)
  const { id, spots, terms } = yield* openPlainLot(3)
  const number = TicketNumber.make(yield* (yield* SecureRandom.SecureRandom).randomBytes(TicketNumber.randomBytes))
  const own: { readonly [field: string]: string | undefined } = { lotId: id, termsId: terms.id, number }
  return retold(history, (text, field) => own[field] ?? (field === "spotId" ? spots[text.charCodeAt(0) % 3]?.id : undefined) ?? tell(text, field))
})

const foundUnder = Effect.fnUntraced(function*<K extends Kind>(kind: K, key: Key, id: string) {
  const journal = yield* Journal
  let after: string | undefined
  for (;;) {
    const page = yield* journal.under(kind, key, { after, limit: 200 })
    const found = page.find((each) => each.id === id)
    after = page.at(-1)?.id
    if (found !== undefined || after === undefined) return found
  }
})

/** Commits every step; after each, the state is what it folds to, and is found by its keys and no others. */
const played = Effect.fnUntraced(function*<K extends Kind>(kind: K, given: History<K>) {
  const journal = yield* Journal
  const { decider, kept, keys } = lifecycles[kind]
  let [state, past]: [typeof decider.initial, ReadonlyArray<unknown>] = [decider.initial, []]
  const all = new Set<Key>()
  let last: { readonly id: string; readonly keys: ReadonlyArray<Key> } | undefined
  for (const events of yield* fresh(kind, given)) {
    const before = state
    state = events.reduce(decider.evolve, before)
    past = [...past, ...events]
    const after = kept(state)
    if (after === undefined) throw new Error("a history begins its thing")
    last = { id: after.id, keys: keys(after) }
    const change = { kind, id: after.id, before, events } as Change
    yield* journal.commit({ changes: [change] })
    expect(yield* journal.load(kind, after.id)).toEqual(state)
    for (const key of last.keys) all.add(key)
  }
  if (last === undefined) return
  expect(yield* journal.history(kind, last.id)).toEqual(past)
  for (const key of all) {
    const found = yield* foundUnder(kind, key, last.id)
    expect({ key, found }).toEqual({ key, found: last.keys.includes(key) ? state : undefined })
  }
})

export const historiesTests = (it: It, { histories: count = 40 }: { readonly histories?: number | undefined }): void => {
  const play = <K extends Kind>(kind: K) =>
    it.effect(`${kind}: state, events and keys are read back as they were, after every step of generated histories`, () =>
      Effect.gen(function*() {
        const run = Effect.runPromiseWith(yield* Effect.context<Services>())
        const drawn: fc.Arbitrary<History<K>> = histories[kind]
        const property = fc.asyncProperty(drawn, (history) => run(played(kind, history)))
        yield* Effect.promise(() => fc.assert(property, runs(count)))
      }), { timeout: 600_000 })
  it.describe("folding a history gives the stored state", () => {
    for (const kind of Object.keys(histories) as ReadonlyArray<Kind>) play(kind)
  })
}
