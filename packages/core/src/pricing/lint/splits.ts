/** Leaving and coming back at once for less: one stay cut in two, each priced as the tariff prices visits. A search, no proof. */
import type { Instant } from "../../time/index.ts"
import type { Covered } from "./coverage.ts"
import type { Driver, Drivers } from "./drivers.ts"
import type { Finding } from "./Finding.ts"
import { type Budget, entriesFor, later, meterOf, minorOf, piecesOf, priceOf, secondsBetween, stayOf, type Subject, weightOf, words } from "./Subject.ts"

interface Split {
  readonly driver: Driver
  readonly entry: Instant.Instant
  readonly middle: Instant.Instant
  readonly exit: Instant.Instant
  readonly saved: number
}

/** Stays of up to three days are cut, at up to so many exits each, and so many entries are tried of one driver, among the first so many. */
const limits = { seconds: 259_200, exits: 32, entries: 96, among: 20_000 }

/** The last exits of the first pieces that an entry sees: where to leave, if at all. */
const exitsOf = (subject: Subject, driver: Driver, entry: Instant.Instant, budget: Budget): ReadonlyArray<Instant.Instant> =>
  piecesOf(subject, subject.compiled.from(entry, driver), budget, limits.exits, Math.min(subject.longest, limits.seconds)).pieces.map(({ to }) => later(to, -1))

const best = (subject: Subject, driver: Driver, entry: Instant.Instant, budget: Budget): Split | undefined => {
  let found: Split | undefined
  const weight = 2 * weightOf(subject.compiled.from(entry, driver), Math.min(subject.longest, limits.seconds))
  for (const middle of exitsOf(subject, driver, entry, budget)) {
    const first = priceOf(subject, entry, middle, driver)
    if (first === undefined) continue
    const earlier = [{ from: entry, to: middle }]
    for (const exit of exitsOf(subject, driver, middle, budget)) {
      if (!budget.spend(weight)) return found
      const whole = priceOf(subject, entry, exit, driver)
      if (whole === undefined || whole.gross <= first.gross + (found?.saved ?? 0)) continue
      const second = priceOf(subject, middle, exit, driver, earlier)
      const saved = second === undefined ? 0 : whole.gross - first.gross - second.gross
      if (saved > (found?.saved ?? 0)) found = { driver, entry, middle, exit, saved }
    }
  }
  return found
}

const splitFound = (subject: Subject, { driver, entry, exit, middle, saved }: Split): Finding => {
  const { clock, length, money, who } = words(subject)
  const earlier = [{ from: entry, to: middle }]
  const stays = [stayOf(subject, entry, exit, driver), stayOf(subject, entry, middle, driver), stayOf(subject, middle, exit, driver, earlier)]
  const [whole, first, second] = stays.map(({ price }) => money(price?.gross ?? 0))
  const [one, two] = [length(secondsBetween(entry, middle)), length(secondsBetween(middle, exit))]
  return {
    code: "leave-and-return",
    severity: "notice",
    rule: "rate",
    message: `a stay from ${clock(entry)}${who(driver)} costs ${whole} for ${length(secondsBetween(entry, exit))}; who leaves after ${one} and comes back at once pays ${first} and, for ${two}, ${second}: ${money(saved)} less`,
    stays
  }
}

/** Two visits are rounded twice: what that alone may save is not told. */
const rounding = ({ tariff }: Subject): number => minorOf(tariff, tariff.rounding.to)

/** Some of many entries, from one end of them to the other. */
const spread = (entries: Iterable<Instant.Instant>): ReadonlyArray<Instant.Instant> => {
  const all: Array<Instant.Instant> = []
  for (const entry of entries) {
    if (all.length === limits.among) break
    all.push(entry)
  }
  const every = Math.ceil(all.length / limits.entries)
  return all.filter((_, index) => index % every === 0)
}

/** Drivers whose visits the tariff counts itself: the one that comes back is the second. */
const firstVisits = ({ all }: Drivers): ReadonlyArray<Driver> =>
  all.flatMap(({ facts: { visit = "1", ...facts }, ...driver }) => `${visit}` === "1" ? [{ ...driver, facts }] : [])

/** The most that leaving and coming back saves, over all drivers; earlier visits are known where the tariff counts them. */
export const splits = (subject: Subject, drivers: Drivers, budget: Budget): Covered => {
  let found: Split | undefined
  for (const driver of firstVisits(drivers)) {
    for (const entry of spread(entriesFor(subject, meterOf(subject, driver)))) {
      if (budget.left() === 0) break
      const split = best(subject, driver, entry, budget)
      if (split !== undefined && split.saved > (found?.saved ?? rounding(subject))) found = split
    }
  }
  return { findings: found === undefined ? [] : [splitFound(subject, found)], decided: [], gaps: [] }
}
