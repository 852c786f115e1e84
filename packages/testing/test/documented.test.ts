/** Every arbitrary says what it makes and with which defaults, and every lifecycle has its commands. */
import { lifecycles } from "@parkade/core/ports"
import * as arbitraries from "@parkade/testing/arbitraries"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const read = (file: string) => readFileSync(new URL(`../src/arbitraries/${file}`, import.meta.url), "utf8")

const exported = [...read("index.ts").matchAll(/^export \{([^}]*)\} from "\.\/(\w+\.ts)"/gm)].flatMap(([, names = "", file = ""]) =>
  names.split(",").map((name) => ({ file, name: name.replace("type ", "").trim() })))

/** What stands above a declaration, and the declaration up to its end on the margin. */
const declared = ({ file, name }: { readonly file: string; readonly name: string }) => {
  const [, doc = "", text = ""] = new RegExp(`((?:/\\*\\*(?:(?!\\*/)[^])*\\*/\\n)?)(export (?:const|interface|type) ${name}\\b[^]*?)\\n(?=\\S|$)`).exec(read(file)) ?? []
  return { doc, text }
}

/** Names with a default in the parameters, where no interface of options documents them. */
const defaults = (text: string): ReadonlyArray<string> => {
  const [, parameters = ""] = /= (?:function\*)?\(([^]*?)\)(?:: [^=]*)?(?: =>| \{)/.exec(text) ?? []
  return /: (\w+ & )*(?!AttemptOptions)\w+Options\b/.test(parameters) ? [] : [...parameters.replace(/: \{[^]*$/, "").matchAll(/(?<!: )\b(\w+) = /g)].map(([, name = ""]) => name)
}

describe("arbitraries", () => {
  it("are all looked at", () => expect(exported.length).toBeGreaterThan(100))

  it.each(exported)("$name says what it is, and its defaults", (each) => {
    const { doc, text } = declared(each)
    expect(doc).toMatch(/\w/)
    for (const name of defaults(text)) expect(doc).toContain(`\`${name}\``)
  })

  it.each(exported.filter(({ name }) => name.endsWith("Options")))("$name documents each default", (each) => {
    const fields = [...declared(each).text.matchAll(/((?:\/\*\*.*\*\/\n\s*)?)readonly (\w+)\?:/g)].map(([, doc = "", field = ""]) => [field, /default|unless said/.test(doc)])
    expect(fields.length).toBeGreaterThan(0)
    expect(fields.filter(([, isSaid]) => isSaid !== true)).toEqual([])
  })

  it.each(Object.keys(lifecycles))("has commands of %s", (kind) => {
    const [first = "", ...rest] = kind.replace("ChargingSession", "Charging")
    expect(Object.keys(arbitraries)).toContain(`${first.toLowerCase()}${rest.join("")}Commands`)
  })
})
