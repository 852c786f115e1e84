/** What a story is told with: every use-case by its name, a clock, a gateway and gates that do what it says. */
import type { Parkade } from "@parkade/core/facade"
import type { Gates, Gateway } from "../../memory/index.ts"

export type Name = Exclude<keyof Parkade, "close">
export type Input<N extends Name> = Parameters<Parkade[N]>[0]
export type Answer<N extends Name> = Awaited<ReturnType<Parkade[N]>>
export type Value<N extends Name> = Extract<Answer<N>, { readonly ok: true }>["value"]
export type Failure<N extends Name> = Extract<Answer<N>, { readonly ok: false }>["error"]

export interface World {
  readonly call: <N extends Name>(name: N, input: Input<N>) => Promise<Answer<N>>
  /** What comes of it; a refusal fails the story. */
  readonly done: <N extends Name>(name: N, input: Input<N>) => Promise<Value<N>>
  /** Why it is refused; what is not fails the story. */
  readonly refused: <N extends Name>(name: N, input: Input<N>) => Promise<Failure<N>>
  readonly now: () => number
  /** "PT1H30M" later. */
  readonly pass: (elapsed: string) => void
  readonly gateway: Gateway.Simulated
  readonly gates: Gates.Simulated
  /** Ids that no other story has, the same again for the same number. */
  readonly uuid: (count: number) => string
  /** A text that no other story has, for what is unique in all of storage: plates of owners, addresses. */
  readonly salt: string
  /** The last position of the feed before the story began. */
  readonly since: string | undefined
}

/** Stories by their titles. */
export type Stories = Readonly<Record<string, (world: World) => Promise<void>>>

/** A tariff in dollars, without tax, by the started second. */
export const tariff = (rate: object, currency = "USD") => ({
  currency,
  tax: "none",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "apart",
  rate
}) as Input<"createLot">["tariff"]

export const car = (plate: string, kind = "car") => ({ plate, kind })

/** An id of who acts and is not stored. */
export const someone = (count: number): string => `0190b0a0-0000-7000-8000-${count.toString(16).padStart(12, "0")}`

export const spots = (count: number, more: Partial<Input<"createLot">["zones"][number]["spots"][number]> = {}, first = 1) =>
  Array.from({ length: count }, (_, index) => ({ label: `${first + index}`, size: "medium" as const, ...more }))

export const clerk = { _tag: "Person", id: someone(0xc1e4) } as const
