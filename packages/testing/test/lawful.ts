import { type Law, obey } from "@parkade/testing/laws"
import { runs } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { describe, it } from "vitest"

/** For PARKADE_LONG. */
export const timeout = 300_000

/** A test of each law, by its name. */
export const lawful = <Input>(subject: string, laws: ReadonlyArray<Law<Input>>, inputs: fc.Arbitrary<Input>, quick = 300) =>
  describe(subject, () => {
    it.each(laws.map((law) => [law.name, law] as const))("%s", { timeout }, (_, law) => {
      fc.assert(fc.property(inputs, (input) => obey([law], input)), runs(quick))
    })
  })

