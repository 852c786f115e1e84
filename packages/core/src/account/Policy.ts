/**
 * Who may do what: the one question that every host asks before it does anything.
 *
 * A pure function of who asks, what for, and whose it is. Without a role there is what everyone may do, and nothing else. The
 * host itself (its sweeps and reconcilers) does not ask. What a role may decide by itself can be limited by amount: above that
 * it takes somebody else who may.
 *
 * Units: amounts in minor units of their currency.
 * Fails: Denied, with the nearest reason.
 * Guarantees: what the table does not allow is denied; a role in one operator reaches nothing of another; a driver reaches only
 * what is their own; more roles never allow less; above its limit a role needs somebody else; nobody grants more than they hold.
 * Source: role-based access control (ANSI INCITS 359); OWASP ASVS chapter 4 (deny by default).
 */
import { Equal, Result, Schema } from "effect"
import { Lot } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { type Action, actions, type Role, scopeOf, type Scope } from "./Matrix.ts"

/** Roles that are given to somebody. */
export const GrantedRole = Schema.Literals(["driver", "partner", "device", "staff", "owner", "admin"])
export type GrantedRole = typeof GrantedRole.Type

/** A role in an operator, in all its lots or in some. A host of one operator leaves the operator out everywhere. */
export const Grant = Schema.Struct({
  role: GrantedRole,
  operatorId: Schema.optionalKey(Party.OperatorId),
  lotIds: Schema.optionalKey(Schema.Array(Lot.LotId).pipe(Schema.check(Schema.isMinLength(1), Schema.isUnique())))
}).pipe(
  Schema.check(
    Schema.makeFilter(({ lotIds, operatorId, role }) => role !== "driver" || (operatorId === undefined && lotIds === undefined) || "a driver is one everywhere"),
    Schema.makeFilter(({ lotIds, role }) => role !== "admin" || lotIds === undefined || "an admin is one of all lots")
  ),
  Schema.annotate({ identifier: "Grant" })
)
export type Grant = typeof Grant.Type

/** Who asks. A stranger is nobody with no grants. */
export interface Asking {
  readonly party?: Party.Actor | undefined
  readonly grants: ReadonlyArray<Grant>
}

interface Amount {
  readonly amount: number
  readonly currency: string
}

/** What it is done to. What is left out is unknown, and nobody's. */
export interface Resource {
  readonly operatorId?: Party.OperatorId | undefined
  readonly lotId?: Lot.LotId | undefined
  /** Whose it is. */
  readonly ownedBy?: Party.Actor | undefined
  /** Who asks has shown its number or code. */
  readonly presented?: boolean | undefined
  /** How much it is about. */
  readonly amount?: Amount | undefined
}

/** What a role may decide by itself. Roles that none is said of are not limited. */
export interface Limit {
  readonly role: Role
  readonly action: Action
  readonly upTo: Amount
}

export interface Terms {
  readonly limits?: ReadonlyArray<Limit> | undefined
  /** Who agreed besides who asks. */
  readonly approvedBy?: Asking | undefined
}

/** By which role, and how far it reaches. */
export interface Allowed {
  readonly role: Role
  readonly scope: Scope
  /** It took a second pair of eyes. */
  readonly approvedBy?: Party.Actor
}

/** From the farthest to the nearest. */
const reasons = ["no-role", "other-operator", "not-yours", "other-lot", "over-limit"] as const
type Reason = (typeof reasons)[number]

const told: { readonly [reason in Reason]: string } = {
  "no-role": "no role of yours allows it",
  "other-operator": "it is another operator's",
  "other-lot": "it is in a lot that your role is not for",
  "not-yours": "it is not yours",
  "over-limit": "it is above what your role decides alone: have somebody else approve it"
}

/** Hosts that hide what they deny answer all but `no-role` and `over-limit` as if there were nothing. */
export class Denied extends Schema.TaggedError<Denied>()("Denied", { action: Schema.Literals(actions), reason: Schema.Literals(reasons) }) {
  override get message() {
    return `${this.action} is denied: ${told[this.reason]}`
  }
}

const owns = ({ party }: Asking, { ownedBy }: Resource): boolean => party !== undefined && Equal.equals(party, ownedBy)

/** Why `grant` does not reach `resource` within `scope`. */
const miss = (asking: Asking, { lotIds, operatorId, role }: Grant, scope: Scope, resource: Resource): Reason | undefined => {
  if (scope === "any") return undefined
  if (role !== "driver" && operatorId !== resource.operatorId) return "other-operator"
  if (scope === "own") return owns(asking, resource) ? undefined : "not-yours"
  if (scope === "operator" || lotIds === undefined) return undefined
  return resource.lotId !== undefined && lotIds.includes(resource.lotId) ? undefined : "other-lot"
}

const isWithin = (limits: ReadonlyArray<Limit>, role: Role, action: Action, { amount }: Resource): boolean =>
  limits.every(({ upTo, ...limit }) =>
    limit.role !== role || limit.action !== action || (amount !== undefined && amount.currency === upTo.currency && amount.amount <= upTo.amount))

/** What each role of who asks says: allowed, or why not. */
const answers = (asking: Asking, action: Action, resource: Resource, limits: ReadonlyArray<Limit>): ReadonlyArray<Allowed | Reason> => {
  const everyone = scopeOf("everyone", action)
  const bearer = scopeOf("bearer", action)
  const granted = asking.grants.map((grant): Allowed | Reason => {
    const { role } = grant
    const scope = scopeOf(role, action)
    if (scope === undefined) return "no-role"
    const missed = miss(asking, grant, scope, resource)
    if (missed !== undefined) return missed
    return isWithin(limits, role, action, resource) ? { role, scope } : "over-limit"
  })
  return [
    ...(everyone === undefined ? [] : [{ role: "everyone", scope: everyone } as const]),
    ...(bearer === undefined ? [] : [resource.presented === true ? { role: "bearer", scope: bearer } as const : "not-yours" as const]),
    ...granted
  ]
}

/** Somebody else, who might have decided it alone. */
const approval = (asking: Asking, { approvedBy, limits = [] }: Terms, action: Action, resource: Resource): Party.Actor | undefined => {
  const other = approvedBy?.party
  if (approvedBy === undefined || other === undefined || Equal.equals(other, asking.party)) return undefined
  return answers(approvedBy, action, resource, limits).some((answer) => typeof answer === "object") ? other : undefined
}

/** May `asking` do `action` to `resource`? */
export const may = (asking: Asking, action: Action, resource: Resource, terms: Terms = {}): Result.Result<Allowed, Denied> => {
  const all = answers(asking, action, resource, terms.limits ?? [])
  const allowed = all.find((answer) => typeof answer === "object")
  if (allowed !== undefined) return Result.succeed(allowed)
  const reason = reasons.findLast((each) => all.includes(each)) ?? "no-role"
  const other = reason === "over-limit" ? approval(asking, terms, action, resource) : undefined
  const unlimited = other === undefined ? undefined : answers(asking, action, resource, []).find((answer) => typeof answer === "object")
  return other === undefined || unlimited === undefined ? Result.fail(new Denied({ action, reason })) : Result.succeed({ ...unlimited, approvedBy: other })
}

/** Roles from the least to the most. A driver is what anybody may become. */
const ranks: ReadonlyArray<GrantedRole> = ["driver", "partner", "device", "staff", "owner", "admin"]

/** May `asking` give `grant` to others, or take it from them? Admins any of their operator, owners those below them, in their own lots. */
export const mayGrant = (asking: Asking, grant: Grant): Result.Result<Allowed, Denied> => {
  const scope = "operator"
  const holds = asking.grants.find(({ lotIds, operatorId, role }) => {
    const above = role === "admin" || (role === "owner" && ranks.indexOf(grant.role) < ranks.indexOf(role))
    return above && operatorId === grant.operatorId && (lotIds === undefined || grant.lotIds?.every((lotId) => lotIds.includes(lotId)) === true)
  })
  return holds === undefined ? Result.fail(new Denied({ action: "person.manage", reason: "no-role" })) : Result.succeed({ role: holds.role, scope })
}
