/** Rejections that every lifecycle may answer with. Rules of one lifecycle have rejections of their own. */
import { Schema } from "effect"
import { Instant } from "../time/index.ts"
import { nextStep } from "./NextStep.ts"

/** "reservation", "pass", "payment". */
const subject = Schema.String

/** Before the first event of a lifecycle there is nothing. */
export const Absent = Schema.TaggedStruct("Absent", {})
export type Absent = typeof Absent.Type

/** The command needs what was never begun. */
export class NotBegun extends Schema.TaggedError<NotBegun>()("NotBegun", { subject }) {
  override get message() {
    return `there is no ${this.subject} of this id here: see whose id it is`
  }
}

/** It was begun before. */
export class AlreadyBegun extends Schema.TaggedError<AlreadyBegun>()("AlreadyBegun", { subject, id: Schema.String }) {
  override get message() {
    return `this ${this.subject} exists already, and is another than you say: take a new id for yours`
  }
}

/** The command cannot be carried out in the state that it is in. */
export class WrongState extends Schema.TaggedError<WrongState>()("WrongState", {
  subject,
  id: Schema.String,
  /** The tag of the state. */
  state: Schema.String,
  /** The tag of the command. */
  command: Schema.String
}) {
  override get message() {
    const next = nextStep(this.subject, this.state)
    return `this ${this.subject} is ${this.state}, ${this.command} is not possible${next === undefined ? "" : `: ${next}`}`
  }
}

/** The command's time lies before the last thing that happened: a clock ran backwards. */
export class OutOfOrder extends Schema.TaggedError<OutOfOrder>()("OutOfOrder", {
  subject,
  id: Schema.String,
  at: Instant.Instant,
  notBefore: Instant.Instant
}) {
  override get message() {
    return `${Instant.toIso(this.at)} lies before ${Instant.toIso(this.notBefore)}, the last thing that happened to this ${this.subject}: look at the clock`
  }
}
