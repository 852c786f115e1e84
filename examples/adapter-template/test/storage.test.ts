import { Adapter, createParkade } from "@parkade/core/facade"
import { storageContract, storiesContract } from "@parkade/testing/contracts"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { layer } from "../src/storage.ts"

const file = () => join(mkdtempSync(join(tmpdir(), "parkade-template-")), "commands.jsonl")

storageContract("Storage in one file", layer(file()))
storiesContract("Days of lots in one file", layer(file()))

it("has everything after a restart", async () => {
  const path = file()
  const first = createParkade({ storage: Adapter.of(layer(path)) })
  const opened = await first.createLot({
    name: "Yard",
    timeZone: "Europe/Berlin",
    tariff: { currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart", rate: { type: "hourly", price: "2.00", count: "started" } },
    exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
    zones: [{ name: "Yard", spots: [{ label: "1", size: "medium" }] }]
  })
  if (!opened.ok) throw new Error(opened.error.message)
  const { id: lotId } = opened.value.lot
  const parked = await first.admit({ lotId, vehicle: { plate: "B AB 1", kind: "car" } })
  const happened = await first.feed({})
  await first.close()

  const second = createParkade({ storage: Adapter.of(layer(path)) })
  expect(await second.findTicket({ ticket: { lotId, plate: "BAB1" } })).toEqual(parked)
  expect(await second.feed({})).toEqual(happened)
  expect(await second.admit({ lotId, vehicle: { plate: "B AB 2", kind: "car" } })).toMatchObject({ ok: false, error: { _tag: "LotFull" } })
  await second.close()
})
