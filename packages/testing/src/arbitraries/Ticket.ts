/** Tickets: terms, what drivers try in what order, and events in no order at all. */
import { Lot, Spot } from "@parkade/core/lot"
import { Terms, Ticket, TicketNumber } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { vehicle } from "./Lot.ts"
import { money } from "./Money.ts"
import { simple, tariff, type TariffOptions } from "./Tariff.ts"
import { elapsed, instant } from "./Time.ts"

/** From any random bytes. */
export const ticketNumber = (): fc.Arbitrary<TicketNumber.TicketNumber> =>
  fc.uint8Array({ minLength: TicketNumber.randomBytes, maxLength: TicketNumber.randomBytes }).map(TicketNumber.make)

/** Terms with a grace of up to two hours, none included; of `flat` and `hourly` unless `options` say otherwise. */
export const terms = (options: TariffOptions = simple): fc.Arbitrary<Terms.Terms> =>
  fc.record({
    id: fc.uuid().map((id) => Lot.TermsId.make(id)),
    tariff: tariff(options),
    exitPolicy: fc.record({
      exitGrace: fc.oneof({ weight: 1, arbitrary: fc.constant(Elapsed.ofSeconds(0)) }, { weight: 3, arbitrary: elapsed({ max: Elapsed.ofHours(2) }) }),
      afterGrace: fc.constantFrom("whole", "anew")
    })
  })

/** What an admission says. */
export const admission = (): fc.Arbitrary<Omit<Ticket.Admitted, "_tag">> =>
  fc.record({
    id: fc.uuid().map((id) => Ticket.TicketId.make(id)),
    number: ticketNumber(),
    lotId: fc.uuid().map((id) => Lot.LotId.make(id)),
    spotId: fc.uuid().map((id) => Spot.SpotId.make(id)),
    termsId: fc.uuid().map((id) => Lot.TermsId.make(id)),
    vehicle: vehicle(),
    enteredAt: instant()
  })

/** What somebody wants of a ticket, before it is worked out what is due. */
export type Intent =
  | { readonly _tag: "Admit"; readonly admission: Omit<Ticket.Admitted, "_tag"> }
  | { readonly _tag: "Pay"; readonly at: Instant.Instant; readonly method: string }
  | { readonly _tag: "Release"; readonly at: Instant.Instant }

/**
 * What is tried on one ticket, in this order: an admission first (usually), then payments and exits. Time passes
 * between them by minutes or hours, or runs backwards now and then.
 */
export const intents = ({ maxLength = 12 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Intent>> =>
  fc.record({
    admission: admission(),
    tries: fc.array(fc.record({
      wanted: fc.constantFrom("Pay", "Pay", "Release", "Admit"),
      after: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(0, 1, 400, 1_000) }, { weight: 6, arbitrary: elapsed({ max: Elapsed.ofHours(100) }) }, { weight: 1, arbitrary: fc.integer({ min: -3_600_000, max: -1 }) }),
      method: fc.constantFrom("cash", "card")
    }), { maxLength }),
    issued: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0)
  }).map(({ admission, issued, tries }) => {
    let at = admission.enteredAt
    const later = tries.map(({ after, method, wanted }): Intent => {
      at = Instant.Instant.make(at + after)
      if (wanted === "Admit") return { _tag: "Admit", admission: { ...admission, enteredAt: at } }
      return wanted === "Pay" ? { _tag: "Pay", at, method } : { _tag: "Release", at }
    })
    return issued ? [{ _tag: "Admit", admission }, ...later] : later
  })

/** Commands with dues of their own, right or wrong: for the decision alone. */
export const ticketCommands = ({ maxLength = 12 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Ticket.Command>> =>
  fc.tuple(intents({ maxLength }), fc.array(fc.record({ due: money({ min: 0, max: 1_000_000 }), agreed: fc.option(money({ min: 0, max: 1_000_000 }), { nil: undefined, freq: 3 }), exitGrace: elapsed({ max: Elapsed.ofHours(2) }) }), { minLength: maxLength + 1, maxLength: maxLength + 1 }))
    .map(([tried, given]) =>
      tried.flatMap((intent, index): ReadonlyArray<Ticket.Command> => {
        const { agreed, due, exitGrace } = given[index % given.length] ?? {}
        if (intent._tag === "Admit") return [intent]
        if (due === undefined || exitGrace === undefined) return []
        return intent._tag === "Release" ? [{ ...intent, due }] : [{ ...intent, due, agreed, exitGrace }]
      })
    )

/** Any event, whether or not it can follow. */
export const ticketEvent = (): fc.Arbitrary<Ticket.Event> =>
  fc.oneof(
    admission().map((admitted): Ticket.Event => ({ _tag: "TicketAdmitted", ...admitted })),
    fc.record({ amount: money({ min: 0 }), method: fc.constantFrom("cash", "card"), at: instant(), leaveBy: instant() }).map((paid): Ticket.Event => ({ _tag: "TicketPaid", ...paid })),
    instant().map((at): Ticket.Event => ({ _tag: "TicketExited", at }))
  )
