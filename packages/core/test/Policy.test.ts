import { Matrix, Policy } from "@parkade/core/account"
import { Lot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { runs } from "@parkade/testing/arbitraries"
import { obey, policyCase, policyLaws } from "@parkade/testing/laws"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const [ours, theirs] = ["1", "2"].map((digit) => Party.OperatorId.make(`00000000-0000-7000-8000-00000000ab0${digit}`)) as [Party.OperatorId, Party.OperatorId]
const [lotId, elsewhere] = ["1", "2"].map((digit) => Lot.LotId.make(`00000000-0000-7000-8000-00000000cd0${digit}`)) as [Lot.LotId, Lot.LotId]
const person = (digit: string): Party.Actor => ({ _tag: "Person", id: Party.PersonId.make(`00000000-0000-7000-8000-0000000000e${digit}`) })
const [ann, ben] = [person("1"), person("2")]
const device: Party.Actor = { _tag: "Device", id: Party.DeviceId.make("00000000-0000-7000-8000-0000000000d1") }
const merchant: Party.Actor = { _tag: "Partner", id: Party.PartnerId.make("00000000-0000-7000-8000-0000000000b1") }

const stranger: Policy.Asking = { grants: [] }
const driver: Policy.Asking = { party: ann, grants: [{ role: "driver" }] }
const guard: Policy.Asking = { party: ben, grants: [{ role: "staff", operatorId: ours, lotIds: [lotId] }] }
const owner: Policy.Asking = { party: ben, grants: [{ role: "owner", operatorId: ours, lotIds: [lotId] }] }
const admin: Policy.Asking = { party: ann, grants: [{ role: "admin", operatorId: ours }] }
const lane: Policy.Asking = { party: device, grants: [{ role: "device", operatorId: ours, lotIds: [lotId] }] }
const shop: Policy.Asking = { party: merchant, grants: [{ role: "partner", operatorId: ours, lotIds: [lotId] }] }

const here: Policy.Resource = { operatorId: ours, lotId }
const there: Policy.Resource = { operatorId: ours, lotId: elsewhere }
const foreign: Policy.Resource = { operatorId: theirs, lotId }
const anns = (resource: Policy.Resource): Policy.Resource => ({ ...resource, ownedBy: ann })

const answer = (...asked: Parameters<typeof Policy.may>) => Result.match(Policy.may(...asked), { onFailure: ({ reason }) => reason, onSuccess: ({ role }) => `as ${role}` })

const table: ReadonlyArray<readonly [words: string, asking: Policy.Asking, action: Matrix.Action, resource: Policy.Resource, answer: string]> = [
  ["a stranger sees what is free", stranger, "availability.read", here, "as everyone"],
  ["a stranger asks for a quote", stranger, "quote.make", foreign, "as everyone"],
  ["a stranger pays the ticket in their hand", stranger, "ticket.pay", { ...here, presented: true }, "as bearer"],
  ["a stranger pays no ticket they cannot show", stranger, "ticket.pay", here, "not-yours"],
  ["a stranger voids nothing", stranger, "ticket.void", { ...here, presented: true }, "no-role"],
  ["a driver sees their own ticket, anywhere", driver, "ticket.read", anns(foreign), "as driver"],
  ["a driver sees nobody else's", driver, "ticket.read", { ...here, ownedBy: ben }, "not-yours"],
  ["a driver sees nobody's", driver, "ticket.read", here, "not-yours"],
  ["a driver disputes what they are said to have done", driver, "violation.dispute", anns(here), "as driver"],
  ["a driver decides on no dispute", driver, "violation.decide", anns(here), "no-role"],
  ["a driver reads no report", driver, "report.read", here, "no-role"],
  ["a guard voids in their lot", guard, "ticket.void", here, "as staff"],
  ["a guard voids in no other lot", guard, "ticket.void", there, "other-lot"],
  ["a guard voids nothing of unknown place", guard, "ticket.void", { operatorId: ours }, "other-lot"],
  ["a guard voids nothing of another operator", guard, "ticket.void", foreign, "other-operator"],
  ["a guard publishes no tariff", guard, "tariff.publish", here, "no-role"],
  ["a guard manages nobody", guard, "person.manage", here, "no-role"],
  ["an owner publishes tariffs in their lot", owner, "tariff.publish", here, "as owner"],
  ["an owner publishes none in another", owner, "tariff.publish", there, "other-lot"],
  ["an owner opens no lot", owner, "lot.create", here, "no-role"],
  ["an admin opens lots", admin, "lot.create", { operatorId: ours }, "as admin"],
  ["an admin reads the audit log", admin, "audit.read", there, "as admin"],
  ["an admin reads no other operator's", admin, "audit.read", foreign, "other-operator"],
  ["an admin disputes nothing for drivers", admin, "violation.dispute", anns(here), "not-yours"],
  ["a lane opens its gate", lane, "gate.open", here, "as device"],
  ["a lane opens no other's", lane, "gate.open", there, "other-lot"],
  ["a lane refunds nothing", lane, "payment.refund", here, "no-role"],
  ["a charger tells of itself", lane, "charging.report", here, "as device"],
  ["nobody tells for a charger", admin, "charging.report", here, "no-role"],
  ["a shop validates", shop, "ticket.validate", here, "as partner"],
  ["a shop sees its own account", shop, "merchant.read", { ...here, ownedBy: merchant }, "as partner"],
  ["a shop sees no other's", shop, "merchant.read", here, "not-yours"],
  ["a shop sees its own nowhere else", shop, "merchant.read", { ...foreign, ownedBy: merchant }, "other-operator"],
  ["a host of one operator names none", { party: ben, grants: [{ role: "staff" }] }, "ticket.void", { lotId }, "as staff"],
  ["a role of no operator is none of an operator's", { party: ben, grants: [{ role: "staff" }] }, "ticket.void", here, "other-operator"]
]

describe("policy", () => {
  it.each(table)("%s", (_, asking, action, resource, expected) => expect(answer(asking, action, resource)).toBe(expected))

  const limits: ReadonlyArray<Policy.Limit> = [{ role: "staff", action: "violation.waive", upTo: { amount: 2_000, currency: "EUR" } }]
  const waiving = (amount: number | undefined, approvedBy?: Policy.Asking, currency = "EUR") =>
    answer(guard, "violation.waive", { ...here, ...(amount !== undefined && { amount: { amount, currency } }) }, { limits, approvedBy })
  it.each([
    ["up to the limit", waiving(2_000), "as staff"],
    ["not a cent above it", waiving(2_001), "over-limit"],
    ["nothing of unknown amount", waiving(undefined), "over-limit"],
    ["nothing in other money", waiving(1, undefined, "USD"), "over-limit"],
    ["above it with the owner", waiving(2_001, { ...owner, party: ann }), "as staff"],
    ["above it with oneself as the owner", waiving(2_001, owner), "over-limit"],
    ["above it with another who is limited", waiving(2_001, { ...guard, party: ann }), "over-limit"],
    ["above it with an owner of another lot", waiving(2_001, { party: ann, grants: [{ role: "owner", operatorId: ours, lotIds: [elsewhere] }] }), "over-limit"]
  ])("lets staff waive %s", (_, found, expected) => expect(found).toBe(expected))

  it("limits nothing else, and nobody else", () => {
    const amount = { amount: 9_999, currency: "EUR" }
    expect(answer(guard, "payment.refund", { ...here, amount }, { limits })).toBe("as staff")
    expect(answer(owner, "violation.waive", { ...here, amount }, { limits })).toBe("as owner")
  })

  it("names who approved", () => {
    const amount = { amount: 2_001, currency: "EUR" }
    expect(Policy.may(guard, "violation.waive", { ...here, amount }, { limits, approvedBy: { ...owner, party: ann } })).toEqual(Result.succeed({ role: "staff", scope: "lot", approvedBy: ann }))
  })

  it("does not approve what no role allows", () => {
    expect(answer(driver, "violation.waive", here, { approvedBy: { ...owner } })).toBe("no-role")
    expect(answer(guard, "violation.waive", there, { limits, approvedBy: { ...admin } })).toBe("other-lot")
  })

  const granting = (asking: Policy.Asking, grant: Policy.Grant) => Result.isSuccess(Policy.mayGrant(asking, grant))
  it.each<[words: string, may: boolean, expected: boolean]>([
    ["an admin makes an admin", granting(admin, { role: "admin", operatorId: ours }), true],
    ["an admin makes none of another operator", granting(admin, { role: "admin", operatorId: theirs }), false],
    ["an owner makes staff in their lot", granting(owner, { role: "staff", operatorId: ours, lotIds: [lotId] }), true],
    ["an owner makes none in another lot", granting(owner, { role: "staff", operatorId: ours, lotIds: [lotId, elsewhere] }), false],
    ["an owner makes none in all lots", granting(owner, { role: "staff", operatorId: ours }), false],
    ["an owner of all lots does", granting({ ...owner, grants: [{ role: "owner", operatorId: ours }] }, { role: "staff", operatorId: ours }), true],
    ["an owner makes no owner", granting(owner, { role: "owner", operatorId: ours, lotIds: [lotId] }), false],
    ["staff makes nobody", granting(guard, { role: "device", operatorId: ours, lotIds: [lotId] }), false]
  ])("%s: as it may", (_, found, expected) => expect(found).toBe(expected))

  it("tells why not", () => {
    const denied = Policy.may(guard, "ticket.void", there)
    expect(Result.isFailure(denied) && denied.failure.message).toBe("ticket.void is denied: it is in a lot that your role is not for")
  })

  it("takes grants that make sense", () => {
    const is = Schema.is(Policy.Grant)
    expect([{ role: "driver" }, { role: "driver", operatorId: ours }, { role: "admin", operatorId: ours, lotIds: [lotId] }, { role: "staff", lotIds: [] }, { role: "staff", lotIds: [lotId, lotId] }, { role: "everyone" }].map((grant) => is(grant)))
      .toEqual([true, false, false, false, false, false])
  })

  it.each(policyLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(policyCase(), (input) => obey([law], input)), runs(2_000))
  })

  it("is tried with every answer", () => {
    const told = fc.sample(policyCase(), { numRuns: 6_000, seed: 1 }).map(({ action, approver, asking, limits, resource }) =>
      Result.match(Policy.may(asking, action, resource, { limits, approvedBy: approver }), { onFailure: ({ reason }) => reason, onSuccess: ({ approvedBy, role }) => (approvedBy === undefined ? role : "approved") }))
    for (const each of [...Matrix.roles, "approved", "no-role", "other-operator", "other-lot", "not-yours", "over-limit"]) expect(told.filter((one) => one === each).length, each).toBeGreaterThan(8)
  })
})

describe("the table of roles", () => {
  it("gives strangers nothing that changes anything but themselves", () => {
    expect(Matrix.actions.filter((action) => Matrix.scopeOf("everyone", action) !== undefined)).toEqual(["lot.read", "spot.read", "availability.read", "tariff.read", "quote.make", "pass-product.read", "person.register"])
  })

  it("names every action by noun and verb, and somebody who may do it", () => {
    expect(Matrix.actions.length).toBeGreaterThan(80)
    expect(Matrix.actions.filter((action) => !/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(action))).toEqual([])
    expect(Matrix.actions.filter((action) => Matrix.roles.every((role) => Matrix.scopeOf(role, action) === undefined))).toEqual([])
  })

  it("gives admins whatever owners have, and owners whatever staff have, but what is one's own", () => {
    const has = (role: Matrix.Role, action: Matrix.Action) => Matrix.scopeOf(role, action) !== undefined
    expect(Matrix.actions.filter((action) => has("staff", action) && !has("owner", action))).toEqual([])
    expect(Matrix.actions.filter((action) => has("owner", action) && !has("admin", action))).toEqual([])
  })

  it("is the one in the documentation", async () => {
    const page = `# Who may do what

This table is made from \`Matrix\` of \`@parkade/core/account\`, which \`Policy.may\` asks; a test fails where it is stale.
What is empty is denied.

- \`any\`: whatever it is.
- \`own\`: what is theirs. Of a bearer, what they show the ticket, code or notice of; of a driver, at any operator.
- \`lot\`: in the lots of their role, or in all of the operator's where the role names none.
- \`operator\`: all of the operator's. Another operator's is always denied.

Amounts may be limited by role and action; above its limit a role needs the approval of somebody else who may decide alone.

${Matrix.toMarkdown()}
`
    await expect(page).toMatchFileSnapshot("../../../docs/roles.md")
  })
})
