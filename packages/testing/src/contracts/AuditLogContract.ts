/** What every adapter of the port AuditLog does: each test is a sentence of the port. */
import { type AuditEntry, Operator } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { type Audited, AuditLog, Journal } from "@parkade/core/ports"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { type It, minutes } from "./Scene.ts"

const by: Party.Actor = { _tag: "Routine", name: "contract" }

/** An operator that is opened and renamed so often, with an entry for each. */
const renamed = Effect.fnUntraced(function*(times: number) {
  const [journal, random] = [yield* Journal, yield* SecureRandom.SecureRandom]
  const id = Party.OperatorId.make(yield* random.uuidV7())
  const resource = { kind: "Operator", id }
  const entries: Array<AuditEntry.AuditEntry> = []
  let before: Operator.State = Operator.initial
  for (let count = 0; count <= times; count += 1) {
    const at = minutes(count)
    const event: Operator.Event = count === 0 ? { _tag: "OperatorOpened", id, name: "Contract", by, at } : { _tag: "OperatorRenamed", name: `Contract ${count}`, by, at }
    const after: Operator.State = Operator.evolve(before, event)
    const entry: AuditEntry.AuditEntry = { at, by, action: "operator.edit", resource, events: [event._tag], before: { state: before._tag }, after: { state: after._tag, version: count + 1 }, reason: `time ${count}` }
    yield* journal.commit({ changes: [{ kind: "Operator", id, before, events: [event] }], audit: [entry] })
    entries.push(entry)
    before = after
  }
  return { resource, entries }
})

/** All that follows `after`, two at a time. */
const rest = Effect.fnUntraced(function*(resource: AuditEntry.AuditEntry["resource"] | undefined, after?: string) {
  const log = yield* AuditLog
  const all: Array<Audited> = []
  let page: ReadonlyArray<Audited> = []
  do {
    const asked = { after: all.at(-1)?.position ?? after, limit: 2 }
    page = yield* resource === undefined ? log.all(asked) : log.of(resource, asked)
    all.push(...page)
  } while (page.length === 2 && all.length < 10_000)
  return all
})

/** Tests of the port AuditLog. */
export const auditLogTests = (it: It): void => {
  it.describe("entries are told in the order in which they were written, each once, as it was written", () => {
    it.effect("of one thing", () =>
      Effect.gen(function*() {
        const [one, other] = [yield* renamed(4), yield* renamed(1)]
        expect((yield* rest(one.resource)).map(({ entry }) => entry)).toEqual(one.entries)
        expect((yield* rest(other.resource)).map(({ entry }) => entry)).toEqual(other.entries)
        expect(yield* rest({ ...one.resource, kind: "Person" })).toEqual([])
      }))

    it.effect("of all that was done", () =>
      Effect.gen(function*() {
        const one = yield* renamed(0)
        const [first] = yield* rest(one.resource)
        const others = [yield* renamed(2), yield* renamed(1)]
        const ids = new Set<string>(others.map(({ resource: { id } }) => id))
        const found = (yield* rest(undefined, first?.position)).filter(({ entry: { resource: { id } } }) => ids.has(id))
        expect(found.map(({ entry }) => entry)).toEqual(others.flatMap(({ entries }) => entries))
      }))
  })
}
