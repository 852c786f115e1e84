import { Schema } from "effect"

/**
 * Storage gave no answer in time. `busy`: nothing was changed. `unreachable`: the connection could not be had, or was
 * lost, and then the command may have been done without our hearing of it. Either way the same may be tried again: what
 * was done before refuses to be done twice, by a name that says so (AlreadyParked with the ticket, NothingDue,
 * AlreadyExited). Only `create` opens another lot, so look first.
 */
export class StorageUnavailable extends Schema.TaggedError<StorageUnavailable>()("StorageUnavailable", {
  reason: Schema.Literals(["unreachable", "busy"])
}) {
  override get message() {
    return this.reason === "busy" ? "storage is busy: try again" : "storage cannot be reached: try again"
  }
}
