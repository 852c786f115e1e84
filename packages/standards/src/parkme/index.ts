export * as ParkMe from "./ParkMe.ts"
