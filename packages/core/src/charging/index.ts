export * as ChargingSession from "./ChargingSession.ts"
export * as Phases from "./Phases.ts"
