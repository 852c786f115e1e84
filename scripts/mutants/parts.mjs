/**
 * Core in parts: what is mutated together, and the tests that judge it, by the beginnings of their names. A mutant that only
 * tests of another part would kill counts as survived.
 */
const prices = ["Bill", "Bounds", "Comparison", "Curve", "Phases", "PriceFunction", "Refund", "Stairs", "TariffBuild", "Versions", "Ways", "Weeks", "guide", "vectors"]

const folder = (name, tests) => ({ name, mutate: [`packages/core/src/${name}/**/*.ts`], tests })

export const parts = [
  { name: "pricing/meter", mutate: ["packages/core/src/pricing/meter/*.ts"], tests: prices },
  { name: "pricing/lint", mutate: ["packages/core/src/pricing/lint/*.ts"], tests: ["Lint", "lintGuide"] },
  { name: "pricing", mutate: ["packages/core/src/pricing/*.ts"], tests: [...prices, "Fee", "PassProduct", "Penalty", "Quote", "Receipt", "Tariff*", "Validation"] },
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
  folder("account", ["AuditEntry", "Operator", "OwnedVehicle", "Person", "Policy", "Rejection", "account"])
]
