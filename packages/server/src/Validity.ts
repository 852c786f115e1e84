/** The dates that a tariff is for, `valid`: a price function leaves them to its host. Local dates, judged at entry. */
import type { PriceFunction } from "@parkade/core/pricing"
import { type Instant, LocalDate } from "@parkade/core/time"

export interface Validity {
  /** "from 2027-01-01", "until 2027-01-01", "from 2026-01-01 until 2027-01-01"; nothing for a tariff that is for every date. */
  readonly dates: string | undefined
  readonly holds: (entry: Instant.Instant) => boolean
}

export const of = ({ tariff: { valid = {} }, zone }: PriceFunction.Compiled): Validity => {
  const midnight = (text: string | undefined, open: number) => {
    const date = text === undefined ? undefined : LocalDate.parse(text)
    return date === undefined ? open : LocalDate.at(zone, date, 0)
  }
  const [begins, ends] = [midnight(valid.from, Number.NEGATIVE_INFINITY), midnight(valid.until, Number.POSITIVE_INFINITY)]
  const bounds = (["from", "until"] as const).flatMap((bound) => valid[bound] === undefined ? [] : [`${bound} ${valid[bound]}`])
  return { dates: bounds.length === 0 ? undefined : bounds.join(" "), holds: (entry) => begins <= entry && entry < ends }
}

/** Said of a tariff that is not for `entry`. */
export const note = (compiled: PriceFunction.Compiled, entry: Instant.Instant): string | undefined => {
  const { dates, holds } = of(compiled)
  return dates === undefined || holds(entry) ? undefined : `the tariff is for entries ${dates}`
}
