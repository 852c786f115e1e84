import { type Change, type EventOf, type KeptOf, type Kind, lifecycles, type Seen, type StateOf } from "../ports/index.ts"

/** What was decided on one thing. */
export const change = <K extends Kind>(kind: K, id: string, before: StateOf<K>, events: ReadonlyArray<EventOf<K>>): Change<K> => ({ kind, id, before, events })

/** What was looked at besides. */
export const seen = <K extends Kind>(kind: K, before: KeptOf<K> & { readonly id: string }): Seen<K> => ({ kind, id: before.id, before })

/** What became of it; dies on events that leave nothing. */
export const outcome = <K extends Kind>({ before, events, kind }: Change<K>): KeptOf<K> => {
  const { decider, kept } = lifecycles[kind]
  const after = kept(events.reduce(decider.evolve, before))
  if (after === undefined) throw new Error(`${kind} was not begun`)
  return after
}
