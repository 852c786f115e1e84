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
export { hold, ordering, outage, type PeriodOptions, request, requirementOn, site, type SiteOptions } from "./Layout.ts"
export { type AllocationCase, allocationCase, type AllocationStep, allocationSteps, type HistoryOptions } from "./Allocation.ts"
export { type Construct, constructs } from "./Rate.ts"
export { calendars, type Demand, demandsOf, nodesOf, simple, tariff, tariffJson, type TariffOptions } from "./Tariff.ts"
export { changed, changes } from "./Change.ts"
export { type Constants, constants } from "./Constants.ts"
export { type Facts, type Phase, pricing, type Stay, stay, stayIn, type StayOptions, stepsOf, type Visit, type VisitOptions } from "./Stay.ts"
export { admission, type Intent, intents, terms, ticketCommands, ticketEvent, ticketNumber } from "./Ticket.ts"
export { type PastStay, traffic, trafficCsv, type TrafficOptions } from "./Traffic.ts"
export { type Runs, runs } from "./runs.ts"
