/** Rates in words: a sentence for each, with those below it. */
import { Rational } from "../money/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { isPhased, list } from "../pricing/Clocks.ts"
import type { Condition } from "../pricing/Facts.ts"
import type { Demand, Price } from "../pricing/Price.ts"
import type * as Rate from "../pricing/Rate.ts"
import * as Syntax from "../pricing/Syntax.ts"
import { conditions } from "./Conditions.ts"
import type { Sentence } from "./Sentence.ts"
import type { Subject } from "./Phrases.ts"
import { band as bandOf, type Voice } from "./Voice.ts"
import { period, windows } from "./Windows.ts"

/** What is said of a rate, before its place in a sentence is known. */
interface Piece {
  readonly text: string
  readonly children: ReadonlyArray<Sentence>
  /** A price and its bounds: what is said after it is said of it. */
  readonly plain: boolean
}

interface Place {
  readonly path: string
  readonly subject: Subject
  /** A price of its own is told apart from one by time, except where all around it are such. */
  readonly bare?: boolean
  readonly taxed: boolean
}

const capital = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase("en"))

/** A sentence of a case and its price. */
export const sentence = ({ phrases }: Voice, path: string, { children, plain, text }: Piece, lead?: string): Sentence => {
  const joint = plain && children.length === 0 ? `${phrases.colon} ` : " – "
  return { text: `${capital(lead === undefined ? text : `${lead}${joint}${text}`)}${children.length === 0 ? "." : phrases.colon}`, path, children }
}

const said = (voice: Voice, path: string, text: string): Sentence => sentence(voice, path, { text, children: [], plain: true })

const move = ({ money, number, phrases }: Voice, { change, factor }: Demand["bands"][number]): string => {
  const by = Amount.value(change ?? "0")
  if (by.numerator !== 0n) return by.numerator > 0n ? phrases.dearerBy(money(change ?? "0")) : phrases.cheaperBy(money(Rational.format(Rational.subtract(Rational.zero, by))))
  return factor === undefined || Rational.format(Amount.value(factor)) === "1" ? phrases.unchanged : phrases.timesBy(number(factor))
}

/** Shares of a whole as percents, or as the fractions they are. */
const share = ({ number, percent }: Voice, text: string): string => percent(text) ?? number(text)

const demand = (voice: Voice, price: Demand, path: string): ReadonlyArray<Sentence> => {
  const { money, phrases } = voice
  const bands = price.bands.map((band, index) => ({ band, index })).toSorted((a, b) => Rational.compare(Amount.value(b.band.from), Amount.value(a.band.from)))
  const every = price.every === "entry" ? "entry" : Number(price.every.slice(1, -1))
  return [
    said(voice, `${path}.min`, phrases.demandBounds(money(price.min), money(price.max))),
    ...bands.map(({ band, index }, place) => {
      const to = bands[place - 1]?.band.from
      const from = to !== undefined && Amount.value(band.from).numerator === 0n ? undefined : band.from
      const occupancy = bandOf(voice, { from, to }, (text) => share(voice, text))
      return said(voice, `${path}.bands.${index}`, phrases.demandMove(every, occupancy, move(voice, band)))
    })
  ]
}

/** A price that stands by itself, or in `phrase`. */
const priced = (voice: Voice, price: Price, path: string, phrase: (amount: string) => string): Piece =>
  typeof price === "string"
    ? { text: phrase(voice.money(price)), children: [], plain: true }
    : { text: phrase(voice.phrases.moving(voice.money(price.start))), children: demand(voice, price, `${path}.price`), plain: true }

const isFree = (price: Price): boolean => typeof price === "string" && Amount.value(price).numerator === 0n

const flat = (voice: Voice, { price }: Rate.Flat, { bare = false, path }: Place): Piece =>
  isFree(price) ? { text: voice.phrases.free, children: [], plain: true } : priced(voice, price, path, bare ? (amount) => amount : voice.phrases.flat)

const hourly = (voice: Voice, { count, per = "PT1H", price, step = per }: Rate.Hourly, { path }: Place): Piece => {
  const { phrases, span } = voice
  const other = Syntax.seconds(step) === Syntax.seconds(per) ? undefined : span(step)
  return priced(voice, price, path, (amount) => count === "exact" ? phrases.exact(amount, span(per)) : phrases.counted(amount, span(per), count, other))
}

const below = (voice: Voice, rate: Rate.Rate | Rate.Unavailable, place: Place): Piece =>
  rate === "unavailable" ? { text: voice.phrases.unavailable, children: [], plain: true } : piece(voice, rate, place)

/** `text` about the rate that follows, and that rate's own words. */
const before = (text: string, { children, text: own }: Piece): Piece => ({ text: `${text} – ${own}`, children, plain: false })

const slab = (voice: Voice, rate: Rate.Slab, place: Place): Piece => {
  const { phrases, span } = voice
  const isLadder = rate.mode === "ladder"
  const { path } = place
  const inner = (key: string): Place => ({ ...place, path: `${path}.${key}`, subject: isLadder ? place.subject : "part", bare: isLadder })
  const lead = (index: number): string => {
    const [upTo, last] = [rate.brackets[index]?.upTo, rate.brackets[index - 1]?.upTo]
    if (isLadder) return upTo === undefined ? phrases.longer : phrases.upTo(span(upTo))
    if (last === undefined) return phrases.first(span(upTo ?? "PT0S"))
    return upTo === undefined ? phrases.after(span(last)) : phrases.fromTo(span(last), span(upTo))
  }
  return {
    text: isLadder ? phrases.ladder(place.subject) : phrases.graduated,
    plain: false,
    children: [
      ...rate.brackets.map((bracket, index) => {
        const key = `brackets.${index}${"rate" in bracket ? ".rate" : ""}`
        return sentence(voice, `${path}.brackets.${index}`, piece(voice, Syntax.ofBracket(bracket), inner(key)), lead(index))
      }),
      sentence(voice, `${path}.beyond`, below(voice, rate.beyond, inner("beyond")), lead(rate.brackets.length))
    ]
  }
}

/** What the windows go by, what becomes of a stay in several, and which of several counts. */
const crossing = ({ phrases, span }: Voice, { crossing, windows }: Rate.Dynamic, subject: Subject): string => {
  const all = windows.flatMap(({ during }) => list(during))
  const [used, timed] = [all.some(isPhased), !all.every(isPhased) || all.some(({ days, dates, from, to }) => (days ?? dates ?? from ?? to) !== undefined)]
  return [
    phrases.by[used && timed ? "both" : used ? "use" : "time"],
    typeof crossing === "string" ? phrases.crossing[crossing](subject) : phrases.follow(span(crossing.follow)),
    ...(windows.length > 1 ? [phrases.firstFits] : [])
  ].join(phrases.semicolon)
}

const dynamic = (voice: Voice, rate: Rate.Dynamic, place: Place): Piece => {
  const { phrases } = voice
  const { path, subject, taxed } = place
  const whole = rate.crossing === "entry" || rate.crossing === "most"
  const inner = (key: string): Place => ({ path: `${path}.${key}`, subject: whole ? subject : "part", taxed })
  return {
    text: crossing(voice, rate, subject),
    plain: false,
    children: [
      ...rate.windows.map((window, index) => sentence(voice, `${path}.windows.${index}`, piece(voice, window.rate, inner(`windows.${index}.rate`)), windows(voice, window.during))),
      sentence(voice, `${path}.otherwise`, below(voice, rate.otherwise, inner("otherwise")), phrases.otherTimes)
    ]
  }
}

const subscription = (voice: Voice, { covers, pass, rest }: Rate.Subscription, { path, subject, taxed }: Place): Piece => {
  const { phrases, quote, span } = voice
  const during = covers.during === undefined ? undefined : windows(voice, covers.during)
  const covered = covers.upTo !== undefined
    ? phrases.covered.upTo(span(covers.upTo), period(voice, covers.per ?? "stay", subject), during)
    : during === undefined ? phrases.covered.all : phrases.covered.during(during)
  return before(phrases.pass(quote(pass), covered), piece(voice, rest, { path: `${path}.rest`, subject: "part", taxed }))
}

const choose = (voice: Voice, rate: Rate.Choose, { path, subject, taxed }: Place): Piece => {
  const { phrases } = voice
  const inner = (key: string): Place => ({ path: `${path}.${key}`, subject, taxed })
  const lead = (asked: Condition) => {
    const clauses = conditions(voice, asked, subject)
    return clauses.length === 0 ? phrases.inAnyCase : phrases.ifAll(clauses)
  }
  return {
    text: phrases.choose,
    plain: false,
    children: [
      ...rate.cases.map((each, index) => sentence(voice, `${path}.cases.${index}`, piece(voice, each.rate, inner(`cases.${index}.rate`)), lead(each.if))),
      sentence(voice, `${path}.otherwise`, below(voice, rate.otherwise, inner("otherwise")), phrases.otherwise)
    ]
  }
}

const each = (voice: Voice, rate: Rate.Each, { path, subject, taxed }: Place): Piece => {
  const { money, phrases } = voice
  const bounds = Object.fromEntries((["max", "min", "maxIncl", "minIncl"] as const).flatMap((key) => rate[key] === undefined ? [] : [[key, money(rate[key])]]))
  const inner = piece(voice, rate.rate, { path: `${path}.rate`, subject: rate.per === "stay" ? subject : "part", taxed })
  const isBound = Object.keys(bounds).length > 0
  if (rate.per === "stay" && !isBound) return inner
  const per = period(voice, rate.per, subject)
  const own = isBound ? `${phrases.bounds(bounds)} ${per}` : per
  const text = rate.partial === undefined ? own : `${own} (${phrases.partial[rate.partial]})`
  return inner.plain && inner.children.length === 0 ? { text: `${inner.text}, ${text}`, children: [], plain: true } : before(text, inner)
}

const several = (voice: Voice, rate: Rate.Sum | Rate.Cheapest, { path, subject, taxed }: Place): Piece => {
  const of = rate.of.map((one, index) => ({ path: `${path}.of.${index}`, piece: piece(voice, one, { path: `${path}.of.${index}`, subject, taxed }) }))
  const [only, ...others] = of
  if (only !== undefined && others.length === 0) return only.piece
  return { text: voice.phrases[rate.type], plain: false, children: of.map((one) => sentence(voice, one.path, one.piece)) }
}

const billed = ({ number, phrases, span }: Voice, { count, step }: Rate.Billed): string =>
  Syntax.isEnergies(step) ? phrases.billed(`${number(step.slice(0, -" kWh".length))} kWh`, count, "energy") : phrases.billed(span(step).text, count, "time")

const scale = (voice: Voice, { by }: Rate.Scale): string => {
  const percent = voice.percent(by)
  return percent === undefined ? voice.phrases.times(voice.number(by)) : voice.phrases.share(percent)
}

const untaxed = (voice: Voice, rate: Rate.Rate, place: Place): Piece => {
  const within: Place = { path: `${place.path}.rate`, subject: place.subject, taxed: place.taxed }
  switch (rate.type) {
    case "flat":
      return flat(voice, rate, place)
    case "hourly":
      return hourly(voice, rate, place)
    case "energy":
      return priced(voice, rate.price, place.path, voice.phrases.energy)
    case "slab":
      return slab(voice, rate, place)
    case "dynamic":
      return dynamic(voice, rate, place)
    case "subscription":
      return subscription(voice, rate, place)
    case "choose":
      return choose(voice, rate, place)
    case "each":
      return each(voice, rate, place)
    case "sum":
    case "cheapest":
      return several(voice, rate, place)
    case "scale":
      return before(scale(voice, rate), piece(voice, rate.rate, within))
    case "billed":
      return before(billed(voice, rate), piece(voice, rate.rate, within))
    case "named":
      return { text: voice.phrases.named(voice.quote(rate.name)), children: [], plain: true }
  }
}

/** A rate in words, with its label and its tax. */
export const piece = (voice: Voice, rate: Rate.Rate, place: Place): Piece => {
  const notes = [
    ...(rate.label === undefined ? [] : [voice.quote(rate.label)]),
    ...(rate.tax === undefined || !place.taxed ? [] : [voice.phrases.taxed(share(voice, rate.tax))])
  ]
  const told = untaxed(voice, rate, place)
  return notes.length === 0 ? told : { ...told, text: `${told.text} (${notes.join(", ")})` }
}
