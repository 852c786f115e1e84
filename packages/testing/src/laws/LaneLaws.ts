/** Laws of vehicles before gates. */
import { Passage } from "@parkade/core/lane"
import { Equal, Schema } from "effect"
import * as fc from "fast-check"
import { passageCommands, passageEvent } from "../arbitraries/Lane.ts"
import type { DeciderCase, DeciderSchemas } from "./DeciderLaws.ts"
import { historyLaws, stepLaw } from "./HistoryLaws.ts"
import { type Law, show } from "./Law.ts"

type Event = Passage.Event
type Case = DeciderCase<Passage.Command, Event>

export const passageSchemas: DeciderSchemas<Passage.State, Event> = {
  state: Schema.toType(Passage.State),
  event: Schema.toType(Passage.Event)
}

/** Histories of one passage. */
export const passageCase = (): fc.Arbitrary<Case> => fc.record({ commands: passageCommands(), event: passageEvent(), cut: fc.nat(8) })

const eachStep = stepLaw(Passage.decider)
const has = (events: ReadonlyArray<Event>, ...tags: ReadonlyArray<Event["_tag"]>) => events.some(({ _tag }) => tags.includes(_tag))

/** Laws of a passage. */
export const passageLaws: ReadonlyArray<Law<Case>> = [
  ...historyLaws(Passage.decider, passageSchemas),
  eachStep("a gate opens only on an order that has not expired, or by the hand of somebody who says why", ({ events, history }) => {
    const order = history.findLast((event) => event._tag === "PassageOrdered")
    const wrong = events.find((event) =>
      event._tag === "PassageOpened" ? order === undefined || event.at >= order.expiresAt : event._tag === "PassageOpenedByHand" && event.reason === "")
    return wrong === undefined ? undefined : show({ order, wrong })
  }),
  eachStep("a gate is opened by order once for a passage", ({ events, history }) => {
    const all = [...history, ...events]
    const count = (tag: Event["_tag"]) => all.filter(({ _tag }) => _tag === tag).length
    return count("PassageOpened") <= 1 && count("PassageOrdered") <= 1 ? undefined : show(all)
  }),
  eachStep("nobody passes a gate that was not to open", ({ events, history }) =>
    has(events, "PassagePassed") && !has(history, "PassageOrdered", "PassageOpenedByHand") ? show({ history, events }) : undefined),
  eachStep("what lapses, lapses in its time", ({ before, events }) => {
    const lapsed = events.find((event) => event._tag === "PassageLapsed")
    const until = before._tag === "Ordered" ? before.expiresAt : before._tag === "Opened" ? before.passBy : undefined
    return lapsed === undefined || (until !== undefined && lapsed.at >= until) ? undefined : show({ before, lapsed })
  }),
  eachStep("a passage that is over stays over", ({ after, before, events }) =>
    before._tag === "Absent" || !Passage.isOver(before) || (events.length === 0 && Equal.equals(before, after)) ? undefined : show({ before, events }))
]
