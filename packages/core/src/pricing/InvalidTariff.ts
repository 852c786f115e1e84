import { Schema } from "effect"

/** A text or value that is not a tariff: every place that is wrong, and what was expected there. */
export class InvalidTariff extends Schema.TaggedError<InvalidTariff>()("InvalidTariff", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message() {
    return this.issues.map(({ path, message }) => `${path || "tariff"}: ${message}`).join("\n")
  }
}
