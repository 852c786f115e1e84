/**
 * Cases as boards and vectors write them: instants in UTC, facts as single values, and what all visits cost together.
 */
import type { Facts } from "./Facts.ts"
import { type Host, type Price, priceOf, type Stay } from "./Reference.ts"

export interface Case {
  readonly visits: ReadonlyArray<readonly [entry: string, exit: string]>
  readonly phases?: ReadonlyArray<{ readonly name: string; readonly from: string; readonly to: string; readonly kwh?: string; readonly amps?: string; readonly kw?: string }>
  readonly facts?: Facts
  readonly levels?: { readonly [path: string]: string }
  /** What the host of the tariff knows. */
  readonly host?: Host
}

/** The stay of each visit, with the visits before it as its history. */
export const staysOf = ({ facts = {}, levels = {}, phases = [], visits }: Case): ReadonlyArray<Stay> => {
  const instants = visits.map(([entry, exit]) => [Date.parse(entry), Date.parse(exit)] as const)
  const timed = phases.map((phase) => ({ ...phase, from: Date.parse(phase.from), to: Date.parse(phase.to) }))
  return instants.map((_, index) => ({ visits: instants.slice(0, index + 1), phases: timed, facts, levels }))
}

/** What the visits of a case cost together; unavailable when one of them is. */
export const priceOfCase = (tariff: unknown, given: Case): Price | "unavailable" => {
  const sum = { net: 0n, gross: 0n }
  for (const stay of staysOf(given)) {
    const price = priceOf(tariff, stay, given.host)
    if (price === "unavailable") return price
    sum.net += price.net
    sum.gross += price.gross
  }
  return sum
}
