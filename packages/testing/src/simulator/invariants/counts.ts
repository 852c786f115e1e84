import type { Lot } from "@parkade/core/lot"
import { Lots, type Entry } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Context, Effect } from "effect"
import type { Mirror } from "../Mirror.ts"
import type { World } from "../World.ts"
import type { Invariant, Verdict } from "./Invariant.ts"

const lotsOf = (entries: ReadonlyArray<Entry>, mirror: Mirror): ReadonlySet<Lot.LotId> =>
  new Set(entries.flatMap(({ id, kind }) => {
    const ticket = kind === "Ticket" ? mirror.of("Ticket", id) : undefined
    return ticket === undefined || ticket._tag === "Unissued" ? [] : [ticket.lotId]
  }))

const recount = ({ storage, store, time }: World, mirror: Mirror, lotId: Lot.LotId): Verdict => {
  const at = Instant.Instant.make(time.now())
  const counted = Effect.runSync(Context.get(storage, Lots).availability(lotId, at))
  const taken = new Set(mirror.open(lotId).map(({ spotId }) => spotId))
  const left = (store.lots.get(lotId)?.layout.spots ?? []).filter(({ id, outages = [] }) => !taken.has(id) && !outages.some(({ from, until = Infinity }) => from <= at && at < until))
  const free = (zoneId?: string) => left.filter((spot) => zoneId === undefined || spot.zoneId === zoneId).length
  if (counted.free !== free()) return `lot ${lotId} says ${counted.free} are free, ${free()} are`
  const wrong = counted.zones.find(({ free: said, zoneId }) => said !== free(zoneId))
  return wrong === undefined ? undefined : `zone ${wrong.zoneId} says ${wrong.free} are free, ${free(wrong.zoneId)} are`
}

/** Who is inside on a pass, as the pass says, is who has an open ticket on it. */
const inside = (mirror: Mirror, id: string): Verdict => {
  const pass = mirror.of("Pass", id)
  if (pass._tag === "Absent") return undefined
  const tickets = new Set(pass.terms.lots.flatMap(mirror.open).flatMap((ticket) => ticket.basis?._tag === "Pass" && ticket.basis.passId === id ? [ticket.id] : []))
  const wrong = pass.inside.find(({ ticketId }) => !tickets.has(ticketId))
  if (wrong !== undefined) return `pass ${id} says that ${wrong.plate} is inside, on ${wrong.ticketId}, which is over`
  return tickets.size > pass.inside.length ? `${tickets.size} are inside on pass ${id}, which says ${pass.inside.length}` : undefined
}

/** What was redeemed of a coupon, and is counted, is on a ticket. */
const uses = (mirror: Mirror, id: string): Verdict => {
  const coupon = mirror.of("Coupon", id)
  if (coupon._tag === "Absent") return undefined
  const wrong = coupon.uses.find((use) => {
    const ticket = mirror.of("Ticket", use.ticketId)
    return use._tag === "Redeemed" && (ticket._tag === "Unissued" || ticket._tag === "Voided")
  })
  return wrong === undefined ? undefined : `coupon ${id} counts a use on ticket ${wrong.ticketId}, which is void or was never issued`
}

export const counts: Invariant = {
  id: "I2",
  says: "counters equal a recount",
  after: function*({ entries, mirror, world }) {
    for (const lotId of lotsOf(entries, mirror)) yield recount(world, mirror, lotId)
    for (const { id, kind } of entries) {
      if (kind === "Pass") yield inside(mirror, id)
      if (kind === "Coupon") yield uses(mirror, id)
    }
  }
}
