/**
 * Storage in one file, for a lot or two: all of it is in memory, every command that was done is a line, and the lines are
 * done again at the start.
 */
import { Journal, Lots, Spots, StorageUnavailable, Tickets } from "@parkade/core/ports"
import { Memory } from "@parkade/testing/memory"
import { Context, Effect, Layer, Semaphore } from "effect"
import { appendFileSync, existsSync, readFileSync } from "node:fs"

type Command<Given extends ReadonlyArray<unknown>, A, E> = (...given: Given) => Effect.Effect<A, E | StorageUnavailable>

/** What changes something, by the port that it belongs to. The other methods read. */
const commandsOf = (storage: Context.Context<Memory.Ports>) => {
  const [journal, lots, spots, tickets] = [Context.get(storage, Journal), Context.get(storage, Lots), Context.get(storage, Spots), Context.get(storage, Tickets)]
  return { commit: journal.commit, create: lots.create, update: lots.update, setTerms: lots.setTerms, setOutages: lots.setOutages, claim: spots.claim, admit: tickets.admit }
}

type Line = readonly [command: keyof ReturnType<typeof commandsOf>, ...given: ReadonlyArray<unknown>]

const linesOf = (path: string): ReadonlyArray<Line> =>
  existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line) as Line) : []

const keptIn = (path: string) => Effect.gen(function*() {
  const storage = yield* Effect.context<Memory.Ports>()
  const commands = commandsOf(storage)
  for (const [command, ...given] of linesOf(path)) yield* (commands[command] as Command<ReadonlyArray<unknown>, unknown, unknown>)(...given)

  // One after the other, and never half of one: the lines are in the order in which things were done.
  const oneByOne = (yield* Semaphore.make(1)).withPermits(1)
  const kept = <Given extends ReadonlyArray<unknown>, A, E>(name: Line[0], command: Command<Given, A, E>): Command<Given, A, E> =>
    (...given) => Effect.uninterruptible(oneByOne(Effect.tap(command(...given), () => Effect.sync(() => appendFileSync(path, `${JSON.stringify([name, ...given])}\n`, { flush: true })))))

  return storage.pipe(
    Context.add(Journal, { ...Context.get(storage, Journal), commit: kept("commit", commands.commit) }),
    Context.add(Lots, {
      ...Context.get(storage, Lots),
      create: kept("create", commands.create),
      update: kept("update", commands.update),
      setTerms: kept("setTerms", commands.setTerms),
      setOutages: kept("setOutages", commands.setOutages)
    }),
    Context.add(Spots, { ...Context.get(storage, Spots), claim: kept("claim", commands.claim) }),
    Context.add(Tickets, { ...Context.get(storage, Tickets), admit: kept("admit", commands.admit) })
  )
})

/** All of storage, kept in the file at `path`. */
export const layer = (path: string): Layer.Layer<Memory.Ports> =>
  Layer.effectContext(Effect.orDie(keptIn(path))).pipe(Layer.provide(Layer.fresh(Memory.layer)))
