import { Console, Data, Effect } from "effect"

/** Why a command ended without doing its work: a line for each thing that is wrong, and what to do. */
export class Failure extends Data.TaggedError("Failure")<{
  readonly message: string
  /** What kind of refusal it was, for programs: "Unavailable", "InvalidTariff". */
  readonly reason?: string
  readonly issues?: ReadonlyArray<{ readonly path: string; readonly message: string }>
  /** What is known all the same, as JSON. */
  readonly known?: object
}> {}

/** What was printed says it all. */
export class Told extends Data.TaggedError("Told") {}

/** Each line of an error on its own says where it belongs. */
export const failWith = <E extends { readonly message: string; readonly _tag?: string; readonly issues?: Failure["issues"] }>(context: string, known?: object) => ({ _tag, issues, message }: E) =>
  new Failure({
    message: message.split("\n").map((line) => `${context}: ${line}`).join("\n"),
    ...(_tag !== undefined && { reason: _tag }),
    ...(issues !== undefined && { issues }),
    ...(known !== undefined && { known })
  })

/** For who asked for JSON one object, whatever comes. */
export const toldAs = ({ json }: { readonly json: boolean }) => (failure: Failure): Effect.Effect<never, Failure | Told> => {
  if (!json) return Effect.fail(failure)
  const { issues, known = {}, message, reason = "Failure" } = failure
  return Effect.flatMap(Console.log(JSON.stringify({ error: { reason, message, ...(issues !== undefined && { issues }) }, ...known }, null, 2)), () => Effect.fail(new Told()))
}
