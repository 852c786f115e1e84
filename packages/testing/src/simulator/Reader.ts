/**
 * Somebody who follows the events: at least once each, as readers are told to, and with an effect that a repetition does not
 * have twice.
 */
import { call, type Life, minute, wait } from "./Life.ts"
import type { World } from "./World.ts"

export interface Reader {
  readonly life: (until: number) => Life
  /** How often each event was delivered, by what it is of and its version. */
  readonly delivered: ReadonlyMap<string, number>
  /** Tickets that came less those that ended, by lot: what follows from each event once. */
  readonly inside: ReadonlyMap<string, number>
}

export const make = (world: World): Reader => {
  const random = world.random("reader")
  const delivered = new Map<string, number>()
  const [inside, lotOf] = [new Map<string, number>(), new Map<string, string>()]
  const add = (lotId: string | undefined, by: number): void => {
    if (lotId !== undefined) inside.set(lotId, (inside.get(lotId) ?? 0) + by)
  }
  const life = function*(until: number): Life {
    let position: string | undefined
    while (world.time.now() < until) {
      yield* wait(random.between(30, 90) * minute)
      const read = yield* call(random, "feed", { ...(position !== undefined && { after: position }), limit: 200 })
      for (const { event, id, kind, version } of read.ok ? read.value : []) {
        const name = `${kind}/${id}/${version}`
        const times = delivered.get(name) ?? 0
        delivered.set(name, times + 1)
        if (times > 0) continue
        if (event._tag === "TicketAdmitted") {
          lotOf.set(id, event.lotId)
          add(event.lotId, 1)
        }
        if (event._tag === "TicketExited" || event._tag === "TicketVoided") add(lotOf.get(id), -1)
      }
      // Who dies now has read all that, and does not know it any more.
      if (read.ok && !world.faults.strikes("reader-dies")) position = read.value.at(-1)?.position ?? position
    }
  }
  return { life, delivered, inside }
}
