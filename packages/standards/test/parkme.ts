/** ParkMe rules and options in few words. */
import { ParkMe } from "@parkade/standards/parkme"
import { Result } from "effect"

type Options = typeof ParkMe.Options.Encoded

/** What every import needs, and no answer to what only some rules ask. */
export const bare = {
  zone: "Europe/Berlin",
  currency: "EUR",
  tax: "none",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  seconds: "counted"
} as const satisfies Options

/** An answer to every question. */
export const answered = {
  ...bare,
  hours: "started",
  freeMinutes: "deducted",
  baseRate: "once",
  crossing: "split",
  ends: "exclusive",
  spotSizes: "ignore-filter"
} as const satisfies Options

export const imported = (document: unknown, options: Options = answered): ParkMe.Imported => Result.getOrThrow(ParkMe.toTariff(document, options))

/** The rate of the tariff that `document` makes. */
export const rate = (document: unknown, options: Options = answered): unknown => {
  const { tariff } = imported(document, options)
  return typeof tariff === "object" && tariff !== null && "rate" in tariff ? tariff.rate : undefined
}

/** "path: message" of everything that is wrong with `document`. */
export const issues = (document: unknown, options: Options = answered): ReadonlyArray<string> =>
  Result.match(ParkMe.toTariff(document, options), {
    onFailure: (failure) => failure.issues.map(({ message, path }) => `${path}: ${message}`),
    onSuccess: () => []
  })

/** The price of the seed's own example. */
export const slabs = {
  slabs: [
    { max_hours: 1, price: 5 },
    { max_hours: 3, price: 12 },
    { max_hours: 6, price: 20 },
    { max_hours: null, price: 30 }
  ]
}

export const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday"]
export const peak = (start: string, end: string, change: object = {}) => ({ peak_hours: [{ days: workdays, start, end, rate: 8, ...change }], off_peak_rate: "4.00" })
