/** What a replay came to, as JSON: amounts in minor units, as texts where they exceed the safe integers. */
import { Bill } from "@parkade/core/pricing"
import type { Replay } from "@parkade/core/replay"
import { Instant } from "@parkade/core/time"
import { Schema } from "effect"

const encodeBill = Schema.encodeSync(Bill.Bill)

const stay = ({ number, stay: { entry, exit, group, id } }: Replay.Unpriced | Replay.Example) =>
  ({ number, id, entry: Instant.toIso(entry), exit: Instant.toIso(exit), ...(group !== undefined && { group }) })

const example = (each: Replay.Example) => ({ ...stay(each), difference: each.difference, a: encodeBill(each.a), b: encodeBill(each.b) })

const unpriced = (each: Replay.Unpriced) => ({ ...stay(each), reason: each.reason._tag, message: each.reason.message })

/** A text of JSON; `about` comes first. */
export const encode = (about: object, { groups, losers, unpriced: without, winners, ...rest }: Replay.Report): string =>
  JSON.stringify({
    ...about,
    ...rest,
    groups: groups.filter(({ name }) => name !== undefined).map(({ name, tally }) => ({ name, ...tally })),
    losers: losers.map(example),
    winners: winners.map(example),
    unpriced: { refused: without.refused.map(unpriced), a: without.a.map(unpriced), b: without.b.map(unpriced) }
  }, (_, value: unknown) => typeof value === "bigint" ? value.toString() : value, 2)
