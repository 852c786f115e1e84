/**
 * What a schema expects, in words: what its author said of it, else its shape. Of what is decoded, it is what is written
 * that counts: elapsed time is a text such as PT15M, whatever it is inside.
 */
import { SchemaAST } from "effect"

/** What is written there: what stands behind a name, or an encoding. */
const real = (ast: SchemaAST.AST): SchemaAST.AST => {
  if (SchemaAST.isSuspend(ast)) return real(ast.thunk())
  const last = ast.encoding?.at(-1)
  return last === undefined ? ast : real(last.to)
}

/** The members of a union, those of unions in it included, but not that it may be absent; of anything else itself. */
export const members = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  const here = real(ast)
  return SchemaAST.isUnion(here) ? here.types.filter((member) => !SchemaAST.isUndefined(member)).flatMap(members) : [here]
}

export const words = (ast: SchemaAST.AST): ReadonlyArray<string> => members(ast).flatMap((member) => SchemaAST.isLiteral(member) && typeof member.literal === "string" ? [member.literal] : [])

/** The words that stand there, or in the list that stands there. */
export const items = (ast: SchemaAST.AST): ReadonlyArray<string> => members(ast).flatMap((member) => SchemaAST.isArrays(member) ? member.rest.flatMap(words) : words(member))

export const keysOf = (ast: SchemaAST.AST): ReadonlyArray<string> => SchemaAST.isObjects(ast) ? ast.propertySignatures.map(({ name }) => String(name)) : []

export const fieldOf = (ast: SchemaAST.AST, key: string): SchemaAST.AST | undefined => SchemaAST.isObjects(ast) ? ast.propertySignatures.find(({ name }) => name === key)?.type : undefined

/** The fields by which the members of a union are told apart. */
export const discriminators = ["type", "_tag"] as const

/** The words of the members' discriminator `key`: the types of rates, the tags of those who act. */
export const kindsBy = (key: string, shapes: ReadonlyArray<SchemaAST.AST>): ReadonlyArray<string> => shapes.flatMap((shape) => {
  const field = fieldOf(shape, key)
  return field === undefined ? [] : words(field)
})

export const oneOf = (choices: ReadonlyArray<string>): string => choices.length < 2 ? choices.join() : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`

/** What the checks of the schema library say, for people. */
const translations: ReadonlyArray<readonly [RegExp, string]> = [
  [/^an integer$/, "a whole number"],
  [/^a value between (\S+) and (\S+)$/, "a whole number from $1 to $2"],
  [/^a value with a length of at least 1$/, "a list of at least one"],
  [/^a value with a length of at most (\d+)$/, "a list of at most $1"],
  [/^an array with unique items$/, "a list that names nothing twice"],
  [/^a UUID$/, "a UUID such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]
]

/** The words of a check. */
export const translated = (said: string): string => translations.reduce((words, [pattern, plain]) => words.replace(pattern, plain), said)

const own = ({ annotations }: SchemaAST.AST | SchemaAST.Check<unknown>): string | undefined => typeof annotations?.["expected"] === "string" ? annotations["expected"] : undefined

/** What its author says that it expects, in any of its checks; else what the last of them says in the library's words. */
const annotated = (ast: SchemaAST.AST): string | undefined => {
  const said = (ast.checks ?? []).flatMap((check) => own(check) ?? [])
  const plain = SchemaAST.isArrays(ast) ? said.find((each) => each.endsWith("at least 1")) : said.at(-1)
  return own(ast) ?? said.find((each) => translated(each) === each) ?? (plain === undefined ? undefined : translated(plain))
}

const kinds: { readonly [tag: string]: string } = { String: "a text", Number: "a number", Boolean: "true or false", Arrays: "a list", Null: "null" }

/** "id", "lotId?" for what may be absent, `_tag: "Person"` for what tells it from others. */
const written = ({ name, type }: SchemaAST.PropertySignature): string => {
  const key = String(name)
  const [word, ...more] = discriminators.some((each) => each === key) ? words(type) : []
  if (word !== undefined && more.length === 0) return `${key}: ${JSON.stringify(word)}`
  return SchemaAST.isOptional(type) ? `${key}?` : key
}

const object = "an object "

export const expected = (ast: SchemaAST.AST): string => {
  const here = real(ast)
  const said = own(ast) ?? annotated(here)
  if (said !== undefined) return said
  if (SchemaAST.isLiteral(here)) return JSON.stringify(here.literal)
  if (SchemaAST.isUnion(here)) {
    const [first, ...more] = new Set(members(here).map(expected))
    return oneOf([first ?? "nothing", ...more.map((each) => each.startsWith(`${object}{`) ? each.slice(object.length) : each)])
  }
  if (SchemaAST.isObjects(here)) return here.propertySignatures.length === 0 ? object.trim() : `${object}{${here.propertySignatures.map(written).join(", ")}}`
  return kinds[here._tag] ?? "something else"
}
