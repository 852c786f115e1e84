export * as Finding from "./Finding.ts"
export * as Law from "./Law.ts"
export * as Lint from "./Lint.ts"
