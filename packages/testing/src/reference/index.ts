export * as Cases from "./Cases.ts"
export * as Reference from "./Reference.ts"
