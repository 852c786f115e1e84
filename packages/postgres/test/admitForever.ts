/** A process to be killed: opens the folder it is given and admits, printing each number once it is acknowledged. */
import { Lots, Tickets } from "@parkade/core/ports"
import { layerEmbedded } from "@parkade/postgres"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { admission, cars, openLot } from "./Garage.ts"

const program = Effect.gen(function*() {
  const [lots, tickets] = [yield* Lots, yield* Tickets]
  const [known] = yield* lots.list({ limit: 1 })
  const { id } = known ?? (yield* openLot(cars(20_000))).lot
  process.stdout.write("open\n")
  for (let n = 0;; n++) {
    const ticket = yield* tickets.admit(yield* admission(id, `K${process.pid}X${n}`))
    process.stdout.write(`${ticket.number}\n`)
  }
})

await Effect.runPromise(program.pipe(Effect.provide([layerEmbedded({ dataDir: process.argv[2] }), SecureRandom.layerWebCrypto])))
  .catch((error: unknown) => {
    process.stdout.write(`${String(error)}\n`)
    process.exit(1)
  })
