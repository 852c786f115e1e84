export * as Method from "./Method.ts"
export * as News from "./News.ts"
export * as Payment from "./Payment.ts"
export * as RefundRequest from "./RefundRequest.ts"
