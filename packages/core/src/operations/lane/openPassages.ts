import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import { Journal, key } from "../../ports/index.ts"
import { operation } from "../operation.ts"
import * as told from "../told.ts"

const Listing = Schema.Struct({
  lotId: Lot.LotId,
  /** Those after this one only. */
  after: Schema.optional(Ids.PassageId),
  limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))))
})

/** What is before the gates of a lot for staff to look at: in doubt, not passed yet, or left. */
export const openPassages = operation("openPassages", Listing, Effect.fnUntraced(function*({ after, limit = 100, lotId }) {
  return yield* (yield* Journal).under("Passage", key.open(lotId), { after, limit })
}), told.each(told.passage))
