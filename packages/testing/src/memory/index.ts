export * as Gateway from "./Gateway.ts"
export * as Keys from "./Keys.ts"
export * as Memory from "./Memory.ts"
