export * as Custody from "./Custody.ts"
