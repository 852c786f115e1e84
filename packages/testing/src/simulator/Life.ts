/**
 * A life: what somebody does in the garage, one thing after the other, and waits in between. It is told as a generator: what
 * it yields is done by the world, which goes on with it when its time has come.
 */
import type { Parkade } from "@parkade/core/facade"
import type { Random } from "./Random.ts"

export type Name = Exclude<keyof Parkade, "close">
export type Input<N extends Name> = Parameters<Parkade[N]>[0]
type Outcome<N extends Name> = Awaited<ReturnType<Parkade[N]>>

/** The server died, or its answer was lost: nobody knows whether it was done. */
interface NoAnswer {
  readonly ok: false
  readonly error: { readonly _tag: "NoAnswer"; readonly message: string }
}

export type Answer<N extends Name> = Outcome<N> | NoAnswer
export type Value<N extends Name> = Extract<Outcome<N>, { readonly ok: true }>["value"]

export type Ask =
  | { readonly _tag: "Wait"; readonly millis: number }
  | { readonly _tag: "Call"; readonly name: Name; readonly input: unknown }
  /** Something that is no command: a driver before a page, a car through a gate. */
  | { readonly _tag: "Act"; readonly act: () => unknown }

export type Life<A = void> = Generator<Ask, A, unknown>

export const wait = function*(millis: number): Life {
  yield { _tag: "Wait", millis }
}

export const act = function*<A>(act: () => A): Life<A> {
  return (yield { _tag: "Act", act }) as A
}

const once = function*<N extends Name>(name: N, input: Input<N>): Life<Answer<N>> {
  return (yield { _tag: "Call", name, input }) as Answer<N>
}

/** Answers that say to try again. */
const again: ReadonlyArray<string> = ["NoAnswer", "StorageUnavailable"]

/** Asks for a use-case, and again with the same ids where there was no answer, as clients do: up to eight times. */
export const call = function*<N extends Name>(random: Random, name: N, input: Input<N>): Life<Answer<N>> {
  let answer = yield* once(name, input)
  for (let tries = 1; tries < 8 && !answer.ok && again.includes(answer.error._tag); tries += 1) {
    yield* wait(random.between(1, 30) * 1_000)
    answer = yield* once(name, input)
  }
  return answer
}

/** An id that a client makes. */
export const uuid = (random: Random): string => {
  const hex = [...random.bytes(16)].map((octet) => octet.toString(16).padStart(2, "0")).join("")
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
