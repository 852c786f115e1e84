/** Figures over all that memory keeps, counted one by one. */
import type { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import type { Account } from "@parkade/core/payment"
import { Analytics, LotNotFound } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Calendar, Instant } from "@parkade/core/time"
import { Effect, Result } from "effect"
import * as Store from "./Store.ts"

const hourMillis = 3_600_000

/** When a vehicle that is no longer there left. */
const leftAt = (ticket: Ticket.Ticket): number =>
  ticket._tag === "Exited" ? ticket.exitedAt : ticket._tag === "Voided" ? ticket.voidedAt : Infinity

const ofLot = (store: Store.Store, lotId: Lot.LotId) => Store.all(store, "Ticket").filter((ticket) => ticket.lotId === lotId)

const occupancy = (store: Store.Store, lotId: Lot.LotId, { from, step, to }: Parameters<Analytics["Service"]["occupancy"]>[1]) => {
  const tickets = ofLot(store, lotId)
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, index) => {
    const at = Instant.Instant.make(from + index * step)
    return { at, vehicles: tickets.filter((ticket) => ticket.enteredAt <= at && at < leftAt(ticket)).length }
  })
}

const summed = (amounts: ReadonlyArray<Money.Money>): ReadonlyArray<Money.Money> =>
  [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, all]) =>
    all.reduce((sum, amount) => Result.getOrThrow(Money.add(sum, amount)), Money.zero(currency))).filter(({ amount }) => amount !== 0)

const revenue = ({ transactions }: Store.Store, lotId: Lot.LotId, { from, to }: { readonly from: number; readonly to: number }) => {
  const entries = transactions.filter(({ at }) => from <= at && at < to).flatMap((each) => each.entries)
  const of = <Tag extends "Revenue" | "Tax" | "WriteOff">(tag: Tag, isMeant: (account: Account.Of<Tag>) => boolean = () => true) =>
    entries.flatMap(({ account, amount }) => account._tag === tag && account.lotId === lotId && isMeant(account as Account.Of<Tag>) ? [amount] : [])
  const credits = (amounts: ReadonlyArray<Money.Money>) => summed(amounts).map(({ amount, currency }) => ({ amount: 0 - amount, currency }))
  const sources = [...new Set(entries.flatMap(({ account }) => account._tag === "Revenue" && account.lotId === lotId ? [account.source] : []))].toSorted()
  return {
    earned: sources.flatMap((source) => credits(of("Revenue", (account) => account.source === source)).map((amount) => ({ source, amount }))),
    tax: credits(of("Tax")),
    writtenOff: summed(of("WriteOff"))
  }
}

const stays = (store: Store.Store, lotId: Lot.LotId, zone: string, { from, to }: { readonly from: number; readonly to: number }) => {
  const past = ofLot(store, lotId).flatMap((ticket) => ticket._tag === "Exited" && ticket.exitedAt < to ? [ticket] : [])
  const ended = past.filter(({ exitedAt }) => exitedAt >= from)
  const lengths = ended.map(({ enteredAt, exitedAt }) => exitedAt - enteredAt).toSorted((a, b) => a - b)
  const hours = ended.map(({ enteredAt }) => Math.floor((enteredAt + Calendar.offsetMillis(zone, enteredAt)) / hourMillis) % 24)
  const plates = [...new Set(ended.map(({ vehicle }) => vehicle.plate))]
  return {
    count: ended.length,
    meanMillis: ended.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / ended.length,
    medianMillis: lengths[Math.ceil(lengths.length / 2) - 1] ?? 0,
    longestMillis: lengths.at(-1) ?? 0,
    entriesByHour: Array.from({ length: 24 }, (_, hour) => hours.filter((each) => each === hour).length),
    vehicles: plates.length,
    returning: plates.filter((plate) => past.filter(({ vehicle }) => vehicle.plate === plate).length > 1).length
  }
}

export const analytics = (store: Store.Store): Analytics["Service"] => {
  const ofStored = <A>(lotId: Lot.LotId, read: (zone: string) => A): Effect.Effect<A, LotNotFound> =>
    Effect.suspend(() => {
      const stored = store.lots.get(lotId)
      return stored === undefined ? Effect.fail(new LotNotFound({ lotId })) : Effect.succeed(read(stored.lot.timeZone))
    })
  return {
    occupancy: (lotId, span) => ofStored(lotId, () => occupancy(store, lotId, span)),
    revenue: (lotId, span) => ofStored(lotId, () => revenue(store, lotId, span)),
    stays: (lotId, span) => ofStored(lotId, (zone) => stays(store, lotId, zone, span))
  }
}
