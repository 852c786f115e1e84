/** How laws price: a tariff, what its host knows, a stay; and what of the answer is compared. */
import { type Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import type { JsonObject } from "../arbitraries/Json.ts"
import type { Visit } from "../arbitraries/Stay.ts"
import { calendars } from "../arbitraries/Tariff.ts"

/** What a tariff does not say itself: where the lot is, and the calendars of holidays by their names. */
export interface Host {
  readonly zone?: TimeZone.TimeZone
  readonly calendars?: { readonly [id: string]: ReadonlyArray<string> }
}

/** A host that knows every calendar of the generated tariffs. */
export const berlin: Host = { zone: TimeZone.TimeZone.make("Europe/Berlin"), calendars }

export type Priced = ReturnType<PriceFunction.PriceFunction["at"]>

export const compiled = (tariff: Tariff.Tariff, host: Host): PriceFunction.Compiled => Result.getOrThrow(PriceFunction.compile(tariff, host))

/** What the stay costs: its sums, or why there are none. */
export type Outcome = { readonly net: number; readonly gross: number } | "Unavailable" | "AmountTooLarge" | "ExitBeforeEntry"

export const money = ({ gross, net }: Bill.Bill) => ({ net, gross })

export const outcome = (priced: Priced): Outcome => (Result.isSuccess(priced) ? money(priced.success) : priced.failure._tag)

/** Prices a stay under a tariff given as JSON. */
export const outcomeOf = (tariff: JsonObject, stay: Visit, host: Host): Outcome => {
  const made = Result.getOrThrow(Tariff.decode(tariff))
  return outcome(compiled(made, host).from(stay.entry, stay).at(stay.exit))
}

const later = (instant: Instant.Instant, seconds: number): Instant.Instant => Instant.Instant.make(instant + seconds * 1_000)

const spansLater = <Span extends { readonly from: Instant.Instant; readonly to: Instant.Instant }>(spans: ReadonlyArray<Span>, seconds: number) =>
  spans.map((span) => ({ ...span, from: later(span.from, seconds), to: later(span.to, seconds) }))

/** The stay with its phases and earlier visits, so many seconds later. */
export const shifted = (stay: Visit, seconds: number): Visit => ({
  ...stay,
  entry: later(stay.entry, seconds),
  exit: later(stay.exit, seconds),
  phases: spansLater(stay.phases, seconds),
  earlier: spansLater(stay.earlier, seconds)
})

/** True when a bill is of this visit alone: else it is what a visit adds to others. */
export const isAlone = (visits: unknown, { earlier }: Visit): boolean => visits === "apart" || earlier.length === 0
