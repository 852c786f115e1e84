/** How far a long reading is, for who waits: a line that is written over on a terminal, else a line now and then. */
import * as Readable from "./Readable.ts"

export interface Progress {
  readonly at: (done: { readonly stays: number; readonly bytes: number; readonly of: number | undefined }) => void
  /** Writes something else meanwhile. */
  readonly aside: (write: () => void) => void
  readonly end: () => void
}

const terminalMillis = 200
const plainMillis = 10_000

const line = (stays: number, bytes: number, of: number | undefined, millis: number): string => {
  const share = of === undefined || of === 0 ? undefined : Math.min(1, bytes / of)
  const left = share === undefined || share === 0 ? undefined : millis / share - millis
  return [
    `${stays.toLocaleString("en")} stays`,
    `${Math.round(stays / (millis / 1_000)).toLocaleString("en")}/s`,
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
    ...(left === undefined ? [] : [`${Readable.length(Math.ceil(left / 1_000) * 1_000)} left`])
  ].join(", ")
}

/** Progress on `to`, by the clock `now` in milliseconds. */
export const on = (to: { readonly isTTY?: boolean; readonly write: (text: string) => unknown }, now: () => number = () => performance.now()): Progress => {
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
    at: ({ bytes, of, stays }) => {
      const time = now()
      if (time - last < every) return
      last = time
      drawn = true
      to.write(`${before}${line(stays, bytes, of, time - start)}${after}`)
    },
    end: clear
  }
}
