import { Calendar, TimeZone } from "@parkade/core/time"
import { clockChanges, instant, runs, timeZone, timeZones } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

const hour = 3_600_000
const week = 7 * 24 * hour

/** What the zone's clock shows, by the runtime's own spelling of the offset: "GMT+05:45", "GMT" for none. */
const speller = (zone: string) => {
  const clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
  return (at: number): number => {
    const text = clock.format(at)
    const [, sign, hours = 0, minutes = 0, seconds = 0] = /, GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? expect.unreachable(text)
    return (sign === "-" ? -1_000 : 1_000) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds))
  }
}
const spelt = (zone: string, at: number): number => speller(zone)(at)

/** The instants at which what is spelt changes, found without Calendar: the first after each. */
const speltChanges = (spell: (at: number) => number, from: number, to: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (let start = from; start < to; start += week) {
    let [low, high] = [start, start + week]
    const before = spell(low)
    if (spell(high) === before) continue
    while (high - low > 1_000) {
      const middle = Math.floor((low + high) / 2_000) * 1_000
      if (spell(middle) === before) low = middle
      else high = middle
    }
    found.push(high)
  }
  return found
}

/** Readings around a change that are not resolved as the spelling has it: the first instant that shows them, or later by the gap. */
const wrongReadings = (zone: string, spell: (at: number) => number, change: number): ReadonlyArray<string> => {
  const [before, after] = [spell(change - 1), spell(change)]
  const [low, high] = [change + Math.min(before, after), change + Math.max(before, after)]
  const readings = [low - hour, low - 1, low, low + 1, (low + high) / 2, high - 1, high, high + 1, high + hour]
  return readings.flatMap((local) => {
    const shown = [local - before, local - after].filter((at) => at + spell(at) === local)
    const expected = shown.length === 0 ? local - before : Math.min(...shown)
    const resolved = Calendar.resolve(zone, local)
    return resolved === expected ? [] : [`${zone} ${new Date(local).toISOString()} at ${new Date(resolved).toISOString()}, not ${new Date(expected).toISOString()}`]
  })
}

describe("the offset of a zone's clock", () => {
  it.each([
    ["America/New_York", "2026-03-08T06:59:59Z", -5],
    ["America/New_York", "2026-03-08T07:00:00Z", -4],
    ["America/New_York", "2026-03-08T03:00:00Z", -5],
    ["America/New_York", "2026-11-01T05:59:59Z", -4],
    ["America/New_York", "2026-11-01T06:00:00Z", -5],
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", 1],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 2],
    ["Australia/Lord_Howe", "2026-04-04T14:59:59Z", 11],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 10.5],
    ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 5.75],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", -10],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", 14],
    ["Antarctica/Troll", "2026-07-01T00:00:00Z", 2],
    ["UTC", "2026-07-01T00:00:00Z", 0]
  ])("%s at %s is %f hours", (zone, at, hours) => {
    expect(Calendar.offsetMillis(zone, Date.parse(at))).toBe(hours * hour)
  })

  it("is what the runtime spells, in every zone, close to changes above all", () => {
    fc.assert(fc.property(timeZone(), instant(), (zone, at) => {
      expect(Calendar.offsetMillis(zone, at)).toBe(spelt(zone, at))
    }), runs(300))
  })

  it.each(timeZones)("is right on both sides of every change of %s since 2010", (zone) => {
    for (const change of clockChanges(zone)) {
      for (const at of [change - 7_200_000, change - 1, change, change + 1, change + 7_200_000]) {
        expect([at, Calendar.offsetMillis(zone, at)]).toEqual([at, spelt(zone, at)])
      }
    }
  })

  it("is what the runtime spells in every zone it has, every few days from 2015 to 2030 and around every change, and so are readings", { timeout: 300_000 }, () => {
    const [from, to] = [Date.parse("2015-01-01T00:00:00Z"), Date.parse("2031-01-01T00:00:00Z")]
    const zones = Intl.supportedValuesOf("timeZone")
    const wrong: Array<string> = []
    let seen = 0
    for (const zone of zones) {
      const spell = speller(zone)
      const changes = speltChanges(spell, from, to)
      const samples = Array.from({ length: Math.ceil((to - from) / (5 * 25 * hour)) }, (_, count) => from + count * 5 * 25 * hour + count)
      for (const at of [...samples, ...changes.flatMap((change) => [-26 * hour, -hour, -1, 0, 1, hour, 26 * hour].map((distance) => change + distance))]) {
        if (Calendar.offsetMillis(zone, at) !== spell(at)) wrong.push(`${zone} ${new Date(at).toISOString()}`)
      }
      wrong.push(...changes.flatMap((change) => wrongReadings(zone, spell, change)))
      seen += changes.length
    }
    expect(wrong).toEqual([])
    expect(zones.length).toBeGreaterThan(400)
    expect(seen).toBeGreaterThan(2_000)
  })

  it("is what the runtime spells in any of its zones, from 1970 to 9999", () => {
    const all = fc.tuple(fc.constantFrom(...Intl.supportedValuesOf("timeZone")), fc.oneof(instant({ min: 0, max: Date.parse("2000-01-01T00:00:00Z") }), instant({ min: 0, max: 253_402_300_799_999 })))
    fc.assert(fc.property(all, ([zone, at]) => {
      expect(Calendar.offsetMillis(zone, at)).toBe(spelt(zone, at))
    }), runs(300))
  })

  it("is not read of a zone that is none, nor at no instant", () => {
    expect(() => Calendar.offsetMillis("Mars/Olympus", 0)).toThrow(RangeError)
    expect(() => Calendar.offsetMillis("Europe/Berlin", Number.NaN)).toThrow(RangeError)
  })

  it("costs a few years' reading however far apart two instants lie", () => {
    const start = process.cpuUsage()
    for (const year of [1970, 9_999, 1970, 5_000]) Calendar.offsetMillis("Europe/Helsinki", Date.UTC(year, 5, 1))
    expect(process.cpuUsage(start).user).toBeLessThan(500_000)
  })

  it("has seconds where clocks had", () => {
    expect(Calendar.offsetMillis("Africa/Monrovia", 0)).toBe(-2_670_000)
  })
})

describe("a clock reading as an instant", () => {
  const utc = (text: string) => Date.parse(`${text}Z`)
  it.each([
    ["plain", "Europe/Berlin", "2026-06-01T08:00:00", "2026-06-01T06:00:00"],
    ["skipped: moved forward", "Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00"],
    ["the last before the gap", "Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59"],
    ["the first after the gap", "Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00"],
    ["repeated: the first time", "Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00"],
    ["the first after the fold", "Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00"],
    ["skipped west of Greenwich", "America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00"],
    ["repeated west of Greenwich", "America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00"],
    ["half an hour skipped", "Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00"],
    ["half an hour repeated", "Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00"],
    ["two hours skipped", "Antarctica/Troll", "2026-03-29T01:30:00", "2026-03-29T01:30:00"],
    ["two hours repeated", "Antarctica/Troll", "2026-10-25T01:30:00", "2026-10-24T23:30:00"],
    ["repeated as Ramadan begins", "Africa/Casablanca", "2026-02-15T02:30:00", "2026-02-15T01:30:00"],
    ["skipped as Ramadan ends", "Africa/Casablanca", "2026-03-22T02:30:00", "2026-03-22T02:30:00"],
    ["midnight skipped", "Asia/Beirut", "2026-03-29T00:00:00", "2026-03-28T22:00:00"],
    ["after a skipped midnight", "Asia/Beirut", "2026-03-29T00:30:00", "2026-03-28T22:30:00"],
    ["the hour before midnight repeated", "Asia/Beirut", "2026-10-24T23:30:00", "2026-10-24T20:30:00"],
    ["the midnight that was put off", "Asia/Beirut", "2026-10-25T00:00:00", "2026-10-24T22:00:00"],
    ["midnight skipped west of Greenwich", "America/Sao_Paulo", "2018-11-04T00:30:00", "2018-11-04T03:30:00"],
    ["before midnight repeated west of Greenwich", "America/Sao_Paulo", "2018-02-17T23:30:00", "2018-02-18T01:30:00"],
    ["midnight itself repeated", "America/St_Johns", "2010-11-07T00:00:30", "2010-11-07T02:30:30"],
    ["a date skipped", "Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T22:00:00"],
    ["the last before the date skipped", "Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59"],
    ["the first after the date skipped", "Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00"],
    ["a date skipped at another end of the ocean", "Pacific/Kwajalein", "1993-08-21T06:00:00", "1993-08-21T18:00:00"],
    ["three quarters of an hour skipped and half a minute", "Africa/Monrovia", "1972-01-07T00:20:00", "1972-01-07T01:04:30"]
  ])("%s: %s %s", (_, zone, local, instant) => {
    expect(new Date(Calendar.resolve(zone, utc(local))).toISOString()).toBe(new Date(utc(instant)).toISOString())
  })

  it.each([
    ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z"],
    ["Asia/Beirut", "2026-03-28T22:00:00Z", "2026-03-28T22:00:00Z"],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z"],
    ["America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z"],
    ["Asia/Kathmandu", "2026-01-01T18:14:59Z", "2025-12-31T18:15:00Z"]
  ])("the day in %s that %s lies in begins at %s", (zone, at, start) => {
    expect(new Date(Calendar.startOfDay(zone, Date.parse(at))).toISOString()).toBe(new Date(start).toISOString())
  })

  // Calendar keeps stretches by years of 366 days, and in 2087 and 2094 one of those begins within hours of a change.
  it.each([...timeZones, "America/Santiago"])("is right around every change of %s in a later year", (zone) => {
    const spell = speller(zone)
    const changes = speltChanges(spell, Date.parse("2086-01-01T00:00:00Z"), Date.parse("2096-01-01T00:00:00Z"))
    expect(changes.flatMap((change) => wrongReadings(zone, spell, change))).toEqual([])
  })

  it("is read back by the clock, unless the clock skips it", () => {
    fc.assert(fc.property(timeZone(), instant({ min: Date.parse("2012-01-01T00:00:00Z") }), (zone, at) => {
      const local = at + Calendar.offsetMillis(zone, at)
      const resolved = Calendar.resolve(zone, local)
      expect(resolved + Calendar.offsetMillis(zone, resolved)).toBe(local)
      expect(resolved).toBeLessThanOrEqual(at)
    }), runs(300))
  })
})

describe("a time zone", () => {
  it.each([["Europe/Berlin", true], ["America/Argentina/Buenos_Aires", true], ["UTC", true], ["Etc/GMT+5", true], ["CET", false], ["+01:00", false], ["Europe/Nowhere", false], ["", false], ["europe/berlin", false], ["Europe/Berlin\n", false]])(
    "%j: %s",
    (name, known) => expect(Calendar.isTimeZone(name)).toBe(known)
  )
  it("is branded only when known", () => expect(() => TimeZone.TimeZone.make("Mars/Olympus")).toThrow())
})

describe("the machine's own zone", () => {
  const script = `
    import * as Calendar from "../src/time/Calendar.ts"
    import * as LocalDate from "../src/time/LocalDate.ts"
    const zones = ${JSON.stringify(timeZones)}
    const read = []
    for (const zone of zones) {
      for (let at = Date.UTC(2011, 11, 1); at < Date.UTC(2013, 0, 1); at += 6 * 3_600_000) {
        read.push(Calendar.offsetMillis(zone, at), Calendar.resolve(zone, at), Calendar.startOfDay(zone, at))
        const date = LocalDate.of(zone, at)
        read.push(date, LocalDate.at(zone, date, 9_000), LocalDate.exists(zone, date), LocalDate.format(date), LocalDate.parse("2012-03-25"))
      }
      read.push(Calendar.isTimeZone(zone), Calendar.utcFields(1e12), Calendar.utcMillis({ ...Calendar.utcFields(1e12), hour: 2 }))
    }
    console.log(JSON.stringify({ machine: new Intl.DateTimeFormat().resolvedOptions().timeZone, noon: new Date(2012, 2, 25, 12).toISOString(), read }))`

  const runIn = async (zone: string): Promise<{ readonly machine: string; readonly noon: string; readonly read: ReadonlyArray<unknown> }> => {
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: import.meta.dirname,
      env: { ...process.env, NODE_OPTIONS: undefined, TZ: zone },
      maxBuffer: 64 * 1_024 * 1_024
    })
    return JSON.parse(stdout)
  }

  it("changes nothing", { timeout: 60_000 }, async () => {
    const machines = ["UTC", "Pacific/Apia", "America/St_Johns", "Europe/Berlin"]
    const [first, ...others] = await Promise.all(machines.map(runIn))
    expect([first, ...others].map((each) => each?.machine)).toEqual(machines)
    expect(new Set([first, ...others].map((each) => each?.noon)).size).toBe(machines.length)
    expect(first?.read.length).toBeGreaterThan(10_000)
    for (const { machine, read } of others) expect([machine, JSON.stringify(read) === JSON.stringify(first?.read)]).toEqual([machine, true])
  })
})
