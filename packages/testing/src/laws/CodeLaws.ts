/** Laws of codes to scan and of their texts, by any signer. */
import { Code, CodeText } from "@parkade/core/reservation"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { codeCommands } from "../arbitraries/Reservation.ts"
import type { DeciderSchemas } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"
import type { Keys } from "./QuoteLaws.ts"
import { countingLaw, type History, stepsOf } from "./Steps.ts"

/** Every state of a code, and its events. */
export const codeSchemas: DeciderSchemas<Code.State, Code.Event> = { state: Schema.toType(Code.State), event: Schema.toType(Code.Event) }

const eachStep = stepsOf(Code.decider)
const count = (events: ReadonlyArray<Code.Event>, tag: Code.Event["_tag"]) => events.filter(({ _tag }) => _tag === tag).length
const indexOf = (events: ReadonlyArray<Code.Event>, tag: Code.Event["_tag"]) => events.findIndex(({ _tag }) => _tag === tag)

/** Laws of codes. */
export const codeLaws: ReadonlyArray<Law<History<Code.Command>>> = [
  eachStep("every scan is logged", ({ before, command, past, rejection }) => {
    if (command._tag !== "Scan" || before._tag === "Absent" || command.at < before.changedAt) return undefined
    const logged = past.findLast((event) => "scanId" in event)
    return rejection === undefined && logged !== undefined && "scanId" in logged && logged.scanId === command.scanId ? undefined : show({ command, past })
  }),
  eachStep("a code lets in once and out once", ({ past }) => (count(past, "CodeEntered") <= 1 && count(past, "CodeExited") <= 1 ? undefined : show(past))),
  eachStep("nothing leaves on a code that did not enter on it", ({ past }) => {
    const [entered, exited] = [indexOf(past, "CodeEntered"), indexOf(past, "CodeExited")]
    return exited === -1 || (entered !== -1 && entered < exited) ? undefined : show(past)
  }),
  eachStep("a code opens nothing outside its time, its lot and its directions", ({ events, past }) => {
    const issued = past.find((event) => event._tag === "CodeIssued")
    const wrong = events.find((event) => {
      if (event._tag !== "CodeEntered" && event._tag !== "CodeExited") return false
      const entry = event._tag === "CodeEntered"
      const inTime = !entry || (issued !== undefined && event.at >= issued.period.from && event.at < issued.period.to)
      return !inTime || event.lotId !== issued?.lotId || !event.allowed.includes(event.direction) || (event.direction === "entry") !== entry
    })
    return wrong === undefined ? undefined : show({ issued, wrong })
  }),
  eachStep("a revoked code opens nothing", ({ past }) => {
    const revoked = indexOf(past, "CodeRevoked")
    return revoked === -1 || !Code.opens(past.slice(revoked)) ? undefined : show(past)
  }),
  eachStep("a code that is in order opens the lane", ({ before, command, events }) => {
    if (command._tag !== "Scan" || before._tag === "Absent" || command.at < before.changedAt || before.lastScan === command.scanId) return undefined
    const { at, allowed, direction, lotId } = command
    const mayEnter = before._tag === "Issued" && at >= before.period.from && at < before.period.to
    const inOrder = lotId === before.lotId && allowed.includes(direction) && (direction === "entry" ? mayEnter : before._tag === "Entered")
    return inOrder === Code.opens(events) ? undefined : show({ before, command, events })
  }),
  countingLaw(Code.decider, (state) => (state._tag === "Absent" ? undefined : state))
]

export interface CodeTextCase {
  readonly keys: Keys
  readonly payload: CodeText.Payload
  /** Which character of the text is changed, and what to. */
  readonly change: { readonly at: number; readonly to: string }
}

/** Codes, each with a change of one character. */
export const codeTextCase = (keys: Keys): fc.Arbitrary<CodeTextCase> =>
  fc.record({
    payload: fc.tuple(codeCommands(), fc.subarray<Code.Direction>(["entry", "exit"], { minLength: 1 })).map(([commands, directions]) => {
      const issued = commands.find((command) => command._tag === "Issue")
      return issued === undefined ? undefined : { id: issued.id, lotId: issued.lotId, reservationId: issued.reservationId, period: issued.period, directions }
    }).filter((payload) => payload !== undefined),
    change: fc.record({ at: fc.nat(), to: fc.constantFrom("A", "B", "Z", "a", "z", "0", "9", "-", "_", ".", "=") })
  }).map((made) => ({ keys, ...made }))

/** Laws of the texts of codes. */
export const codeTextLaws: ReadonlyArray<Law<CodeTextCase>> = [
  {
    name: "a code that is signed is read back",
    counterexample: ({ keys, payload }) => {
      const back = CodeText.verify(CodeText.sign(payload, keys.signer), keys.verifier)
      return Result.isSuccess(back) && Equal.equals(back.success, { ...payload, directions: payload.directions.toSorted() }) ? undefined : show(back)
    }
  },
  {
    name: "a code changed anywhere is refused",
    counterexample: ({ change, keys, payload }) => {
      const text = CodeText.sign(payload, keys.signer)
      const at = change.at % text.length
      const changed = `${text.slice(0, at)}${change.to}${text.slice(at + 1)}`
      return changed === text || Result.isFailure(CodeText.verify(changed, keys.verifier)) ? undefined : changed
    }
  },
  {
    name: "equal codes have equal texts",
    counterexample: ({ payload }) => {
      const { directions, id, lotId, period: { from, to }, reservationId } = payload
      const reversed = { period: { to, from }, directions: directions.toReversed(), reservationId, lotId, id }
      const [one, other] = [CodeText.unsigned(payload).text, CodeText.unsigned(reversed).text]
      return one === other ? undefined : show({ one, other })
    }
  }
]
