/**
 * Zones and spots as an operator draws them, before anything has an id: zones name each other.
 */
import { Schema } from "effect"
import type { Layout } from "./Lot.ts"
import * as Spot from "./Spot.ts"
import * as Zone from "./Zone.ts"

const { connectors, features, label, maxHeightCentimetres } = Spot.Spot.fields

export const SpotDraft = Schema.Struct({
  label,
  size: Spot.Size,
  features: Schema.optionalKey(features),
  connectors,
  maxHeightCentimetres
}).pipe(Schema.check(Spot.chargersAreTold), Schema.annotate({ identifier: "SpotDraft" }))
export type SpotDraft = typeof SpotDraft.Type

const labelsDiffer = (spots: ReadonlyArray<{ readonly label: string }>) =>
  new Set(spots.map(({ label }) => label)).size === spots.length || "expected labels that differ within the zone"

export const ZoneDraft = Schema.Struct({
  name: Zone.Zone.fields.name,
  /** The name of the zone that this one is a section of. */
  within: Schema.optionalKey(Zone.Zone.fields.name),
  level: Zone.Zone.fields.level,
  maxHeightCentimetres: Zone.Zone.fields.maxHeightCentimetres,
  access: Zone.Zone.fields.access,
  spots: Schema.Array(SpotDraft).pipe(Schema.check(Schema.makeFilter(labelsDiffer)))
}).annotate({ identifier: "ZoneDraft" })
export type ZoneDraft = typeof ZoneDraft.Type

type Named = Pick<ZoneDraft, "name" | "within">

const namesDiffer = (zones: ReadonlyArray<Named>) =>
  new Set(zones.map(({ name }) => name)).size === zones.length || "expected zone names that differ"

/** A lot, a building, a level, a section, a row: what is deeper is drawn by mistake. */
const deepest = 8

/** The first zone that cannot be where it is drawn, and why. */
export const misplaced = (zones: ReadonlyArray<Named>): { readonly place: number; readonly issue: string } | undefined => {
  const outer = new Map(zones.map(({ name, within }) => [name, within]))
  const place = zones.findIndex(({ name, within }) => {
    let [depth, each] = [1, within]
    while (each !== undefined && depth < deepest && each !== name && outer.has(each)) [depth, each] = [depth + 1, outer.get(each)]
    return each !== undefined
  })
  const within = zones[place]?.within
  if (within === undefined) return undefined
  return {
    place,
    issue: outer.has(within)
      ? `expected a zone that this one may be a section of: at most ${deepest} within each other, and none within itself`
      : `expected the name of a zone of this lot, found ${JSON.stringify(within)}`
  }
}

const nested = (zones: ReadonlyArray<Named>) => {
  const wrong = misplaced(zones)
  return wrong && { path: [wrong.place, "within"], issue: wrong.issue }
}

export const Zones = Schema.Array(ZoneDraft).pipe(
  Schema.check(Schema.isMinLength(1), Schema.makeFilter(namesDiffer), Schema.makeFilter(nested))
)
export type Zones = typeof Zones.Type

/** How many ids {@link layout} needs. */
export const idsNeeded = (zones: Zones): number => zones.reduce((sum, { spots }) => sum + 1 + spots.length, 0)

/** The layout drawn, with ids given out in the order of the draft: each zone's, then those of its spots. */
export const layout = (drafts: Zones, ids: ReadonlyArray<string>): Layout => {
  let given = 0
  const next = () => ids[given++] ?? ""
  const numbered = drafts.map((draft) => ({ draft, id: Zone.ZoneId.make(next()), spots: draft.spots.map((spot) => ({ spot, id: Spot.SpotId.make(next()) })) }))
  const byName = new Map(numbered.map(({ draft, id }) => [draft.name, id]))
  return {
    zones: numbered.map(({ draft: { spots: _, within, ...zone }, id }) => {
      const outer = within === undefined ? undefined : byName.get(within)
      return { id, ...zone, ...(outer !== undefined && { within: outer }) }
    }),
    spots: numbered.flatMap(({ id: zoneId, spots }) => spots.map(({ id, spot }) => ({ id, zoneId, features: [], ...spot })))
  }
}
