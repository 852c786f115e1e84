/**
 * Prices that a change of clocks alone makes different.
 *
 * A stay's price is a matter of its length where entering earlier or later in the same week, by as much as the clock
 * moves, costs the same, and where one rule charges all of it. It is dst-dependent when, a week later, the clock changes
 * during the stay, and from the same local entry it costs neither what the same length did nor what a stay up to the same
 * local exit did. What several rules charge (day and night) is not: windows of the clock make it natural.
 */
import { Instant, LocalDate } from "../../time/index.ts"
import type { Covered } from "./coverage.ts"
import { changeOn, changesIn, momentOf, startOf } from "./dates.ts"
import type { Driver, Drivers } from "./drivers.ts"
import type { Finding } from "./Finding.ts"
import { type Budget, isClockless, later, meterOf, piecesOf, priceOf, rulesOf, secondsBetween, stayOf, type Subject, weightOf, words } from "./Subject.ts"

const day = 86_400
/** Entries are tried each hour from the date before, and exits at the ends of prices of up to three days. */
const limits = { every: 3_600, seconds: 3 * day, exits: 72 }

interface Changed {
  readonly driver: Driver
  readonly ordinary: Instant.Instant
  readonly entry: Instant.Instant
  readonly seconds: number
}

/** An entry at the same clock on a date, a week off. */
const sameClock = ({ zone }: Subject, date: LocalDate.LocalDate, secondsOfDay: number): Instant.Instant => Instant.ofSeconds(Math.ceil(LocalDate.at(zone, date, secondsOfDay) / 1_000))

const byLengthAlone = (subject: Subject, driver: Driver, entry: Instant.Instant, seconds: number, change: number, gross: number): boolean =>
  [-change, change].every((shift) => {
    const moved = later(entry, shift)
    return priceOf(subject, moved, later(moved, seconds), driver)?.gross === gross
  })

/** One rule charges it all; what brings it to a bound stands above that rule. */
const ofOneRule = (subject: Subject, driver: Driver, entry: Instant.Instant, seconds: number): boolean => {
  const rules = [...new Set(rulesOf(subject, { entry, exit: later(entry, seconds), ...driver, price: null }))]
  const deepest = rules.reduce((longest, rule) => rule.length > longest.length ? rule : longest, "")
  return rules.every((rule) => deepest === rule || deepest.startsWith(`${rule}.`))
}

const changedOn = (subject: Subject, driver: Driver, date: LocalDate.LocalDate, budget: Budget): Changed | undefined => {
  const { compiled, holidays, longest, zone } = subject
  const change = changeOn(zone, date)
  const moment = Instant.ofSeconds(startOf(zone, date) + momentOf(zone, date))
  const until = Math.min(longest, limits.seconds)
  for (const start of [date - 1, date]) {
    const week = [start, start + 1, start + 2, start + 3]
    if (week.some((each) => holidays.has(each) || holidays.has(each - 7))) continue
    for (let clock = 0; clock < day; clock += limits.every) {
      const [entry, ordinary] = [sameClock(subject, start, clock), sameClock(subject, start - 7, clock)]
      if (entry >= moment) break
      const price = compiled.from(ordinary, driver)
      const weight = 2 * weightOf(price, until)
      for (const { last, to } of piecesOf(subject, price, budget, limits.exits, until).pieces) {
        const seconds = secondsBetween(ordinary, to) - 1
        if (last === undefined || later(entry, seconds) <= moment) continue
        if (!budget.spend(weight)) return undefined
        const changed = priceOf(subject, entry, later(entry, seconds), driver)
        if (changed?.gross === last.gross || changed?.gross === priceOf(subject, ordinary, later(ordinary, seconds + change), driver)?.gross) continue
        const alike = byLengthAlone(subject, driver, ordinary, seconds, change, last.gross)
        if (alike && ofOneRule(subject, driver, ordinary, seconds) && ofOneRule(subject, driver, entry, seconds)) return { driver, ordinary, entry, seconds }
      }
    }
  }
  return undefined
}

const changedFound = (subject: Subject, { driver, entry, ordinary, seconds }: Changed): Finding => {
  const { clock, length, money, who } = words(subject)
  const stays = [stayOf(subject, ordinary, later(ordinary, seconds), driver), stayOf(subject, entry, later(entry, seconds), driver)]
  const [usual, other] = stays.map(({ price }) => price === null ? "no price" : money(price.gross))
  const [rule = "rate"] = rulesOf(subject, { entry, exit: later(entry, seconds), ...driver, price: null })
  return {
    code: "dst-dependent",
    severity: "warning",
    rule,
    message: `${length(seconds)} from ${clock(entry)}${who(driver)}, when the clock changes, cost ${other}; from ${clock(ordinary)}, and an hour more or less, they cost ${usual}`,
    stays
  }
}

export const clocks = (subject: Subject, drivers: Drivers, budget: Budget): Covered => {
  const changes = changesIn(subject.zone, subject.span)
  for (const driver of drivers.all) {
    if (isClockless(meterOf(subject, driver))) continue
    for (const date of changes) {
      const changed = changedOn(subject, driver, date, budget)
      if (changed !== undefined) return { findings: [changedFound(subject, changed)], decided: [], gaps: [] }
    }
  }
  // What no rate reads a clock for, a change of clocks does not touch.
  return { findings: [], decided: drivers.all.every((driver) => isClockless(meterOf(subject, driver))) ? ["dst-dependent"] : [], gaps: [] }
}
