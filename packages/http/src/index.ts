export * as Http from "./Http.ts"
export * as ParkadeClient from "./ParkadeClient.ts"
export { RequestId } from "./RequestId.ts"
export { refuse, table as refusals } from "./refuse.ts"
