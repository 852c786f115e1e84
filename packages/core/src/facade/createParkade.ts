/**
 * Parkade for hosts without Effect: every use-case as a method that takes plain values and promises an outcome.
 *
 * Inputs are checked: what is wrong with them is told place by place. Ids are UUIDs, instants epoch milliseconds (as
 * `Date.now()` gives), amounts integer minor units, elapsed time ISO 8601 texts such as PT15M.
 *
 * What the domain refuses is an outcome with `ok: false`; a promise is rejected only for a defect.
 */
import { Clock, Effect, Layer, ManagedRuntime } from "effect"
import { SecureRandom } from "effect/crypto"
import { showing } from "../operations/clock.ts"
import { useCases } from "../operations/index.ts"
import { type Analytics, type AuditLog, type Books, Gates, Gateways, GatewayUnreachable, GateUnreachable, type Journal, type Lots, type Reports, Signer, type Spots, type Tickets } from "../ports/index.ts"
import { Adapter } from "./Adapter.ts"
import type { Methods } from "./Methods.ts"
import { outcomeOf } from "./outcome.ts"

/** What a storage adapter provides. */
export type Storage = Analytics | AuditLog | Books | Journal | Lots | Reports | Spots | Tickets

/** Answers may take their time, as those of a key service do. */
export interface Keys {
  readonly sign: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>
}

export interface Adapters {
  readonly storage: Adapter<Storage>
  /** Without gateways, money is taken at the place only. */
  readonly gateways?: Adapter<Gateways>
  /** Without gates, nothing is opened: read no plates then, but admit and let out. */
  readonly gates?: Adapter<Gates>
  /** Keys that sign codes to scan: Ed25519, by choice. Without them no code is issued. */
  readonly keys?: Keys
  /** Epoch milliseconds; the machine's clock when absent. */
  readonly now?: () => number
}

type UseCases = typeof useCases

export interface Parkade extends Methods {
  /** Gives back what the adapters hold. */
  readonly close: () => Promise<void>
}

interface Failed {
  readonly _tag: string
  readonly message: string
}

type Services = Storage | Gateways | Gates | Signer | SecureRandom.SecureRandom

const noGateways = Layer.succeed(Gateways, (() => {
  const unreachable = () => Effect.fail(new GatewayUnreachable({ gateway: "no gateway" }))
  return { request: unreachable, capture: unreachable, void: unreachable, refund: unreachable, find: unreachable }
})())

const noGates = Layer.succeed(Gates, { open: ({ laneId }) => Effect.fail(new GateUnreachable({ laneId })) })

const signerOf = (keys: Keys | undefined): Layer.Layer<Signer> => {
  const { sign, verify } = keys ?? { sign: () => Promise.reject(new Error("createParkade was given no keys: codes need them")), verify: () => false }
  return Layer.succeed(Signer, {
    sign: (bytes) => Effect.promise(async () => sign(bytes)),
    verify: (bytes, signature) => Effect.promise(async () => verify(bytes, signature))
  })
}

/** The clock of the runtime, reading `now`. Waiting takes real time. */
const clockOf = (now: () => number): Layer.Layer<never> =>
  Layer.effect(Clock.Clock, Effect.map(Clock.Clock, (live) => showing(now, live)))

const layerOf = ({ gates, gateways, keys, now, storage }: Adapters): Layer.Layer<Services> =>
  Layer.mergeAll(
    Adapter.layerOf(storage),
    gateways === undefined ? noGateways : Adapter.layerOf(gateways),
    gates === undefined ? noGates : Adapter.layerOf(gates),
    signerOf(keys),
    SecureRandom.layerWebCrypto
  ).pipe((layer) => now === undefined ? layer : Layer.provideMerge(layer, clockOf(now)))

type Runtime = ManagedRuntime.ManagedRuntime<Services, never>

/** One use-case as a method. */
const methodOf = (runtime: Runtime, { fromJson }: UseCases[keyof UseCases]) => async (input: unknown): Promise<unknown> =>
  outcomeOf(await runtime.runPromise(Effect.result<unknown, Failed, Services>(fromJson(input))))

/** Parkade on these adapters. They start with the first call. */
export const createParkade = (adapters: Adapters): Parkade => {
  const runtime: Runtime = ManagedRuntime.make(layerOf(adapters))
  const methods = Object.fromEntries(Object.entries(useCases).map(([name, useCase]) => [name, methodOf(runtime, useCase)]))
  return { ...methods, close: () => runtime.dispose() } as Parkade
}
