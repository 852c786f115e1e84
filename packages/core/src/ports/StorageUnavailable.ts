import { Schema } from "effect"

/**
 * Storage did not do it, and nothing was changed: it could not be reached, or it was too busy with others. Trying the
 * same again is safe and may well succeed.
 */
export class StorageUnavailable extends Schema.TaggedError<StorageUnavailable>()("StorageUnavailable", {
  reason: Schema.Literals(["unreachable", "busy"])
}) {
  override get message() {
    return this.reason === "busy" ? "storage is busy: try again" : "storage cannot be reached: try again"
  }
}
