/** Whether the conditions of a `choose` hold of a stay: every one that is given; an unknown fact never matches. */
import * as Fraction from "./Fraction.ts"
import { type Conditions, listOf, type OneOrMore, seconds } from "./Grammar.ts"
import * as Sets from "./Sets.ts"
import { endsIn, inBand, type Place, setOf } from "./Windows.ts"

/** What is known of a stay beside its times. */
export interface Facts {
  readonly vehicle?: string
  readonly spot?: OneOrMore<string>
  readonly product?: OneOrMore<string>
  readonly pass?: OneOrMore<string>
  readonly validation?: OneOrMore<string>
  readonly visit?: number | string
  readonly occupancy?: number | string
  readonly lost?: boolean
  readonly expired?: boolean
  readonly unpaid?: string
}

export const includes = (known: OneOrMore<string> | undefined, wanted: string): boolean => known !== undefined && listOf(known).includes(wanted)

const anyOf = (known: OneOrMore<string> | undefined, wanted: ReadonlyArray<string>): boolean => wanted.some((each) => includes(known, each))

export const decimal = (value: number | string | undefined): Fraction.Fraction | undefined => (value === undefined ? undefined : Fraction.read(value))

/** The conditions that speak of the set the rate receives. */
const holdOfSet = ({ entry, exit, inside, lasting }: Conditions, set: Sets.TimeSet, place: Place): boolean => {
  const [start, end, length] = [Sets.start(set), Sets.end(set), Sets.length(set)]
  return (entry === undefined || !Sets.isEmpty(setOf(entry, [start, start + 1], place))) &&
    (exit === undefined || endsIn(exit, end, place)) &&
    (inside === undefined || Sets.isEmpty(Sets.minus(set, setOf(inside, [start, end], place)))) &&
    (lasting?.over === undefined || length > seconds(lasting.over)) &&
    (lasting?.upTo === undefined || length <= seconds(lasting.upTo))
}

const holdOfStay = (wanted: Conditions, known: Facts): boolean =>
  (wanted.vehicle === undefined || anyOf(known.vehicle, wanted.vehicle)) &&
  (wanted.spot === undefined || anyOf(known.spot, wanted.spot)) &&
  (wanted.product === undefined || includes(known.product, wanted.product)) &&
  (wanted.pass === undefined || includes(known.pass, wanted.pass)) &&
  (wanted.validation === undefined || includes(known.validation, wanted.validation)) &&
  (wanted.visit === undefined || inBand(decimal(known.visit), wanted.visit)) &&
  (wanted.occupancy === undefined || inBand(decimal(known.occupancy), wanted.occupancy)) &&
  (wanted.lost === undefined || wanted.lost === (known.lost ?? false)) &&
  (wanted.expired === undefined || wanted.expired === (known.expired ?? false)) &&
  (wanted.unpaid === undefined || (known.unpaid !== undefined && seconds(known.unpaid) > seconds(wanted.unpaid.over)))

export const hold = (wanted: Conditions, known: Facts, set: Sets.TimeSet, place: Place): boolean =>
  holdOfStay(wanted, known) && holdOfSet(wanted, set, place)
