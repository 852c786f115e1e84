/** Reservations, series, capacity, codes, passes and waiting lists, by their laws; and that histories go everywhere. */
import { codeCommands, codeEvent, passCommands, passEvent, reservationCommands, reservationEvent, series, situation, timeZone, waitlistCommands, waitlistEvent } from "@parkade/testing/arbitraries"
import { capacityLaws, codeLaws, codeSchemas, codeTextCase, codeTextLaws, deciderLaws, holdingLaws, holdingSchemas, leavingCase, leavingLaws, reservationLaws, reservationSchemas, seriesLaws, waitlistLaws, waitlistSchemas } from "@parkade/testing/laws"
import type { Decider } from "@parkade/core/lifecycle"
import { Pass, Waitlist } from "@parkade/core/pass"
import { Capacity, Code, Reservation } from "@parkade/core/reservation"
import { Result } from "effect"
import * as fc from "fast-check"
import { createHmac, timingSafeEqual } from "node:crypto"
import { describe, expect, it } from "vitest"
import { lawful } from "./lawful.ts"

const cut = fc.nat(12)
const cases = <Command, Event>(commands: fc.Arbitrary<ReadonlyArray<Command>>, event: fc.Arbitrary<Event>) => fc.record({ commands, event, cut })

lawful("a reservation's decider", deciderLaws(Reservation.decider, reservationSchemas), cases(reservationCommands(), reservationEvent()))
lawful("a reservation", reservationLaws, fc.record({ commands: reservationCommands() }), 1_000)
lawful("leaving on a reservation", leavingLaws, leavingCase(), 500)
lawful("a code's decider", deciderLaws(Code.decider, codeSchemas), cases(codeCommands(), codeEvent()))
lawful("a code", codeLaws, fc.record({ commands: codeCommands() }), 1_000)
lawful("a series", seriesLaws, fc.record({ series: series(), zone: timeZone(), pick: fc.nat() }), 500)
lawful("capacity", capacityLaws, fc.record({ situation: situation(), effort: fc.constantFrom(0, 1, 3, 1_000), pick: fc.nat() }), 1_000)
lawful("a pass's decider", deciderLaws(Pass.decider, holdingSchemas), cases(passCommands(), passEvent()))
lawful("a pass", holdingLaws, fc.record({ commands: passCommands() }), 1_000)
lawful("a waiting list's decider", deciderLaws(Waitlist.decider, waitlistSchemas), cases(waitlistCommands(), waitlistEvent()))
lawful("a waiting list", waitlistLaws, fc.record({ commands: waitlistCommands() }), 1_000)

const mac = (bytes: Uint8Array) => createHmac("sha256", "a key").update(bytes).digest()
const keys = {
  signer: mac,
  verifier: (bytes: Uint8Array, signature: Uint8Array) => signature.length === 32 && timingSafeEqual(mac(bytes), signature)
}
lawful("a code's text", codeTextLaws, codeTextCase(keys))

interface Tagged { readonly _tag: string }

/** How many of 2,000 histories come to each state, event and rejection. */
const reached = <Command, State extends Tagged, Event extends Tagged, Rejection extends Tagged>(decider: Decider<Command, State, Event, Rejection>, commands: fc.Arbitrary<ReadonlyArray<Command>>) => {
  const seen = new Map<string, number>()
  for (const history of fc.sample(commands, { numRuns: 4_000, seed: 11 })) {
    const here = new Set<string>()
    let state = decider.initial
    for (const command of history) {
      const decided = decider.decide(command, state)
      if (Result.isFailure(decided)) here.add(decided.failure._tag)
      for (const event of Result.getOrElse(decided, () => [])) {
        state = decider.evolve(state, event)
        here.add(event._tag).add(state._tag)
      }
    }
    for (const tag of here) seen.set(tag, (seen.get(tag) ?? 0) + 1)
  }
  return seen
}

const rare = (seen: ReadonlyMap<string, number>, tags: ReadonlyArray<string>, least = 20) => tags.map((tag) => [tag, seen.get(tag) ?? 0] as const).filter(([, count]) => count < least)
const tagsOf = (union: { readonly cases: object }) => Object.keys(union.cases)

describe("histories", () => {
  it("of reservations go everywhere", () => {
    const rejections = ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "HoldEnded", "PaidOtherwise", "PaymentDiffers", "AccountNotAccepted", "PeriodOver", "ModificationRefused", "ExtensionRefused", "EndsNoLater", "NotPaid", "OtherVehicle", "CheckInTooEarly", "CheckInTooLate", "NoShowTooEarly", "RefundTooHigh", "NotExpiredYet", "CurrencyMismatch"]
    expect(rare(reached(Reservation.decider, reservationCommands()), [...tagsOf(Reservation.Reservation), ...tagsOf(Reservation.Event), ...rejections])).toEqual([])
  })

  it("of codes go everywhere", () => {
    expect(rare(reached(Code.decider, codeCommands()), [...tagsOf(Code.Code), ...tagsOf(Code.Event), "NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder"])).toEqual([])
  })

  it("of passes go everywhere", () => {
    const rejections = ["NotBegun", "AlreadyBegun", "WrongState", "OutOfOrder", "PassNotValidAt", "PassEnded", "PassNotEndedYet", "NoEntriesLeft", "LotNotOnPass", "PlateNotOnPass", "NotInside", "VehiclesInside", "TooManyVehicles", "PassPaymentDiffers", "PassPaidOtherwise", "RenewsFrom", "PoolFull", "AntiPassback"]
    expect(rare(reached(Pass.decider, passCommands()), [...tagsOf(Pass.Pass), ...tagsOf(Pass.Event), ...rejections])).toEqual([])
  })

  it("of waiting lists go everywhere", () => {
    expect(rare(reached(Waitlist.decider, waitlistCommands()), ["Open", ...tagsOf(Waitlist.Event), "NotBegun", "AlreadyBegun", "OutOfOrder", "OnListAlready", "NotOnList", "NotNext", "NoPlaceFree", "OfferExpired", "OfferHolds"])).toEqual([])
  })
})

describe("situations", () => {
  it("are full, have room, and are hard now and then", () => {
    const seen = new Map<string, number>()
    for (const each of fc.sample(situation(), { numRuns: 10_000, seed: 3 })) {
      const [seating, atOnce] = [Capacity.seat(each, 1_000), Capacity.seat(each, 0)]
      const tag = seating._tag === "Undecided" ? `undecided, exhausted: ${seating.exhausted}` : seating._tag === atOnce._tag ? seating._tag : `${seating._tag} by going back`
      seen.set(tag, (seen.get(tag) ?? 0) + 1)
    }
    expect(rare(seen, ["Seated", "Short"], 1_000)).toEqual([])
    expect(rare(seen, ["Seated by going back", "undecided, exhausted: true"], 20)).toEqual([])
    expect(seen.get("undecided, exhausted: false")).toBeUndefined()
  })
})
