export type { Decider } from "./Decider.ts"
export * as Ids from "./Ids.ts"
export * as Means from "./Means.ts"
export { Absent, AlreadyBegun, NotBegun, OutOfOrder, WrongState } from "./Rejection.ts"
