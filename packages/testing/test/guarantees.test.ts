/** Every guarantee that core's documentation states is the name of a law or of a contract's test, and none is missed. */
import { Ticket } from "@parkade/core/ticket"
import * as laws from "@parkade/testing/laws"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const core = new URL("../../core/src/", import.meta.url)
const contracts = new URL("../src/contracts/", import.meta.url)

const plain = (words: string) => words.replace(/\s*\([^)]*\)/g, "").replaceAll("`", "").replace(/\s+/g, " ").trim().replace(/\.$/, "")

/** The clauses of "Guarantees: ...; ...; ..." in the comment that opens a file. */
const guarantees = (source: string): ReadonlyArray<string> => {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1]?.replace(/^ \* ?/gm, "") ?? ""
  const [, list = ""] = /Guarantees[^:;]*: ([\s\S]*?)(?=\n[A-Z][a-z]+: |$)/.exec(comment) ?? []
  return list.split(";").map(plain).filter((clause) => clause !== "")
}

const files = readdirSync(core, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
const stated = files.flatMap((file) => guarantees(readFileSync(new URL(file, core), "utf8")).map((clause) => [file, clause] as const))

const decider = laws.deciderLaws(Ticket.decider, laws.ticketSchemas)
const lawNames = new Set([...Object.values(laws).flatMap((exported) => Array.isArray(exported) ? exported : []), ...decider].map((law: { readonly name: string }) => plain(law.name)))
const contractTests = readdirSync(contracts).filter((file) => file.endsWith(".ts")).map((file) => readFileSync(new URL(file, contracts), "utf8")).join("\n")

describe("guarantees", () => {
  it("are found in the documentation", () => expect(stated.length).toBeGreaterThanOrEqual(30))

  it.each(stated)("%s: %s", (_, clause) => {
    expect(lawNames.has(clause) || contractTests.includes(`describe("${clause}"`), "no law or contract of this name").toBe(true)
  })
})
