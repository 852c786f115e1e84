import { Payment } from "@parkade/core/payment"
import { paymentCommands, runs, telling } from "@parkade/testing/arbitraries"
import { deciderLaws, gatewayLaws, type Law, obey, paymentCase, paymentLaws, paymentSchemas, stampedLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const lawful = <Input>(subject: string, laws: ReadonlyArray<Law<Input>>, inputs: fc.Arbitrary<Input>) =>
  describe(subject, () => {
    it.each(laws.map((law) => [law.name, law] as const))("%s", (_, law) => fc.assert(fc.property(inputs, (input) => obey([law], input)), runs(300)))
  })

lawful("a payment's decision", [...deciderLaws(Payment.decider, paymentSchemas), ...stampedLaws(Payment.decider)], paymentCase())
lawful("a payment", paymentLaws, paymentCase())
lawful("what a gateway says", gatewayLaws, telling())

describe("histories of payments", () => {
  it("reach every state, event and rejection often", () => {
    const seen = new Map<string, number>()
    const count = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1)
    fc.assert(fc.property(paymentCommands(), (commands) => {
      let state = Payment.initial
      for (const command of commands) {
        const decided = Payment.decide(command, state)
        if (Result.isFailure(decided)) count(decided.failure._tag)
        else decided.success.forEach(({ _tag }) => count(_tag))
        state = Result.isSuccess(decided) ? decided.success.reduce(Payment.evolve, state) : state
        count(state._tag)
        if ("refunds" in state) state.refunds.forEach(({ _tag }) => count(`refund ${_tag}`))
      }
    }), { numRuns: 3_000 })
    const refused = ["NotBegun", "WrongState", "OutOfOrder", "AlreadyBegun", "NotPositive", "CurrencyMismatch", "AboveAuthorised", "CaptureRequestedBefore", "RefundAboveCaptured", "RefundDiffers", "NoSuchRefund", "NotInDoubt", "TooSoon"]
    const refunds = ["Owed", "Requested", "Unknown", "Succeeded", "Failed", "Conflicting"].map((tag) => `refund ${tag}`)
    const rare = [...Object.keys(Payment.Payment.cases), ...Object.keys(Payment.Event.cases), ...refused, ...refunds].filter((name) => (seen.get(name) ?? 0) < 5)
    expect(rare, JSON.stringify([...seen])).toEqual([])
  })
})
