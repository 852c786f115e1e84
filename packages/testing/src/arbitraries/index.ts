/**
 * Arbitraries for fast-check: everything the domain speaks of, generated and shrunk natively, weighted to where it
 * goes wrong. Every option has a documented default.
 *
 * ```ts
 * fc.assert(fc.property(pricing(), ({ tariff, stay }) => ...), runs(300))
 * ```
 */
export { amount, amountText, currencies, currency, money, rational } from "./Money.ts"
export { clockChanges, elapsed, instant, type InstantOptions, localDate, timeZone, timeZones } from "./Time.ts"
export { layout, type LayoutOptions, needs, plateText, requirement, spotShape, strangeText, vehicle } from "./Lot.ts"
export { wishes, type Asking, outageMinutes, zoneDrafts, type ZonesOptions } from "./LotDraft.ts"
export { openingHours } from "./OpeningHours.ts"
export { hold, ordering, outage, type PeriodOptions, request, requirementOn, site, type SiteOptions } from "./Layout.ts"
export { type AllocationCase, allocationCase, type AllocationStep, allocationSteps, type HistoryOptions } from "./Allocation.ts"
export { type Construct, constructs } from "./Rate.ts"
export { calendars, type Demand, demandsOf, nodesOf, simple, tariff, tariffJson, type TariffOptions } from "./Tariff.ts"
export { action, asking, auditEntry, grant, limits, operatorCommands, operatorEvent, ownedVehicleCommands, ownedVehicleEvent, personCommands, personEvent, resource } from "./Account.ts"
export { type Attempt, type AttemptOptions, attempts } from "./Attempts.ts"
export { chargingCommands, chargingEvent } from "./Charging.ts"
export { changed, changes } from "./Change.ts"
export { allowedStays, penalty, penaltyRule, tolerance, violationCommands, violationEvent } from "./Enforcement.ts"
export { type Constants, constants } from "./Constants.ts"
export { type Facts, type Phase, pricing, type Stay, stay, stayIn, type StayOptions, stepsOf, type Visit, type VisitOptions } from "./Stay.ts"
export { admission, commandOf, type Intent, intents, terms, type TermsOptions, ticketCommands, ticketEvent, ticketNumber } from "./Ticket.ts"
export { actor, idOf, means, plate } from "./Parties.ts"
export { cancellation, refundPolicy } from "./Refund.ts"
export { codeCommands, codeEvent, holdCommand, reservationCommands, reservationEvent, reservationTerms } from "./Reservation.ts"
export { passCommands, passEvent, passProduct, passTerms, waitlistCommands, waitlistEvent } from "./Pass.ts"
export { series, situation, type SituationOptions } from "./Capacity.ts"
export { type PastStay, traffic, trafficCsv, type TrafficOptions } from "./Traffic.ts"
export { passageCommands, passageEvent } from "./Lane.ts"
export { account, bill, ledgerEntries, ledgerHead, type Listed, listed, type Planted } from "./Ledger.ts"
export { cardNumber, type Charging, charging, mandateCommands, mandateEvent } from "./Mandate.ts"
export { couponCode, couponCommands, couponEvent, programmeCommands, programmeEvent } from "./Merchant.ts"
export { paymentCommands, paymentEvent, paymentIntent, paymentSubject, type Telling, telling } from "./Payment.ts"
export { custodyCommands, custodyEvent } from "./Valet.ts"
export { type Runs, runs } from "./runs.ts"
