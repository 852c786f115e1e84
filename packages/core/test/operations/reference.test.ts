/** The reference of terms says every field that the schemas have, and none that they have not. */
import { useCases } from "@parkade/core/operations"
import { Fee, Refund, Validation } from "@parkade/core/pricing"
import { Money } from "@parkade/core/money"
import { type Schema, SchemaAST } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const page = readFileSync(new URL("../../../../docs/reference/terms.md", import.meta.url), "utf8")
const example = readFileSync(new URL("../../../../examples/promise/src/terms.ts", import.meta.url), "utf8")

/** Each has a table of its own; what is within it is told there. */
const shapes = { Fee: Fee.Fee, RefundPolicy: Refund.Policy, CancellationPolicy: Refund.Cancellation, Validation: Validation.Validation, Money: Money.Money }
/** Told in the guide to tariffs. */
const elsewhere = ["Rate", "Condition", "Window"]

interface Field {
  readonly path: string
  readonly required: boolean
  readonly words: ReadonlyArray<string>
}

const identifier = (ast: SchemaAST.AST): string | undefined =>
  [ast, ...(ast.checks ?? [])].map(({ annotations }) => annotations?.["identifier"]).find((found) => typeof found === "string")

const unwrapped = (ast: SchemaAST.AST): SchemaAST.AST => (SchemaAST.isSuspend(ast) ? unwrapped(ast.thunk()) : ast)

const wordsOf = (given: SchemaAST.AST): ReadonlyArray<string> => {
  const ast = unwrapped(given)
  if (SchemaAST.isLiteral(ast)) return [String(ast.literal)]
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(wordsOf)
  return SchemaAST.isArrays(ast) ? ast.rest.flatMap(wordsOf) : []
}

/** Every field below `given`, by its path; of one that only some members of a union have, that it is not required. */
const fieldsOf = (given: SchemaAST.AST, path: string): ReadonlyArray<Field> => {
  const ast = unwrapped(given)
  const name = identifier(ast) ?? ""
  if (path !== "" && (path === "tariff" || elsewhere.includes(name) || Object.hasOwn(shapes, name))) return []
  if (SchemaAST.isArrays(ast)) return [...ast.elements, ...ast.rest].flatMap((item) => fieldsOf(item, `${path}[]`))
  if (SchemaAST.isUnion(ast)) {
    const members = ast.types.map((member) => fieldsOf(member, path)).filter((fields) => fields.length > 0)
    const isTold = members.some((fields) => fields.some(({ path }) => path.endsWith("_tag")))
    return isTold ? [] : members.flat().map((field) => ({ ...field, required: field.required && members.every((fields) => fields.some(({ path }) => path === field.path)) }))
  }
  if (!SchemaAST.isObjects(ast)) return []
  return ast.propertySignatures.flatMap(({ name, type }) => {
    const at = path === "" ? String(name) : `${path}.${String(name)}`
    return [{ path: at, required: !SchemaAST.isOptional(type), words: wordsOf(type) }, ...fieldsOf(type, at)]
  })
}

const uniqueOf = (schema: Schema.Top): ReadonlyArray<Field> => {
  const fields = fieldsOf(SchemaAST.toEncoded(schema.ast), "")
  return [...new Set(fields.map(({ path }) => path))].map((path) => {
    const same = fields.filter((field) => field.path === path)
    return { path, required: same.every(({ required }) => required), words: same.flatMap(({ words }) => words) }
  })
}

/** Rows of the table below the heading that names it: the field, what is written there, and what follows where it is absent. */
const rowsOf = (heading: string) => {
  const [, section = ""] = page.split(new RegExp(`^## .*\`${heading}\`.*$`, "m"))
  return [...(section.split(/^## /m)[0] ?? "").matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|(.*)\|$/gm)].map(([, path = "", written = "", absent = ""]) => ({ path, written, absent }))
}

const tables: ReadonlyArray<readonly [heading: string, schema: Schema.Top]> = [
  ...(["createLot", "requestPass", "agreeProgramme", "issueCoupon", "openWaitlist", "registerMandate"] as const)
    .map((name) => [name, Object.entries(useCases).find(([each]) => each === name)?.[1].input as unknown as Schema.Top] as const),
  ...Object.entries(shapes)
]

describe.each(tables)("of %s", (heading, schema) => {
  const fields = uniqueOf(schema)

  it("stands every field, and no other", () => {
    expect(fields.length).toBeGreaterThan(1)
    expect(rowsOf(heading).map(({ path }) => path).toSorted()).toEqual(fields.map(({ path }) => path).toSorted())
  })

  it("is told which have to be there, and each word that may stand there", () => {
    const rows = new Map(rowsOf(heading).map((row) => [row.path, row]))
    const wrong = fields.filter(({ path, required, words }) => {
      const row = rows.get(path)
      return (row?.absent === "required") !== required || words.some((word) => row?.written.includes(`\`${word}\``) !== true)
    })
    expect(wrong).toEqual([])
  })
})

it("of changeTerms are the clauses of createLot", () => {
  const clauses = uniqueOf(useCases.changeTerms.input as unknown as Schema.Top).flatMap(({ path }) => path.startsWith("terms.") && !path.startsWith("terms.tariff.") ? [path.slice("terms.".length)] : [])
  const all = rowsOf("createLot").map(({ path }) => path)
  expect(clauses.length).toBeGreaterThan(20)
  expect(clauses.filter((path) => !all.includes(path))).toEqual([])
})

it("are all in the example, but for what few lots have", () => {
  const names = rowsOf("createLot").map(({ path }) => path.split(".").at(-1) ?? "").filter((name) => !new RegExp(`\\b${name}\\b`).test(example))
  expect(names).toEqual(["operatorId", "lotIds"])
})
