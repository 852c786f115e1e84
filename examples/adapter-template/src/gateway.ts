/** A bank that is asked over HTTP: it holds money, takes it, gives it back, each once for an idempotency key. */
import { type Adapter, gatewayOf, type PaymentNews, type Unreachable } from "@parkade/core/facade"
import type { Gateways } from "@parkade/core/ports"

export interface Bank {
  readonly url: string
  /** The runtime's own, unless a test has another. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
}

interface Charge {
  readonly status: "held" | "captured" | "declined" | "void"
  readonly cents: number
}

const said = (charge: Charge | undefined, currency: string, reference: string): PaymentNews => {
  if (charge === undefined) return { _tag: "Missing" }
  const amount = { amount: charge.cents, currency }
  switch (charge.status) {
    case "held":
      return { _tag: "Authorised", amount }
    case "captured":
      return { _tag: "Captured", amount, reference }
    case "declined":
      return { _tag: "Failed", reason: "declined by the bank", retry: false }
    case "void":
      return { _tag: "Voided" }
  }
}

/** Nobody was there: no money moved. Of every other fault nobody knows, and it stays thrown. */
const unlessRefused = (fault: unknown): Unreachable => {
  const cause: unknown = fault instanceof Error ? fault.cause : undefined
  if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") return { _tag: "Unreachable" }
  throw fault
}

export const gateway = ({ fetch: ask = fetch, url }: Bank): Adapter<Gateways> => {
  const charge = async (path: string, key: string, body?: object): Promise<Charge | undefined> => {
    const how = body === undefined ? { method: "GET" } : { method: "POST", body: JSON.stringify(body) }
    const response = await ask(`${url}/${path}`, { ...how, headers: { "idempotency-key": key }, signal: AbortSignal.timeout(5_000) })
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`the bank said ${response.status}`)
    return await response.json() as Charge
  }
  return gatewayOf({
    request: ({ amount, capture, idempotencyKey: key }) =>
      charge("charges", key, { cents: amount.amount, hold: capture === "on-request" }).then((made) => said(made, amount.currency, key)).catch(unlessRefused),
    capture: ({ amount, due, idempotencyKey: key }) =>
      charge("captures", key, { cents: (due ?? amount).amount }).then((made) => said(made, amount.currency, key)).catch(unlessRefused),
    void: ({ amount, idempotencyKey: key }) => charge("voids", key, {}).then((made) => said(made, amount.currency, key)).catch(unlessRefused),
    refund: ({ idempotencyKey: key }, { amount, refundId }) =>
      charge("refunds", refundId, { of: key, cents: amount.amount })
        .then((made) => (made?.status === "captured" ? { _tag: "Succeeded" as const, amount } : { _tag: "Failed" as const, because: "declined by the bank" }))
        .catch(unlessRefused),
    find: ({ amount, idempotencyKey: key }) => charge("charges", key).then((made) => said(made, amount.currency, key)).catch(unlessRefused)
  })
}
