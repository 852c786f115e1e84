/** Laws of exact whole numbers and of sets of time: what prices are added up from. */
import { Whole } from "@parkade/core/money"
import { TimeSet } from "@parkade/core/time"
import { type Law, show } from "./Law.ts"

export interface WholeCase {
  readonly a: bigint
  readonly b: bigint
}

const operations = [
  ["add", Whole.add, (a: bigint, b: bigint) => a + b],
  ["subtract", Whole.subtract, (a: bigint, b: bigint) => a - b],
  ["multiply", Whole.multiply, (a: bigint, b: bigint) => a * b]
] as const

const isSmall = (value: bigint): boolean => Number.isSafeInteger(Number(value))

export const wholeLaws: ReadonlyArray<Law<WholeCase>> = [
  {
    name: "whole arithmetic is exact at any size",
    counterexample: ({ a, b }) => {
      const wrong = operations.find(([, whole, exact]) => BigInt(whole(Whole.of(a), Whole.of(b))) !== exact(a, b))
      return wrong === undefined ? undefined : `${wrong[0]} of ${a} and ${b} is ${show(wrong[1](Whole.of(a), Whole.of(b)))}`
    }
  },
  {
    name: "what fits a safe integer is a number, so equal wholes are ===",
    counterexample: ({ a, b }) => {
      const wrong = operations.find(([, whole, exact]) => (typeof whole(Whole.of(a), Whole.of(b)) === "number") !== isSmall(exact(a, b)))
      return wrong === undefined && (typeof Whole.of(a) === "number") === isSmall(a) ? undefined : show({ a, b })
    }
  }
]

export interface SetCase {
  readonly a: TimeSet.TimeSet
  readonly b: TimeSet.TimeSet
  readonly seconds: number
}

const members = (set: TimeSet.TimeSet): ReadonlyArray<number> =>
  TimeSet.intervals(set).flatMap(([from, to]) => Array.from({ length: to - from }, (_, index) => from + index))

const same = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): boolean => a.length === b.length && a.every((each, index) => each === b[index])

/** Of sets small enough to be listed second by second. */
export const timeSetLaws: ReadonlyArray<Law<SetCase>> = [
  {
    name: "the parts of a set of time before and after any length sum to the set",
    counterexample: ({ a, seconds }) => {
      const [first, rest] = [TimeSet.first(a, seconds), TimeSet.rest(a, seconds)]
      const all = members(a)
      return same(members(first), all.slice(0, Math.max(0, seconds))) && same(members(rest), all.slice(Math.max(0, seconds))) ? undefined : show({ a, seconds, first, rest })
    }
  },
  {
    name: "what two sets share and what the first has alone sum to the first",
    counterexample: ({ a, b }) => {
      const other = new Set(members(b))
      const [both, alone] = [TimeSet.intersect(a, b), TimeSet.minus(a, b)]
      const right = same(members(both), members(a).filter((second) => other.has(second))) && same(members(alone), members(a).filter((second) => !other.has(second)))
      return right ? undefined : show({ a, b, both, alone })
    }
  },
  {
    name: "sets of time are in order, apart and never empty intervals",
    counterexample: ({ a, b, seconds }) => {
      const made = [TimeSet.union([...TimeSet.intervals(b), ...TimeSet.intervals(a)]), TimeSet.intersect(a, b), TimeSet.minus(a, b), TimeSet.first(a, seconds), TimeSet.rest(a, seconds)]
      const odd = made.find((set) => set.some((bound, index) => index > 0 && bound <= (set[index - 1] ?? bound)))
      return odd === undefined ? undefined : show({ a, b, odd })
    }
  }
]
