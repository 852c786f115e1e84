import { randomUUID } from "node:crypto"
import { done, now, parkade, pass } from "./parkade.ts"

const { layout, lot: { id: lotId } } = await done(parkade.createLot({
  name: "Hotel am See", timeZone: "Europe/Berlin",
  tariff: {
    currency: "EUR", tax: "none", seconds: "counted", visits: "apart", rounding: { mode: "half-up", to: "0.01", where: "total" },
    rate: { type: "sum", of: [
      { type: "flat", price: "15.00", label: "night" },
      { type: "energy", price: "0.50", label: "energy" },
      { type: "dynamic", crossing: "split", windows: [{ during: { phase: "idle" }, rate: { type: "hourly", price: "6.00", count: "exact", label: "idle at the charger" } }], otherwise: { type: "flat", price: "0", label: "charging" } }
    ] }
  },
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [{ name: "Yard", spots: [{ label: "1", size: "medium", features: ["ev", "valet"], connectors: [{ kind: "type-2", powerWatts: 11_000 }] }] }]
}))

const vehicle = { plate: "B-EV 1E", kind: "electric-car" }
const { id: ticketId } = await done(parkade.admit({ lotId, vehicle, needs: ["ev", "valet"] }))

const [attendant, charger] = [randomUUID(), randomUUID()]
const condition = { notes: ["a scratch, left door"], photos: [] }
const { id: custodyId } = await done(parkade.handOver({ lotId, ticketId, vehicle, tag: "17", condition, by: attendant }))
await done(parkade.parkVehicle({ custodyId, spotId: layout.spots[0]?.id ?? "", by: attendant }))

const { id: chargingId } = await done(parkade.plug({ ticketId, deviceId: charger, connector: 1 }))
await done(parkade.startCharging({ chargingId }))
await done(parkade.meter({ chargingId, wattHours: 1_200_000 }))
pass(120)
await done(parkade.meter({ chargingId, wattHours: 1_220_000 }))
await done(parkade.stopCharging({ chargingId, reason: "full" }))
pass(30)
await done(parkade.unplug({ chargingId, at: now() }))

await done(parkade.requestVehicle({ custodyId }))
await done(parkade.makeReady({ custodyId, by: attendant }))
const returned = await done(parkade.returnVehicle({ custodyId, to: "Ann Meier", claim: { _tag: "Tag", tag: "17" }, condition, by: attendant }))
console.log(returned._tag, "to", returned._tag === "Returned" ? returned.to : "nobody")

const { bill, due } = await done(parkade.quote({ ticket: { id: ticketId } }))
console.log(bill.lines.filter(({ gross }) => gross > 0).map(({ gross, label }) => `${label} ${gross}`).join(", "))
await done(parkade.payOnExit({ ticket: { id: ticketId }, method: "card", agreed: due }))
