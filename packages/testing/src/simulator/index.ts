export { simulate } from "./simulate.ts"
export * as Faults from "./Faults.ts"
