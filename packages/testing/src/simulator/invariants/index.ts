import * as Mirror from "../Mirror.ts"
import type { Reader } from "../Reader.ts"
import type { Done, Look, World } from "../World.ts"
import { counts } from "./counts.ts"
import { ends } from "./ends.ts"
import { gates } from "./gates.ts"
import type { Invariant, Verdicts } from "./Invariant.ts"
import { audit, durable, events, idempotent, secrets } from "./memory.ts"
import { ledger, payments } from "./money.ts"
import { plates, spots } from "./places.ts"
import { prices } from "./prices.ts"

const broken: Invariant = {
  id: "I0",
  says: "no command breaks, or goes on for ever",
  after: function*({ done: { came, name } }) {
    yield came._tag === "Broken" ? `${name}: ${came.why}` : undefined
  }
}

/** What somebody tries to leave where it must not be. */
export const cardNumber = "4111 1111 1111 1111"

const all = (): ReadonlyArray<Invariant> => [broken, spots, counts, plates, ledger, payments(), gates(), events(), prices(), durable(), idempotent, audit, secrets([cardNumber, cardNumber.replaceAll(" ", "")]), ends]

/** Every invariant by its id, and what it says. */
export const said: ReadonlyMap<string, string> = new Map(all().map(({ id, says }) => [id, says]))

export interface Watch {
  readonly look: Look
  readonly atTheEnd: (world: World, reader: Reader) => void
  /** How often each was checked where it could fail. */
  readonly checked: ReadonlyMap<string, number>
}

/** All invariants over one run. */
export const watch = (): Watch => {
  const [invariants, mirror, checked] = [all(), Mirror.make(), new Map<string, number>()]
  let [events, transactions, entries, lines] = [0, 0, 0, 0]
  const judge = (world: World, id: string, verdicts: Verdicts): void => {
    for (const verdict of verdicts) {
      checked.set(id, (checked.get(id) ?? 0) + 1)
      if (verdict !== undefined) world.violate(id, verdict)
    }
  }
  const after = (world: World, done: Done): void => {
    const { log, store } = world
    const seen = { world, mirror, done, entries: store.feed.slice(events), transactions: store.transactions.slice(transactions), audit: store.audit.slice(entries), log: log.slice(lines) }
    events = store.feed.length
    transactions = store.transactions.length
    entries = store.audit.length
    lines = log.length
    for (const entry of seen.entries) {
      for (const { each, id } of invariants) if (each !== undefined) judge(world, id, each(entry, mirror, world))
      mirror.add(entry)
    }
    for (const invariant of invariants) if (invariant.after !== undefined) judge(world, invariant.id, invariant.after(seen))
  }
  return {
    checked,
    look: {
      after,
      again: (world, first, second, grown) => {
        for (const invariant of invariants) if (invariant.again !== undefined) judge(world, invariant.id, invariant.again({ first, second, grown }))
      }
    },
    atTheEnd: (world, reader) => {
      for (const invariant of invariants) if (invariant.atTheEnd !== undefined) judge(world, invariant.id, invariant.atTheEnd(world, mirror, reader))
    }
  }
}
