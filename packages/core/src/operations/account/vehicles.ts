/** Vehicles that people say are theirs, each change its own use-case. */
import { Effect, type Result, Schema } from "effect"
import { type Matrix, OwnedVehicle } from "../../account/index.ts"
import { NotBegun } from "../../lifecycle/index.ts"
import { Name, Plate, Vehicle } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, store } from "../store.ts"

/** Somebody else was verified to own the vehicle of this plate. */
export class PlateOwnedByAnother extends Schema.TaggedError<PlateOwnedByAnother>()("PlateOwnedByAnother", { plate: Plate.Plate }) {
  override get message() {
    return `${this.plate} is verified as somebody else's: reject or remove that first`
  }
}

const committed = Effect.fnUntraced(function*(act: Act, id: OwnedVehicle.OwnedVehicleId, before: OwnedVehicle.State, events: ReadonlyArray<OwnedVehicle.Event>) {
  const changed = change("OwnedVehicle", id, before, events)
  const after = outcome(changed)
  yield* store(act, { changes: [changed] }).pipe(
    Effect.catchTag("KeyTaken", () => Effect.fail(new PlateOwnedByAnother({ plate: after.vehicle.plate }))),
    Effect.catchTag("SpotTaken", Effect.die)
  )
  return after
})

const RegisteringVehicle = Schema.Struct({
  personId: Party.PersonId,
  vehicle: Vehicle.FromGiven,
  /** An id of the caller's: the same vehicle said twice is registered once. */
  ownedVehicleId: Schema.optional(OwnedVehicle.OwnedVehicleId)
})

/** Somebody says that a vehicle is theirs. */
export const registerVehicle = operation("registerVehicle", RegisteringVehicle, ({ ownedVehicleId, personId, vehicle }) =>
  decideAgain(Effect.gen(function*() {
    const journal = yield* Journal
    const person = yield* journal.load("Person", personId)
    if (person._tag === "Absent" || person._tag === "Erased") return yield* new NotBegun({ subject: "person" })
    const id = ownedVehicleId ?? OwnedVehicle.OwnedVehicleId.make(yield* newId)
    const before = yield* journal.load("OwnedVehicle", id)
    // Said twice, it was when it was said first.
    const at = before._tag === "Absent" ? yield* now : before.registeredAt
    const events = yield* Effect.fromResult(OwnedVehicle.register({ _tag: "Register", id, personId, vehicle, at }, before))
    // It is not verified.
    return yield* Effect.catchTag(committed({ action: "vehicle.register", by: { _tag: "Person", id: personId } }, id, before, events), "PlateOwnedByAnother", Effect.die)
  })))

const done = { ownedVehicleId: OwnedVehicle.OwnedVehicleId, by: Party.Actor }

const OfVehicle = Schema.Struct(done)
type OfVehicle = typeof OfVehicle.Type

/** Decides on an owned vehicle, and stores it. */
const deciding = <E>(
  { action, by, ownedVehicleId: id, reason }: OfVehicle & { readonly action: Matrix.Action; readonly reason?: string },
  decide: (vehicle: OwnedVehicle.State, at: Instant.Instant) => Result.Result<ReadonlyArray<OwnedVehicle.Event>, E>
) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("OwnedVehicle", id)
    return yield* committed({ action, by, reason }, id, before, yield* Effect.fromResult(decide(before, yield* now)))
  }))

const AddingDocument = Schema.Struct({ ...done, document: OwnedVehicle.Document })

/** Adds what shows whose a vehicle is. */
export const addVehicleDocument = operation("addVehicleDocument", AddingDocument, ({ document, ...given }) =>
  Effect.catchTag(deciding({ action: "vehicle.register", ...given }, (vehicle, at) => OwnedVehicle.addDocument({ _tag: "AddDocument", at, document }, vehicle)), "PlateOwnedByAnother", Effect.die))

const VerifyingVehicle = Schema.Struct({ ...done, basis: OwnedVehicle.Basis })

/** Somebody else than the owner has seen that it is theirs; a plate has one verified owner. */
export const verifyVehicle = operation("verifyVehicle", VerifyingVehicle, ({ basis, ...given }) =>
  deciding({ action: "vehicle.verify", ...given }, (vehicle, at) => OwnedVehicle.verify({ _tag: "Verify", at, by: given.by, basis }, vehicle)))

const RejectingVehicle = Schema.Struct({ ...done, reason: Name.upTo(500) })

/** Somebody else than the owner has seen that a vehicle is not theirs, or not any more. */
export const rejectVehicle = operation("rejectVehicle", RejectingVehicle, (given) =>
  Effect.catchTag(deciding({ action: "vehicle.verify", ...given }, (vehicle, at) => OwnedVehicle.reject({ _tag: "Reject", at, by: given.by, reason: given.reason }, vehicle)), "PlateOwnedByAnother", Effect.die))

/** Somebody says that a vehicle is theirs no more. */
export const removeVehicle = operation("removeVehicle", OfVehicle, (given) =>
  Effect.catchTag(deciding({ action: "vehicle.remove", ...given }, (vehicle, at) => OwnedVehicle.remove({ _tag: "Remove", at, by: given.by }, vehicle)), "PlateOwnedByAnother", Effect.die))
