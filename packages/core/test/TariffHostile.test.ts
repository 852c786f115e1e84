/** Values and texts that were made to do harm: refused, or taken, at once, and nothing outside is touched. */
import { Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariffJson as json } from "./pricing.ts"

const flat = { type: "flat", price: "4.00" }
/** Fifty of work, and room for slow machines; what a busy one waits for is not counted. Sources that hold mutants are slower. */
const soonMillis = "__stryker__" in globalThis ? 2_500 : 250

const measured = <A>(name: string, run: () => A) => {
  const start = process.cpuUsage()
  const result = run()
  const { system, user } = process.cpuUsage(start)
  const took = (system + user) / 1_000
  console.log(`${took.toFixed(1).padStart(7)} ms  ${name}`)
  return { result, took }
}

/** Once more, and once more again, where a machine was slow: what is too slow is so each time. */
const timed = <A>(name: string, run: () => A, tries = 3): A => {
  const { result, took } = measured(name, run)
  if (took >= soonMillis && tries > 1) return timed(name, run, tries - 1)
  expect(took).toBeLessThan(soonMillis)
  return result
}

const first = (decoded: Result.Result<Tariff.Tariff, Tariff.InvalidTariff>): string =>
  Result.match(decoded, { onSuccess: () => "taken", onFailure: ({ issues: [issue] }) => `${issue?.path}: ${issue?.message}` })

const times = <A>(count: number, make: (index: number) => A): ReadonlyArray<A> => Array.from({ length: count }, (_, index) => make(index))
const named = (name: string) => ({ type: "named", name })
const sum = (...of: ReadonlyArray<object>) => ({ type: "sum", of })
const rates = (entries: ReadonlyArray<readonly [string, object]>, rate: object = flat) => json(rate, { rates: Object.fromEntries(entries) })

const deep = (depth: number, around: (inner: object) => object, core: object): object => {
  let made = core
  for (let index = 0; index < depth; index++) made = around(made)
  return made
}

const circle: { [key: string]: unknown } = { ...flat }
circle["rate"] = circle
const list: Array<unknown> = []
list.push(list, list)
const wide: { [key: string]: unknown } = Object.fromEntries(times(200_000, (index) => [`k${index}`, index]))
const throwing = new Proxy(flat, { get: () => { throw new Error("no") }, ownKeys: () => { throw new Error("no") } })
let reads = 0
const changing = { ...flat, get price() { return (reads += 1) === 1 ? "4.00" : "x".repeat(10_000_000) } }
class Custom { readonly type = "flat"; readonly price = "4.00" }
const { proxy: revoked, revoke } = Proxy.revocable({}, {})
revoke()

describe("a value", () => {
  it.each([
    ["a million nodes", () => json({ type: "sum", of: times(500_000, () => flat) }), /^rate\.of: expected at most 10000 values/],
    ["a million numbers", () => json(flat, { holidays: times(1_000_000, (index) => index) }), /^holidays: expected at most 10000 values/],
    ["200,000 fields", () => json(wide), /^rate: expected at most 10000 values/],
    ["a list of a billion holes", () => json(flat, { holidays: Object.assign([], { length: 1_000_000_000 }) }), /^holidays: expected at most 10000 values/],
    ["a depth of 100,000", () => json(deep(100_000, (rate) => ({ type: "scale", by: "1", rate }), flat)), /^rate\.rate\..*: expected nesting of at most 100 levels/],
    ["an object within itself", () => json(circle), /^rate\.rate\..*: expected nesting of at most 100 levels/],
    ["a list within itself, twice", () => json(sum(...list as Array<object>)), /expected (at most 10000 values|nesting of at most 100 levels)/],
    ["a proxy that throws", () => json(throwing), /^: expected plain JSON, found a value that throws when it is read$/],
    ["a proxy that was revoked", () => json(revoked), /^: expected plain JSON, found a value that throws when it is read$/],
    ["a getter that throws", () => json({ type: "flat", get price() { throw new Error("no") } }), /^: expected plain JSON, found a value that throws/],
    ["a getter that changes its mind", () => json(changing), /^taken$/],
    ["an instance of a class", () => json(new Custom()), /^rate: expected plain JSON, found an instance of a class$/],
    ["a map", () => json(flat, { rates: new Map([["a", flat]]) }), /^rates: expected plain JSON/],
    ["a function", () => json((() => flat) as object), /^rate: expected a rate, .*found a function$/],
    ["a symbol", () => json({ ...flat, price: Symbol("x") }), /^rate\.price: .*found a symbol$/],
    ["a bigint", () => json({ ...flat, price: 4n }), /^rate\.price: .*found a bigint$/],
    ["an amount of 100,000 digits", () => json({ ...flat, price: "1".repeat(100_000) }), /^rate\.price: expected a text of at most 1000 characters, found 100000$/],
    ["a thousand backslashes", () => json({ ...flat, label: "\\".repeat(1_000) }), /^rate\.label: expected a text of 1 to 120 characters/],
    ["a field of a million characters", () => json({ ...flat, ["x".repeat(1_000_000)]: 1 }), /^rate: expected field names of at most 120 characters/],
    ["9,000 unknown fields", () => json({ ...flat, ...Object.fromEntries(times(9_000, (index) => [`lable${index}`, 1])) }), /^rate\.lable0: expected no field/],
    ["9,000 wrong holidays", () => json(flat, { holidays: times(9_000, () => "24.12.2026") }), /^holidays\.0: expected a date such as 2026-12-24/],
    ["9,000 holidays", () => json(flat, { holidays: times(9_000, () => "2026-12-25") }), /^taken$/],
    ["a circle of 2,000 names", () => rates(times(2_000, (index) => [`r${index}`, named(`r${(index + 1) % 2_000}`)])), /^rates\.r49\.name: expected names that lead to names at most 50 times over$/],
    ["names that double 60 times", () => rates(times(61, (index) => [`r${index}`, index === 60 ? flat : sum(named(`r${index + 1}`), named(`r${index + 1}`))]), named("r20")), /expected at most 2000 rates once names are replaced/],
    ["names that double 10 times", () => rates(times(11, (index) => [`r${index}`, index === 10 ? flat : sum(named(`r${index + 1}`), named(`r${index + 1}`))]), named("r0")), /expected at most 2000 rates|taken/],
    ["1,000 names of a large rate", () => rates([["large", sum(...times(1_900, () => flat))], ...times(1_000, (index) => [`r${index}`, named("large")] as const)]), /^taken$/],
    ["2,000 denominators of 18 digits", () => json(sum(...times(1_500, (index) => ({ ...flat, price: `1/${10n ** 17n + BigInt(index * 2 + 1)}` })))), /^rate\.of\.\d: expected prices with a common denominator of at most 60 digits/],
    ["1,500 lengths without a common factor", () => json(sum(...times(1_500, (index) => ({ type: "hourly", price: "1", per: `PT${100_001 + 2 * index}S`, count: "exact" })))), /common denominator of at most 60 digits/],
    ["scales 80 deep", () => json(deep(80, (rate) => ({ type: "scale", by: "999999999999999999/999999999999999998", rate }), flat)), /^rate(\.rate)+\.by: expected factors that come to at most 60 digits$/],
    ["periods that go on thrice within each other", () => json(deep(3, (rate) => ({ type: "each", per: { every: "PT1H" }, partial: "continue", max: "9", rate }), flat)), /^rate\.rate\.rate: expected periods that go on within each other to be longer, or restarted: a year has 677,\d{3},\d{3},\d{3} of these$/],
    ["periods 7 deep", () => json(deep(7, (rate) => ({ type: "each", per: { every: "day" }, partial: "restart", rate }), flat)), /^rate(\.rate){6}: expected periods within periods at most 6 times over$/],
    ["a period of a second", () => json({ type: "each", per: { every: "PT1S" }, partial: "restart", rate: flat }), /^rate\.per\.every: expected at least PT1M for a period that repeats, found PT1S$/],
    ["an allowance by the second", () => json({ type: "subscription", pass: "p", covers: { upTo: "PT1S", per: { every: "PT2S" } }, rest: flat }), /^rate\.covers\.per\.every: expected at least PT1M/],
    ["every level of nesting", () => json(deep(98, (rate) => ({ type: "scale", by: "1", rate }), flat)), /^taken$/]
  ] satisfies ReadonlyArray<[string, () => object, RegExp]>)("of %s", (name, given, expected) => {
    const value = given()
    expect(timed(name, () => first(Tariff.decode(value)))).toMatch(expected)
  })

  it("that changes its mind is read once", () => {
    reads = 0
    expect(Result.getOrThrow(Tariff.decode(json(changing))).rate).toEqual(flat)
    expect(reads).toBe(1)
  })

  it("may change afterwards: the tariff does not", () => {
    const given = { ...flat }
    const decoded = Result.getOrThrow(Tariff.decode(json(given)))
    given.price = "0"
    expect(decoded.rate).toEqual(flat)
  })
})

describe("a text", () => {
  const around = (rate: string) => JSON.stringify(json(flat)).replace(JSON.stringify(flat), rate)
  it.each([
    ["ten million characters", () => " ".repeat(10_000_000), /^: expected a text of at most 1000000 characters, found 10000000$/],
    ["a million blanks", () => " ".repeat(1_000_000), /^: line 1, column 1000001: expected a JSON value, found the end of the text$/],
    ["a million brackets", () => "[".repeat(1_000_000), /line 1, column 102: expected nesting of at most 100 levels, found more$/],
    ["a million quotation marks", () => `"${"\\\"".repeat(499_999)}"`, /^: expected a text of at most 1000 characters, found 499999$/],
    ["a text that never ends", () => `"${"\\\\".repeat(499_999)}`, /^: line 1, column 1: expected a JSON value, found "\\""$/],
    ["a number of a million digits", () => "9".repeat(1_000_000), /^: expected a tariff/],
    ["a million lines", () => `${"\n".repeat(999_990)}x`, /^: line 999991, column 1: expected a JSON value, found "x"$/],
    ["90,000 fields", () => `{${times(90_000, (index) => `"k${index}":1`).join(",")}}`, /^k9999: line 1, column \d+: expected at most 10000 values/],
    ["90,000 times the same field", () => `{${times(90_000, () => `"k":1`).join(",")}}`, /^k: line 1, column 8: expected once, found twice/],
    ["a price given twice", () => around(`{"type":"flat","price":"4.00",\n"price":"40.00"}`), /^rate\.price: line 2, column 1: expected once, found twice: only one of them can be meant$/],
    ["a price given twice in other letters", () => around(String.raw`{"type":"flat","price":"4.00","\u0070rice":"40.00"}`), /^rate\.price: .*expected once, found twice/],
    ["a comma too many", () => `{\n  "currency": "EUR",\n}`, /^: line 3, column 1: expected a field name in double quotes, found "}": is there a comma too many\?$/],
    ["a comment", () => `{ // prices\n}`, /^: line 1, column 3: expected a field name in double quotes, found "\/": JSON has no comments$/],
    ["single quotes", () => `{'currency': 'EUR'}`, /^: line 1, column 2: expected a field name in double quotes, found "'": JSON writes texts in double quotes$/],
    ["no comma", () => `{"tax": "none"\n "seconds": "counted"}`, /^: line 2, column 2: expected "," or "}", found "\\""$/],
    ["two values", () => `{} {}`, /^: line 1, column 4: expected the end of the text, found "{"$/],
    ["nothing", () => "", /^: line 1, column 1: expected a JSON value, found the end of the text$/],
    ["a tariff", () => JSON.stringify(json(flat), null, 2), /^taken$/]
  ] satisfies ReadonlyArray<[string, () => string, RegExp]>)("of %s", (name, given, expected) => {
    const text = given()
    expect(timed(name, () => first(Tariff.parse(text)))).toMatch(expected)
  })

  it.each(["", " ", "1", "-0.5e+3", "01", "1.", ".5", "+1", "tru", "nulll", `"\\x"`, `"\\u12"`, `"\u0000"`, `"\u2028"`, "[1,]", "[,]", "{,}", "[}", "{\"a\"}", "{\"a\":}", "NaN", "\u00a01", "[[],{}]", `{"a":[{"b":null}]}`, "\ud800", `"\ud800"`])(
    "%j is JSON, or not, as the runtime says",
    (text) => {
      const message = first(Tariff.parse(text))
      const isJson = (() => { try { JSON.parse(text); return true } catch { return false } })()
      expect(/line 1, column \d+:/.test(message)).toBe(!isJson)
    }
  )
})

describe("prototypes", () => {
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"]
  const before = names.map((name) => Object.getOwnPropertyDescriptor(Object.prototype, name))
  const poison = `{"type":"flat","price":"0","polluted":true}`
  const texts = names.flatMap((name) => [
    `{"${name}":${poison}}`,
    JSON.stringify(json(flat, { rates: {} })).replace(`"rates":{}`, `"rates":{"${name}":${poison}}`),
    JSON.stringify(json(flat, { rates: {} })).replace(`"rates":{}`, `"rates":{"a":{"type":"named","name":"${name}"}}`),
    JSON.stringify(json(flat)).replace(`"type"`, `"${name}":${poison},"type"`),
    JSON.stringify(json({ type: "choose", cases: [{ if: {}, rate: flat }], otherwise: "unavailable" })).replace(`"if":{}`, `"if":{"${name}":${poison}}`)
  ])

  it.each(texts)("stay as they are: %s", (text) => {
    expect(first(Tariff.parse(text))).not.toBe("taken")
    expect(names.map((name) => Object.getOwnPropertyDescriptor(Object.prototype, name))).toEqual(before)
    expect(Reflect.get({}, "polluted")).toBeUndefined()
  })

  it("give no tariff its fields", () => {
    const inherited = Object.create({ ...json(flat) }) as object
    expect(first(Tariff.decode(inherited))).toMatch(/^: expected plain JSON, found an instance of a class$/)
    expect(first(Tariff.decode(Object.assign(Object.create(null), json(flat))))).toBe("taken")
  })
})
