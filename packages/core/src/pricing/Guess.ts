/**
 * What somebody may have meant: near values of a wrong one, for the end of a refusal. A guess is offered only where it
 * would have been taken, so it may be bold.
 */
import * as Slip from "./Slip.ts"

/** Words that people use for fields, types and values of a tariff, with what the language calls them. */
const synonyms: ReadonlyMap<string, ReadonlyArray<string>> = new Map(Object.entries({
  amount: ["price"],
  cost: ["price"],
  fee: ["price", "flat"],
  fixed: ["flat"],
  free: ["flat"],
  none: ["flat"],
  zero: ["flat"],
  once: ["flat"],
  minute: ["hourly"],
  perminute: ["hourly"],
  duration: ["hourly"],
  progressive: ["slab"],
  stepped: ["slab"],
  day: ["dynamic"],
  night: ["dynamic"],
  weekend: ["dynamic"],
  timeofday: ["dynamic"],
  add: ["sum"],
  plus: ["sum"],
  total: ["sum"],
  all: ["sum"],
  best: ["cheapest"],
  lowest: ["cheapest"],
  discount: ["scale"],
  factor: ["scale"],
  percent: ["scale"],
  monthly: ["subscription"],
  weekly: ["subscription"],
  season: ["subscription"],
  flatrate: ["flat", "subscription"],
  linear: ["hourly"],
  perhour: ["hourly"],
  time: ["hourly"],
  kwh: ["energy"],
  interval: ["step", "hourly"],
  increment: ["step", "hourly"],
  unit: ["per"],
  period: ["per"],
  bands: ["brackets"],
  tiers: ["brackets"],
  steps: ["brackets"],
  tiered: ["slab"],
  ladder: ["slab"],
  graduated: ["slab"],
  to: ["until", "upTo"],
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
  max: ["each"],
  min: ["each"],
  maximum: ["max", "each"],
  minimum: ["min", "each"],
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
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity
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
    .map((each) => ({ each, far: Math.min(distance(word.toLowerCase(), each.toLowerCase()), each.startsWith(plain) && plain.length > 1 || plain.startsWith(each) && each.length > 2 ? 1 : Infinity) }))
    .filter(({ each, far }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .toSorted((a, b) => a.far - b.far)
  return scored[0]?.far === 0 ? scored[0].each : meant ?? scored[0]?.each
}

/** Where the zones of most lots are. */
const areas = ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic"]

/** Fields that hold a text alone: a period of "day" is {"every": "day"}. */
const holders = ["every", "accumulate", "follow", "over", "_tag"]

const fromText = (text: string, words: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  const trimmed = text.trim()
  if (trimmed === "" || text.length > 2 * longest || /\p{Cc}/u.test(text)) return []
  const word = nearest(trimmed, words)
  const named = Slip.named.get(trimmed.toLowerCase()) ?? []
  return [
    ...(word === undefined ? [] : [word]),
    ...named,
    trimmed,
    ...areas.map((area) => `${area}/${trimmed.replaceAll(" ", "_")}`),
    ...(trimmed === "true" || trimmed === "false" ? [trimmed === "true"] : []),
    ...Slip.elapsed(trimmed),
    ...Slip.clock(trimmed),
    trimmed.replace(/ ?kwh$/i, " kWh"),
    ...(/\d/.test(trimmed) ? [...Slip.amount(trimmed), ...Slip.date(trimmed), Number(trimmed), ...Slip.instant(trimmed)] : [])
  ]
}

const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null

/** Words of a list that a text writes as one, "mon-fri" or "car, bus"; fewer than two are none. */
export const several = (text: string, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (text.length > 2 * longest || words.length === 0) return []
  const days = words.includes("mon") ? Slip.days(text) : []
  const parts = text.split(/\s*(?:[,;&+/]|\band\b|\s)\s*/).filter((part) => part !== "").map((part) => nearest(part, words))
  const known = days.length > 0 ? days : parts.flatMap((part) => part ?? [])
  return known.length > 1 && (days.length > 0 || known.length === parts.length) ? [...new Set(known)] : []
}

/** The JSON of up to three values near `value` that `fits` takes, likeliest first; `words` are those that stand there by name. */
export const near = (value: unknown, words: ReadonlyArray<string>, fits: (guess: unknown) => boolean): ReadonlyArray<string> => {
  const text = typeof value === "string" ? value : typeof value === "number" ? `${value}` : ""
  const texts = fromText(text, words)
  const single: unknown = Array.isArray(value) && value.length === 1 && isPlain(value[0]) ? value[0] : undefined
  if (typeof value === "number" && fits(text)) return [JSON.stringify(text)]
  const fitting = [...texts, ...(single === undefined ? [] : [single])].filter((guess) => guess !== value && fits(guess))
  const held = holders.flatMap((holder) => texts.map((each) => ({ [holder]: each }))).filter(fits)
  const list = [several(text, words), ...(isPlain(value) ? [value, ...texts] : []).map((each) => [each])].find((each) => each.length > 0 && fits(each))
  const found = [...fitting, ...held, ...(list === undefined ? [] : [list])]
  const last = texts.length === 0 ? [] : [Slip.percent(text), Slip.currency(text)].map((guesses) => guesses.filter(fits))
  return [...new Set(([found, ...last].find((guesses) => guesses.length > 0) ?? []).map((guess) => JSON.stringify(guess)))].slice(0, 3)
}
