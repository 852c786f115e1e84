export { Adapter } from "./Adapter.ts"
export { type Adapters, createParkade, type Keys, type Parkade, type Storage } from "./createParkade.ts"
export { type AwaitsPayer, gatewayOf, type PaymentNews, type PromiseGateway, type Unreachable } from "./gatewayOf.ts"
export type { Outcome, Plain, Refusal } from "./Plain.ts"
