/** Policies of refunds. */
import type { Refund } from "@parkade/core/pricing"
import * as fc from "fast-check"

const amount = fc.constantFrom("0", "0.50", "1", "2.50")
const percent = fc.constantFrom("0", "33.3", "50", "100")
const soon = fc.constantFrom("PT0S", "PT5M", "PT1H", "PT24H")
const payout = fc.record({ fee: amount, minimum: amount, roundDownTo: fc.constantFrom("0.05", "1") }, { requiredKeys: [] })

/** Cancellations: by how long ago was booked, how long before the start, or both. */
export const cancellation = (): fc.Arbitrary<Refund.Cancellation> =>
  fc.record({
    steps: fc.array(fc.oneof(fc.record({ bookedWithin: soon, percent }), fc.record({ notice: soon, percent }), fc.record({ bookedWithin: soon, notice: soon, percent })), { maxLength: 3 }),
    otherwise: percent,
    payout
  }).map(({ payout: rest, ...policy }) => ({ ...policy, ...rest }))

/** What becomes of paid time that is not used. */
export const refundPolicy = (): fc.Arbitrary<Refund.Policy> =>
  fc.tuple(fc.constantFrom("unused" as const, "none" as const), payout).map(([refund, rest]) => ({ refund, ...rest }))
