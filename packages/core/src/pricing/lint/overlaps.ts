/** Windows of one rate that hold at the same time: the first wins, which may not be what was meant. */
import { Instant, TimeSet } from "../../time/index.ts"
import { isPhased, list } from "../Clocks.ts"
import { lay } from "../meter/windows.ts"
import type { Dynamic } from "../Rate.ts"
import { written } from "../Syntax.ts"
import type { Covered } from "./coverage.ts"
import { startOf } from "./dates.ts"
import type { Finding } from "./Finding.ts"
import { later, stayOf, type Subject, words } from "./Subject.ts"

/** Each window with the first one before it that holds at some time of its own. */
const overlapsOf = (subject: Subject, rate: Dynamic, path: string): ReadonlyArray<Finding> => {
  const { span, zone } = subject
  const { clock, length } = words(subject)
  const [from, to] = [startOf(zone, span.from), startOf(zone, span.until)]
  const laid = rate.windows.map(({ during }) => list(during).some(isPhased) ? TimeSet.empty : lay(subject, during).within(from, to, []))
  return laid.flatMap((own, index) => {
    const before = laid.findIndex((other, at) => at < index && !TimeSet.isEmpty(TimeSet.intersect(other, own)))
    const shared = TimeSet.intersect(laid[before] ?? TimeSet.empty, own)
    const [first] = TimeSet.intervals(shared)
    if (first === undefined) return []
    const [start, end] = [Instant.ofSeconds(first[0]), Instant.ofSeconds(first[1])]
    return [{
      code: "overlapping-windows" as const,
      severity: "notice" as const,
      rule: `${path}.windows.${index}`,
      message: `it overlaps ${path}.windows.${before}, which comes first and wins: from ${clock(start)} to ${clock(end)}, ${length(TimeSet.length(shared))} in the year looked at`,
      stays: [stayOf(subject, start, later(start, Math.min(3_600, first[1] - first[0])), { facts: {} })]
    }]
  })
}

export const overlaps = (subject: Subject): Covered => ({
  findings: written(subject.tariff).flatMap(({ path, rate }) => rate.type === "dynamic" ? overlapsOf(subject, rate, path) : []),
  decided: ["overlapping-windows"],
  gaps: []
})
