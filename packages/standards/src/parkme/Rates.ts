/** The price of a stay by one rule, whoever it is for and whenever it is in force. */
import { Elapsed } from "@parkade/core/time"
import { type Report, under } from "../Report.ts"
import type { Options } from "./Options.ts"
import type { Config, Rule } from "./Rules.ts"
import type { Crossing, Offer, Rate, Window } from "./TariffJson.ts"

/** The option called `name`; asked for once, with the reason, when it was not given. */
export const need = <K extends keyof Options>(options: Options, name: K, why: string, report: Report): Options[K] => {
  const path = `options.${name}`
  const asked = report.issues.some((issue) => issue.path === path)
  if (options[name] === undefined && !asked) report.issues.push({ path, message: `needed: ${why}` })
  return options[name]
}

const flat = (price: string): Rate => ({ type: "flat", price })

const perHour = (price: string, path: string, options: Options, report: Report): Rate => {
  const count = need(options, "hours", `${path} is a rate per hour`, report) ?? "started"
  return { type: "hourly", price, count }
}

const hourly = (config: Config<"hourly">, path: string, options: Options, report: Report): Rate => {
  const { after_hours: hours, base_rate: base, hourly_rate: rate } = config
  const later = perHour(rate, under(path, "hourly_rate"), options, report)
  if (hours === 0) {
    report.losses.push({ path: under(path, "base_rate"), message: `${base} is never charged: after_hours is 0` })
    return later
  }
  const reading = hours === 1
    ? "per-hour"
    : need(options, "baseRate", `${under(path, "base_rate")} is ${base} for each of ${hours} hours, or once for all`, report) ?? "once"
  const upTo = Elapsed.format(Elapsed.ofHours(hours))
  const once = reading === "once"
  if (hours !== 1) {
    report.decisions.push({ path: under(path, "base_rate"), message: once ? `${base} once for the first ${hours} hours` : `${base} for each of the first ${hours} hours` })
  }
  const first = once ? { upTo, price: base } : { upTo, rate: perHour(base, under(path, "base_rate"), options, report) }
  return { type: "slab", mode: "graduated", brackets: [first], beyond: later }
}

const slab = (config: Config<"slab">, path: string, report: Report): Rate => {
  const endless = config.slabs.find(({ max_hours: hours }) => hours === null)
  const brackets = config.slabs.flatMap(({ max_hours: hours, price }) => (hours === null ? [] : [{ upTo: Elapsed.format(hours), price }]))
  if (endless === undefined) {
    report.losses.push({
      path: under(path, "slabs"),
      message: `no price is offered beyond ${brackets.at(-1)?.upTo ?? ""}: no slab has max_hours null (ParkMe's program charges 10.00 there)`
    })
  }
  const beyond: Offer = endless === undefined ? "unavailable" : flat(endless.price)
  return brackets.length === 0 && beyond !== "unavailable" ? beyond : { type: "slab", mode: "ladder", brackets, beyond }
}

type Peak = Config<"dynamic">["peak_hours"][number]

const window = (peak: Peak, path: string, ends: Options["ends"], report: Report): Window => {
  const say = (message: string) => report.decisions.push({ path: under(path, "end"), message })
  if (peak.end <= peak.start) say(`${peak.start}-${peak.end} runs past midnight and belongs to the day it starts on`)
  if (peak.end === "23:59" && ends === "exclusive") say("the last minute of the day is off-peak: write 24:00 if the day was meant")
  return { days: [...new Set(peak.days)], from: peak.start, to: peak.end, ...(ends === "inclusive" ? { ends } : {}) }
}

const dynamic = (config: Config<"dynamic">, path: string, options: Options, report: Report): Rate => {
  const otherwise = perHour(config.off_peak_rate, under(path, "off_peak_rate"), options, report)
  if (config.peak_hours.length === 0) return otherwise
  const peaks = under(path, "peak_hours")
  const chosen = need(options, "crossing", `${peaks} divides a stay at its clock times`, report) ?? "split"
  const ends = need(options, "ends", `${peaks} ends at clock times`, report)
  const crossing: Crossing = chosen === "follow" ? { follow: "PT1H" } : chosen
  report.decisions.push({ path: peaks, message: `each part of a stay is paid at the rate of its own time (crossing: ${chosen}), on the clocks of ${options.zone}` })
  const windows = config.peak_hours.map((peak, index) => ({
    during: window(peak, under(peaks, index), ends, report),
    rate: perHour(peak.rate, under(peaks, index, "rate"), options, report)
  }))
  return { type: "dynamic", crossing, windows, otherwise }
}

/** What `rule` charges from the first minute. */
const charge = (rule: Rule, options: Options, report: Report): Rate | undefined => {
  const { configPath: path, form } = rule
  switch (form.form) {
    case "flat":
      return flat(form.config.flat_rate ?? form.config.amount ?? "")
    case "hourly":
      return hourly(form.config, path, options, report)
    case "slab":
      return slab(form.config, path, report)
    case "dynamic":
      return dynamic(form.config, path, options, report)
    case "subscription":
      return undefined
  }
}

const withFreeMinutes = (paid: Rate, rule: Rule, options: Options, report: Report): Rate => {
  const minutes = rule.free_minutes ?? 0
  if (minutes === 0) return paid
  const path = under(rule.path, "free_minutes")
  // A flat price is the same by either reading.
  const reading = rule.form.form === "flat"
    ? "threshold"
    : need(options, "freeMinutes", `${path} is ${minutes}, deducted from every stay or a threshold`, report) ?? "threshold"
  const message = reading === "deducted"
    ? `the first ${minutes} minutes of every stay are free and the rule prices the rest`
    : `a stay of up to ${minutes} minutes is free, a longer one is priced from its entry`
  report.decisions.push({ path, message })
  const upTo = Elapsed.format(Elapsed.ofMinutes(minutes))
  return { type: "slab", mode: reading === "deducted" ? "graduated" : "ladder", brackets: [{ upTo, price: "0" }], beyond: paid }
}

/** What a rule charges, with its free minutes and without. */
export interface Priced {
  readonly rate: Offer
  readonly paid: Offer
}

const labelled = (rate: Rate, label: string | undefined): Rate => (label === undefined ? rate : { ...rate, label })

/** A bill's label is a line of up to 120 characters; ParkMe's names may have 200. */
const labelOf = ({ name, path }: Rule, report: Report): string | undefined => {
  const label = name?.replaceAll(/\p{Cc}/gu, " ").slice(0, 120).toWellFormed()
  if (label !== undefined && label !== name) report.losses.push({ path: under(path, "name"), message: `on bills it reads "${label}"` })
  return label
}

/** The prices of a rule; `undefined` for a subscription, which has none of its own. */
export const priced = (rule: Rule, options: Options, report: Report): Priced | undefined => {
  const paid = charge(rule, options, report)
  if (paid === undefined) return undefined
  const label = labelOf(rule, report)
  return { rate: labelled(withFreeMinutes(paid, rule, options, report), label), paid: labelled(paid, label) }
}
