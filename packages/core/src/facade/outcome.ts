import { Result } from "effect"

/** What came of it, as a host without Effect is told it: an `Outcome`. */
export const outcomeOf = (result: Result.Result<unknown, { readonly _tag: string; readonly message: string }>): unknown => {
  if (Result.isSuccess(result)) return { ok: true, value: result.success }
  const { _tag, message } = result.failure
  return { ok: false, error: { ...result.failure, _tag, message } }
}
