/** The time of a run, and what is to happen in it. It only goes forward. */
import * as Agenda from "./Agenda.ts"

export interface Time {
  readonly now: () => number
  readonly put: (at: number, happen: () => void) => void
  /** What comes next within so long happens now, in the middle of what happens. */
  readonly hurry: (withinMillis: number) => void
  /** So long passes in the middle of what happens, and others act. */
  readonly pass: (millis: number) => void
  /** All that is to happen by then, happens; or as much of it as until `isOver`. */
  readonly until: (at: number, isOver?: () => boolean) => void
}

/** What happens in the middle of something is seldom in the middle of something itself. */
const deepest = 2

export const from = (begin: number): Time => {
  const agenda = Agenda.make()
  let [now, depth] = [begin, 0]
  const happen = (by: number): boolean => {
    const next = agenda.take(by)
    if (next === undefined) return false
    now = Math.max(now, next.at)
    next.happen()
    return true
  }
  const within = (act: () => void): void => {
    if (depth >= deepest) return
    depth += 1
    act()
    depth -= 1
  }
  return {
    now: () => now,
    put: (at, each) => agenda.put(Math.max(at, now), each),
    hurry: (withinMillis) => within(() => agenda.take(now + withinMillis)?.happen()),
    pass: (millis) => {
      const end = now + millis
      within(() => {
        while (happen(end));
      })
      now = Math.max(now, end)
    },
    until: (at, isOver = () => false) => {
      while (!isOver() && happen(at));
      if (!isOver()) now = Math.max(now, at)
    }
  }
}
