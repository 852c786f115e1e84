export * as Bill from "./Bill.ts"
export * as PriceFunction from "./PriceFunction.ts"
export * as Tariff from "./Tariff.ts"
