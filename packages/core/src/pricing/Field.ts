/** Fields of a tariff with the line that editors show for them. */
import { Schema } from "effect"

/** A field that must be there. */
export const must = <S extends Schema.Top>(description: string, schema: S): S["Rebuild"] => Schema.annotateKey<S>({ description })(schema)

/** A field that may be absent. */
export const may = <S extends Schema.Top>(description: string, schema: S): Schema.optionalKey<S>["Rebuild"] => Schema.annotateKey<Schema.optionalKey<S>>({ description })(Schema.optionalKey(schema))
