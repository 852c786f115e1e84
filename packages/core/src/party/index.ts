export * as Party from "./Party.ts"
