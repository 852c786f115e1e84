/**
 * Rules that never charge, and times at which none does: found on the tariff's skeleton, whose prices change only where
 * another rule begins to charge.
 */
import { Result } from "effect"
import { Instant } from "../../time/index.ts"
import type { Line } from "../Bill.ts"
import { holds, list } from "../Clocks.ts"
import type { Piece } from "../PriceFunction.ts"
import { type Child, children, written } from "../Syntax.ts"
import type { Windows } from "../Window.ts"
import type { Driver, Drivers } from "./drivers.ts"
import type { Code, Finding, Stay } from "./Finding.ts"
import { lengths, offGrid, slopes } from "./grid.ts"
import { keeps } from "./rises.ts"
import { type Budget, entriesFor, instead, isClockless, later, meterOf, piecesOf, rulesOf, secondsBetween, stayOf, type Subject, words } from "./Subject.ts"
import { isWithin, offering, phasedParts, putFirst, skeleton, slotsOf, windowsOf } from "./tree.ts"

export interface Covered {
  readonly findings: ReadonlyArray<Finding>
  readonly decided: ReadonlyArray<Code>
  readonly gaps: ReadonlyArray<string>
}

/** What is still to be seen on a bill. */
interface Unseen {
  /** Rates, by their paths. */
  readonly rules: Set<string>
  /** Paths of `each`, with the kind of line that says the bound was reached. */
  readonly bounds: Map<string, { readonly path: string; readonly kind: "maximum" | "minimum" }>
}

/** A place where no price is offered, and a stay that comes there. */
interface Missing {
  readonly slot: string
  readonly driver: Driver
  readonly entry: Instant.Instant
  /** The first exit without a price. */
  readonly exit: Instant.Instant
}

const weighedIn = (rates: ReadonlyArray<Child>): ((path: string) => boolean) => {
  const cheapest = rates.filter(({ rate }) => rate.type === "cheapest").map(({ path }) => path)
  return (path) => cheapest.some((above) => isWithin(path, above)) || (cheapest.length > 0 && path.startsWith("rates."))
}

/** Paths of rates whose amounts or whose turn depend on what a vehicle does. */
const phasedIn = (rates: ReadonlyArray<Child>): ReadonlyArray<string> => rates.flatMap(({ path, rate }) => phasedParts(rate, path))

/** True of a rate that energy or phases have a say in, below it or around it, by name too. */
const measuredIn = (rates: ReadonlyArray<Child>): ((path: string) => boolean) => {
  const measured = [...phasedIn(rates), ...rates.filter(({ rate }) => rate.type === "energy").map(({ path }) => path)]
  const byName = measured.some((path) => path.startsWith("rates.")) ? rates.filter(({ rate }) => rate.type === "named").map(({ path }) => path) : []
  return (path) => [...measured, ...byName].some((other) => isWithin(other, path) || isWithin(path, other))
}

/** Paths of rules whose windows have dates, none of them among those that are looked at. */
const datedOut = ({ longest, span }: Subject, rates: ReadonlyArray<Child>): ReadonlyArray<string> => {
  const last = span.until + Math.ceil(longest / 86_400)
  const isOut = (windows: Windows | undefined): boolean => windows !== undefined && list(windows).every(({ dates }) => {
    for (let date = span.from - 1; dates !== undefined && date <= last; date += 1) if (holds(dates, date)) return false
    return dates !== undefined
  })
  return rates.flatMap(({ path, rate }) => {
    if (rate.type === "dynamic") return rate.windows.flatMap(({ during }, index) => isOut(during) ? [`${path}.windows.${index}.rate`] : [])
    if (rate.type !== "choose") return []
    return rate.cases.flatMap(({ if: { entry, exit, inside } }, index) => [entry, exit, inside].some(isOut) ? [`${path}.cases.${index}.rate`] : [])
  })
}

const unseenOf = (rates: ReadonlyArray<Child>, dated: ReadonlyArray<string>): Unseen => {
  const phased = [...phasedIn(rates), ...dated]
  const measured = measuredIn(rates)
  // Who delivers nothing pays nothing for it, and so finds one branch the cheapest.
  const left = [...phased, ...rates.filter(({ path, rate }) => rate.type === "cheapest" && measured(path)).map(({ path }) => path)]
  const bounds = rates.flatMap(({ path, rate }) => {
    if (rate.type !== "each" || measured(path) || dated.some((above) => isWithin(path, above))) return []
    const max = rate.max !== undefined || rate.maxIncl !== undefined ? [{ path, kind: "maximum" as const }] : []
    const min = rate.min !== undefined || rate.minIncl !== undefined ? [{ path, kind: "minimum" as const }] : []
    return [...max, ...min]
  })
  return {
    rules: new Set(rates.map(({ path }) => path).filter((path) => !left.some((above) => isWithin(path, above)))),
    bounds: new Map(bounds.map((bound) => [`${bound.path} ${bound.kind}`, bound]))
  }
}

const nothingLeft = ({ bounds, rules }: Unseen): boolean => rules.size === 0 && bounds.size === 0

const seen = (rules: Set<string>, rule: string): void => {
  // A rule and all that it stands in.
  for (let path = rule; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf(".")))) rules.delete(path)
}

/** The places that leave a stay without a price, each by itself. */
const responsible = (subject: Subject, slots: Iterable<string>, driver: Driver, entry: Instant.Instant, exit: Instant.Instant): ReadonlyArray<string> =>
  [...slots].filter((slot) => Result.isSuccess(instead(subject, offering(subject.tariff, slot)).compiled.from(entry, driver).at(exit)))

/** Where no price is offered: whether there is one does not depend on amounts, so all rates may cost nothing. */
const holes = (subject: Subject, rates: ReadonlyArray<Child>, drivers: Drivers, budget: Budget): { readonly missing: ReadonlyArray<Missing>; readonly whole: boolean } => {
  const slots = new Set(rates.flatMap(({ path, rate }) => slotsOf(rate, path)))
  const bare = instead(subject, skeleton(subject.tariff, () => false))
  const missing: Array<Missing> = []
  for (const driver of drivers.all) {
    for (const entry of entriesFor(bare, meterOf(bare, driver))) {
      if (slots.size === 0) return { missing, whole: true }
      const { pieces, whole } = piecesOf(bare, bare.compiled.from(entry, driver), budget, mostPieces)
      const exit = pieces.find(({ first }) => first === undefined)?.from
      if (exit === undefined && !whole) return { missing, whole: false }
      if (exit === undefined) continue
      const found = responsible(bare, slots, driver, entry, exit)
      for (const slot of found) slots.delete(slot)
      missing.push(...found.map((slot) => ({ slot, driver, entry, exit })))
      if (missing.length === 0) missing.push({ slot: "rate", driver, entry, exit })
    }
  }
  return { missing, whole: true }
}

/** A search for rules on bills, of the tariff itself or of its skeleton. */
interface Walk {
  readonly subject: Subject
  /** Lengths that the tariff compares with. */
  readonly lengths: ReadonlyArray<number>
  /** Takes the lines of a bill. */
  readonly note: (lines: ReadonlyArray<Line>) => void
  readonly done: () => boolean
  /** A rule that charged a stay charges every longer one. */
  readonly lasting: boolean
}

/** Pieces of one entry that are looked at. */
const mostPieces = 4_000

/** Exits at which other rules may charge than at the others: both ends of every piece, and a second after every length. */
const exitsOf = ({ lengths, subject }: Walk, entry: Instant.Instant, pieces: ReadonlyArray<Piece>): ReadonlyArray<Instant.Instant> => {
  const ends = pieces.flatMap(({ from, to }) => [from, later(to, -1)])
  const compared = lengths.filter((length) => length < subject.longest).flatMap((length) => [later(entry, length), later(entry, length + 1)])
  return [...new Set([...ends, ...compared])].toSorted((a, b) => a - b)
}

/** Looks at one entry; false when the budget ends. */
const look = (walk: Walk, driver: Driver, entry: Instant.Instant, budget: Budget): boolean => {
  const { done, lasting, note, subject } = walk
  const price = subject.compiled.from(entry, driver)
  const { pieces, whole } = lasting ? { pieces: [], whole: true } : piecesOf(subject, price, budget, mostPieces)
  for (const exit of lasting ? [later(entry, subject.longest)] : exitsOf(walk, entry, pieces)) {
    const lines = Result.getOrUndefined(price.at(exit))?.lines ?? []
    note(lines)
    if (done()) return true
    if (!budget.spend(1 + Math.floor(lines.length / 4))) return false
  }
  return whole
}

const asksHolidays = (rates: ReadonlyArray<Child>): boolean => rates.some(({ rate }) => windowsOf(rate).some(({ days }) => days?.includes("holiday")))

/** The part of the tariff that a person would point at: the window, the case, the bracket. */
const shown = (path: string): string => path.replace(/\.rate$/, "")

const missingFound = (subject: Subject, { driver, entry, exit, slot }: Missing): Finding => {
  const { clock, length, who } = words(subject)
  const before = later(exit, -1)
  const seconds = secondsBetween(entry, exit)
  const always = seconds <= 1
  const from = `for a stay from ${clock(entry)}${who(driver)}`
  return {
    code: "no-price",
    severity: "warning",
    rule: slot,
    message: always ? `no price is offered ${from}, however short` : `no price is offered ${from} that takes longer than ${length(seconds - 1)}`,
    stays: [...(always ? [] : [stayOf(subject, entry, before, driver)]), stayOf(subject, entry, exit, driver)]
  }
}

const boundFound = ({ kind, path }: { readonly path: string; readonly kind: "maximum" | "minimum" }, stays: string): Finding => ({
  code: `${kind}-never-binds`,
  severity: "notice",
  rule: path,
  message: `the ${kind} changes no price: ${stays} comes ${kind === "maximum" ? "above" : "below"} it`,
  stays: []
})

/** A stay that a case would price if it came first, which the cases before it take. */
const shadowing = (subject: Subject, path: string, drivers: ReadonlyArray<Driver>, budget: Budget): Stay | undefined => {
  const bare = instead(subject, skeleton(putFirst(subject.tariff, path), () => false))
  const first = `${path.replace(/\.\d+$/, "")}.0`
  for (const driver of drivers) {
    for (const entry of entriesFor(bare, meterOf(bare, driver))) {
      const price = bare.compiled.from(entry, driver)
      const { pieces } = piecesOf(bare, price, budget, mostPieces)
      for (const { from, to } of pieces) {
        for (const exit of [from, later(to, -1)]) {
          if (!budget.spend(2)) return undefined
          const bill = Result.getOrUndefined(price.at(exit))
          if (bill?.lines.some(({ rule }) => isWithin(rule, first)) === true) return stayOf(subject, entry, exit, driver)
        }
      }
    }
  }
  return undefined
}

const deadFound = (subject: Subject, path: string, parent: Child | undefined, drivers: ReadonlyArray<Driver>, stays: string, budget: Budget): Finding => {
  const dead = (code: Code, message: string, shows: ReadonlyArray<Stay> = []): Finding => ({ code, severity: "warning", rule: shown(path), message, stays: shows })
  if (parent?.rate.type === "cheapest") return dead("dominated-branch", `this branch is never the cheapest: ${stays} is charged by it`)
  if (parent?.rate.type === "choose" && path.startsWith(`${parent.path}.cases.`)) {
    const shadow = shadowing(subject, shown(path), drivers, budget)
    if (shadow !== undefined) {
      const { clock } = words(subject)
      const [rule = "none"] = rulesOf(subject, shadow)
      return dead("shadowed-case", `what this case asks for is taken by cases before it: a stay from ${clock(shadow.entry)} to ${clock(shadow.exit)} has all of it, and is priced by ${rule}`, [shadow])
    }
    return dead("dead-rule", `its conditions never hold together: ${stays} is charged by it`)
  }
  return dead("dead-rule", `this rule never charges: ${stays} has a line of it`)
}

/** The dead rules of which no rule above is dead, with what they stand in. */
const topmost = (rates: ReadonlyArray<Child>, rules: ReadonlySet<string>): ReadonlyArray<{ readonly path: string; readonly parent: Child | undefined }> => {
  const parents = new Map(rates.flatMap((parent) => children(parent.rate, parent.path).map(({ path }) => [path, parent] as const)))
  return [...rules].flatMap((path) => {
    const parent = parents.get(path)
    return parent !== undefined && rules.has(parent.path) ? [] : [{ path, parent }]
  })
}

/** What keeps "never" from being proved below a cheapest, and of bounds, in words. */
const doubts = (subject: Subject, drivers: Drivers, rates: ReadonlyArray<Child>, clocked: boolean): ReadonlyArray<string> => {
  const weighed = weighedIn(rates)
  const bounded = rates.some(({ rate }) => rate.type === "each" && (rate.max ?? rate.min ?? rate.maxIncl ?? rate.minIncl) !== undefined)
  const levels = drivers.levels && rates.some(({ path, rate }) => weighed(path) && "price" in rate && typeof rate.price !== "string")
  return [
    ...(clocked && slopes(subject.tariff) && (bounded || rates.some(({ path }) => weighed(path))) ? ["rates by the second below a bound or a cheapest, between the entries that were looked at"] : []),
    ...(levels ? ["demand levels between the least and the most, below a cheapest"] : [])
  ]
}

/** Walks over all entries of all drivers until everything was seen. */
const walkAll = (walk: Walk, drivers: Drivers, budget: Budget): boolean => {
  for (const driver of drivers.all) {
    for (const entry of entriesFor(walk.subject, meterOf(walk.subject, driver))) {
      if (walk.done()) return true
      if (!look(walk, driver, entry, budget)) return false
    }
  }
  return true
}

const ruleWalk = (subject: Subject, rates: ReadonlyArray<Child>, rules: Set<string>): Walk => {
  const bare = instead(subject, skeleton(subject.tariff, weighedIn(rates)))
  return {
    subject: bare,
    lengths: lengths(subject.tariff),
    note: (lines) => {
      for (const { rule } of lines) seen(rules, rule)
    },
    done: () => rules.size === 0,
    lasting: keeps(bare.tariff)
  }
}

/** Bounds are a matter of amounts, so of the tariff as it is. */
const boundWalk = (subject: Subject, { bounds }: Unseen): Walk => ({
  subject,
  lengths: lengths(subject.tariff),
  note: (lines) => {
    for (const { kind, rule } of lines) bounds.delete(`${rule} ${kind}`)
  },
  done: () => bounds.size === 0,
  lasting: false
})

export const coverage = (subject: Subject, drivers: Drivers, budget: Budget): Covered => {
  const rates = written(subject.tariff)
  const { missing, whole: offered } = holes(subject, rates, drivers, budget)
  const dated = datedOut(subject, rates)
  const unseen = unseenOf(rates, dated)
  const walked = walkAll(ruleWalk(subject, rates, unseen.rules), drivers, budget)
  const whole = walkAll(boundWalk(subject, unseen), drivers, budget) && walked
  const clocked = drivers.all.some((driver) => !isClockless(meterOf(subject, driver)))
  const stays = `no stay of up to ${words(subject).length(subject.longest)} that was looked at`
  const [cut, off] = [drivers.cut ? ["some combinations of facts"] : [], clocked ? offGrid(subject.tariff) : []]
  const unsure = nothingLeft(unseen) ? [] : [...doubts(subject, drivers, rates, clocked), ...off, ...cut, ...(whole ? [] : ["rules at some entries: no prices were left to ask"])]
  const unoffered = missing.length === 0 ? [...off, ...cut, ...(offered ? [] : ["times without a price at some entries: no prices were left to ask"])] : []
  const never = unsure.length > 0 ? [] : [
    ...topmost(rates, unseen.rules).map(({ parent, path }) => deadFound(subject, path, parent, drivers.all, stays, budget)),
    ...[...unseen.bounds.values()].map((bound) => boundFound(bound, stays))
  ]
  const charges: ReadonlyArray<Code> = unsure.length > 0 ? [] : ["dead-rule", "shadowed-case", "dominated-branch", "minimum-never-binds", "maximum-never-binds"]
  return {
    findings: [...missing.map((each) => missingFound(subject, each)), ...never],
    decided: [...(unoffered.length === 0 ? ["no-price" as const] : []), ...charges],
    gaps: [
      ...unsure,
      ...unoffered,
      ...phasedIn(rates).map((path) => `${path}: what a vehicle does meanwhile decides`),
      ...dated.map((path) => `${shown(path)}: its dates lie outside those that were looked at`),
      ...(asksHolidays(rates) && subject.holidays.size === 0 ? ["holidays: windows speak of them, and none are named"] : [])
    ]
  }
}
