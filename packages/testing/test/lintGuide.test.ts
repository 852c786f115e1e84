/** The guide to lint: a section for each code, whose rate has the finding with the stays shown, and whose mended rate has not. */
import { Finding, Law, Lint } from "@parkade/core/lint"
import { Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const guide = readFileSync(new URL("../../../docs/guide/lint.md", import.meta.url), "utf8")
const zone = TimeZone.TimeZone.make("Europe/Berlin")

const json = (text: string) => JSON.parse(text) as object
const [, terms = ""] = /```json terms\n([^]*?)```/.exec(guide) ?? []

const sections = guide.split(/^## /m).slice(1).map((text) => {
  const [title = ""] = text.split("\n")
  const [, rate] = /```json rate\n([^]*?)```/.exec(text) ?? []
  const [, mended] = /```json mended\n([^]*?)```/.exec(text) ?? []
  const rows = [...text.matchAll(/^\| (2026-\S+ \S+) \| (2026-\S+ \S+) \| (.+) \|$/gm)].map(([, from, to, price]) => [from, to, price])
  return { title, rate, mended, rows }
}).filter(({ rate }) => rate !== undefined)

/** "2026-01-01 03:00:01", on Berlin's clock. */
const local = (at: Instant.Instant) => Instant.toIso(at, zone).slice(0, 19).replace("T", " ")
const decimal = (price: Finding.Stay["price"]) => (price === null ? "no price" : (price.gross / 100).toFixed(2))

const found = (rate: string, code: string) => {
  const tariff = Result.getOrThrow(Tariff.decode({ ...json(terms), rate: json(rate) }))
  const options: Lint.Options = { ...(code === "cliff" && { cliff: "5.00" }), ...(code === "unlawful" && { laws: [Law.franceQuarterHours] }) }
  return Result.getOrThrow(Lint.lint(tariff, options)).findings.filter((finding) => finding.code === code)
}

describe("the guide to lint", () => {
  it("has a section for each code, and no others", () => expect(sections.map(({ title }) => title).toSorted()).toEqual([...Finding.codes].toSorted()))

  it.each(sections)("$title: is found, and shown by these stays", ({ rate = "", rows, title }) => {
    const [finding] = found(rate, title)
    expect(finding?.stays.map(({ entry, exit, price }) => [local(entry), local(exit), decimal(price)])).toEqual(rows)
  })

  it.each(sections)("$title: is mended", ({ mended = "", title }) => expect(found(mended, title)).toEqual([]))

  it("lists every law", () => {
    expect([...guide.matchAll(/^\| `([a-z-]+)` \| (?:stays|parking)/gm)].map(([, id]) => id)).toEqual(Law.laws.map(({ id }) => id))
  })
})
