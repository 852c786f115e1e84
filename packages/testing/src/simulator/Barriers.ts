/**
 * The barriers of the garage, as machines: each carries out an order once, by its id, and none that has expired by its own
 * clock. Orders get lost on the way, come twice, and what a barrier answers may not be heard.
 */
import { Gates, GateUnreachable, type Opening } from "@parkade/core/ports"
import { Effect } from "effect"
import type { Faults } from "./Faults.ts"
import { minute } from "./Life.ts"
import type { Random } from "./Random.ts"
import type { Time } from "./Time.ts"

/** A boom that went up. */
export interface Opened extends Opening {
  readonly at: number
}

export interface Barriers {
  readonly port: Gates["Service"]
  readonly opened: ReadonlyArray<Opened>
  /** Whether one opened by this order. */
  readonly isOpen: (orderId: string) => boolean
}

export const make = ({ faults, random, time }: { readonly faults: Faults; readonly random: Random; readonly time: Time }): Barriers => {
  const [opened, ids]: [Array<Opened>, Set<string>] = [[], new Set()]
  const isOpen = (orderId: string): boolean => ids.has(orderId)
  const arrive = (opening: Opening): boolean => {
    if (isOpen(opening.id)) return true
    if (time.now() >= opening.expiresAt) return false
    opened.push({ ...opening, at: time.now() })
    ids.add(opening.id)
    return true
  }
  const open = (opening: Opening) =>
    Effect.suspend((): Effect.Effect<void, GateUnreachable> => {
      const unreachable = Effect.fail(new GateUnreachable({ laneId: opening.laneId }))
      if (faults.strikes("gate-away")) return unreachable
      if (faults.strikes("gate-twice")) time.put(time.now() + random.between(1, 300) * minute / 60, () => void arrive(opening))
      return arrive(opening) && !faults.strikes("gate-lost") ? Effect.void : unreachable
    })
  return { port: Gates.of({ open }), opened, isOpen }
}
