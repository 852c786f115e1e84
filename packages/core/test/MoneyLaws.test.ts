import { Mandate } from "@parkade/core/payment"
import { account, bill, charging, ledgerEntries, ledgerHead, listed, mandateCommands, runs } from "@parkade/testing/arbitraries"
import { accountLaws, deciderLaws, type Law, ledgerLaws, mandateCase, mandateLaws, mandateSchemas, obey, postingLaws, reconciliationLaws, stampedLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const lawful = <Input>(subject: string, laws: ReadonlyArray<Law<Input>>, inputs: fc.Arbitrary<Input>) =>
  describe(subject, () => {
    it.each(laws.map((law) => [law.name, law] as const))("%s", (_, law) => fc.assert(fc.property(inputs, (input) => obey([law], input)), runs(300)))
  })

lawful("accounts", accountLaws, fc.tuple(account(), account()))
lawful("the ledger", ledgerLaws, fc.record({ drafts: fc.array(fc.tuple(ledgerHead(), ledgerEntries()), { maxLength: 8 }), account: account(), cut: fc.nat(8) }))
lawful("postings", postingLaws, fc.record({ head: ledgerHead(), bill: bill(), prepaid: fc.nat(20_000) }))
lawful("reconciliation", reconciliationLaws, listed())
lawful("a mandate's decision", [...deciderLaws(Mandate.decider, mandateSchemas), ...stampedLaws(Mandate.decider)], mandateCase())
lawful("a mandate", mandateLaws, charging())

describe("histories of mandates", () => {
  it("reach every state, event and rejection often, of charges too", () => {
    const seen = new Map<string, number>()
    const count = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1)
    fc.assert(fc.property(mandateCommands(), (commands) => {
      let state = Mandate.initial
      for (const command of commands) {
        const decided = Mandate.decide(command, state)
        if (Result.isFailure(decided)) count(decided.failure._tag)
        else decided.success.forEach(({ _tag }) => count(_tag))
        state = Result.isSuccess(decided) ? decided.success.reduce(Mandate.evolve, state) : state
        count(state._tag)
      }
    }), { numRuns: 1_000 })
    fc.assert(fc.property(charging(), ({ charges, commands }) => {
      const state = commands.reduce((before, command) => {
        const decided = Mandate.decide(command, before)
        return Result.isSuccess(decided) ? decided.success.reduce(Mandate.evolve, before) : before
      }, Mandate.initial)
      if (state._tag === "Absent") return
      const soFar: Array<Mandate.Charge> = []
      for (const charge of charges) {
        const answer = Mandate.mayCharge(state, charge, soFar)
        count(Result.isSuccess(answer) ? "charged" : answer.failure._tag === "AboveLimit" ? answer.failure.limit : answer.failure._tag)
        if (Result.isSuccess(answer)) soFar.push(charge)
      }
    }), { numRuns: 500 })
    const refused = ["NotBegun", "WrongState", "OutOfOrder", "AlreadyBegun", "LooksLikeCard", "NotExpiredYet"]
    const charged = ["charged", "MandateNotInForce", "OutsideScope", "CurrencyMismatch", "NotPositive", "perCharge", "perDay", "perMonth"]
    const rare = [...Object.keys(Mandate.Mandate.cases), ...Object.keys(Mandate.Event.cases), ...refused, ...charged].filter((name) => (seen.get(name) ?? 0) < 5)
    expect(rare, JSON.stringify([...seen])).toEqual([])
  })
})
