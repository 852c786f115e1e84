import { Party } from "@parkade/core/party"
import { Waitlist } from "@parkade/core/pass"
import { Elapsed } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const by: Party.Actor = { _tag: "Routine", name: "sweep" }
const id = Waitlist.WaitlistId.make(uuid(9))
const entry = (digit: number) => Waitlist.EntryId.make(uuid(digit))
const person = (digit: number) => Party.PersonId.make(uuid(digit))
const list = (places = 1, unused: "removed" | "last" = "removed") => ({ id, product: "monthly", places, policy: { offerFor: Elapsed.ofHours(1), unused }, at: minute(0), by })

const open: Waitlist.Command = { _tag: "Open", ...list() }
const join = (digit: number, at = 5, who = digit): Waitlist.Command => ({ _tag: "Join", entryId: entry(digit), personId: person(who), at: minute(at), by })
const on = (_tag: "Withdraw" | "Offer" | "Accept" | "Decline" | "Lapse" | "Release", digit: number, at = 10, millis = 0): Waitlist.Command => ({ _tag, entryId: entry(digit), at: minute(at, millis), by })
const resize = (places: number): Waitlist.Command => ({ _tag: "Resize", places, at: minute(10), by })

const opened = (...of: Parameters<typeof list>): Waitlist.Event => ({ _tag: "WaitlistOpened", ...list(...of) })
const joined = (digit: number, at = 5): Waitlist.Event => ({ _tag: "WaitlistJoined", entryId: entry(digit), personId: person(digit), at: minute(at), by })
const told = (_tag: "WaitlistWithdrawn" | "WaitlistAccepted" | "WaitlistDeclined" | "WaitlistLapsed" | "WaitlistReleased", digit: number, at = 10, millis = 0): Waitlist.Event => ({ _tag, entryId: entry(digit), at: minute(at, millis), by })
const offered = (digit: number, at = 10): Waitlist.Event => ({ _tag: "WaitlistOffered", entryId: entry(digit), at: minute(at), by, expiresAt: minute(at + 60) })

const given = (...events: ReadonlyArray<Waitlist.Event>): Waitlist.State => events.reduce(Waitlist.evolve, Waitlist.initial)
type Then = { readonly events: ReadonlyArray<Waitlist.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Waitlist.Event>): Then => ({ events: stored })
const rejected = (_tag: Waitlist.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const both = [opened(), joined(1), joined(2)]
const [out, taken] = [[...both, offered(1)], [...both, offered(1), told("WaitlistAccepted", 1)]]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Waitlist.Event>, when: Waitlist.Command, then: Then]> = [
  ["is opened", [], open, events(opened())],
  ["is opened once", [opened()], open, rejected("AlreadyBegun", { id })],
  ["takes who joins", [opened()], join(1), events(joined(1))],
  ["takes an entry once", [opened(), joined(1)], join(1), events()],
  ["takes a person once", [opened(), joined(1)], join(2, 5, 1), rejected("OnListAlready", { entryId: entry(1) })],
  ["takes no person that was offered a place", out, join(3, 11, 1), rejected("OnListAlready")],
  ["takes no person that has one", taken, join(3, 11, 1), rejected("OnListAlready")],
  ["takes no entry of another person", [opened(), joined(1)], join(1, 5, 2), rejected("OnListAlready")],
  ["lets go who waits", both, on("Withdraw", 1), events(told("WaitlistWithdrawn", 1))],
  ["lets nobody go who was offered a place: that is declined", out, on("Withdraw", 1), rejected("NotOnList", { needs: "waiting" })],
  ["offers to the first", both, on("Offer", 1), events(offered(1))],
  ["offers to nobody else", both, on("Offer", 2), rejected("NotNext", { entryId: entry(2), next: entry(1) })],
  ["offers once", out, on("Offer", 1), events()],
  ["offers to nobody where nobody waits", [opened()], on("Offer", 1), rejected("NotNext")],
  ["offers no place that is offered", out, on("Offer", 2), rejected("NoPlaceFree", { places: 1, taken: 0, offered: 1 })],
  ["offers no place that is taken", taken, on("Offer", 2), rejected("NoPlaceFree", { places: 1, taken: 1, offered: 0 })],
  ["offers two places to two", [opened(2), joined(1), joined(2), offered(1)], on("Offer", 2), events(offered(2))],
  ["offers a place that came free", [...taken, told("WaitlistReleased", 1)], on("Offer", 2), events(offered(2))],
  ["gives the place to who accepts", out, on("Accept", 1, 70, -1), events(told("WaitlistAccepted", 1, 70, -1))],
  ["gives it to nobody when the offer ends", out, on("Accept", 1, 70), rejected("OfferExpired", { expiresAt: minute(70) })],
  ["gives it once", taken, on("Accept", 1, 90), events()],
  ["gives it to nobody who was not asked", out, on("Accept", 2), rejected("NotOnList", { needs: "offered" })],
  ["takes a no", out, on("Decline", 1), events(told("WaitlistDeclined", 1))],
  ["takes a no from who was asked", out, on("Decline", 2), rejected("NotOnList")],
  ["takes back an offer that ended", out, on("Lapse", 1, 70), events(told("WaitlistLapsed", 1, 70))],
  ["takes back no offer that holds", out, on("Lapse", 1, 70, -1), rejected("OfferHolds", { expiresAt: minute(70) })],
  ["asks the next after a no", [...out, told("WaitlistDeclined", 1)], on("Offer", 2), events(offered(2))],
  ["asks the next before who goes to the end", [opened(1, "last"), joined(1), joined(2), offered(1), told("WaitlistDeclined", 1)], on("Offer", 1), rejected("NotNext", { next: entry(2) })],
  ["gets a place back", taken, on("Release", 1), events(told("WaitlistReleased", 1))],
  ["gets no place back that nobody took", out, on("Release", 1), rejected("NotOnList", { needs: "taken" })],
  ["has more places", both, resize(3), events({ _tag: "WaitlistResized", places: 3, at: minute(10), by })],
  ["has as many already", both, resize(1), events()],
  ["offers none where it has fewer than are taken", [...taken, { _tag: "WaitlistResized", places: 0, at: minute(10), by }], on("Offer", 2), rejected("NoPlaceFree", { places: 0, taken: 1 })],
  ["refuses a clock that runs backwards", both, join(3, 4), rejected("OutOfOrder", { notBefore: minute(5) })]
]

describe("a waiting list", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Waitlist.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  it.each([join(1), resize(1), ...(["Withdraw", "Offer", "Accept", "Decline", "Lapse", "Release"] as const).map((tag) => on(tag, 1))].map((command) => [command._tag, command] as const))("has to be opened for %s", (_, command) => {
    expect(Waitlist.decide(command, Waitlist.initial)).toMatchObject({ failure: { _tag: "NotBegun" } })
  })

  it("offers every place that is free, in turn, and takes back every offer that is over", () => {
    const waiting = given(opened(2), joined(1), joined(2), joined(3), joined(4), offered(1))
    if (waiting._tag === "Absent") return expect.unreachable()
    expect(Waitlist.offerAll({ at: minute(20), by }, waiting)).toEqual([offered(2, 20)])
    const both = [offered(2, 20)].reduce<Waitlist.State>(Waitlist.evolve, waiting)
    if (both._tag === "Absent") return expect.unreachable()
    expect(Waitlist.offerAll({ at: minute(20), by }, both)).toEqual([])
    expect(Waitlist.lapseAll({ at: minute(70), by }, both)).toEqual(Result.succeed([told("WaitlistLapsed", 1, 70)]))
    const lapsed = Result.getOrThrow(Waitlist.lapseAll({ at: minute(80), by }, both))
    const after = lapsed.reduce<Waitlist.State>(Waitlist.evolve, both)
    if (after._tag === "Absent") return expect.unreachable()
    expect(Waitlist.offerAll({ at: minute(80), by }, after)).toEqual([offered(3, 80), offered(4, 80)])
  })

  it("puts who declines at its end where its policy says so", () => {
    const waiting = (unused: "removed" | "last") => {
      const state = given(opened(1, unused), joined(1), joined(2), offered(1), told("WaitlistLapsed", 1, 70))
      return state._tag === "Absent" ? [] : state.waiting.map(({ entryId }) => entryId)
    }
    expect([waiting("removed"), waiting("last")]).toEqual([[entry(2)], [entry(2), entry(1)]])
  })
})
