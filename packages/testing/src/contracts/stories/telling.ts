/**
 * A story told on storage, in one of two ways: by a host without Effect, over the facade, or by one that runs the use-cases
 * as effects. Whatever storage holds already, the story has ids and a part of the feed of its own.
 */
import { Adapter, createParkade, type Storage } from "@parkade/core/facade"
import { useCases } from "@parkade/core/operations"
import { Ids } from "@parkade/core/lifecycle"
import { Books, type Gates as GatesPort, type Gateways, Journal, Signer } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import { Effect, Layer, ManagedRuntime, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { Gates, Gateway, Keys } from "../../memory/index.ts"
import { at } from "../Scene.ts"
import { numbers } from "./spoken.ts"
import type { Answer, Failure, Input, Name, Stories, Value, World } from "./World.ts"

export type Way = "facade" | "effects"

type Calls = <N extends Name>(name: N, input: Input<N>) => Promise<Answer<N>>

/** What a story calls, and how that ends. */
interface Told {
  readonly calls: Calls
  readonly close: () => Promise<void>
}

interface Around {
  readonly storage: Layer.Layer<Storage>
  readonly gateway: Gateway.Simulated
  readonly gates: Gates.Simulated
  readonly now: () => Instant.Instant
}

const begin = Result.getOrThrow(Instant.fromIso("2026-06-01T08:00:00Z"))
const keys = Keys.keys("of the house")

const byFacade = ({ gates, gateway, now, storage }: Around): Told => {
  const parkade = createParkade({ storage: Adapter.of(storage), gateways: gateway.adapter, gates: gates.adapter, keys, now })
  const calls: Calls = async (name, input) => {
    const answer: unknown = await (parkade[name] as (given: typeof input) => Promise<unknown>)(input)
    expect(numbers(answer)).toEqual([])
    return answer as never
  }
  return { calls, close: parkade.close }
}

interface Failed {
  readonly _tag: string
  readonly message: string
}

type Services = Storage | Gateways | GatesPort | Signer | SecureRandom.SecureRandom

const operations = new Map<string, (typeof useCases)[Name]>(Object.entries(useCases))

const byEffects = ({ gates, gateway, now, storage }: Around): Told => {
  const signer = Layer.succeed(Signer, { sign: (bytes) => Effect.sync(() => keys.sign(bytes)), verify: (bytes, signature) => Effect.sync(() => keys.verify(bytes, signature)) })
  const runtime = ManagedRuntime.make(Layer.mergeAll(storage, Adapter.layerOf(gateway.adapter), Adapter.layerOf(gates.adapter), signer, SecureRandom.layerWebCrypto))
  const calls: Calls = async (name, input) => {
    const useCase = operations.get(name)
    if (useCase === undefined) throw new Error(`there is no use-case ${name}`)
    const given = Schema.decodeUnknownResult(useCase.input as Schema.Codec<unknown>)(input)
    if (Result.isFailure(given)) return { ok: false, error: { _tag: "InvalidInput", message: String(given.failure) } } as never
    const run = useCase as (given: never) => Effect.Effect<unknown, Failed, Services>
    const outcome = await runtime.runPromise(at(now(), Effect.result(run(given.success as never))))
    if (Result.isSuccess(outcome)) return { ok: true, value: outcome.success } as never
    const { _tag, message } = outcome.failure
    return { ok: false, error: { ...outcome.failure, _tag, message } } as never
  }
  return { calls, close: () => runtime.dispose() }
}

/** The last position of the feed. */
const last = Effect.gen(function*() {
  const journal = yield* Journal
  let since: string | undefined
  for (;;) {
    const page = yield* journal.feed(since, 1_000)
    since = page.at(-1)?.position ?? since
    if (page.length === 0) return since
  }
})

/** The books of a story are right: they sum to zero, and of no stay that is over anything is owed. */
const settled = Effect.fnUntraced(function*(since: string | undefined) {
  const [books, journal] = [yield* Books, yield* Journal]
  const transactions = yield* books.transactions({ limit: 10_000 })
  expect(transactions.flatMap(({ entries }) => entries).reduce((sum, { amount: { amount } }) => sum + amount, 0)).toBe(0)
  const tickets = new Set((yield* journal.feed(since, 10_000)).flatMap((each) => each.kind === "Ticket" ? [Ids.TicketId.make(each.id)] : []))
  for (const ticketId of tickets) {
    if (Ticket.isOpen(yield* journal.load("Ticket", ticketId))) continue
    const owed = yield* books.balance({ _tag: "Receivable", subject: { _tag: "Stay", ticketId } })
    expect([ticketId, owed.filter(({ amount }) => amount !== 0)]).toEqual([ticketId, []])
  }
})

/** Tells a story on the storage that is there. */
export const tell = (story: Stories[string], way: Way) =>
  Effect.gen(function*() {
    const [context, random] = [yield* Effect.context<Storage>(), yield* SecureRandom.SecureRandom]
    const [since, salt] = [yield* last, (yield* random.uuidV7()).slice(-7).toUpperCase()]
    let time = begin
    const now = () => time
    const around: Around = { storage: Layer.succeedContext(context), gateway: Gateway.simulated(), gates: Gates.simulated(), now }
    const { calls, close } = way === "facade" ? byFacade(around) : byEffects(around)
    const world: World = {
      call: calls,
      done: async (name, input) => {
        const answer: unknown = await calls(name, input)
        expect(answer).toMatchObject({ ok: true })
        return (answer as { readonly value: Value<typeof name> }).value
      },
      refused: async (name, input) => {
        const answer: unknown = await calls(name, input)
        expect(answer).toMatchObject({ ok: false })
        return (answer as { readonly error: Failure<typeof name> }).error
      },
      now,
      pass: (elapsed) => {
        time = Instant.Instant.make(time + (Elapsed.parse(elapsed) ?? Number.NaN))
      },
      gateway: around.gateway,
      gates: around.gates,
      uuid: (count) => `0190b0a0-${salt.slice(0, 4)}-7000-8${salt.slice(4)}-${count.toString(16).padStart(12, "0")}`.toLowerCase(),
      salt,
      since
    }
    yield* Effect.promise(() => story(world))
    yield* settled(since)
    yield* Effect.promise(close)
  })
