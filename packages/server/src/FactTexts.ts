/** What is known of a stay, as command lines and files write it: each fact a text. */
import { Diagnosis, Facts } from "@parkade/core/pricing"
import type { Result } from "effect"

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

/** Facts of such values, or what is wrong with them. */
export const decode: (values: unknown) => Result.Result<Facts.Facts, ReadonlyArray<Issue>> = Diagnosis.decoder(Facts.Facts)

/** Issues as text, a line each. */
export const lines = (issues: ReadonlyArray<Issue>): string => issues.map(({ message, path }) => `${path === "" ? "" : `${path}: `}${message}`).join("\n")
