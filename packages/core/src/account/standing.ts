import { Result } from "effect"
import type { Instant } from "../time/index.ts"
import { type Absent, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"

interface Known {
  readonly _tag: string
  readonly id: string
  readonly changedAt: Instant.Instant
}

interface Timed {
  readonly _tag: string
  readonly at: Instant.Instant
}

export type Begun = NotBegun | WrongState | OutOfOrder

/** What `state` is at the command's time, in one of the states `tags`. */
export const standing = (subject: string) =>
<State extends Known, Tag extends State["_tag"]>(
  state: Absent | State,
  command: Timed,
  ...tags: ReadonlyArray<Tag>
): Result.Result<Extract<State, { readonly _tag: Tag }>, Begun> => {
  if (!("id" in state)) return Result.fail(new NotBegun({ subject }))
  const { changedAt: notBefore, id } = state
  const isOneOf = (each: State): each is Extract<State, { readonly _tag: Tag }> => tags.some((tag) => tag === each._tag)
  if (!isOneOf(state)) return Result.fail(new WrongState({ subject, id, state: state._tag, command: command._tag }))
  return command.at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at: command.at, notBefore })) : Result.succeed(state)
}
