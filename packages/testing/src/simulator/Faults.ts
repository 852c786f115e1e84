/**
 * What goes wrong in the garage, by classes: each strikes by dice of its own, so that one can be left out and the others
 * strike on.
 */
import * as Random from "./Random.ts"

/** What it is, and how often it strikes where it can: a share of those times. */
export const classes = {
  "crash-before-commit": { about: "a server dies before its command is committed", share: 0.015 },
  "crash-after-commit": { about: "a server dies after its command was committed, before its answer", share: 0.015 },
  "crash-after-gateway": { about: "a server dies after a gateway answered, before that is noted", share: 0.06 },
  meanwhile: { about: "another command is committed between the decision and the commit of one", share: 0.05 },
  "between-reads": { about: "another command is committed between two reads of one", share: 0.03 },
  "storage-away": { about: "storage is not reached", share: 0.004 },
  "said-twice": { about: "a request is sent again although it was done", share: 0.05 },
  "clock-ahead": { about: "a server's clock is up to five minutes ahead", share: 0.2 },
  "clock-behind": { about: "a server's clock steps back by up to five minutes", share: 0.2 },
  "gateway-away": { about: "a gateway is not reached", share: 0.06 },
  "gateway-silent": { about: "a gateway takes nothing and does not answer", share: 0.05 },
  "gateway-lost": { about: "a gateway does what it is asked, and its answer is lost", share: 0.06 },
  "gateway-slow": { about: "others act while a gateway takes its time", share: 0.15 },
  "gateway-declines": { about: "a gateway declines", share: 0.12 },
  "gateway-differs": { about: "a gateway takes another amount than it was asked for", share: 0.08 },
  "webhook-twice": { about: "a webhook is delivered twice", share: 0.2 },
  "webhook-late": { about: "a webhook is delivered after those that were sent later", share: 0.2 },
  "webhook-dropped": { about: "a webhook is never delivered", share: 0.1 },
  "reader-dies": { about: "a reader of events dies before it notes how far it was", share: 0.1 },
  "read-twice": { about: "a camera tells of a plate twice", share: 0.1 },
  "read-wrong": { about: "a camera confuses a letter and a digit", share: 0.08 },
  "read-late": { about: "a camera tells of a plate minutes after it saw it", share: 0.05 },
  "gate-away": { about: "a gate is not reached", share: 0.06 },
  "gate-lost": { about: "a gate opens, and its answer is lost", share: 0.06 },
  "gate-twice": { about: "an order to open is delivered again, seconds or minutes later", share: 0.1 },
  "nobody-passes": { about: "a driver backs out before an open gate", share: 0.1 }
} as const satisfies { readonly [name: string]: { readonly about: string; readonly share: number } }

export type Fault = keyof typeof classes

const isFault = (name: string): name is Fault => Object.hasOwn(classes, name)
export const all: ReadonlyArray<Fault> = Object.keys(classes).filter(isFault)

export interface Faults {
  /** Whether it strikes now, where it can. */
  readonly strikes: (fault: Fault) => boolean
  /** No more of them. */
  readonly heal: () => void
  /** How often each struck. */
  readonly fired: ReadonlyMap<Fault, number>
}

/** The faults of a run: those of `only`, or all. */
export const make = (seed: number, only: ReadonlyArray<Fault> = all): Faults => {
  const dice = new Map(only.map((fault) => [fault, Random.of(seed, "fault", fault)]))
  const fired = new Map<Fault, number>(all.map((fault) => [fault, 0]))
  return {
    strikes: (fault) => {
      if (dice.get(fault)?.chance(classes[fault].share) !== true) return false
      fired.set(fault, (fired.get(fault) ?? 0) + 1)
      return true
    },
    heal: () => dice.clear(),
    fired
  }
}
