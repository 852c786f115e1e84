/** A lot over memory, with a gateway and keys, and what the books say. */
import { it } from "@effect/vitest"
import { Vehicle } from "@parkade/core/lot"
import type { Ids } from "@parkade/core/lifecycle"
import { admit, createLot, LotDraft } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Account, Ledger } from "@parkade/core/payment"
import { AuditLog, Books } from "@parkade/core/ports"
import { Gateway, Keys, Memory } from "@parkade/testing/memory"
import { Effect, Layer, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { entry, length, tariffJson } from "../pricing.ts"
import { EUR } from "../tickets.ts"

export const live = Layer.mergeAll(Memory.layer, Gateway.layer, Keys.layer(), SecureRandom.layerWebCrypto)

export type Live = Layer.Success<typeof live>

/** A test with a memory, a gateway and a clock of its own. */
const one = <E>(name: string, effect: Effect.Effect<void, E, Live>) => it.effect(name, () => Effect.provide(effect, live))
/** The same of each of some things. */
const each = <A>(all: ReadonlyArray<A>) => <E>(name: string, effect: (one: A) => Effect.Effect<void, E, Live>) =>
  it.effect.each([...all])(name, (one) => Effect.provide(effect(one), live))
export const scene = Object.assign(one, { each })

/** 1.00 for each hour that is begun; fifteen minutes to leave. */
export const draftJson = (change: object = {}): unknown => ({
  name: "Garage",
  timeZone: "Europe/Berlin",
  tariff: tariffJson({ type: "hourly", price: "1.00", count: "started" }),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [{ name: "Level 1", spots: ["1", "2"].map((label) => ({ label, size: "medium" })) }],
  ...change
})
export const draft = Schema.decodeUnknownSync(LotDraft)

/** Paid ahead, with ten minutes before and after; given back whole within five minutes of booking. */
export const reservations = (change: object = {}) => ({
  holdFor: "PT5M",
  accepts: ["Payment"],
  earlyArrival: "PT10M",
  lateStop: "PT10M",
  cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }], otherwise: "0" },
  bookedAt: "hold",
  noShow: { refund: { steps: [], otherwise: "0" } },
  extension: "allowed",
  overtime: { as: "whole" },
  unused: { refund: "unused" },
  ...change
})

export const oneSpot = [{ name: "Level 1", spots: [{ label: "1", size: "medium" }] }]
export const car = (plate: string) => Result.getOrThrow(Vehicle.make({ plate, kind: "car" }))
export const uuid = (count: number): string => `00000000-0000-7000-8000-${count.toString(16).padStart(12, "0")}`
export const person = Party.PersonId.make(uuid(0xaa))
export const staff: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid(0xbb)) }
export const pass = (time: string) => TestClock.adjust(length(time))

/** A lot that opens at {@link entry}. */
export const opened = (change: object = {}) => Effect.gen(function*() {
  yield* TestClock.setTime(entry)
  return (yield* createLot(draft(draftJson(change)))).lot
})

/** A car in such a lot, since {@link entry}. */
export const parked = (change: object = {}, more: { readonly personId?: Party.PersonId } = {}) => Effect.gen(function*() {
  const lot = yield* opened(change)
  return yield* admit({ lotId: lot.id, vehicle: car("B-AB 1"), ...more })
})

const balances = Effect.map(Effect.flatMap(Books, ({ transactions }) => transactions({ limit: 1_000_000 })), (all) => Ledger.balances(all))

/** What is due of it, paid ahead for it, and owed to its payer: cents. */
export const standing = (subject: Ids.Subject) => Effect.map(balances, (all) => {
  const { deferred, due, overpaid } = Result.getOrThrow(Ledger.standing(all, subject, EUR))
  return { due: due.amount, deferred: deferred.amount, overpaid: overpaid.amount }
})
export const settled = { due: 0, deferred: 0, overpaid: 0 }
export const ofStay = (ticketId: Ids.TicketId): Ids.Subject => ({ _tag: "Stay", ticketId })

/** What all accounts of these kinds hold together: cents. */
export const total = (...kinds: ReadonlyArray<Account.Account["_tag"]>) => Effect.map(balances, (all) =>
  Result.getOrThrow(Ledger.trialBalance(all)).reduce((sum, { account, balance }) => kinds.includes(account._tag) ? sum + balance.amount : sum, 0))

/** What the ledger sums to: nothing, whatever happened. */
export const trial = Effect.map(balances, (all) => Result.getOrThrow(Ledger.trialBalance(all)).reduce((sum, { balance }) => sum + balance.amount, 0))

/** Money that the house has: in tills, and with gateways. */
export const held = total("Cash", "Clearing")

/** What was done, since the lot was opened. */
export const audited = Effect.map(Effect.flatMap(AuditLog, ({ all }) => all({ limit: 1_000_000 })), (all) => all.flatMap(({ entry: { action } }) => action === "lot.create" ? [] : [action]))
