/** Tickets: terms, what drivers try in what order, and events in no order at all. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Spot } from "@parkade/core/lot"
import type { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import type { Fee, Validation } from "@parkade/core/pricing"
import { type Terms, Ticket, TicketNumber } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { vehicle } from "./Lot.ts"
import { money } from "./Money.ts"
import { simple, tariff, type TariffOptions } from "./Tariff.ts"
import { elapsed, instant } from "./Time.ts"

/** From any random bytes. */
export const ticketNumber = (): fc.Arbitrary<TicketNumber.TicketNumber> =>
  fc.uint8Array({ minLength: TicketNumber.randomBytes, maxLength: TicketNumber.randomBytes }).map(TicketNumber.make)

const decimal = (hundredths: number) => `${Math.floor(hundredths / 100)}.${(hundredths % 100).toString().padStart(2, "0")}`
const price = fc.integer({ min: 1, max: 3_000 }).map(decimal)

const fee: fc.Arbitrary<Fee.Fee> = fc.record({
  kind: fc.constantFrom("lost-ticket", "lost-ticket", "overstay", "overstay", "event"),
  label: fc.constant("fee"),
  charge: fc.oneof(
    { weight: 3, arbitrary: price.map((amount) => ({ amount })) },
    { weight: 3, arbitrary: fc.tuple(price, fc.constantFrom("started" as const, "completed" as const)).map(([each, count]) => ({ rate: { type: "hourly" as const, price: each, count } })) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 10_000 }).map((hundredths) => ({ percent: decimal(hundredths) })) }
  ),
  stay: fc.constantFrom("added", "added", "added", "minimum", "instead"),
  tax: fc.constantFrom("0", "0.19"),
  when: fc.constantFrom(undefined, undefined, undefined, { lasting: { over: "PT1H" } }, { lost: true })
}).map(({ when, ...rest }) => ({ ...rest, ...(when !== undefined && { when }) }))

/** Everything that terms may say besides a tariff and its exit policy. */
const rules: fc.Arbitrary<Omit<Terms.Terms, "id" | "tariff" | "exitPolicy">> = fc.record({
  validations: fc.constantFrom("all", "all", "best", "first"),
  fees: fc.array(fee, { minLength: 1, maxLength: 3 }),
  refund: fc.record({ refund: fc.constantFrom("unused", "unused", "none"), fee: price, roundDownTo: fc.constantFrom("0.50", "1", "5") }, { requiredKeys: ["refund"] }),
  stayLimit: fc.record({ longest: elapsed({ max: Elapsed.ofHours(30) }), lateStop: elapsed({ max: Elapsed.ofHours(2) }) }, { requiredKeys: [] })
}, { requiredKeys: [] })

/** What terms are made of, besides their tariff. */
export interface TermsOptions extends TariffOptions {
  /** Validations, fees, refunds and limits besides the tariff; true by default. */
  readonly rules?: boolean
}

/**
 * Terms with a grace of up to two hours, none included; of `flat` and `hourly` unless `options` say otherwise; half of
 * them with rules for validations, fees, refunds and how long a stay may be.
 */
export const terms = ({ rules: withRules = true, ...options }: TermsOptions = simple): fc.Arbitrary<Terms.Terms> =>
  fc.record({
    id: fc.uuid().map((id) => Lot.TermsId.make(id)),
    tariff: tariff(options),
    exitPolicy: fc.record({
      exitGrace: fc.oneof({ weight: 1, arbitrary: fc.constant(Elapsed.ofSeconds(0)) }, { weight: 3, arbitrary: elapsed({ max: Elapsed.ofHours(2) }) }),
      afterGrace: fc.constantFrom("whole", "anew")
    }),
    more: withRules ? fc.oneof(fc.constant({}), rules) : fc.constant({})
  }).map(({ more, ...made }) => ({ ...made, ...more }))

const uuid = fc.uuid()
const spotId = uuid.map((id) => Spot.SpotId.make(id))

const actor: fc.Arbitrary<Party.Actor> = fc.oneof(
  uuid.map((id): Party.Actor => ({ _tag: "Person", id: Party.PersonId.make(id) })),
  uuid.map((id): Party.Actor => ({ _tag: "Device", id: Party.DeviceId.make(id) })),
  uuid.map((id): Party.Actor => ({ _tag: "Partner", id: Party.PartnerId.make(id) })),
  fc.constant<Party.Actor>({ _tag: "Routine", name: "sweep" })
)

/** What an admission says. */
export const admission = (): fc.Arbitrary<Omit<Ticket.Admitted, "_tag">> =>
  fc.record({
    id: uuid.map((id) => Ticket.TicketId.make(id)),
    number: ticketNumber(),
    lotId: uuid.map((id) => Lot.LotId.make(id)),
    spotId,
    termsId: uuid.map((id) => Lot.TermsId.make(id)),
    vehicle: vehicle(),
    enteredAt: instant(),
    basis: fc.oneof(
      uuid.map((id): Ticket.Basis => ({ _tag: "Reservation", reservationId: Ids.ReservationId.make(id) })),
      uuid.map((id): Ticket.Basis => ({ _tag: "Pass", passId: Ids.PassId.make(id) }))
    ),
    credential: fc.constantFrom("ticket", "qr", "plate", "card", "app"),
    personId: uuid.map((id) => Party.PersonId.make(id)),
    until: instant(),
    facts: fc.record({ product: fc.constant("day"), validation: fc.constantFrom("hotel", ["hotel"]) }, { requiredKeys: [] })
  }, { requiredKeys: ["id", "number", "lotId", "spotId", "termsId", "vehicle", "enteredAt"] })

/** Of few codes, so that one is presented twice. */
const validation: fc.Arbitrary<Validation.Validation> = fc.record({ code: fc.constantFrom("A", "B", "C", "D") }).chain((common) =>
  fc.oneof(
    fc.constantFrom("1", "2", "5", "0.50").map((off) => ({ ...common, type: "amount" as const, off })),
    fc.constantFrom("10", "50", "100").chain((percent) => fc.constantFrom("rest" as const, "whole" as const).map((of) => ({ ...common, type: "percent" as const, percent, of }))),
    fc.constantFrom("PT30M", "PT1H", "PT2H").map((upTo) => ({ ...common, type: "time" as const, upTo }))
  ))

type Command<Tag extends Ticket.Command["_tag"]> = Extract<Ticket.Command, { readonly _tag: Tag }>

/** What somebody wants of a ticket, before it is worked out what is due, and what its terms say. */
export type Intent =
  | Exclude<Ticket.Command, { readonly _tag: "Pay" | "Prepay" | "Refund" | "MarkOverstayed" | "Release" }>
  | { readonly _tag: "Pay"; readonly at: Instant.Instant; readonly method: string }
  | Omit<Command<"Release">, "due">
  /** Minor units. */
  | { readonly _tag: "Prepay"; readonly at: Instant.Instant; readonly amount: number; readonly method: string; readonly id: Ids.PaymentId }
  /** So much of what was paid and not given back. */
  | { readonly _tag: "Refund"; readonly at: Instant.Instant; readonly percent: number; readonly id: Ids.PaymentId }
  /** Since the terms say so, or since so long ago where they say nothing. */
  | { readonly _tag: "MarkOverstayed"; readonly at: Instant.Instant; readonly agoMillis: number }

const wanted = ["Pay", "Pay", "Pay", "Release", "Admit", "Move", "Extend", "Validate", "Validate", "Prepay", "Refund", "Refund", "Reopen", "Reopen", "ReportLost", "MarkOverstayed", "MarkOverstayed", "EndOverstay", "Void", "Waive"] as const

const attempt = fc.record({
  wanted: fc.constantFrom(...wanted),
  after: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 400, 1_000, 300_000) }, { weight: 6, arbitrary: elapsed({ max: Elapsed.ofHours(100) }) }, { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: -1 }) }),
  method: fc.constantFrom("cash", "card"),
  id: uuid.map((id) => Ids.PaymentId.make(id)),
  spotId,
  by: actor,
  validation,
  more: fc.integer({ min: -3_600_000, max: 86_400_000 }),
  amount: fc.integer({ min: 0, max: 20_000 }),
  percent: fc.constantFrom(1, 50, 100, 101)
})
type Attempt = typeof attempt extends fc.Arbitrary<infer A> ? A : never

const intentOf = ({ amount, by, id, method, more, percent, spotId, validation, wanted }: Attempt, at: Instant.Instant, admitted: Omit<Ticket.Admitted, "_tag">): Intent => {
  const reason = "said the driver"
  switch (wanted) {
    case "Admit":
      return { _tag: "Admit", admission: { ...admitted, enteredAt: at } }
    case "Pay":
      return { _tag: "Pay", at, method }
    case "Release":
      return { _tag: "Release", at }
    case "Waive":
      return { _tag: "Release", at, waive: { by, reason } }
    case "Move":
      return { _tag: "Move", at, spotId, by }
    case "Extend":
      return { _tag: "Extend", at, until: Instant.Instant.make(at + more) }
    case "Validate":
      return { _tag: "Validate", at, validation, by }
    case "Prepay":
      return { _tag: "Prepay", at, amount, method, id }
    case "Refund":
      return { _tag: "Refund", at, percent, id }
    case "ReportLost":
      return { _tag: "ReportLost", at, by }
    case "EndOverstay":
      return { _tag: "EndOverstay", at }
    case "MarkOverstayed":
      return { _tag: "MarkOverstayed", at, agoMillis: more }
    case "Void":
      return { _tag: "Void", at, by, reason }
    case "Reopen":
      return { _tag: "Reopen", at }
  }
}

/**
 * What is tried on one ticket, in this order: an admission first (usually), then everything else. Time passes between
 * them by minutes or hours, stands still, or runs backwards now and then. `maxLength` is 12 by default.
 */
export const intents = ({ maxLength = 12 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Intent>> =>
  fc.record({
    admission: admission(),
    tries: fc.array(attempt, { maxLength, size: "max" }),
    issued: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0)
  }).map(({ admission, issued, tries }) => {
    let at = admission.enteredAt
    const later = tries.map((one): Intent => {
      at = Instant.Instant.make(at + one.after)
      return intentOf(one, at, admission)
    })
    return issued ? [{ _tag: "Admit", admission }, ...later] : later
  })

/** `intent` as a command, where `due` is due, on terms in its currency: for who works out what is due on their own. */
export const commandOf = (intent: Intent, state: Ticket.State, due: Money.Money, { exitGrace, since }: { readonly exitGrace: Elapsed.Elapsed; readonly since?: Instant.Instant | undefined }): Ticket.Command => {
  const { currency } = due
  switch (intent._tag) {
    case "Pay":
      return { ...intent, due, exitGrace }
    case "Release":
      return { ...intent, due }
    case "Prepay":
      return { ...intent, amount: { amount: intent.amount, currency }, currency }
    case "Refund": {
      const paid = state._tag === "Unissued" ? 0 : Ticket.paid(state, currency).amount
      return { _tag: "Refund", at: intent.at, id: intent.id, amount: { amount: Math.floor(paid / 100) * intent.percent + (paid % 100), currency } }
    }
    case "EndOverstay":
      return { ...intent, since }
    case "MarkOverstayed":
      return { _tag: "MarkOverstayed", at: intent.at, since: since ?? Instant.Instant.make(intent.at - intent.agoMillis) }
    default:
      return intent
  }
}

/** Commands with dues of their own, right or wrong: for the decision alone. `maxLength` is 12 by default. */
export const ticketCommands = ({ maxLength = 12 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Ticket.Command>> =>
  fc.tuple(intents({ maxLength }), fc.array(fc.record({ due: money({ min: 0, max: 1_000_000 }), agreed: fc.option(money({ min: 0, max: 1_000_000 }), { nil: undefined, freq: 3 }), exitGrace: elapsed({ max: Elapsed.ofHours(2) }) }), { minLength: maxLength + 1, maxLength: maxLength + 1 }))
    .map(([tried, given]) =>
      tried.flatMap((intent, index): ReadonlyArray<Ticket.Command> => {
        const { agreed, due, exitGrace } = given[index % given.length] ?? {}
        if (due === undefined || exitGrace === undefined) return []
        const command = commandOf(intent, Ticket.initial, due, { exitGrace })
        if (command._tag === "Pay") return [{ ...command, agreed }]
        return [command._tag === "Refund" ? { ...command, amount: due } : command]
      })
    )

/** Any event, whether or not it can follow. */
export const ticketEvent = (): fc.Arbitrary<Ticket.Event> => {
  const paid = { amount: money({ min: 0 }), method: fc.constantFrom("cash", "card"), at: instant(), id: uuid.map((id) => Ids.PaymentId.make(id)) }
  return fc.oneof(
    admission().map((admitted): Ticket.Event => ({ _tag: "TicketAdmitted", ...admitted })),
    fc.record({ ...paid, leaveBy: instant() }, { requiredKeys: ["amount", "method", "at", "leaveBy"] }).map((event): Ticket.Event => ({ _tag: "TicketPaid", ...event })),
    fc.record(paid, { requiredKeys: ["amount", "method", "at"] }).map((event): Ticket.Event => ({ _tag: "TicketPrepaid", ...event })),
    fc.record({ amount: paid.amount, at: paid.at, id: paid.id }, { requiredKeys: ["amount", "at"] }).map((event): Ticket.Event => ({ _tag: "TicketRefunded", ...event })),
    fc.record({ spotId, at: instant(), by: actor }).map((event): Ticket.Event => ({ _tag: "TicketMoved", ...event })),
    fc.record({ until: instant(), at: instant() }).map((event): Ticket.Event => ({ _tag: "TicketExtended", ...event })),
    fc.record({ validation, at: instant(), by: actor }, { requiredKeys: ["validation", "at"] }).map((event): Ticket.Event => ({ _tag: "TicketValidated", ...event })),
    fc.constantFrom("TicketReopened" as const, "TicketExited" as const).chain((_tag) => instant().map((at): Ticket.Event => ({ _tag, at }))),
    fc.record({ at: instant(), by: actor }).map((event): Ticket.Event => ({ _tag: "TicketLost", ...event })),
    fc.record({ since: instant(), at: instant() }).map((event): Ticket.Event => ({ _tag: "TicketOverstayed", ...event })),
    instant().map((at): Ticket.Event => ({ _tag: "TicketOverstayEnded", at })),
    fc.record({ at: instant(), waived: fc.record({ amount: paid.amount, by: actor, reason: fc.constant("broken gate") }) }).map((event): Ticket.Event => ({ _tag: "TicketExited", ...event })),
    fc.record({ at: instant(), by: actor, reason: fc.constant("issued by mistake") }).map((event): Ticket.Event => ({ _tag: "TicketVoided", ...event }))
  )
}
