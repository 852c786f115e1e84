/** A thread that, at every other message, wants a data folder and says whether it got it; and at the next lets go. */
import { Effect, Exit, Scope } from "effect"
import { parentPort, workerData } from "node:worker_threads"
import { open } from "#DataFolder"

let holding: Scope.Closeable | undefined

const turn = async (): Promise<string> => {
  if (holding !== undefined) {
    await Effect.runPromise(Scope.close(holding, Exit.void))
    holding = undefined
    return "let go"
  }
  holding = Scope.makeUnsafe()
  const wanted = open(String(workerData)).pipe(
    Effect.match({ onSuccess: () => "open", onFailure: ({ _tag, message }) => (_tag === "DataFolderInUse" ? "in use" : message) })
  )
  return Effect.runPromise(Scope.provide(wanted, holding))
}

parentPort?.on("message", () => void turn().then((answer) => parentPort?.postMessage(answer)))
parentPort?.postMessage("ready")
