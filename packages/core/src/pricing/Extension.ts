/**
 * An extension: more time for a stay that was paid until an instant. It costs what the longer stay costs more, so a
 * ladder goes on where it was and does not start anew, and a daily maximum that is reached stays reached.
 *
 * Units: instants in epoch milliseconds; the bill's in minor units.
 * Fails: ExtendsBackwards; what PriceFunction fails with.
 * Guarantees: what was paid and its extensions sum to the price of the whole stay; an extension is never negative.
 */
import { Result, Schema } from "effect"
import { Instant } from "../time/index.ts"
import type * as Bill from "./Bill.ts"
import type * as PriceFunction from "./PriceFunction.ts"

/** An end that lies before the one that was paid. */
export class ExtendsBackwards extends Schema.TaggedError<ExtendsBackwards>()("ExtendsBackwards", {
  until: Instant.Instant,
  to: Instant.Instant
}) {
  override get message() {
    return `the stay is paid until ${Instant.toIso(this.until)} and cannot be extended to ${Instant.toIso(this.to)}`
  }
}

/**
 * The bill of extending a stay that is paid until `until` up to `to`: the lines of the whole stay, and what was paid of
 * it. Where the longer stay costs less, the extension costs nothing, and what was paid stays paid.
 */
export const price = (
  stay: PriceFunction.PriceFunction,
  until: Instant.Instant,
  to: Instant.Instant
): Result.Result<Bill.Bill, PriceFunction.Rejection | ExtendsBackwards> => {
  if (to < until) return Result.fail(new ExtendsBackwards({ until, to }))
  return Result.flatMap(stay.at(until), (paid) =>
    Result.map(stay.at(to), (whole): Bill.Bill => {
      const cheaper = whole.gross < paid.gross
      const off = { net: cheaper ? whole.net : Math.min(paid.net, whole.net), gross: cheaper ? whole.gross : paid.gross }
      const line: Bill.Line = {
        kind: "earlier",
        rule: "extension",
        label: "paid",
        from: paid.from,
        to: paid.to,
        quantity: "1",
        unitPrice: "0",
        unit: "stay",
        taxRate: "0",
        net: 0 - off.net,
        gross: 0 - off.gross
      }
      const lines = off.net === 0 && off.gross === 0 ? whole.lines : [...whole.lines, line]
      return { ...whole, from: paid.to, lines, net: whole.net - off.net, gross: whole.gross - off.gross }
    }))
}
