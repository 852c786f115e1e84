/** Lots that the simulated garages are made of: their terms ask for what goes wrong. */
import type { Input } from "./Life.ts"
import type { Random } from "./Random.ts"

type Draft = Input<"createLot">
type Rate = Draft["tariff"]["rate"]

const tariff = (currency: string, rate: Rate): Draft["tariff"] => ({
  currency,
  tax: "included",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted",
  visits: "apart",
  rate
})

const spots = (level: string, count: number) => Array.from({ length: count }, (_, index) => ({ label: `${level}${index + 1}`, size: index % 5 === 4 ? "large" as const : "medium" as const }))

const chargers = [1, 2, 3].map((number) => ({ label: `E${number}`, size: "large" as const, features: ["ev" as const], connectors: [{ kind: "ccs-2" as const, powerWatts: 50_000 }] }))

const penalties: NonNullable<Draft["penalties"]> = [{
  kind: "overstay",
  charge: { amount: "25.00" },
  reduced: { within: "PT48H", by: { percent: "40" } },
  steps: [{ type: "remind", after: "PT24H" }, { type: "increase", after: "PT72H", by: { percent: "50" } }],
  disputes: { clock: "stops", most: 1, within: "PT240H" }
}]

const reservations = (as: "whole" | "anew"): NonNullable<Draft["reservations"]> => ({
  holdFor: "PT10M",
  accepts: ["Payment"],
  earlyArrival: "PT15M",
  lateStop: "PT10M",
  cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }, { notice: "PT24H", percent: "50" }], otherwise: "0" },
  bookedAt: "hold",
  noShow: { after: "PT30M", refund: { steps: [], otherwise: "0" } },
  modification: { notice: "PT1H" },
  extension: "allowed",
  overtime: { as },
  unused: { refund: "unused" }
})

/** By the started hour, dearer by day, at most so much a day; who stays past the grace pays for all of it. */
const street = (random: Random): Draft => ({
  name: "Market Street",
  timeZone: "Europe/Berlin",
  type: "street",
  tariff: tariff("EUR", {
    type: "each",
    per: { every: "day" },
    partial: "restart",
    max: "18.00",
    tax: "0.19",
    rate: {
      type: "dynamic",
      crossing: "split",
      windows: [{ during: { from: "08:00", to: "20:00" }, rate: { type: "hourly", price: "2.40", count: "started", label: "by day" } }],
      otherwise: { type: "hourly", price: "0.80", count: "started", label: "by night" }
    }
  }),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  validations: "all",
  assumedStay: "PT3H",
  stayLimit: { longest: "PT20H" },
  fees: [{ kind: "lost-ticket", label: "lost ticket", charge: { amount: "20.00" }, stay: "added", tax: "0.19" }],
  penalties,
  reservations: reservations("whole"),
  zones: [{ name: "North", spots: spots("N", random.between(2, 3)) }, { name: "South", spots: spots("S", random.between(2, 3)) }]
})

/** By the minute, from the payment on anew. */
const tower = (random: Random): Draft => ({
  name: "Tower",
  timeZone: "America/New_York",
  type: "office",
  tariff: tariff("USD", {
    type: "sum",
    tax: "0.08875",
    of: [
      {
        type: "slab",
        mode: "ladder",
        brackets: [{ upTo: "PT1H", price: "6.00" }, { upTo: "PT4H", price: "15.00" }],
        beyond: { type: "hourly", price: "4.00", count: "started" }
      },
      { type: "energy", price: "0.45", label: "energy" },
      { type: "dynamic", crossing: "split", windows: [{ during: { phase: "idle" }, rate: { type: "hourly", price: "3.00", count: "started", label: "plugged in and full" } }], otherwise: { type: "flat", price: "0" } }
    ]
  }),
  exitPolicy: { exitGrace: "PT20M", afterGrace: "anew" },
  validations: "all",
  assumedStay: "PT2H",
  stayLimit: { longest: "PT24H", lateStop: "PT30M" },
  penalties,
  reservations: reservations("anew"),
  zones: [{ name: "P1", level: -1, spots: [...spots("1-", random.between(1, 2)), ...chargers] }, { name: "P2", level: -2, spots: spots("2-", random.between(2, 3)) }]
})

/** Free for half an hour, in whole units of a currency that has no smaller ones. */
const station = (random: Random): Draft => ({
  name: "Station",
  timeZone: "Asia/Tokyo",
  type: "mall",
  tariff: {
    ...tariff("JPY", { type: "slab", mode: "graduated", tax: "0.1", brackets: [{ upTo: "PT30M", price: "0" }], beyond: { type: "hourly", price: "300", count: "exact" } }),
    rounding: { mode: "down", to: "10", where: "total" }
  },
  exitPolicy: { exitGrace: "PT10M", afterGrace: "whole" },
  assumedStay: "PT6H",
  zones: [{ name: "Roof", spots: spots("R", random.between(3, 4)) }]
})

/** What opens as the garage does. */
export const drafts = (random: Random): ReadonlyArray<Draft> => [street(random), tower(random), station(random)]

/** The same lot at other prices, for who comes from now on: each hour costs so much. */
export const dearer = ({ tariff: { rate: _, ...rest }, ...draft }: Draft, price: number): Input<"changeTerms">["terms"] => {
  const { address: _a, coordinates: _c, name: _n, openingHours: _o, operatorId: _p, timeZone: _t, type: _y, zones: _z, ...terms } = draft
  return { ...terms, tariff: { ...rest, rate: { type: "hourly", price: rest.currency === "JPY" ? `${price * 100}` : `${price}.00`, count: "started", label: "new price", tax: "0.1" } } }
}
