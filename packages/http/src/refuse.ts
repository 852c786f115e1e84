/** The one table from what core refuses to the problem a client gets. */
import type { Vehicle } from "@parkade/core/lot"
import { Plate } from "@parkade/core/lot"
import type { Money } from "@parkade/core/money"
import type { InvalidLot } from "@parkade/core/operations"
import type * as Ports from "@parkade/core/ports"
import type { PriceFunction } from "@parkade/core/pricing"
import { type Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { Problems } from "./contract/index.ts"
import * as Metrics from "./Metrics.ts"
import { RequestId } from "./RequestId.ts"

export const table = {
  LotNotFound: (e: Ports.LotNotFound, instance: string) =>
    new Problems.LotNotFound({ detail: e.message, instance, lotId: e.lotId }),
  TicketNotFound: (e: Ports.TicketNotFound, instance: string) =>
    new Problems.TicketNotFound({ detail: e.message, instance }),
  LotClosed: (e: Ports.LotClosed, instance: string) =>
    new Problems.LotClosed({ detail: e.message, instance, lotId: e.lotId, ...(e.opensAt !== undefined && { opensAt: Instant.toIso(e.opensAt) }) }),
  LotFull: (e: Ports.LotFull, instance: string) => new Problems.LotFull({ detail: e.message, instance, lotId: e.lotId }),
  NothingFits: (e: Ports.NothingFits, instance: string) =>
    new Problems.NothingFits({ detail: e.message, instance, lotId: e.lotId, free: e.free }),
  HeldForReservations: (e: Ports.HeldForReservations, instance: string) =>
    new Problems.HeldForReservations({ detail: e.message, instance, lotId: e.lotId, held: e.held }),
  AlreadyParked: (e: Ports.AlreadyParked, instance: string) =>
    new Problems.AlreadyParked({
      detail: e.message,
      instance,
      lotId: e.lotId,
      ticket: { id: e.ticketId, number: TicketNumber.format(e.number) }
    }),
  AmountDiffers: (e: Ticket.AmountDiffers, instance: string) =>
    new Problems.AmountDiffers({ detail: e.message, instance, ticketId: e.id, due: e.due, agreed: e.agreed }),
  NothingDue: (e: Ticket.NothingDue, instance: string) =>
    new Problems.NothingDue({ detail: e.message, instance, ticketId: e.id }),
  BalanceDue: (e: Ticket.BalanceDue, instance: string) =>
    new Problems.BalanceDue({ detail: e.message, instance, ticketId: e.id, due: e.due }),
  AlreadyExited: (e: Ticket.AlreadyExited, instance: string) =>
    new Problems.AlreadyExited({ detail: e.message, instance, ticketId: e.id, exitedAt: Instant.toIso(e.exitedAt) }),
  TicketVoid: (e: Ticket.TicketVoid, instance: string) =>
    new Problems.TicketVoid({ detail: e.message, instance, ticketId: e.id, voidedAt: Instant.toIso(e.voidedAt) }),
  OutOfOrder: (e: Ticket.OutOfOrder, instance: string) =>
    new Problems.OutOfOrder({
      detail: e.message,
      instance,
      ticketId: e.id,
      at: Instant.toIso(e.at),
      notBefore: Instant.toIso(e.notBefore)
    }),
  AmountTooLarge: (e: Money.AmountTooLarge, instance: string) =>
    new Problems.AmountTooLarge({ detail: e.message, instance, currency: e.currency }),
  Unavailable: (e: PriceFunction.Unavailable, instance: string) =>
    new Problems.PriceUnavailable({ detail: e.message, instance, from: Instant.toIso(e.entry), to: Instant.toIso(e.exit) }),
  StorageUnavailable: (e: Ports.StorageUnavailable, instance: string) =>
    new Problems.StorageUnavailable({ detail: e.message, instance, reason: e.reason }),
  NotAPlate: (e: Plate.NotAPlate, instance: string) => invalid([{ path: "body.plate", message: e.message }], instance),
  NotAPaymentMethod: (e: Ticket.NotAPaymentMethod, instance: string) => invalid([{ path: "body.method", message: e.message }], instance),
  NotAReason: (e: Ticket.NotAReason, instance: string) => invalid([{ path: "body.waive.reason", message: e.message }], instance),
  InvalidLot: (e: InvalidLot, instance: string) =>
    invalid(e.issues.map(({ message, path }) => ({ path: `body.${path}`, message })), instance),
  UnknownVehicleKind: (e: Vehicle.UnknownVehicleKind, instance: string) =>
    invalid([{ path: "body.vehicle.size", message: e.message }], instance),
  Faulty: (e: Faulty, instance: string) => invalid(e.faults, instance)
}

/** What the handlers themselves find wrong, beyond what a schema says. */
export interface Faulty {
  readonly _tag: "Faulty"
  readonly faults: ReadonlyArray<Problems.Fault>
}

export const faulty = (path: string, message: string): Effect.Effect<never, Faulty> =>
  Effect.fail({ _tag: "Faulty", faults: [{ path, message }] })

export const invalid = (errors: ReadonlyArray<Problems.Fault>, instance: string) =>
  new Problems.InvalidRequest({
    detail: errors.map(({ message, path }) => `${path}: ${message}`).slice(0, 3).join("; "),
    instance,
    errors
  })

type Table = typeof table
/** All that core may refuse. */
export type Refusal = { readonly [Tag in keyof Table]: Parameters<Table[Tag]>[0] }[keyof Table]
type Problem = ReturnType<Table[keyof Table]>
/** The problem a refusal becomes. */
export type ProblemOf<E> = E extends { readonly _tag: infer Tag extends keyof Table } ? ReturnType<Table[Tag]> : never

type Errors = { readonly [Tag in keyof Table]: Parameters<Table[Tag]>[0] }
const rows: { readonly [Tag in keyof Errors]: (error: Errors[Tag], instance: string) => Problem } = table
const toProblem = <Tag extends keyof Errors>(tag: Tag, error: Errors[Tag], instance: string): Problem =>
  rows[tag](error, instance)

/** Turns refusals of core into the problems of the contract, named by the request and counted. */
export const refuse = <A, E extends Refusal, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, ProblemOf<E>, R> =>
  Effect.catch(self, (error: Refusal) =>
    Effect.flatMap(RequestId, (id) =>
      Effect.andThen(Metrics.refused(error._tag === "Faulty" ? "InvalidRequest" : error._tag), Effect.fail(toProblem(error._tag, error, id)))
    )) as Effect.Effect<A, ProblemOf<E>, R>
