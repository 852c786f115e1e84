export * as Explain from "./Explain.ts"
