/**
 * The keys of the host: what it signs can be checked by whoever has the public key, also without a connection.
 *
 * The adapter holds the private key, compares in constant time, and keeps checking what retired keys have signed.
 */
import { Context, type Effect } from "effect"

export class Signer extends Context.Service<Signer, {
  readonly sign: (bytes: Uint8Array) => Effect.Effect<Uint8Array>
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => Effect.Effect<boolean>
}>()("@parkade/core/ports/Signer") {}
