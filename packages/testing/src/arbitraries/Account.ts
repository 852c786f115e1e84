/** Accounts: roles, who asks for what, people and operators and vehicles in their course, and what is written of it. */
import { type AuditEntry, Email, Matrix, type Operator, OwnedVehicle, type Person, type Policy } from "@parkade/core/account"
import { Lot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { actor, type Attempt, type AttemptOptions, attempts, people } from "./Attempts.ts"
import { vehicle } from "./Lot.ts"
import { instant } from "./Time.ts"

const operators = [1, 2].map((count) => Party.OperatorId.make(`00000000-0000-7000-8000-00000000ab0${count}`))
const lots = [1, 2, 3].map((count) => Lot.LotId.make(`00000000-0000-7000-8000-00000000cd0${count}`))

const operatorId = fc.constantFrom(undefined, ...operators, ...operators)
const lotId = fc.constantFrom(...lots)
const lotIds = fc.uniqueArray(lotId, { minLength: 1, maxLength: 2 })
const given = <A extends object>(fields: A): { [key in keyof A]: Exclude<A[key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [key in keyof A]: Exclude<A[key], undefined> }

/** A role, in one of two operators or of a host that has one, in all lots or some. */
export const grant = (): fc.Arbitrary<Policy.Grant> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<Policy.Grant>({ role: "driver" }) },
    { weight: 1, arbitrary: operatorId.map((id): Policy.Grant => ({ role: "admin", ...(id !== undefined && { operatorId: id }) })) },
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom<Policy.GrantedRole>("partner", "device", "staff", "owner"), operatorId, fc.option(lotIds, { nil: undefined, freq: 2 }))
      .map(([role, id, some]): Policy.Grant => ({ role, ...(id !== undefined && { operatorId: id }), ...(some !== undefined && { lotIds: some }) })) }
  )

/** Somebody with up to three roles, or a stranger. */
export const asking = (): fc.Arbitrary<Policy.Asking> =>
  fc.record({ party: fc.option(actor(), { freq: 6, nil: undefined }), grants: fc.array(grant(), { maxLength: 3 }) })

const euros = fc.integer({ min: 0, max: 100 }).map((amount) => ({ amount, currency: "EUR" }))
const amount = fc.oneof({ weight: 4, arbitrary: euros }, { weight: 1, arbitrary: fc.constant({ amount: 1, currency: "USD" }) })

/** Something of one of two operators and three people. */
export const resource = (): fc.Arbitrary<Policy.Resource> =>
  fc.record({ operatorId, lotId: fc.option(lotId, { freq: 4, nil: undefined }), ownedBy: fc.option(actor(), { nil: undefined }), presented: fc.constantFrom(undefined, false, true), amount: fc.option(amount, { nil: undefined }) })

/** Anything there is to ask for. */
export const action = (): fc.Arbitrary<Matrix.Action> => fc.constantFrom(...Matrix.actions)

/** Limits of staff and owners. */
export const limits = (): fc.Arbitrary<ReadonlyArray<Policy.Limit>> =>
  fc.array(fc.record({ role: fc.constantFrom("staff" as const, "owner" as const), action: fc.constantFrom("violation.waive" as const, "payment.refund" as const, "ticket.void" as const), upTo: euros }), { maxLength: 4 })

const when = { at: instant() }
const by = { by: actor(), ...when }
const email = fc.constantFrom("ann@example.com", "ben@example.com").map((text) => Email.Email.make(text))
const name = fc.constantFrom("Ann", "Ben")
const reason = fc.constantFrom("unpaid", "on request")

type PersonEvent = Person.Event
const [first] = people
const personId = fc.constantFrom(...people.slice(0, 1))
const registered = fc.record({ id: personId, email, name })
const invited = fc.record({ id: personId, email, grants: fc.array(grant(), { maxLength: 2 }), by: actor(), holds: fc.constantFrom(1_000, 3_600_000, 200_000_000) })

const registering = registered.map((who): Attempt<Person.Command> => (at) => ({ _tag: "Register", ...who, at }))
const inviting = invited.map(({ holds, ...who }): Attempt<Person.Command> => (at) => ({ _tag: "Invite", ...who, expiresAt: Instant.Instant.make(at + holds), at }))
const someGrant = fc.constantFrom<Policy.Grant>({ role: "staff" }, { role: "owner" }, { role: "driver" })

const onPerson = fc.oneof(
  { weight: 1, arbitrary: registering },
  { weight: 1, arbitrary: inviting },
  { weight: 6, arbitrary: name.map((called): Attempt<Person.Command> => (at) => ({ _tag: "Join", name: called, at })) },
  { weight: 4, arbitrary: fc.record({ grant: someGrant, by: actor() }).map((what): Attempt<Person.Command> => (at) => ({ _tag: "GrantRole", ...what, at })) },
  { weight: 4, arbitrary: fc.record({ grant: someGrant, by: actor() }).map((what): Attempt<Person.Command> => (at) => ({ _tag: "RevokeRole", ...what, at })) },
  { weight: 3, arbitrary: fc.record({ email, by: actor() }).map((what): Attempt<Person.Command> => (at) => ({ _tag: "ChangeEmail", ...what, at })) },
  { weight: 4, arbitrary: fc.record({ reason, by: actor() }).map((what): Attempt<Person.Command> => (at) => ({ _tag: "Suspend", ...what, at })) },
  { weight: 4, arbitrary: actor().map((who): Attempt<Person.Command> => (at) => ({ _tag: "Reinstate", by: who, at })) },
  { weight: 1, arbitrary: fc.record({ by: actor(), heldBy: fc.constantFrom(undefined, { reason: "an open stay" }) }).map((what): Attempt<Person.Command> => (at) => ({ _tag: "Erase", ...what, at })) }
)

/** What is tried with one person's account; up to two days apart unless `options` say otherwise. */
export const personCommands = (options: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Person.Command>> => attempts(fc.oneof(registering, inviting), onPerson, options)

/** Any event, whether or not it can follow. */
export const personEvent = (): fc.Arbitrary<PersonEvent> =>
  fc.oneof<Array<fc.Arbitrary<PersonEvent>>>(
    fc.record({ _tag: fc.constant("PersonRegistered" as const), id: personId, email, name, ...when }),
    fc.record({ _tag: fc.constant("PersonInvited" as const), id: personId, email, grants: fc.array(grant(), { maxLength: 2 }), expiresAt: instant(), ...by }),
    fc.record({ _tag: fc.constant("PersonJoined" as const), name, ...when }),
    fc.record({ _tag: fc.constantFrom("PersonRoleGranted" as const, "PersonRoleRevoked" as const), grant: grant(), ...by }),
    fc.record({ _tag: fc.constant("PersonEmailChanged" as const), email, ...by }),
    fc.record({ _tag: fc.constant("PersonSuspended" as const), reason, ...by }),
    fc.record({ _tag: fc.constantFrom("PersonReinstated" as const, "PersonErased" as const), ...by })
  )

const operator = fc.record({ id: fc.constantFrom(...operators.slice(0, 1)), name: fc.constantFrom("Parkhaus AG"), by: actor() })
const opening = operator.map((what): Attempt<Operator.Command> => (at) => ({ _tag: "Open", ...what, at }))
const onOperator = fc.oneof(
  { weight: 1, arbitrary: opening },
  { weight: 2, arbitrary: fc.record({ name: fc.constantFrom("Parkhaus AG", "Parkhaus SE"), by: actor() }).map((what): Attempt<Operator.Command> => (at) => ({ _tag: "Rename", ...what, at })) },
  { weight: 4, arbitrary: fc.record({ lotId, by: actor() }).map((what): Attempt<Operator.Command> => (at) => ({ _tag: "TakeOnLot", ...what, at })) },
  { weight: 5, arbitrary: fc.record({ lotId, by: actor() }).map((what): Attempt<Operator.Command> => (at) => ({ _tag: "GiveUpLot", ...what, at })) },
  { weight: 2, arbitrary: fc.record({ reason, by: actor() }).map((what): Attempt<Operator.Command> => (at) => ({ _tag: "Suspend", ...what, at })) },
  { weight: 3, arbitrary: actor().map((who): Attempt<Operator.Command> => (at) => ({ _tag: "Reinstate", by: who, at })) },
  { weight: 1, arbitrary: actor().map((who): Attempt<Operator.Command> => (at) => ({ _tag: "Close", by: who, at })) }
)

/** What is tried with one operator; up to two days apart unless `options` say otherwise. */
export const operatorCommands = (options: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Operator.Command>> => attempts(opening, onOperator, options)

/** Any event, whether or not it can follow. */
export const operatorEvent = (): fc.Arbitrary<Operator.Event> =>
  fc.oneof<Array<fc.Arbitrary<Operator.Event>>>(
    fc.tuple(operator, instant()).map(([what, at]) => ({ _tag: "OperatorOpened", ...what, at })),
    fc.record({ _tag: fc.constant("OperatorRenamed" as const), name: fc.constant("P"), ...by }),
    fc.record({ _tag: fc.constantFrom("OperatorLotTakenOn" as const, "OperatorLotGivenUp" as const), lotId, ...by }),
    fc.record({ _tag: fc.constant("OperatorSuspended" as const), reason, ...by }),
    fc.record({ _tag: fc.constantFrom("OperatorReinstated" as const, "OperatorClosed" as const), ...by })
  )

const document: fc.Arbitrary<OwnedVehicle.Document> = fc.record({
  id: fc.constantFrom(1, 2).map((count) => OwnedVehicle.Document.fields.id.make(`00000000-0000-7000-8000-0000000000d${count}`)),
  kind: fc.constantFrom("registration", "lease"),
  digest: fc.constantFrom("ab".repeat(32), "cd".repeat(32)),
  mediaType: fc.constant("image/jpeg")
})
const owned = fc.record({ id: fc.constant(OwnedVehicle.OwnedVehicleId.make("00000000-0000-7000-8000-0000000000ee")), personId: fc.constant(first ?? Party.PersonId.make("")), vehicle: vehicle() })
const basis = fc.constantFrom(...OwnedVehicle.Basis.literals)
const owning = owned.map((what): Attempt<OwnedVehicle.Command> => (at) => ({ _tag: "Register", ...what, at }))
const onVehicle = fc.oneof(
  { weight: 1, arbitrary: owning },
  { weight: 4, arbitrary: document.map((made): Attempt<OwnedVehicle.Command> => (at) => ({ _tag: "AddDocument", document: made, at })) },
  { weight: 4, arbitrary: fc.record({ basis, by: actor() }).map((what): Attempt<OwnedVehicle.Command> => (at) => ({ _tag: "Verify", ...what, at })) },
  { weight: 2, arbitrary: fc.record({ reason, by: actor() }).map((what): Attempt<OwnedVehicle.Command> => (at) => ({ _tag: "Reject", ...what, at })) },
  { weight: 1, arbitrary: actor().map((who): Attempt<OwnedVehicle.Command> => (at) => ({ _tag: "Remove", by: who, at })) }
)

/** What is tried with a vehicle of the first of {@link people}; up to two days apart unless `options` say otherwise. */
export const ownedVehicleCommands = (options: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<OwnedVehicle.Command>> => attempts(owning, onVehicle, options)

/** Any event, whether or not it can follow. */
export const ownedVehicleEvent = (): fc.Arbitrary<OwnedVehicle.Event> =>
  fc.oneof<Array<fc.Arbitrary<OwnedVehicle.Event>>>(
    fc.tuple(owned, instant()).map(([what, at]) => ({ _tag: "OwnedVehicleRegistered", ...what, at })),
    fc.record({ _tag: fc.constant("OwnedVehicleDocumentAdded" as const), document, ...when }),
    fc.record({ _tag: fc.constant("OwnedVehicleVerified" as const), basis, ...by }),
    fc.record({ _tag: fc.constant("OwnedVehicleRejected" as const), reason, ...by }),
    fc.record({ _tag: fc.constant("OwnedVehicleRemoved" as const), ...by })
  )

const word = fc.constantFrom("ticket", "violation", "ТИКЕТ", "切符", "\ud83d\ude97", "a\"b\\c")
const summary = fc.record({ state: word, version: fc.nat(9) })

/** An entry of the audit log; every field may be missing that can. */
export const auditEntry = (): fc.Arbitrary<AuditEntry.AuditEntry> =>
  fc.record({
    at: instant(),
    by: actor(),
    approvedBy: fc.option(actor(), { nil: undefined }),
    action: action(),
    resource: fc.record({ kind: word, id: fc.uuid() }),
    operatorId,
    lotId: fc.option(lotId, { nil: undefined }),
    events: fc.array(word, { maxLength: 3 }),
    before: fc.option(summary, { nil: undefined }),
    after: fc.option(summary, { nil: undefined }),
    reason: fc.option(word, { nil: undefined }),
    requestId: fc.option(fc.uuid(), { nil: undefined })
  }).map(given)
