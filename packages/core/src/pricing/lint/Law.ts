/**
 * Laws on parking prices, as data with a check. They are what their sources say, read narrowly: a finding is worth
 * asking a lawyer about, and no finding is no advice.
 */
import { Instant } from "../../time/index.ts"
import type { Piece } from "../PriceFunction.ts"

/** A price that is held for longer than may be, from `from` on, and is another at `to`. */
export interface Breach {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
}

export interface Law {
  /** "france-quarter-hours" */
  readonly id: string
  /** What a person would look it up by. */
  readonly name: string
  readonly source: string
  /** What it demands, in words. */
  readonly demands: string
  /** Where the prices of a stay from `entry` on break it. */
  readonly breach: (entry: Instant.Instant, pieces: ReadonlyArray<Piece>) => Breach | undefined
}

interface Level {
  readonly from: number
  readonly to: number
  readonly gross: number
}

/** Stretches of one price, in epoch seconds. What rises by the second has steps of its own, no longer than the law's. */
const levels = (pieces: ReadonlyArray<Piece>): ReadonlyArray<Level> => {
  const found: Array<Level> = []
  for (const { first, from, last, to } of pieces) {
    if (first === undefined || first.gross !== last?.gross) continue
    const [begin, end] = [Instant.seconds(from), Instant.seconds(to)]
    const before = found.at(-1)
    if (before?.gross === first.gross && before.to === begin) found[found.length - 1] = { ...before, to: end }
    else found.push({ from: begin, to: end, gross: first.gross })
  }
  return found
}

/** Of stays shorter than `below` seconds: a price above zero is held for `step` seconds at most, unless it does not rise any more. */
const stepsOfAtMost = (step: number, below: number): Law["breach"] => (entry, pieces) => {
  const end = Math.min(Instant.seconds(entry) + below, Instant.seconds(pieces.at(-1)?.to ?? entry))
  const all = levels(pieces)
  const broken = all.find(({ from, gross, to }) => gross > 0 && to < end && to - from > step && all.some((other) => other.from >= to && other.from < end && other.gross > gross))
  return broken === undefined ? undefined : { from: Instant.ofSeconds(broken.from), to: Instant.ofSeconds(broken.to) }
}

/**
 * France: "une tarification par pas de quinze minutes au plus" for stays shorter than twelve hours that are paid by the
 * time. Article L. 113-7 until 2016, L. 224-68 since.
 */
export const franceQuarterHours: Law = {
  id: "france-quarter-hours",
  name: "Code de la consommation, article L. 224-68 (until 2016 L. 113-7)",
  source: "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000032226561",
  demands: "stays shorter than twelve hours that are paid by the time are priced in steps of at most fifteen minutes",
  breach: stepsOfAtMost(900, 43_200)
}

/**
 * Spain: in parking by rotation "el precio se pactará por minuto de estacionamiento, sin posibilidad de redondeos a
 * unidades de tiempo no efectivamente consumidas". Stays shorter than a day are taken for rotation.
 */
export const spainByTheMinute: Law = {
  id: "spain-by-the-minute",
  name: "Ley 40/2002, de 14 de noviembre, as amended by Ley 44/2006: price per minute, without rounding",
  source: "BOE núm. 274, 15 November 2002, p. 40124; Ley 44/2006, de 29 de diciembre",
  demands: "the price of parking by rotation is agreed by the minute, without rounding to time that was not used",
  breach: stepsOfAtMost(60, 86_400)
}

/** All that are known. */
export const laws: ReadonlyArray<Law> = [franceQuarterHours, spainByTheMinute]
