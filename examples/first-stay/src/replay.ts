import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Replay } from "@parkade/core/replay"
import { Result } from "effect"
import { garage, instant } from "./tariff.ts"

const hourly = { ...garage.tariff, rate: { type: "hourly", price: "1.80", count: "started", tax: "0.19" } }
const proposal = Result.getOrThrow(Result.flatMap(Tariff.decode(hourly), (tariff) => PriceFunction.compile(tariff)))

const replay = Result.getOrThrow(Replay.start({ a: garage, b: proposal }))
for (const [entry, exit] of [["08:00", "08:10"], ["08:00", "10:30"], ["09:15", "18:40"]] as const) {
  replay.add({ id: entry, entry: instant(`2026-11-21T${entry}:00+01:00`), exit: instant(`2026-11-21T${exit}:00+01:00`) })
}

const { losers, total } = replay.report()
console.log("A", total.both.a.gross, "B", total.both.b.gross, "more", total.more, "less", total.less)
for (const { a, b, difference, stay } of losers) console.log(stay.id, a.gross, b.gross, difference)
