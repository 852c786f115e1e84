/** What drivers have in common: a car, and lots to go to. */
import { type Answer, hour, type Input, minute, type Value } from "../Life.ts"
import type { Random } from "../Random.ts"
import type { World } from "../World.ts"

/** A lot as it was opened. */
export type Lot = Value<"createLot"> & { readonly draft: Input<"createLot">; readonly lanes: { readonly entry: string; readonly exit: string } }

export interface Driver {
  readonly world: World
  readonly random: Random
  readonly plate: string
  readonly personId: string
  readonly lots: readonly [Lot, ...ReadonlyArray<Lot>]
}

const kinds = ["car", "suv", "electric-car", "motorcycle"] as const

export const vehicle = ({ plate, random }: Driver) => ({ plate, kind: random.pick(kinds) })

export const clerk = { _tag: "Person", id: "00000000-0000-4000-8000-00000000c1e4" } as const

export interface Ticket {
  readonly id: string
}

/** The ticket of who came in, also where its answer was lost, and saying it again names it. */
export const inside = (answer: Answer<"admit"> | Answer<"checkIn"> | Answer<"enterOnPass"> | Answer<"scanEntry">): Ticket | undefined =>
  answer.ok ? answer.value : answer.error._tag === "AlreadyParked" ? { id: answer.error.ticketId } : undefined

/** How long somebody stays: mostly some hours. */
export const stay = (random: Random): number => Math.min(30 * hour, 5 * minute + random.until(3 * hour))
