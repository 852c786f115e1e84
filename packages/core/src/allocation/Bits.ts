/**
 * A set of small whole numbers that finds the next one at once: words of 32 bits, over them a bit for each word that is not
 * empty, and so on up to a single word. A hundred thousand numbers take four levels and 13 kB.
 *
 * Guarantees: a set of bits holds what was added and not removed; the next of a set of bits is the least from there on.
 */
export interface Bits {
  readonly words: Int32Array
  /** Which words are not empty, which words of that are not empty, and so on. */
  readonly upper: ReadonlyArray<Int32Array>
}

/** The highest bit is the lowest number, so that leading zeros count up to it. */
const highest = 0x8000_0000 | 0

/** The empty set of numbers from 0 up to `size`. */
export const make = (size: number): Bits => {
  const [words, upper] = [new Int32Array(Math.max(1, Math.ceil(size / 32))), [] as Array<Int32Array>]
  for (let below: Int32Array = words; below.length > 1; below = upper.at(-1) ?? below) upper.push(new Int32Array(Math.ceil(below.length / 32)))
  return { words, upper }
}

export const has = ({ words }: Bits, index: number): boolean => ((words[index >>> 5] ?? 0) & (highest >>> (index & 31))) !== 0

export const add = ({ upper, words }: Bits, index: number): void => {
  const word = words[index >>> 5] ?? 0
  words[index >>> 5] = word | (highest >>> (index & 31))
  if (word === 0) addWord(upper, index >>> 5)
}

const addWord = (upper: Bits["upper"], index: number): void => {
  let at = index
  for (const words of upper) {
    const word = words[at >>> 5] ?? 0
    words[at >>> 5] = word | (highest >>> (at & 31))
    if (word !== 0) return
    at >>>= 5
  }
}

export const remove = ({ upper, words }: Bits, index: number): void => {
  const left = (words[index >>> 5] ?? 0) & ~(highest >>> (index & 31))
  words[index >>> 5] = left
  if (left === 0) removeWord(upper, index >>> 5)
}

const removeWord = (upper: Bits["upper"], index: number): void => {
  let at = index
  for (const words of upper) {
    const left = (words[at >>> 5] ?? 0) & ~(highest >>> (at & 31))
    words[at >>> 5] = left
    if (left !== 0) return
    at >>>= 5
  }
}

/** The least number of the set that is not below `from`; -1 when there is none. */
export const next = ({ upper, words }: Bits, from: number): number => {
  const word = (words[from >>> 5] ?? 0) & (-1 >>> (from & 31))
  if (word !== 0) return (from & ~31) + Math.clz32(word)
  const found = nextWord(upper, (from >>> 5) + 1)
  return found === -1 ? -1 : (found << 5) + Math.clz32(words[found] ?? 0)
}

const nextWord = (upper: Bits["upper"], from: number): number => {
  let at = from
  for (let level = 0; level < upper.length; level += 1) {
    const word = (upper[level]?.[at >>> 5] ?? 0) & (-1 >>> (at & 31))
    if (word !== 0) {
      at = (at & ~31) + Math.clz32(word)
      for (let below = level - 1; below >= 0; below -= 1) at = (at << 5) + Math.clz32(upper[below]?.[at] ?? 0)
      return at
    }
    at = (at >>> 5) + 1
  }
  return -1
}
