/** Who acts, and the ids by which lifecycles refer to one another. */
import { Ids, type Means } from "@parkade/core/lifecycle"
import { Plate } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"

const uuid = (head: number, tail: number): string => `${head.toString(16).padStart(8, "0")}-0000-7000-8000-${tail.toString(16).padStart(12, "0")}`

/** Ids of a kind, so `few` of them (4) that they meet again: `head` tells kinds apart. */
export const idOf = (head: number, few = 4): fc.Arbitrary<string> => fc.integer({ min: 1, max: few }).map((tail) => uuid(head, tail))

/** Who acts: one of four persons or devices, or a routine. */
export const actor = (): fc.Arbitrary<Party.Actor> =>
  fc.oneof(
    idOf(1).map((id): Party.Actor => ({ _tag: "Person", id: Party.PersonId.make(id) })),
    idOf(2).map((id): Party.Actor => ({ _tag: "Device", id: Party.DeviceId.make(id) })),
    fc.constant<Party.Actor>({ _tag: "Routine", name: "sweep" })
  )

/** One of a few plates. */
export const plate = (): fc.Arbitrary<Plate.Plate> => fc.constantFrom("A1", "B2", "C3", "D4").map((text) => Plate.Plate.make(text))

/** One of `few` payments (6), or an account one time in five. */
export const means = (few = 6): fc.Arbitrary<Means.Means> =>
  fc.oneof(
    { weight: 4, arbitrary: idOf(3, few).map((id): Means.Means => ({ _tag: "Payment", paymentId: Ids.PaymentId.make(id) })) },
    { weight: 1, arbitrary: fc.constantFrom("2026-1", "2026-2").map((reference): Means.Means => ({ _tag: "Account", reference })) }
  )

/**
 * When something is tried: so many milliseconds after what was tried before (weight 4), at or beside the `edge`-th instant
 * ahead that the lifecycle names (4), or backwards (1).
 */
export type When = { readonly after: number } | { readonly edge: number; readonly beside: number }

export const when = (longest = 86_400_000): fc.Arbitrary<When> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.oneof(fc.constantFrom(0, 1, 60_000), fc.integer({ min: 0, max: longest })).map((after) => ({ after })) },
    { weight: 4, arbitrary: fc.record({ edge: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4, 5, 6), beside: fc.constantFrom(-1, 0, 0, 1) }) },
    { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: -1 }).map((after) => ({ after })) }
  )

/** The instant of `tried`, given the last one and the edges ahead of it. */
export const instantOf = (tried: When, last: Instant.Instant, edges: ReadonlyArray<number>): Instant.Instant => {
  if ("after" in tried) return Instant.Instant.make(Math.max(0, last + tried.after))
  const ahead = edges.filter((edge) => edge + tried.beside >= last).toSorted((a, b) => a - b)
  const edge = ahead[tried.edge % Math.max(1, ahead.length)]
  return edge === undefined ? last : Instant.Instant.make(edge + tried.beside)
}
