/**
 * What a camera read, and which of the plates inside it may mean. Cameras confuse letters and digits that look alike:
 * B and 8, O and 0, I and 1, S and 5, Z and 2, G and 6.
 *
 * D and Q look like O as well, but they are letters among letters: another car may well carry the other plate. Nothing
 * is guessed between them.
 *
 * Guarantees: a distance is the same both ways; it is zero for equal plates and for no others; it counts the characters
 * that differ, and is infinite where one of them is not confused; a read means another plate only when it is the only
 * one that near; candidates are all that are near, in order.
 * Source: published confusion tables of plate readers.
 */
import { Schema } from "effect"
import { Plate } from "./Plate.ts"

const digits: Readonly<Record<string, string>> = { B: "8", O: "0", I: "1", S: "5", Z: "2", G: "6" }

/** The plate with every letter that looks like a digit written as that digit: equal for plates that may be confused. */
export const skeleton = (plate: Plate): string => plate.replace(/[BOISZG]/g, (letter) => digits[letter] ?? letter)

/** How many characters were confused if `a` was read as `b`; infinite when that cannot be. */
export const distance = (a: Plate, b: Plate): number => {
  if (skeleton(a) !== skeleton(b)) return Infinity
  let differing = 0
  // Alike in their skeletons, and no confused character has two halves: units of text count characters.
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing++
  return differing
}

/** Plates by their skeletons. */
export type Index = ReadonlyMap<string, ReadonlyArray<Plate>>

/** Plates, each once, ready to be asked for what a read may mean. */
export const index = (plates: Iterable<Plate>): Index => Map.groupBy(new Set(plates), skeleton)

/** What a read may mean. Whoever acts on `Alike` says so; `Ambiguous` is for a person to decide. */
export const Meaning = Schema.TaggedUnion({
  /** This plate is inside, as it was read; `alike` are near as well, and the camera may have erred. */
  Exact: { plate: Plate, alike: Schema.Array(Plate) },
  /** Not inside as read, but one plate that near is. */
  Alike: { plate: Plate, distance: Schema.Int },
  /** Not inside as read, and several that near are: the nearest first. */
  Ambiguous: { plates: Schema.Array(Plate) },
  Unknown: {}
})
export type Meaning = typeof Meaning.Type

/** More that are told would not be read. */
const told = 10

/** What `read` may mean, of the plates in `plates`, when up to `limit` characters may be confused; at most ten are told. */
export const candidates = (read: Plate, plates: Index, limit = 1): Meaning => {
  const near = (plates.get(skeleton(read)) ?? [])
    .map((plate) => ({ plate, distance: distance(read, plate) }))
    .filter((each) => each.distance <= limit)
    .toSorted((a, b) => a.distance - b.distance || (a.plate < b.plate ? -1 : 1))
  const [first] = near
  if (first === undefined) return { _tag: "Unknown" }
  const alike = near.slice(0, told + 1).map(({ plate }) => plate)
  if (first.distance === 0) return { _tag: "Exact", plate: first.plate, alike: alike.slice(1) }
  return near.length === 1 ? { _tag: "Alike", ...first } : { _tag: "Ambiguous", plates: alike.slice(0, told) }
}
