export * as Calendar from "./Calendar.ts"
export * as Elapsed from "./Elapsed.ts"
export * as Instant from "./Instant.ts"
export * as TimeZone from "./TimeZone.ts"
