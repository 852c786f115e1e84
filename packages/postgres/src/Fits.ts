/**
 * `Fit.fit` as a predicate on a row of spots: the storage contract proves that both agree.
 */
import type { Fit } from "@parkade/core/allocation"
import { Spot } from "@parkade/core/lot"

/** SQL expressions of the values that {@link asked} gives, and of the time. */
export interface Names {
  readonly sizes: string
  readonly needs: string
  readonly barred: string
  readonly rare: string
  /** Instants, closed-open. */
  readonly from: string
  readonly until: string
}

const millis = (instant: string): string => `extract(epoch from ${instant}) * 1000`

/**
 * What few spots say, and few drivers ask, is one expression, which PostgreSQL expects to hold for every other spot: of
 * several it would expect that hardly any spot fits, and no longer take them in their order.
 *
 * `kept` is a condition under which a spot that would do is kept for others.
 */
export const fits = ({ barred, from, needs, rare, sizes, until }: Names, kept?: string): string => `
  size = any(${sizes}::text[]) and features @> ${needs}::text[] and not features && ${barred}::text[]
  and case
    when clearance < (${rare}::jsonb -> 'height')::integer then false
    when ${rare} ? 'zone' and zone_id <> (${rare} ->> 'zone')::uuid and ((${rare} ->> 'zone')::uuid = any(sections)) is not true then false
    when ${rare} ? 'kinds' and jsonb_path_exists(connectors, '$[*] ? (@.powerWatts >= $watts && @.kind == $kinds[*])', ${rare}) is not true then false
    when access is not null and jsonb_path_exists(access, 'strict $[*] ? (!(@[*] == $held[*]))', coalesce(${rare}, '{"held": []}')) then false
    when outages is not null and jsonb_path_exists(outages, '$[*] ? (@.from < $until && (!exists(@.until) || @.until > $from))',
      jsonb_build_object('from', ${millis(from)}, 'until', ${millis(until)})) then false${kept === undefined ? "" : `
    when ${kept} then false`}
    else true
  end`

/** What is asked of the columns that few lots fill, as the predicate names it; null when nothing is. */
const rare = ({ access, connector, heightCentimetres: height, zoneId: zone }: Fit.Requirement): string | null =>
  access === undefined && connector === undefined && height === undefined && zone === undefined
    ? null
    : JSON.stringify({ height, zone, held: access ?? [], ...(connector !== undefined && { kinds: connector.kinds, watts: connector.minPowerWatts }) })

/** The values of a requirement. */
export const asked = (requirement: Fit.Requirement) => ({
  sizes: Spot.sizes.slice(Spot.sizes.indexOf(requirement.size)),
  needs: requirement.needs,
  barred: requirement.barred,
  rare: rare(requirement)
})
