/** Mandates: what their holders and gateways do in what order, card numbers as people write them, and charges. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Mandate, Method } from "@parkade/core/payment"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { actor } from "./Payment.ts"
import { elapsed, instant, timeZone } from "./Time.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-${digit.toString().padStart(12, "0")}`

const lots = [1, 2].map((digit) => ({ id: Lot.LotId.make(uuid(digit)), operatorId: Party.OperatorId.make(uuid(digit + 20)) }))

/** A card number, its check digit right, in one row or in groups, alone or within a text. */
export const cardNumber = (): fc.Arbitrary<string> =>
  fc.record({
    digits: fc.array(fc.nat(9), { minLength: 12, maxLength: 18 }),
    separator: fc.constantFrom("", "", " ", "-", "."),
    group: fc.integer({ min: 3, max: 6 }),
    before: fc.constantFrom("", "tok_", "card:"),
    after: fc.constantFrom("", "_x", " 1230")
  }).map(({ after, before, digits, group, separator }) => {
    const weighted = digits.toReversed().map((digit, index) => (index % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit))
    const check = (10 - weighted.reduce((sum, digit) => sum + digit, 0) % 10) % 10
    const row = [...digits, check].join("")
    return before + (separator === "" ? row : row.replaceAll(new RegExp(`\\d{${group}}(?=\\d)`, "g"), (part) => part + separator)) + after
  })

/** Opaque, without a long row of digits. */
const token = fc.stringMatching(/^(pm|tok|cus)_[A-Za-z]{4,12}$/).map((text) => Mandate.Token.make(text))

const EUR = Money.Currency.make("EUR")
const most = fc.integer({ min: 1, max: 5_000 })
const paymentId = fc.uuid().map((id) => Ids.PaymentId.make(id))

const limits: fc.Arbitrary<Mandate.Limits> = fc.record({ currency: fc.constant(EUR), perCharge: most, perDay: most, perMonth: most }, { requiredKeys: ["currency"] })

const scope = fc.constantFrom<Mandate.Scope>(
  { _tag: "Anywhere" },
  { _tag: "Anywhere" },
  { _tag: "Lots", ids: lots.slice(0, 1).map(({ id }) => id) },
  { _tag: "Operators", ids: lots.slice(1).map(({ operatorId }) => operatorId) }
)

/** What is registered; half of them expire, within fifty days of `at`. */
const registration = (at: Instant.Instant): fc.Arbitrary<Mandate.Registration> =>
  fc.record({
    id: fc.uuid().map((id) => Method.MandateId.make(id)),
    holder: fc.uuid().map((id) => Party.PersonId.make(id)),
    gateway: fc.constantFrom("stripe", "razorpay"),
    token,
    limits,
    scope,
    zone: timeZone(),
    expiresAt: fc.integer({ min: 1, max: 4_320_000 }).map((seconds) => Instant.Instant.make(at + seconds * 1_000)),
    by: actor()
  }, { requiredKeys: ["id", "holder", "gateway", "token", "limits", "scope", "zone", "by"] })

type Tried = (registered: Mandate.Registration, at: Instant.Instant) => fc.Arbitrary<Mandate.Command>

const command: Tried = (registered, at) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.oneof(fc.constant<string>(registered.token), cardNumber(), fc.constant("")).map((text): Mandate.Command => ({ _tag: "Register", at, registration: { ...registered, token: text } })) },
    { weight: 1, arbitrary: fc.constant<Mandate.Command>({ _tag: "Register", at, registration: { ...registered, gateway: "another" } }) },
    { weight: 3, arbitrary: fc.tuple(limits, actor()).map(([changed, by]): Mandate.Command => ({ _tag: "ChangeLimits", at, by, limits: changed })) },
    { weight: 3, arbitrary: actor().map((by): Mandate.Command => ({ _tag: "Suspend", at, by, reason: "bounced" })) },
    { weight: 3, arbitrary: actor().map((by): Mandate.Command => ({ _tag: "Resume", at, by })) },
    { weight: 1, arbitrary: actor().map((by): Mandate.Command => ({ _tag: "Revoke", at, by, reason: "no longer wanted" })) },
    { weight: 2, arbitrary: fc.constant<Mandate.Command>({ _tag: "Expire", at }) },
    { weight: 2, arbitrary: fc.tuple(paymentId, fc.integer({ min: 1, max: 2_000 }), fc.constantFrom(...lots)).map(([id, amount, lot]): Mandate.Command => ({ _tag: "Charge", at, paymentId: id, amount: { amount, currency: EUR }, lot, soFar: [] })) }
  )

/** What is tried on one mandate: its registration first (usually), then anything, days apart or at once; `maxLength` is 10 by default. */
export const mandateCommands = ({ maxLength = 10 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Mandate.Command>> =>
  instant().chain((start) =>
    fc.tuple(registration(start), fc.array(fc.oneof(fc.constantFrom(0, 0, -1_000), elapsed({ max: Elapsed.ofHours(240) })), { maxLength, size: "max" }), fc.integer({ min: 0, max: 9 }))
      .chain(([registered, gaps, roll]) => {
        let at = start
        const tries = gaps.map((gap) => {
          at = Instant.Instant.make(at + gap)
          return command(registered, at)
        })
        const first: Mandate.Command = { _tag: "Register", at: start, registration: registered }
        return fc.tuple(...tries).map((rest) => (roll > 0 ? [first, ...rest] : rest))
      }))

/** Any event, whether or not it can follow. */
export const mandateEvent = (): fc.Arbitrary<Mandate.Event> =>
  fc.tuple(instant(), actor()).chain(([at, by]) =>
    fc.oneof(
      registration(at).map((registered): Mandate.Event => ({ _tag: "MandateRegistered", at, ...registered })),
      limits.map((changed): Mandate.Event => ({ _tag: "MandateLimitsChanged", at, by, limits: changed })),
      fc.tuple(paymentId, most).map(([id, amount]): Mandate.Event => ({ _tag: "MandateCharged", at, paymentId: id, amount: { amount, currency: EUR } })),
      fc.constantFrom<Mandate.Event>({ _tag: "MandateSuspended", at, by, reason: "bounced" }, { _tag: "MandateResumed", at, by }, { _tag: "MandateRevoked", at, by, reason: "no longer wanted" }, { _tag: "MandateExpired", at })
    ))

/** A mandate's history, and charges that are tried after it, hours or days apart. */
export interface Charging {
  readonly commands: ReadonlyArray<Mandate.Command>
  readonly charges: ReadonlyArray<Mandate.Charge>
  readonly card: string
}

/** Up to three commands, then up to twenty charges, days apart at most, and a card number that must not be told. */
export const charging = (): fc.Arbitrary<Charging> =>
  fc.tuple(mandateCommands({ maxLength: 3 }), cardNumber()).chain(([commands, card]) => {
    const start = commands.at(-1)?.at ?? 0
    return fc.array(fc.record({
      after: fc.integer({ min: 0, max: 172_800 }),
      amount: fc.record({ amount: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 2_000 }) }, { weight: 1, arbitrary: fc.constantFrom(0, -1) }), currency: fc.constantFrom(EUR, EUR, EUR, EUR, Money.Currency.make("USD")) }),
      lot: fc.constantFrom(...lots)
    }), { maxLength: 20, size: "max" }).map((tried) => {
      let at = start
      return { commands, card, charges: tried.map(({ after, amount, lot }) => ({ at: Instant.Instant.make(at += after * 1_000), amount, lot })) }
    })
  })
