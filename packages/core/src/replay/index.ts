export type { Bar } from "./Histogram.ts"
export * as Replay from "./Replay.ts"
export type { Change, Sum, Tally } from "./Tally.ts"
