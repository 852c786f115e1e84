/** Laws of people, operators, and the vehicles that people own. */
import { Operator, OwnedVehicle, Person, type Policy } from "@parkade/core/account"
import { Equal, Schema } from "effect"
import * as fc from "fast-check"
import { operatorCommands, operatorEvent, ownedVehicleCommands, ownedVehicleEvent, personCommands, personEvent } from "../arbitraries/Account.ts"
import type { DeciderCase, DeciderSchemas } from "./DeciderLaws.ts"
import { historyLaws, stepLaw } from "./HistoryLaws.ts"
import { type Law, show } from "./Law.ts"

export const personSchemas: DeciderSchemas<Person.State, Person.Event> = { state: Schema.toType(Person.State), event: Schema.toType(Person.Event) }
export const operatorSchemas: DeciderSchemas<Operator.State, Operator.Event> = { state: Schema.toType(Operator.State), event: Schema.toType(Operator.Event) }
export const ownedVehicleSchemas: DeciderSchemas<OwnedVehicle.State, OwnedVehicle.Event> = { state: Schema.toType(OwnedVehicle.State), event: Schema.toType(OwnedVehicle.Event) }

type PersonCase = DeciderCase<Person.Command, Person.Event>
type OperatorCase = DeciderCase<Operator.Command, Operator.Event>
type OwnedVehicleCase = DeciderCase<OwnedVehicle.Command, OwnedVehicle.Event>

/** Histories of one person. */
export const personCase = (): fc.Arbitrary<PersonCase> => fc.record({ commands: personCommands(), event: personEvent(), cut: fc.nat(8) })
/** Histories of one operator. */
export const operatorCase = (): fc.Arbitrary<OperatorCase> => fc.record({ commands: operatorCommands(), event: operatorEvent(), cut: fc.nat(8) })
/** Histories of one vehicle. */
export const ownedVehicleCase = (): fc.Arbitrary<OwnedVehicleCase> => fc.record({ commands: ownedVehicleCommands(), event: ownedVehicleEvent(), cut: fc.nat(8) })

interface Change {
  readonly put?: string | undefined
  readonly taken?: string | undefined
}

/** What was put in and not taken out, whatever the order. */
const left = (events: ReadonlyArray<Change>): ReadonlyArray<string> =>
  [...new Set(events.flatMap(({ put }) => (put === undefined ? [] : [put])))]
    .filter((each) => events.findLastIndex(({ put }) => put === each) > events.findLastIndex(({ taken }) => taken === each))
    .toSorted()

const grantText = ({ lotIds, operatorId, role }: Policy.Grant): string => JSON.stringify([role, operatorId, lotIds])

const grantsOf = (events: ReadonlyArray<Person.Event>): ReadonlyArray<string> =>
  left(events.flatMap((event): ReadonlyArray<Change> => {
    if (event._tag === "PersonRegistered") return [{ put: grantText({ role: "driver" }) }]
    if (event._tag === "PersonInvited") return event.grants.map((grant) => ({ put: grantText(grant) }))
    if (event._tag === "PersonJoined") return [{ put: grantText({ role: "driver" }) }]
    if (event._tag === "PersonRoleGranted") return [{ put: grantText(event.grant) }]
    return event._tag === "PersonRoleRevoked" ? [{ taken: grantText(event.grant) }] : []
  }))

const eachPerson = stepLaw(Person.decider)

/** Laws of a person. */
export const personLaws: ReadonlyArray<Law<PersonCase>> = [
  ...historyLaws(Person.decider, personSchemas),
  eachPerson("roles of a person are those granted and not revoked", ({ after, events, history }) => {
    if (!("grants" in after)) return undefined
    const shown = [...new Set(after.grants.map(grantText))].toSorted()
    return Equal.equals(shown, grantsOf([...history, ...events])) ? undefined : show({ after, events, history })
  }),
  eachPerson("who is not active has no roles to act by", ({ after }) =>
    Equal.equals(Person.activeGrants(after), after._tag === "Active" ? after.grants : []) ? undefined : show(after)),
  eachPerson("nobody grants themselves a role or suspends themselves", ({ before, events }) => {
    const own = events.find((event) => (event._tag === "PersonRoleGranted" || event._tag === "PersonSuspended" || event._tag === "PersonReinstated") &&
      event.by._tag === "Person" && "id" in before && event.by.id === before.id)
    return own === undefined ? undefined : show({ own, before })
  }),
  eachPerson("an erased person leaves no personal data in the state", ({ after, before, events }) => {
    if (after._tag !== "Erased") return undefined
    const kept = Object.keys(after).toSorted()
    const still = before._tag !== "Erased" || (events.length === 0 && Equal.equals(before, after))
    return still && Equal.equals(kept, ["_tag", "changedAt", "erasedAt", "id", "version"]) ? undefined : show({ before, after })
  })
]

const eachOperator = stepLaw(Operator.decider)

/** Laws of an operator. */
export const operatorLaws: ReadonlyArray<Law<OperatorCase>> = [
  ...historyLaws(Operator.decider, operatorSchemas),
  eachOperator("lots of an operator are those taken on and not given up", ({ after, events, history }) => {
    if (after._tag === "Absent") return undefined
    const lots = left([...history, ...events].map((event) => ({
      put: event._tag === "OperatorLotTakenOn" ? event.lotId : undefined,
      taken: event._tag === "OperatorLotGivenUp" ? event.lotId : undefined
    })))
    return Equal.equals(after.lotIds.toSorted(), lots) ? undefined : show({ after, lots })
  }),
  eachOperator("an operator that runs lots does not close", ({ after }) => (after._tag !== "Closed" || after.lotIds.length === 0 ? undefined : show(after))),
  eachOperator("a closed operator stays closed", ({ after, before, events }) =>
    before._tag !== "Closed" || (events.length === 0 && Equal.equals(before, after)) ? undefined : show({ before, events }))
]

const eachVehicle = stepLaw(OwnedVehicle.decider)

/** Laws of an owned vehicle. */
export const ownedVehicleLaws: ReadonlyArray<Law<OwnedVehicleCase>> = [
  ...historyLaws(OwnedVehicle.decider, ownedVehicleSchemas),
  eachVehicle("nobody verifies or rejects their own vehicle", ({ events, history }) => {
    const registered = history.find((event) => event._tag === "OwnedVehicleRegistered")
    const own = events.find((event) => (event._tag === "OwnedVehicleVerified" || event._tag === "OwnedVehicleRejected") && event.by._tag === "Person" && event.by.id === registered?.personId)
    return own === undefined ? undefined : show({ own, registered })
  }),
  eachVehicle("a vehicle is verified by its document only where there is one", ({ events, history }) => {
    const verified = events.find((event) => event._tag === "OwnedVehicleVerified")
    return verified?.basis !== "document" || history.some((event) => event._tag === "OwnedVehicleDocumentAdded") ? undefined : show({ verified, history })
  }),
  eachVehicle("documents of a vehicle are never removed or changed", ({ after, events, history }) => {
    const added = [...history, ...events].flatMap((event) => (event._tag === "OwnedVehicleDocumentAdded" ? [event.document] : []))
    const fine = after._tag === "Absent" || (Equal.equals(after.documents, added) && new Set(added.map(({ id }) => id)).size === added.length)
    return fine ? undefined : show({ after, added })
  }),
  eachVehicle("a removed vehicle stays removed", ({ after, before, events }) =>
    before._tag !== "Removed" || (events.length === 0 && Equal.equals(before, after)) ? undefined : show({ before, events }))
]
