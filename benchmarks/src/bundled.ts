/** What is bundled to be weighed: see footprint.ts. */
export { PriceFunction } from "@parkade/core/pricing"
