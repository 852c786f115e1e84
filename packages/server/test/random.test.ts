import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { describe, expect, it } from "vitest"
import { layer } from "#Random"

const draw = (...sizes: ReadonlyArray<number>) =>
  Effect.runPromise(
    Effect.flatMap(SecureRandom.SecureRandom, (random) => Effect.forEach(sizes, (size) => random.randomBytes(size))).pipe(Effect.provide(layer))
  )

describe("random bytes from a store", () => {
  it("are as many as were asked for, also more than the store or the system gives at once", async () => {
    const sizes = [0, 1, 11, 511, 512, 513, 4_096, 70_000, 11]
    expect((await draw(...sizes)).map(({ length }) => length)).toEqual(sizes)
  })

  it("are never given out twice, from one store to the next", async () => {
    const drawn = await draw(...Array.from({ length: 2_000 }, () => 16))
    expect(new Set(drawn.map((bytes) => Buffer.from(bytes).toString("hex"))).size).toBe(2_000)
  })

  it("are the caller's alone: who overwrites them changes nobody else's", async () => {
    const [first, second] = await draw(16, 16)
    const kept = Buffer.from(second ?? [])
    first?.fill(0)
    expect(Buffer.from(second ?? [])).toEqual(kept)
  })

  it("are not zeros, though what was given out is erased", async () => {
    const bytes = (await draw(...Array.from({ length: 600 }, () => 11))).flatMap((drawn) => [...drawn])
    const zeros = bytes.filter((byte) => byte === 0).length
    expect(zeros / bytes.length).toBeLessThan(0.03)
  })
})
