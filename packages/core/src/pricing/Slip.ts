import { Result } from "effect"
import { Instant } from "../time/index.ts"
import { days as names } from "./Clocks.ts"
/**
 * How people write what a tariff writes in one way: lengths, clocks, dates, amounts, days. Every reader gives all that a
 * text may mean, likeliest first, and nothing for a text that it knows only in part.
 */

/** Words that stand for a value. */
export const named: ReadonlyMap<string, ReadonlyArray<string>> = new Map(Object.entries({
  p1d: ["day"],
  p7d: ["week"],
  p1w: ["week"],
  p1m: ["month"],
  daily: ["day"],
  weekly: ["week"],
  monthly: ["month"],
  noon: ["12:00"],
  midnight: ["00:00", "24:00"],
  "€": ["EUR"],
  "£": ["GBP"],
  $: ["USD"],
  "¥": ["JPY"]
}))

const minutesOf: { readonly [letter: string]: number } = { h: 60, m: 1, s: 1 / 60, d: 1_440, w: 10_080 }
const part = /(\d+(?:[.,]\d+)?) ?(h(?:ou)?rs?|h|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?|d(?:ays?)?|w(?:eeks?)?)(?![a-z])/g

const written = (minutes: number): string => {
  const seconds = Math.round(minutes * 60)
  const [hours, rest, last] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `PT${hours === 0 ? "" : `${hours}H`}${rest === 0 ? "" : `${rest}M`}${last === 0 ? "" : `${last}S`}`
}

/** "15 min", "1h30", "1.5 hours", "1:30", "PT1.5H", "P1D", "hour"; "90" may be minutes, hours or seconds, "900000" is milliseconds. */
export const elapsed = (text: string): ReadonlyArray<string> => {
  const plain = text.toLowerCase().replace(/^p(?=[\dt])/, "").replace(/(?<=^|d|w)t(?=\d)/, "").replace(/^(?:per |an? )?(?=(?:hour|minute|day|week)$)/, "1 ")
  if (/^\d{2,9}000$/.test(plain) && Number(plain) >= 60_000) return [written(Number(plain) / 60_000)]
  if (/^\d{1,6}$/.test(plain)) return Number(plain) === 0 ? [] : ["M", "H", "S"].map((unit) => `PT${Number(plain)}${unit}`)
  const [, hours, minutes] = /^(\d{1,3})(?:h|:)(\d\d)$/.exec(plain) ?? []
  const spelled = hours === undefined ? plain : `${hours}h ${minutes}m`
  const sum = [...spelled.matchAll(part)].reduce((all, [, count = "", unit = ""]) => all + Number(count.replace(",", ".")) * (minutesOf[unit.slice(0, 1)] ?? 0), 0)
  return sum === 0 || spelled.replaceAll(part, "").replaceAll(/,|\band\b|\s/g, "") !== "" ? [] : [written(sum)]
}

/** "8:00", "8.30", "0800", "08:00:00", "17h", "8 Uhr", "5 pm". */
export const clock = (text: string): ReadonlyArray<string> => {
  const [, hours, minutes = "00", half] = /^(\d{1,2})(?:[:.h]?(\d\d)(?::00)?)?(?: ?(?:h|uhr))?(?: ?([ap])\.?m\.?)?$/i.exec(text) ?? []
  if (hours === undefined) return []
  const shift = half === undefined ? 0 : (half.toLowerCase() === "p" ? 12 : 0) - (hours === "12" ? 12 : 0)
  return [`${Number(hours) + shift}`.padStart(2, "0") + `:${minutes}`]
}

/** "24.12.2026", "2026/12/24". */
export const date = (text: string): ReadonlyArray<string> => {
  const [, day = "", month = "", year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text) ?? []
  if (day === "") return [text.replaceAll(/[/.]/g, "-")]
  return [[year, month.padStart(2, "0"), day.padStart(2, "0")].filter((part) => part !== undefined).join("-")]
}

/** "2026-12-24T08:00:00Z" for epoch milliseconds. */
export const instant = (text: string): ReadonlyArray<number> => Result.match(Instant.fromIso(text), { onSuccess: (at) => [at], onFailure: () => [] })

/** "euro". */
export const currency = (text: string): ReadonlyArray<string> => (/^\p{L}+$/u.test(text.trim()) ? [text.trim().slice(0, 3).toUpperCase()] : [])

/** Digits with marks between thousands and before decimals; "1,500" may be either. */
const digits = (text: string): ReadonlyArray<string> => {
  if (/^\d+\/\d+$/.test(text)) return [text]
  const plain = text.replaceAll(/(?<=\d)[ '\u00a0\u202f\u2019](?=\d{3}(?!\d))/g, "")
  const isGrouped = (mark: string) => new RegExp(`^\\d{1,3}(?:[${mark}]\\d{3})+$`)
  const [, whole = "", decimals = ""] = /^(.*)[.,](\d+)$/.exec(plain) ?? [plain, plain]
  if (/^\d+$/.test(whole)) {
    const isEither = isGrouped(",").test(plain) && !plain.startsWith("0")
    return [decimals === "" ? whole : `${whole}.${decimals}`, ...(isEither ? [whole + decimals] : [])]
  }
  const thousands = plain.at(-decimals.length - 1) === "," ? "." : ","
  if (isGrouped(thousands).test(whole)) return [`${whole.replaceAll(thousands, "")}.${decimals}`]
  return isGrouped(".").test(plain) || isGrouped(",").test(plain) ? [plain.replaceAll(/[.,]/g, "")] : []
}

const number = /^[^\d-]*(\d[\d.,'/ \u00a0\u202f\u2019]*?)[^\d%]*(%?)$/

/** "€4", "1,50", "1.500,00", "4.00 EUR", "4,-", "19 %". */
export const amount = (text: string): ReadonlyArray<string> => {
  const [, found = "", sign] = number.exec(text) ?? []
  return sign === "%" ? hundredth(digits(found)) : digits(found)
}

const hundredth = (amounts: ReadonlyArray<string>): ReadonlyArray<string> => amounts.map((each) => `${Number((Number(each) / 100).toFixed(8))}`)

/** A fraction written as percents: "19" for 0.19. Less than 2 may be a factor. */
export const percent = (text: string): ReadonlyArray<string> => hundredth(digits(text.trim()).filter((each) => Number(each) >= 2 && Number(each) <= 100))

const week: ReadonlyArray<string> = names.slice(0, 7)

/** "mon-fri", "Sat to Mon", "weekdays", "weekend". */
export const days = (text: string): ReadonlyArray<string> => {
  const plain = text.trim().toLowerCase()
  if (/^(?:week|work|working )days?$/.test(plain)) return week.slice(0, 5)
  if (/^weekends?$/.test(plain)) return week.slice(5)
  const ends = plain.split(/ ?(?:-|\u2013|\bto\b|\bthrough\b|\buntil\b) ?/).map((end) => week.findIndex((day) => end.startsWith(day) || (end.length === 2 && day.startsWith(end))))
  const [from = -1, to = -1] = ends
  if (ends.length !== 2 || from < 0 || to < 0) return []
  return from <= to ? week.slice(from, to + 1) : [...week.slice(from), ...week.slice(0, to + 1)]
}
