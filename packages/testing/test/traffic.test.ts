import { Instant, TimeZone } from "@parkade/core/time"
import { traffic, trafficCsv, type TrafficOptions } from "@parkade/testing/arbitraries"
import { describe, expect, it } from "vitest"

const few = (count: number, options?: TrafficOptions) => {
  const stays = traffic(options)
  return Array.from({ length: count }, () => stays.next().value)
}

describe("past stays", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(few(100, { seed: 7 })).toEqual(few(100, { seed: 7 }))
    expect(few(100, { seed: 7 })).not.toEqual(few(100, { seed: 8 }))
  })

  it("come by day, for an errand, for work, for a night", () => {
    const stays = few(14_000)
    const share = (of: ReadonlyArray<unknown>) => of.length / stays.length
    expect(share(stays.filter(({ entry }) => new Date(entry).getUTCHours() < 6))).toBeLessThan(0.05)
    expect(stays.every(({ entry, exit }) => exit > entry)).toBe(true)
    const median = (group: string) => {
      const minutes = stays.filter((stay) => stay.group === group).map(({ entry, exit }) => (exit - entry) / 60_000).toSorted((a, b) => a - b)
      return minutes[minutes.length >> 1] ?? 0
    }
    expect(["errand", "work", "night"].map((group) => Math.round(median(group) / 60))).toEqual([1, 8, 15])
    expect(share(stays.filter(({ group }) => group === "errand"))).toBeGreaterThan(0.5)
  })

  it("are written as comma-separated values, on the clock of a zone", () => {
    const zone = TimeZone.TimeZone.make("Europe/Berlin")
    const [header, ...lines] = [...trafficCsv(5_000, { zone })].join("").trimEnd().split("\n")
    expect([header, lines.length]).toEqual(["entry,exit,group,vehicle", 5_000])
    const [first] = few(1, { zone })
    expect(lines[0]?.split(",")).toEqual([Instant.toIso(first?.entry ?? Instant.Instant.make(0), zone), Instant.toIso(first?.exit ?? Instant.Instant.make(0), zone), first?.group, first?.vehicle])
  })
})
