/** How often generated histories reach each state and event: laws say nothing of what is never tried. */
import type { Decider } from "@parkade/core/lifecycle"
import { play } from "@parkade/testing/laws"
import * as fc from "fast-check"

export const reached = <Command, State extends { readonly _tag: string }, Event extends { readonly _tag: string }, Rejection extends { readonly _tag: string }>(
  decider: Decider<Command, State, Event, Rejection>,
  commands: fc.Arbitrary<ReadonlyArray<Command>>
) => {
  const [states, events, rejections] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  const count = (counts: Map<string, number>, tag: string) => counts.set(tag, (counts.get(tag) ?? 0) + 1)
  for (const history of fc.sample(commands, { numRuns: 1_000, seed: 20_260_601 })) {
    for (const step of play(decider, history)) {
      count(states, step.before._tag)
      count(states, step.after._tag)
      step.events.forEach(({ _tag }) => count(events, _tag))
      if (step.rejection !== undefined) count(rejections, (step.rejection as Rejection)._tag)
    }
  }
  return { states, events, rejections }
}
