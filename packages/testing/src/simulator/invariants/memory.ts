import type { Kind } from "@parkade/core/ports"
import { Equal } from "effect"
import * as Store from "../../memory/Store.ts"
import type { Done } from "../World.ts"
import type { Invariant, Verdict } from "./Invariant.ts"

/** What an answer names: a thing with an id and a version. */
const named = (value: unknown): ReadonlyArray<{ readonly id: string; readonly version: number }> => {
  if (typeof value !== "object" || value === null) return []
  const one = "id" in value && "version" in value && typeof value.id === "string" && typeof value.version === "number" ? [{ id: value.id, version: value.version }] : []
  return [...one, ...Object.values(value).flatMap((each) => Array.isArray(each) ? [] : named(each))]
}

const nameOf = (done: Done): string | undefined => done.came._tag === "Done" ? named(done.came.value)[0]?.id : undefined

const versionOf = (state: object): number | undefined => "version" in state && typeof state.version === "number" ? state.version : undefined

/** So many are looked at after a server died: all that was told in some days. */
const lately = 1_000

/** What was told of, at which version, and what of it lately. */
const answers = () => {
  const [told, recent] = [new Map<string, number>(), new Set<string>()]
  return {
    told,
    recent,
    add: ({ id, version }: { readonly id: string; readonly version: number }): void => {
      told.set(id, Math.max(version, told.get(id) ?? 0))
      recent.delete(id)
      recent.add(id)
      const [oldest] = recent
      if (recent.size > lately && oldest !== undefined) recent.delete(oldest)
    }
  }
}

/** What was answered is kept, at the version that was answered or a later one. */
export const durable = (): Invariant => {
  const { add, recent, told } = answers()
  const kinds = new Map<string, Kind>()
  const verdict = (store: Store.Store, id: string): Verdict => {
    const kind = kinds.get(id)
    const kept = kind === undefined ? undefined : versionOf(Store.load(store, kind, id))
    return kept !== undefined && kept >= (told.get(id) ?? 0) ? undefined : `${id} was answered in version ${told.get(id)}, and is ${kept === undefined ? "gone" : `in version ${kept}`}`
  }
  return {
    id: "I9",
    says: "what was acknowledged is durable",
    after: function*({ done: { came }, entries, world: { store } }) {
      for (const { id, kind } of entries) kinds.set(id, kind)
      const answered = came._tag === "Done" ? named(came.value) : []
      for (const each of answered) add(each)
      // After a server died, others go on with what it stored.
      for (const id of came._tag === "Died" ? recent : answered.map(({ id }) => id)) yield verdict(store, id)
    },
    atTheEnd: function*({ store }) {
      for (const id of told.keys()) yield verdict(store, id)
    }
  }
}

/** May go on where an answer was not known: the gateway, or the gate, is asked again. */
const asksAgain: ReadonlyArray<string> = ["readPlate", "refund", "startPayment"]

/** An exit at which nothing was due took no payment, so its key stands for nothing. */
const isKept = ({ came, input, name }: Done): boolean =>
  name !== "payOnExit" || (came._tag === "Done" && typeof input === "object" && input !== null && "paymentId" in input && JSON.stringify(came.value).includes(String(input.paymentId)))

export const idempotent: Invariant = {
  id: "I10",
  says: "the same idempotency key has one effect and gets the same reply",
  again: function*({ first, grown, second }) {
    const { name } = first
    if (!isKept(first) || second.came._tag === "Died" || (second.came._tag === "Refused" && second.came.error._tag === "StorageUnavailable")) return
    if (second.came._tag !== "Done") {
      yield `${name} was done, and said again it is ${second.came._tag === "Refused" ? second.came.error._tag : "broken"}`
      return
    }
    yield nameOf(first) === nameOf(second) ? undefined : `${name} said twice is ${nameOf(first)} and ${nameOf(second)}`
    if (!asksAgain.includes(name)) yield grown.events + grown.transactions === 0 ? undefined : `${name} said twice stored ${grown.events} events and ${grown.transactions} transactions more`
  }
}

/** Stored states are what their events come to; the feed tells each event once, those of one thing in order. */
export const events = (): Invariant => {
  const versions = new Map<string, number>()
  return {
    id: "I7",
    says: "every event is delivered at least once and takes effect once",
    after: function*({ entries, mirror, world: { store } }) {
      for (const { id, kind, version } of entries) {
        const last = versions.get(`${kind}/${id}`) ?? 0
        yield version === last + 1 ? undefined : `event ${version} of ${kind} ${id} follows event ${last}`
        versions.set(`${kind}/${id}`, version)
      }
      for (const { id, kind } of entries) {
        const [stored, folded] = [Store.load(store, kind, id), mirror.of(kind, id)]
        yield Equal.equals(stored, folded) ? undefined : `${kind} ${id} is not what its events come to`
      }
    },
    atTheEnd: function*({ store: { feed, lots } }, mirror, { delivered, inside }) {
      for (const { id, kind, version } of feed) yield delivered.has(`${kind}/${id}/${version}`) ? undefined : `event ${version} of ${kind} ${id} was never delivered`
      for (const lotId of lots.keys()) yield (inside.get(lotId) ?? 0) === mirror.open(lotId).length ? undefined : `who follows the events counts ${inside.get(lotId)} inside of lot ${lotId}, ${mirror.open(lotId).length} are`
    }
  }
}

export const audit: Invariant = {
  id: "I11",
  says: "the audit log has every change, in order",
  after: function*({ audit: written, entries }) {
    for (const [thing, all] of Map.groupBy(entries, ({ id, kind }) => `${kind}/${id}`)) {
      const about = written.filter(({ resource: { id, kind } }) => `${kind}/${id}` === thing)
      const events = about.flatMap((entry) => entry.events)
      yield Equal.equals(events, all.map(({ event }) => event._tag)) ? undefined : `of ${thing} the audit log says ${events.join(", ") || "nothing"}, and ${all.map(({ event }) => event._tag).join(", ")} happened`
      yield about.at(-1)?.after?.version === all.at(-1)?.version ? undefined : `the audit log has ${thing} in version ${about.at(-1)?.after?.version}, it is in ${all.at(-1)?.version}`
    }
  }
}

/** How texts begin: where a beginning is not, none of its texts is. */
const beginningOf = (text: string): string => text.slice(0, 12)

/** Texts that are looked for in others. */
const texts = (known: ReadonlyArray<string>) => {
  const byBeginning = new Map<string, Set<string>>()
  const add = (text: string): void => void byBeginning.set(beginningOf(text), (byBeginning.get(beginningOf(text)) ?? new Set()).add(text))
  known.forEach(add)
  return {
    add,
    within: (where: string): string | undefined => {
      for (const [beginning, all] of byBeginning) {
        const found = where.includes(beginning) ? [...all].find((text) => where.includes(text)) : undefined
        if (found !== undefined) return found
      }
      return undefined
    }
  }
}

/** What nobody but its owner may read. */
export const secrets = (known: ReadonlyArray<string>): Invariant => {
  const { add, within } = texts(known)
  return {
    id: "I12",
    says: "no secret or card number in any sink",
    after: function*({ audit: written, done: { came, name }, entries, log, world: { store } }) {
      if (name === "issueCode" && came._tag === "Done" && typeof came.value === "object" && came.value !== null && "text" in came.value) add(String(came.value.text))
      if (entries.length + written.length + log.length === 0) return
      const secret = within(JSON.stringify([entries, written, log]))
      yield secret === undefined ? undefined : `a secret is in an event, the audit log or a log: ${secret.slice(0, 12)}...`
      for (const { id, kind } of entries) {
        if (kind !== "Person") continue
        const person = Store.load(store, "Person", id)
        if (person._tag === "Erased") yield "email" in person || "name" in person ? `person ${id} is erased, and still has a name` : undefined
      }
    }
  }
}
