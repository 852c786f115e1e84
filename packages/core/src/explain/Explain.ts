/**
 * A tariff in words, in the language of who pays or who sets it: what a stay costs, and what the words on a board leave
 * open, as a list of sentences that a host prints as it likes.
 *
 * Amounts are in the tariff's currency, lengths as people say them, clocks local. What an operator wrote (labels, names
 * of passes and products) stands in quotation marks, as it is.
 *
 * Guarantees: tariffs that read the same price the same; every sentence names a place of its tariff; an explanation is
 * rendered within its width.
 */
import { Schema } from "effect"
import { LocalDate } from "../time/index.ts"
import { Money } from "../money/index.ts"
import { columns, wrap } from "../pricing/Language.ts"
import { minorUnits, type Tariff } from "../pricing/Tariff.ts"
import { piece, sentence } from "./Rates.ts"
import type { Sentence } from "./Sentence.ts"
import { listed } from "./Phrases.ts"
import { type Language as Spoken, make, type Voice } from "./Voice.ts"

export type { Sentence }

export const languages = ["en", "de", "fr", "nl", "es"] as const satisfies ReadonlyArray<Spoken>
/** ISO 639-1. */
export const Language = Schema.Literals(languages)
export type Language = typeof Language.Type

interface Term {
  readonly path: string
  readonly text: string
}

const visits = ({ phrases, span }: Voice, { visits }: Tariff): ReadonlyArray<Term> => {
  if (visits === "apart") return [{ path: "visits", text: phrases.visitsApart }]
  const { accumulate = "day", minInterruption } = visits === "accumulate" ? {} : visits
  return [
    { path: "visits", text: phrases.visitsTogether(accumulate === "day" ? "day" : span(accumulate)) },
    ...(minInterruption === undefined ? [] : [{ path: "visits.minInterruption", text: phrases.interruption(span(minInterruption)) }])
  ]
}

const holidays = ({ date, phrases, quote }: Voice, { holidays = [] }: Tariff): ReadonlyArray<Term> => {
  if (typeof holidays === "string") return [{ path: "holidays", text: phrases.holidaysOf(quote(holidays)) }]
  const dates = [...new Set(holidays)].toSorted()
  return dates.length === 0 ? [] : [{ path: "holidays", text: phrases.holidaysOn(listed(dates.map(date), phrases.and)) }]
}

const valid = ({ date, phrases }: Voice, { valid: { from, until } = {} }: Tariff): ReadonlyArray<Term> => {
  if (from === undefined && until === undefined) return []
  const last = until === undefined ? undefined : LocalDate.format((LocalDate.parse(until) ?? 0) - 1)
  return [{ path: "valid", text: phrases.valid({ ...(from !== undefined && { from: date(from) }), ...(last !== undefined && { to: date(last) }) }) }]
}

/** What holds of all of the tariff. */
const terms = (voice: Voice, tariff: Tariff): ReadonlyArray<Term> => {
  const { money, phrases } = voice
  const { rounding, seconds, tax, zone } = tariff
  const decimals = minorUnits(tariff)
  return [
    { path: "currency", text: phrases.currency(tariff.currency) },
    ...(decimals === Money.minorUnits(tariff.currency) ? [] : [{ path: "minorUnits", text: phrases.decimals(decimals) }]),
    { path: "tax", text: phrases.tax[tax] },
    { path: "rounding", text: phrases.rounding[rounding.mode](rounding.where, money(rounding.to)) },
    { path: "seconds", text: phrases.seconds[seconds] },
    ...visits(voice, tariff),
    ...valid(voice, tariff),
    ...(zone === undefined ? [] : [{ path: "zone", text: phrases.zone(zone) }]),
    ...holidays(voice, tariff)
  ]
}

/** The tariff in words: what a stay costs, the prices that this refers to by name, and what holds of all. */
export const explain = (tariff: Tariff, language: Language = "en"): ReadonlyArray<Sentence> => {
  const voice = make(tariff, language)
  const taxed = tariff.tax !== "none"
  return [
    sentence(voice, "rate", piece(voice, tariff.rate, { path: "rate", subject: "stay", taxed })),
    ...Object.entries(tariff.rates ?? {}).map(([name, rate]) => {
      const path = `rates.${name}`
      return sentence(voice, path, piece(voice, rate, { path, subject: "part", taxed }), voice.phrases.rateNamed(voice.quote(name)))
    }),
    ...terms(voice, tariff).map(({ path, text }) => sentence(voice, path, { text, children: [], plain: true }))
  ]
}

const indent = 2

const lines = ({ children, text }: Sentence, depth: number, width: number): ReadonlyArray<string> => {
  const margin = " ".repeat(Math.min(depth * indent, Math.floor(width / 2)))
  const [first = "", ...rest] = wrap(text, Math.max(1, width - columns(margin) - indent))
  return [`${margin}- ${first}`, ...rest.map((line) => `${margin}  ${line}`), ...children.flatMap((child) => lines(child, depth + 1, width))]
}

/** As plain text of at most `width` columns (80, never less than 20), a line of its own for each sentence and what it opens below it. */
export const render = (sentences: ReadonlyArray<Sentence>, width = 80): string =>
  sentences.flatMap((each) => lines(each, 0, Math.max(20, width))).join("\n")
