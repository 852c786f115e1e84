/** Conditions in words: a clause for each. */
import type { Condition } from "../pricing/Facts.ts"
import type { Band } from "../pricing/Window.ts"
import { listed, type Subject } from "./Phrases.ts"
import { band, type Voice } from "./Voice.ts"
import { windows } from "./Windows.ts"

const isWhole = (text: string | undefined): boolean => text === undefined || /^[1-9]\d{0,3}$/.test(text)

/** Visits are counted in whole numbers, and people say the last of them. */
const visits = (voice: Voice, { from, to }: Band): string => {
  const last = to === undefined ? undefined : `${Number(to) - 1}`
  return isWhole(from) && isWhole(to) && last !== "0" && (from ?? last) !== undefined
    ? voice.phrases.visits({ ...(from !== undefined && { from }), ...(last !== undefined && { to: last }) })
    : voice.phrases.visitNumber(band(voice, { from, to }, voice.number))
}

/** A name that the language has a word for, or as it is written. */
const known = (voice: Voice, words: { readonly [name: string]: string }) => (name: string): string =>
  (Object.hasOwn(words, name) ? words[name] : undefined) ?? voice.quote(name)

const times = (voice: Voice, { entry, exit, inside, lasting }: Condition, subject: Subject): ReadonlyArray<string> => {
  const { phrases, span } = voice
  return [
    ...(entry === undefined ? [] : [phrases.entry(windows(voice, entry), subject)]),
    ...(exit === undefined ? [] : [phrases.exit(windows(voice, exit), subject)]),
    ...(inside === undefined ? [] : [phrases.inside(windows(voice, inside), subject)]),
    ...(lasting === undefined || (lasting.over ?? lasting.upTo) === undefined ? [] : [phrases.lasting({
      ...(lasting.over !== undefined && { from: span(lasting.over).text }),
      ...(lasting.upTo !== undefined && { to: span(lasting.upTo).text })
    }, subject)])
  ]
}

const facts = (voice: Voice, asked: Condition): ReadonlyArray<string> => {
  const { phrases, quote, span } = voice
  const names = (given: ReadonlyArray<string>, words: { readonly [name: string]: string }) => listed(given.map(known(voice, words)), phrases.or)
  const percent = (share: string) => voice.percent(share) ?? voice.number(share)
  return [
    ...(asked.vehicle === undefined ? [] : [phrases.vehicle(names(asked.vehicle, phrases.kinds))]),
    ...(asked.spot === undefined ? [] : [phrases.spot(names(asked.spot, phrases.features))]),
    ...(asked.product === undefined ? [] : [phrases.product(quote(asked.product))]),
    ...(asked.pass === undefined ? [] : [phrases.passHeld(quote(asked.pass))]),
    ...(asked.validation === undefined ? [] : [phrases.validation(quote(asked.validation))]),
    ...(asked.visit === undefined ? [] : [visits(voice, asked.visit)]),
    ...(asked.occupancy === undefined ? [] : [phrases.occupancy(band(voice, asked.occupancy, percent))]),
    ...(asked.lost === undefined ? [] : [phrases.lost(asked.lost)]),
    ...(asked.expired === undefined ? [] : [phrases.expired(asked.expired)]),
    ...(asked.unpaid === undefined ? [] : [phrases.unpaid(span(asked.unpaid.over))])
  ]
}

/** What a case asks for, a clause for each thing. */
export const conditions = (voice: Voice, asked: Condition, subject: Subject): ReadonlyArray<string> => [...times(voice, asked, subject), ...facts(voice, asked)]
