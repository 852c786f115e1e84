/** As much of JSON Schema as the document uses: what is wrong with a value, by its place. */

type Schema = { readonly [keyword: string]: unknown }
type Check = (rule: never, value: unknown, path: string, schema: Schema) => ReadonlyArray<string>

const isObject = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value)
const wrong = (ok: boolean, path: string, what: unknown) => (ok ? [] : [`${path}: ${JSON.stringify(what)}`])

const types: { readonly [name: string]: (value: unknown) => boolean } = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null
}

/** Says nothing about values. */
const ignored = new Set(["description", "examples", "title", "format", "$defs"])

export const validator = (schemas: Schema) => {
  const checks: { readonly [keyword: string]: Check } = {
    $ref: (ref: string, value, path) => validate(schemas[ref.slice("#/components/schemas/".length)], value, path),
    type: (type: string, value, path) => wrong(types[type]?.(value) === true, path, { type }),
    const: (only: unknown, value, path) => wrong(value === only, path, { const: only }),
    not: (refused: Schema, value, path) => wrong(validate(refused, value, path).length > 0, path, { not: refused }),
    enum: (options: ReadonlyArray<unknown>, value, path) => wrong(options.includes(value), path, { enum: options }),
    anyOf: (options: ReadonlyArray<unknown>, value, path) => {
      const faults = options.map((option) => validate(option, value, path))
      return faults.some(({ length }) => length === 0) ? [] : [`${path}: none of ${options.length}`, ...faults.flat().filter((fault) => !fault.startsWith(`${path}:`))]
    },
    allOf: (all: ReadonlyArray<unknown>, value, path) => all.flatMap((each) => validate(each, value, path)),
    properties: (properties: Schema, value, path) =>
      isObject(value) ? Object.entries(properties).flatMap(([key, each]) => key in value ? validate(each, value[key], `${path}.${key}`) : []) : [],
    required: (keys: ReadonlyArray<string>, value, path) => isObject(value) ? keys.flatMap((key) => wrong(key in value, path, { required: key })) : [],
    additionalProperties: (rest: unknown, value, path, { properties }) =>
      isObject(value)
        ? Object.keys(value).filter((key) => !isObject(properties) || !(key in properties)).flatMap((key) => rest === false ? [`${path}: unknown ${key}`] : validate(rest, value[key], `${path}.${key}`))
        : [],
    items: (item: unknown, value, path) => Array.isArray(value) ? value.flatMap((each, index) => validate(item, each, `${path}.${index}`)) : [],
    minItems: (least: number, value, path) => Array.isArray(value) ? wrong(value.length >= least, path, { minItems: least }) : [],
    pattern: (pattern: string, value, path) => typeof value === "string" ? wrong(new RegExp(pattern, "u").test(value), path, { pattern }) : [],
    minLength: (least: number, value, path) => typeof value === "string" ? wrong(value.length >= least, path, { minLength: least }) : [],
    maxLength: (most: number, value, path) => typeof value === "string" ? wrong(value.length <= most, path, { maxLength: most }) : [],
    minimum: (least: number, value, path) => typeof value === "number" ? wrong(value >= least, path, { minimum: least }) : [],
    maximum: (most: number, value, path) => typeof value === "number" ? wrong(value <= most, path, { maximum: most }) : []
  }
  const validate = (schema: unknown, value: unknown, path: string): ReadonlyArray<string> => {
    if (!isObject(schema)) throw new Error(`no schema for ${path}`)
    return Object.entries(schema).flatMap(([keyword, rule]) => {
      const check = checks[keyword]
      if (check === undefined && !ignored.has(keyword)) throw new Error(`the test does not know ${keyword}`)
      return check?.(rule as never, value, path, schema) ?? []
    })
  }
  return (name: string, value: unknown): ReadonlyArray<string> => validate(schemas[name], value, name)
}
