/**
 * A set of small whole numbers that finds the next one at once: words of 32 bits, over them a bit for each word that is not
 * empty, and once more. Words of the uppermost level are looked at one after another: a hundred thousand numbers, which take 13 kB,
 * have four of those, and a million have thirty-one.
 *
 * The levels lie in one array, and are written out one by one: arrays of their own, and loops over them, took longer.
 *
 * Guarantees: a set of bits holds what was added and not removed; the next of a set of bits is the least from there on.
 */
export interface Bits {
  readonly words: Int32Array
  /** Where the bits begin that stand for words that are not empty, and those that stand for words of these. Multiples of 32. */
  readonly second: number
  readonly third: number
  /** The first word after the bits: its owner's. */
  readonly end: number
}

/** The highest bit is the lowest number, so that leading zeros count up to it. A shift looks at no more than five bits of its count. */
const highest = 0x8000_0000 | 0

/** The empty set of numbers from 0 up to `size`, and after it so many words for its owner. */
export const make = (size: number, room = 0): Bits => {
  // Each level ends with a bit that is never set, so that what follows the last one may be looked at.
  const first = (size >>> 5) + 1
  const above = (first >>> 5) + 1
  const all = first + above + (above >>> 5) + 1
  return { words: new Int32Array(all + room), second: 32 * first, third: 32 * (first + above), end: all }
}

export const has = ({ words }: Bits, index: number): boolean => ((words[index >>> 5] ?? 0) & (highest >>> index)) !== 0

export const add = ({ second, third, words }: Bits, index: number): void => {
  const word = words[index >>> 5] ?? 0
  words[index >>> 5] = word | (highest >>> index)
  if (word !== 0) return
  const above = second + (index >>> 5)
  const wordAbove = words[above >>> 5] ?? 0
  words[above >>> 5] = wordAbove | (highest >>> above)
  if (wordAbove !== 0) return
  const top = third + (index >>> 10)
  words[top >>> 5] = (words[top >>> 5] ?? 0) | (highest >>> top)
}

export const remove = ({ second, third, words }: Bits, index: number): void => {
  const left = (words[index >>> 5] ?? 0) & ~(highest >>> index)
  words[index >>> 5] = left
  if (left !== 0) return
  const above = second + (index >>> 5)
  const leftAbove = (words[above >>> 5] ?? 0) & ~(highest >>> above)
  words[above >>> 5] = leftAbove
  if (leftAbove !== 0) return
  const top = third + (index >>> 10)
  words[top >>> 5] = (words[top >>> 5] ?? 0) & ~(highest >>> top)
}

/** The least number of the set that is not below `from`; -1 when there is none. */
export const next = (bits: Bits, from: number): number => {
  const { second, words } = bits
  const near = (words[from >>> 5] ?? 0) & (-1 >>> from)
  if (near !== 0) return (from & ~31) + Math.clz32(near)
  const at = second + (from >>> 5) + 1
  const above = (words[at >>> 5] ?? 0) & (-1 >>> at)
  const word = above === 0 ? nextWord(bits, at - second) : (at & ~31) + Math.clz32(above) - second
  return word === -1 ? -1 : (word << 5) + Math.clz32(words[word] ?? 0)
}

/** The next word that is not empty, by the uppermost level. */
const nextWord = ({ end, second, third, words }: Bits, after: number): number => {
  const at = third + (after >>> 5) + 1
  let index = at >>> 5
  let top = (words[index] ?? 0) & (-1 >>> at)
  while (top === 0) {
    index += 1
    if (index === end) return -1
    top = words[index] ?? 0
  }
  const above = (second >>> 5) + (index << 5) + Math.clz32(top) - third
  return (above << 5) + Math.clz32(words[above] ?? 0) - second
}
