/** What is known of a stay, as command lines and files write it: each fact a text. */
import { Rational } from "@parkade/core/money"
import { Diagnosis, Facts } from "@parkade/core/pricing"
import { type Result, Schema } from "effect"

/** The names of all facts. */
export const names: ReadonlyArray<string> = Object.keys(Facts.Facts.fields)

/** Of these a stay may have more than one. */
export const several: ReadonlySet<string> = new Set(["spot", "product", "pass", "validation"])

const truths = new Set(["lost", "expired"])

/** "lost" is true or false, "visit" a text like the rest. */
export const value = (name: string, text: string): string | boolean => truths.has(name) && (text === "true" || text === "false") ? text === "true" : text

interface Issue {
  readonly path: string
  readonly message: string
}

const one = Rational.make(1n)
/** How a number compares to 1. */
const toOne = (text: string): number => Rational.compare(Rational.parse(text) ?? one, one)

/** Facts that a lot can have: it is not fuller than full, and visits are counted from 1. */
const Possible = Facts.Facts.pipe(Schema.check(Schema.makeFilter(({ occupancy, visit }: Facts.Facts) => {
  if (occupancy !== undefined && toOne(occupancy) > 0) return { path: ["occupancy"], issue: `expected a share of the lot from 0 to 1 such as 0.9, found ${JSON.stringify(occupancy)}` }
  if (visit !== undefined && toOne(`${visit}`) < 0) return { path: ["visit"], issue: `expected 1 for the first visit, or more, found ${JSON.stringify(visit)}` }
  return undefined
})))

/** Facts of such values, or what is wrong with them. */
export const decode: (values: unknown) => Result.Result<Facts.Facts, ReadonlyArray<Issue>> = Diagnosis.decoder(Possible)

/** Issues as text, a line each. */
export const lines = (issues: ReadonlyArray<Issue>): string => issues.map(({ message, path }) => `${path === "" ? "" : `${path}: `}${message}`).join("\n")
