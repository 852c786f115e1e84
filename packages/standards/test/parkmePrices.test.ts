/** What imported rules cost, in minor units without tax; `null` where no price is offered. Answers as in parkme.ts unless the table says otherwise. */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { answered, imported } from "./parkme.ts"

interface Row {
  readonly name: string
  readonly rules: unknown
  readonly options?: object
  readonly facts?: PriceFunction.Context["facts"]
  readonly stays: ReadonlyArray<readonly [entry: string, exit: string, net: number | null | "ExitBeforeEntry"]>
}

const table: ReadonlyArray<Row> = JSON.parse(readFileSync(new URL("./parkme-prices.json", import.meta.url), "utf8"))
const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))
const host = { zone: TimeZone.TimeZone.make("Europe/Berlin") }

describe.each(table)("$name", ({ facts = {}, options = {}, rules, stays }) => {
  it.each(stays)("%s to %s: %s", (entry, exit, expected) => {
    const tariff = Result.getOrThrow(Tariff.decode(imported(rules, { ...answered, ...options }).tariff))
    const bill = Result.getOrThrow(PriceFunction.compile(tariff, host)).from(instant(entry), { facts }).at(instant(exit))
    const net = Result.match(bill, { onSuccess: (priced) => priced.net, onFailure: ({ _tag }) => (_tag === "Unavailable" ? null : _tag) })
    expect(net).toBe(expected)
  })
})
