/** A lot with cars in it, and what is asked of the ledger and the audit log after it. */
import type { Ids } from "@parkade/core/lifecycle"
import { Vehicle } from "@parkade/core/lot"
import { admit, createLot, LotDraft } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { type Account, Ledger } from "@parkade/core/payment"
import { AuditLog, Books } from "@parkade/core/ports"
import { Memory } from "@parkade/testing/memory"
import { Effect, Layer, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { entry, length, tariffJson } from "../pricing.ts"
import { EUR } from "../tickets.ts"

const draftJson = (change: object = {}): object => ({
  name: "Garage",
  timeZone: "Europe/Berlin",
  tariff: tariffJson({ type: "hourly", price: "1.00", count: "started" }),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [{ name: "Level 1", spots: [1, 2, 3].map((label) => ({ label: `${label}`, size: "medium" })) }],
  ...change
})

export const car = (plate: string) => Result.getOrThrow(Vehicle.make({ plate, kind: "car" }))
export const pass = (time: string) => TestClock.adjust(length(time))

export const uuid = (count: number): string => `00000000-0000-7000-8000-${`${count}`.padStart(12, "0")}`
export const someone = (count: number) => ({ _tag: "Person", id: Party.PersonId.make(uuid(count)) }) as const

/** Runs on a memory of its own: what others left is not there. */
export const alone = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, Layer.fresh(Layer.merge(Memory.layer, SecureRandom.layerWebCrypto)))

/** A lot of three spots, at {@link entry}. */
export const opened = (change: object = {}) =>
  Effect.gen(function*() {
    yield* TestClock.setTime(entry)
    return yield* createLot(Schema.decodeUnknownSync(LotDraft)(draftJson(change)))
  })

/** The same with a car in it. */
export const parked = (change: object = {}) =>
  Effect.gen(function*() {
    const { layout, lot } = yield* opened(change)
    return { lot, layout, ticket: yield* admit({ lotId: lot.id, vehicle: car("B-AB 1") }) }
  })

/** Everything in the ledger; fails where debits and credits of all of it differ. */
export const ledger = Effect.gen(function*() {
  const all = yield* (yield* Books).transactions({ limit: 10_000 })
  const sum = all.flatMap(({ entries }) => entries).reduce((total, { amount: { amount } }) => total + amount, 0)
  if (sum !== 0) throw new Error(`the ledger is off by ${sum}`)
  return all
})

/** Debits less credits of an account, in cents. */
export const balance = (account: Account.Account) =>
  Effect.gen(function*() {
    yield* ledger
    return (yield* (yield* Books).balance(account)).find(({ currency }) => currency === EUR)?.amount ?? 0
  })

/** How a stay or a violation stands, in cents. */
export const standing = (subject: Ids.Subject) =>
  Effect.map(ledger, (all) => {
    const { deferred, due, overpaid } = Result.getOrThrow(Ledger.standing(Ledger.balances(all), subject, EUR))
    return { due: due.amount, deferred: deferred.amount, overpaid: overpaid.amount }
  })

/** What the audit log says was done to one thing. */
export const done = (kind: string, id: string) =>
  Effect.gen(function*() {
    const all = yield* (yield* AuditLog).of({ kind, id }, { limit: 100 })
    return all.map(({ entry: { action, events } }) => [action, ...events])
  })
