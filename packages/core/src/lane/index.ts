export * as Decision from "./Decision.ts"
export * as Passage from "./Passage.ts"
export * as PlateReads from "./PlateReads.ts"
