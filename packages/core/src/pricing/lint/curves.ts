/** Prices that fall or jump while a stay goes on, and steps that a law does not allow: found on the pieces of every entry. */
import { Instant } from "../../time/index.ts"
import type { Meter } from "../meter/Meter.ts"
import type { Piece, Price } from "../PriceFunction.ts"
import type { Covered } from "./coverage.ts"
import type { Driver, Drivers } from "./drivers.ts"
import type { Code, Finding } from "./Finding.ts"
import { offGrid, slopes } from "./grid.ts"
import type { Law } from "./Law.ts"
import { rises } from "./rises.ts"
import { type Budget, entriesFor, isClockless, later, meterOf, piecesOf, rulesOf, secondsBetween, stayOf, type Subject, words } from "./Subject.ts"

/** Two exits of one entry, and how far apart their prices are: minor units with tax. */
interface Pair {
  readonly driver: Driver
  readonly entry: Instant.Instant
  readonly exits: readonly [sooner: Instant.Instant, later: Instant.Instant]
  readonly by: number
}

/** The widest pair of each rule. */
interface Widest {
  readonly add: (pair: Pair) => void
  readonly all: () => ReadonlyArray<readonly [rule: string, pair: Pair]>
}

/** Differences that are looked at rule by rule; with more than that, the widest are. */
const told = 64

/** Where two bills part: the rule that has all rules which only one of them has. */
const parting = (one: ReadonlyArray<string>, two: ReadonlyArray<string>): string => {
  const own = [...one.filter((rule) => !two.includes(rule)), ...two.filter((rule) => !one.includes(rule))]
  const [first = [], ...others] = (own.length === 0 ? [...one, ...two] : own).map((rule) => rule.split("."))
  const shared = others.reduce((path, other) => path.filter((key, index) => path.slice(0, index + 1).every((each, at) => each === other[at]) && key === other[index]), first)
  return shared.length === 0 ? "rate" : shared.join(".")
}

const widest = (subject: Subject): Widest => {
  const found = new Map<string, Pair>()
  const differences = new Set<number>()
  const least = { by: Number.POSITIVE_INFINITY }
  return {
    add: (pair) => {
      const known = differences.has(pair.by) || (differences.size >= told && pair.by <= least.by)
      if (known) return
      differences.add(pair.by)
      least.by = Math.min(least.by, pair.by)
      const [one, two] = pair.exits.map((exit) => rulesOf(subject, { entry: pair.entry, exit, ...pair.driver, price: null }))
      const rule = parting(one ?? [], two ?? [])
      const before = found.get(rule)
      if (before === undefined || before.by < pair.by) found.set(rule, pair)
    },
    all: () => [...found]
  }
}

/** Exits at which the price is another than at the last exit before that has one. */
const jumps = function*(pieces: ReadonlyArray<Piece>): Generator<{ readonly exits: Pair["exits"]; readonly by: number }> {
  let before: { readonly at: Instant.Instant; readonly price: Price } | undefined
  for (const { first, from, last, to } of pieces) {
    const end = later(to, -1)
    for (const [at, price] of [[from, first], [end, last]] as const) {
      const by = price === undefined || before === undefined ? 0 : price.gross - before.price.gross || price.net - before.price.net
      if (before !== undefined && by !== 0) yield { exits: [before.at, at], by }
      if (price !== undefined) before = { at, price }
    }
  }
}

const fallFound = (subject: Subject, rule: string, { by, driver, entry, exits: [sooner, end] }: Pair): Finding => {
  const { clock, length, money, who } = words(subject)
  const stays = [stayOf(subject, entry, sooner, driver), stayOf(subject, entry, end, driver)]
  const [shorter, longer] = stays.map(({ price }) => money(price?.gross ?? 0))
  return {
    code: "longer-costs-less",
    severity: "error",
    rule,
    message: `a stay from ${clock(entry)}${who(driver)} costs ${shorter} after ${length(secondsBetween(entry, sooner))}, and ${longer} after ${length(secondsBetween(entry, end))}: ${money(by)} less`,
    stays
  }
}

const cliffFound = (subject: Subject, rule: string, { by, driver, entry, exits: [sooner, end] }: Pair): Finding => {
  const { clock, length, money, who } = words(subject)
  return {
    code: "cliff",
    severity: "notice",
    rule,
    message: `a stay from ${clock(entry)}${who(driver)} costs ${money(by)} more after ${length(secondsBetween(entry, end))} than a second before`,
    stays: [stayOf(subject, entry, sooner, driver), stayOf(subject, entry, end, driver)]
  }
}

interface Breached extends Pair {
  readonly law: Law
}

const breachFound = (subject: Subject, { driver, entry, exits: [sooner, end], law }: Breached): Finding => {
  const { clock, length, money, who } = words(subject)
  const stays = [stayOf(subject, entry, sooner, driver), stayOf(subject, entry, later(end, -1), driver), stayOf(subject, entry, end, driver)]
  return {
    code: "unlawful",
    severity: "error",
    rule: "rate",
    message: `${law.name}: ${law.demands}. A stay from ${clock(entry)}${who(driver)} costs ${money(stays[0]?.price?.gross ?? 0)} for ${length(secondsBetween(sooner, end))}, from ${length(secondsBetween(entry, sooner))} on, and then more`,
    stays,
    law: { name: law.name, source: law.source }
  }
}

/** Pieces of one entry that are looked at. */
const mostPieces = 20_000

/** What is looked for besides falling prices. */
export interface Wanted {
  /** Minor units; no cliffs are looked for without. */
  readonly cliff: number | undefined
  readonly laws: ReadonlyArray<Law>
}

/** What keeps the entries looked at from standing for all, in words. */
const doubtsOf = ({ tariff }: Subject, meter: Meter): ReadonlyArray<string> => {
  const clocked = !isClockless(meter)
  const crooked = meter.slopes && (tariff.rounding.where === "line" || meter.taxes.length > 1)
  return [
    ...(clocked ? offGrid(tariff) : []),
    ...(clocked && meter.slopes ? ["rates by the second, between the entries that were looked at"] : []),
    ...(crooked ? ["cents between the steps of rates by the second: lines are rounded one by one, or have several taxes"] : [])
  ]
}

/** Prices that are asked for other falls once there is one: whoever mends it looks again. */
const afterwards = 20_000

interface Search {
  readonly falls: Widest
  readonly cliffs: Widest
  readonly breaches: Map<string, Breached>
  readonly gaps: Set<string>
}

/** Looks at the entries of one driver; false when there are no more prices to ask. */
const search = (subject: Subject, driver: Driver, { cliff, laws }: Wanted, budget: Budget, { breaches, cliffs, falls, gaps }: Search): boolean => {
  const meter = meterOf(subject, driver)
  const open = () => laws.filter(({ id }) => !breaches.has(id))
  if (rises(subject, driver) && cliff === undefined && open().length === 0) return true
  for (const doubt of doubtsOf(subject, meter)) gaps.add(doubt)
  let foundAt: number | undefined
  for (const entry of entriesFor(subject, meter, cliff !== undefined)) {
    const { pieces, whole } = piecesOf(subject, subject.compiled.from(entry, driver), budget, mostPieces)
    for (const { by, exits } of jumps(pieces)) {
      if (by < 0) falls.add({ driver, entry, exits, by: -by })
      else if (cliff !== undefined && by > cliff && secondsBetween(...exits) === 1) cliffs.add({ driver, entry, exits, by })
    }
    for (const law of open()) {
      const breach = law.breach(entry, pieces)
      if (breach !== undefined) breaches.set(law.id, { law, driver, entry, exits: [breach.from, breach.to], by: 0 })
    }
    if (!whole) return false
    if (falls.all().length === 0 || cliff !== undefined || open().length > 0) continue
    foundAt ??= budget.spent()
    if (budget.spent() - foundAt > afterwards) return false
  }
  return true
}

export const curves = (subject: Subject, drivers: Drivers, wanted: Wanted, budget: Budget): Covered => {
  const gaps = new Set([...(drivers.cut ? ["some combinations of facts"] : []), ...(drivers.levels ? ["demand levels between the least and the most"] : [])])
  const found: Search = { falls: widest(subject), cliffs: widest(subject), breaches: new Map(), gaps }
  const whole = drivers.all.map((driver) => search(subject, driver, wanted, budget, found)).every(Boolean)
  if (!whole) gaps.add(found.falls.all().length > 0 ? "other prices that fall" : "prices over time at some entries: no prices were left to ask")
  // A price that moves by the second may do so by more than any amount.
  const stepped = wanted.cliff !== undefined && !slopes(subject.tariff)
  const decided: ReadonlyArray<Code> = gaps.size > 0 ? [] : ["longer-costs-less", ...(stepped ? ["cliff" as const] : [])]
  return {
    findings: [
      ...found.falls.all().map(([rule, pair]) => fallFound(subject, rule, pair)),
      ...[...found.breaches.values()].map((breach) => breachFound(subject, breach)),
      ...found.cliffs.all().map(([rule, pair]) => cliffFound(subject, rule, pair))
    ],
    decided,
    gaps: [...gaps]
  }
}
