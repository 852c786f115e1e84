/** Laws of a tariff's versions. */
import { type Tariff, Versions } from "@parkade/core/pricing"
import { Instant, LocalDate } from "@parkade/core/time"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { instant, timeZone } from "../arbitraries/Time.ts"
import { type Law, show } from "./Law.ts"
import { compiled, money } from "./Pricing.ts"

export interface VersionsCase {
  readonly list: ReadonlyArray<Versions.Version>
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
}

/** Versions of `tariffs`, one after the other around a stay, in a zone that all of them have. */
export const versionsCase = (tariffs: fc.Arbitrary<Tariff.Tariff>): fc.Arbitrary<VersionsCase> =>
  timeZone().chain((zone) => {
    const changes = fc.uniqueArray(fc.integer({ min: -2, max: 40 }), { minLength: 1, maxLength: 3 })
    return fc.record({ made: fc.array(tariffs, { minLength: 4, maxLength: 4 }), entry: instant({ zone }), lasts: fc.nat(3_000_000), changes, ends: fc.tuple(fc.boolean(), fc.boolean()) })
      .map(({ changes, ends: [opens, closes], entry, lasts, made }) => {
        const today = LocalDate.of(zone, entry)
        const dates = [-30, ...changes.toSorted((a, b) => a - b), 60].map((days) => LocalDate.format(today + days))
        const list = dates.slice(1).flatMap((until, index): ReadonlyArray<Versions.Version> => {
          const [tariff, from, isLast] = [made[index], dates[index], index === dates.length - 2]
          if (tariff === undefined || from === undefined) return []
          const valid = { ...((index > 0 || opens) && { from }), ...((!isLast || closes) && { until }) }
          return [{ id: `v${index}`, tariff: { ...tariff, zone, valid } }]
        })
        return { list, entry, exit: Instant.Instant.make(entry + lasts * 1_000) }
      })
  })

const priced = ({ entry, exit, list }: VersionsCase, running: Versions.Running) =>
  Versions.price(Result.getOrThrow(Versions.compile(list)), { entry, exit }, running)

/** Laws of versions. */
export const versionsLaws: ReadonlyArray<Law<VersionsCase>> = [
  {
    name: "at every entry one version is in force, or none",
    counterexample: ({ entry, exit, list }) => {
      const made = Result.getOrThrow(Versions.compile(list))
      for (const at of [entry, exit, Instant.Instant.make(Math.floor((entry + exit) / 2))]) {
        const today = LocalDate.of(made.zone, at)
        // Where a clock is turned back over midnight, the date before comes again: the date that began has not ended.
        const date = LocalDate.format(at >= LocalDate.at(made.zone, today + 1, 0) ? today + 1 : today)
        const expected = list.filter(({ tariff: { valid = {} } }) => (valid.from ?? "") <= date && date < (valid.until ?? "9")).map(({ id }) => id)
        const found = Versions.inForce(made, at)
        const ids = Result.isSuccess(found) ? [found.success.id] : []
        if (!Equal.equals(ids, expected)) return show({ date, ids, expected })
      }
      return undefined
    }
  },
  {
    name: "a running stay keeps the version of its entry",
    counterexample: (input) => {
      const made = Result.getOrThrow(Versions.compile(input.list))
      const [version, kept] = [Versions.inForce(made, input.entry), priced(input, "keep")]
      if (Result.isFailure(version)) return Result.isFailure(kept) ? undefined : show(kept)
      const alone = version.success.compiled.from(input.entry).at(input.exit)
      return Equal.equals(Result.map(kept, ({ bill }) => bill), alone) ? undefined : show({ kept, alone })
    }
  },
  {
    name: "under switch each version prices its own part",
    counterexample: (input) => {
      const made = Result.getOrThrow(Versions.compile(input.list))
      const all = priced(input, "switch")
      if (Result.isFailure(all)) return undefined
      const { bill, parts } = all.success
      const [{ seconds } = { seconds: "counted" }] = input.list.filter(({ id }) => id === parts[0]?.id).map(({ tariff }) => tariff)
      // Seconds are dropped of the whole stay, once; the parts of what is left have none to drop.
      const lasts = Math.floor(input.exit / 1_000) - Math.floor(input.entry / 1_000)
      const end = Instant.Instant.make((Math.floor(input.exit / 1_000) - (seconds === "dropped" ? lasts % 60 : 0)) * 1_000)
      const ends = [...parts.map(({ from }) => from), input.exit]
      const wrong = parts.find(({ bill: own, from, id, to }, index) => {
        const version = made.versions.find((each) => each.id === id)
        const next = made.versions.find((each) => each.id === parts[index + 1]?.id)
        const alone = version === undefined ? undefined : compiled({ ...version.tariff, seconds: "counted" }, {}).from(from).at(next === undefined ? end : to)
        const turned = next === undefined || next.tariff.valid?.from === undefined || to === LocalDate.at(made.zone, LocalDate.parse(next.tariff.valid.from) ?? 0, 0)
        return to !== ends[index + 1] || !turned || alone === undefined || !Equal.equals(Result.map(alone, money), Result.succeed(money(own)))
      })
      const sum = parts.reduce((total, part) => total + part.bill.gross, 0)
      return wrong === undefined && sum === bill.gross && ends[0] === input.entry ? undefined : show({ wrong, parts })
    }
  }
]
