/** Operators and the lots they run, each change its own use-case. */
import { Effect, type Result, Schema } from "effect"
import { Operator } from "../../account/index.ts"
import { Lot, Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, Lots } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"

/** Another operator runs this lot. */
export class RunByAnother extends Schema.TaggedError<RunByAnother>()("RunByAnother", { lotId: Lot.LotId }) {
  override get message() {
    return "another operator runs this lot: it is given up there first"
  }
}

const committed = Effect.fnUntraced(function*(id: Party.OperatorId, by: Party.Actor, before: Operator.State, events: ReadonlyArray<Operator.Event>, reason?: string) {
  const changed = change("Operator", id, before, events)
  yield* store({ action: "operator.edit", by, reason }, { changes: [changed] }).pipe(Effect.catchTag("SpotTaken", Effect.die))
  return outcome(changed)
})

const name = Name.upTo(120)

const Opening = Schema.Struct({
  name,
  by: Party.Actor,
  /** An id of the caller's: the same operator said twice is opened once. */
  operatorId: Schema.optional(Party.OperatorId)
})

/** Somebody begins to run lots here. */
export const openOperator = operation("openOperator", Opening, ({ by, name, operatorId }) =>
  decideAgain(Effect.gen(function*() {
    const id = operatorId ?? Party.OperatorId.make(yield* newId)
    const before = yield* (yield* Journal).load("Operator", id)
    // Said twice, it was when it was said first.
    const at = before._tag === "Absent" ? yield* now : before.openedAt
    const events = yield* Effect.fromResult(Operator.open({ _tag: "Open", id, name, by, at }, before))
    return yield* Effect.catchTag(committed(id, by, before, events), "KeyTaken", Effect.die)
  })))

const done = { operatorId: Party.OperatorId, by: Party.Actor }

const OfOperator = Schema.Struct(done)
type OfOperator = typeof OfOperator.Type

/** Decides on an operator whose lots stay, or become fewer, and stores it. */
const deciding = <E>({ by, operatorId, reason }: OfOperator & { readonly reason?: string }, decide: (operator: Operator.State, at: Instant.Instant) => Result.Result<ReadonlyArray<Operator.Event>, E>) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Operator", operatorId)
    const events = yield* Effect.fromResult(decide(before, yield* now))
    return yield* Effect.catchTag(committed(operatorId, by, before, events, reason), "KeyTaken", Effect.die)
  }))

const Renaming = Schema.Struct({ ...done, name })

/** Gives an operator another name. */
export const renameOperator = operation("renameOperator", Renaming, ({ name, ...given }) =>
  deciding(given, (operator, at) => Operator.rename({ _tag: "Rename", at, by: given.by, name }, operator)))

const OfItsLot = Schema.Struct({ ...done, lotId: Lot.LotId })

/** The operator runs this lot from now on. */
export const takeOnLot = operation("takeOnLot", OfItsLot, ({ by, lotId, operatorId }) =>
  decideAgain(Effect.gen(function*() {
    yield* (yield* Lots).find(lotId)
    const before = yield* (yield* Journal).load("Operator", operatorId)
    const events = yield* Effect.fromResult(Operator.takeOnLot({ _tag: "TakeOnLot", at: yield* now, by, lotId }, before))
    return yield* Effect.catchTag(committed(operatorId, by, before, events), "KeyTaken", () => Effect.fail(new RunByAnother({ lotId })))
  })))

/** The operator runs this lot no more. */
export const giveUpLot = operation("giveUpLot", OfItsLot, ({ lotId, ...given }) =>
  deciding(given, (operator, at) => Operator.giveUpLot({ _tag: "GiveUpLot", at, by: given.by, lotId }, operator)))

const SuspendingOperator = Schema.Struct({ ...done, reason: Name.upTo(500) })

/** The operator takes on nothing until it is reinstated. */
export const suspendOperator = operation("suspendOperator", SuspendingOperator, (given) =>
  deciding(given, (operator, at) => Operator.suspend({ _tag: "Suspend", at, by: given.by, reason: given.reason }, operator)))

/** A suspended operator may take on lots again. */
export const reinstateOperator = operation("reinstateOperator", OfOperator, (given) =>
  deciding(given, (operator, at) => Operator.reinstate({ _tag: "Reinstate", at, by: given.by }, operator)))

/** The operator is gone for good, with no lot left. */
export const closeOperator = operation("closeOperator", OfOperator, (given) =>
  deciding(given, (operator, at) => Operator.close({ _tag: "Close", at, by: given.by }, operator)))
