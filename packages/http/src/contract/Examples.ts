/** A walk through the API in examples, by operation: shown in the document and run by the tests. */

const lotId = "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70"
const zoneId = "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a71"
const spot = { id: "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a72", label: "A-12" }
const ticketId = "0199aa02-11d2-7b64-9c0e-5a7d3f8e1b20"
const number = "K7QX-9M2P-4RTD"
const euros = (amount: number) => ({ amount, currency: "EUR" })

const tariff = {
  currency: "EUR",
  tax: "included",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "apart",
  rate: { type: "hourly", price: "2.00", count: "started", label: "per started hour", tax: "0.19" }
}
const exitPolicy = { exitGrace: "PT15M", afterGrace: "whole" }
const summary = { id: lotId, name: "Opernplatz", timeZone: "Europe/Berlin" }
const place = {
  type: "mall",
  address: { lines: ["Opernplatz 1"], locality: "Frankfurt am Main", postalCode: "60313", country: "DE" },
  coordinates: { latitude: 50.1159, longitude: 8.6719 },
  openingHours: {
    weekly: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "06:00", to: "24:00" }],
    exceptions: [{ date: "2026-12-25", hours: [], note: "Christmas" }]
  }
}
const size = { size: "medium", features: ["covered"] }

const lot = {
  ...summary,
  ...place,
  terms: { id: "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a73", tariff, exitPolicy },
  zones: [{ id: zoneId, name: "Level 1", spots: [{ ...spot, ...size, status: "in-service" }] }]
}

const ticket = {
  id: ticketId,
  number,
  lotId,
  status: "parked",
  vehicle: { plate: "BAB123", plateAsGiven: "B-AB 123", kind: "car", size: "medium" },
  spot: { ...spot, zone: "Level 1" },
  enteredAt: "2026-11-21T08:30:00+01:00",
  paid: euros(0),
  payments: []
}

const stay = { from: "2026-11-21T08:30:00+01:00", to: "2026-11-21T10:05:00+01:00" }
const payment = { amount: euros(400), method: "card", at: "2026-11-21T10:05:00+01:00" }
const paid = { ...ticket, status: "paid", paid: euros(400), payments: [payment], leaveBy: "2026-11-21T10:20:00+01:00" }
const { leaveBy, ...settled } = paid

export const examples: Record<string, { readonly request?: unknown; readonly response?: unknown }> = {
  createParkingLot: {
    request: { name: summary.name, timeZone: summary.timeZone, ...place, tariff, exitPolicy, zones: [{ name: "Level 1", spots: [{ label: "A-12", ...size }] }] },
    response: lot
  },
  listParkingLots: { response: { items: [summary], next: "YWZ0ZXI6MDE5OWFhMDE" } },
  getParkingLot: { response: lot },
  getAvailability: { response: { lotId, total: 1, free: 0, outOfService: 0, zones: [{ zoneId, name: "Level 1", total: 1, free: 0, outOfService: 0 }] } },
  enterLot: { request: { plate: "B-AB 123", vehicle: { kind: "car" }, needs: ["covered"] }, response: ticket },
  getTicket: { response: ticket },
  quoteTicket: {
    response: {
      ticketId,
      number,
      at: stay.to,
      until: "2026-11-21T10:30:01+01:00",
      currency: "EUR",
      due: euros(400),
      paid: euros(0),
      bill: {
        ...stay,
        currency: "EUR",
        minorUnits: 2,
        tax: "included",
        lines: [{
          kind: "charge",
          rule: "rate",
          label: "per started hour",
          ...stay,
          quantity: "2",
          unitPrice: "2.00",
          unit: "PT1H",
          taxRate: "0.19",
          net: 336,
          gross: 400
        }],
        net: 336,
        gross: 400
      }
    }
  },
  payTicket: {
    request: { method: "card", amount: euros(400) },
    response: { ticket: paid, receipt: { ...payment, ticket: number, leaveBy } }
  },
  exitLot: { request: { ticket: number }, response: { ...settled, status: "exited", exitedAt: "2026-11-21T10:08:00+01:00" } },
  getLiveness: { response: { status: "ok" } },
  getReadiness: { response: { status: "ok" } }
}
