/** Tariffs and stays in few words, for worked examples. */
import { type Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"

/** JSON of a tariff: EUR, no tax, half-up to the cent, seconds counted, unless said otherwise. */
export const tariffJson = (rate: object, rest: object = {}): object => ({
  currency: "EUR",
  tax: "none",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "apart",
  rate,
  ...rest
})

export const tariff = (rate: object, rest: object = {}): Tariff.Tariff => Result.getOrThrow(Tariff.decode(tariffJson(rate, rest)))

const instant = (text: string): Instant.Instant => Result.getOrThrow(Instant.fromIso(text))

export const entry = instant("2026-06-01T08:00:00Z")

/** "1:30" is an hour and a half, "1:00:01" a second more than one. */
export const length = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number)
  return (hours * 3_600 + minutes * 60 + seconds) * 1_000
}

export const after = (stay: string): Instant.Instant => Instant.Instant.make(entry + length(stay))

/** The bill of a stay of such a length from {@link entry}. */
export const bill = (made: Tariff.Tariff, stay: string): Bill.Bill => Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(made)).from(entry).at(after(stay)))
