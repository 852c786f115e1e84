/** Laws of explanations: what is read is what is paid. */
import { Explain } from "@parkade/core/explain"
import { Language, Tariff } from "@parkade/core/pricing"
import * as fc from "fast-check"
import { changed } from "../arbitraries/Change.ts"
import { places } from "../arbitraries/Json.ts"
import { stayIn, type Visit } from "../arbitraries/Stay.ts"
import { type Law, show } from "./Law.ts"
import { berlin, compiled, type Host, outcome } from "./Pricing.ts"

export interface ExplainCase {
  readonly tariff: Tariff.Tariff
  /** The tariff with one field changed. */
  readonly other: Tariff.Tariff
  readonly host: Host
  readonly stay: Visit
  readonly language: Explain.Language
  /** Columns. */
  readonly width: number
}

/** Explanations of `tariff`, and of it with one field changed, with a stay that may tell them apart. */
export const explainCase = (tariff: Tariff.Tariff, host: Host = berlin): fc.Arbitrary<ExplainCase> =>
  fc.record({
    tariff: fc.constant(tariff),
    other: changed(tariff),
    host: fc.constant(host),
    stay: stayIn(tariff, host.zone === undefined ? {} : { zone: host.zone }),
    language: fc.constantFrom(...Explain.languages),
    width: fc.integer({ min: 20, max: 120 })
  })

const flat = (sentences: ReadonlyArray<Explain.Sentence>): ReadonlyArray<Explain.Sentence> => sentences.flatMap((each) => [each, ...flat(each.children)])

/** What is read: the texts and how they lie within each other. */
const read = (sentences: ReadonlyArray<Explain.Sentence>): ReadonlyArray<unknown> => sentences.map(({ children, text }) => [text, read(children)])

/** Laws of any tariff, in every language. */
export const explainLaws: ReadonlyArray<Law<ExplainCase>> = [
  {
    name: "tariffs that read the same price the same",
    counterexample: ({ host, language, other, stay, tariff }) => {
      const [left, right] = [tariff, other].map((each) => JSON.stringify(read(Explain.explain(each, language))))
      if (left !== right) return undefined
      const [a, b] = [tariff, other].map((each) => show(outcome(compiled(each, host).from(stay.entry, stay).at(stay.exit))))
      return a === b ? undefined : `${a} and ${b}, both by: ${Explain.render(Explain.explain(tariff, language))}`
    }
  },
  {
    name: "every sentence names a place of its tariff",
    counterexample: ({ language, tariff }) => {
      const known = new Set(places(Tariff.encode(tariff)).map(({ path }) => path))
      const lost = flat(Explain.explain(tariff, language)).find(({ path }) => !known.has(path))
      return lost === undefined ? undefined : show(lost)
    }
  },
  {
    name: "an explanation is rendered within its width",
    counterexample: ({ language, tariff, width }) =>
      Explain.render(Explain.explain(tariff, language), width).split("\n").find((line) => Language.columns(line) > width)
  }
]
