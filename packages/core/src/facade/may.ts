import { type Matrix, Policy } from "../account/index.ts"
import { outcomeOf } from "./outcome.ts"
import type { Outcome, Plain } from "./Plain.ts"

/** Who asks: a person's `grants` are told with the person. */
export type Asking = Plain<Policy.Asking>
/** What it is done to. What is left out is unknown, and nobody's. */
export type Resource = Plain<Policy.Resource>

/** May `asking` do `action` to `resource`? The question that a host asks before it calls a method: docs/roles.md has the table. */
export const may = (asking: Asking, action: Matrix.Action, resource: Resource, terms: Plain<Policy.Terms> = {}): Outcome<Policy.Allowed, Policy.Denied> =>
  outcomeOf(Policy.may(asking as Policy.Asking, action, resource as Policy.Resource, terms as Policy.Terms)) as Outcome<Policy.Allowed, Policy.Denied>

/** May `asking` give `grant` to others, or take it from them? */
export const mayGrant = (asking: Asking, grant: Plain<Policy.Grant>): Outcome<Policy.Allowed, Policy.Denied> =>
  outcomeOf(Policy.mayGrant(asking as Policy.Asking, grant as Policy.Grant)) as Outcome<Policy.Allowed, Policy.Denied>
