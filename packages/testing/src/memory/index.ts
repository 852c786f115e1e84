export * as Gateway from "./Gateway.ts"
export * as Memory from "./Memory.ts"
