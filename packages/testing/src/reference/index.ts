export * as Cases from "./Cases.ts"
export * as Reference from "./Reference.ts"
export * as Lots from "./Lots.ts"
