import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Pass } from "../../pass/index.ts"
import { type Change, Journal, Lots } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor } from "../acting.ts"
import { change } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { Arriving, letIn, unlessInside } from "../ticket/admit.ts"

/** Who comes on a pass. */
const EnteringOnPass = Schema.Struct({ ...Arriving.fields, passId: Ids.PassId })
type EnteringOnPass = typeof EnteringOnPass.Type

/** An entry on a pass with what else it changes, and with a ticket of that id where one is said. */
export const enterOnPassWith = (given: EnteringOnPass, more: ReadonlyArray<Change>, ticketId?: Ids.TicketId) =>
  Effect.gen(function*() {
    const { lotId, passId, vehicle: { plate } } = given
    const [journal, lots] = [yield* Journal, yield* Lots]
    const before = yield* journal.load("Pass", passId)
    const [at, id] = [yield* now, ticketId ?? Ticket.TicketId.make(yield* newId)]
    const events = yield* Effect.fromResult(Pass.use({ _tag: "Use", at, by: actor(given), plate, lotId, ticketId: id }, before)).pipe(
      Effect.catchTag(["AntiPassback", "PoolFull"], (refusal) => unlessInside(given, refusal))
    )
    const terms = yield* lots.terms((yield* lots.find(lotId)).termsId)
    const facts = before._tag === "Absent" ? {} : { facts: { pass: before.terms.product.code } }
    return yield* letIn(given, terms, id, at, { basis: { _tag: "Pass", passId }, ...facts, alongside: { changes: [change("Pass", passId, before, events), ...more] } })
  })

/** Lets in who holds a pass: an entry or a place of it is used, and the stay is priced as the tariff says of the pass. */
export const enterOnPass = operation("enterOnPass", EnteringOnPass, (given) => decideAgain(enterOnPassWith(given, [])))
