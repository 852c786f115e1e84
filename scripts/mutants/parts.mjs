/**
 * Core in parts: what is mutated together, the tests that judge it, by their names, and the share that they are to kill. A mutant
 * that only tests of another part would kill counts as survived.
 */
const prices = ["Bill", "Bounds", "Comparison", "Curve", "Demand", "Phases", "PriceFunction", "Refund", "Stairs", "TariffBuild", "Versions", "Ways", "Weeks", "WhyNot", "guide", "vectors"]

/** How a tariff is written, read and refused. */
const language = ["Amount", "Apart", "Build", "Diagnosis", "Expectation", "Faults", "Field", "Guess", "InvalidTariff", "Json", "JsonSchema", "Period", "Price", "Rate", "Slip", "Syntax", "Tariff", "Window"]
  .map((name) => `packages/core/src/pricing/${name}.ts`)

const folder = (name, tests) => ({ name, mutate: [`packages/core/src/${name}/**/*.ts`], tests, goal: 80 })

const pricing = (name, mutate, tests) => ({ name: `pricing/${name}`, mutate, tests, goal: 90 })

export const parts = [
  pricing("meter", ["packages/core/src/pricing/meter/*.ts"], [...prices, "Changes"]),
  pricing("lint", ["packages/core/src/pricing/lint/*.ts"], ["Lint", "lintGuide"]),
  pricing("language", language, ["Diagnosis", "Tariff", "TariffBuild", "TariffGuesses", "TariffHostile", "TariffLimits", "TariffRefusals", "TariffSchema"]),
  pricing("prices", ["packages/core/src/pricing/*.ts", ...language.map((file) => `!${file}`)], [...prices, "Fee", "PassProduct", "Penalty", "PriceTable", "Quote", "Receipt", "Validation"]),
  folder("money", ["money", "MoneyLaws", "Whole"]),
  folder("time", ["time", "LocalDate", "Calendar", "OpeningHours", "laws"]),
  folder("ticket", ["Ticket", "TicketNumber", "Settlement", "Rejection", "laws", "tickets", "stays"]),
  folder("reservation", ["Reservation", "Series", "Code", "Capacity", "Rejection", "laws", "reservations", "series", "codes"]),
  folder("payment", ["Payment", "PaymentLaws", "Mandate", "Ledger", "Rejection", "MoneyLaws", "payments", "captures", "gateway"]),
  folder("pass", ["Pass", "Waitlist", "Rejection", "laws", "passes"]),
  folder("lane", ["Passage", "plates", "Rejection", "lanes"]),
  folder("enforcement", ["Violation", "Penalty", "Rejection", "enforcement"]),
  folder("lot", ["lot", "layouts", "OpeningHours", "plates", "laws"]),
  folder("allocation", ["allocation", "allocator", "misfits"]),
  folder("account", ["AuditEntry", "Operator", "OwnedVehicle", "Person", "Policy", "Rejection", "account"]),
  folder("charging", ["ChargingSession", "Phases", "charging", "Rejection"]),
  folder("merchant", ["Merchant", "MerchantLaws", "merchant", "Validation", "Rejection"]),
  folder("valet", ["Custody", "valet", "Rejection"]),
  folder("operations", ["operations/*"]),
  folder("facade", ["facade", "gates", "gateway", "inputs", "scenarios"]),
  folder("explain", ["explain"]),
  folder("replay", ["Replay"]),
  folder("ports", ["Ledger", "Rejection", "operations/*"]),
  folder("lifecycle", ["Rejection", "laws"])
]
