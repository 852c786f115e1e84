import { done, parkade } from "./parkade.ts"

type Terms = Parameters<typeof parkade.changeTerms>[0]["terms"]

const terms: Terms = {
  tariff: {
    currency: "EUR", tax: "included", seconds: "counted", visits: "apart",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    rate: { type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" }
  },
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  validations: "all",
  fees: [{ kind: "lost-ticket", label: "Lost ticket", charge: { amount: "25.00" }, stay: "minimum", tax: "0", when: { lost: true } }],
  refund: { refund: "unused", fee: "0.50", roundDownTo: "0.10", minimum: "1.00" },
  assumedStay: "PT4H",
  stayLimit: { longest: "PT12H", lateStop: "PT15M" },
  reservations: {
    holdFor: "PT5M", accepts: ["Payment", "Account"], earlyArrival: "PT15M", lateStop: "PT15M",
    cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }, { notice: "PT24H", percent: "100" }], otherwise: "0", fee: "1.00" },
    bookedAt: "hold",
    noShow: { after: "PT2H", refund: { steps: [], otherwise: "50" } },
    modification: { notice: "PT1H", fee: "1.50" },
    extension: "allowed", overtime: { as: "whole" }, unused: { refund: "unused" }
  },
  plateReads: { minConfidencePerMille: 850, mostAlikeDue: "10.00", duplicateWithin: "PT30S", lateAfter: "PT1M", orderFor: "PT15S", passWithin: "PT2M" },
  penalties: [{
    kind: "overstay",
    charge: { amount: "40.00" },
    reduced: { within: "PT336H", by: { percent: "50" } },
    steps: [
      { type: "remind", after: "PT672H" },
      { type: "increase", after: "PT840H", by: { amount: "20.00" } },
      { type: "refer", after: "PT1008H", to: "county court" }
    ],
    disputes: { clock: "stops", most: 1, within: "PT672H" }
  }]
}

const { lot } = await done(parkade.createLot({
  name: "Garage am Dom", timeZone: "Europe/Berlin", type: "mall",
  address: { lines: ["Domplatz 1"], locality: "Köln", region: "Nordrhein-Westfalen", postalCode: "50667", country: "DE" },
  coordinates: { latitude: 50.9413, longitude: 6.9583 },
  openingHours: {
    weekly: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat"], from: "06:00", to: "01:00" }],
    exceptions: [{ date: "2026-12-25", hours: [], note: "Christmas" }]
  },
  ...terms,
  zones: [
    { name: "Level 1", level: 1, maxHeightCentimetres: 210, spots: [
      { label: "1", size: "medium", features: ["ev"], connectors: [{ kind: "type-2", powerWatts: 11_000 }], maxHeightCentimetres: 200 }
    ] },
    { name: "Staff", within: "Level 1", access: ["staff"], spots: [{ label: "S1", size: "small" }] }
  ]
}))

const changed = await done(parkade.changeTerms({ lotId: lot.id, terms: { ...terms, exitPolicy: { exitGrace: "PT20M", afterGrace: "anew" } } }))
console.log(lot.name, "has terms for", Object.keys(changed).filter((clause) => clause !== "id").join(", "))
