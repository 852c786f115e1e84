/** Subscriptions: whose holders pay nothing for what their pass covers, before any rule is looked at. */
import { Name } from "@parkade/core/lot"
import { Elapsed } from "@parkade/core/time"
import { Schema } from "effect"
import { type Report, under } from "../Report.ts"
import type { Priced } from "./Rates.ts"
import type { Config, Rule } from "./Rules.ts"
import type { Facts, Offer, Rate } from "./TariffJson.ts"

const isName = Schema.is(Name.upTo(120))

export interface Pass {
  readonly pass: string
  readonly conditions: Facts
  readonly upTo: string | undefined
}

/** What a subscription says of its product, which is not about the price of a stay. */
const productTerms = (config: Config<"subscription">, path: string, report: Report): void => {
  for (const key of ["price", "duration_days", "entry_count", "description"] as const) {
    const value = config[key]
    if (value !== undefined && value !== null) report.losses.push({ path: under(path, key), message: `${value} is a term of the pass, not of a tariff` })
  }
}

export const make = (rule: Rule, config: Config<"subscription">, conditions: Facts, report: Report): Pass | undefined => {
  const { configPath, path } = rule
  const pass = config.pass ?? rule.name
  if (pass === undefined || !isName(pass)) {
    const [place, message] = config.pass === undefined ? [under(path, "name"), "expected the name of the pass"] : [under(configPath, "pass"), "expected a name"]
    report.issues.push({ path: place, message: `${message}, up to 120 characters` })
    return undefined
  }
  productTerms(config, configPath, report)
  if (rule.free_minutes !== undefined && rule.free_minutes > 0) {
    report.losses.push({ path: under(path, "free_minutes"), message: "a pass has no free minutes: those of the rule that prices the rest apply" })
  }
  const most = config.max_duration_per_entry ?? undefined
  const upTo = most === undefined ? undefined : Elapsed.format(most)
  report.decisions.push({
    path: configPath,
    message: upTo === undefined
      ? `a stay with the pass "${pass}" is free`
      : `the first ${upTo} of a stay with the pass "${pass}" are free; what is longer is priced without further free minutes (ParkMe's program charges nothing)`
  })
  return { pass, conditions, upTo }
}

/** The price for a holder: the pass first, then the rule without its free minutes, which are the stay's first. */
const held = ({ pass, upTo }: Pass, { paid }: Priced): Rate => {
  const free = { type: "flat", price: "0" } as const
  if (paid === "unavailable") return upTo === undefined ? free : { type: "slab", mode: "ladder", brackets: [{ upTo, price: "0" }], beyond: paid }
  return { type: "subscription", pass, covers: upTo === undefined ? {} : { upTo }, rest: paid }
}

/** `priced` for those without a pass, and what the first pass held leaves of it for the others. */
export const around = (priced: Priced, passes: ReadonlyArray<Pass>): Offer =>
  passes.reduceRight<Offer>((rest, pass) => {
    const always = pass.upTo === undefined && Object.keys(pass.conditions).length === 0
    return always && rest !== "unavailable"
      ? { type: "subscription", pass: pass.pass, covers: {}, rest }
      : { type: "choose", cases: [{ if: { ...pass.conditions, pass: pass.pass }, rate: held(pass, priced) }], otherwise: rest }
  }, priced.rate)
