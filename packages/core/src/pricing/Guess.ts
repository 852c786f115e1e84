/**
 * What somebody may have meant: near values of a wrong one, for the end of a refusal. A guess is offered only where it
 * would have been taken, so it may be bold.
 */

/** Words that people use for fields, types and values of a tariff, with what the language calls them. */
const synonyms: ReadonlyMap<string, ReadonlyArray<string>> = new Map(Object.entries({
  amount: ["price"],
  cost: ["price"],
  fee: ["price", "flat"],
  fixed: ["flat"],
  free: ["flat"],
  linear: ["hourly"],
  perhour: ["hourly"],
  time: ["hourly"],
  kwh: ["energy"],
  interval: ["step"],
  increment: ["step"],
  unit: ["per"],
  period: ["per"],
  bands: ["brackets"],
  tiers: ["brackets"],
  steps: ["brackets"],
  tiered: ["slab"],
  ladder: ["slab"],
  graduated: ["slab"],
  until: ["upTo", "to"],
  end: ["to", "upTo", "until"],
  start: ["from", "started"],
  rest: ["beyond", "otherwise"],
  else: ["otherwise", "beyond"],
  default: ["otherwise"],
  peak: ["dynamic", "windows"],
  window: ["dynamic", "during"],
  when: ["during", "if"],
  schedule: ["dynamic"],
  condition: ["if"],
  rules: ["cases"],
  pass: ["subscription"],
  permit: ["subscription", "pass"],
  cap: ["max", "each"],
  maximum: ["max"],
  minimum: ["min"],
  daily: ["each", "day"],
  round: ["billed"],
  begun: ["started"],
  charge: ["charging", "price"],
  charged: ["charging"],
  reference: ["named"],
  ref: ["named"],
  vat: ["tax"],
  inclusive: ["included"],
  exclusive: ["added"],
  timezone: ["zone"],
  tz: ["zone"],
  ceil: ["up"],
  floor: ["down"],
  bankers: ["half-even"]
}))

/** How many letters to insert, drop, change or swap with their neighbour to make `b` of `a`. */
const distance = (a: string, b: string): number => {
  let [before, row]: [ReadonlyArray<number>, Array<number>] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity
      next.push(Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swapped))
    }
    [before, row] = [row, next]
  }
  return row[b.length] ?? 0
}

/** Longer words are no slips of the language's own. */
const longest = 24

/** The one of `known` that `word` most likely stands for. */
export const nearest = (word: string, known: ReadonlyArray<string>): string | undefined => {
  if (word.length === 0 || word.length > longest) return undefined
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, "")
  const meant = (synonyms.get(plain) ?? []).find((each) => known.includes(each))
  const scored = known
    .map((each) => ({ each, far: each.startsWith(plain) && plain.length > 1 || plain.startsWith(each) && each.length > 2 ? 1 : distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, far }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .toSorted((a, b) => a.far - b.far)
  return scored[0]?.far === 0 ? scored[0].each : meant ?? scored[0]?.each
}

const units: ReadonlyMap<string, number> = new Map([["h", 60], ["m", 1], ["s", 1 / 60], ["d", 1_440], ["w", 10_080]])

/** "15 min", "1h30m", "1.5 hours", "P1D", "PT1.5H". */
const elapsed = (text: string): ReadonlyArray<string> => {
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?) ?([hmsdw])[a-z]*/g)]
  const minutes = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units.get(unit ?? "") ?? 0), 0)
  if (minutes === 0) return []
  return [minutes % 60 === 0 ? `PT${minutes / 60}H` : Number.isInteger(minutes) ? `PT${minutes}M` : `PT${Math.round(minutes * 60)}S`]
}

const calendar: ReadonlyMap<string, string> = new Map([["P1D", "day"], ["P7D", "week"], ["P1W", "week"], ["P1M", "month"]])

/** "8:00", "8.30", "0800", "5 pm". */
const clock = (text: string): ReadonlyArray<string> => {
  const [, hours, minutes = "00", half] = /^(\d{1,2})(?:[:.h]?(\d\d))? ?([ap]m)?$/i.exec(text) ?? []
  if (hours === undefined) return []
  const shift = half === undefined ? 0 : (half.toLowerCase() === "pm" ? 12 : 0) - (hours === "12" ? 12 : 0)
  return [`${Number(hours) + shift}`.padStart(2, "0") + `:${minutes}`]
}

const date = (text: string): ReadonlyArray<string> => {
  const [, day = "", month = "", year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text) ?? []
  if (day === "") return [text.replaceAll(/[/.]/g, "-")]
  return [[year, month.padStart(2, "0"), day.padStart(2, "0")].filter((part) => part !== undefined).join("-")]
}

/** "€4", "1,50", "4.00 EUR", "19 %". */
const amount = (text: string): ReadonlyArray<string> => {
  const digits = text.replaceAll(/[^\d.,/-]/g, "").replace(",", ".")
  const [, percent] = /^(\d{1,2}(?:\.\d+)?) ?%$/.exec(text) ?? []
  return percent === undefined ? [digits] : [`${Number((Number(percent) / 100).toFixed(6))}`]
}

/** Where the zones of most lots are. */
const areas = ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"]

const fromText = (text: string, words: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  const trimmed = text.trim()
  if (trimmed === "" || text.length > 2 * longest || /\p{Cc}/u.test(text)) return []
  const word = nearest(trimmed, words)
  const day = calendar.get(trimmed)
  return [
    ...(word === undefined ? [] : [word]),
    ...(day === undefined ? [] : [day]),
    trimmed,
    trimmed.slice(0, 3).toUpperCase(),
    ...areas.map((area) => `${area}/${trimmed.replaceAll(" ", "_")}`),
    ...(trimmed === "true" || trimmed === "false" ? [trimmed === "true"] : []),
    ...elapsed(trimmed),
    ...clock(trimmed),
    trimmed.replace(/ ?kwh$/i, " kWh"),
    ...(/\d/.test(trimmed) ? [...amount(trimmed), ...date(trimmed), Number(trimmed)] : [])
  ]
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null

/** The JSON of up to three values near `value` that `fits` takes, likeliest first; `words` are those that stand there by name. */
export const near = (value: unknown, words: ReadonlyArray<string>, fits: (guess: unknown) => boolean): ReadonlyArray<string> => {
  const texts = typeof value === "string" ? fromText(value, words) : typeof value === "number" ? [`${value}`] : []
  const single: unknown = Array.isArray(value) && value.length === 1 && isPlain(value[0]) ? value[0] : undefined
  const fitting = [...texts, ...(single === undefined ? [] : [single])].filter((guess) => guess !== value && fits(guess))
  const list = isPlain(value) ? [value, ...texts].find((each) => fits([each])) : undefined
  return [...new Set([...fitting, ...(list === undefined ? [] : [[list]])].map((guess) => JSON.stringify(guess)))].slice(0, 3)
}
