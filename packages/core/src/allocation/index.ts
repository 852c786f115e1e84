export * as BestFit from "./BestFit.ts"
export * as Fit from "./Fit.ts"
