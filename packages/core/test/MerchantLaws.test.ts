import { Coupon, CouponCode, Programme } from "@parkade/core/merchant"
import { couponCommands, programmeCommands, runs } from "@parkade/testing/arbitraries"
import { couponCase, couponCodeLaws, couponLaws, couponSchemas, deciderLaws, type Law, obey, programmeCase, programmeLaws, programmeSchemas, stampedLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const lawful = <Input>(subject: string, laws: ReadonlyArray<Law<Input>>, inputs: fc.Arbitrary<Input>) =>
  describe(subject, () => {
    it.each(laws.map((law) => [law.name, law] as const))("%s", (_, law) => fc.assert(fc.property(inputs, (input) => obey([law], input)), runs(300)))
  })

lawful("a programme's decision", [...deciderLaws(Programme.decider, programmeSchemas), ...stampedLaws(Programme.decider)], programmeCase())
lawful("a programme", programmeLaws, programmeCase())
lawful("a coupon's decision", [...deciderLaws(Coupon.decider, couponSchemas), ...stampedLaws(Coupon.decider)], couponCase())
lawful("a coupon", couponLaws, couponCase())
lawful("coupon codes", couponCodeLaws, fc.record({
  random: fc.uint8Array({ minLength: CouponCode.randomBytes, maxLength: CouponCode.randomBytes }),
  bit: fc.nat(54),
  gaps: fc.array(fc.constantFrom("", "", " ", "-", "_", "\u00a0", "\u3000"), { maxLength: 11 }),
  low: fc.boolean()
}))

/** How often each name comes up. */
const counter = () => {
  const seen = new Map<string, number>()
  return { seen, count: (name: string) => void seen.set(name, (seen.get(name) ?? 0) + 1) }
}

describe("histories of merchants", () => {
  it("reach every state, event and rejection of programmes often", () => {
    const { count, seen } = counter()
    fc.assert(fc.property(programmeCommands(), (commands) => {
      let state = Programme.initial
      for (const command of commands) {
        const decided = Programme.decide(command, state)
        if (Result.isFailure(decided)) count("limit" in decided.failure ? decided.failure.limit : decided.failure._tag)
        else decided.success.forEach(({ _tag }) => count(_tag))
        state = Result.isSuccess(decided) ? decided.success.reduce(Programme.evolve, state) : state
        count(state._tag)
        if ("grants" in state) state.grants.forEach(({ _tag }) => count(_tag))
      }
    }), { numRuns: 1_500 })
    const refused = ["NotBegun", "WrongState", "OutOfOrder", "AlreadyBegun", "OutsidePeriod", "OtherLot", "NoSuchOffer", "NegativeAmount", "per ticket", "per day", "AboveBudget", "AboveWorth", "CurrencyMismatch", "RedemptionDiffers", "RedemptionReleased", "NoSuchRedemption", "NotExpiredYet"]
    const rare = [...Object.keys(Programme.Programme.cases), ...Object.keys(Programme.Grant.cases), ...Object.keys(Programme.Event.cases), ...refused].filter((name) => (seen.get(name) ?? 0) < 5)
    expect(rare, JSON.stringify([...seen])).toEqual([])
  })

  it("reach every state, event and rejection of coupons often", () => {
    const { count, seen } = counter()
    fc.assert(fc.property(couponCommands(), (commands) => {
      let state = Coupon.initial
      for (const command of commands) {
        const decided = Coupon.decide(command, state)
        if (Result.isFailure(decided)) count("limit" in decided.failure ? decided.failure.limit : decided.failure._tag)
        else decided.success.forEach(({ _tag }) => count(_tag))
        state = Result.isSuccess(decided) ? decided.success.reduce(Coupon.evolve, state) : state
        count(state._tag)
      }
    }), { numRuns: 1_500 })
    const refused = ["NotBegun", "WrongState", "OutOfOrder", "AlreadyBegun", "OutsidePeriod", "OtherLot", "BelowMinimum", "uses", "per plate", "per person", "HolderNeeded", "OnTicketAlready", "RedemptionDiffers", "RedemptionReleased", "NoSuchRedemption", "NotExpiredYet"]
    const rare = [...Object.keys(Coupon.Coupon.cases), ...Object.keys(Coupon.Event.cases), ...refused].filter((name) => (seen.get(name) ?? 0) < 5)
    expect(rare, JSON.stringify([...seen])).toEqual([])
  })
})
