import { Effect } from "effect"
import { Journal, type KeptOf, type Key, type Kind, type Page, type StorageUnavailable } from "../ports/index.ts"

const pageSize = 500

/** All of it, however many pages that takes. */
export const everyPage = Effect.fnUntraced(function*<A extends { readonly id: string }, E, R>(
  read: (page: { readonly after: A["id"] | undefined; readonly limit: number }) => Effect.Effect<ReadonlyArray<A>, E, R>
) {
  const all: Array<A> = []
  let after: A["id"] | undefined
  do {
    const page = yield* read({ after, limit: pageSize })
    all.push(...page)
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  } while (after !== undefined)
  return all
})

/** All that are found by a key. */
export const allUnder = <K extends Kind>(kind: K, key: Key) =>
  Effect.flatMap(Journal, (journal) => everyPage((page: Page): Effect.Effect<ReadonlyArray<KeptOf<K> & { readonly id: string }>, StorageUnavailable> => journal.under(kind, key, page)))
