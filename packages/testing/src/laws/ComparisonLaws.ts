/** Laws of comparing tariffs: what is told of two tariffs is what their bills say. */
import { Comparison } from "@parkade/core/pricing"
import { Elapsed, Instant } from "@parkade/core/time"
import { Equal, Result } from "effect"
import type { ExplainCase } from "./ExplainLaws.ts"
import { type Law, show } from "./Law.ts"
import { compiled } from "./Pricing.ts"

/** Short, for tariffs by the second have a price for each. */
const longest = Elapsed.ofMinutes(50)

const asked = ({ host, other, stay, tariff }: ExplainCase): Comparison.Asked => {
  const { entry, exit, ...context } = stay
  // Levels are of the prices of one tariff.
  return { before: compiled(tariff, host), after: compiled(other, host), entries: [entry], longest, context: { ...context, levels: {} } }
}

/** What the stay that ends so many seconds after the entry costs more by its bills; undefined where it lacks one of two prices. */
const byAt = ({ after, before, context, entries: [entry = Instant.ofSeconds(0)] }: Comparison.Asked, seconds: number): number | undefined => {
  const exit = Instant.ofSeconds(Instant.seconds(entry) + seconds)
  const [left, right] = [before, after].map((each) => Result.getOrUndefined(each.from(entry, context).at(exit))?.gross)
  return left === undefined || right === undefined ? undefined : right - left
}

const probes = [1, 59, 60, 61, 600, 900, 901, 1_799, 1_800, 2_400, 3_000]

const seconds = (length: number): number => length / 1_000

const wrongAt = (given: Comparison.Asked, { cheaper, dearer }: Comparison.Comparison, probe: number): string | undefined => {
  const by = byAt(given, probe) ?? 0
  const [rise, fall] = [dearer?.most.by ?? 0, cheaper?.most.by ?? 0]
  if (by > rise || by < fall) return `${by} after ${probe} s, told to lie from ${fall} to ${rise}`
  const side = by > 0 ? dearer : by < 0 ? cheaper : undefined
  return side === undefined || seconds(side.from) <= probe ? undefined : `${by} after ${probe} s already, told from ${seconds(side.from)} s on`
}

/** Laws of a tariff, and of it with one field changed. */
export const comparisonLaws: ReadonlyArray<Law<ExplainCase>> = [
  {
    name: "the largest rise and the largest fall are what the two bills differ by",
    counterexample: (input) => {
      if (input.tariff.currency !== input.other.currency) return undefined
      const given = asked(input)
      const told = Comparison.compare(given)
      for (const side of [told.dearer, told.cheaper]) {
        if (side === undefined) continue
        const { by, entry, exit } = side.most
        const billed = byAt(given, Instant.seconds(exit) - Instant.seconds(entry))
        if (billed !== by) return show({ told: side, billed })
        if ((by > 0) !== (side === told.dearer) || (byAt(given, seconds(side.from)) ?? 0) * by <= 0) return show(side)
      }
      return probes.map((probe) => wrongAt(given, told, probe)).find((wrong) => wrong !== undefined)
    }
  },
  {
    name: "a tariff differs from itself nowhere",
    counterexample: (input) => {
      const told = Comparison.compare(asked({ ...input, other: input.tariff }))
      return told.equal ? undefined : show(told)
    }
  },
  {
    name: "compared the other way round, a rise is a fall",
    counterexample: (input) => {
      const [there, back] = [asked(input), asked({ ...input, tariff: input.other, other: input.tariff })].map(Comparison.compare)
      const brief = (side: Comparison.Side | undefined, sign: number) => side === undefined ? undefined : { from: side.from, exit: side.most.exit, by: sign * side.most.by }
      return Equal.equals(brief(there?.dearer, 1), brief(back?.cheaper, -1)) && Equal.equals(brief(there?.cheaper, 1), brief(back?.dearer, -1)) && there?.equal === back?.equal
        ? undefined
        : show({ there, back })
    }
  }
]
