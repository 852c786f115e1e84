/**
 * A garage as anyone would explain it, to compare a storage adapter with: vehicles stand on spots, an hour or part of
 * it costs 1.00, who has paid may leave for a quarter of an hour. Plain arithmetic over minutes; only the choice of a
 * spot is `BestFit.choose`, the rule that storage states again in its own way.
 */
import { BestFit, Fit } from "@parkade/core/allocation"
import { type Lot, Plate, type Spot, type Vehicle } from "@parkade/core/lot"
import { admit, pay, payOnExit, release } from "@parkade/core/operations"
import { Journal, Lots, Tickets } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Effect, Result } from "effect"
import * as fc from "fast-check"
import { expect } from "vitest"
import { needs } from "../arbitraries/Lot.ts"
import { at, minutes, morning, type Services, vehicle } from "./Scene.ts"

interface Standing {
  readonly ticketId: Ticket.TicketId
  readonly spotId: Spot.SpotId
  readonly enteredMinute: number
  readonly payments: ReadonlyArray<{ readonly minute: number; readonly cents: number }>
}

export interface Model {
  readonly afterGrace: "whole" | "anew"
  /** All spots in the order of best fit. */
  readonly spots: ReadonlyArray<Spot.Spot>
  readonly standing: Map<string, Standing>
  readonly gone: Set<Ticket.TicketId>
  minute: number
}

export interface Real {
  readonly lotId: Lot.LotId
  readonly run: <A, E>(effect: Effect.Effect<A, E, Services>) => Promise<A>
}

const graceMinutes = 15
/** Who leaves in the minute of the entry has parked for a second all the same. */
const price = (fromMinute: number, toMinute: number): number => Math.max(1, Math.ceil((toMinute - fromMinute) / 60)) * 100

const dueCents = ({ afterGrace, minute }: Model, { enteredMinute, payments }: Standing): number => {
  const last = payments.at(-1)
  if (last === undefined) return price(enteredMinute, minute)
  if (minute < last.minute + graceMinutes) return 0
  if (afterGrace === "anew") return price(last.minute, minute)
  return Math.max(0, price(enteredMinute, minute) - payments.reduce((sum, { cents }) => sum + cents, 0))
}

/** "paid", or the name of the refusal. */
const outcome = <A, E extends { readonly _tag: string }>(effect: Effect.Effect<A, E, Services>) =>
  Effect.map(Effect.result(effect), (result) => Result.isSuccess(result) ? { done: result.success } : { refused: result.failure._tag })

abstract class Step implements fc.AsyncCommand<Model, Real> {
  readonly plate: string
  readonly wait: number
  constructor({ plate, wait }: { readonly plate: string; readonly wait: number }) {
    this.plate = plate
    this.wait = wait
  }
  check(): boolean {
    return true
  }
  async run(model: Model, real: Real): Promise<void> {
    model.minute += this.wait
    await real.run(at(minutes(model.minute), this.act(model, real)))
    await real.run(agreement(model, real.lotId))
  }
  ref(real: Real) {
    return { lotId: real.lotId, plate: Plate.Plate.make(this.plate) }
  }
  protected abstract act(model: Model, real: Real): Effect.Effect<void, unknown, Services>
  abstract toString(): string
}

class Admit extends Step {
  readonly kind: keyof typeof Vehicle.standardSizes
  readonly needs: ReadonlyArray<Spot.Feature>
  constructor(given: { plate: string; wait: number; kind: keyof typeof Vehicle.standardSizes; needs: ReadonlyArray<Spot.Feature> }) {
    super(given)
    this.kind = given.kind
    this.needs = given.needs
  }
  protected act(model: Model, { lotId }: Real) {
    const { kind, needs, plate } = this
    return Effect.gen(function*() {
      const asked = vehicle(plate, kind)
      const result = yield* outcome(admit({ lotId, vehicle: asked, needs }))
      const taken = new Set([...model.standing.values()].map(({ spotId }) => spotId))
      const free = model.spots.filter(({ id }) => !taken.has(id))
      const chosen = BestFit.choose(free, Fit.requirement(asked, { needs }))
      if (model.standing.has(plate)) return expect(result).toEqual({ refused: "AlreadyParked" })
      if (free.length === 0) return expect(result).toEqual({ refused: "LotFull" })
      if (chosen === undefined) return expect(result).toEqual({ refused: "NothingFits" })
      expect(result).toMatchObject({ done: { _tag: "Parked", spotId: chosen.id, enteredAt: minutes(model.minute), vehicle: asked } })
      if (result.done === undefined) return
      model.standing.set(plate, { ticketId: result.done.id, spotId: chosen.id, enteredMinute: model.minute, payments: [] })
    })
  }
  toString() {
    return `+${this.wait}min ${this.plate} ${this.kind} enters${this.needs.map((need) => `, needs ${need}`).join("")}`
  }
}

class Pay extends Step {
  protected act(model: Model, real: Real) {
    const [plate, ref] = [this.plate, this.ref(real)]
    return Effect.gen(function*() {
      const result = yield* outcome(pay({ ticket: ref, method: "card" }))
      const standing = model.standing.get(plate)
      if (standing === undefined) return expect(result).toEqual({ refused: "TicketNotFound" })
      const cents = dueCents(model, standing)
      if (cents === 0) return expect(result).toEqual({ refused: "NothingDue" })
      expect(result).toMatchObject({ done: { _tag: "Paid", leaveBy: minutes(model.minute + graceMinutes) } })
      model.standing.set(plate, { ...standing, payments: [...standing.payments, { minute: model.minute, cents }] })
    })
  }
  toString() {
    return `+${this.wait}min ${this.plate} pays`
  }
}

class Release extends Step {
  protected act(model: Model, real: Real) {
    const [plate, ref] = [this.plate, this.ref(real)]
    return Effect.gen(function*() {
      const result = yield* outcome(release({ ticket: ref }))
      const standing = model.standing.get(plate)
      if (standing === undefined) return expect(result).toEqual({ refused: "TicketNotFound" })
      if (dueCents(model, standing) > 0) return expect(result).toEqual({ refused: "BalanceDue" })
      expect(result).toMatchObject({ done: { _tag: "Exited", exitedAt: minutes(model.minute) } })
      model.standing.delete(plate)
      model.gone.add(standing.ticketId)
    })
  }
  toString() {
    return `+${this.wait}min ${this.plate} leaves`
  }
}

class PayOnExit extends Step {
  protected act(model: Model, real: Real) {
    const [plate, ref] = [this.plate, this.ref(real)]
    return Effect.gen(function*() {
      const result = yield* outcome(payOnExit({ ticket: ref, method: "cash" }))
      const standing = model.standing.get(plate)
      if (standing === undefined) return expect(result).toEqual({ refused: "TicketNotFound" })
      const cents = [...standing.payments.map((payment) => payment.cents), dueCents(model, standing)].filter((amount) => amount > 0)
      expect(result).toMatchObject({ done: { _tag: "Exited", exitedAt: minutes(model.minute) } })
      expect(result.done?._tag === "Exited" && result.done.payments.map(({ amount }) => amount.amount)).toEqual(cents)
      model.standing.delete(plate)
      model.gone.add(standing.ticketId)
    })
  }
  toString() {
    return `+${this.wait}min ${this.plate} pays and leaves`
  }
}

/** Storage shows what the model knows: spots free, open tickets by plate, and histories that fold to tickets. */
const agreement = Effect.fnUntraced(function*(model: Model, lotId: Lot.LotId) {
  const [lots, tickets] = [yield* Lots, yield* Tickets]
  expect(yield* lots.availability(lotId, morning)).toMatchObject({ total: model.spots.length, free: model.spots.length - model.standing.size })
  for (const [plate, { payments, spotId, ticketId }] of model.standing) {
    const found = yield* tickets.find({ lotId, plate: Plate.Plate.make(plate) })
    expect(found).toMatchObject({ _tag: payments.length === 0 ? "Parked" : "Paid", id: ticketId, spotId, version: 1 + payments.length })
    expect(found.payments.map(({ amount }) => amount.amount)).toEqual(payments.map(({ cents }) => cents))
  }
})

/** At the end: what every ticket went through folds to the ticket that is stored. */
export const historiesFold = Effect.fnUntraced(function*(model: Model) {
  const [journal, tickets] = [yield* Journal, yield* Tickets]
  for (const id of [...model.gone, ...[...model.standing.values()].map(({ ticketId }) => ticketId)]) {
    expect((yield* journal.history("Ticket", id)).reduce(Ticket.evolve, Ticket.initial)).toEqual(yield* tickets.find({ id }))
  }
})

const plate = fc.constantFrom("AA1", "BB2", "CC3", "DD4", "EE5", "FF6")
const wait = fc.constantFrom(0, 1, 14, 15, 16, 45, 60, 61, 600)
const when = { plate, wait }

/** Steps of a few vehicles in a small garage: often full, often told that they are parked already. */
export const steps: ReadonlyArray<fc.Arbitrary<fc.AsyncCommand<Model, Real>>> = [
  fc.record({
    ...when,
    kind: fc.constantFrom("motorcycle", "car", "car", "suv", "bus"),
    needs: needs()
  }).map((given) => new Admit(given)),
  fc.record(when).map((given) => new Pay(given)),
  fc.record(when).map((given) => new Release(given)),
  fc.record(when).map((given) => new PayOnExit(given))
]
