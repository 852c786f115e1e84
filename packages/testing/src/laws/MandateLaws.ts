/** Laws of mandates, and of what is charged on them. */
import { Mandate } from "@parkade/core/payment"
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { type Charging, mandateCommands, mandateEvent } from "../arbitraries/Mandate.ts"
import { type DeciderCase, type DeciderSchemas, play } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

export const mandateSchemas: DeciderSchemas<Mandate.State, Mandate.Event> = {
  state: Schema.toType(Mandate.State),
  event: Schema.toType(Mandate.Event)
}

export type MandateCase = DeciderCase<Mandate.Command, Mandate.Event>

/** Histories of one mandate. */
export const mandateCase = (): fc.Arbitrary<MandateCase> => fc.record({ commands: mandateCommands(), event: mandateEvent(), cut: fc.nat(6) })

const lastOf = ({ commands }: Charging): Mandate.State => play(Mandate.decider, commands).at(-1)?.after ?? Mandate.initial

/** The charges that are allowed, each counted from then on. */
const allowed = (mandate: Mandate.Mandate, charges: ReadonlyArray<Mandate.Charge>): ReadonlyArray<Mandate.Charge> =>
  charges.reduce<ReadonlyArray<Mandate.Charge>>((soFar, charge) => (Result.isSuccess(Mandate.mayCharge(mandate, charge, soFar)) ? [...soFar, charge] : soFar), [])

/** Whether what was charged in each period (so many characters of a local date) stays within `most`. */
const within = (charges: ReadonlyArray<Mandate.Charge>, zone: Mandate.Mandate["zone"], characters: number, most = Infinity): boolean =>
  Object.values(Object.groupBy(charges, ({ at }) => Instant.toIso(at, zone).slice(0, characters)))
    .every((group) => (group ?? []).reduce((sum, { amount }) => sum + amount.amount, 0) <= most)

/** Laws of one mandate and the charges on it. */
export const mandateLaws: ReadonlyArray<Law<Charging>> = [
  {
    name: "a mandate's token is never a card number",
    counterexample: ({ card, commands }) => {
      const [first] = commands
      if (first?._tag !== "Register") return undefined
      const decided = Mandate.decide({ ...first, registration: { ...first.registration, token: card } }, Mandate.initial)
      return Result.isFailure(decided) && decided.failure._tag === "LooksLikeCard" ? undefined : show({ card, decided })
    }
  },
  {
    name: "a charge is within every limit of its mandate",
    counterexample: (input) => {
      const mandate = lastOf(input)
      if (mandate._tag === "Absent") return undefined
      const { limits: { perCharge = Infinity, perDay, perMonth }, zone } = mandate
      const charges = allowed(mandate, input.charges)
      const isFine = charges.every(({ amount }) => amount.amount > 0 && amount.amount <= perCharge) && within(charges, zone, 10, perDay) && within(charges, zone, 7, perMonth)
      return isFine ? undefined : show({ mandate, charges })
    }
  },
  {
    name: "what is refused for a limit would break it",
    counterexample: (input) => {
      const mandate = lastOf(input)
      if (mandate._tag === "Absent") return undefined
      const { limits: { perCharge = Infinity, perDay, perMonth }, zone } = mandate
      const soFar: Array<Mandate.Charge> = []
      for (const charge of input.charges) {
        const answer = Mandate.mayCharge(mandate, charge, soFar)
        const more = [...soFar, charge]
        if (Result.isFailure(answer) && answer.failure._tag === "AboveLimit" && charge.amount.amount <= perCharge && within(more, zone, 10, perDay) && within(more, zone, 7, perMonth)) return show({ mandate, soFar, charge, answer })
        if (Result.isSuccess(answer)) soFar.push(charge)
      }
      return undefined
    }
  },
  {
    name: "a revoked or expired mandate is never charged",
    counterexample: (input) => {
      const mandate = lastOf(input)
      if (mandate._tag === "Absent") return undefined
      const { expiresAt = Infinity } = mandate
      const wrong = allowed(mandate, input.charges).find(({ at }) => mandate._tag !== "Active" || at >= expiresAt)
      return wrong === undefined ? undefined : show({ mandate, wrong })
    }
  }
]
