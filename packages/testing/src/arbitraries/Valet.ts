/** Custodies of valets: vehicles and keys that go from hand to hand. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Spot } from "@parkade/core/lot"
import { Custody } from "@parkade/core/valet"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { actor, type Attempt, type AttemptOptions, attempts, people } from "./Attempts.ts"
import { vehicle } from "./Lot.ts"
import { instant } from "./Time.ts"

type Command = Custody.Command

const [first, second] = people
const attendant = fc.constantFrom(...[first, first, first, second].flatMap((id) => (id === undefined ? [] : [id])))
const spotId = fc.constantFrom("00000000-0000-7000-8000-0000000000a1", "00000000-0000-7000-8000-0000000000a2").map((id) => Spot.SpotId.make(id))
const tag = fc.constantFrom("417", "417", "417", "418").map((text) => Custody.KeyTag.make(text))
const condition: fc.Arbitrary<Custody.Condition> = fc.record({
  notes: fc.subarray(["scratch on the left door", "seat wet"]),
  photos: fc.subarray(["ab".repeat(32)])
})
const claim: fc.Arbitrary<Custody.Claim> = fc.oneof(
  { weight: 4, arbitrary: tag.map((shown): Custody.Claim => ({ _tag: "Tag", tag: shown })) },
  { weight: 1, arbitrary: fc.constant<Custody.Claim>({ _tag: "Identified", document: "passport" }) }
)
const holder: fc.Arbitrary<Custody.KeyHolder> = fc.oneof(
  attendant.map((id): Custody.KeyHolder => ({ _tag: "Attendant", id })),
  fc.constantFrom("A1", "A2").map((slot): Custody.KeyHolder => ({ _tag: "Board", slot }))
)

const handedOver = fc.record({
  id: fc.constant(Ids.CustodyId.make("00000000-0000-7000-8000-0000000000c3")),
  lotId: fc.constant(Lot.LotId.make("00000000-0000-7000-8000-000000000002")),
  vehicle: vehicle(),
  tag,
  condition,
  ticketId: fc.constantFrom(undefined, Ids.TicketId.make("00000000-0000-7000-8000-000000000001")),
  by: attendant
}).map(({ ticketId, ...rest }) => ({ ...rest, ...(ticketId !== undefined && { ticketId }) }))

const handOver = handedOver.map((custody): Attempt<Command> => (at) => ({ _tag: "HandOver", custody: { ...custody, at } }))

const attempt = fc.oneof(
  { weight: 3, arbitrary: fc.record({ spotId, by: attendant }).map((given): Attempt<Command> => (at) => ({ _tag: "Park", ...given, at })) },
  { weight: 4, arbitrary: fc.record({ spotId, by: attendant }).map((given): Attempt<Command> => (at) => ({ _tag: "Move", ...given, at })) },
  { weight: 3, arbitrary: fc.record({ to: holder, by: attendant }).map((given): Attempt<Command> => (at) => ({ _tag: "PassKey", ...given, at })) },
  { weight: 6, arbitrary: fc.record({ after: fc.constantFrom(0, 1, 900_000, -1), by: actor() }).map(({ after, by }): Attempt<Command> => (at) => ({ _tag: "Request", pickUpAt: Instant.Instant.make(at + after), by, at })) },
  { weight: 12, arbitrary: attendant.map((by): Attempt<Command> => (at) => ({ _tag: "MakeReady", by, at })) },
  { weight: 12, arbitrary: fc.record({ to: fc.constantFrom("A. Smith", "B. Jones"), claim, condition, by: attendant }).map((given): Attempt<Command> => (at) => ({ _tag: "Return", ...given, at })) },
  { weight: 1, arbitrary: handOver }
)

/** What is tried on one custody by two attendants: `maxLength` (20) after the first, `longest` (six hours) apart at most. */
export const custodyCommands = ({ longest = Elapsed.ofHours(6), maxLength = 20, ...options }: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Command>> =>
  attempts(handOver, attempt, { longest, maxLength, ...options })

/** Any event, whether or not it can follow. */
export const custodyEvent = (): fc.Arbitrary<Custody.Event> => {
  const by = { by: attendant, at: instant() }
  return fc.oneof(
    fc.tuple(handedOver, instant()).map(([custody, at]): Custody.Event => ({ _tag: "CustodyHandedOver", ...custody, at })),
    fc.record({ _tag: fc.constantFrom("CustodyParked" as const, "CustodyMoved" as const), spotId, ...by }),
    fc.record({ _tag: fc.constant("CustodyKeyPassed" as const), from: holder, to: holder, ...by }),
    fc.record({ _tag: fc.constant("CustodyRequested" as const), pickUpAt: instant(), by: actor(), at: instant() }),
    fc.record({ _tag: fc.constant("CustodyMadeReady" as const), ...by }),
    fc.record({ _tag: fc.constant("CustodyReturned" as const), to: fc.constant("A. Smith"), claim, condition, ...by })
  )
}
