import { Bill } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { runs, stayIn } from "@parkade/testing/arbitraries"
import { monotoneLaws, obey, priceCase, priceLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { test } from "vitest"
import { board, prices } from "./board.ts"

const { zone } = board

test("24 hours cost 12.00 at most", () => {
  fc.assert(fc.property(stayIn(board), ({ entry, exit }) => {
    const lastExit = Instant.Instant.make(Math.min(exit, entry + 24 * 3_600_000))
    const bill = Result.getOrThrow(prices.from(entry).at(lastExit))
    if (bill.gross > 12_00) throw new Error(`what it comes to:\n${Bill.render(bill, zone === undefined ? {} : { zone })}`)
  }), { ...runs(300), includeErrorInReport: true })
})

test("what holds of every tariff holds, and a longer stay never costs less", { timeout: 60_000 }, () => {
  fc.assert(fc.property(priceCase(board), (given) => obey([...priceLaws, ...monotoneLaws], given)), { ...runs(100), includeErrorInReport: true })
})
