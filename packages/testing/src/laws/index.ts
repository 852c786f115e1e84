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
export { type DeciderCase, deciderLaws, type DeciderSchemas } from "./DeciderLaws.ts"
export { settlementLaws, settling, settlingCase, type TicketCase, ticketCase, ticketLaws, ticketSchemas } from "./TicketLaws.ts"
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
