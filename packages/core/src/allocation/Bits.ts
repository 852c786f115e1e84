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
}

/** The highest bit is the lowest number, so that leading zeros count up to it. A shift looks at no more than five bits of its count. */
const highest = 0x8000_0000 | 0

/** The empty set of numbers from 0 up to `size`. */
export const make = (size: number): Bits => {
  const [first = 1, above = 1, top = 1] = [5, 10, 15].map((shift) => Math.max(1, Math.ceil(size / 2 ** shift)))
  return { words: new Int32Array(first + above + top), second: 32 * first, third: 32 * (first + above) }
}

export const has = ({ words }: Bits, index: number): boolean => ((words[index >>> 5] ?? 0) & (highest >>> index)) !== 0

/** Sets the bit, and says what its word was. */
const set = (words: Int32Array, index: number): number => {
  const was = words[index >>> 5] ?? 0
  words[index >>> 5] = was | (highest >>> index)
  return was
}

export const add = ({ second, third, words }: Bits, index: number): void => {
  if (set(words, index) !== 0) return
  if (set(words, second + (index >>> 5)) === 0) set(words, third + (index >>> 10))
}

/** Clears the bit, and says what is left of its word. */
const clear = (words: Int32Array, index: number): number => {
  const left = (words[index >>> 5] ?? 0) & ~(highest >>> index)
  words[index >>> 5] = left
  return left
}

export const remove = ({ second, third, words }: Bits, index: number): void => {
  if (clear(words, index) !== 0) return
  if (clear(words, second + (index >>> 5)) === 0) clear(words, third + (index >>> 10))
}

/** The bits of the word that `from` is in, from there on. */
const rest = (words: Int32Array, from: number): number => (words[from >>> 5] ?? 0) & (-1 >>> from)

/** The first bit of the word at `index`, which is not empty. */
const first = (words: Int32Array, index: number): number => (index << 5) + Math.clz32(words[index] ?? 0)

/** The least number of the set that is not below `from`; -1 when there is none. */
export const next = (bits: Bits, from: number): number => {
  const { second, third, words } = bits
  const word = rest(words, from)
  if (word !== 0) return (from & ~31) + Math.clz32(word)
  const at = second + (from >>> 5) + 1
  const near = at < third ? rest(words, at) : 0
  return near !== 0 ? first(words, (at & ~31) + Math.clz32(near) - second) : nextFar(bits, third + ((at - second) >>> 5) + 1)
}

/** The least number of those that the bits of the uppermost level from `at` on stand for. */
const nextFar = ({ second, third, words }: Bits, at: number): number => {
  const end = words.length << 5
  let top = at
  let left = top < end ? rest(words, top) : 0
  while (left === 0) {
    top = (top & ~31) + 32
    if (top >= end) return -1
    left = words[top >>> 5] ?? 0
  }
  return first(words, first(words, (second >>> 5) + (top & ~31) + Math.clz32(left) - third) - second)
}
