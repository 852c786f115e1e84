import { Schema } from "effect"
import { Party } from "../party/index.ts"

/** Who does it; the host itself where nobody is named. */
export const by = { by: Schema.optional(Party.Actor) }

const host: Party.Actor = { _tag: "Routine", name: "host" }

export const actor = (given: { readonly by?: Party.Actor | undefined }): Party.Actor => given.by ?? host
