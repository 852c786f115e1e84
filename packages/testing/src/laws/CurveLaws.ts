/** Laws of price curves: what is carried in tables and told by comparing is what the price function says. */
import { Curve, type PriceFunction, PriceTable } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Equal, Result } from "effect"
import { type Law, show } from "./Law.ts"
import type { PriceCase } from "./PriceLaws.ts"
import { compiled } from "./Pricing.ts"

const priceOf = (price: PriceFunction.PriceFunction, exit: Instant.Instant): PriceFunction.Price | undefined =>
  Result.match(price.at(exit), { onSuccess: ({ gross, net }) => ({ net, gross }), onFailure: () => undefined })

/** Up to so many rows and steps are looked at. */
const rows = 6

const spanOf = ({ host, stay, tariff }: PriceCase) => {
  const ready = compiled(tariff, host)
  const price = ready.from(stay.entry, stay)
  const steps = price.steps(Instant.Instant.make(price.entry + 86_400_000), rows)
  return { price, ready, until: steps.at(-1)?.to ?? Instant.Instant.make(price.entry + 1_000) }
}

/** Laws of any tariff and any stay. */
export const curveLaws: ReadonlyArray<Law<PriceCase>> = [
  {
    name: "a price table says what the price function says, up to its end",
    counterexample: (input) => {
      const { price, ready, until } = spanOf(input)
      const table = Result.getOrThrow(PriceTable.make(ready, { entry: price.entry, until, context: input.stay, rows: rows + 1 }))
      const probes = table.rows.flatMap(([seconds]) => [seconds, seconds + 1]).map((seconds) => Instant.Instant.make(price.entry + seconds * 1_000)).filter((probe) => probe < until)
      const wrong = probes.find((probe) => !Equal.equals(Result.getOrThrow(PriceTable.priceAt(table, probe)), priceOf(price, probe)))
      if (wrong !== undefined) return `${show(priceOf(price, wrong))} at ${wrong}, by the table ${show(PriceTable.priceAt(table, wrong))}`
      return Result.isFailure(PriceTable.priceAt(table, until)) ? undefined : `the table knows ${until}, where it ends`
    }
  },
  {
    name: "comparing covers every exit once",
    counterexample: (input) => {
      const { price, ready, until } = spanOf(input)
      const all = Curve.compare(price, ready.from(price.entry, input.stay), until)
      const gap = all.find(({ from, to }, index) => from >= to || from !== (index === 0 ? price.entry : all[index - 1]?.to))
      return gap === undefined && (all.at(-1)?.to ?? until) === until ? undefined : show({ gap, until, last: all.at(-1) })
    }
  },
  {
    name: "two price functions are equal where comparing them finds no difference",
    counterexample: (input) => {
      const { price, ready, until } = spanOf(input)
      if (!Curve.equal(price, ready.from(price.entry, input.stay), until)) return "a price function is not equal to itself"
      const dearer = compiled({ ...input.tariff, rate: { type: "sum", of: [input.tariff.rate, { type: "flat", price: "1000" }] } }, input.host).from(price.entry, input.stay)
      // Of visits that count together, what all of them pay once is nothing that this one adds.
      if (input.stay.earlier.length > 0) return undefined
      const some = price.steps(until, rows).some((step) => step.price !== undefined && step.from > price.entry)
      return Curve.equal(price, dearer, until) && some && priceOf(dearer, Instant.Instant.make(until - 1_000)) !== undefined ? "a thousand more changed nothing" : undefined
    }
  }
]
