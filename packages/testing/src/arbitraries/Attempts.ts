/** What is tried on one lifecycle, in time: the frame that arbitraries of commands are put into. */
import { Party } from "@parkade/core/party"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { elapsed, instant } from "./Time.ts"

/** How many commands there are, and how far apart. */
export interface AttemptOptions {
  /** Commands after the first; 14 by default. */
  readonly maxLength?: number
  /** The longest time between two commands; two days by default. */
  readonly longest?: Elapsed.Elapsed
}

/** A command as soon as it is known when it is given. */
export type Attempt<Command> = (at: Instant.Instant) => Command

/**
 * `begin` first (nine times of ten), then up to `maxLength` (14) of `tries`. Time passes between them, `longest` (two
 * days) at most, stands still, or one is of a clock that is late.
 */
export const attempts = <Command>(
  begin: fc.Arbitrary<Attempt<Command>>,
  tries: fc.Arbitrary<Attempt<Command>>,
  { longest = Elapsed.ofHours(48), maxLength = 14 }: AttemptOptions = {}
): fc.Arbitrary<ReadonlyArray<Command>> =>
  fc.record({
    at: instant(),
    begin: fc.option(begin, { freq: 10, nil: undefined }),
    tries: fc.array(fc.record({
      attempt: tries,
      after: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(0, 1, 1_000) },
        { weight: 8, arbitrary: elapsed({ max: longest }) },
        { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: -1 }) }
      )
    }), { maxLength, size: "max" })
  }).map((made) => {
    let at = made.at
    const rest = made.tries.map(({ after, attempt }) => {
      const now = Instant.Instant.make(at + after)
      if (now > at) at = now
      return attempt(now)
    })
    return made.begin === undefined ? rest : [made.begin(made.at), ...rest]
  })

const uuid = (kind: number, count: number): string => `00000000-0000-7${kind.toString().padStart(3, "0")}-8000-${count.toString(16).padStart(12, "0")}`

/** Few people, so that they meet one another. */
export const people: ReadonlyArray<Party.PersonId> = [1, 2, 3].map((count) => Party.PersonId.make(uuid(1, count)))

/** One of {@link people}, a device, a partner, or a routine of the host. */
export const actor = (): fc.Arbitrary<Party.Actor> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...people).map((id): Party.Actor => ({ _tag: "Person", id })) },
    { weight: 1, arbitrary: fc.constant<Party.Actor>({ _tag: "Device", id: Party.DeviceId.make(uuid(2, 1)) }) },
    { weight: 1, arbitrary: fc.constant<Party.Actor>({ _tag: "Partner", id: Party.PartnerId.make(uuid(3, 1)) }) },
    { weight: 1, arbitrary: fc.constant<Party.Actor>({ _tag: "Routine", name: "sweep" }) }
  )
