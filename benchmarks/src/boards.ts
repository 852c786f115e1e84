/**
 * What the pricing benchmark prices: tariffs of real boards, each with the closed form that somebody would write by hand
 * for that very board and nothing else. A closed form gives the same totals, to the cent, and no lines.
 *
 * Units: epoch seconds in, minor units out.
 */
interface Total {
  readonly net: number
  readonly gross: number
}

export interface Board {
  readonly name: string
  readonly source: string
  readonly facts?: { readonly lost?: boolean; readonly product?: string }
  readonly tariff: { readonly [field: string]: unknown }
  readonly total: (entry: number, exit: number) => Total
}

const terms = { tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart" }
const untaxed = (amount: number): Total => ({ net: amount, gross: amount })

export const flat: Board = {
  name: "flat",
  source: "a university in Washington, DC: a lost ticket is 20.00",
  facts: { lost: true },
  tariff: {
    ...terms, zone: "America/New_York", currency: "USD",
    rate: { type: "choose", cases: [{ if: { lost: true }, rate: { type: "flat", price: "20" } }], otherwise: "unavailable" }
  },
  total: () => untaxed(20_00)
}

export const hourly: Board = {
  name: "hourly",
  source: "Waterlooplein, Amsterdam: 5.00 per started hour; the 21 % of tax in it are shown, so that something is rounded",
  tariff: {
    ...terms, zone: "Europe/Amsterdam", currency: "EUR", tax: "included",
    rate: { type: "hourly", price: "5.00", count: "started", tax: "0.21" }
  },
  total: (entry, exit) => {
    const gross = Math.ceil((exit - entry) / 3_600) * 5_00
    // Half up in whole numbers: 0.5 and more of a cent is a cent.
    return { net: Math.floor((200 * gross + 121) / 242), gross }
  }
}

export const ladder: Board = {
  name: "slab, ladder",
  source: "a Dutch municipality (RDW 173): 1.10 an hour to the second for up to four hours, 4.40 for longer",
  tariff: {
    ...terms, zone: "Europe/Amsterdam", currency: "EUR",
    rate: {
      type: "slab", mode: "ladder",
      brackets: [{ upTo: "PT4H", rate: { type: "hourly", price: "1.10", count: "exact" } }],
      beyond: { type: "flat", price: "4.40" }
    }
  },
  total: (entry, exit) => untaxed(exit - entry <= 14_400 ? Math.floor(((exit - entry) * 1_10 + 1_800) / 3_600) : 4_40)
}

export const graduated: Board = {
  name: "slab, graduated",
  source: "Cologne/Bonn P32: 5.30 for 20 minutes, then 5.90 per started quarter hour",
  tariff: {
    ...terms, zone: "Europe/Berlin", currency: "EUR",
    rate: {
      type: "slab", mode: "graduated",
      brackets: [{ upTo: "PT20M", price: "5.30" }],
      beyond: { type: "hourly", price: "5.90", per: "PT15M", count: "started" }
    }
  },
  total: (entry, exit) => untaxed(5_30 + Math.max(0, Math.ceil((exit - entry - 1_200) / 900)) * 5_90)
}

const day = 86_400
const utc = (text: string): number => Date.parse(text) / 1_000
/** Summer times in London, in the years that the stays lie in. */
const [from2025, to2025] = [utc("2025-03-30T01:00:00Z"), utc("2025-10-26T01:00:00Z")]
const [from2026, to2026] = [utc("2026-03-29T01:00:00Z"), utc("2026-10-25T01:00:00Z")]
const [from2027, to2027] = [utc("2027-03-28T01:00:00Z"), utc("2027-10-31T01:00:00Z")]
const aMonday = utc("2024-12-30T00:00:00Z")

const isSummer = (instant: number): boolean =>
  instant < to2025 ? instant >= from2025 : instant < to2026 ? instant >= from2026 : instant >= from2027 && instant < to2027

/** Seconds from 08:00 to 18:00 on weekdays before an instant, from a Monday on. The clock only changes while it is closed. */
const openBefore = (instant: number): number => {
  const local = instant - aMonday + (isSummer(instant) ? 3_600 : 0)
  const days = Math.floor(local / day)
  const weekday = days % 7
  const whole = (days - weekday) / 7 * 5 + Math.min(weekday, 5)
  return whole * 36_000 + (weekday < 5 ? Math.min(36_000, Math.max(0, local - days * day - 28_800)) : 0)
}

export const windows: Board = {
  name: "windows",
  source: "short stays in the UK: 1.10 an hour to the second, 08:00 to 18:00 on weekdays",
  facts: { product: "short" },
  tariff: {
    ...terms, zone: "Europe/London", currency: "GBP",
    rate: {
      type: "choose",
      cases: [{
        if: { product: "short" },
        rate: {
          type: "dynamic", crossing: "split",
          windows: [{ during: { days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00" }, rate: { type: "hourly", price: "1.10", count: "exact" } }],
          otherwise: { type: "flat", price: "0" }
        }
      }],
      otherwise: "unavailable"
    }
  },
  total: (entry, exit) => untaxed(Math.floor(((openBefore(exit) - openBefore(entry)) * 1_10 + 1_800) / 3_600))
}

const halfHours = (from: number, to: number): number => Math.ceil((to - from) / 1_800) * 100

/** A rolling day, or the begin of one, from `clock` on: seconds after a Tokyo midnight. */
const rollingDay = (clock: number, length: number): number => {
  let sum = 0
  for (let at = clock; at < clock + length;) {
    const night = at % day < 28_800 || at % day >= 72_000
    const boundary = at - at % day + (at % day < 28_800 ? 28_800 : at % day < 72_000 ? 72_000 : day + 28_800)
    const to = Math.min(clock + length, boundary)
    sum += night ? Math.min(500, halfHours(at, to)) : halfHours(at, to)
    at = to
  }
  return Math.min(900, sum)
}

export const rollingCap: Board = {
  name: "rolling cap over windows",
  source: "a car park in Japan: 100 per half hour, 20:00 to 08:00 at most 500, 24 hours at most 900",
  tariff: {
    ...terms, zone: "Asia/Tokyo", currency: "JPY", rounding: { mode: "half-up", to: "1", where: "total" },
    rate: {
      type: "each", per: { every: "PT24H" }, partial: "restart", max: "900",
      rate: {
        type: "dynamic", crossing: "split",
        windows: [{
          during: { from: "20:00", to: "08:00" },
          rate: { type: "each", per: "stay", max: "500", rate: { type: "hourly", price: "100", per: "PT30M", count: "started" } }
        }],
        otherwise: { type: "hourly", price: "100", per: "PT30M", count: "started" }
      }
    }
  },
  total: (entry, exit) => {
    const clock = (entry + 9 * 3_600) % day
    const days = Math.floor((exit - entry) / day)
    return untaxed((days > 0 ? days * rollingDay(clock, day) : 0) + rollingDay(clock, exit - entry - days * day))
  }
}

/** A step belongs to the tariff of the clock at which it begins: what a loop over steps does. */
export const followed: Board = {
  name: "steps by the clock",
  source: "made up: 1.50 per started quarter hour from 08:00 to 18:00, 0.50 at night; Tokyo, whose clocks never change",
  tariff: {
    ...terms, zone: "Asia/Tokyo", currency: "EUR",
    rate: {
      type: "dynamic", crossing: { follow: "PT15M" },
      windows: [{ during: { from: "08:00", to: "18:00" }, rate: { type: "hourly", price: "1.50", per: "PT15M", count: "started" } }],
      otherwise: { type: "hourly", price: "0.50", per: "PT15M", count: "started" }
    }
  },
  total: (entry, exit) => {
    let sum = 0
    for (let at = entry; at < exit; at += 900) sum += ((at + 9 * 3_600) % day) >= 28_800 && ((at + 9 * 3_600) % day) < 64_800 ? 1_50 : 50
    return untaxed(sum)
  }
}

/** Rungs in seconds and cents. */
export const rungs = [900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400, 172_800, 1_209_600].map((upTo, index) => ({ upTo, price: (index + 1) * 1_50 }))

export const printed: Board = {
  name: "printed ladder",
  source: "made up: twelve lines of a price board, up to two weeks",
  tariff: {
    ...terms, zone: "Europe/Berlin", currency: "EUR",
    rate: { type: "slab", mode: "ladder", brackets: rungs.map(({ price, upTo }) => ({ upTo: `PT${upTo}S`, price: (price / 100).toFixed(2) })), beyond: "unavailable" }
  },
  total: (entry, exit) => untaxed(rungs.find(({ upTo }) => exit - entry <= upTo)?.price ?? Number.NaN)
}

const leaf = { type: "hourly", price: "0.60", per: "PT20M", count: "started" } as const
const night = { from: "20:00", to: "08:00" } as const

/** Every construct of the language, in London. */
export const constructs: Readonly<Record<string, object>> = {
  flat: { type: "flat", price: "3.00" },
  hourly: leaf,
  "hourly, exact": { ...leaf, count: "exact" },
  "slab, ladder": { type: "slab", mode: "ladder", brackets: [{ upTo: "PT15M", price: "0" }], beyond: leaf },
  "slab, graduated": { type: "slab", mode: "graduated", brackets: [{ upTo: "PT15M", price: "0" }], beyond: leaf },
  "dynamic, split": { type: "dynamic", crossing: "split", windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  "dynamic, accumulate": { type: "dynamic", crossing: "accumulate", windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  "dynamic, entry": { type: "dynamic", crossing: "entry", windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  "dynamic, most": { type: "dynamic", crossing: "most", windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  "dynamic, follow": { type: "dynamic", crossing: { follow: "PT20M" }, windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  subscription: { type: "subscription", pass: "night", covers: { during: night }, rest: leaf },
  choose: { type: "choose", cases: [{ if: { entry: night }, rate: leaf }], otherwise: { ...leaf, price: "1.00" } },
  "each PT24H": { type: "each", per: { every: "PT24H" }, partial: "restart", max: "12.00", rate: leaf },
  "each PT24H over windows": { type: "each", per: { every: "PT24H" }, partial: "restart", max: "12.00", rate: { type: "dynamic", crossing: "split", windows: [{ during: night, rate: leaf }], otherwise: { ...leaf, price: "1.00" } } },
  "each day": { type: "each", per: { every: "day" }, partial: "restart", max: "12.00", rate: leaf },
  "each day, continued": { type: "each", per: { every: "day" }, partial: "continue", max: "12.00", rate: leaf },
  "each day, full": { type: "each", per: { every: "day" }, partial: "full", max: "12.00", rate: leaf },
  "each stay": { type: "each", per: "stay", max: "12.00", rate: leaf },
  sum: { type: "sum", of: [{ type: "flat", price: "1.00" }, leaf] },
  cheapest: { type: "cheapest", of: [{ type: "flat", price: "20.00" }, leaf] },
  scale: { type: "scale", by: "0.8", rate: leaf },
  billed: { type: "billed", step: "PT30M", count: "started", rate: leaf }
}

export const ofConstruct = (rate: object): object => ({ ...terms, zone: "Europe/London", currency: "GBP", rate })
