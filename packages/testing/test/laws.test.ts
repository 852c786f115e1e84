import {
  instant,
  money,
  plateText,
  rational,
  requirement,
  runs,
  spotShape,
  strangeText,
  tariff,
  terms,
  ticketCommands,
  ticketEvent,
  ticketNumber,
  timeZone
} from "@parkade/testing/arbitraries"
import {
  bestFitLaws,
  deciderLaws,
  elapsedLaws,
  instantLaws,
  type Law,
  moneyLaws,
  monotoneLaws,
  nameLaws,
  obey,
  plateLaws,
  priceCase,
  priceLaws,
  rationalLaws,
  settlementLaws,
  settling,
  settlingCase,
  tariffLaws,
  ticketCase,
  ticketLaws,
  ticketNumberLaws,
  ticketSchemas
} from "@parkade/testing/laws"
import { Ticket } from "@parkade/core/ticket"
import * as fc from "fast-check"
import { describe, it } from "vitest"

/** For PARKADE_LONG. */
const timeout = 300_000

const lawful = <Input>(subject: string, laws: ReadonlyArray<Law<Input>>, inputs: fc.Arbitrary<Input>, quick = 300) =>
  describe(subject, () => {
    it.each(laws.map((law) => [law.name, law] as const))("%s", { timeout }, (_, law) => {
      fc.assert(fc.property(inputs, (input) => obey([law], input)), runs(quick))
    })
  })

const anyPrice = tariff().chain(priceCase)

lawful("prices", [...priceLaws, ...monotoneLaws, ...elapsedLaws], anyPrice)
lawful("tariffs", tariffLaws, tariff())
lawful("money", moneyLaws, fc.record({ a: money(), b: money(), ratios: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.nat(9)) }))
lawful("rationals", rationalLaws, fc.record({ a: rational(), b: rational(), factor: fc.bigInt({ min: -1000n, max: -1n }) }))
lawful("instants", instantLaws, fc.record({ instant: fc.oneof(instant(), instant({ min: 0, max: 253_402_300_799_999 })), zone: timeZone() }))
lawful("names", nameLaws, fc.oneof(fc.string({ unit: "binary", maxLength: 50 }), strangeText(), fc.constantFrom("a\u0000b", "\ud800", "Card \u007f", "", "a".repeat(41))), 1_000)
lawful("plates", plateLaws, fc.oneof(plateText(), strangeText()), 1_000)
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
