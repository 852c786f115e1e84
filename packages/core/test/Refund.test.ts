import { Money } from "@parkade/core/money"
import { Bill, Extension, PriceFunction, Refund, type Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const EUR = Money.Currency.make("EUR")
const euros = (amount: number) => ({ amount, currency: EUR })
const priceOf = (made: Tariff.Tariff) => Result.getOrThrow(PriceFunction.compile(made)).from(entry)

const hourly = tariff({ type: "hourly", price: "2.00", count: "started", tax: "0.19" }, { tax: "added" })
const ladder = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "2" }, { upTo: "PT2H", price: "3" }, { upTo: "PT4H", price: "4" }], beyond: { type: "flat", price: "9" } })
const falling = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5" }], beyond: { type: "flat", price: "3" } })

const policy = (json: object) => Schema.decodeUnknownSync(Refund.Policy, { onExcessProperty: "error" })(json)
const unused = (json: object, paid: number, stay: string, made = ladder) =>
  Result.map(Refund.unused(policy(json), priceOf(made), { paid: euros(paid), left: after(stay) }), ({ refund }) => refund.amount)

describe("unused time", () => {
  it.each<[string, object, number, string, number]>([
    ["is refunded", { refund: "unused" }, 900, "1:30", 600],
    ["is refunded to the second", { refund: "unused" }, 900, "1:00", 700],
    ["is all there is, where nothing was used", { refund: "unused" }, 900, "0:00", 900],
    ["is kept", { refund: "none" }, 900, "0:00", 0],
    ["is nothing where the stay cost as much", { refund: "unused" }, 900, "5:00", 0],
    ["is nothing where the stay cost more", { refund: "unused" }, 400, "5:00", 0],
    ["is less a fee", { refund: "unused", fee: "0.50" }, 900, "1:30", 550],
    ["is nothing where the fee takes it", { refund: "unused", fee: "6.50" }, 900, "1:30", 0],
    ["is rounded down", { refund: "unused", fee: "0.01", roundDownTo: "0.50" }, 900, "1:30", 550],
    ["is rounded down to what can be paid", { refund: "unused", fee: "1/3" }, 900, "1:30", 566],
    ["is rounded down to what can be paid of a multiple that cannot", { refund: "unused", fee: "0.04", roundDownTo: "0.015" }, 900, "1:30", 595],
    ["is not paid out below a minimum", { refund: "unused", minimum: "6.01" }, 900, "1:30", 0],
    ["is paid out from a minimum on", { refund: "unused", minimum: "6.00" }, 900, "1:30", 600]
  ])("%s", (_, json, paid, stay, refund) => expect(unused(json, paid, stay)).toEqual(Result.succeed(refund)))

  it("is what was paid with tax", () => expect(unused({ refund: "unused" }, 714, "1:00", hourly)).toEqual(Result.succeed(476)))

  it("is refused in other money, and of a stay that ends before it began", () => {
    const francs = Refund.unused(policy({ refund: "unused" }), priceOf(ladder), { paid: { amount: 900, currency: Money.Currency.make("CHF") }, left: after("1:00") })
    const early = Refund.unused(policy({ refund: "unused" }), priceOf(ladder), { paid: euros(900), left: Instant.Instant.make(entry - 1_000) })
    expect([francs, early].map((made) => Result.isFailure(made) && made.failure._tag)).toEqual(["CurrencyMismatch", "ExitBeforeEntry"])
  })
})

describe("a cancellation", () => {
  const decode = Schema.decodeUnknownResult(Refund.Cancellation, { onExcessProperty: "error" })
  const cancel = (json: object, startsIn: string, cancelledIn: string) =>
    Result.map(Refund.cancel(Result.getOrThrow(decode(json)), { paid: euros(1_000), bookedAt: entry, startsAt: after(startsIn) }, after(cancelledIn)), ({ amount }) => amount)

  const early = { steps: [{ bookedWithin: "PT5M", percent: "100" }], otherwise: "0" }
  const graded = { steps: [{ bookedWithin: "PT5M", notice: "PT1H", percent: "100" }, { notice: "PT24H", percent: "80" }, { notice: "PT1H", percent: "33.33" }], otherwise: "5", fee: "0.50" }

  it.each<[string, object, string, string, number]>([
    ["all within five minutes", early, "1:00", "0:05", 1_000],
    ["none later", early, "1:00", "0:05:01", 0],
    ["all that was just booked with notice, less the fee", graded, "1:05", "0:05", 950],
    ["not all without notice", graded, "1:04", "0:05", 0],
    ["by notice of a day", graded, "25:00", "1:00", 750],
    ["by notice of less", graded, "25:00", "1:00:01", 283],
    ["what is left otherwise", graded, "25:00", "24:30", 0],
    ["after the start", graded, "1:00", "2:00", 0],
    ["all as it is booked", early, "1:00", "0:00", 1_000],
    ["all that was just booked, though it has begun", early, "0:00", "0:05", 1_000]
  ])("gives %s", (_, json, startsIn, cancelledIn, refund) => expect(cancel(json, startsIn, cancelledIn)).toEqual(Result.succeed(refund)))

  it("comes after its booking", () => {
    const made = Refund.cancel(Result.getOrThrow(decode(early)), { paid: euros(1), bookedAt: entry, startsAt: entry }, Instant.Instant.make(entry - 1_000))
    expect(Result.isFailure(made) && made.failure).toMatchObject({ _tag: "CancelledBeforeBooking", message: "cancelled at 2026-06-01T07:59:59Z, booked at 2026-06-01T08:00:00Z" })
  })

  it("says what a step without a condition lacks", () => {
    const made = decode({ steps: [{ percent: "100" }], otherwise: "0" })
    expect(Result.isFailure(made) && made.failure.message).toMatch(/expected bookedWithin, notice or both[^]*\["steps"\]\[0\]/)
  })

  it.each<[string, object]>([
    ["above all", { steps: [], otherwise: "101" }],
    ["without what else", { steps: [] }],
    ["in days", { steps: [{ notice: "P1D", percent: "100" }], otherwise: "0" }]
  ])("has no policy %s", (_, json) => expect(Result.isFailure(decode(json))).toBe(true))
})

describe("an extension", () => {
  const extend = (made: Tariff.Tariff, until: string, to: string) => Extension.price(priceOf(made), after(until), after(to))
  const gross = (made: Tariff.Tariff, until: string, to: string) => Result.getOrThrow(extend(made, until, to)).gross

  it("goes on with a ladder and does not start it anew", () => {
    // The second hour alone would cost 2.00 as a first one.
    expect([gross(ladder, "1:00", "2:00"), gross(ladder, "2:00", "4:00"), gross(ladder, "4:00", "5:00")]).toEqual([100, 100, 500])
  })

  it("stays within a maximum that was reached", () => {
    const capped = tariff({ type: "each", per: { every: "PT24H" }, partial: "restart", max: "5", rate: { type: "hourly", price: "2", count: "started" } })
    expect([gross(capped, "2:00", "3:00"), gross(capped, "3:00", "20:00"), gross(capped, "20:00", "25:00")]).toEqual([100, 0, 200])
  })

  it("within a step that was paid costs nothing", () => expect(gross(hourly, "1:01", "2:00")).toBe(0))

  it("costs nothing where the longer stay is cheaper", () => {
    const made = Result.getOrThrow(extend(falling, "1:00", "2:00"))
    expect([made.net, made.gross]).toEqual([0, 0])
  })

  it("says what was paid", () => {
    expect(`\n${Bill.render(Result.getOrThrow(extend(hourly, "1:00", "3:00")))}\n`).toBe(`
hourly        3 x 2.00 per hour   6.00
already paid                     -2.00
net                               4.00
tax                               0.76
total EUR                         4.76
`)
    const made = Result.getOrThrow(extend(hourly, "1:00", "3:00"))
    expect([made.from, made.to]).toEqual([after("1:00"), after("3:00")])
  })

  it("has a line for what was paid, without its tax and with it", () => {
    expect(Result.getOrThrow(extend(hourly, "1:00", "3:00")).lines.at(-1)).toEqual(
      { kind: "earlier", rule: "extension", label: "paid", from: entry, to: after("1:00"), quantity: "1", unitPrice: "0", unit: "stay", taxRate: "0", net: -200, gross: -238 })
  })

  it("of what cost nothing has no such line", () => {
    const free = tariff({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", price: "0" }], beyond: { type: "flat", price: "3" } })
    const { gross, lines } = Result.getOrThrow(extend(free, "1:00", "2:00"))
    expect([gross, lines.map(({ kind }) => kind)]).toEqual([300, ["charge", "charge"]])
  })

  it("of what cost tax alone has one", () => {
    // 0.004 and as much tax: 0.00 net, 0.01 gross.
    const made = Result.getOrThrow(extend(tariff({ type: "hourly", price: "0.004", count: "started", tax: "1" }, { tax: "added" }), "1:00", "3:00"))
    expect([made.net, made.gross, made.lines.at(-1)]).toMatchObject([1, 1, { kind: "earlier", net: 0, gross: -1 }])
  })

  it("gives back the tax of a longer stay that costs the same and bears less", () => {
    const taxed = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: { type: "flat", price: "10", tax: "0.25" } }], beyond: { type: "flat", price: "10" } }, { tax: "included" })
    const made = Result.getOrThrow(extend(taxed, "1:00", "2:00"))
    expect([made.net, made.gross]).toEqual([200, 0])
  })

  it("that ends too early is refused with both ends", () => {
    const made = extend(ladder, "2:00", "1:00")
    expect(Result.isFailure(made) && made.failure.message).toBe("the stay is paid until 2026-06-01T10:00:00Z and cannot be extended to 2026-06-01T09:00:00Z")
  })

  it("of no time is an empty sum", () => expect(gross(ladder, "1:00", "1:00")).toBe(0))

  it("ends no earlier than what was paid, and where there is a price", () => {
    const short = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5" }], beyond: "unavailable" })
    expect([extend(ladder, "2:00", "1:00"), extend(short, "1:00", "2:00")].map((made) => Result.isFailure(made) && made.failure._tag)).toEqual(["ExtendsBackwards", "Unavailable"])
  })
})
