import { type Decision, Passage } from "@parkade/core/lane"
import { Ids } from "@parkade/core/lifecycle"
import { Lane, Plate } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { key, lifecycles } from "@parkade/core/ports"
import { Elapsed } from "@parkade/core/time"
import { passageCommands, runs } from "@parkade/testing/arbitraries"
import { obey, passageCase, passageLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { admission, minute } from "./tickets.ts"

const uuid = (digits: string) => `00000000-0000-7000-8000-0000000000${digits}`
const id = Ids.PassageId.make(uuid("d1"))
const laneId = Lane.LaneId.make(uuid("d3"))
const ticketId = Ids.TicketId.make(uuid("01"))
const camera: Party.Actor = { _tag: "Device", id: Party.DeviceId.make(uuid("c1")) }
const staff: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid("e1")) }
const plate = Plate.Plate.make("BAB123")

type Event = Passage.Event
type Command = Passage.Command
const read = (count: number, change: Partial<Passage.Read> = {}): Passage.Read => ({ id: Passage.ReadId.make(`${count}`), text: "B-AB 123", plate, confidencePerMille: 980, seenAt: minute(0), ...change })
const of = (count: number, direction: Passage.Direction = "exit"): Passage.Seen => ({ id, lotId: admission.lotId, laneId, direction, read: read(count), stretches: ["30000/7", "30000/8"] })
const by = { by: camera }
const seen = (at: number, count = 1): Event => ({ _tag: "PassageSeen", ...of(count), at: minute(at), ...by })
const order = (at: number): Decision.Order => ({ ticketId, expiresAt: minute(at + 1), passWithin: Elapsed.ofMinutes(2) })
const ordered = (at: number): Event => ({ _tag: "PassageOrdered", ...order(at), at: minute(at), ...by })
const noTicket: Decision.Refusal = { _tag: "NoTicket" }
const refused = (at: number): Event => ({ _tag: "PassageRefused", refusal: noTicket, at: minute(at), ...by })
const unsure: Decision.Doubt = { _tag: "LowConfidence", alike: [] }
const doubted = (at: number): Event => ({ _tag: "PassageDoubted", doubt: unsure, at: minute(at), ...by })
const opened = (at: number): Event => ({ _tag: "PassageOpened", at: minute(at), ...by })
const byHand = (at: number): Event => ({ _tag: "PassageOpenedByHand", reason: "boom stuck", at: minute(at), by: staff })
const passed = (at: number): Event => ({ _tag: "PassagePassed", at: minute(at), ...by })
const lapsed = (at: number, because: "not-acknowledged" | "nobody-passed"): Event => ({ _tag: "PassageLapsed", because, at: minute(at), ...by })
const closed = (at: number): Event => ({ _tag: "PassageClosed", because: "read-again", at: minute(at), ...by })

const decide = (at: number, decision: Decision.Decision, count = 1): Command => ({ _tag: "Decide", seen: of(count), decision, at: minute(at), ...by })
const open = (at: number, count = 1) => decide(at, { _tag: "Open", order: order(at) }, count)
const ask = (at: number, count = 1) => decide(at, { _tag: "Ask", doubt: unsure }, count)
const refuse = (at: number, count = 1) => decide(at, { _tag: "Refuse", refusal: noTicket }, count)
const acknowledge = (at: number): Command => ({ _tag: "Acknowledge", at: minute(at), ...by })
const openByHand = (at: number, more: object = {}): Command => ({ _tag: "OpenByHand", reason: "boom stuck", at: minute(at), by: staff, ...more })
const pass = (at: number): Command => ({ _tag: "Pass", at: minute(at), ...by })
const lapse = (at: number): Command => ({ _tag: "Lapse", at: minute(at), ...by })
const close = (at: number): Command => ({ _tag: "Close", because: "read-again", at: minute(at), ...by })

type Then = ReadonlyArray<Event> | { readonly _tag: Passage.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const atGate = [seen(0), ordered(0)]
const isOpen = [...atGate, opened(0.5)]
const gone = [...isOpen, passed(1)]
const unanswered = [...atGate, lapsed(1, "not-acknowledged")]
const empty = [...isOpen, lapsed(2.5, "nobody-passed")]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["is ordered to open", [], open(0), atGate],
  ["is ordered once", atGate, open(0), []],
  ["is ordered for one only", atGate, open(0.5), wrong("Ordered", "Decide")],
  ["is for a person", [], ask(0), [seen(0), doubted(0)]],
  ["is refused", [], refuse(0), [seen(0), refused(0)]],
  ["is refused once", [seen(0), refused(0)], refuse(0), []],
  ["is refused by the next read, too: nothing new", [seen(0), refused(0)], refuse(0.2, 2), []],
  ["is let pass by the next read", [seen(0), refused(0)], open(0.2, 2), [seen(0.2, 2), ordered(0.2)]],
  ["is let pass by a person", [seen(0), doubted(0)], open(0.2), [ordered(0.2)]],
  ["is not decided on before it was seen", [seen(1), refused(1)], open(0, 2), { _tag: "OutOfOrder", notBefore: minute(1) }],
  ["is not decided on when it is gone", gone, open(2, 2), wrong("Passed", "Decide")],
  ["opens", atGate, acknowledge(0.5), [opened(0.5)]],
  ["opens once", isOpen, acknowledge(0.6), []],
  ["opens for no order that expired", atGate, acknowledge(1), { _tag: "OrderExpired", expiresAt: minute(1) }],
  ["opens for nobody who was refused", [seen(0), refused(0)], acknowledge(0.5), wrong("Refused", "Acknowledge")],
  ["opens for nobody", [], acknowledge(0.5), { _tag: "NotBegun" }],
  ["has opened where somebody passed", [...atGate, passed(0.4)], acknowledge(0.5), []],
  ["is opened by hand", [seen(0), refused(0)], openByHand(3), [byHand(3)]],
  ["is opened by hand once", [seen(0), refused(0), byHand(3)], openByHand(4), []],
  ["is opened by hand when the gate does not answer", unanswered, openByHand(3), [byHand(3)]],
  ["is opened by hand no more when it is gone", gone, openByHand(3), wrong("Passed", "OpenByHand")],
  ["is passed", isOpen, pass(1), [passed(1)]],
  ["is passed once", gone, pass(2), []],
  ["is passed where the gate's word was lost", atGate, pass(0.5), [passed(0.5)]],
  ["is passed late", unanswered, pass(2), [passed(2)]],
  ["is passed by nobody who was refused", [seen(0), refused(0)], pass(1), wrong("Refused", "Pass")],
  ["lapses unanswered", atGate, lapse(1), [lapsed(1, "not-acknowledged")]],
  ["lapses not before the order expires", atGate, lapse(0.9), { _tag: "NotLapsedYet", until: minute(1) }],
  ["lapses when nobody passed", isOpen, lapse(2.5), [lapsed(2.5, "nobody-passed")]],
  ["lapses not while somebody may pass", isOpen, lapse(2.4), { _tag: "NotLapsedYet", until: minute(2.5) }],
  ["lapses once", empty, lapse(3), []],
  ["lapses not when it is gone", gone, lapse(3), wrong("Passed", "Lapse")],
  ["is closed", empty, close(3), [closed(3)]],
  ["is closed once", [...empty, closed(3)], close(4), []],
  ["is not closed when it is gone", gone, close(3), wrong("Passed", "Close")]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(Passage.evolve, Passage.initial)
const kept = (events: ReadonlyArray<Event>) => {
  const state = given(events)
  return state._tag === "Absent" ? expect.unreachable() : state
}

describe("a passage", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Passage.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("knows until when it goes on", () => {
    expect(given(atGate)).toMatchObject({ _tag: "Ordered", ticketId, expiresAt: minute(1), version: 2 })
    expect(given(isOpen)).toMatchObject({ _tag: "Opened", ticketId, openedAt: minute(0.5), passBy: minute(2.5) })
    expect(given(unanswered)).toMatchObject({ _tag: "Lapsed", ticketId, because: "not-acknowledged", until: minute(3) })
    expect(given(empty)).toMatchObject({ _tag: "Lapsed", ticketId, because: "nobody-passed", until: minute(2.5) })
    expect(given([...empty, byHand(3)])).toMatchObject({ _tag: "Opened", ticketId, byHand: { by: staff, reason: "boom stuck" } })
  })

  it("is over as it opens, where nothing behind the gate sees vehicles", () => {
    const opens: Event = { _tag: "PassageOrdered", ticketId, expiresAt: minute(1), at: minute(0), ...by }
    expect(kept([seen(0), opens, opened(0.5)])).not.toHaveProperty("passBy")
    expect(Passage.isOver(kept([seen(0), opens, opened(0.5)]))).toBe(true)
    expect(Passage.isOver(kept(isOpen))).toBe(false)
  })

  it("holds its lane while its gate is to open, and is on the list until it is over", () => {
    const { due, keys, unique } = lifecycles.Passage
    const [lane, list] = [key.lane(laneId), key.open(admission.lotId)]
    expect(unique(kept(atGate))).toEqual([key.read(laneId, read(1).id), ...["30000/7", "30000/8"].map((stretch) => key.stretch(laneId, plate, stretch)), lane])
    expect(unique(kept(isOpen))).not.toContain(lane)
    for (const events of [atGate, isOpen, unanswered, empty, [seen(0), doubted(0)]]) expect(keys(kept(events))).toContain(list)
    for (const events of [gone, [...empty, closed(3)], [seen(0), refused(0)]]) expect(keys(kept(events))).not.toContain(list)
    expect([atGate, isOpen, unanswered, gone].map((events) => due(kept(events)))).toEqual([minute(0), minute(2.5), undefined, undefined])
  })

  it("is of one vehicle by plates that may be one, and times that are near, in whatever order", () => {
    const [half, other] = [Elapsed.ofSeconds(30), read(2, { plate: Plate.Plate.make("8AB123"), seenAt: minute(-0.5) })]
    expect(Passage.isSameVehicle(read(1), other, half)).toBe(true)
    expect(Passage.isSameVehicle(other, read(1), half)).toBe(true)
    expect(Passage.isSameVehicle(read(1), { ...other, seenAt: minute(0.6) }, half)).toBe(false)
    expect(Passage.isSameVehicle(read(1), read(2, { plate: Plate.Plate.make("BAB124") }), half)).toBe(false)
    const { plate: _, ...none } = read(3)
    expect(Passage.isSameVehicle(none, none, half)).toBe(true)
    expect(Passage.isSameVehicle(none, read(1), half)).toBe(false)
  })

  it("cannot be begun twice for one vehicle by cameras that know nothing of each other, whoever else was there", () => {
    const within = Elapsed.ofSeconds(30)
    const time = fc.integer({ min: -200_000, max: 200_000 }).map((millis) => minute(0, millis))
    fc.assert(fc.property(fc.array(time, { maxLength: 12 }), time, fc.integer({ min: -30_000, max: 30_000 }), (times, one, apart) => {
      const isNear = (a: number) => (b: { readonly at: number }) => Math.abs(a - b.at) <= within
      const others: Array<{ readonly at: number; readonly stretches: ReadonlyArray<string> }> = []
      for (const at of times) if (!others.some(isNear(at))) others.push({ at, stretches: Passage.stretches(at, within, others) })
      const other = minute(0, one + apart - minute(0))
      if (others.some(isNear(one)) || others.some(isNear(other))) return
      const held = Passage.stretches(one, within, others)
      expect(Passage.stretches(other, within, others).some((each) => held.includes(each))).toBe(true)
    }), runs(3_000))
    expect(Passage.stretches(minute(0), Elapsed.ofSeconds(0), [])).toEqual([])
  })

  it.each(passageLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(passageCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, rejections, states } = reached(Passage.decider, passageCommands())
    for (const state of ["Absent", ...Object.keys(Passage.Passage.cases).filter((tag) => tag !== "Seen")]) expect(states.get(state), state).toBeGreaterThan(50)
    for (const event of Object.keys(Passage.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
    for (const rejection of ["NotBegun", "WrongState", "OutOfOrder", "OrderExpired", "NotLapsedYet"]) expect(rejections.get(rejection), rejection).toBeGreaterThan(20)
  })
})
