/**
 * The guarantees of core as laws that anyone can run on their own tariffs, terms and lifecycles. Tied to no test
 * runner: `broken(laws, input)` answers, `obey(laws, input)` throws, `search(laws, inputs)` generates and shrinks.
 */
export { type Broken, broken, type Found, type Law, LawBroken, obey, search } from "./Law.ts"
export { elapsedLaws, monotoneLaws, type PriceCase, priceCase, priceLaws } from "./PriceLaws.ts"
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
