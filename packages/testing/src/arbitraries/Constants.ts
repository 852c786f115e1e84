/** What a tariff's own text says of time and of facts: where its price is likely to change. */
import { isObject, places } from "./Json.ts"
import { secondsOf } from "./Window.ts"

/** What a tariff mentions: where its price is likely to change. */
export interface Constants {
  /** Seconds of every elapsed time. */
  readonly lengths: ReadonlyArray<number>
  /** "18:00" */
  readonly clocks: ReadonlyArray<string>
  /** "2026-12-25", and "12-25" where it is yearly. */
  readonly dates: ReadonlyArray<string>
  /** By the fact's name, what its conditions mention: "vehicle" -> "bus", "occupancy" -> "0.8", "unpaid" -> "PT1464H". */
  readonly facts: { readonly [fact: string]: ReadonlyArray<string> }
  /** Edges of the bands of amperes and kilowatts. */
  readonly amps: ReadonlyArray<string>
  readonly kw: ReadonlyArray<string>
  /** Kinds of phase. */
  readonly phases: ReadonlyArray<string>
  /** True when what a stay's phases say matters: phases, currents, powers, energy. */
  readonly energy: boolean
  /** True when earlier visits matter. */
  readonly history: boolean
}

const texts = (value: unknown): ReadonlyArray<string> => places(value).flatMap(({ value }) => (typeof value === "string" ? [value] : []))

const distinct = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(values)]

const factNames = ["vehicle", "spot", "product", "pass", "validation", "visit", "occupancy", "lost", "expired", "unpaid"]

/** Every constant of a tariff. */
export const constants = (tariff: unknown): Constants => {
  const all = places(tariff)
  const matching = (pattern: RegExp) => distinct(texts(tariff).filter((text) => pattern.test(text)))
  const under = (key: string) => distinct(all.flatMap((place) => (place.key === key ? texts(place.value) : [])))
  const given = (name: string) => all.filter(({ key, value }) => key === name && value !== undefined)
  const facts = factNames.flatMap((name) => {
    const mentioned = given(name).flatMap(({ value }) => (typeof value === "boolean" ? [`${value}`] : texts(value)))
    // A price that follows demand at entry has bands of occupancy too.
    const bands = name === "occupancy" ? given("bands").flatMap(({ value }) => (Array.isArray(value) ? value.flatMap((band) => (isObject(band) ? texts(band["from"]) : [])) : [])) : []
    return mentioned.length + bands.length === 0 ? [] : [[name, distinct([...mentioned, ...bands])] as const]
  })
  const phases = under("phase")
  const [amps, kw] = [under("current"), under("power")]
  return {
    lengths: distinct(matching(/^PT\d/).map(secondsOf)).filter((seconds) => seconds > 0),
    clocks: matching(/^\d\d:\d\d$/),
    dates: matching(/^(\d{4}-)?\d\d-\d\d$/),
    facts: Object.fromEntries(facts),
    amps,
    kw,
    phases,
    energy: phases.length + amps.length + kw.length > 0 || all.some(({ key, value }) => (key === "type" && value === "energy") || (typeof value === "string" && value.endsWith(" kWh"))),
    history: given("visit").length > 0 || all.some(({ path, value }) => path === "visits" && value !== "apart")
  }
}
