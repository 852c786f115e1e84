/**
 * A whole garage, driven by one seed: drivers, clerks, servers, a gateway, clocks, and what goes wrong with them, on the real
 * use-cases. The same seed gives the same history, byte for byte.
 */
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as Faults from "./Faults.ts"
import * as Garage from "./Garage.ts"
import * as Invariants from "./invariants/index.ts"
import { day, hour, type Life, uuid } from "./Life.ts"
import { booker } from "./lives/booker.ts"
import { charger, guest } from "./lives/charger.ts"
import type { Driver, Lot } from "./lives/Driver.ts"
import { family } from "./lives/family.ts"
import { judges } from "./lives/judges.ts"
import { member } from "./lives/member.ts"
import { resident } from "./lives/resident.ts"
import * as staff from "./lives/staff.ts"
import { visitor } from "./lives/visitor.ts"
import * as Reader from "./Reader.ts"
import * as World from "./World.ts"

export interface Options {
  readonly seed: number
  readonly days: number
  /** Which drivers come, by their numbers; all of them when absent. */
  readonly drivers?: ReadonlyArray<number> | undefined
  /** What may go wrong; everything when absent. */
  readonly faults?: ReadonlyArray<Faults.Fault> | undefined
  /** Told of every day that is over. */
  readonly onDay?: ((days: number) => void) | undefined
  /** Something wrong with the garage itself, to see that it is noticed. */
  readonly bug?: World.Bug | undefined
}

export interface Report {
  readonly seed: number
  readonly history: ReadonlyArray<World.Step>
  readonly violations: ReadonlyArray<World.Violation>
  /** How often each fault struck. */
  readonly fired: ReadonlyMap<Faults.Fault, number>
  /** How often each invariant was checked where it could fail. */
  readonly checked: ReadonlyMap<string, number>
  /** Commands of drivers and clerks, without routines, webhooks and who reads the feed; cars that came; days until the last arrival. */
  readonly commands: number
  readonly cars: number
  readonly days: number
  /** Lots as they were opened, and all that was stored. */
  readonly lots: ReadonlyArray<Lot>
  readonly world: World.World
}

/** Weeks in which clocks are moved somewhere, a leap day, a turn of the year, and a week like any other. */
const beginnings = ["2026-03-06", "2026-03-27", "2026-10-23", "2026-10-30", "2028-02-27", "2026-12-30", "2026-06-10"]

const beginningOf = (seed: number): number => Result.getOrThrow(Instant.fromIso(`${beginnings[seed % beginnings.length]}T05:00:00Z`))

/** How many drivers there are. */
export const crowd = 72

const lives = [visitor, booker, visitor, member, visitor, booker, charger, guest, visitor, booker, resident, family]

/** A driver comes again and again, until it is time to close. */
const comesAgain = function*(driver: Driver, index: number, until: number): Life {
  const life = lives[index % lives.length] ?? visitor
  while (driver.world.time.now() < until) {
    yield { _tag: "Wait", millis: driver.random.until(0.8 * day) }
    if (driver.world.time.now() < until) yield* life(driver)
  }
}

const opened = (world: World.World): readonly [Lot, ...ReadonlyArray<Lot>] => {
  const lots: Array<Lot> = []
  for (const [index, draft] of Garage.drafts(world.random("garage")).entries()) {
    world.begin("owner", world.time.now(), (function*(): Life {
      const answer = (yield { _tag: "Call", name: "createLot", input: draft }) as { readonly ok: boolean; readonly value: Omit<Lot, "draft" | "lanes"> }
      const random = world.random("lanes", draft.name)
      // One may be opened in the middle of another: they stay in order.
      if (answer.ok) lots[index] = { ...answer.value, draft, lanes: { entry: uuid(random), exit: uuid(random) } }
    })())
  }
  world.time.until(world.time.now())
  const [first, ...rest] = lots
  if (first === undefined) throw new Error(`no lot could be opened: ${world.history.map(({ why }) => why).join("; ")}`)
  return [first, ...rest]
}

const plateOf = (index: number): string => `${["B", "M", "HH", "S"][index % 4]} ${["OS", "IZ", "GB", "KA"][(index >> 2) % 4]} ${100 + index}`

const people = (world: World.World, lots: Driver["lots"], { drivers }: Options, until: number): void => {
  const all = Array.from({ length: crowd }, (_, index) => index).filter((index) => drivers === undefined || drivers.includes(index))
  for (const index of all) {
    const random = world.random("driver", index)
    const driver: Driver = { world, random, plate: plateOf(index), personId: uuid(random), lots }
    world.begin(`driver ${index}`, world.time.now(), comesAgain(driver, index, until))
  }
}

/** Days after the last arrival in which everything comes to its end, with nothing that goes wrong. */
const after = 3

export const simulate = (options: Options): Report => {
  const { bug, days, faults, seed } = options
  const invariants = Invariants.watch()
  const from = beginningOf(seed)
  const world = World.make({ seed, from, faults, look: invariants.look, bug })
  const lots = opened(world)
  const [close, end] = [from + days * day, from + (days + after) * day]
  people(world, lots, options, close)
  world.begin("clerk", from, staff.clerks(world, lots, close))
  world.begin("judges", from, judges(world, end))
  world.begin("clocks", from, staff.clocks(world, close))
  for (const [name, life] of staff.routines(world, lots, end)) world.begin(`routine ${name}`, from, life)
  const reader = Reader.make(world)
  world.begin("reader", from, reader.life(end + 2 * hour))
  // What goes on after a violation follows from it.
  const isOver = (): boolean => world.violations.length > 0
  for (let over = 1; over <= days; over += 1) {
    world.time.until(from + over * day, isOver)
    options.onDay?.(over)
  }
  world.faults.heal()
  for (const server of world.servers) server.offset = 0
  world.time.until(end + 4 * hour, isOver)
  if (!isOver()) invariants.atTheEnd(world, reader)
  const { history, violations } = world
  const commands = history.filter(({ who }) => /^(driver|clerk|judges)/.test(who)).length
  const cars = new Set(world.store.feed.flatMap(({ event }) => event._tag === "TicketAdmitted" ? [event.vehicle.plate] : [])).size
  return { seed, history, violations, fired: world.faults.fired, checked: invariants.checked, commands, cars, days, lots, world }
}
