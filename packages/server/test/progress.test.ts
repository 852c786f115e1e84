import { expect, it } from "vitest"
import * as Progress from "#Progress"

const watch = (isTTY: boolean) => {
  const written: Array<string> = []
  let time = 0
  const progress = Progress.on({ isTTY, write: (text) => written.push(text) }, Progress.reading, () => time)
  const at = (millis: number, stays: number, bytes: number, of: number | undefined) => {
    time = millis
    progress.at({ stays, bytes, of })
  }
  return { at, progress, written }
}

it("says a line each ten seconds where nobody watches", () => {
  const { at, progress, written } = watch(false)
  at(5_000, 100_000, 1, 4)
  at(10_000, 200_000, 1, 4)
  at(19_999, 390_000, 1, 4)
  at(20_000, 400_000, 2, 4)
  progress.end()
  expect(written).toEqual(["200,000 stays, 20,000/s, 25 %, 30 s left\n", "400,000 stays, 20,000/s, 50 %, 20 s left\n", ""])
})

it("writes one line over and over on a terminal, and takes it away", () => {
  const { at, progress, written } = watch(true)
  at(100, 1, 1, 4)
  at(250, 2_500, 1, 2)
  progress.aside(() => written.push("wrong"))
  progress.end()
  expect(written).toEqual(["\r\u001b[K2,500 stays, 10,000/s, 50 %, 1 s left", "\r\u001b[K", "wrong", "\r\u001b[K"])
})

it("does not guess how long a pipe is", () => {
  const { at, written } = watch(false)
  at(10_000, 50, 1_000, undefined)
  expect(written).toEqual(["50 stays, 5/s\n"])
})
