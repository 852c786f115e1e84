export * as Holidays from "./Holidays.ts"
