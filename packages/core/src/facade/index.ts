export { Adapter } from "./Adapter.ts"
export { type Adapters, createParkade, type Keys, type Parkade, type Storage } from "./createParkade.ts"
export type { Outcome, Plain, Refusal } from "./Plain.ts"
