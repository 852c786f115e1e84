import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Mandate, Method } from "@parkade/core/payment"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { staff } from "./payments.ts"
import { EUR, minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const by = staff

const registration: Mandate.Registration = {
  id: Method.MandateId.make(uuid(1)),
  holder: Party.PersonId.make(uuid(2)),
  gateway: "stripe",
  token: Mandate.Token.make("pm_1NxYzAbc"),
  limits: { currency: EUR, perCharge: 1_000, perDay: 1_500, perMonth: 2_000 },
  scope: { _tag: "Anywhere" },
  zone: TimeZone.TimeZone.make("Europe/Berlin"),
  expiresAt: minute(100_000),
  by
}
const limits: Mandate.Limits = { currency: EUR, perCharge: 5 }

const registered: Mandate.Event = { _tag: "MandateRegistered", at: minute(0), ...registration }
const changed: Mandate.Event = { _tag: "MandateLimitsChanged", at: minute(1), by, limits }
const suspended: Mandate.Event = { _tag: "MandateSuspended", at: minute(1), by, reason: "bounced" }
const resumed: Mandate.Event = { _tag: "MandateResumed", at: minute(2), by }
const revoked: Mandate.Event = { _tag: "MandateRevoked", at: minute(2), by, reason: "sold the car" }
const expired: Mandate.Event = { _tag: "MandateExpired", at: minute(100_000) }
const given = (...events: ReadonlyArray<Mandate.Event>): Mandate.State => events.reduce(Mandate.evolve, Mandate.initial)

const register = (more: object = {}): Mandate.Command => ({ _tag: "Register", at: minute(0), registration: { ...registration, ...more } })
const changeLimits = (at = minute(1)): Mandate.Command => ({ _tag: "ChangeLimits", at, by, limits })
const suspend = (at = minute(1)): Mandate.Command => ({ _tag: "Suspend", at, by, reason: "bounced" })
const resume = (at = minute(2)): Mandate.Command => ({ _tag: "Resume", at, by })
const revoke = (at = minute(2)): Mandate.Command => ({ _tag: "Revoke", at, by, reason: "sold the car" })
const expire = (at = minute(100_000)): Mandate.Command => ({ _tag: "Expire", at })

const paymentId = (count: number) => Ids.PaymentId.make(uuid(count))
const charged: Mandate.Event = { _tag: "MandateCharged", at: minute(1), paymentId: paymentId(3), amount: { amount: 1_000, currency: EUR } }
const charging = (amount: number, soFar: ReadonlyArray<Pick<Mandate.Charge, "amount" | "at">> = [], id = 3): Mandate.Command =>
  ({ _tag: "Charge", at: minute(1), paymentId: paymentId(id), amount: { amount, currency: EUR }, lot: { id: Lot.LotId.make(uuid(5)) }, soFar })

type Then = { readonly events: ReadonlyArray<Mandate.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Mandate.Event>): Then => ({ events: stored })
const rejected = (_tag: Mandate.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const nothing = events()

const table: ReadonlyArray<[name: string, given: ReadonlyArray<Mandate.Event>, when: Mandate.Command, then: Then]> = [
  ["is registered", [], register(), events(registered)],
  ["is registered once", [registered], register(), nothing],
  ["is registered once, whatever its limits are now", [registered, changed], register(), nothing],
  ["is not registered anew with another token", [registered], register({ token: "pm_other" }), rejected("AlreadyBegun")],
  ["is no card number", [], register({ token: "4111111111111111" }), rejected("LooksLikeCard")],
  ["is no card number within a text", [], register({ token: "card 4111 1111 1111 1111 12/30" }), rejected("LooksLikeCard")],
  ["is no card number in full-width digits", [], register({ token: "４１１１１１１１１１１１１１１１" }), rejected("LooksLikeCard")],
  ["may be a number that no card has", [], register({ token: "4111111111111112" }), events({ ...registered, token: Mandate.Token.make("4111111111111112") } as Mandate.Event)],
  ["is no empty token", [], register({ token: "" }), rejected("LooksLikeCard")],
  ["changes its limits", [registered], changeLimits(), events(changed)],
  ["changes them while it is suspended", [registered, suspended], changeLimits(), events(changed)],
  ["changes them once", [registered, changed], changeLimits(minute(5)), nothing],
  ["changes none that it does not have", [], changeLimits(), rejected("NotBegun")],
  ["changes none after it was revoked", [registered, revoked], changeLimits(minute(3)), rejected("WrongState", { state: "Revoked", command: "ChangeLimits" })],
  ["changes none after it expired", [registered, expired], changeLimits(minute(200_000)), rejected("WrongState")],
  ["is suspended", [registered], suspend(), events(suspended)],
  ["is suspended once", [registered, suspended], suspend(minute(5)), nothing],
  ["is not suspended after it was revoked", [registered, revoked], suspend(minute(3)), rejected("WrongState")],
  ["is not suspended before it was registered", [registered], suspend(minute(-1)), rejected("OutOfOrder", { notBefore: minute(0) })],
  ["is resumed", [registered, suspended], resume(), events(resumed)],
  ["is resumed once", [registered, suspended, resumed], resume(minute(5)), nothing],
  ["is not resumed after it was revoked", [registered, revoked], resume(), rejected("WrongState")],
  ["is revoked", [registered], revoke(), events(revoked)],
  ["is revoked while it is suspended", [registered, suspended], revoke(), events(revoked)],
  ["is revoked once", [registered, revoked], revoke(minute(5)), nothing],
  ["is not revoked after it expired", [registered, expired], revoke(minute(200_000)), rejected("WrongState")],
  ["expires at its instant", [registered], expire(), events(expired)],
  ["and not a millisecond before", [registered], expire(minute(100_000, -1)), rejected("NotExpiredYet", { expiresAt: minute(100_000) })],
  ["expires once", [registered, expired], expire(minute(100_001)), nothing],
  ["does not expire after it was revoked", [registered, revoked], expire(), rejected("WrongState")],
  ["is there, to expire", [], expire(), rejected("NotBegun")],
  ["is charged", [registered], charging(1_000), events(charged)],
  ["is charged for a payment once", [registered, charged], charging(1_000), nothing],
  ["is charged no more than its limits allow", [registered], charging(1_001), rejected("AboveLimit", { limit: "perCharge" })],
  ["counts what it was charged so far", [registered, charged], charging(600, [{ amount: { amount: 1_000, currency: EUR }, at: minute(1) }], 4), rejected("AboveLimit", { limit: "perDay" })],
  ["is not charged while it is suspended", [registered, suspended], charging(1), rejected("MandateNotInForce", { state: "Suspended" })],
  ["is not charged before it last changed", [registered, { ...changed, at: minute(2), limits: registration.limits }], charging(1), rejected("OutOfOrder", { notBefore: minute(2) })],
  ["is there, to be charged", [], charging(1), rejected("NotBegun")]
]

const lot = { id: Lot.LotId.make(uuid(5)), operatorId: Party.OperatorId.make(uuid(6)) }
const at = (text: string) => Result.getOrThrow(Instant.fromIso(text))
const charge = (cents: number, iso = "2026-07-01T12:00:00+02:00", currency = EUR): Mandate.Charge => ({ amount: { amount: cents, currency }, at: at(iso), lot })
const mandate = (more: object, ...after: ReadonlyArray<Mandate.Event>): Mandate.Mandate => {
  const state = given({ ...registered, ...more } as Mandate.Event, ...after)
  return state._tag === "Absent" ? expect.fail() : state
}
const asked = (cents: number, soFar: ReadonlyArray<Mandate.Charge> = [], more: object = {}, ...after: ReadonlyArray<Mandate.Event>) => {
  const answer = Mandate.mayCharge(mandate(more, ...after), charge(cents), soFar)
  return Result.isSuccess(answer) ? "charged" : answer.failure._tag === "AboveLimit" ? `${answer.failure.limit} ${answer.failure.left.amount}` : answer.failure._tag
}

const charges: ReadonlyArray<[name: string, found: string, expected: string]> = [
  ["all that one charge may be", asked(1_000), "charged"],
  ["a cent more", asked(1_001), "perCharge 1000"],
  ["all that is left of the day", asked(500, [charge(1_000, "2026-07-01T00:00:00+02:00")]), "charged"],
  ["a cent more than the day's", asked(501, [charge(1_000, "2026-07-01T00:00:00+02:00")]), "perDay 500"],
  ["after a charge of the day before, on the clocks of the mandate", asked(1_000, [charge(1_000, "2026-06-30T23:59:59.999+02:00")]), "charged"],
  ["which is another month too", asked(500, [charge(1_000, "2026-06-30T12:00:00+02:00"), charge(1_000, "2026-06-29T12:00:00+02:00")]), "charged"],
  ["more than is left of the month", asked(500, [charge(1_600, "2026-07-31T12:00:00+02:00")]), "perMonth 400"],
  ["after more was charged than is allowed now", asked(1, [charge(9_000, "2026-07-31T12:00:00+02:00")]), "perMonth 0"],
  ["without limits", asked(9_000_000, [], { limits: { currency: EUR } }), "charged"],
  ["nothing", asked(0), "NotPositive"],
  ["in its lot", asked(1, [], { scope: { _tag: "Lots", ids: [lot.id] } }), "charged"],
  ["in another lot", asked(1, [], { scope: { _tag: "Lots", ids: [] } }), "OutsideScope"],
  ["in a lot of its operator", asked(1, [], { scope: { _tag: "Operators", ids: [lot.operatorId] } }), "charged"],
  ["in a lot of another operator", asked(1, [], { scope: { _tag: "Operators", ids: [] } }), "OutsideScope"],
  ["at the instant at which it ends", asked(1, [], { expiresAt: at("2026-07-01T12:00:00+02:00") }), "MandateNotInForce"],
  ["a millisecond before", asked(1, [], { expiresAt: at("2026-07-01T12:00:00.001+02:00") }), "charged"],
  ["while it is suspended", asked(1, [], {}, suspended), "MandateNotInForce"],
  ["after it was resumed", asked(1, [], {}, suspended, resumed), "charged"],
  ["after it was revoked", asked(1, [], {}, revoked), "MandateNotInForce"]
]

describe("a mandate", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Mandate.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  it.each(charges)("is charged %s", (_, found, expected) => expect(found).toBe(expected))

  it("is charged in its own money", () => {
    const dollars = Money.Currency.make("USD")
    expect(Mandate.mayCharge(mandate({}), charge(1, "2026-07-01T12:00:00+02:00", dollars), [])).toMatchObject({ failure: { _tag: "CurrencyMismatch" } })
    expect(Mandate.mayCharge(mandate({}), charge(1), [charge(1, "2026-07-01T12:00:00+02:00", dollars)])).toMatchObject({ failure: { _tag: "CurrencyMismatch" } })
  })

  // The numbers that card schemes publish for tests, and others that are none.
  it.each([
    ["378282246310005", true],
    ["5555 5555 5555 4444", true],
    ["6011-1111-1111-1117", true],
    ["tok4242424242424242x", true],
    ["1234567890123456", false],
    ["pm_1NxYzAbc", false],
    ["550e8400-e29b-41d4-a716-446655440000", false],
    // Their digits together pass the check, but are parts of ids.
    ["pm_8ab24242-4242-4242-4242-9cd", false],
    ["a4242-4242-4242-4242", false],
    ["4242-4242-4242-4242z", false],
    ["411111111111", false],
    ["4111 1111 1111 1111 1", true]
  ])("knows a card number: %s", (text, expected) => expect(Mandate.looksLikeCard(text)).toBe(expected))

  it("says what is wrong as a person would", () => {
    const told = (command: Mandate.Command, ...before: ReadonlyArray<Mandate.Event>) => {
      const decided = Mandate.decide(command, given(...before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    const { expiresAt: _, ...endless } = registration
    expect(told(expire(), { _tag: "MandateRegistered", at: minute(0), ...endless })).toBe("this mandate does not expire: revoke it")
    expect(told(register({ token: "4111111111111111" }))).toContain("looks like a card number")
    expect(told(register({ token: "4111111111111111" }))).not.toContain("4111")
    expect(Mandate.mayCharge(mandate({}), charge(1_001), [])).toMatchObject({ failure: { message: "10.00 EUR may be charged (perCharge), not 10.01 EUR: ask the payer" } })
    expect(Mandate.mayCharge(mandate({}, revoked), charge(1), [])).toMatchObject({ failure: { message: "this mandate is Revoked at 2026-07-01T10:00:00Z: ask the payer" } })
  })
})
