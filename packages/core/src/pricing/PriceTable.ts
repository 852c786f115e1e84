/**
 * A price table: the price of one entry as rows, small enough for a ticket, a card or a kiosk without a network, and
 * simple enough for any language: the price of a stay is the last row whose seconds are not above its length.
 *
 * Units: seconds from the entry; net and gross in minor units; `null` where no price is offered.
 * Guarantees: a price table says what the price function says, up to its end.
 */
import { Result, Schema } from "effect"
import { Money } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import { lastIndex } from "./lastIndex.ts"
import type { Compiled, Context, Price } from "./PriceFunction.ts"
import { minorUnits } from "./Syntax.ts"

const Row = Schema.Tuple([Schema.Int, Schema.NullOr(Money.Amount), Schema.NullOr(Money.Amount)])

export const PriceTable = Schema.Struct({
  format: Schema.Literal("parkade.price-table/1"),
  entry: Instant.FromIso,
  /** The first exit that it knows nothing of. */
  until: Instant.FromIso,
  currency: Money.Currency,
  minorUnits: Schema.Int,
  /** Seconds after the entry, net, gross: from there on, up to the next row. */
  rows: Schema.Array(Row)
}).annotate({ identifier: "PriceTable" })
export type PriceTable = typeof PriceTable.Type

/** The price changes more often than a table can hold. */
export class TableTooLarge extends Schema.TaggedError<TableTooLarge>()("TableTooLarge", {
  rows: Schema.Int,
  /** Up to where so many rows would reach. */
  reached: Instant.Instant
}) {
  override get message() {
    return `${this.rows} rows reach no further than ${Instant.toIso(this.reached)}: ask for less time, or allow more rows`
  }
}

/** The exit lies outside the table. */
export class NotInTable extends Schema.TaggedError<NotInTable>()("NotInTable", { entry: Instant.Instant, until: Instant.Instant, exit: Instant.Instant }) {
  override get message() {
    return `the table knows exits from ${Instant.toIso(this.entry)} up to ${Instant.toIso(this.until)}, not ${Instant.toIso(this.exit)}`
  }
}

export interface Span {
  readonly entry: Instant.Instant
  readonly until: Instant.Instant
  readonly context?: Context
  /** 10,000 by default. */
  readonly rows?: number
}

/** The table of a stay's prices from `entry` up to `until`. */
export const make = ({ from, tariff }: Compiled, { context, entry, rows = 10_000, until }: Span): Result.Result<PriceTable, TableTooLarge> => {
  const price = from(entry, context)
  const steps = price.steps(until, rows)
  const reached = steps.at(-1)?.to ?? price.entry
  if (reached < until && steps.length >= rows) return Result.fail(new TableTooLarge({ rows, reached }))
  return Result.succeed({
    format: "parkade.price-table/1",
    entry: price.entry,
    until,
    currency: tariff.currency,
    minorUnits: minorUnits(tariff),
    rows: steps.map((step) => [(step.from - price.entry) / 1_000, step.price?.net ?? null, step.price?.gross ?? null] as const)
  })
}

/** What the table says of the stay that ends at `exit`; `undefined` where no price is offered. */
export const priceAt = (table: PriceTable, exit: Instant.Instant): Result.Result<Price | undefined, NotInTable> => {
  if (exit < table.entry || exit >= table.until) return Result.fail(new NotInTable({ entry: table.entry, until: table.until, exit }))
  const length = Math.floor((exit - table.entry) / 1_000)
  const row = lastIndex(0, table.rows.length, (index) => (table.rows[index]?.[0] ?? Number.POSITIVE_INFINITY) <= length)
  const [, net = null, gross = null] = table.rows[row] ?? []
  return Result.succeed(net === null || gross === null ? undefined : { net, gross })
}
