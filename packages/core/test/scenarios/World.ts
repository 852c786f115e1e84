/**
 * One story, run in two ways: by a host without Effect, over the facade and a clock of its own, and by one that runs the
 * use-cases as effects over the same memory, under a test clock.
 */
import { Adapter, createParkade, type Parkade, type Storage } from "@parkade/core/facade"
import { useCases } from "@parkade/core/operations"
import { Account } from "@parkade/core/payment"
import { Books, Gates as GatesPort, Gateways, Journal, Signer } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import { Gates, Gateway, Memory } from "@parkade/testing/memory"
import { Context, Effect, Layer, ManagedRuntime, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { createHmac, timingSafeEqual } from "node:crypto"
import { expect, test } from "vitest"
import * as Spoken from "../operations/elapsed.ts"

type Name = Exclude<keyof Parkade, "close">
type Input<N extends Name> = Parameters<Parkade[N]>[0]
type Answer<N extends Name> = Awaited<ReturnType<Parkade[N]>>
type Value<N extends Name> = Extract<Answer<N>, { readonly ok: true }>["value"]
type Error<N extends Name> = Extract<Answer<N>, { readonly ok: false }>["error"]

type Control = Gateway.GatewayControl["Service"]
type Booms = Gates.GatesControl["Service"]

export interface World {
  readonly call: <N extends Name>(name: N, input: Input<N>) => Promise<Answer<N>>
  /** What comes of it; a refusal fails the story. */
  readonly done: <N extends Name>(name: N, input: Input<N>) => Promise<Value<N>>
  /** Why it is refused; what is not fails the story. */
  readonly refused: <N extends Name>(name: N, input: Input<N>) => Promise<Error<N>>
  readonly now: () => number
  /** "PT1H30M" later. */
  readonly pass: (elapsed: string) => Promise<void>
  readonly gateway: {
    readonly setMood: (mood: Gateway.Mood) => Promise<void>
    readonly payerPays: (paymentId: string) => ReturnType<typeof Effect.runPromise<Effect.Success<ReturnType<Control["payerPays"]>>, never>>
    readonly holds: () => Promise<number>
  }
  readonly gates: {
    readonly setMood: (mood: Gates.Mood) => Promise<void>
    /** How often a boom went up. */
    readonly openings: () => Promise<number>
  }
}

const begin = Result.getOrThrow(Instant.fromIso("2026-06-01T08:00:00Z"))

/** A key that nobody else has. */
const secret = "of the house"
const sign = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHmac("sha512", secret).update(bytes).digest())
const verify = (bytes: Uint8Array, signature: Uint8Array): boolean => signature.length === 64 && timingSafeEqual(sign(bytes), signature)

type Calls = <N extends Name>(name: N, input: Input<N>) => Promise<Answer<N>>

const worldOf = (calls: Calls, { booms, control }: { readonly booms: Booms; readonly control: Control }, now: () => number, pass: (millis: number) => Promise<void>): World => {
  const done: World["done"] = async (name, input) => {
    const answer: unknown = await calls(name, input)
    expect(answer).toMatchObject({ ok: true })
    return (answer as { readonly value: Value<typeof name> }).value
  }
  const refused: World["refused"] = async (name, input) => {
    const answer: unknown = await calls(name, input)
    expect(answer).toMatchObject({ ok: false })
    return (answer as { readonly error: Error<typeof name> }).error
  }
  return {
    call: calls,
    done,
    refused,
    now,
    pass: (elapsed) => pass(Elapsed.parse(elapsed) ?? Number.NaN),
    gateway: {
      setMood: (mood) => Effect.runPromise(control.setMood(mood)),
      payerPays: (id) => Effect.runPromise(control.payerPays(id as Parameters<Control["payerPays"]>[0])),
      holds: () => Effect.runPromise(control.holds)
    },
    gates: {
      setMood: (mood) => Effect.runPromise(booms.setMood(mood)),
      openings: () => Effect.runPromise(Effect.map(booms.openings, (all) => all.length))
    }
  }
}

/** Storage, a gateway and gates in memory, apart from what asks them. */
const outside = async () => {
  const runtime = ManagedRuntime.make(Layer.mergeAll(Memory.layer, Gateway.layer, Gates.layer))
  const context = await runtime.context()
  const storage: Layer.Layer<Storage> = Layer.succeedContext(context)
  const gateways: Layer.Layer<Gateways> = Layer.succeedContext(context)
  const gates: Layer.Layer<GatesPort> = Layer.succeedContext(context)
  const controls = { control: Context.get(context, Gateway.GatewayControl), booms: Context.get(context, Gates.GatesControl) }
  return { storage, gateways, gates, controls, close: () => runtime.dispose(), settled: () => runtime.runPromise(settled) }
}

/** The books of a story are right: they sum to zero, and of no stay that is over anything is owed. */
const settled = Effect.gen(function*() {
  const [books, journal] = [yield* Books, yield* Journal]
  const entries = (yield* books.transactions({ limit: 10_000 })).flatMap((each) => each.entries)
  expect(entries.reduce((sum, { amount: { amount } }) => sum + amount, 0)).toBe(0)
  for (const [code, all] of Map.groupBy(entries, ({ account }) => Account.code(account))) {
    const account = all[0]?.account
    if (account?._tag !== "Receivable" || account.subject._tag !== "Stay") continue
    const ticket = yield* journal.load("Ticket", account.subject.ticketId)
    if (!Ticket.isOpen(ticket)) expect([code, all.reduce((sum, { amount: { amount } }) => sum + amount, 0)]).toEqual([code, 0])
  }
})

interface Failed {
  readonly _tag: string
  readonly message: string
}

type Services = Storage | Gateways | GatesPort | Signer | SecureRandom.SecureRandom

const operations = new Map<string, (typeof useCases)[Name]>(Object.entries(useCases))

type Story = (world: World) => Promise<void>

const viaFacade = async (story: Story): Promise<void> => {
  const { close, controls, gates, gateways, settled, storage } = await outside()
  let time: number = begin
  const parkade = createParkade({ storage: Adapter.of(storage), gateways: Adapter.of(gateways), gates: Adapter.of(gates), keys: { sign, verify }, now: () => time })
  const calls: Calls = async (name, input) => {
    const answer: unknown = await (parkade[name] as (given: typeof input) => Promise<unknown>)(input)
    expect(Spoken.numbers(answer)).toEqual([])
    return answer as never
  }
  await story(worldOf(calls, controls, () => time, async (millis) => {
    time += millis
  }))
  await settled()
  await parkade.close()
  await close()
}

const viaOperations = async (story: Story): Promise<void> => {
  const { close, controls, gates, gateways, settled, storage } = await outside()
  const signer = Layer.succeed(Signer, { sign: (bytes) => Effect.sync(() => sign(bytes)), verify: (bytes, signature) => Effect.sync(() => verify(bytes, signature)) })
  const runtime = ManagedRuntime.make(Layer.mergeAll(storage, gateways, gates, signer, SecureRandom.layerWebCrypto, TestClock.layer()))
  await runtime.runPromise(TestClock.setTime(begin))
  let time: number = begin
  const calls: Calls = async (name, input) => {
    const useCase = operations.get(name)
    if (useCase === undefined) throw new Error(`there is no use-case ${name}`)
    const given = Schema.decodeUnknownResult(useCase.input as Schema.Codec<unknown>)(input)
    if (Result.isFailure(given)) return { ok: false, error: { _tag: "InvalidInput", message: String(given.failure) } } as never
    const run = useCase as (given: never) => Effect.Effect<unknown, Failed, Services>
    const outcome = await runtime.runPromise(Effect.result(run(given.success as never)))
    if (Result.isSuccess(outcome)) return { ok: true, value: outcome.success } as never
    const { _tag, message } = outcome.failure
    return { ok: false, error: { ...outcome.failure, _tag, message } } as never
  }
  await story(worldOf(calls, controls, () => time, async (millis) => {
    time += millis
    await runtime.runPromise(TestClock.adjust(millis))
  }))
  await settled()
  await runtime.dispose()
  await close()
}

/** A story that holds in both ways. */
export const story = (name: string, told: Story): void => {
  test.each([["the facade", viaFacade], ["use-cases as effects", viaOperations]] as const)(`${name}, by %s`, (_, run) => run(told))
}

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
export const uuid = (count: number): string => `0190b0a0-0000-7000-8000-${count.toString(16).padStart(12, "0")}`
export const spots = (count: number, more: Partial<Input<"createLot">["zones"][number]["spots"][number]> = {}, first = 1) =>
  Array.from({ length: count }, (_, index) => ({ label: `${first + index}`, size: "medium" as const, ...more }))
export const clerk = { _tag: "Person", id: uuid(0xc1e4) } as const
