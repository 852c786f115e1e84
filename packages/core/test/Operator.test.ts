import { Operator } from "@parkade/core/account"
import { Lot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { operatorCommands, runs } from "@parkade/testing/arbitraries"
import { obey, operatorCase, operatorLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { minute } from "./tickets.ts"

type Event = Operator.Event
type Command = Operator.Command
const id = Party.OperatorId.make("00000000-0000-7000-8000-00000000ab01")
const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make("00000000-0000-7000-8000-0000000000e1") }
const lotId = Lot.LotId.make("00000000-0000-7000-8000-00000000cd01")
const name = "Parkhaus AG"

const opened: Event = { _tag: "OperatorOpened", id, name, by, at: minute(0) }
const renamed = (at: number): Event => ({ _tag: "OperatorRenamed", name: "Parkhaus SE", by, at: minute(at) })
const taken = (at: number): Event => ({ _tag: "OperatorLotTakenOn", lotId, by, at: minute(at) })
const given_ = (at: number): Event => ({ _tag: "OperatorLotGivenUp", lotId, by, at: minute(at) })
const suspended = (at: number): Event => ({ _tag: "OperatorSuspended", reason: "unpaid", by, at: minute(at) })
const reinstated = (at: number): Event => ({ _tag: "OperatorReinstated", by, at: minute(at) })
const closed = (at: number): Event => ({ _tag: "OperatorClosed", by, at: minute(at) })

const open: Command = { _tag: "Open", id, name, by, at: minute(0) }
const rename = (at: number): Command => ({ _tag: "Rename", name: "Parkhaus SE", by, at: minute(at) })
const takeOn = (at: number): Command => ({ _tag: "TakeOnLot", lotId, by, at: minute(at) })
const giveUp = (at: number): Command => ({ _tag: "GiveUpLot", lotId, by, at: minute(at) })
const suspend = (at: number): Command => ({ _tag: "Suspend", reason: "unpaid", by, at: minute(at) })
const reinstate = (at: number): Command => ({ _tag: "Reinstate", by, at: minute(at) })
const close = (at: number): Command => ({ _tag: "Close", by, at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: Operator.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const begun: Then = { _tag: "NotBegun" }
const off = [opened, taken(1), suspended(5)]
const gone = [opened, closed(5)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["opens", [], open, [opened]],
  ["opens once", [opened, taken(1)], open, []],
  ["is no other", [opened], { ...open, name: "Parkhaus SE" } as Command, { _tag: "AlreadyBegun", id }],
  ["is renamed", [opened], rename(1), [renamed(1)]],
  ["is renamed once", [opened, renamed(1)], rename(2), []],
  ["is renamed when suspended", off, rename(6), [renamed(6)]],
  ["is not renamed when closed", gone, rename(6), wrong("Closed", "Rename")],
  ["is not renamed before it opened", [], rename(1), begun],
  ["takes on a lot", [opened], takeOn(1), [taken(1)]],
  ["takes it on once", [opened, taken(1)], takeOn(2), []],
  ["takes it on again", [opened, taken(1), given_(2)], takeOn(3), [taken(3)]],
  ["takes on nothing when suspended", off, takeOn(6), wrong("Suspended", "TakeOnLot")],
  ["takes on nothing when closed", gone, takeOn(6), wrong("Closed", "TakeOnLot")],
  ["takes on nothing in the past", [opened], takeOn(-1), { _tag: "OutOfOrder", notBefore: minute(0) }],
  ["takes on nothing before it opened", [], takeOn(1), begun],
  ["gives up a lot", [opened, taken(1)], giveUp(2), [given_(2)]],
  ["gives up nothing that it has not", [opened], giveUp(2), []],
  ["gives up a lot when suspended", off, giveUp(6), [given_(6)]],
  ["gives up nothing when closed", gone, giveUp(6), wrong("Closed", "GiveUpLot")],
  ["gives up nothing before it opened", [], giveUp(1), begun],
  ["is suspended", [opened], suspend(5), [suspended(5)]],
  ["is suspended once", off, suspend(6), []],
  ["is not suspended when closed", gone, suspend(6), wrong("Closed", "Suspend")],
  ["is not suspended before it opened", [], suspend(1), begun],
  ["is reinstated", off, reinstate(6), [reinstated(6)]],
  ["is reinstated once", [...off, reinstated(6)], reinstate(7), []],
  ["is not reinstated when closed", gone, reinstate(6), wrong("Closed", "Reinstate")],
  ["is not reinstated before it opened", [], reinstate(1), begun],
  ["closes", [opened], close(5), [closed(5)]],
  ["closes once", gone, close(6), []],
  ["closes when suspended", [opened, suspended(5)], close(6), [closed(6)]],
  ["does not close while it runs a lot", [opened, taken(1)], close(5), { _tag: "StillRunsLots", lotIds: [lotId] }],
  ["does not close before it opened", [], close(1), begun]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(Operator.evolve, Operator.initial)

describe("an operator", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Operator.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("knows its lots and its name", () => {
    expect(given([...off, renamed(6)])).toMatchObject({ _tag: "Suspended", name: "Parkhaus SE", lotIds: [lotId], reason: "unpaid", version: 4, changedAt: minute(6) })
    expect(given([...off, reinstated(6)])).not.toHaveProperty("reason")
  })

  it.each(operatorLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(operatorCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, rejections, states } = reached(Operator.decider, operatorCommands())
    for (const state of ["Absent", ...Object.keys(Operator.Operator.cases)]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(Operator.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
    for (const rejection of ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "StillRunsLots"]) expect(rejections.get(rejection), rejection).toBeGreaterThan(20)
  })
})
