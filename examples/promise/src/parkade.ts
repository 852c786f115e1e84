import { Adapter, createParkade, type Outcome } from "@parkade/core/facade"
import { Gates, Gateway, Memory } from "@parkade/testing/memory"
import { generateKeyPairSync, sign, verify } from "node:crypto"

const { privateKey, publicKey } = generateKeyPairSync("ed25519")

/** A clock for this page. Leave `now` out, and it is the machine's. */
let time = Date.parse("2026-11-21T07:00:00Z")
export const now = () => time
export const pass = (minutes: number) => {
  time += minutes * 60_000
}

export const gateway = Gateway.simulated()
export const gates = Gates.simulated()

export const parkade = createParkade({
  storage: Adapter.of(Memory.layer),
  gateways: gateway.adapter,
  gates: gates.adapter,
  keys: { sign: (bytes) => sign(null, bytes, privateKey), verify: (bytes, signature) => verify(null, bytes, publicKey, signature) },
  now
})

/** For programs as short as these: what is refused is thrown. */
export const done = async <A>(promise: Promise<Outcome<A, { readonly _tag: string; readonly message: string }>>) => {
  const outcome = await promise
  if (!outcome.ok) throw new Error(`${outcome.error._tag}: ${outcome.error.message}`)
  return outcome.value
}
