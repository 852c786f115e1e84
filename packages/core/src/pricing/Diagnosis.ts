/**
 * Why a value is not what a schema describes: place by place, what was expected, what was found, and what was likely
 * meant.
 *
 * Where several shapes are possible, only the one that the value comes nearest to is spoken of: a rate is what its
 * `type` says, a period what its fields say. What is suggested would have been taken there.
 */
import { Result, Schema, SchemaAST, type SchemaIssue } from "effect"
import { discriminators, expected, fieldOf, items, keysOf, kindsBy, members, oneOf, translated, words } from "./Expectation.ts"
import type { Fault } from "./Faults.ts"
import * as Guess from "./Guess.ts"

/** A place, and what is wrong there; in words only when asked. */
export interface Finding {
  readonly path: string
  readonly message: () => string
}

const shown = 40

/** A value as a refusal shows it. */
const found = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value.length > shown ? `${value.slice(0, shown)}...` : value)
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "a list"
  if (Object.prototype.toString.call(value) === "[object Date]") return "a Date"
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0 ? "{}" : "an object"
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value)
  return value === undefined ? "nothing" : `a ${typeof value}`
}

const clipped = (key: string): string => JSON.stringify(key.length > shown ? `${key.slice(0, shown)}...` : key)

/** Whether JSON would be read there. */
const taken = (ast: SchemaAST.AST): ((guess: unknown) => boolean) => {
  const read = Schema.decodeUnknownResult(Schema.make<Schema.Codec<unknown>>(ast), { onExcessProperty: "error" })
  return (guess) => Result.isSuccess(read(guess))
}

/** "expected this, found that: did you mean ...?" */
const refusal = (wanted: string, value: unknown, ast: SchemaAST.AST): string => {
  const said = `expected ${wanted}, found ${found(value)}`
  const apart = typeof value === "string" ? Guess.several(value, words(ast)) : []
  if (apart.length > 0) return `${said}: write ${apart.map((each) => JSON.stringify(each)).join(", ")}, each by itself`
  const guesses = Guess.near(value, [...items(ast), ...kindsBy("_tag", members(ast))], taken(ast))
  if (typeof value === "number" && guesses.includes(`"${value}"`) && !taken(ast)("text")) return `${said}: write "${value}", numbers are texts so that they are exact`
  return guesses.length === 0 ? said : `${said}: did you mean ${oneOf(guesses)}?`
}

const inside = (path: string, keys: ReadonlyArray<PropertyKey>): string => [...(path === "" ? [] : [path]), ...keys.map(String)].join(".")

const unknownField = (ast: SchemaAST.AST, key: string): string => {
  const [names] = SchemaAST.isObjects(ast) ? ast.indexSignatures : []
  if (names !== undefined) return `expected ${expected(names.parameter)}, found ${clipped(key)}`
  const known = keysOf(ast)
  const meant = Guess.nearest(key, known)
  const others = known.length === 0 ? "" : `: there are ${known.join(", ")}`
  return `expected no field ${clipped(key)} here${meant === undefined ? others : `: did you mean "${meant}"?`}`
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === "object" && value !== null && !Array.isArray(value)

/** How much of `value` the shape knows: its fields, and half as much what is almost one. */
const likeness = (ast: SchemaAST.AST, value: { readonly [key: string]: unknown }): number => {
  const known = keysOf(ast)
  return Object.keys(value).slice(0, 20).reduce((sum, key) => sum + (known.includes(key) ? 2 : Guess.nearest(key, known) === undefined ? 0 : 1), 0)
}

/** The shapes that the value comes nearest to, if it is near any. */
const mostLike = (value: { readonly [key: string]: unknown }, shapes: ReadonlyArray<SchemaAST.AST>): ReadonlyArray<SchemaAST.AST> => {
  const scored = shapes.map((shape) => ({ shape, score: likeness(shape, value) }))
  const best = Math.max(...scored.map(({ score }) => score))
  return best > 0 ? scored.filter(({ score }) => score === best).map(({ shape }) => shape) : []
}

/** A text where an object stands may be its kind: "hourly" for {"type": "hourly", ...}. */
const withKind = (said: string, key: string, meant: string | undefined): string =>
  meant === undefined || said.endsWith("?") ? said : `${said}: did you mean {"${key}": "${meant}", ...}?`

/** No member of a union even came into question. */
const unmatched = (ast: SchemaAST.Union, value: unknown, path: string): Finding => {
  const shapes = members(ast)
  const key = discriminators.find((each) => kindsBy(each, shapes).length > 0)
  if (key === undefined) return { path, message: () => refusal(expected(ast), value, ast) }
  const known = kindsBy(key, shapes)
  if (!isObject(value)) return { path, message: () => withKind(refusal(expected(ast), value, ast), key, typeof value === "string" ? Guess.nearest(value, known) : undefined) }
  const type = value[key]
  const list = oneOf(known.map((each) => JSON.stringify(each)))
  return {
    path: inside(path, [key]),
    message: () => {
      const like = type === undefined ? mostLike(value, shapes) : []
      const meant = typeof type === "string" ? Guess.nearest(type, known) : like.length === 1 ? kindsBy(key, like)[0] : undefined
      return `expected ${list}, found ${found(type)}${meant === undefined ? "" : `: did you mean "${meant}"?`}`
    }
  }
}

const shapeOf = (issue: SchemaIssue.Issue): SchemaAST.AST | undefined => "ast" in issue ? issue.ast : undefined

/** What is wrong with the shape that the value comes nearest to, if it is near any. */
const nearest = (value: { readonly [key: string]: unknown }, issues: ReadonlyArray<SchemaIssue.Issue>): SchemaIssue.Issue | undefined => {
  const [best] = mostLike(value, issues.flatMap((each) => shapeOf(each) ?? []))
  return best === undefined ? undefined : issues.find((each) => shapeOf(each) === best)
}

const union = function*(issue: SchemaIssue.AnyOf, path: string): Generator<Finding> {
  const value = "input" in issue ? issue.input : undefined
  const [first] = issue.issues
  if (first === undefined) return yield unmatched(issue.ast, value, path)
  if (isObject(value) || Array.isArray(value)) {
    const chosen = isObject(value) && issue.issues.length > 1 ? nearest(value, issue.issues) : first
    if (chosen !== undefined) return yield* findings(chosen, path)
  }
  // The words of the one member that reads texts say more; of several, all that would be taken is said.
  const possible = members(issue.ast).filter((member) => !SchemaAST.isNull(member))
  if (possible.length === 1) return yield* findings(first, path)
  const texts = members(issue.ast).filter((member) => SchemaAST.isString(member) || SchemaAST.isLiteral(member))
  if (typeof value === "string" && texts.length === 1 && texts.every(SchemaAST.isString)) return yield* findings(first, path)
  yield { path, message: () => refusal(expected(issue.ast), value, issue.ast) }
}

/** Everything that `issue` says is wrong; `within` is the shape around it. */
export const findings = function*(issue: SchemaIssue.Issue, path: string, within?: SchemaAST.AST): Generator<Finding> {
  const value = "input" in issue ? issue.input : undefined
  switch (issue._tag) {
    case "Composite":
      for (const inner of issue.issues) yield* findings(inner, path, issue.ast)
      return
    case "Pointer": {
      const key = String(issue.path.at(-1))
      const place = inside(path, issue.path)
      if (issue.issue._tag === "MissingKey") {
        const field = within === undefined ? undefined : fieldOf(within, key)
        return yield { path: place, message: () => `expected ${field === undefined ? "a value" : expected(field)}, found nothing` }
      }
      if (issue.issue._tag === "UnexpectedKey") {
        const { ast } = issue.issue
        return yield { path: place, message: () => unknownField(ast, key) }
      }
      return yield* findings(issue.issue, place)
    }
    case "AnyOf":
      return yield* union(issue, path)
    case "Filter": {
      const { filter, issue: inner } = issue
      if (inner._tag !== "InvalidValue" || typeof inner.annotations?.message === "string") return yield* findings(inner, path, within)
      const wanted = filter.annotations?.expected
      return yield { path, message: () => refusal(typeof wanted === "string" ? translated(wanted) : "something else", value, within ?? SchemaAST.unknown) }
    }
    case "InvalidType":
      return yield { path, message: () => refusal(expected(issue.ast), value, issue.ast) }
    case "InvalidValue": {
      const message = issue.annotations?.message
      return yield { path, message: () => typeof message === "string" ? message : `expected something else, found ${found(value)}` }
    }
    case "Encoding":
      return yield* findings(issue.issue, path, within)
    default:
      return yield { path, message: () => `expected something else, found ${found(value)}` }
  }
}

/** Refusals that are told in words; the rest are counted. */
export const told = 100

/** What is wrong, in words. */
export const tell = (all: ReadonlyArray<Finding>): ReadonlyArray<Fault> => {
  const issues = all.slice(0, told).map(({ message, path }) => ({ path, message: message() }))
  return all.length > told ? [...issues, { path: "", message: `and ${all.length - told} more` }] : issues
}

/** Reads what `schema` describes, or says in words what is wrong, every field that nobody knows included. */
export const decoder = <S extends Schema.Constraint & { readonly DecodingServices: never }>(schema: S): ((json: unknown) => Result.Result<S["Type"], ReadonlyArray<Fault>>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error", reportInput: true })
  return (json) => Result.mapError(decode(json), ({ issue }) => tell([...findings(issue, "")]))
}
