/**
 * A JSON Schema (draft 2020-12) of what a schema reads, with its descriptions, for editors and validators in any language.
 */
import { Schema } from "effect"

export interface JsonObject {
  readonly [key: string]: unknown
}

const isObject = (json: unknown): json is JsonObject => typeof json === "object" && json !== null && !Array.isArray(json)

/** What is said of a field stands beside what it is: this draft allows that for references too, and editors show it. */
const beside = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(beside)
  if (!isObject(json)) return json
  const { allOf, ...rest } = json
  const parts: ReadonlyArray<unknown> = Array.isArray(allOf) ? allOf : []
  const said = parts.filter((part) => isObject(part) && Object.keys(part).join() === "description")
  const others = parts.filter((part) => !said.includes(part))
  const flat: JsonObject = others.length < 2 ? Object.assign({}, rest, ...others, ...said) : json
  return Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, beside(value)]))
}

export const of = (schema: Schema.Top, { id, title }: { readonly id: string; readonly title: string }): JsonObject => {
  const { definitions, schema: root } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error", generateDescriptions: true })
  const made = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: id, title, ...root, $defs: definitions }
  const flat = beside(made)
  return isObject(flat) ? flat : made
}
