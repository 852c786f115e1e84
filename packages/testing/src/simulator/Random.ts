/**
 * Numbers that follow from a seed and a name. What one thing draws does not depend on what others draw, so that a run
 * without some of its drivers or faults is the same for the others.
 *
 * Source: sfc32, by the author of PractRand; its state is filled by a hash in the manner of MurmurHash3.
 */

export interface Random {
  /** From 0 up to 1, without it. */
  readonly unit: () => number
  /** A whole number from `from` to `to`, with both. */
  readonly between: (from: number, to: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <A>(of: readonly [A, ...ReadonlyArray<A>]) => A
  /** How long until the next, where one comes every `mean` on average. */
  readonly until: (mean: number) => number
  readonly bytes: (size: number) => Uint8Array
}

/** Words that a text is hashed to, one after the other. */
const words = (text: string): (() => number) => {
  let hash = 1_779_033_703 ^ text.length
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3_432_918_353)
    hash = (hash << 13) | (hash >>> 19)
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
    return (hash ^= hash >>> 16) >>> 0
  }
}

const uint32s = (text: string): (() => number) => {
  const next = words(text)
  let [a, b, c, d] = [next(), next(), next(), next()]
  return () => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}

/** What `name` draws in a run of `seed`. */
export const of = (seed: number, ...name: ReadonlyArray<string | number>): Random => {
  const next = uint32s([seed, ...name].join("/"))
  const unit = (): number => next() / 2 ** 32
  const between = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1))
  return {
    unit,
    between,
    chance: (share) => unit() < share,
    pick: (list) => list[between(0, list.length - 1)] ?? list[0],
    until: (mean) => -Math.log(1 - unit()) * mean,
    bytes: (size) => Uint8Array.from({ length: size }, () => next() & 255)
  }
}
