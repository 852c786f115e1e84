/** Gates by a plain promise, and the simulated ones as hosts without Effect tell them what to do. */
import { Adapter, createParkade, gatesOf, type PromiseGates, type Storage } from "@parkade/core/facade"
import { Gates, Memory } from "@parkade/testing/memory"
import { afterEach, describe, expect, it } from "vitest"
import { entry } from "../pricing.ts"
import { draftJson, uuid } from "./scene.ts"

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

/** What comes of a read at an entry with these gates. */
const reading = async (gates?: Parameters<typeof createParkade>[0]["gates"]) => {
  const parkade = createParkade({ storage: Adapter.of<Storage>(Memory.layer), ...(gates !== undefined && { gates }), now: () => entry })
  open.push(parkade)
  const { lot } = await value(parkade.createLot(draftJson() as Parameters<Host["createLot"]>[0]))
  const read = { lotId: lot.id, laneId: uuid(1), direction: "entry", plate: "B-AB 1", confidencePerMille: 990, seenAt: entry, readId: "r1" } as const
  return { parkade, read, passage: await value(parkade.readPlate(read)) }
}

describe("gates by a promise", () => {
  it("open when they say so", async () => {
    const orders: Array<Parameters<PromiseGates["open"]>[0]> = []
    const { passage } = await reading(gatesOf({ open: async (order) => void orders.push(order) }))
    expect(passage).toMatchObject({ _tag: "Opened" })
    expect(orders).toEqual([{ id: passage.id, laneId: passage.laneId, ticketId: "ticketId" in passage ? passage.ticketId : undefined, expiresAt: entry + 15_000 }])
  })

  it.each([
    ["are rejected", () => Promise.reject(new Error("no route to host")), undefined],
    ["throw at once", (() => { throw new Error("no such lane") }) as () => Promise<void>, undefined],
    ["do not answer", () => new Promise<void>(() => {}), 20]
  ] as const)("that %s may have opened: they are asked again", async (_, failing, answersWithinMillis) => {
    let asked = 0
    const { parkade, passage } = await reading(gatesOf({ open: () => (asked += 1) === 1 ? failing() : Promise.resolve() }, answersWithinMillis === undefined ? {} : { answersWithinMillis }))
    expect(passage).toMatchObject({ _tag: "Ordered" })
    expect(await value(parkade.sweepPassages({}))).toMatchObject([{ _tag: "Opened", id: passage.id }])
    expect(asked).toBe(2)
  })
})

it("simulated gates do as they are told, lane by lane", async () => {
  const gates = Gates.simulated()
  gates.setMood("silent", uuid(1))
  const { parkade, passage, read } = await reading(gates.adapter)
  expect(passage).toMatchObject({ _tag: "Ordered" })
  gates.setMood("answers", uuid(1))
  expect(await value(parkade.readPlate(read))).toMatchObject({ _tag: "Opened", id: passage.id })
  expect(gates.openings()).toMatchObject([{ id: passage.id, laneId: uuid(1), at: entry }])
})

it("without gates nothing opens", async () => {
  expect((await reading()).passage).toMatchObject({ _tag: "Ordered" })
})

it("what is wrong with a read is told place by place", async () => {
  const { parkade, read } = await reading()
  const outcome = await parkade.readPlate({ ...read, confidencePerMille: 1.5, readId: "", plate: "\u0000" })
  expect(outcome).toMatchObject({ ok: false, error: { _tag: "InvalidInput" } })
  expect(outcome.ok ? [] : "issues" in outcome.error && outcome.error.issues.map(({ path }) => path).toSorted()).toEqual(["confidencePerMille", "plate", "readId"])
})
