/**
 * A law: a sentence that holds of every input, with a function that looks for what contradicts it.
 *
 * Plain values and functions, tied to no test runner: check one input with {@link broken}, throw on it with
 * {@link obey}, or let {@link search} generate inputs and shrink what it finds.
 */
import * as fc from "fast-check"

export interface Law<in Input> {
  /** The guarantee, as core's documentation states it. */
  readonly name: string
  /** What contradicts the law, for a person to check by hand; `undefined` where it holds. */
  readonly counterexample: (input: Input) => string | undefined
}

export interface Broken {
  readonly law: string
  readonly counterexample: string
}

/** The laws that `input` breaks. A law that throws is broken by what it threw. */
export const broken = <Input>(laws: ReadonlyArray<Law<Input>>, input: Input): ReadonlyArray<Broken> =>
  laws.flatMap(({ counterexample, name }) => {
    const found = attempt(() => counterexample(input))
    return found === undefined ? [] : [{ law: name, counterexample: found }]
  })

const attempt = (look: () => string | undefined): string | undefined => {
  try {
    return look()
  } catch (error) {
    return `it threw ${String(error)}`
  }
}

export class LawBroken extends Error {
  override readonly name = "LawBroken"
  readonly broken: ReadonlyArray<Broken>
  constructor(broken: ReadonlyArray<Broken>) {
    super(broken.map(({ counterexample, law }) => `"${law}" does not hold: ${counterexample}`).join("\n"))
    this.broken = broken
  }
}

/** Throws {@link LawBroken} when `input` breaks a law: the body of a property test. */
export const obey = <Input>(laws: ReadonlyArray<Law<Input>>, input: Input): void => {
  const found = broken(laws, input)
  if (found.length > 0) throw new LawBroken(found)
}

export interface Found extends Broken {
  /** The smallest input found, printed. */
  readonly input: string
  /** What fast-check needs to find it again. */
  readonly seed: number
  readonly path: string
}

/** Looks for an input that breaks a law, each law by itself, and shrinks it. Empty when all held in `numRuns` (300). */
export const search = <Input>(
  laws: ReadonlyArray<Law<Input>>,
  inputs: fc.Arbitrary<Input>,
  options: { readonly numRuns?: number; readonly seed?: number; readonly path?: string } = {}
): ReadonlyArray<Found> =>
  laws.flatMap((law) => {
    const details = fc.check(fc.property(inputs, (input) => broken([law], input).length === 0), { numRuns: 300, ...options })
    if (!details.failed || details.counterexample === null) return []
    const [input] = details.counterexample
    const [first] = broken([law], input)
    return [{
      law: law.name,
      counterexample: first?.counterexample ?? "it held when tried again",
      input: fc.stringify(input),
      seed: details.seed,
      path: details.counterexamplePath ?? ""
    }]
  })

/** Prints any value of the domain: bigints, maps, undefined. */
export const show = (value: unknown): string => fc.stringify(value)
