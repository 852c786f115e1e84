/** Faults one row of docs/reliability.md at a time: a garage in which nothing else goes wrong, and no invariant breaks. */
import { Faults, simulate } from "@parkade/testing/simulator"
import { expect, test } from "vitest"

const rows: ReadonlyArray<readonly [name: string, ...faults: ReadonlyArray<Faults.Fault>]> = [
  ["a server dies between the money and the ticket", "crash-after-gateway", "crash-before-commit"],
  ["a server dies after its commit, and is asked again", "crash-after-commit", "said-twice"],
  ["webhooks come twice, late and never", "webhook-twice", "webhook-late", "webhook-dropped"],
  ["a gateway is slow, or its answer is lost, or never comes", "gateway-slow", "gateway-lost", "gateway-silent"],
  ["a gateway is away, and declines", "gateway-away", "gateway-declines"],
  ["a gateway takes another amount", "gateway-differs"],
  ["gates are away, lose their answer, and get an order again minutes later", "gate-away", "gate-lost", "gate-twice"],
  ["drivers back out before an open gate", "nobody-passes"],
  ["cameras confuse characters", "read-wrong"],
  ["cameras tell twice, and late", "read-twice", "read-late"],
  ["clocks of servers run ahead and step back", "clock-ahead", "clock-behind"],
  ["others commit between a decision and its commit", "meanwhile"],
  ["others commit between two reads of one command", "between-reads"],
  ["storage is away", "storage-away"],
  ["a reader of events dies before it notes how far it was", "reader-dies"]
]

const isLong = process.env["PARKADE_LONG"] !== undefined
const seeds = Array.from({ length: isLong ? 60 : 8 }, (_, index) => index + 1)

/** One run after another, until each of the faults has struck; all of them, in a long run. */
const runsOf = (faults: ReadonlyArray<Faults.Fault>) => {
  const runs: Array<ReturnType<typeof simulate>> = []
  const struck = (fault: Faults.Fault) => runs.some(({ fired }) => (fired.get(fault) ?? 0) > 0)
  for (const seed of seeds) if (isLong || !faults.every(struck)) runs.push(simulate({ seed, days: 3, faults }))
  return { runs, struck }
}

test.each(rows.map(([name, ...faults]) => ({ name, faults })))("$name", { timeout: 600_000 }, ({ faults }) => {
  const { runs, struck } = runsOf(faults)
  expect(runs.flatMap(({ seed, violations }) => violations.map((each) => ({ seed, ...each })))).toEqual([])
  expect(faults.filter((fault) => !struck(fault))).toEqual([])
})

test("each fault is of a row", () => expect(Faults.all.filter((fault) => !rows.some(([, ...faults]) => faults.includes(fault)))).toEqual([]))

const days = isLong ? 31 : 10
test("day after day in which everything goes wrong, nothing drifts", { timeout: 600_000 }, () => {
  const { commands, violations } = simulate({ seed: 11, days })
  expect(violations).toEqual([])
  expect(commands).toBeGreaterThan(days * 100)
})
