export * as Coupon from "./Coupon.ts"
export * as CouponCode from "./CouponCode.ts"
export * as Programme from "./Programme.ts"
export * as Redemption from "./Redemption.ts"
