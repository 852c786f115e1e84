import { Instant } from "../../time/index.ts"

const patienceMillis = 60_000

/** So long a gateway's answer is waited for, before somebody asks what became of a payment or a refund. */
export const answerBy = (at: Instant.Instant): Instant.Instant => Instant.Instant.make(at + patienceMillis)
