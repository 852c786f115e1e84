/**
 * A set of small whole numbers that finds the next one at once: words of 32 bits, over them a bit for each word that is not
 * empty, and so on, four levels in all. A hundred thousand numbers take 13 kB; beyond a million, words of the uppermost level are
 * looked at one after another.
 *
 * The levels are written out one by one: loops over them took longer.
 *
 * Guarantees: a set of bits holds what was added and not removed; the next of a set of bits is the least from there on.
 */
export interface Bits {
  readonly words: Int32Array
  /** Words that are not empty. */
  readonly second: Int32Array
  /** Words of the second that are not empty, and so on. */
  readonly third: Int32Array
  readonly fourth: Int32Array
}

/** The highest bit is the lowest number, so that leading zeros count up to it. */
const highest = 0x8000_0000 | 0

/** The empty set of numbers from 0 up to `size`. */
export const make = (size: number): Bits => {
  const level = (each: number) => new Int32Array(Math.max(1, Math.ceil(size / each)))
  return { words: level(2 ** 5), second: level(2 ** 10), third: level(2 ** 15), fourth: level(2 ** 20) }
}

export const has = ({ words }: Bits, index: number): boolean => ((words[index >>> 5] ?? 0) & (highest >>> (index & 31))) !== 0

/** Sets the bit, and says what its word was. */
const set = (words: Int32Array, index: number): number => {
  const was = words[index >>> 5] ?? 0
  words[index >>> 5] = was | (highest >>> (index & 31))
  return was
}

export const add = ({ fourth, second, third, words }: Bits, index: number): void => {
  if (set(words, index) !== 0) return
  if (set(second, index >>> 5) !== 0) return
  if (set(third, index >>> 10) === 0) set(fourth, index >>> 15)
}

/** Clears the bit, and says what is left of its word. */
const clear = (words: Int32Array, index: number): number => {
  const left = (words[index >>> 5] ?? 0) & ~(highest >>> (index & 31))
  words[index >>> 5] = left
  return left
}

export const remove = ({ fourth, second, third, words }: Bits, index: number): void => {
  if (clear(words, index) !== 0) return
  if (clear(second, index >>> 5) !== 0) return
  if (clear(third, index >>> 10) === 0) clear(fourth, index >>> 15)
}

/** The bits of the word that `from` is in, from there on. */
const rest = (words: Int32Array, from: number): number => (words[from >>> 5] ?? 0) & (-1 >>> (from & 31))

/** The first number of the word at `index`, which is not empty. */
const first = (words: Int32Array, index: number): number => (index << 5) + Math.clz32(words[index] ?? 0)

/** The least number of the set that is not below `from`; -1 when there is none. */
export const next = ({ fourth, second, third, words }: Bits, from: number): number => {
  const word = rest(words, from)
  if (word !== 0) return (from & ~31) + Math.clz32(word)
  const at = (from >>> 5) + 1
  const near = rest(second, at)
  if (near !== 0) return first(words, (at & ~31) + Math.clz32(near))
  const above = (at >>> 5) + 1
  const far = rest(third, above)
  if (far !== 0) return first(words, first(second, (above & ~31) + Math.clz32(far)))
  let top = (above >>> 5) + 1
  let left = rest(fourth, top)
  while (left === 0 && (top >>> 5) + 1 < fourth.length) {
    top = ((top >>> 5) + 1) << 5
    left = fourth[top >>> 5] ?? 0
  }
  return left === 0 ? -1 : first(words, first(second, first(third, (top & ~31) + Math.clz32(left))))
}
