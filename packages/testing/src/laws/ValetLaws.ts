/** Laws of the custody of vehicles and keys. */
import { Custody } from "@parkade/core/valet"
import { Equal, Schema } from "effect"
import * as fc from "fast-check"
import { custodyCommands, custodyEvent } from "../arbitraries/Valet.ts"
import type { DeciderCase, DeciderSchemas } from "./DeciderLaws.ts"
import { historyLaws, stepLaw } from "./HistoryLaws.ts"
import { type Law, show } from "./Law.ts"

type Event = Custody.Event
type Case = DeciderCase<Custody.Command, Event>

export const custodySchemas: DeciderSchemas<Custody.State, Event> = {
  state: Schema.toType(Custody.State),
  event: Schema.toType(Custody.Event)
}

/** Histories of one custody. */
export const custodyCase = (): fc.Arbitrary<Case> => fc.record({ commands: custodyCommands(), event: custodyEvent(), cut: fc.nat(8) })

const eachStep = stepLaw(Custody.decider)

/** Who has the key by what was stored: every hand it went through, in turn. */
const hands = (events: ReadonlyArray<Event>): ReadonlyArray<Custody.KeyHolder> =>
  events.flatMap((event): ReadonlyArray<Custody.KeyHolder> => {
    if (event._tag === "CustodyHandedOver") return [{ _tag: "Attendant", id: event.by }]
    return event._tag === "CustodyKeyPassed" ? [event.to] : []
  })

const driven: ReadonlyArray<Event["_tag"]> = ["CustodyParked", "CustodyMoved", "CustodyMadeReady", "CustodyReturned"]

/** Laws of a custody. */
export const custodyLaws: ReadonlyArray<Law<Case>> = [
  ...historyLaws(Custody.decider, custodySchemas),
  eachStep("the key has exactly one holder until the vehicle is returned", ({ after, before, events, history }) => {
    if (after._tag === "Absent") return undefined
    const holder = hands([...history, ...events]).at(-1)
    const passed = events.find((event) => event._tag === "CustodyKeyPassed")
    const gave = passed === undefined || (Equal.equals(passed.from, hands(history).at(-1)) && !Equal.equals(passed.from, passed.to))
    const shown = "key" in after ? Equal.equals(after.key, holder) : after._tag === "Returned"
    return gave && shown ? undefined : show({ before, after, events, holder })
  }),
  eachStep("only who has the key moves the vehicle", ({ events, history }) => {
    const holder = hands(history).at(-1)
    const wrong = events.find((event) => driven.includes(event._tag) && !(holder?._tag === "Attendant" && holder.id === event.by))
    return wrong === undefined ? undefined : show({ wrong, holder })
  }),
  eachStep("a key is given by who has it, or taken from the board by who takes it", ({ events }) => {
    const passed = events.find((event) => event._tag === "CustodyKeyPassed")
    if (passed === undefined) return undefined
    const hand = passed.from._tag === "Attendant" ? passed.from : passed.to
    return hand._tag === "Attendant" && hand.id === passed.by ? undefined : show(passed)
  }),
  eachStep("a vehicle is returned for its own tag or to who was identified", ({ events, history }) => {
    const returned = events.find((event) => event._tag === "CustodyReturned")
    const tag = history.find((event) => event._tag === "CustodyHandedOver")?.tag
    return returned === undefined || returned.claim._tag === "Identified" || returned.claim.tag === tag ? undefined : show({ returned, tag })
  }),
  eachStep("a returned vehicle stays returned", ({ after, before, events }) =>
    before._tag !== "Returned" || (events.length === 0 && Equal.equals(before, after)) ? undefined : show({ before, events }))
]
