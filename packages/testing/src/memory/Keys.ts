/**
 * Keys in memory, for tests and demos: a toy digest under one secret, so that the same bytes have the same signature. It
 * keeps nobody out who wants to get in: hosts take Ed25519.
 */
import { Signer } from "@parkade/core/ports"
import { Effect, Layer } from "effect"

/** Eight words of FNV-1a, each begun with the secret and its own number. */
const digest = (secret: string, bytes: Uint8Array): Uint8Array => {
  const words = new Uint32Array(8).map((_, index) => {
    const hash = (before: number, octet: number) => Math.imul(before ^ octet, 0x01000193)
    const begun = [...secret].reduce((sum, letter) => hash(sum, letter.charCodeAt(0)), hash(0x811c9dc5, index))
    return bytes.reduce(hash, begun)
  })
  return new Uint8Array(words.buffer)
}

/** As `createParkade` takes them. */
export const keys = (secret: string) => ({
  sign: (bytes: Uint8Array): Uint8Array => digest(secret, bytes),
  verify: (bytes: Uint8Array, signature: Uint8Array): boolean => digest(secret, bytes).join() === signature.join()
})

export const layer = (secret = "a secret of tests"): Layer.Layer<Signer> => {
  const { sign, verify } = keys(secret)
  return Layer.succeed(Signer, { sign: (bytes) => Effect.sync(() => sign(bytes)), verify: (bytes, signature) => Effect.sync(() => verify(bytes, signature)) })
}
