import { Plate, Vehicle } from "@parkade/core/lot"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const canonical = (text: string) => Result.match(Plate.fromText(text), { onSuccess: (plate) => plate as string, onFailure: ({ reason }) => `refused: ${reason}` })

describe("Plate", () => {
  it.each([
    ["B-AB 123", "BAB123"],
    ["b ab 123", "BAB123"],
    ["В·АВ 123", "BAB123"],
    ["Β-ΑΒ 123", "BAB123"],
    ["ｂ－ａｂ　１２３", "BAB123"],
    ["M-ÜB 1", "MÜB1"],
    ["M-U\u0308B 1", "MÜB1"],
    ["品川 300 あ 12-34", "品川300あ1234"],
    ["أ ب ج 1234", "أبج1234"],
    ["straße", "STRASSE"],
    ["A•B.C/D", "ABCD"],
    ["1234567890123456", "1234567890123456"]
  ])("%s is %s", (text, plate) => expect(canonical(text)).toBe(plate))

  it.each([
    ["nothing", "", "empty"],
    ["separators only", " -.·/ ", "empty"],
    ["twenty-five characters", "A".repeat(25), "too long"],
    ["thirty-three characters of input", "A" + " ".repeat(32), "too long"],
    ["two characters that mean thirty", "ﷺﷺ", "too long"],
    ["a zero-width space", "AB\u200b1", "holds a character that plates do not have"],
    ["a zero-width joiner", "AB\u200d1", "holds a character that plates do not have"],
    ["a variation selector", "AB\ufe0f1", "holds a character that plates do not have"],
    ["a Hangul filler", "AB\u31641", "holds a character that plates do not have"],
    ["a grapheme joiner", "AB\u034f1", "holds a character that plates do not have"],
    ["a right-to-left override", "AB\u202e1", "holds a character that plates do not have"],
    ["a left-to-right mark", "AB\u200e1", "holds a character that plates do not have"],
    ["a soft hyphen", "AB\u00ad1", "holds a character that plates do not have"],
    ["a null", "AB\u00001", "holds a character that plates do not have"],
    ["a new line", "AB\n1", "holds a character that plates do not have"],
    ["half a surrogate pair", "AB\ud8001", "holds a character that plates do not have"],
    ["an emoji", "AB🚗1", "holds a character that plates do not have"],
    ["SQL", "A';--", "holds a character that plates do not have"]
  ])("refuses %s", (_, text, reason) => expect(canonical(text)).toBe(`refused: ${reason}`))

  it("canonicalises every character of Unicode the same way twice, alone and with an accent after it", () => {
    const changed: Array<string> = []
    for (let code = 0; code <= 0x2ffff; code++) {
      for (const accent of code < 0x2000 ? ["", "\u0301", "\u0308", "\u0327"] : [""]) {
        const once = Plate.fromText(String.fromCodePoint(code) + accent)
        if (Result.isSuccess(once) && canonical(once.success) !== once.success) changed.push(`U+${code.toString(16)}${accent}`)
      }
    }
    expect(changed).toEqual([])
  }, 60_000)

  it("refuses 50 kB at once, and repeats little of it", () => {
    const texts = ["A".repeat(50_000), "\u0301".repeat(50_000), "-".repeat(50_000), "ﷺ".repeat(50_000)]
    const before = process.cpuUsage()
    const refusals = texts.map(Plate.fromText)
    expect(process.cpuUsage(before).user).toBeLessThan(10_000)
    for (const refusal of refusals) expect(Result.isFailure(refusal) && refusal.failure.text.length).toBe(32)
  })

  it.each(["bab123", "B AB", "", "A".repeat(25), "AB\ufe0f"])("%j is not canonical", (text) => expect(Schema.is(Plate.Plate)(text)).toBe(false))
})

describe("Vehicle", () => {
  it.each([["bicycle", "small"], ["motorcycle", "small"], ["car", "medium"], ["electric-car", "medium"], ["suv", "large"], ["electric-suv", "large"], ["van", "large"], ["truck", "extra-large"], ["bus", "extra-large"]])(
    "a %s takes a %s spot",
    (kind, size) => expect(Vehicle.make({ plate: "b-ab 1", kind })).toEqual(Result.succeed({ plate: "BAB1", plateAsGiven: "b-ab 1", kind, size }))
  )
  it("takes a kind of one's own with its size, and a size that overrides", () => {
    expect(Result.getOrThrow(Vehicle.make({ plate: "X1", kind: "camper", size: "extra-large" })).size).toBe("extra-large")
    expect(Result.getOrThrow(Vehicle.make({ plate: "X1", kind: "car", size: "small" })).size).toBe("small")
  })
  it.each(["camper", "constructor", "toString", "__proto__", ""])("does not guess the size of %j", (kind) => {
    const made = Vehicle.make({ plate: "X1", kind })
    expect(Result.isFailure(made) && made.failure._tag).toBe("UnknownVehicleKind")
  })
  it("says what is wrong with the plate", () => {
    const made = Vehicle.make({ plate: "?", kind: "car" })
    expect(Result.isFailure(made) && made.failure.message).toBe('"?" is not a plate: holds a character that plates do not have')
  })
})
