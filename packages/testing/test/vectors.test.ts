/** The engine on the vectors, worked out by hand; the reference prices them in reference.test.ts. */
import { describe, it } from "vitest"
import { check, engine, vectors } from "./golden.ts"

describe("the engine on vectors", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_, vector) => check(engine(vector.tariff, vector), vector.expect))
})
