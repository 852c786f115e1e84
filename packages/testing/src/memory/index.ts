export * as Gateway from "./Gateway.ts"
export * as Gates from "./Gates.ts"
export * as Keys from "./Keys.ts"
export * as Memory from "./Memory.ts"
