import { Adapter, createParkade, gatewayOf, type PaymentNews, type Unreachable } from "@parkade/core/facade"
import { Memory } from "@parkade/testing/memory"
import type { AddressInfo } from "node:net"
import { acquirer } from "./acquirer.ts"

await new Promise<void>((resolve) => acquirer.listen(0, resolve))
const url = `http://127.0.0.1:${(acquirer.address() as AddressInfo).port}`

interface Charge {
  readonly id: string
  readonly status: "paid" | "declined"
  readonly cents: number
}

const ask = async (method: "GET" | "POST", key: string, body?: object): Promise<Charge | undefined> => {
  const response = await fetch(url, { method, headers: { "idempotency-key": key }, signal: AbortSignal.timeout(5_000), ...(body !== undefined && { body: JSON.stringify(body) }) })
  if (response.status === 404) return undefined
  if (!response.ok) throw new Error(`the acquirer said ${response.status}`)
  return await response.json() as Charge
}

/** Nothing is listening there: nothing was asked for. Of every other fault nobody knows, and it stays thrown. */
const unlessRefused = (fault: unknown): Unreachable => {
  const cause: unknown = fault instanceof Error ? fault.cause : undefined
  if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") return { _tag: "Unreachable" }
  throw fault
}

const said = (charge: Charge | undefined, currency: string): PaymentNews => {
  if (charge === undefined) return { _tag: "Missing" }
  return charge.status === "declined"
    ? { _tag: "Failed", reason: "declined by the bank", retry: false }
    : { _tag: "Captured", amount: { amount: charge.cents, currency }, reference: charge.id }
}

const cards = gatewayOf({
  request: ({ amount: { amount: cents, currency }, idempotencyKey }) =>
    ask("POST", idempotencyKey, { cents, currency }).then((charge) => said(charge, currency)).catch(unlessRefused),
  // This one takes all at once: it holds nothing that could be taken later, or let go.
  capture: async ({ amount: { currency }, idempotencyKey }) => said(await ask("GET", idempotencyKey), currency),
  void: async ({ amount: { currency }, idempotencyKey }) => said(await ask("GET", idempotencyKey), currency),
  refund: async (_, { amount: { amount, currency }, refundId }) => {
    const charge = await ask("POST", refundId, { cents: -amount, currency })
    return charge === undefined ? { _tag: "Failed", because: "unknown to the acquirer" } : { _tag: "Succeeded", amount: { amount: -charge.cents, currency } }
  },
  find: async ({ amount: { currency }, idempotencyKey }) => said(await ask("GET", idempotencyKey), currency)
}, { answersWithinMillis: 10_000 })

export const parkade = createParkade({ storage: Adapter.of(Memory.layer), gateways: cards })
