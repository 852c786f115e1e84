import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"

/** A UUID that sorts by its time. */
export const newId = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
