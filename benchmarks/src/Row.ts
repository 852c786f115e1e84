/** One measured figure beside its baseline, both from the same run. */
interface Measured {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Nothing where nobody else does it: then the figure stands alone. */
  readonly baseline: number | null
  /** Ours over the baseline's, the median over pairs of rounds. */
  readonly ratio: number | null
}

/** What a row is held to. Missing a goal fails the run; a row may have no goal yet. */
type Held =
  | {
    /** In words: ">= 0.8 of bare". */
    readonly goal: string
    readonly ok: boolean
  }
  | { readonly goal: null; readonly ok: null }

export type Row = Measured & Held

/** Of a figure that nothing is asked of yet. */
export const noGoalYet = { goal: null, ok: null } as const

/** True when no goal is missed. */
export const passes = (rows: ReadonlyArray<Row>): boolean => rows.every(({ ok }) => ok !== false)

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] ?? NaN : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

const shown = (value: number | null): number | string => value === null ? "" : Number(value.toFixed(1))

const verdict = ({ ok }: Row): string => ok === null ? "" : ok ? "yes" : "NO"

export const print = (rows: ReadonlyArray<Row>): void => {
  console.table(rows.map((row) => ({
    name: row.name,
    ours: shown(row.value),
    baseline: shown(row.baseline),
    unit: row.unit,
    ratio: row.ratio === null ? "" : Number(row.ratio.toPrecision(3)),
    goal: row.goal ?? "none yet",
    ok: verdict(row)
  })))
}
