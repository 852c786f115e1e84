import { Plate, PlateFormat, PlateRead } from "@parkade/core/lot"
import { Result } from "effect"
import { describe, expect, it } from "vitest"

const plate = (text: string) => Result.getOrThrow(Plate.fromText(text))

describe("formats", () => {
  it.each([
    ["B-AB 123", "DE"], ["M-ÜB 1", "DE"], ["HH-X 9999E", "DE"], ["S-E 1H", "DE"],
    ["12-AB-34", "NL"], ["AB-12-CD", "NL"], ["1-ABC-23", "NL"], ["G-123-BC", "NL"],
    ["AB-123-CD", "FR"], ["1234 AB 75", "FR"], ["123 ABC 2A", "FR"],
    ["AB12 CDE", "GB"], ["A123 BCD", "GB"], ["ABC 123D", "GB"], ["1 A", "GB"],
    ["AB 123 CD", "IT"],
    ["1234 BCD", "ES"], ["M 1234 AB", "ES"],
    ["W 12345 A", "AT"], ["S PORT 1", "AT"], ["GU 123 AB", "AT"],
    ["1-ABC-234", "BE"], ["ABC-123", "BE"],
    ["ZH 123456", "CH"], ["GE 1", "CH"],
    ["WA 12345", "PL"], ["KRA 1A23", "PL"],
    ["7ABC123", "US"], ["HELLO", "US"],
    ["MH 12 AB 1234", "IN"], ["22 BH 1234 AB", "IN"],
    ["品川 300 あ 12-34", "JP"], ["なにわ 500 さ 1", "JP"], ["横浜 30A か 1", "JP"]
  ])("%s may be from %s", (text, country) => {
    expect(PlateFormat.formats(plate(text))).toContain(country)
  })

  it.each([
    ["AB 123 CI", "FR", "I, O and U are not issued"],
    ["AB 123 QD", "IT", "nor is Q"],
    ["1234 BCA", "ES", "no vowels"],
    ["XX 12", "CH", "no such canton"],
    ["B-AB 0123", "DE", "numbers do not begin with 0"],
    ["ABCDE 12345", "PL", "too long"],
    ["WA BCDEF", "PL", "no digit"]
  ])("%s is not from %s: %s", (text, country) => expect(PlateFormat.formats(plate(text))).not.toContain(country))

  it("knows thirteen countries, and names them in order", () => {
    expect(PlateFormat.known).toHaveLength(13)
    expect(PlateFormat.known).toEqual(PlateFormat.known.toSorted())
    expect(PlateFormat.formats(plate("AB 123 CD"))).toEqual(["AT", "FR", "IT", "US"])
  })

  it("refuses no plate: what fits nowhere has no country", () => {
    for (const text of ["أ ب ج 1234", "0 12-34 XYZQW 99"]) expect(PlateFormat.formats(plate(text))).toEqual([])
  })
})

describe("what a camera read", () => {
  it.each([
    ["BAB123", "BAB123", 0],
    ["BAB123", "8AB123", 1],
    ["BAB123", "8A8123", 2],
    ["O0I1S5Z2G6B8", "0O1I5S2Z6G8B", 12],
    ["BAB123", "BAB124", Infinity],
    ["BAB123", "BAB12", Infinity],
    ["D123", "O123", Infinity],
    ["Q123", "0123", Infinity],
    ["B123", "123B", Infinity]
  ])("%s and %s are %d apart", (a, b, apart) => expect(PlateRead.distance(plate(a), plate(b))).toBe(apart))

  const inside = PlateRead.index(["BAB 123", "8AB 123", "M SO 50", "X 1", "X I", "X 1"].map(plate))
  it.each([
    ["as it is", "X 1", 0, { _tag: "Exact", plate: "X1", alike: [] }],
    ["as it is, and another is near", "X 1", 1, { _tag: "Exact", plate: "X1", alike: ["XI"] }],
    ["one that is near", "M S0 50", 1, { _tag: "Alike", plate: "MSO50", distance: 1 }],
    ["one that is not near enough", "M 50 50", 1, { _tag: "Unknown" }],
    ["one that is near enough", "M 50 50", 2, { _tag: "Alike", plate: "MSO50", distance: 2 }],
    ["several that are as near", "BA8 123", 1, { _tag: "Alike", plate: "BAB123", distance: 1 }],
    ["several that are near, the nearest first", "BA8 123", 2, { _tag: "Ambiguous", plates: ["BAB123", "8AB123"] }],
    ["nothing", "Y 1", 3, { _tag: "Unknown" }]
  ])("means %s", (_, read, limit, meaning) => expect(PlateRead.candidates(plate(read), inside, limit)).toEqual(meaning))

  it("is looked up at once among 100,000, and when all of them look alike", () => {
    const many = PlateRead.index(Array.from({ length: 100_000 }, (_, n) => plate(`AB${n}`)))
    const alike = PlateRead.index(Array.from({ length: 65_536 }, (_, n) => plate(n.toString(2).padStart(16, "0").replaceAll("1", "O"))))
    const [one, all] = [plate("A842"), plate("0".repeat(16))]
    const before = process.cpuUsage()
    for (let n = 0; n < 10_000; n++) PlateRead.candidates(one, many)
    expect(process.cpuUsage(before).user).toBeLessThan(100_000)
    const meant = PlateRead.candidates(all, alike, 16)
    expect(meant._tag === "Exact" && meant.alike).toHaveLength(10)
    expect(PlateRead.candidates(one, many)).toEqual({ _tag: "Alike", plate: "AB42", distance: 1 })
  })
})
