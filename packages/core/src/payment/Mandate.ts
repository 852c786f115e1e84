/**
 * A mandate: what its holder allowed to be charged without being asked again, such as an exit that pays itself.
 *
 * It holds a gateway's token, never a card number: what looks like one is refused. Limits are per charge, and per day
 * and month on the clocks of the mandate's zone; what was charged so far is told when it is asked. A charge is an event of its
 * mandate, so that of two at once the second is decided with the first.
 *
 * Units: minor units of the mandate's currency; a mandate holds from its registration up to `expiresAt`, closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; LooksLikeCard, NotExpiredYet; of a charge MandateNotInForce,
 * OutsideScope, CurrencyMismatch, AboveLimit, NotPositive.
 * Guarantees: a mandate's token is never a card number; a charge is within every limit of its mandate; a revoked or
 * expired mandate is never charged.
 * Source: PCI DSS 3.4 (no card numbers); ISO/IEC 7812-1 annex B (Luhn); PSD2 merchant-initiated transactions, RBI e-mandates for limits.
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Instant, LocalDate, TimeZone } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { MandateId } from "./Method.ts"
import { NotPositive } from "./Refusal.ts"

const isLuhn = (digits: string): boolean => {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

const isLetter = (text: string | undefined): boolean => text !== undefined && /\p{L}/u.test(text)

/**
 * Whether 13 to 19 digits in a row, or in groups, are a card number by their check digit. A group beside a letter is part of
 * something else, of an id say, and goes with no other.
 */
export const looksLikeCard = (given: string): boolean => {
  const text = given.normalize("NFKC")
  return [...text.matchAll(/\d+(?:[ .\-/]\d+)*/g)].some(({ 0: found, index }) => {
    const groups = found.split(/[ .\-/]/)
    const [isAfterLetter, isBeforeLetter] = [isLetter(text[index - 1]), isLetter(text[index + found.length])]
    return groups.some((_, from) => groups.slice(from).some((__, more) => {
      const isTorn = more > 0 && ((from === 0 && isAfterLetter) || (from + more === groups.length - 1 && isBeforeLetter))
      const digits = groups.slice(from, from + more + 1).join("")
      return !isTorn && digits.length >= 13 && digits.length <= 19 && isLuhn(digits)
    }))
  })
}

/** What a gateway calls the stored method: opaque, and no card number. */
export const Token = Name.upTo(255).pipe(
  Schema.check(Schema.makeFilter((text: string) => !looksLikeCard(text) || "expected a gateway's token, found what looks like a card number")),
  Schema.brand("PaymentToken")
)
export type Token = typeof Token.Type

const minor = "whole minor units above zero, such as 400 for EUR 4.00"
const units = Schema.Number.pipe(Schema.check(Schema.isInt({ expected: minor }), Schema.isBetween({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, { expected: minor })))

/** The most that may be charged, in minor units; absent where there is no such limit. */
export const Limits = Schema.Struct({
  currency: Money.Currency,
  perCharge: Schema.optionalKey(units),
  perDay: Schema.optionalKey(units),
  perMonth: Schema.optionalKey(units)
}).annotate({ identifier: "MandateLimits" })
export type Limits = typeof Limits.Type

/** Where it may be charged. */
export const Scope = Schema.TaggedUnion({
  Anywhere: {},
  Operators: { ids: Schema.Array(Party.OperatorId) },
  Lots: { ids: Schema.Array(Lot.LotId) }
}).annotate({ identifier: "MandateScope" })
export type Scope = typeof Scope.Type

const registration = {
  id: MandateId,
  holder: Party.PersonId,
  gateway: Name.upTo(60),
  token: Token,
  limits: Limits,
  scope: Scope,
  /** Whose days and months the limits are counted by. */
  zone: TimeZone.TimeZone,
  expiresAt: Schema.optionalKey(Instant.Instant),
  by: Party.Actor
}
export type Registration = Schema.Struct.Type<typeof registration>

const Reason = Name.upTo(200)
const stored = {
  ...registration,
  /** The payment that it was charged for last. */
  lastCharge: Schema.optionalKey(Ids.PaymentId),
  version: Schema.Int,
  changedAt: Instant.Instant
}

export const Mandate = Schema.TaggedUnion({
  Active: stored,
  /** Not to be charged for now: charges bounced, or the holder said so. */
  Suspended: { ...stored, reason: Reason },
  Revoked: { ...stored, reason: Reason },
  Expired: stored
}).annotate({ identifier: "Mandate" })
export type Mandate = typeof Mandate.Type

export const State = Schema.Union([Absent, Mandate])
export type State = typeof State.Type

const at = Instant.Instant
const by = Party.Actor

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  MandateRegistered: { at, ...registration },
  MandateLimitsChanged: { at, by, limits: Limits },
  MandateSuspended: { at, by, reason: Reason },
  MandateResumed: { at, by },
  MandateRevoked: { at, by, reason: Reason },
  MandateExpired: { at },
  MandateCharged: { at, paymentId: Ids.PaymentId, amount: Money.Money }
}).annotate({ identifier: "MandateEvent" })
export type Event = typeof Event.Type

type By = { readonly at: Instant.Instant; readonly by: Party.Actor }

type Command =
  /** The token as the gateway gave it: checked here. */
  | { readonly _tag: "Register"; readonly at: Instant.Instant; readonly registration: Omit<Registration, "token"> & { readonly token: string } }
  | { readonly _tag: "ChangeLimits"; readonly limits: Limits } & By
  | { readonly _tag: "Suspend"; readonly reason: string } & By
  | { readonly _tag: "Resume" } & By
  | { readonly _tag: "Revoke"; readonly reason: string } & By
  | { readonly _tag: "Expire"; readonly at: Instant.Instant }
  /** For a payment; `soFar` are all charges that did not fail, of its day and month at least. */
  | { readonly _tag: "Charge"; readonly paymentId: Ids.PaymentId; readonly soFar: ReadonlyArray<Pick<Charge, "amount" | "at">> } & Charge
export type { Command }

/** Card numbers are not kept. */
export class LooksLikeCard extends Schema.TaggedError<LooksLikeCard>()("LooksLikeCard", {}) {
  override get message() {
    return "expected a gateway's token of 1 to 255 characters, found what looks like a card number or is no token"
  }
}

export class NotExpiredYet extends Schema.TaggedError<NotExpiredYet>()("NotExpiredYet", { id: MandateId, at: Instant.Instant, expiresAt: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    return this.expiresAt === undefined ? "this mandate does not expire: revoke it" : `this mandate holds until ${Instant.toIso(this.expiresAt)}`
  }
}

type Closed = NotBegun | WrongState | OutOfOrder
export type ManageRejection = Closed | AlreadyBegun | LooksLikeCard | NotExpiredYet
export type Rejection = ManageRejection | ChargeRejection

export const initial: State = { _tag: "Absent" }

const kept = (state: Mandate, changedAt: Instant.Instant): Schema.Struct.Type<typeof stored> => {
  const { by, expiresAt, gateway, holder, id, lastCharge, limits, scope, token, version, zone } = state
  const optional = { ...(expiresAt !== undefined && { expiresAt }), ...(lastCharge !== undefined && { lastCharge }) }
  return { id, holder, gateway, token, limits, scope, zone, ...optional, by, version: version + 1, changedAt }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "MandateRegistered") {
    const { _tag, at: changedAt, ...rest } = event
    return state._tag === "Absent" ? { _tag: "Active", ...rest, version: 1, changedAt } : state
  }
  if (state._tag !== "Active" && state._tag !== "Suspended") return state
  const rest = kept(state, event.at)
  switch (event._tag) {
    case "MandateLimitsChanged":
      return { ...state, ...rest, limits: event.limits }
    case "MandateSuspended":
      return state._tag === "Active" ? { _tag: "Suspended", ...rest, reason: event.reason } : state
    case "MandateResumed":
      return state._tag === "Suspended" ? { _tag: "Active", ...rest } : state
    case "MandateRevoked":
      return { _tag: "Revoked", ...rest, reason: event.reason }
    case "MandateExpired":
      return { _tag: "Expired", ...rest }
    case "MandateCharged":
      return state._tag === "Active" ? { _tag: "Active", ...rest, lastCharge: event.paymentId } : state
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const isToken = Schema.is(Token)

/** Stores what a gateway calls the method. */
export const register = ({ at, registration }: Only<"Register">, state: State): Decision<"MandateRegistered", AlreadyBegun | LooksLikeCard> => {
  const { token } = registration
  if (!isToken(token)) return Result.fail(new LooksLikeCard())
  if (state._tag === "Absent") return Result.succeed([{ _tag: "MandateRegistered", at, ...registration, token }])
  // Limits may have been changed since; what else was registered stays.
  const isSame = Object.entries(registration).every(([name, value]) => name === "limits" || Equal.equals(Reflect.get(state, name), value))
  return isSame ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject: "mandate", id: state.id }))
}

/** The event, where it may follow: nothing where the mandate is `already` so. */
const change = <E extends Exclude<Event, { readonly _tag: "MandateRegistered" }>>(
  command: Command["_tag"],
  state: State,
  event: E,
  isAlready: (mandate: Mandate) => boolean
): Result.Result<ReadonlyArray<E>, Closed> => {
  const subject = "mandate"
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { changedAt: notBefore, id } = state
  if (isAlready(state)) return Result.succeed([])
  if (evolve(state, event) === state) return Result.fail(new WrongState({ subject, id, state: state._tag, command }))
  return event.at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at: event.at, notBefore })) : Result.succeed([event])
}

/** Ends a mandate whose time is over. */
export const expire = ({ _tag, at }: Only<"Expire">, state: State): Decision<"MandateExpired", Closed | NotExpiredYet> => {
  const isLive = state._tag === "Active" || state._tag === "Suspended"
  if (isLive && (state.expiresAt === undefined || at < state.expiresAt)) {
    return Result.fail(new NotExpiredYet({ id: state.id, at, ...(state.expiresAt !== undefined && { expiresAt: state.expiresAt }) }))
  }
  return change(_tag, state, { _tag: "MandateExpired", at }, (mandate) => mandate._tag === "Expired")
}

/** What becomes of it besides its charges. */
export const manage = (command: Exclude<Command, { readonly _tag: "Charge" }>, state: State): Result.Result<ReadonlyArray<Event>, ManageRejection> => {
  switch (command._tag) {
    case "Register":
      return register(command, state)
    case "ChangeLimits":
      return change(command._tag, state, { ...command, _tag: "MandateLimitsChanged" }, ({ limits }) => Equal.equals(limits, command.limits))
    case "Suspend":
      return change(command._tag, state, { ...command, _tag: "MandateSuspended" }, ({ _tag }) => _tag === "Suspended")
    case "Resume":
      return change(command._tag, state, { ...command, _tag: "MandateResumed" }, ({ _tag }) => _tag === "Active")
    case "Revoke":
      return change(command._tag, state, { ...command, _tag: "MandateRevoked" }, ({ _tag }) => _tag === "Revoked")
    case "Expire":
      return expire(command, state)
  }
}

/** It may not be charged at all at this time: ask the payer. */
export class MandateNotInForce extends Schema.TaggedError<MandateNotInForce>()("MandateNotInForce", { id: MandateId, state: Schema.String, at: Instant.Instant }) {
  override get message() {
    return `this mandate is ${this.state} at ${Instant.toIso(this.at)}: ask the payer`
  }
}

/** Not in this lot. */
export class OutsideScope extends Schema.TaggedError<OutsideScope>()("OutsideScope", { id: MandateId, lotId: Lot.LotId }) {
  override get message() {
    return `this mandate does not hold in lot ${this.lotId}: ask the payer`
  }
}

/** More than the holder allowed. */
export class AboveLimit extends Schema.TaggedError<AboveLimit>()("AboveLimit", {
  id: MandateId,
  limit: Schema.Literals(["perCharge", "perDay", "perMonth"]),
  asked: Money.Money,
  /** What may be charged still. */
  left: Money.Money
}) {
  override get message() {
    return `${Money.format(this.left)} may be charged (${this.limit}), not ${Money.format(this.asked)}: ask the payer`
  }
}

export interface Charge {
  readonly amount: Money.Money
  readonly at: Instant.Instant
  readonly lot: Pick<Lot.Lot, "id" | "operatorId">
}

export type ChargeRejection = MandateNotInForce | OutsideScope | Money.CurrencyMismatch | NotPositive | AboveLimit

const isWithin = (scope: Scope, { id, operatorId }: Charge["lot"]): boolean => {
  switch (scope._tag) {
    case "Anywhere":
      return true
    case "Operators":
      return operatorId !== undefined && scope.ids.includes(operatorId)
    case "Lots":
      return scope.ids.includes(id)
  }
}

/** Whether `charge` is allowed, `soFar` being all charges on the mandate that did not fail: of its day and month at least. */
export const mayCharge = (
  mandate: Mandate,
  { amount, at, lot }: Charge,
  soFar: ReadonlyArray<Pick<Charge, "amount" | "at">>
): Result.Result<Money.Money, ChargeRejection> => {
  const { expiresAt, id, limits, scope, zone } = mandate
  const isOver = expiresAt !== undefined && at >= expiresAt
  if (mandate._tag !== "Active" || isOver) return Result.fail(new MandateNotInForce({ id, state: mandate._tag === "Active" ? "Expired" : mandate._tag, at }))
  if (!isWithin(scope, lot)) return Result.fail(new OutsideScope({ id, lotId: lot.id }))
  const { currency } = limits
  const foreign = [amount, ...soFar.map((charge) => charge.amount)].find((money) => money.currency !== currency)
  if (foreign !== undefined) return Result.fail(new Money.CurrencyMismatch({ left: currency, right: foreign.currency }))
  if (amount.amount <= 0) return Result.fail(new NotPositive({ amount }))
  const date = LocalDate.of(zone, at)
  const charged = (isCounted: (other: LocalDate.LocalDate) => boolean) =>
    soFar.reduce((sum, charge) => (isCounted(LocalDate.of(zone, charge.at)) ? sum + BigInt(charge.amount.amount) : sum), 0n)
  const month = LocalDate.startOfMonth(date)
  const used = { perCharge: 0n, perDay: charged((other) => other === date), perMonth: charged((other) => LocalDate.startOfMonth(other) === month) }
  for (const limit of ["perCharge", "perDay", "perMonth"] as const) {
    const most = limits[limit]
    const left = most === undefined ? undefined : BigInt(most) - used[limit]
    if (left !== undefined && BigInt(amount.amount) > left) {
      return Result.fail(new AboveLimit({ id, limit, asked: amount, left: { amount: left < 0n ? 0 : Number(left), currency } }))
    }
  }
  return Result.succeed(amount)
}

/** Charges it for a payment. */
export const charge = (command: Only<"Charge">, state: State): Decision<"MandateCharged", Closed | ChargeRejection> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject: "mandate" }))
  const { amount, at, paymentId, soFar } = command
  if (state.lastCharge === paymentId) return Result.succeed([])
  return Result.flatMap(mayCharge(state, command, soFar), () => change(command._tag, state, { _tag: "MandateCharged", at, paymentId, amount }, () => false))
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> =>
  command._tag === "Charge" ? charge(command, state) : manage(command, state)

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
