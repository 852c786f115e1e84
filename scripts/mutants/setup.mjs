/** Tests that take seconds and of which nothing is left in few runs: they judge no mutants. */
import { beforeEach, inject } from "vitest"

const left = [
  "what weeks alike come to is what every period comes to",
  "a price by length is the bill's",
  "is refused with what would have been taken, if with anything",
  "the offset of a zone's clock is what the runtime spells in every zone it has, every few days from 2015 to 2030 and around every change, and so are readings",
  "the machine's own zone changes nothing",
  "hours that go on within hours, for ten years",
  "canonicalises every character of Unicode the same way twice, alone and with an accent after it",
  "is looked up at once among 100,000, and when all of them look alike",
  "takes 100,000 rows in a second, and tells of 100,000 wrong ones as soon",
  "answers soon whatever the exceptions: a thousand, one in each of the coming years"
]

// The worker has served another mutant: none is active while a test file is read.
if (globalThis.__stryker__ !== undefined) globalThis.__stryker__.activeMutant = undefined

/**
 * A mutant that goes round and round ends where one test reaches it five times as often as all tests did without it: Stryker waits
 * for a hundred times, or for the clock, and begins a new thread.
 */
const whole = inject("hitLimit")
const most = whole === undefined ? undefined : whole / 20 + 2_000

beforeEach(() => {
  if (most !== undefined) Object.assign(globalThis.__stryker__, { hitCount: 0, hitLimit: most })
})

beforeEach(({ skip, task }) => { if (left.some((name) => task.fullName.endsWith(name)) || /reach every state|go everywhere|are full, have room/.test(task.name)) skip() })
