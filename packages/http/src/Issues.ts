/**
 * What is wrong with a request, place by place, in words for whoever wrote it.
 *
 * The library's formatter names schemas ("Expected SpotSize") and walks every issue; this one says what was expected
 * and stops early: a hostile request does not get its own weight back.
 */
import { type SchemaAST, SchemaIssue } from "effect"
import type { Problems } from "./contract/index.ts"

const most = 50
const longest = 240

const format = SchemaIssue.makeFormatterStandardSchemaV1()

export const shorten = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}...` : text)

const words: Partial<Record<SchemaAST.AST["_tag"], string>> = {
  String: "a string",
  Number: "a number",
  Boolean: "true or false",
  Objects: "an object",
  Arrays: "an array",
  Null: "null"
}

/** An object among others is known by the literal it carries: `type "flat"`. */
const known = (ast: SchemaAST.Objects): string | undefined => {
  for (const { name, type } of ast.propertySignatures) {
    if (type._tag === "Literal") return `an object of ${String(name)} ${JSON.stringify(type.literal)}`
  }
  return words.Objects
}

const expected = (ast: SchemaAST.AST): string | undefined => {
  if (ast._tag === "Literal") return JSON.stringify(ast.literal)
  if (ast._tag === "Objects") return known(ast)
  if (ast._tag !== "Union") return words[ast._tag]
  // Some unions say it better than a list of their members would.
  const own = ast.annotations?.["expected"]
  if (typeof own === "string") return own
  const members = ast.types.map(expected)
  if (members.includes(undefined)) return undefined
  return members.length > 1 ? `one of ${members.join(", ")}` : members[0]
}

const leaf = (issue: SchemaIssue.Issue): string => {
  const wanted = issue._tag === "InvalidType" || issue._tag === "AnyOf" ? expected(issue.ast) : undefined
  if (wanted !== undefined) return `Expected ${wanted}`
  if (issue._tag === "MissingKey") return "Missing"
  if (issue._tag === "UnexpectedKey") return "Unknown field"
  return format(issue).issues[0]?.message ?? "Not valid"
}

function* faults(issue: SchemaIssue.Issue, path: string): Generator<Problems.Fault> {
  switch (issue._tag) {
    case "Pointer":
      return yield* faults(issue.issue, [path, ...issue.path.map(String)].join("."))
    case "Encoding":
      return yield* faults(issue.issue, path)
    case "Filter":
      // A check may name a place below the value it looked at.
      return issue.issue._tag === "Pointer" ? yield* faults(issue.issue, path) : yield { path, message: leaf(issue) }
    case "AnyOf":
    case "Composite":
      if (issue.issues.length > 0) {
        for (const inner of issue.issues) yield* faults(inner, path)
        return
      }
      return yield { path, message: leaf(issue) }
    default:
      yield { path, message: leaf(issue) }
  }
}

/** The faults of `issue`, the first fifty; paths start with `root`. */
export const list = (issue: SchemaIssue.Issue, root: string): ReadonlyArray<Problems.Fault> => {
  const found: Array<Problems.Fault> = []
  for (const { message, path } of faults(issue, root)) {
    if (found.length === most) break
    found.push({ path: shorten(path), message: shorten(message) })
  }
  return found
}
