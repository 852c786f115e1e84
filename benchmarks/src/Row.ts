/** One measured figure beside its baseline, both from the same run. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: number
  /** Ours over the baseline's, the median over pairs of rounds. */
  readonly ratio: number
  /** In words: ">= 0.8 of bare". */
  readonly goal: string
  readonly ok: boolean
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] ?? NaN : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

export const print = (rows: ReadonlyArray<Row>): void => {
  console.table(rows.map(({ baseline, goal, name, ok, ratio, unit, value }) => ({
    name,
    ours: Number(value.toFixed(1)),
    baseline: Number(baseline.toFixed(1)),
    unit,
    ratio: Number(ratio.toFixed(2)),
    goal,
    ok: ok ? "yes" : "NO"
  })))
}
