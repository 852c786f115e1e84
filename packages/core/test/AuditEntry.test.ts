import { AuditEntry, CanonicalJson } from "@parkade/core/account"
import { Party } from "@parkade/core/party"
import { Ticket } from "@parkade/core/ticket"
import { auditEntry, runs } from "@parkade/testing/arbitraries"
import { auditCase, auditLaws, canonicalCase, canonicalLaws, obey } from "@parkade/testing/laws"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { admission, admitted, exited, given, minute } from "./tickets.ts"

const sha256: AuditEntry.Hash = (bytes) => createHash("sha256").update(bytes).digest()
const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make("00000000-0000-7000-8000-0000000000e1") }

describe("an entry of the audit log", () => {
  const entry = AuditEntry.of(
    { at: minute(5), by, action: "ticket.release", resource: { kind: "ticket", id: admission.id }, lotId: admission.lotId, reason: "barrier stuck" },
    { before: given(admitted), events: [exited(5)], after: given(admitted, exited(5)) }
  )

  it("says what a decision came to", () => {
    expect(entry).toEqual({
      at: minute(5), by, action: "ticket.release", resource: { kind: "ticket", id: admission.id }, lotId: admission.lotId, reason: "barrier stuck",
      events: ["TicketExited"], before: { state: "Parked", version: 1 }, after: { state: "Exited", version: 2 }
    })
    expect(AuditEntry.of({ at: minute(0), by, action: "ticket.admit", resource: { kind: "ticket", id: admission.id } }, { before: Ticket.initial, events: [admitted], after: given(admitted) })).toMatchObject({ before: { state: "Unissued" } })
  })

  it("has a digest that anyone can compute", () => {
    const link = AuditEntry.append(AuditEntry.start, entry, sha256)
    const text = `{"entry":{"action":"ticket.release","after":{"state":"Exited","version":2},"at":"2026-06-01T08:05:00Z","before":{"state":"Parked","version":1},` +
      `"by":{"_tag":"Person","id":"${"id" in by ? by.id : ""}"},"events":["TicketExited"],"lotId":"${admission.lotId}","reason":"barrier stuck","resource":{"id":"${admission.id}","kind":"ticket"}},` +
      `"position":0,"previous":"${"0".repeat(64)}"}`
    expect(link.digest).toBe(createHash("sha256").update(text).digest("hex"))
    expect(AuditEntry.verify([link], sha256)).toEqual(Result.succeed({ length: 1, digest: link.digest }))
  })

  it("says which entry is not what it was", () => {
    const first = AuditEntry.append(AuditEntry.start, entry, sha256)
    const second = AuditEntry.append(AuditEntry.headOf(first), entry, sha256)
    const told = (...asked: Parameters<typeof AuditEntry.verify>) => {
      const verified = AuditEntry.verify(...asked)
      return Result.isFailure(verified) ? verified.failure.message : "verified"
    }
    expect(told([first, { ...second, entry: { ...entry, reason: "none" } }], sha256)).toBe("entry 1 of the audit log is not what was written")
    expect(told([second], sha256)).toBe("entry 0 of the audit log does not follow the one before it")
    expect(told([first], sha256, { head: AuditEntry.headOf(second) })).toBe("entry 1 of the audit log is where the chain should have ended otherwise")
    const forged = AuditEntry.append(AuditEntry.start, { ...entry, reason: "none" }, sha256)
    expect(told([forged, second], sha256)).toBe("entry 1 of the audit log does not follow the one before it")
    expect(told([first], sha256, { head: AuditEntry.headOf(forged) })).toBe("entry 0 of the audit log is where the chain should have ended otherwise")
    expect(told([first, second], sha256, { head: AuditEntry.headOf(first) })).toBe("entry 1 of the audit log is where the chain should have ended otherwise")
    expect(told([first], sha256, { head: { length: 2, digest: first.digest } })).toBe("entry 1 of the audit log is where the chain should have ended otherwise")
    expect(told([first, second], sha256, { head: AuditEntry.headOf(second) })).toBe("verified")
    expect(told([second], sha256, { from: AuditEntry.headOf(first) })).toBe("verified")
    expect(told([], sha256)).toBe("verified")
  })

  it("is stored and read back with its place", () => {
    const codec = Schema.toCodecJson(AuditEntry.Link)
    fc.assert(fc.property(auditEntry(), (any) => {
      const link = AuditEntry.append(AuditEntry.start, any, sha256)
      const again = Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(link))))
      return Equal.equals(again, link) && Result.isSuccess(AuditEntry.verify([again], sha256))
    }), runs(300))
  })

  it.each(auditLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(auditCase(sha256), (input) => obey([law], input)), runs(500))
  })
})

describe("canonical JSON", () => {
  it("is what RFC 8785 shows in 3.2.2 and 3.2.4", () => {
    const given: CanonicalJson.Json = { numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 1e-27], string: "\u20ac$\u000f\nA'B\"\\\\\"/", literals: [null, true, false] }
    expect(CanonicalJson.text(given)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
    expect(Buffer.from(CanonicalJson.bytes(given)).toString("hex")).toMatch(/^7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d/)
  })

  it("sorts as it shows in 3.2.3", () => {
    const given = { "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis" }
    expect(Object.values(JSON.parse(CanonicalJson.text(given).replace('"1":"One"', '"1 ":"One"')) as object)).toEqual(
      ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"])
  })

  it("writes minus nothing as nothing, and leaves out what is undefined", () => expect(CanonicalJson.text({ b: -0, a: undefined })).toBe('{"b":0}'))

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], ["\ud800"], [{ "\udc00": 1 }]])("refuses %j, which JSON cannot say", (value) => expect(() => CanonicalJson.text(value)).toThrow(RangeError))

  it("is UTF-8", () => {
    fc.assert(fc.property(canonicalCase(), ({ json }) => Buffer.from(CanonicalJson.bytes(json)).equals(Buffer.from(CanonicalJson.text(json), "utf8"))), runs(300))
  })

  it.each(canonicalLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(canonicalCase(), (input) => obey([law], input)), runs(500))
  })
})
