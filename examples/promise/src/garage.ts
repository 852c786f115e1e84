import { done, parkade } from "./parkade.ts"

const { lot } = await done(parkade.createLot({
  name: "Garage am Markt",
  timeZone: "Europe/Berlin",
  tariff: {
    currency: "EUR", tax: "included", seconds: "counted", visits: "apart",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    rate: {
      type: "subscription", pass: "monthly", covers: {},
      rest: { type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" }
    }
  },
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  validations: "all",
  stayLimit: { longest: "PT12H", lateStop: "PT15M" },
  penalties: [{
    kind: "overstay", charge: { amount: "40.00" }, steps: [],
    disputes: { clock: "stops", most: 1, within: "PT672H" }
  }],
  reservations: {
    holdFor: "PT5M", accepts: ["Payment"], earlyArrival: "PT15M", lateStop: "PT15M",
    cancellation: { steps: [{ notice: "PT24H", percent: "100" }], otherwise: "0" }, bookedAt: "hold",
    noShow: { refund: { steps: [], otherwise: "0" } }, extension: "allowed",
    overtime: { as: "whole" }, unused: { refund: "unused" }
  },
  zones: [
    { name: "Level 1", spots: [{ label: "1", size: "medium" }, { label: "2", size: "medium", features: ["ev"] }] },
    { name: "Level 2", spots: [{ label: "3", size: "medium" }, { label: "4", size: "medium", features: ["accessible"] }] }
  ]
}))

export const lotId = lot.id
