/** What a host is told whose input is not what a use-case takes: what is expected there, with an example where the shape does not say it. */
import { useCases } from "@parkade/core/operations"
import { lifecycles } from "@parkade/core/ports"
import { Effect, Result, type Schema, SchemaAST } from "effect"
import { describe, expect, it } from "vitest"
import { draftJson, oneSpot, reservations, uuid } from "./scene.ts"

const cases = Object.entries(useCases)
type Json = { readonly [key: string]: unknown }

const told = (name: string, given: unknown): ReadonlyArray<string> => {
  const read = cases.find(([each]) => each === name)?.[1].fromJson as unknown as (json: unknown) => Effect.Effect<unknown, { readonly message: string }>
  return Result.match(Effect.runSync(Effect.result(Effect.catchDefect(read(given), () => Effect.void))), {
    onFailure: ({ message }) => message.split("\n"),
    onSuccess: () => []
  })
}

const elapsed = "elapsed time in hours, minutes or seconds, such as PT15M"
const instant = "an instant in epoch milliseconds such as 1795161600000, as Date.now() gives"
const anId = "a UUID such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
const anActor = `an object {_tag: "Person", id}, {_tag: "Device", id}, {_tag: "Partner", id} or {_tag: "Routine", name}`
const asked = { ticket: { id: uuid(1) } }
const lot = (change: Json) => draftJson({ zones: oneSpot, ...change })
const clause = (change: Json) => lot({ reservations: { ...reservations() as Json, ...change } })

describe("a leaf", () => {
  it.each([
    ["elapsed time as milliseconds", "createLot", lot({ exitPolicy: { exitGrace: 900_000, afterGrace: "whole" } }), `exitPolicy.exitGrace: expected ${elapsed}, found 900000: did you mean "PT15M"?`],
    ["elapsed time in words", "createLot", lot({ exitPolicy: { exitGrace: "15 min", afterGrace: "whole" } }), `exitPolicy.exitGrace: expected ${elapsed}, found "15 min": did you mean "PT15M"?`],
    ["no elapsed time", "createLot", lot({ exitPolicy: { afterGrace: "whole" } }), `exitPolicy.exitGrace: expected ${elapsed}, found nothing`],
    ["a bare number of minutes", "createLot", clause({ holdFor: 5 }), `reservations.holdFor: expected ${elapsed}, found 5: did you mean "PT5M", "PT5H" or "PT5S"?`],
    ["no elapsed time in a clause", "createLot", clause({ earlyArrival: undefined }), `reservations.earlyArrival: expected ${elapsed}, found nothing`],
    ["elapsed time that may be absent", "createLot", lot({ stayLimit: { lateStop: "P1D" } }), `stayLimit.lateStop: P1D is calendar time: write PT24H for elapsed time, or {"every": "day"} for the calendar's`],
    ["an instant as a text", "admit", { lotId: uuid(1), vehicle: { plate: "B 1", kind: "car" }, until: "2026-11-21T08:00:00Z" }, `until: expected ${instant}, found "2026-11-21T08:00:00Z": did you mean 1795248000000?`],
    ["half an instant", "admit", { lotId: uuid(1), vehicle: { plate: "B 1", kind: "car" }, until: 0.5 }, `until: expected ${instant}, found 0.5`],
    ["an instant as an instance", "admit", { lotId: uuid(1), vehicle: { plate: "B 1", kind: "car" }, until: new Date(0) }, `until: expected ${instant}, found a Date`],
    ["a date", "requestPass", { from: "21.11.2026" }, `from: expected a date such as 2026-12-24, found "21.11.2026": did you mean "2026-11-21"?`],
    ["a zone", "createLot", lot({ timeZone: "Berlin" }), `timeZone: expected an IANA time zone such as Europe/Berlin, found "Berlin": did you mean "Europe/Berlin"?`],
    ["no plate", "admit", { lotId: uuid(1), vehicle: { kind: "car" } }, "vehicle.plate: expected a plate such as B-AB 123, found nothing"],
    ["a plate that is none", "addPassVehicle", { passId: uuid(1), plate: "b+1" }, `plate: "b+1" is not a plate: holds a character that plates do not have`],
    ["no plate of a ticket", "findTicket", { ticket: { lotId: uuid(1), plate: " - " } }, `ticket.plate: " - " is not a plate: empty`],
    ["money as a number", "pay", { ...asked, method: "card", agreed: 4 }, `agreed: expected money in whole minor units, such as {"amount": 400, "currency": "EUR"}, found 4`],
    ["money as a decimal", "pay", { ...asked, method: "card", agreed: { amount: 4.5, currency: "EUR" } }, "agreed.amount: expected whole minor units such as 400 for EUR 4.00, found 4.5"],
    ["a currency", "pay", { ...asked, method: "card", agreed: { amount: 400, currency: "Euro" } }, `agreed.currency: expected an ISO 4217 currency code such as EUR, found "Euro": did you mean "EUR"?`],
    ["an id", "quote", { ticket: { id: 7 } }, `ticket.id: expected ${anId}, found 7`],
    ["a count", "auditTrail", { limit: "ten" }, `limit: expected a whole number from 1 to 1000, found "ten"`],
    ["a share", "createLot", clause({ cancellation: { steps: [], otherwise: 50 } }), `reservations.cancellation.otherwise: expected a number as a text such as "16", "0.8" or "1/3", found 50: write "50", numbers are texts so that they are exact`],
    ["a name that is a number", "createLot", lot({ name: 12 }), `name: expected a text of 1 to 120 characters, found 12: did you mean "12"?`],
    ["a list that is a word", "findSpots", { lotId: uuid(1), vehicle: { plate: "B 1", kind: "car" }, needs: "ev" }, `needs: expected a list, found "ev": did you mean ["ev"]?`],
    ["no list", "createLot", draftJson({ zones: undefined }), "zones: expected a list of at least one, found nothing"]
  ] as const)("%s", (_, name, given, message) => expect(told(name, given)).toContain(message))
})

describe("one of several", () => {
  it.each([
    ["an actor by name", "erasePerson", { personId: uuid(1), by: "ann" }, [`by: expected ${anActor}, found "ann"`]],
    ["no actor", "erasePerson", { personId: uuid(1) }, [`by: expected ${anActor}, found nothing`]],
    ["an actor that may be absent", "quote", {}, ["ticket: expected an object {id}, {number} or {lotId, plate}, found nothing"]],
    ["an unknown tag", "sweepPasses", { limit: 1, by: {} }, [`by: expected no field "by" here: there are limit`]],
    ["a tag of a word too many", "erasePerson", { personId: uuid(1), by: { _tag: "Human", id: uuid(2) } }, [`by._tag: expected "Person", "Device", "Partner" or "Routine", found "Human"`]],
    ["a tag in small letters", "pay", { ...asked, method: "card", by: { _tag: "person", id: uuid(2) } }, [`by._tag: expected "Person", "Device", "Partner" or "Routine", found "person": did you mean "Person"?`]],
    ["fields that several have", "pay", { ...asked, method: "card", by: { id: uuid(2) } }, [`by._tag: expected "Person", "Device", "Partner" or "Routine", found nothing`]],
    ["fields that one has", "pay", { ...asked, method: "card", by: { name: "night" } }, [`by._tag: expected "Person", "Device", "Partner" or "Routine", found nothing: did you mean "Routine"?`]],
    ["what is wrong within the one that is meant", "pay", { ...asked, method: "card", by: { _tag: "Person" } }, [`by.id: expected ${anId}, found nothing`]],
    ["a decision as a word", "decideDispute", { violationId: uuid(1), by: { _tag: "Routine", name: "x" }, reason: "so", decision: "Uphold" }, [`decision: expected an object {_tag: "Uphold"} or {_tag: "Waive", authority}, found "Uphold": did you mean {"_tag":"Uphold"}?`]],
    ["a decision without its authority", "decideDispute", { violationId: uuid(1), by: { _tag: "Routine", name: "x" }, reason: "so", decision: { _tag: "Waive" } }, ["decision.authority: expected a text of 1 to 120 characters, found nothing"]],
    ["news", "hear", { paymentId: uuid(1), news: { _tag: "Declined" } }, [`news._tag: expected "Authorised", "Captured", "Failed", "Voided" or "Missing", found "Declined"`]],
    ["a kind in small letters", "auditTrail", { resource: { kind: "violation", id: uuid(1) } }, [expect.stringMatching(/^resource.kind: expected "Lot", .*, found "violation": did you mean "Violation"\?$/)]],
    ["a way to pay", "pay", { ...asked, method: { _tag: "Crad" } }, [`method._tag: expected "Cash", "Card", "Upi", "Wallet", "Mandate", "Account" or "Other", found "Crad": did you mean "Card"?`]],
    ["a way to pay that is none", "pay", { ...asked, method: 3 }, [`method: expected "cash", "card", "upi", "wallet", a name of your own, or more of it such as {"_tag": "Card"}, found 3: did you mean "3"?`]],
    ["a window that is a word", "issueCoupon", { code: "SAVE", limits: {}, period: { from: 0 }, by: { _tag: "Routine", name: "x" }, validation: { type: "time", upTo: "PT1H", code: "x", during: "always" } }, [`validation.during: expected an object {days?, from?, to?, ends?, dates?, phase?, current?, power?} or a list of at least one, found "always"`]]
  ] as const)("%s", (_, name, given, messages) => expect(told(name, given)).toEqual(expect.arrayContaining([...messages])))
})

it("of the audit log is of any kind that is kept", () => {
  for (const kind of [...Object.keys(lifecycles), "Lot", "Spot"]) expect(told("auditTrail", { resource: { kind, id: uuid(1) } })).toEqual([])
})

/** What no person can act on: words of the schema library, and of those who do not know either. */
const useless = /something else|expected expected|an integer|a value |a string|Expected|undefined/

const isLeaf = (ast: SchemaAST.AST) => !SchemaAST.isObjects(ast) && !SchemaAST.isUnion(ast) && !SchemaAST.isArrays(ast)

/** The input with `wrong` at each of its places, one after the other, and what surrounds it. */
const misled = (schema: Schema.Top, wrong: unknown): ReadonlyArray<unknown> => {
  const seen = new Set<SchemaAST.AST>()
  const within = (ast: SchemaAST.AST): ReadonlyArray<unknown> => {
    if (SchemaAST.isSuspend(ast)) return within(ast.thunk())
    const below = seen.has(ast) || isLeaf(ast) ? [] : inside(seen.add(ast) && ast)
    return [wrong, ...below]
  }
  const inside = (ast: SchemaAST.AST): ReadonlyArray<unknown> => {
    if (SchemaAST.isUnion(ast)) return ast.types.flatMap(within)
    if (SchemaAST.isArrays(ast)) return [...ast.elements, ...ast.rest].flatMap(within).map((each) => [each])
    if (!SchemaAST.isObjects(ast)) return []
    const tags = Object.fromEntries(ast.propertySignatures.flatMap(({ name, type }) => SchemaAST.isLiteral(type) ? [[String(name), type.literal]] : []))
    return ast.propertySignatures.flatMap(({ name, type }) => within(type).map((each) => ({ ...tags, [String(name)]: each })))
  }
  return within(SchemaAST.toEncoded(schema.ast))
}

it.each(cases)("%s says at every place what it expects", (name, { input }) => {
  const schema = input as unknown as Schema.Top
  const said = ["wrong", 12.5, -1, true, null, {}, "a".repeat(2_100)].flatMap((wrong) => misled(schema, wrong).flatMap((given) => told(name, given)))
  expect(said.length).toBeGreaterThan(5)
  expect([...new Set(said.filter((message) => useless.test(message)))]).toEqual([])
})
