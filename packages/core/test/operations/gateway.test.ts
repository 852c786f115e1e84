/** A gateway by plain promises, and the simulated one as hosts without Effect tell it what to do. */
import { Adapter, createParkade, gatewayOf, type PromiseGateway, type Storage } from "@parkade/core/facade"
import { Gateway, Memory } from "@parkade/testing/memory"
import { afterEach, describe, expect, it } from "vitest"
import { entry } from "../pricing.ts"
import { draftJson, person } from "./scene.ts"

type Host = ReturnType<typeof createParkade>
const open: Array<Host> = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()))
})

const value = async <A>(outcome: Promise<{ readonly ok: true; readonly value: A } | { readonly ok: false; readonly error: { readonly message: string } }>): Promise<A> => {
  const given = await outcome
  if (!given.ok) throw new Error(given.error.message)
  return given.value
}

const captured = async ({ amount, idempotencyKey }: Parameters<PromiseGateway["request"]>[0]) => ({ _tag: "Captured", amount, reference: `ref-${idempotencyKey.length}` } as const)
const never = () => Promise.reject(new Error("connection reset"))
const takes: PromiseGateway = {
  request: captured,
  capture: captured,
  void: async () => ({ _tag: "Voided" }),
  refund: async (_, { amount }) => ({ _tag: "Succeeded", amount }),
  find: captured
}

/** A stay of an hour whose driver pays through a gateway that does this, and the clock in minutes. */
const paying = async (gateway: Partial<PromiseGateway>, answersWithinMillis?: number) => {
  const clock = { minutes: 0 }
  const parkade = createParkade({
    storage: Adapter.of<Storage>(Memory.layer),
    gateways: gatewayOf({ ...takes, ...gateway }, answersWithinMillis === undefined ? {} : { answersWithinMillis }),
    now: () => entry + clock.minutes * 60_000
  })
  open.push(parkade)
  const { lot } = await value(parkade.createLot(draftJson() as Parameters<Host["createLot"]>[0]))
  const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: { plate: "B 1", kind: "car" } }))
  clock.minutes = 60
  return { clock, parkade, ticket: { id }, start: () => parkade.startPayment({ ticket: { id }, gateway: "bank", method: "card" }) }
}

describe("a gateway by promises", () => {
  it("takes the money, and gives it back", async () => {
    const { parkade, start } = await paying({})
    const { payment } = await value(start())
    expect(payment).toMatchObject({ _tag: "Captured", captured: { amount: 100, currency: "EUR" }, reference: "ref-36" })
    expect(await value(parkade.refund({ paymentId: payment.id, reason: "a gift", by: { _tag: "Person", id: person } }))).toMatchObject({ _tag: "Refunded" })
  })

  it("declines, and declines to give back", async () => {
    const { start } = await paying({ request: async () => ({ _tag: "Failed", reason: "no funds", retry: false }) })
    expect((await value(start())).payment).toMatchObject({ _tag: "Failed", reason: "no funds", retry: false })
    const other = await paying({ refund: async () => ({ _tag: "Failed", because: "too old" }) })
    const { payment } = await value(other.start())
    expect(await value(other.parkade.refund({ paymentId: payment.id, reason: "a gift", by: { _tag: "Person", id: person } }))).toMatchObject({ _tag: "Captured", refunds: [{ _tag: "Failed", because: "too old" }] })
  })

  it("sends the payer to a page, until when it says", async () => {
    const { start } = await paying({ request: async () => ({ _tag: "Awaits", page: "https://bank.example/1", answerBy: entry + 7_200_000 }) })
    expect(await value(start())).toMatchObject({ page: "https://bank.example/1", payment: { _tag: "Pending", answerBy: entry + 7_200_000 } })
  })

  it("was not reached: no money moved", async () => {
    const { start } = await paying({ request: async () => ({ _tag: "Unreachable" }) })
    expect((await value(start())).payment).toMatchObject({ _tag: "Failed", retry: true })
  })

  it.each([
    ["throws", never, undefined],
    ["throws at once", (() => { throw new Error("no such host") }) as () => Promise<never>, undefined],
    ["does not answer", () => new Promise<never>(() => {}), 20]
  ] as const)("%s: nobody knows, until it is found out", async (_, request, millis) => {
    const { clock, parkade, start, ticket } = await paying({ request }, millis)
    expect((await value(start())).payment._tag).toBe("Unknown")
    expect(await value(parkade.findTicket({ ticket }))).toMatchObject({ _tag: "Parked" })
    clock.minutes = 62
    expect(await value(parkade.reconcilePayments({}))).toBe(1)
    expect(await value(parkade.findTicket({ ticket }))).toMatchObject({ _tag: "Paid" })
  })

  it("is told what it should have answered", async () => {
    const wrong = await paying({ request: async () => ({ _tag: "Captured", amount: "1.00" }) as never })
    await expect(wrong.start()).rejects.toThrow(/request of bank: amount: expected money in whole minor units.*reference: expected a text/)
  })
})

it("the simulated gateway does what it is told, and says what it would", async () => {
  const gateway = Gateway.simulated()
  const parkade = createParkade({ storage: Adapter.of<Storage>(Memory.layer), gateways: gateway.adapter })
  open.push(parkade)
  const { lot } = await value(parkade.createLot(draftJson({ tariff: { ...(draftJson() as { readonly tariff: object }).tariff, rate: { type: "flat", price: "4.00" } } }) as Parameters<Host["createLot"]>[0]))
  const { id } = await value(parkade.admit({ lotId: lot.id, vehicle: { plate: "B 1", kind: "car" } }))
  gateway.setMood("awaits")
  const { payment } = await value(parkade.startPayment({ ticket: { id }, gateway: "any", method: "card" }))
  expect(payment._tag).toBe("Pending")
  expect([gateway.holds(), gateway.news(payment.id)]).toEqual([0, { _tag: "Missing" }])
  expect(gateway.payerPays(payment.id)).toMatchObject({ _tag: "Captured" })
  expect(gateway.holds()).toBe(400)
  expect(await value(parkade.hear({ paymentId: payment.id, news: gateway.news(payment.id) }))).toMatchObject({ _tag: "Captured" })
})
