/** What is to happen when: the earliest first, and of one instant what was put down first. */
export interface Agenda {
  readonly put: (at: number, happen: () => void) => void
  /** Takes the next one off, if it is due by then. */
  readonly take: (by: number) => { readonly at: number; readonly happen: () => void } | undefined
}

interface Item {
  readonly at: number
  readonly order: number
  readonly happen: () => void
}

const isBefore = (a: Item, b: Item): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/** A binary heap. */
export const make = (): Agenda => {
  const heap: Array<Item> = []
  let count = 0
  const swap = (i: number, j: number): void => {
    const [a, b] = [heap[i], heap[j]]
    if (a === undefined || b === undefined) return
    heap[i] = b
    heap[j] = a
  }
  const less = (i: number, j: number): boolean => {
    const [a, b] = [heap[i], heap[j]]
    return a !== undefined && b !== undefined && isBefore(a, b)
  }
  const up = (from: number): void => {
    for (let at = from; at > 0 && less(at, (at - 1) >> 1); at = (at - 1) >> 1) swap(at, (at - 1) >> 1)
  }
  const down = (from: number): void => {
    let at = from
    for (;;) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < heap.length && less(child, least)) least = child
      if (least === at) return
      swap(at, least)
      at = least
    }
  }
  const pop = (): Item | undefined => {
    const first = heap[0]
    swap(0, heap.length - 1)
    heap.pop()
    down(0)
    return first
  }
  return {
    put: (at, happen) => {
      heap.push({ at, order: count++, happen })
      up(heap.length - 1)
    },
    take: (by) => (heap[0] === undefined || heap[0].at > by ? undefined : pop())
  }
}
