/**
 * A server of the garage: it runs one command at a time to its end, on its own clock, and may die on the way. What it has
 * committed by then stays.
 */
import { useCases } from "@parkade/core/operations"
import { Gates, Gateways, Journal, Lots, Signer, Spots, StorageUnavailable, Tickets } from "@parkade/core/ports"
import { Cause, Clock, Context, Duration, Effect, Exit, Logger, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { Keys, Memory } from "../memory/index.ts"
import type { Faults } from "./Faults.ts"
import type { Name } from "./Life.ts"
import type { Random } from "./Random.ts"

/** The server is gone: what it was about to do is not done. */
class Died {
  readonly _tag = "Died"
  readonly where: string
  constructor(where: string) {
    this.where = where
  }
}

export const dies = (where: string): Effect.Effect<never> => Effect.die(new Died(where))

type Services = Memory.Ports | Gateways | Gates | Signer | SecureRandom.SecureRandom

export type Came =
  | { readonly _tag: "Done"; readonly value: unknown }
  | { readonly _tag: "Refused"; readonly error: { readonly _tag: string; readonly message: string } }
  | { readonly _tag: "Died"; readonly where: string }
  /** A defect: of Parkade, or of what asks it. */
  | { readonly _tag: "Broken"; readonly why: string }

export interface Server {
  readonly name: string
  /** How far its clock is ahead. */
  offset: number
  readonly run: (name: Name, input: unknown) => Came
}

export interface Around {
  readonly storage: Context.Context<Memory.Ports>
  readonly gateways: Gateways["Service"]
  readonly gates: Gates["Service"]
  readonly faults: Faults
  readonly random: Random
  readonly now: () => number
  /** Another command is done. */
  readonly meanwhile: () => void
  /** A line that a server logs. */
  readonly logs: (line: string) => void
}

/** A command to storage: before it others may have come, and a server may die before it or after it. */
const committing = ({ faults, meanwhile }: Around) => <A, E, R>(commit: Effect.Effect<A, E, R>): Effect.Effect<A, E | StorageUnavailable, R> =>
  Effect.suspend((): Effect.Effect<A, E | StorageUnavailable, R> => {
    if (faults.strikes("meanwhile")) meanwhile()
    if (faults.strikes("storage-away")) return Effect.fail(new StorageUnavailable({ reason: "unreachable" }))
    if (faults.strikes("crash-before-commit")) return dies("before its commit")
    return Effect.tap(commit, () => faults.strikes("crash-after-commit") ? dies("after its commit") : Effect.void)
  })

type Methods = Readonly<Record<string, (...given: ReadonlyArray<unknown>) => Effect.Effect<unknown>>>

/** No command reads so often, unless it goes round and round. */
const mostReads = 1_000

/** Every method of every port: before what it reads, others may have come since the last read. */
const reading = ({ faults, meanwhile, storage }: Around, counts: () => number): Context.Context<Memory.Ports> => {
  const later = (method: Methods[string]): Methods[string] => (...given) =>
    Effect.suspend(() => {
      if (counts() > mostReads) throw new Error(`it has read ${mostReads} times, and is not done`)
      if (faults.strikes("between-reads")) meanwhile()
      return method(...given)
    })
  const port = (methods: Methods): Methods => Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, later(method)]))
  return Context.makeUnsafe(new Map([...storage.mapUnsafe].map(([name, methods]) => [name, port(methods as Methods)])))
}

/** Storage as servers reach it. */
const reached = (around: Around, counts: () => number): Context.Context<Memory.Ports> => {
  const { storage } = around
  const [read, through] = [reading(around, counts), committing(around)]
  const [journal, spots, tickets, lots] = [Context.get(storage, Journal), Context.get(storage, Spots), Context.get(storage, Tickets), Context.get(storage, Lots)]
  return read.pipe(
    Context.add(Journal, { ...Context.get(read, Journal), commit: (commit) => through(journal.commit(commit)) }),
    Context.add(Spots, { ...Context.get(read, Spots), claim: (wanted, commit) => through(spots.claim(wanted, commit)) }),
    Context.add(Tickets, { ...Context.get(read, Tickets), admit: (admission) => through(tickets.admit(admission)) }),
    Context.add(Lots, {
      ...Context.get(read, Lots),
      setTerms: (...given) => through(lots.setTerms(...given)),
      setOutages: (...given) => through(lots.setOutages(...given))
    })
  )
}

const clockOf = (now: () => number): Clock.Clock => {
  const nanos = (): bigint => BigInt(now()) * 1_000_000n
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    // Who tries again at once waits for nothing; who would wait for time to pass would wait for ever.
    sleep: (duration) => Duration.toMillis(duration) === 0 ? Effect.void : Effect.die(new Error("no command waits"))
  }
}

const signer = Keys.keys("of the garage")

const came = (exit: Exit.Exit<Result.Result<unknown, { readonly _tag: string; readonly message: string }>>): Came => {
  if (Exit.isSuccess(exit)) {
    return Result.isSuccess(exit.value) ? { _tag: "Done", value: exit.value.success } : { _tag: "Refused", error: exit.value.failure }
  }
  const defect = Cause.squash(exit.cause)
  return defect instanceof Died ? defect : { _tag: "Broken", why: defect instanceof Error ? (defect.stack ?? defect.message) : String(defect) }
}

type Run = (json: unknown) => Effect.Effect<unknown, { readonly _tag: string; readonly message: string }, Services>
const commands = new Map<string, Run>(Object.entries(useCases).map(([name, { fromJson }]) => [name, fromJson as Run]))

export const make = (name: string, around: Around): Server => {
  const { gates, gateways, logs, now, random } = around
  const server: Server = { name, offset: 0, run: (command, input) => run(command, input) }
  const logger = Logger.make(({ message }) => logs(String(message)))
  let reads = 0
  const context = reached(around, () => reads += 1).pipe(
    Context.add(Gateways, gateways),
    Context.add(Gates, gates),
    Context.add(Signer, { sign: (bytes) => Effect.sync(() => signer.sign(bytes)), verify: (bytes, signature) => Effect.sync(() => signer.verify(bytes, signature)) }),
    Context.add(SecureRandom.SecureRandom, SecureRandom.make((size) => random.bytes(size))),
    Context.add(Clock.Clock, clockOf(() => now() + server.offset)),
    Context.add(Logger.CurrentLoggers, new Set([logger]))
  )
  const run = (command: Name, input: unknown): Came => {
    const useCase = commands.get(command)
    if (useCase === undefined) throw new Error(`there is no use-case ${command}`)
    // It may come in the middle of another.
    const outer = reads
    reads = 0
    const exit = Effect.runSyncExit(Effect.provideContext(Effect.result(useCase(input)), context))
    reads = outer
    return came(exit)
  }
  return server
}
