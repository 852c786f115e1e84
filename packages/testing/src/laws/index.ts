/**
 * The guarantees of core as laws that anyone can run on their own tariffs, terms and lifecycles. Tied to no test
 * runner: `broken(laws, input)` answers, `obey(laws, input)` throws, `search(laws, inputs)` generates and shrinks.
 */
export { type Broken, broken, type Found, type Law, LawBroken, obey, search } from "./Law.ts"
export { calendarLaws, type LocalDateCase, localDateLaws, type ReadingCase } from "./TimeLaws.ts"
export { type AlgebraCase, algebraCase, algebraCaseOf } from "./AlgebraCase.ts"
export { algebraLaws } from "./AlgebraLaws.ts"
export { boundLaws, clocklessLaws } from "./BoundLaws.ts"
export { elapsedLaws, leafLaws, monotoneLaws, type PriceCase, priceCase, priceLaws } from "./PriceLaws.ts"
export { berlin, type Host } from "./Pricing.ts"
export { comparisonLaws } from "./ComparisonLaws.ts"
export { curveLaws } from "./CurveLaws.ts"
export { type ExplainCase, explainCase, explainLaws } from "./ExplainLaws.ts"
export { type DemandCase, demandLaws } from "./DemandLaws.ts"
export { type SetCase, timeSetLaws, type WholeCase, wholeLaws } from "./ExactLaws.ts"
export { receiptLaws, type ValidationCase, validationCase, validationLaws } from "./BillLaws.ts"
export { type HoursCase, type ImportCase, layoutImportLaws, openingHoursLaws, plateReadLaws, type ReadCase } from "./LotLaws.ts"
export { lintLaws } from "./LintLaws.ts"
export { type FeeCase, feeCase, feeLaws } from "./FeeLaws.ts"
export { extensionLaws, type RefundCase, refundCase, refundLaws } from "./RefundLaws.ts"
export { type PassCase, passCase, passLaws } from "./PassLaws.ts"
export { type Keys, type QuoteCase, quoteCase, quoteLaws } from "./QuoteLaws.ts"
export { type ReplayCase, replayCase, replayLaws } from "./ReplayLaws.ts"
export { type VersionsCase, versionsCase, versionsLaws } from "./VersionsLaws.ts"
export { agreement, allocatorLaws, type BalanceCase, balanceLaws, explanationLaws } from "./AllocationLaws.ts"
export {
  type BitsCase,
  bitsLaws,
  fitLaws,
  type LayoutCase,
  layoutLaws,
  type OrderingCase,
  orderingLaws,
  type ScheduleCase,
  scheduleLaws,
  type SuitsCase
} from "./LayoutLaws.ts"
export { tariffLaws } from "./TariffLaws.ts"
export { chargingCase, chargingLaws, chargingSchemas, type PhasesCase, phasesCase, phasesLaws } from "./ChargingLaws.ts"
export { type DeciderCase, deciderLaws, type DeciderSchemas, play, type Played } from "./DeciderLaws.ts"
export { passageCase, passageLaws, passageSchemas } from "./LaneLaws.ts"
export { custodyCase, custodyLaws, custodySchemas } from "./ValetLaws.ts"
export { type OverstayCase, overstayCase, overstayLaws, type PenaltyCase, penaltyCase, penaltyLaws, violationCase, violationLaws, violationSchemas } from "./EnforcementLaws.ts"
export { operatorCase, operatorLaws, operatorSchemas, ownedVehicleCase, ownedVehicleLaws, ownedVehicleSchemas, personCase, personLaws, personSchemas } from "./AccountLaws.ts"
export { type AuditCase, auditCase, auditLaws, type CanonicalCase, canonicalCase, canonicalLaws, emailLaws } from "./AuditLaws.ts"
export { type PolicyCase, policyCase, policyLaws } from "./PolicyLaws.ts"
export { historyLaws, type Step, stepLaw } from "./HistoryLaws.ts"
export { settlementLaws, settling, settlingCase, type TicketCase, ticketCase, ticketLaws, ticketSchemas } from "./TicketLaws.ts"
export { stampedLaws } from "./StampedLaws.ts"
export { accountLaws, type LedgerCase, ledgerLaws, type PostingCase, postingLaws, reconciliationLaws } from "./LedgerLaws.ts"
export { type MandateCase, mandateCase, mandateLaws, mandateSchemas } from "./MandateLaws.ts"
export { type CodeCase, type CouponCase, couponCase, couponCodeLaws, couponLaws, couponSchemas, type ProgrammeCase, programmeCase, programmeLaws, programmeSchemas } from "./MerchantLaws.ts"
export { gatewayLaws, type PaymentCase, paymentCase, paymentLaws, paymentSchemas } from "./PaymentLaws.ts"
export { capacityLaws, type CapacityCase, type SeriesCase, seriesLaws } from "./CapacityLaws.ts"
export { codeLaws, codeSchemas, type CodeTextCase, codeTextCase, codeTextLaws } from "./CodeLaws.ts"
export { holdingLaws, holdingSchemas, waitlistLaws, waitlistSchemas } from "./HoldingLaws.ts"
export { type LeavingCase, leavingCase, leavingLaws, reservationLaws, reservationSchemas } from "./ReservationLaws.ts"
export type { History } from "./Steps.ts"
export {
  bestFitLaws,
  type FitCase,
  type InstantCase,
  instantLaws,
  type MoneyCase,
  moneyLaws,
  nameLaws,
  type NumberCase,
  plateLaws,
  type RationalCase,
  rationalLaws,
  ticketNumberLaws
} from "./ValueLaws.ts"
