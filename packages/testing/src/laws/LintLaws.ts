/** Laws of lint: what it finds is so by the reference, and what it decides no stay contradicts. */
import { type Finding, Lint } from "@parkade/core/lint"
import { Tariff } from "@parkade/core/pricing"
import { Elapsed, Instant, LocalDate } from "@parkade/core/time"
import { Result } from "effect"
import { Reference } from "../reference/index.ts"
import { type Law, show } from "./Law.ts"
import type { PriceCase } from "./PriceLaws.ts"
import { compiled, type Host, outcome } from "./Pricing.ts"

/** Some days around the stay, and prices enough for most tariffs. */
const optionsOf = ({ host, stay, tariff }: PriceCase): Lint.Options => ({
  host,
  from: LocalDate.format(LocalDate.of(compiled(tariff, host).zone, stay.entry) - 2),
  dates: 5,
  longest: Elapsed.ofHours(100),
  prices: 20_000
})

const reportOf = (input: PriceCase): Finding.Report => Result.getOrThrow(Lint.lint(input.tariff, optionsOf(input)))

/** True of entries that lint looked at: the tariff is valid then. */
const isLooked = ({ looked }: Finding.Report, { host, stay, tariff }: PriceCase, exit: Instant.Instant): boolean => {
  const date = LocalDate.format(LocalDate.of(compiled(tariff, host).zone, stay.entry))
  return date >= looked.from && date < looked.until && exit - stay.entry <= 100 * 3_600_000
}

const has = ({ decided, findings }: Finding.Report, code: Finding.Code): boolean => decided.includes(code) && !findings.some((finding) => finding.code === code)

/** The stay alone, and as long as `exit` says, to the whole second. */
const priced = ({ host, stay, tariff }: PriceCase, exit: Instant.Instant) => compiled(tariff, host).from(stay.entry, { facts: stay.facts, levels: stay.levels }).at(exit)

const byReference = (tariff: Tariff.Tariff, host: Host, { earlier = [], entry, exit, facts = {}, levels = {} }: Finding.Stay): Finding.Stay["price"] => {
  const price = Reference.priceOf(Tariff.encode(tariff), { visits: [...earlier.map(({ from, to }) => [from, to] as const), [entry, exit] as const], facts, levels }, { ...host, minorUnits: Tariff.minorUnits(tariff) })
  return price === "unavailable" ? null : { net: Number(price.net), gross: Number(price.gross) }
}

/** What the stays of a finding must show, by its code. */
const shows = ({ code, stays }: Finding.Finding): boolean => {
  const [one, two, three] = stays.map(({ price }) => price)
  switch (code) {
    case "longer-costs-less":
      return stays.length === 2 && stays[0]?.entry === stays[1]?.entry && (stays[0]?.exit ?? 0) < (stays[1]?.exit ?? 0) && (two?.gross ?? 0) - (one?.gross ?? 0) + (two?.gross === one?.gross ? (two?.net ?? 0) - (one?.net ?? 0) : 0) < 0
    case "no-price":
      return stays.at(-1)?.price === null && (stays.length === 1 || stays[0]?.price !== null)
    case "cliff":
      return (stays[1]?.exit ?? 0) - (stays[0]?.exit ?? 0) === 1_000 && (two?.gross ?? 0) > (one?.gross ?? 0)
    case "leave-and-return":
      return (two?.gross ?? 0) + (three?.gross ?? 0) < (one?.gross ?? 0)
    case "dst-dependent":
      return one?.gross !== two?.gross
    default:
      return true
  }
}

/** A finding that the reference does not confirm. */
const untrue = (finding: Finding.Finding, { host, tariff }: PriceCase): string | undefined => {
  const wrong = finding.stays.find((stay) => {
    const price = byReference(tariff, host, stay)
    return price?.net !== stay.price?.net || price?.gross !== stay.price?.gross
  })
  if (wrong !== undefined) return `${show(byReference(tariff, host, wrong))} by the reference: ${show({ finding, wrong })}`
  return shows(finding) ? undefined : `its stays do not show it: ${show(finding)}`
}

const never: ReadonlyArray<Finding.Code> = ["dead-rule", "shadowed-case", "dominated-branch", "minimum-never-binds", "maximum-never-binds"]

/** What a stay's bill has of a rule that is said never to charge. */
const charged = ({ code, rule }: Finding.Finding, lines: ReadonlyArray<{ readonly rule: string; readonly kind: string }>): boolean =>
  lines.some((line) => code.endsWith("-never-binds") ? line.rule === rule && code.startsWith(line.kind) : line.kind === "charge" && (line.rule === rule || line.rule.startsWith(`${rule}.`)))

/** Laws of any tariff and any stay. */
export const lintLaws: ReadonlyArray<Law<PriceCase>> = [
  {
    name: "every finding of lint is true of the tariff",
    counterexample: (input) => {
      for (const finding of reportOf(input).findings) {
        const wrong = untrue(finding, input)
        if (wrong !== undefined) return wrong
      }
      return undefined
    }
  },
  {
    name: "where lint decides that longer never costs less, no stay does",
    counterexample: (input) => {
      const report = reportOf(input)
      if (!has(report, "longer-costs-less") || !isLooked(report, input, input.later)) return undefined
      const [shorter, longer] = [outcome(priced(input, input.stay.exit)), outcome(priced(input, input.later))]
      return typeof shorter === "string" || typeof longer === "string" || shorter.gross <= longer.gross ? undefined : show({ shorter, longer, report })
    }
  },
  {
    name: "where lint decides that a price is always offered, it is",
    counterexample: (input) => {
      const report = reportOf(input)
      if (!has(report, "no-price") || !isLooked(report, input, input.stay.exit)) return undefined
      return outcome(priced(input, input.stay.exit)) === "Unavailable" ? show(report) : undefined
    }
  },
  {
    name: "where lint decides that no second costs more than an amount, none does",
    counterexample: (input) => {
      const { stay, tariff } = input
      const report = Result.getOrThrow(Lint.lint(tariff, { ...optionsOf(input), cliff: "1.00" }))
      if (!has(report, "cliff") || !isLooked(report, input, stay.exit) || stay.exit - stay.entry < 2_000) return undefined
      const [before, after] = [-1_000, 0].map((millis) => outcome(priced(input, Instant.Instant.make(stay.exit + millis))))
      if (typeof before !== "object" || typeof after !== "object") return undefined
      return after.gross - before.gross <= 10 ** Tariff.minorUnits(tariff) ? undefined : show({ before, after, report })
    }
  },
  {
    name: "what lint says never charges is on no bill",
    counterexample: (input) => {
      const report = reportOf(input)
      const bill = Result.getOrUndefined(priced(input, input.stay.exit))
      if (bill === undefined || !isLooked(report, input, input.stay.exit)) return undefined
      const wrong = report.findings.find((finding) => never.includes(finding.code) && charged(finding, bill.lines))
      return wrong === undefined ? undefined : show({ wrong, bill })
    }
  }
]
