export * as Money from "./Money.ts"
export * as Rational from "./Rational.ts"
export * as Whole from "./Whole.ts"
