/**
 * What shows a violation: a photo, a note, what a sensor or a camera saw. The file itself is the host's to keep; its digest is
 * here, so that nobody can exchange it.
 *
 * Source: SHA-256 (FIPS 180-4); media types as IANA registers them.
 */
import { Schema } from "effect"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"

export const EvidenceId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("EvidenceId"))
export type EvidenceId = typeof EvidenceId.Type

export const Evidence = Schema.Struct({
  id: EvidenceId,
  kind: Schema.Literals(["photo", "note", "sensor", "lpr-read"]),
  takenAt: Instant.Instant,
  /** SHA-256 of the file, in hex. */
  digest: Schema.String.pipe(Schema.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 digest in hex" }))),
  mediaType: Schema.String.pipe(Schema.check(Schema.isPattern(/^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/, { expected: "a media type such as image/jpeg" }))),
  by: Party.Actor
}).annotate({ identifier: "Evidence" })
export type Evidence = typeof Evidence.Type
