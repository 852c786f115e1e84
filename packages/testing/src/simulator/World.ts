/**
 * The world of a run: its time, its servers, what is outside of them, who lives in it, and what was done. Everything in it
 * follows from the seed.
 */
import type { News } from "@parkade/core/payment"
import type { Gates, Gateways } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Memory } from "../memory/index.ts"
import * as Store from "../memory/Store.ts"
import * as Barriers from "./Barriers.ts"
import * as Faults from "./Faults.ts"
import * as Gateway from "./Gateway.ts"
import { type Answer, type Ask, type Life, minute, type Name } from "./Life.ts"
import * as Random from "./Random.ts"
import * as Server from "./Server.ts"
import * as Time from "./Time.ts"

/** One command, and what came of it. */
export interface Step {
  readonly step: number
  readonly at: string
  readonly who: string
  readonly on: string
  readonly command: Name
  readonly given: unknown
  readonly came: string
  readonly why?: string
  /** What struck meanwhile. */
  readonly faults?: ReadonlyArray<Faults.Fault>
}

export interface Violation {
  /** I1 to I12; I0 is a command that broke, L what does not come to its end. */
  readonly invariant: string
  readonly why: string
  readonly step: number
}

/** A command that was answered, or died. */
export interface Done {
  readonly who: string
  readonly name: Name
  readonly input: unknown
  readonly came: Server.Came
}

export interface World {
  readonly seed: number
  readonly time: Time.Time
  readonly store: Store.Store
  readonly storage: Storage
  readonly gateway: Gateway.Gateway
  readonly barriers: Barriers.Barriers
  /** Which plate a camera had before it, by its reads. */
  readonly plates: Map<string, string>
  readonly faults: Faults.Faults
  readonly servers: ReadonlyArray<Server.Server>
  readonly log: Array<string>
  readonly history: Array<Step>
  readonly violations: Array<Violation>
  readonly random: (...name: ReadonlyArray<string | number>) => Random.Random
  /** Begins a life at an instant; it ends by itself. */
  readonly begin: (who: string, at: number, life: Life) => void
  readonly violate: (invariant: string, why: string) => void
}

/** Who looks at the world after every command, and what was done. */
export interface Look {
  readonly after: (world: World, done: Done) => void
  /** The same said twice: by the first answer and the second. */
  readonly again: (world: World, first: Done, second: Done, grown: { readonly events: number; readonly transactions: number }) => void
}

export interface Options {
  readonly seed: number
  /** When it begins. */
  readonly from: number
  /** Those that may strike; all of them when absent. */
  readonly faults?: ReadonlyArray<Faults.Fault> | undefined
  readonly look: Look
  readonly bug?: Bug | undefined
}

type Storage = ReturnType<typeof Memory.over>

/** Something that is wrong with the garage itself, planted to see whether somebody notices. */
export interface Bug {
  readonly storage?: (storage: Storage, store: Store.Store) => Storage
  readonly gateways?: (gateways: Gateways["Service"]) => Gateways["Service"]
  readonly gates?: (gates: Gates["Service"]) => Gates["Service"]
  /** What a server makes of what it is given. */
  readonly given?: (name: Name, input: unknown) => unknown
}

/** What ids make a repetition harmless. */
const ids: { readonly [N in Name]?: string } = {
  pay: "paymentId",
  payOnExit: "paymentId",
  payPass: "paymentId",
  payReservation: "paymentId",
  readPlate: "readId",
  refund: "refundId",
  registerMandate: "mandateId",
  registerPerson: "personId",
  reportViolation: "violationId",
  requestPass: "passId",
  reserve: "reservationId",
  scanEntry: "scanId",
  scanExit: "scanId",
  startPayment: "paymentId",
  validateTicket: "redemptionId"
}

const isRepeatable = (name: Name, input: unknown): boolean => {
  const id = ids[name]
  return id !== undefined && typeof input === "object" && input !== null && id in input
}

const answerOf = (came: Server.Came): Answer<Name> => {
  switch (came._tag) {
    case "Done":
      return { ok: true, value: came.value } as Answer<Name>
    case "Refused": {
      const { _tag, message } = came.error
      return { ok: false, error: { ...came.error, _tag, message } } as Answer<Name>
    }
    default:
      return { ok: false, error: { _tag: "NoAnswer", message: came._tag === "Died" ? came.where : came.why } }
  }
}

const said = (came: Server.Came): Pick<Step, "came" | "why"> => {
  switch (came._tag) {
    case "Done":
      return { came: "done" }
    case "Refused":
      return { came: came.error._tag, why: came.error.message }
    case "Died":
      return { came: "died", why: came.where }
    case "Broken":
      return { came: "broken", why: came.why }
  }
}

/** Faults as the step in which they strike notes them. */
const noting = (faults: Faults.Faults, struck: ReadonlyArray<Array<Faults.Fault>>): Faults.Faults => ({
  ...faults,
  strikes: (fault) => {
    const strikes = faults.strikes(fault)
    if (strikes) struck.at(-1)?.push(fault)
    return strikes
  }
})

/** Does what somebody asks for, on some server; now and then once more. */
const performer = (world: World, look: Look, struck: Array<Array<Faults.Fault>>, given: NonNullable<Bug["given"]>) => {
  const chance = world.random("which server")
  const on = (who: string, name: Name, input: unknown): Done => {
    const server = world.servers[chance.between(0, world.servers.length - 1)]
    if (server === undefined) throw new Error("there is no server")
    const at = Instant.toIso(Instant.Instant.make(world.time.now()))
    const faults: Array<Faults.Fault> = []
    struck.push(faults)
    const came = server.run(name, given(name, input))
    struck.pop()
    world.history.push({ step: world.history.length + 1, at, who, on: server.name, command: name, given: input, ...said(came), ...(faults.length > 0 && { faults }) })
    const done = { who, name, input, came }
    look.after(world, done)
    return done
  }
  return (who: string, name: Name, input: unknown): Done => {
    const first = on(who, name, input)
    if (first.came._tag !== "Done" || !isRepeatable(name, input) || !world.faults.strikes("said-twice")) return first
    const [events, transactions, steps] = [world.store.feed.length, world.store.transactions.length, world.history.length]
    const second = on(who, name, input)
    // Others in between store something, too.
    if (world.history.length === steps + 1) look.again(world, first, second, { events: world.store.feed.length - events, transactions: world.store.transactions.length - transactions })
    return first
  }
}

/** Goes on with a life until it waits or is over. */
const living = ({ time }: World, perform: (who: string, name: Name, input: unknown) => Done) => (who: string, at: number, life: Life): void => {
  const go = (answer: unknown): void => {
    let next: IteratorResult<Ask, void> = life.next(answer)
    while (next.done !== true) {
      const ask = next.value
      if (ask._tag === "Wait") {
        time.put(time.now() + Math.max(0, Math.round(ask.millis)), () => go(undefined))
        return
      }
      next = life.next(ask._tag === "Call" ? answerOf(perform(who, ask.name, ask.input).came) : ask.act())
    }
  }
  time.put(at, () => go(undefined))
}

/** Webhooks of a gateway: twice, late, or never. */
const telling = (world: Pick<World, "begin" | "random" | "faults" | "time">) => {
  const chance = world.random("webhooks")
  const deliver = function*(paymentId: string, news: News.News): Life {
    for (let tries = 0; tries < 6; tries += 1) {
      const heard = (yield { _tag: "Call", name: "hear", input: { paymentId, news } }) as Answer<"hear">
      if (heard.ok || (heard.error._tag !== "NoAnswer" && heard.error._tag !== "StorageUnavailable")) return
      yield { _tag: "Wait", millis: 2 ** tries * minute }
    }
  }
  return (paymentId: string, news: News.News): void => {
    if (world.faults.strikes("webhook-dropped")) return
    const late = world.faults.strikes("webhook-late") ? chance.between(10, 300) * minute : 0
    const times = world.faults.strikes("webhook-twice") ? 2 : 1
    for (let count = 0; count < times; count += 1) world.begin("gateway", world.time.now() + late + chance.between(0, 60) * 1_000, deliver(paymentId, news))
  }
}

export const make = ({ bug = {}, faults: only, from, look, seed }: Options): World => {
  const struck: Array<Array<Faults.Fault>> = []
  const [time, store, faults] = [Time.from(from), Store.empty(), noting(Faults.make(seed, only), struck)]
  const whole = Memory.over(store)
  const storage = bug.storage?.(whole, store) ?? whole
  const random = (...name: ReadonlyArray<string | number>): Random.Random => Random.of(seed, ...name)
  const [log, history, violations, servers]: [Array<string>, Array<Step>, Array<Violation>, Array<Server.Server>] = [[], [], [], []]
  const begin: World["begin"] = (...life) => live(...life)
  const world: World = {
    seed, time, store, storage, faults, servers, log, history, violations, random, begin,
    plates: new Map(),
    barriers: Barriers.make({ faults, random: random("barriers"), time }),
    gateway: Gateway.make({ faults, random: random("gateway"), now: time.now, lets: time.pass, dies: Server.dies, tells: telling({ begin, random, faults, time }) }),
    violate: (invariant, why) => void violations.push({ invariant, why, step: history.length })
  }
  const live = living(world, performer(world, look, struck, bug.given ?? ((_, input) => input)))
  const gateways = bug.gateways?.(world.gateway.port) ?? world.gateway.port
  for (const name of ["A", "B", "C"]) {
    servers.push(Server.make(name, {
      storage, faults, gateways, gates: bug.gates?.(world.barriers.port) ?? world.barriers.port, random: random("server", name), now: time.now,
      meanwhile: () => time.hurry(10 * minute), logs: (line) => void log.push(line)
    }))
  }
  return world
}
