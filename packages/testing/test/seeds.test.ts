/** That of `seeds.ts`, which vitest.workspace.ts runs before the tests of every package. */
import { runs } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const seed = () => fc.check(fc.property(fc.nat(), () => true), runs(1)).seed

describe.runIf(runs(1).seed === undefined && process.env["PARKADE_ROUND"] === undefined)("the seed of a property", () => {
  it("is the same in every run", () => expect(seed()).toBe(918_592_569))
  it("is another in another test", () => expect(seed()).toBe(1_177_521_585))
})
