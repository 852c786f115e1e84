/**
 * Somebody who follows the events: at least once each, as readers are told to, and with an effect that a repetition does not
 * have twice.
 */
import { call, type Life, minute, type Value, wait } from "./Life.ts"
import type { World } from "./World.ts"

export interface Reader {
  readonly life: (until: number) => Life
  /** How often each event was delivered, by what it is of and its version. */
  readonly delivered: ReadonlyMap<string, number>
  /** Tickets that came less those that ended, by lot: what follows from each event once. */
  readonly inside: ReadonlyMap<string, number>
}

const pageSize = 25

export const make = (world: World): Reader => {
  const random = world.random("reader")
  const delivered = new Map<string, number>()
  const [inside, lotOf] = [new Map<string, number>(), new Map<string, string>()]
  const add = (lotId: string | undefined, by: number): void => {
    if (lotId !== undefined) inside.set(lotId, (inside.get(lotId) ?? 0) + by)
  }
  const take = ({ event, id, kind, version }: Value<"feed">[number]): void => {
    const name = `${kind}/${id}/${version}`
    const times = delivered.get(name) ?? 0
    delivered.set(name, times + 1)
    if (times > 0) return
    if (event._tag === "TicketAdmitted") {
      lotOf.set(id, event.lotId)
      add(event.lotId, 1)
    }
    if (event._tag === "TicketExited" || event._tag === "TicketVoided") add(lotOf.get(id), -1)
  }
  const life = function*(until: number): Life {
    let position: string | undefined
    while (world.time.now() < until) {
      const read = yield* call(random, "feed", { ...(position !== undefined && { after: position }), limit: pageSize })
      const page = read.ok ? read.value : []
      for (const each of page) take(each)
      // Who dies now has read all that, and does not know it any more.
      if (!world.faults.strikes("reader-dies")) position = page.at(-1)?.position ?? position
      if (page.length < pageSize) yield* wait(random.between(30, 90) * minute)
    }
  }
  return { life, delivered, inside }
}
