/** The last index from `low` up to `high`, of which something holds that holds of all before it; `low` at least. */
export const lastIndex = (low: number, high: number, holds: (index: number) => boolean): number => {
  let [found, after] = [low, high]
  while (after - found > 1) {
    const middle = found + Math.floor((after - found) / 2)
    if (holds(middle)) found = middle
    else after = middle
  }
  return found
}
