/** Laws of who may do what. */
import { Matrix, Policy } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { action, asking, grant, limits, resource } from "../arbitraries/Account.ts"
import { type Law, show } from "./Law.ts"

export interface PolicyCase {
  readonly asking: Policy.Asking
  readonly action: Matrix.Action
  readonly resource: Policy.Resource
  readonly limits: ReadonlyArray<Policy.Limit>
  readonly approver: Policy.Asking
  readonly grant: Policy.Grant
}

/** Anybody asks for anything: for what lies within their reach half of the time, and for limited actions more often than others. */
export const policyCase = (): fc.Arbitrary<PolicyCase> =>
  fc.record({
    asking: asking(),
    action: fc.oneof({ weight: 3, arbitrary: action() }, { weight: 2, arbitrary: fc.constantFrom<Matrix.Action>("violation.waive", "payment.refund", "ticket.void") }),
    resource: resource(),
    limits: limits(),
    approver: asking(),
    grant: grant(),
    near: fc.constantFrom("no", "no", "place", "place", "own")
  }).map(({ approver, near, resource, ...rest }): PolicyCase => {
    const { asking: { grants: [first], party } } = rest
    if (near === "no" || first === undefined) return { ...rest, approver, resource }
    const place = { ...resource, operatorId: first.operatorId, lotId: first.lotIds?.[0] ?? resource.lotId }
    // Who approves is often of the same place.
    const grants = approver.grants.map((grant): Policy.Grant => grant.role === "driver" ? grant : { role: grant.role, ...(first.operatorId !== undefined && { operatorId: first.operatorId }) })
    return { ...rest, approver: { ...approver, grants }, resource: near === "own" ? { ...place, ownedBy: party } : place }
  })

type Table = { readonly [action in Matrix.Action]: { readonly [role in Matrix.Role]?: Matrix.Scope } }
const table: Table = Matrix.matrix

type Reach = (asking: Policy.Asking, grant: Policy.Grant, resource: Policy.Resource) => boolean

const here: Reach = (_, grant, resource) => grant.operatorId === resource.operatorId
const mine: Reach = ({ party }, _, { ownedBy }) => party !== undefined && Equal.equals(party, ownedBy)

/** What each scope means, said once more. */
const reaches: { readonly [scope in Matrix.Scope]: Reach } = {
  any: () => true,
  own: (...asked) => mine(...asked) && (asked[1].role === "driver" || here(...asked)),
  lot: (asking, grant, resource) => here(asking, grant, resource) && (grant.lotIds === undefined || grant.lotIds.some((lotId) => lotId === resource.lotId)),
  operator: here
}

const affordable = ({ action, limits, resource: { amount } }: PolicyCase, role: Matrix.Role): boolean =>
  limits.filter((limit) => limit.role === role && limit.action === action).every(({ upTo }) => amount?.currency === upTo.currency && amount.amount <= upTo.amount)

const isOpen = ({ action, resource }: PolicyCase): boolean => table[action].everyone === "any" || (table[action].bearer === "own" && resource.presented === true)

const reachedBy = (input: PolicyCase): boolean =>
  isOpen(input) || input.asking.grants.some((grant) => {
    const scope = table[input.action][grant.role]
    return scope !== undefined && reaches[scope](input.asking, grant, input.resource) && affordable(input, grant.role)
  })

const asked = ({ action, asking, limits, resource }: PolicyCase, more: Policy.Terms = {}) => Policy.may(asking, action, resource, { limits, ...more })

const elsewhere = Party.OperatorId.make("00000000-0000-7000-8000-00000000ab0f")

const decisionLaws: ReadonlyArray<Law<PolicyCase>> = [
  {
    name: "what the table does not allow is denied",
    counterexample: (input) => Result.isSuccess(asked(input)) === reachedBy(input) ? undefined : show({ input, answer: asked(input) })
  },
  {
    name: "who is allowed is so by a role of theirs",
    counterexample: (input) => {
      const answer = asked(input)
      if (Result.isFailure(answer)) return undefined
      const { role, scope } = answer.success
      const has = role === "everyone" || role === "bearer" || input.asking.grants.some((grant) => grant.role === role)
      return has && table[input.action][role] === scope ? undefined : show({ input, answer })
    }
  },
  {
    name: "a role in one operator reaches nothing of another",
    counterexample: (input) => {
      const moved = { ...input, resource: { ...input.resource, operatorId: elsewhere } }
      const answer = asked(moved)
      if (Result.isFailure(answer) || isOpen(moved)) return undefined
      return answer.success.role === "driver" && mine(input.asking, { role: "driver" }, input.resource) ? undefined : show({ moved, answer })
    }
  },
  {
    name: "a driver reaches only what is their own",
    counterexample: (input) => {
      const driver: PolicyCase = { ...input, asking: { ...input.asking, grants: [{ role: "driver" }] } }
      return Result.isFailure(asked(driver)) || isOpen(driver) || mine(driver.asking, { role: "driver" }, driver.resource) ? undefined : show(driver)
    }
  },
  {
    name: "more roles never allow less",
    counterexample: (input) => {
      const more = { ...input, asking: { ...input.asking, grants: [input.grant, ...input.asking.grants] } }
      return Result.isFailure(asked(input)) || Result.isSuccess(asked(more)) ? undefined : show(more)
    }
  }
]

const eyesLaws: ReadonlyArray<Law<PolicyCase>> = [
  {
    name: "above its limit a role needs somebody else",
    counterexample: (input) => {
      const { approver } = input
      const [alone, together, byOneself] = [asked(input), asked(input, { approvedBy: approver }), asked(input, { approvedBy: input.asking })]
      const free = { ...input, limits: [] }
      const wanting = !reachedBy(input) && reachedBy(free)
      const another = approver.party !== undefined && !Equal.equals(approver.party, input.asking.party) && reachedBy({ ...input, asking: approver })
      const expected = reachedBy(input) || (wanting && another)
      const named = Result.isFailure(together) || Result.isSuccess(alone) || Equal.equals(together.success.approvedBy, approver.party)
      return Result.isSuccess(together) === expected && Result.isSuccess(byOneself) === Result.isSuccess(alone) && named ? undefined : show({ input, alone, together, byOneself })
    }
  },
  {
    name: "nobody grants more than they hold",
    counterexample: ({ asking, grant }) => {
      if (Result.isFailure(Policy.mayGrant(asking, grant))) return undefined
      const holds = asking.grants.some(({ lotIds, operatorId, role }) =>
        operatorId === grant.operatorId &&
        (role === "admin" || (role === "owner" && grant.role !== "admin" && grant.role !== "owner")) &&
        (lotIds === undefined || (grant.lotIds !== undefined && grant.lotIds.filter((lotId) => !lotIds.includes(lotId)).length === 0)))
      return holds ? undefined : show({ asking, grant })
    }
  }
]

/** Laws of the policy. */
export const policyLaws: ReadonlyArray<Law<PolicyCase>> = [...decisionLaws, ...eyesLaws]
