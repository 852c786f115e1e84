export * as FlatAndHourly from "./FlatAndHourly.ts"
