/** Chunks of the time line: what clocks and calendars make of one is found once, and kept. */

/** About 388 days. */
export const chunkSeconds = 2 ** 25

/** Chunks kept: about sixty years. */
const chunksKept = 64

/** What `make` finds of the chunk that begins at `index * chunkSeconds`. */
export const remembered = <A>(make: (index: number) => A): ((index: number) => A) => {
  const known = new Map<number, A>()
  return (index) => {
    const before = known.get(index)
    if (before !== undefined) return before
    if (known.size >= chunksKept) known.clear()
    const made = make(index)
    known.set(index, made)
    return made
  }
}
