/** Vehicles before gates: what cameras read, what is decided, and gates that answer, or do not. */
import { type Decision, Passage } from "@parkade/core/lane"
import { Ids } from "@parkade/core/lifecycle"
import { Lane, Lot, Plate } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { actor, type Attempt, type AttemptOptions, attempts } from "./Attempts.ts"
import { instant } from "./Time.ts"

type Command = Passage.Command

const uuid = (digits: string) => `00000000-0000-7000-8000-0000000000${digits}`
const ticketId = fc.constantFrom("01", "02").map((digits) => Ids.TicketId.make(uuid(digits)))
const due = fc.constantFrom(1, 250).map((amount): Money.Money => ({ amount, currency: Money.Currency.make("EUR") }))
const reason = fc.constantFrom("the boom is stuck", "a guest of the house")
const place = {
  id: fc.constant(Ids.PassageId.make(uuid("d1"))),
  lotId: fc.constant(Lot.LotId.make(uuid("d2"))),
  laneId: fc.constant(Lane.LaneId.make(uuid("d3")))
}

const plate = (text: string) => Result.match(Plate.fromText(text), { onFailure: () => ({}), onSuccess: (made) => ({ plate: made }) })

/** A read that was taken so long before it came. */
const read = fc.record({
  id: fc.constantFrom("e1", "e2", "e3").map((digits) => Passage.ReadId.make(uuid(digits))),
  text: fc.constantFrom("B-AB 123", "8-AB 123", ""),
  confidencePerMille: fc.constantFrom(0, 849, 850, 1_000),
  delay: fc.constantFrom(0, 0, 0, 1_000, 90_000, -1_000)
}).map(({ delay, ...given }) => (at: Instant.Instant): Passage.Read => ({ ...given, ...plate(given.text), seenAt: Instant.Instant.make(at - delay) }))

/** All reads of a history are in one direction. */
const seen = fc.record({ ...place, direction: fc.constantFrom<Passage.Direction>("entry", "exit"), read, stretches: fc.constantFrom([], ["30000/1", "30000/2"], ["30000/2"]) })

const doubt: fc.Arbitrary<Decision.Doubt> = fc.oneof(
  fc.record({ _tag: fc.constant("LowConfidence" as const), alike: fc.array(ticketId, { maxLength: 2 }) }),
  fc.record({ _tag: fc.constantFrom("AlreadyInside" as const, "SeenBeforeEntry" as const), ticketId }),
  fc.record({ _tag: fc.constant("SeveralAlike" as const), ticketIds: fc.array(ticketId, { minLength: 2, maxLength: 2 }) }),
  fc.record({ _tag: fc.constant("AlikeOwes" as const), ticketId, due }),
  fc.record({ _tag: fc.constant("AnotherBefore" as const), passageId: fc.constant(Ids.PassageId.make(uuid("d9"))) })
)

const refusal: fc.Arbitrary<Decision.Refusal> = fc.oneof(
  fc.record({ _tag: fc.constantFrom("Unreadable" as const, "TooLate" as const, "NoTicket" as const, "LotFull" as const, "NothingFits" as const, "HeldForReservations" as const) }),
  fc.record({ _tag: fc.constant("BalanceDue" as const), ticketId, due }),
  fc.record({ _tag: fc.constant("NotCharged" as const), ticketId, paymentId: fc.constant(Ids.PaymentId.make(uuid("d8"))) }),
  fc.record({ _tag: fc.constant("LotClosed" as const), opensAt: instant() }),
  fc.constant<Decision.Refusal>({ _tag: "LotClosed" }),
  fc.record({ _tag: fc.constant("ByPerson" as const), by: actor(), reason })
)

const passWithin = fc.constantFrom(undefined, Elapsed.ofMinutes(2), Elapsed.ofMinutes(2))

const order = fc.record({ ticketId, goodFor: fc.constantFrom(90_000, 90_000, 90_000, 0), passWithin })
  .map(({ goodFor, passWithin, ticketId }) => (at: Instant.Instant): Decision.Order => ({ ticketId, expiresAt: Instant.Instant.make(at + goodFor), ...(passWithin !== undefined && { passWithin }) }))

const decision: fc.Arbitrary<(at: Instant.Instant) => Decision.Decision> = fc.oneof(
  { weight: 6, arbitrary: order.map((made) => (at: Instant.Instant): Decision.Decision => ({ _tag: "Open", order: made(at) })) },
  { weight: 2, arbitrary: doubt.map((each) => (): Decision.Decision => ({ _tag: "Ask", doubt: each })) },
  { weight: 2, arbitrary: refusal.map((each) => (): Decision.Decision => ({ _tag: "Refuse", refusal: each })) }
)

const decide = fc.record({ seen, decision, by: actor() }).map(({ by, decision, seen }): Attempt<Command> => (at) =>
  ({ _tag: "Decide", seen: { ...seen, read: seen.read(at) }, decision: decision(at), at, by }))

const plainly = (tag: "Acknowledge" | "Pass" | "Lapse") => actor().map((by): Attempt<Command> => (at) => ({ _tag: tag, at, by }))

const attempt = fc.oneof(
  { weight: 4, arbitrary: decide },
  { weight: 6, arbitrary: plainly("Acknowledge") },
  { weight: 3, arbitrary: plainly("Pass") },
  { weight: 6, arbitrary: plainly("Lapse") },
  { weight: 2, arbitrary: fc.record({ because: fc.constantFrom<"nobody-came-in" | "read-again" | "looked-at">("nobody-came-in", "read-again", "looked-at"), by: actor() }).map((given): Attempt<Command> => (at) => ({ _tag: "Close", ...given, at })) },
  { weight: 2, arbitrary: fc.record({ reason, ticketId: fc.option(ticketId, { nil: undefined }), passWithin, by: actor() }).map((given): Attempt<Command> => (at) => ({ _tag: "OpenByHand", ...given, at })) }
)

/** What is tried with one vehicle before one gate: `maxLength` (10) after the first, `longest` (90 seconds) apart at most. */
export const passageCommands = ({ longest = Elapsed.ofSeconds(90), maxLength = 10, ...options }: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Command>> =>
  attempts(decide, attempt, { longest, maxLength, ...options })

/** Any event, whether or not it can follow. */
export const passageEvent = (): fc.Arbitrary<Passage.Event> => {
  const done = { at: instant(), by: actor() }
  return fc.oneof(
    fc.tuple(seen, fc.record(done)).map(([{ read, ...rest }, { at, by }]): Passage.Event => ({ _tag: "PassageSeen", ...rest, read: read(at), at, by })),
    fc.tuple(order, fc.record(done)).map(([order, { at, by }]): Passage.Event => ({ _tag: "PassageOrdered", ...order(at), at, by })),
    fc.record({ _tag: fc.constant("PassageDoubted" as const), doubt, ...done }),
    fc.record({ _tag: fc.constant("PassageRefused" as const), refusal, ...done }),
    fc.record({ _tag: fc.constantFrom("PassageOpened" as const, "PassagePassed" as const), ...done }),
    fc.record({ _tag: fc.constant("PassageOpenedByHand" as const), reason, ticketId, passWithin: fc.constant(Elapsed.ofMinutes(2)), ...done }),
    fc.record({ _tag: fc.constant("PassageLapsed" as const), because: fc.constantFrom<"not-acknowledged" | "nobody-passed">("not-acknowledged", "nobody-passed"), ...done }),
    fc.record({ _tag: fc.constant("PassageClosed" as const), because: fc.constantFrom<"nobody-came-in" | "read-again">("nobody-came-in", "read-again"), ...done })
  )
}
