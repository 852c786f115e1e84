/** Many runs: what they come to together, and whether they meant something. */
import * as Faults from "./Faults.ts"
import { said } from "./invariants/index.ts"
import type { Report } from "./simulate.ts"

export interface Totals {
  readonly seeds: number
  readonly commands: number
  readonly fired: ReadonlyMap<Faults.Fault, number>
  readonly checked: ReadonlyMap<string, number>
  /** Seeds that broke an invariant, with the first that they broke. */
  readonly violations: ReadonlyArray<{ readonly seed: number; readonly invariant: string; readonly why: string; readonly step: number }>
  /** What makes a run mean little: too few commands, cars or days in a seed. */
  readonly thin: ReadonlyArray<string>
}

export const none: Totals = { seeds: 0, commands: 0, fired: new Map(), checked: new Map(), violations: [], thin: [] }

/** Each seed does so much at least. */
export const least = { commands: 300, cars: 50, days: 3 }

/** Over many seeds, each fault strikes so often at least. */
export const leastFired = 100

const sum = <K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): ReadonlyMap<K, number> =>
  new Map([...new Set([...a.keys(), ...b.keys()])].map((key) => [key, (a.get(key) ?? 0) + (b.get(key) ?? 0)]))

export const add = (totals: Totals, { cars, checked, commands, days, fired, seed, violations: [violation] }: Report): Totals => {
  const did = { commands, cars, days }
  const short = (["commands", "cars", "days"] as const).filter((what) => did[what] < least[what])
  return {
    seeds: totals.seeds + 1,
    commands: totals.commands + commands,
    fired: sum(totals.fired, fired),
    checked: sum(totals.checked, checked),
    violations: violation === undefined ? totals.violations : [...totals.violations, { seed, ...violation }],
    // A run that was cut short by a violation says enough.
    thin: violation === undefined ? [...totals.thin, ...short.map((what) => `seed ${seed}: ${did[what]} ${what}, expected ${least[what]} at least`)] : totals.thin
  }
}

/** Why runs without a violation would still prove little. */
export const shortfalls = ({ checked, fired, thin }: Totals): ReadonlyArray<string> => [
  ...thin,
  ...Faults.all.flatMap((fault) => (fired.get(fault) ?? 0) < leastFired ? [`${fault} struck ${fired.get(fault) ?? 0} times, expected ${leastFired} at least`] : []),
  ...[...said.keys()].flatMap((id) => (checked.get(id) ?? 0) === 0 ? [`${id} was never checked where it could fail`] : [])
]
