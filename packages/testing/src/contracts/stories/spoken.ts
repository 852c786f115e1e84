/** Elapsed time as hosts that speak JSON say it and are told it: a text, wherever it stands. */
import { useCases } from "@parkade/core/operations"
import { Schema, SchemaAST } from "effect"

const fieldsIn = (ast: SchemaAST.AST, seen: Set<SchemaAST.AST>): ReadonlyArray<string> => {
  if (seen.has(ast)) return []
  seen.add(ast)
  if (SchemaAST.isSuspend(ast)) return fieldsIn(ast.thunk(), seen)
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap((each) => fieldsIn(each, seen))
  if (SchemaAST.isArrays(ast)) return [...ast.elements, ...ast.rest].flatMap((each) => fieldsIn(each, seen))
  if (!SchemaAST.isObjects(ast)) return []
  return ast.propertySignatures.flatMap(({ name, type }) => [...isElapsed(type) ? [String(name)] : [], ...fieldsIn(type, seen)])
}

const isElapsed = (ast: SchemaAST.AST): boolean => SchemaAST.isUnion(ast) ? ast.types.some(isElapsed) : SchemaAST.resolveIdentifier(ast) === "Elapsed"

/** The names of fields in which hosts say elapsed time. */
const fields = new Set(Object.values(useCases).flatMap(({ input }) => fieldsIn(SchemaAST.toEncoded((input as Schema.Codec<unknown>).ast), new Set())))
if (fields.size === 0) throw new Error("no input says elapsed time: what outcomes say of it cannot be looked at")

/** Where one of these fields of an outcome has a number. */
export const numbers = (value: unknown, path = ""): ReadonlyArray<string> =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, each]) => typeof each === "number" && fields.has(name) ? [`${path}.${name}`] : numbers(each, `${path}.${name}`))
