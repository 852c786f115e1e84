/**
 * A vehicle that a person says is theirs: pending until somebody else has seen that it is, verified, rejected, removed.
 *
 * A plate has one verified owner at most: that is for storage to hold, when it writes `OwnedVehicleVerified`.
 *
 * Units: instants in epoch milliseconds.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; OwnVehicle; NoDocument; DocumentDiffers.
 * Guarantees: nobody verifies or rejects their own vehicle; a vehicle is verified by its document only where there is one; documents
 * of a vehicle are never removed or changed; a removed vehicle stays removed.
 */
import { Equal, Result, Schema } from "effect"
import { Name, Vehicle } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider } from "../lifecycle/index.ts"
import { type Begun, standing as standingOf } from "./standing.ts"

const uuid = Schema.String.pipe(Schema.check(Schema.isUUID()))

export const OwnedVehicleId = uuid.pipe(Schema.brand("OwnedVehicleId"))
export type OwnedVehicleId = typeof OwnedVehicleId.Type

/** What shows whose it is. The file is the host's to keep; its digest is here. */
export const Document = Schema.Struct({
  id: uuid.pipe(Schema.brand("DocumentId")),
  kind: Schema.Literals(["registration", "lease", "insurance", "photo", "other"]),
  /** SHA-256 of the file, in hex. */
  digest: Schema.String.pipe(Schema.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 digest in hex" }))),
  mediaType: Schema.String.pipe(Schema.check(Schema.isPattern(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/, { expected: "a media type such as image/jpeg" })))
}).annotate({ identifier: "VehicleDocument" })
export type Document = typeof Document.Type

/** By what it was verified: its document, a look at the vehicle, the authority's register. */
export const Basis = Schema.Literals(["document", "seen", "register"])
export type Basis = typeof Basis.Type

const owned = {
  id: OwnedVehicleId,
  version: Schema.Int,
  changedAt: Instant.Instant,
  personId: Party.PersonId,
  vehicle: Vehicle.Vehicle,
  documents: Schema.Array(Document),
  registeredAt: Instant.Instant
}
const by = { by: Party.Actor, at: Instant.Instant }
const verified = { basis: Basis, ...by }
const rejected = { reason: Name.upTo(500), ...by }

export const OwnedVehicle = Schema.TaggedUnion({
  Pending: owned,
  Verified: { ...owned, verified: Schema.Struct(verified) },
  Rejected: { ...owned, rejected: Schema.Struct(rejected) },
  Removed: { ...owned, removedAt: Instant.Instant }
})
export type OwnedVehicle = typeof OwnedVehicle.Type
export const State = Schema.Union([Absent, OwnedVehicle])
export type State = typeof State.Type

const registered = { id: OwnedVehicleId, personId: Party.PersonId, vehicle: Vehicle.Vehicle, at: Instant.Instant }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  OwnedVehicleRegistered: registered,
  OwnedVehicleDocumentAdded: { document: Document, at: Instant.Instant },
  OwnedVehicleVerified: verified,
  OwnedVehicleRejected: rejected,
  OwnedVehicleRemoved: by
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

interface By {
  readonly by: Party.Actor
  readonly at: Instant.Instant
}
type Command =
  | { readonly _tag: "Register" } & Omit<EventOf<"OwnedVehicleRegistered">, "_tag">
  /** A rejected vehicle is pending again. */
  | { readonly _tag: "AddDocument"; readonly document: Document; readonly at: Instant.Instant }
  | { readonly _tag: "Verify"; readonly basis: Basis } & By
  | { readonly _tag: "Reject"; readonly reason: string } & By
  | { readonly _tag: "Remove" } & By
export type { Command }

/** Whose vehicle it is, others say. */
export class OwnVehicle extends Schema.TaggedError<OwnVehicle>()("OwnVehicle", { id: OwnedVehicleId, command: Schema.String }) {
  override get message() {
    return `${this.command} is for somebody else to do than the owner`
  }
}

export class NoDocument extends Schema.TaggedError<NoDocument>()("NoDocument", { id: OwnedVehicleId }) {
  override get message() {
    return "there is no document to verify this vehicle by: add one, or look at the vehicle"
  }
}

export class DocumentDiffers extends Schema.TaggedError<DocumentDiffers>()("DocumentDiffers", { id: OwnedVehicleId, documentId: Schema.String }) {
  override get message() {
    return "documents are never changed: add this as a new one, under an id of its own"
  }
}

export type AddRejection = Begun | DocumentDiffers
export type VerifyRejection = Begun | OwnVehicle | NoDocument
export type RejectRejection = Begun | OwnVehicle
export type Rejection = AlreadyBegun | AddRejection | VerifyRejection | RejectRejection

const subject = "vehicle"
const standing = standingOf(subject)

export const initial: State = { _tag: "Absent" }

const kept = ({ documents, id, personId, registeredAt, vehicle, version }: OwnedVehicle, changedAt: Instant.Instant) =>
  ({ id, personId, vehicle, documents, registeredAt, version: version + 1, changedAt })

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "OwnedVehicleRegistered") {
    const { at, id, personId, vehicle } = event
    return state._tag === "Absent" ? { _tag: "Pending", id, personId, vehicle, documents: [], registeredAt: at, version: 1, changedAt: at } : state
  }
  if (state._tag === "Absent" || state._tag === "Removed") return state
  const known = kept(state, event.at)
  switch (event._tag) {
    case "OwnedVehicleDocumentAdded": {
      if (state.documents.some(({ id }) => id === event.document.id)) return state
      const documents = [...state.documents, event.document]
      return state._tag === "Rejected" ? { _tag: "Pending", ...known, documents } : { ...state, ...known, documents }
    }
    case "OwnedVehicleVerified": {
      const { at, basis, by } = event
      return state._tag === "Pending" ? { _tag: "Verified", ...known, verified: { basis, by, at } } : state
    }
    case "OwnedVehicleRejected": {
      const { at, by, reason } = event
      return { _tag: "Rejected", ...known, rejected: { reason, by, at } }
    }
    case "OwnedVehicleRemoved":
      return { _tag: "Removed", ...known, removedAt: event.at }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>

export const register = ({ at, id, personId, vehicle }: Only<"Register">, state: State): Decision<"OwnedVehicleRegistered", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "OwnedVehicleRegistered", id, personId, vehicle, at }])
  const same = Equal.equals({ id: state.id, personId: state.personId, vehicle: state.vehicle, at: state.registeredAt }, { id, personId, vehicle, at })
  return same ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

export const addDocument = (command: Only<"AddDocument">, state: State): Decision<"OwnedVehicleDocumentAdded", AddRejection> =>
  Result.flatMap(standing(state, command, "Pending", "Verified", "Rejected"), ({ documents, id }): Decision<"OwnedVehicleDocumentAdded", DocumentDiffers> => {
    const { at, document } = command
    const same = documents.find((each) => each.id === document.id)
    if (same === undefined) return Result.succeed([{ _tag: "OwnedVehicleDocumentAdded", document, at }])
    return Equal.equals(same, document) ? Result.succeed([]) : Result.fail(new DocumentDiffers({ id, documentId: document.id }))
  })

const another = <A extends OwnedVehicle>(known: A, { _tag: command, by }: { readonly _tag: string } & By): Result.Result<A, OwnVehicle> =>
  by._tag === "Person" && by.id === known.personId ? Result.fail(new OwnVehicle({ id: known.id, command })) : Result.succeed(known)

export const verify = (command: Only<"Verify">, state: State): Decision<"OwnedVehicleVerified", VerifyRejection> => {
  const { at, basis, by } = command
  if (state._tag === "Verified" && state.verified.basis === basis && Equal.equals(state.verified.by, by)) return Result.succeed([])
  return Result.flatMap(
    Result.flatMap(standing(state, command, "Pending"), (pending): Result.Result<OwnedVehicle, VerifyRejection> => another(pending, command)),
    ({ documents, id }): Decision<"OwnedVehicleVerified", VerifyRejection> =>
      basis === "document" && documents.length === 0 ? Result.fail(new NoDocument({ id })) : Result.succeed([{ _tag: "OwnedVehicleVerified", basis, by, at }])
  )
}

/** Also one that was verified: it was sold, or the document was false. */
export const reject = (command: Only<"Reject">, state: State): Decision<"OwnedVehicleRejected", RejectRejection> => {
  const { at, by, reason } = command
  if (state._tag === "Rejected" && state.rejected.reason === reason) return Result.succeed([])
  return Result.map(
    Result.flatMap(standing(state, command, "Pending", "Verified"), (known): Result.Result<OwnedVehicle, RejectRejection> => another(known, command)),
    () => [{ _tag: "OwnedVehicleRejected", reason, by, at }]
  )
}

export const remove = (command: Only<"Remove">, state: State): Decision<"OwnedVehicleRemoved", Begun> =>
  state._tag === "Removed"
    ? Result.succeed([])
    : Result.map(standing(state, command, "Pending", "Verified", "Rejected"), () => [{ _tag: "OwnedVehicleRemoved", by: command.by, at: command.at }])

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Register":
      return register(command, state)
    case "AddDocument":
      return addDocument(command, state)
    case "Verify":
      return verify(command, state)
    case "Reject":
      return reject(command, state)
    case "Remove":
      return remove(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
