/** A language at work on one tariff: its phrases, and how it writes that tariff's amounts, names and lengths. */
import { Rational } from "../money/index.ts"
import { LocalDate } from "../time/index.ts"
import * as Amount from "../pricing/Amount.ts"
import * as LanguageOf from "../pricing/Language.ts"
import * as Syntax from "../pricing/Syntax.ts"
import { minorUnits, type Tariff } from "../pricing/Tariff.ts"
import { dutch } from "./Dutch.ts"
import { english } from "./English.ts"
import { french } from "./French.ts"
import { german } from "./German.ts"
import type { Phrases, Span, Unit } from "./Phrases.ts"
import { spanish } from "./Spanish.ts"

const phrasesOf = { en: english, de: german, fr: french, nl: dutch, es: spanish } as const
export type Language = keyof typeof phrasesOf

export interface Voice {
  readonly phrases: Phrases
  /** "1.50", "7/120" */
  readonly money: (amount: string) => string
  readonly number: (amount: string) => string
  /** "19 %" of "0.19"; undefined where it has no finite decimals. */
  readonly percent: (share: string) => string | undefined
  /** What somebody wrote, in the language's quotation marks and without what would break a line. */
  readonly quote: (text: string) => string
  readonly span: (elapsed: string) => Span
  /** "2026-12-24" or "12-24" */
  readonly date: (text: string) => string
}

const unitSeconds: ReadonlyArray<readonly [Unit, number]> = [["hour", 3_600], ["minute", 60], ["second", 1]]

/** Hours, minutes and seconds, of those that there are. */
const parts = (seconds: number): ReadonlyArray<readonly [Unit, number]> => {
  let rest = seconds
  const found = unitSeconds.map(([unit, each]) => {
    const count = Math.floor(rest / each)
    rest -= count * each
    return [unit, count] as const
  }).filter(([, count]) => count > 0)
  return found.length === 0 ? [["minute", 0]] : found
}

export const make = (tariff: Tariff, language: Language): Voice => {
  const phrases = phrasesOf[language]
  const words = LanguageOf.of(language)
  const decimals = minorUnits(tariff)
  const exact = (amount: string) => Rational.format(Amount.value(amount))
  const number = (amount: string) => LanguageOf.number(words, exact(amount))
  const [open, close] = phrases.quotes
  return {
    phrases,
    number,
    money: (amount) => {
      const text = exact(amount)
      const [, whole, places = ""] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? []
      return LanguageOf.number(words, whole === undefined || decimals === 0 ? text : `${whole}.${places.padEnd(decimals, "0")}`)
    },
    percent: (share) => {
      const text = Rational.format(Rational.multiply(Amount.value(share), Rational.make(100n)))
      return text.includes("/") ? undefined : `${LanguageOf.number(words, text)}${phrases.percent}`
    },
    quote: (text) => `${open}${text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\\“”„«»]/gu, (mark) => `\\u{${mark.codePointAt(0)?.toString(16) ?? ""}}`)}${close}`,
    span: (elapsed) => {
      const all = parts(Syntax.seconds(elapsed))
      const [[unit, count] = ["minute", 0] as const] = all
      const text = all.map(([unit, count]) => `${LanguageOf.number(words, `${count}`)} ${phrases.units[unit][count === 1 ? 0 : 1]}`).join(phrases.unitsJoined)
      return all.length === 1 && count === 1 ? { text, one: unit } : { text }
    },
    date: (text) => {
      const full = text.length > 5
      const { day, month, year } = LocalDate.fields(LocalDate.parse(full ? text : `1972-${text}`) ?? 0)
      return phrases.date(day, month, full ? year : undefined)
    }
  }
}

/** "at least 10 A and less than 16 A" */
export const band = ({ phrases }: Voice, { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }, show: (amount: string) => string): string =>
  phrases.within({ ...(from !== undefined && { from: show(from) }), ...(to !== undefined && { to: show(to) }) })
