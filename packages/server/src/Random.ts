/**
 * Secure random bytes from a store that is filled 4 KB at a time, as node:crypto's own `randomUUID` does: asking the
 * system for every ticket costs more than its number and id.
 *
 * Guarantees: no byte is given out twice; what was given out is erased from the store.
 */
import { Layer } from "effect"
import { SecureRandom } from "effect/crypto"

const stored = 4_096

const make = (): (size: number) => Uint8Array => {
  const store = new Uint8Array(stored)
  let used = stored
  return (size) => {
    if (size > stored / 8) return fill(new Uint8Array(size))
    if (used + size > stored) {
      crypto.getRandomValues(store)
      used = 0
    }
    const bytes = store.slice(used, used + size)
    store.fill(0, used, used += size)
    return bytes
  }
}

const quota = 65_536

const fill = (bytes: Uint8Array<ArrayBuffer>): Uint8Array => {
  for (let at = 0; at < bytes.length; at += quota) crypto.getRandomValues(bytes.subarray(at, at + quota))
  return bytes
}

export const layer: Layer.Layer<SecureRandom.SecureRandom> = Layer.sync(SecureRandom.SecureRandom, () => SecureRandom.make(make()))
