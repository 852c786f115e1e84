/** How far a long reading is, for who waits: a line that is written over on a terminal, else a line now and then. */
import * as Readable from "./Readable.ts"

export interface Progress<Done> {
  readonly at: (done: Done) => void
  /** Writes something else meanwhile. */
  readonly aside: (write: () => void) => void
  readonly end: () => void
}

const terminalMillis = 200
const plainMillis = 10_000

/** How much is done of how much there is, and how long the rest takes at this pace. */
const shareOf = (done: number, of: number | undefined, millis: number): ReadonlyArray<string> => {
  const share = of === undefined || of === 0 ? undefined : Math.min(1, done / of)
  if (share === undefined) return []
  return [`${Math.floor(share * 100)} %`, ...(share === 0 ? [] : [`${Readable.length(Math.ceil((millis / share - millis) / 1_000) * 1_000)} left`])]
}

/** How much was done in so many milliseconds, in words. */
export type Line<Done> = (done: Done, millis: number) => string

export const reading: Line<{ readonly stays: number; readonly bytes: number; readonly of: number | undefined }> = ({ bytes, of, stays }, millis) =>
  [`${stays.toLocaleString("en")} stays`, `${Math.round(stays / (millis / 1_000)).toLocaleString("en")}/s`, ...shareOf(bytes, of, millis)].join(", ")

/** So many of so many, which are called `what`. */
export const counting = (what: string): Line<{ readonly done: number; readonly of: number }> => ({ done, of }, millis) =>
  [`${done.toLocaleString("en")} of ${of.toLocaleString("en")} ${what}`, ...shareOf(done, of, millis)].join(", ")

/** Progress on `to`, by the clock `now` in milliseconds. */
export const on = <Done>(to: { readonly isTTY?: boolean; readonly write: (text: string) => unknown }, line: Line<Done>, now: () => number = () => performance.now()): Progress<Done> => {
  const start = now()
  const [every, before, after] = to.isTTY === true ? [terminalMillis, "\r\u001b[K", ""] : [plainMillis, "", "\n"]
  let [last, drawn] = [start, false]
  const clear = (): void => {
    if (drawn) to.write(before)
  }
  return {
    aside: (write) => {
      clear()
      write()
    },
    at: (done) => {
      const time = now()
      if (time - last < every) return
      last = time
      drawn = true
      to.write(`${before}${line(done, time - start)}${after}`)
    },
    end: clear
  }
}
