import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Code, CodeText } from "@parkade/core/reservation"
import { Result } from "effect"
import { createHmac, timingSafeEqual } from "node:crypto"
import { describe, expect, it } from "vitest"
import { minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const by: Party.Actor = { _tag: "Device", id: Party.DeviceId.make(uuid(9)) }
const id = Code.CodeId.make(uuid(1))
const lotId = Lot.LotId.make(uuid(2))
const elsewhere = Lot.LotId.make(uuid(3))
const period = { from: minute(10), to: minute(60) }
const made = { id, lotId, reservationId: Ids.ReservationId.make(uuid(4)), period }
const both = ["entry", "exit"] as const

const issue: Code.Command = { _tag: "Issue", ...made, at: minute(0), by }
const seen = (direction: Code.Direction, at: number, digit: number, more: object = {}) => ({ at: minute(at), by, scanId: Code.ScanId.make(uuid(digit)), lotId, direction, allowed: both, ...more })
const scan = (direction: Code.Direction, at: number, digit = 5, more: object = {}): Code.Command => ({ _tag: "Scan", ...seen(direction, at, digit, more) })
const revoke = (at: number): Code.Command => ({ _tag: "Revoke", at: minute(at), by })

const issued: Code.Event = { _tag: "CodeIssued", ...made, at: minute(0), by }
const entered: Code.Event = { _tag: "CodeEntered", ...seen("entry", 10, 5) }
const exited: Code.Event = { _tag: "CodeExited", ...seen("exit", 50, 6) }
const revoked: Code.Event = { _tag: "CodeRevoked", at: minute(5), by }
const refused = (direction: Code.Direction, at: number, digit: number, reason: Code.Reason, more: object = {}): Code.Event => ({ _tag: "CodeRefused", ...seen(direction, at, digit, more), reason })

const given = (...events: ReadonlyArray<Code.Event>): Code.State => events.reduce(Code.evolve, Code.initial)
type Then = { readonly events: ReadonlyArray<Code.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Code.Event>): Then => ({ events: stored })
const rejected = (_tag: Code.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Code.Event>, when: Code.Command, then: Then]> = [
  ["is issued", [], issue, events(issued)],
  ["is issued once", [issued], issue, rejected("AlreadyBegun", { id })],
  ["lets in from the beginning of its time", [issued], scan("entry", 10), events(entered)],
  ["lets nobody in before, and logs it", [issued], scan("entry", 9), events(refused("entry", 9, 5, { _tag: "NotYetValid", from: period.from }))],
  ["lets nobody in at its end", [issued], scan("entry", 60), events(refused("entry", 60, 5, { _tag: "NoLongerValid", to: period.to }))],
  ["lets nobody in twice", [issued, entered], scan("entry", 11, 7), events(refused("entry", 11, 7, { _tag: "EnteredAlready", at: minute(10) }))],
  ["lets out who is in", [issued, entered], scan("exit", 50, 6), events(exited)],
  ["lets out who is late", [issued, entered], scan("exit", 500, 6), events({ ...exited, at: minute(500) } as Code.Event)],
  ["lets nobody out who is not in", [issued], scan("exit", 20), events(refused("exit", 20, 5, { _tag: "NotEntered" }))],
  ["lets nobody out twice", [issued, entered, exited], scan("exit", 51, 7), events(refused("exit", 51, 7, { _tag: "ExitedAlready", at: minute(50) }))],
  ["lets nobody in again", [issued, entered, exited], scan("entry", 51, 7), events(refused("entry", 51, 7, { _tag: "ExitedAlready", at: minute(50) }))],
  ["opens no other lot", [issued], scan("entry", 20, 5, { lotId: elsewhere }), events(refused("entry", 20, 5, { _tag: "OtherLot", lotId }, { lotId: elsewhere }))],
  ["opens no other direction than its text is for", [issued], scan("entry", 20, 5, { allowed: ["exit"] }), events(refused("entry", 20, 5, { _tag: "OtherDirection", allowed: ["exit"] }, { allowed: ["exit"] }))],
  ["counts a scan that is sent twice once", [issued, entered], scan("entry", 11), events()],
  ["counts a refused scan that is sent twice once", [issued, refused("exit", 1, 5, { _tag: "NotEntered" })], scan("exit", 2), events()],
  ["is revoked", [issued], revoke(5), events(revoked)],
  ["is revoked once", [issued, revoked], revoke(6), events()],
  ["opens nothing once it is revoked", [issued, revoked], scan("entry", 20), events(refused("entry", 20, 5, { _tag: "Revoked", at: minute(5) }))],
  ["is not taken from who is inside", [issued, entered], revoke(20), rejected("WrongState", { state: "Entered" })],
  ["is not revoked once it is used", [issued, entered, exited], revoke(60), rejected("WrongState", { state: "Exited" })],
  ["refuses a clock that runs backwards", [issued], scan("entry", -1), rejected("OutOfOrder", { notBefore: minute(0) })],
  ["refuses to be revoked before it was issued", [issued], revoke(-1), rejected("OutOfOrder")],
  ["has to be issued to be scanned", [], scan("entry", 20), rejected("NotBegun")],
  ["has to be issued to be revoked", [], revoke(20), rejected("NotBegun")]
]

describe("a code", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Code.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  it("opens the lane for an entry and an exit only", () => {
    expect([issued, entered, exited, revoked, refused("exit", 1, 5, { _tag: "NotEntered" })].map((event) => Code.opens([event]))).toEqual([false, true, true, false, false])
    expect(Code.opens([])).toBe(false)
  })
})

describe("a code's text", () => {
  const signer = (bytes: Uint8Array) => createHmac("sha256", "a key").update(bytes).digest()
  const verifier = (bytes: Uint8Array, signature: Uint8Array) => signature.length === 32 && timingSafeEqual(signer(bytes), signature)
  const payload: CodeText.Payload = { ...made, directions: ["entry", "exit"] }
  const text = CodeText.sign(payload, signer)
  const tagOf = (signed: string, check = verifier) => {
    const read = CodeText.verify(signed, check)
    return Result.isFailure(read) ? read.failure._tag : "read"
  }

  it("has four parts, fits a QR code, and says what it is for", () => {
    expect(text).toMatch(/^parkade-code\.v1\.[\w-]+\.[\w-]{43}$/)
    expect(text.length).toBeLessThan(500)
    expect(Result.getOrThrow(CodeText.verify(text, verifier))).toEqual(payload)
  })

  it("is the same from a signer that answers later", () => {
    const { bytes, text: signed } = CodeText.unsigned(payload)
    expect(CodeText.seal(signed, signer(bytes))).toBe(text)
  })

  it("is refused where it is another's, cut, longer, or no code at all", () => {
    const [name, version, body = "", seal] = text.split(".")
    const of = (json: string) => Buffer.from(json).toString("base64url")
    const resigned = (json: string) => {
      const unsigned = `${name}.${version}.${of(json)}`
      return CodeText.seal(unsigned, signer(new TextEncoder().encode(unsigned)))
    }
    const plain: object = JSON.parse(Buffer.from(body, "base64url").toString())
    expect(tagOf(text, () => false)).toBe("CodeForged")
    expect(tagOf(`${name}.${version}.${of(JSON.stringify({ ...plain, lotId: uuid(7) }))}.${seal}`)).toBe("CodeForged")
    expect(["", "PARK-ABC123", `${text}.x`, text.slice(0, -44), text.replace("code", "quote"), text.replace(".v1", ".v2"), `${text}=`, "x".repeat(5_000)].map((each) => tagOf(each))).toEqual(Array(8).fill("NotACode"))
    expect(tagOf(resigned(JSON.stringify(plain)))).toBe("read")
    expect(["[]", "{", JSON.stringify({ ...plain, more: 1 }), JSON.stringify({ ...plain, directions: [] }), JSON.stringify({ ...plain, period: { from: 2, to: 1 } })].map((json) => tagOf(resigned(json)))).toEqual(Array(5).fill("NotACode"))
  })
})
