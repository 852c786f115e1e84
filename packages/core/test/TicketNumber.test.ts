import { TicketNumber } from "@parkade/core/ticket"
import { runs, ticketNumber } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

describe("TicketNumber", () => {
  it("notices every wrong character at every position", () => {
    fc.assert(fc.property(ticketNumber(), (number) => {
      for (let position = 0; position < number.length; position++) {
        for (const other of alphabet) {
          const typed = number.slice(0, position) + other + number.slice(position + 1)
          expect(TicketNumber.parse(typed)).toBe(typed === number ? number : undefined)
        }
      }
    }), runs(100))
  })

  it("notices every two exchanged characters", () => {
    fc.assert(fc.property(ticketNumber(), (number) => {
      for (let first = 0; first < number.length; first++) {
        for (let second = first + 1; second < number.length; second++) {
          const typed = [...number].with(first, number[second] ?? "").with(second, number[first] ?? "").join("")
          expect(TicketNumber.parse(typed)).toBe(typed === number ? number : undefined)
        }
      }
    }), runs(100))
  })

  it("is twelve characters of Crockford's alphabet, read aloud in fours", () => {
    fc.assert(fc.property(ticketNumber(), (number) => {
      expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/)
      expect(TicketNumber.format(number)).toBe(`${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8)}`)
    }), runs(100))
  })

  it("has 55 random bits: five of each of eleven bytes, each of them felt", () => {
    const zeros = new Uint8Array(TicketNumber.randomBytes)
    const numbers = new Set([TicketNumber.make(zeros)])
    for (let byte = 0; byte < 11; byte++) {
      for (let bit = 0; bit < 5; bit++) numbers.add(TicketNumber.make(zeros.with(byte, 1 << bit)))
    }
    expect(TicketNumber.randomBytes).toBe(11)
    expect(numbers.size).toBe(56)
    expect(new Set([...numbers].map((number) => number.slice(0, 11))).size).toBe(56)
  })

  it("uses all 32 characters alike: none is likelier than another", () => {
    const first = Array.from({ length: 256 }, (_, byte) => TicketNumber.make(new Uint8Array(11).fill(byte))[0])
    const counts = Object.values(Object.groupBy(first, (character) => character ?? "")).map((all) => all?.length)
    expect(counts).toEqual(Array(32).fill(8))
  })

  // Worked by hand: Horner's rule in GF(32) by x^5 + x^2 + 1 over the digits before the check character.
  it.each([["00000000001", "2"], ["00000000010", "4"], ["0000000000G", "5"], ["00000000000", "0"]])("%s has the check character %s", (digits, check) => {
    expect(TicketNumber.parse(digits + check)).toBe(digits + check)
  })

  it("takes letters for the digits they look like", () => {
    expect(["0000-0000-0012", "oooo-OOOO-oo12", "0000 0000 00I2", "0000000000l2", "0000\t0000\u00a000L2"].map(TicketNumber.parse)).toEqual(Array(5).fill("000000000012"))
  })

  it.each([["too short", "00000000000"], ["too long", "0000000000000"], ["empty", ""], ["a letter that is not in it", "U00000000000"], ["long", "0".repeat(100_000)], ["full-width", "０００００００００００0"]])(
    "refuses what is %s",
    (_, typed) => expect(TicketNumber.parse(typed)).toBeUndefined()
  )
})
