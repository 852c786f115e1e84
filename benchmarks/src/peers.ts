/**
 * How others price: the loop over steps that people write with date-fns-tz, and a tariff as rules of json-rules-engine.
 *
 * Units: epoch seconds in, minor units out.
 */
import { toZonedTime } from "date-fns-tz"
import { Engine } from "json-rules-engine"

/**
 * Every step asks the clock what it costs: `price` of the local hour at which it begins. Exact away from changes of the
 * clock, where date-fns-tz takes its date for a local reading.
 */
export const perStep = (zone: string, stepSeconds: number, price: (hour: number) => number) => (entry: number, exit: number): number => {
  let sum = 0
  for (let at = entry; at < exit; at += stepSeconds) sum += price(toZonedTime(at * 1_000, zone).getHours())
  return sum
}

export interface Rung {
  /** Seconds. */
  readonly upTo: number
  readonly price: number
}

/** A ladder, a rule for each rung: the first that is long enough, as a higher priority. */
export const asRules = (rungs: ReadonlyArray<Rung>): ((entry: number, exit: number) => Promise<number>) => {
  const engine = new Engine()
  rungs.forEach(({ price, upTo }, index) => {
    engine.addRule({
      priority: rungs.length - index,
      conditions: { all: [{ fact: "seconds", operator: "lessThanInclusive", value: upTo }] },
      event: { type: "price", params: { price } }
    })
  })
  return async (entry, exit) => {
    const { events } = await engine.run({ seconds: exit - entry })
    const [first] = events
    const price: unknown = first?.params?.["price"]
    if (typeof price !== "number") throw new Error(`no rule for ${exit - entry} seconds`)
    return price
  }
}
