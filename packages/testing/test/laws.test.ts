import { instant, localDate, money, openingHours, plateText, rational, requirement, runs, spotShape, strangeText, terms, ticketCommands, ticketEvent, ticketNumber, timeZone, zoneDrafts } from "@parkade/testing/arbitraries"
import { bestFitLaws, calendarLaws, timeSetLaws, wholeLaws, deciderLaws, instantLaws, layoutImportLaws, localDateLaws, moneyLaws, nameLaws, obey, openingHoursLaws, plateLaws, plateReadLaws, play, rationalLaws, settlementLaws, settling, settlingCase, ticketCase, ticketLaws, ticketNumberLaws, ticketSchemas } from "@parkade/testing/laws"
import { Plate } from "@parkade/core/lot"
import { Ticket } from "@parkade/core/ticket"
import { TimeSet } from "@parkade/core/time"
import { Predicate } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { lawful, timeout } from "./lawful.ts"

const huge = fc.oneof(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), fc.bigInt({ min: -100n, max: 100n }), fc.constantFrom(BigInt(Number.MAX_SAFE_INTEGER), -BigInt(Number.MAX_SAFE_INTEGER), 1n))
lawful("whole numbers", wholeLaws, fc.record({ a: huge, b: huge }), 1_000)
const smallSet = fc.array(fc.tuple(fc.nat(40), fc.nat(12)), { maxLength: 5 }).map((parts) => TimeSet.union(parts.map(([from, length]) => [from, from + length])))
lawful("sets of time", timeSetLaws, fc.record({ a: smallSet, b: smallSet, seconds: fc.integer({ min: -1, max: 60 }) }), 1_000)
lawful("money", moneyLaws, fc.record({ a: money(), b: money(), ratios: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9)) }))
lawful("rationals", rationalLaws, fc.record({ a: rational(), b: rational(), factor: fc.bigInt({ min: -1000n, max: -1n }) }))
lawful("instants", instantLaws, fc.record({ instant: fc.oneof(instant(), instant({ min: 0, max: 253_402_300_799_999 })), zone: timeZone() }))
lawful("clocks", calendarLaws, timeZone().chain((zone) => fc.record({ zone: fc.constant(zone), instant: fc.oneof(instant({ zone }), instant({ zone, min: 0, max: 253_402_300_799_999 })) })), 1_000)
lawful("dates", localDateLaws, timeZone().chain((zone) =>
  fc.record({ zone: fc.constant(zone), date: localDate({ zone }), secondsOfDay: fc.oneof(fc.constantFrom(0, 1, 3_599, 3_600, 7_200, 86_399), fc.integer({ min: 0, max: 86_399 })) })), 1_000)
lawful("names", nameLaws, fc.oneof(fc.string({ unit: "binary", maxLength: 50 }), strangeText(), fc.constantFrom("a\u0000b", "\ud800", "Card \u007f", "", "a".repeat(41))), 1_000)
lawful("plates", plateLaws, fc.oneof(plateText(), strangeText()), 1_000)
const plateOf = (alphabet: string, minLength: number) => fc.array(fc.constantFrom(...Array.from(alphabet)), { minLength, maxLength: 4 }).map((letters) => Plate.Plate.make(letters.join("")))
const confusable = fc.oneof(plateOf("B8O0I1S5Z2G6DA", 1), plateOf("B8O0", 3))
lawful("plates as cameras read them", plateReadLaws, fc.record({ read: confusable, inside: fc.array(confusable, { maxLength: 40 }), limit: fc.nat(3) }), 1_000)
lawful("opening hours", openingHoursLaws, timeZone().chain((zone) => instant({ zone }).chain((at) => fc.record({ zone: fc.constant(zone), instant: fc.constant(at), hours: openingHours(zone, at) }))), 200)
lawful("imported layouts", layoutImportLaws, fc.record({
  zones: zoneDrafts({ minSpots: 1 }),
  asText: fc.boolean(),
  faults: fc.array(fc.record({ row: fc.nat(), field: fc.constantFrom("size" as const, "features" as const, "level" as const, "label" as const) }), { maxLength: 4 })
}))
lawful("ticket numbers", ticketNumberLaws, fc.record({ number: ticketNumber(), position: fc.nat(11), other: fc.nat(11), by: fc.integer({ min: 1, max: 31 }) }))
lawful("best fit", bestFitLaws, fc.record({ spots: fc.array(spotShape(), { maxLength: 12 }), needed: requirement() }))
lawful("ticket", ticketLaws, ticketCase())
lawful("settlement", settlementLaws, ticketCase())
lawful("the ticket's decision alone", deciderLaws(Ticket.decider, ticketSchemas).filter(({ name }) => !name.startsWith("a repeated command")),
  fc.record({ commands: ticketCommands(), event: ticketEvent(), cut: fc.nat(6) }))

describe("the ticket with its dues settled", () => {
  // Laws are made per decider, and a decider per terms: both are generated.
  const cases = terms().chain((made) => fc.record({ terms: fc.constant(made), input: settlingCase() }))
  it.each(deciderLaws(Ticket.decider, ticketSchemas).map(({ name }) => name))("%s", { timeout }, (name) => {
    fc.assert(fc.property(cases, ({ input, terms }) => obey(deciderLaws(settling(terms), ticketSchemas).filter((law) => law.name === name), input)), runs(300))
  })
})

describe("histories of tickets", () => {
  const played = fc.sample(ticketCase(), { numRuns: 4_000, seed: 20_260_615 })
    .flatMap(({ intents, terms }) => play(settling(terms), intents))
  const counted = (tags: ReadonlyArray<string>) => {
    const counts = new Map<string, number>()
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
    return counts
  }
  const events = counted(played.flatMap((step) => step.events.map((event) => "waived" in event ? "waived" : event._tag)))
  const states = counted(played.map(({ after }) => after._tag))
  const rejections = counted(played.flatMap(({ rejection }) => Predicate.hasProperty(rejection, "_tag") ? [String(rejection._tag)] : []))
  it.each([...Object.keys(Ticket.Event.cases), "waived"])("come to %s", (tag) => expect(events.get(tag) ?? 0).toBeGreaterThanOrEqual(50))
  it.each(["Unissued", ...Object.keys(Ticket.Ticket.cases)])("come to the state %s", (tag) => expect(states.get(tag) ?? 0).toBeGreaterThanOrEqual(200))
  it.each(["NotIssued", "AlreadyIssued", "AlreadyExited", "TicketVoid", "OutOfOrder", "NothingDue", "BalanceDue", "RefundTooLarge", "GraceRuns", "EndsEarlier", "WithinLimit", "PaidAlready"])("are refused as %s", (tag) =>
    expect(rejections.get(tag) ?? 0).toBeGreaterThanOrEqual(20))
})
