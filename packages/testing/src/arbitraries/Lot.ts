/** Plates, vehicles, spots and layouts. */
import { Fit } from "@parkade/core/allocation"
import { Spot, Vehicle } from "@parkade/core/lot"
import { Result } from "effect"
import * as fc from "fast-check"

const letters = fc.constantFrom(...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ0123456789"))

/** A plate as people write it: "B-AB 123", "b ab 123", with Cyrillic and Greek twins now and then. */
export const plateText = (): fc.Arbitrary<string> =>
  fc.array(fc.tuple(
    fc.oneof({ weight: 9, arbitrary: letters }, { weight: 1, arbitrary: fc.constantFrom(...Array.from("АВЕКМНОРСТУХабекΑΒΕΖΗΙ京あ")) }),
    fc.oneof({ weight: 5, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constantFrom(" ", "-", "·", ".", "•") }),
    fc.boolean()
  ), { minLength: 1, maxLength: 10 }).map((parts) => parts.map(([letter, gap, low]) => `${low ? letter.toLowerCase() : letter}${gap}`).join(""))

/** Any text a plate reader or a stranger may send: also empty, long, invisible, right to left. */
export const strangeText = (): fc.Arbitrary<string> =>
  fc.oneof(
    plateText(),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.tuple(plateText(), fc.constantFrom("\u200b", "\u202e", "\u0000", "\ufe0f", "\u3164", "\u034f", "\u0301", "\u00ad", "\ud800", "é", "ﷺ"), fc.nat(10))
      .map(([text, odd, at]) => text.slice(0, at) + odd + text.slice(at))
  )

const kinds = Object.keys(Vehicle.standardSizes)

/** A vehicle of a standard kind, or of one of the integrator's with its size. */
export const vehicle = (): fc.Arbitrary<Vehicle.Vehicle> =>
  fc.record({
    plate: plateText(),
    given: fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom(...kinds) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("camper", "Wohnmobil", "tuk tuk"), size: fc.constantFrom(...Spot.sizes) }) }
    )
  }).map(({ given, plate }) => Result.getOrThrow(Vehicle.make({ plate, ...given })))

/** A spot: half of them plain and medium unless `plain` is false. */
export const spotShape = ({ plain = true }: { readonly plain?: boolean } = {}): fc.Arbitrary<Pick<Spot.Spot, "size" | "features">> =>
  fc.record({
    size: plain ? fc.constantFrom("medium", "medium", ...Spot.sizes) : fc.constantFrom(...Spot.sizes),
    features: fc.oneof({ weight: plain ? 2 : 0, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...Spot.features]) })
  })

/** How large a lot is. */
export interface LayoutOptions {
  /** 3 by default. */
  readonly maxZones?: number
  /** In each zone; 4 by default. */
  readonly maxSpots?: number
}

/** Zones with their spots, as a lot's operator drafts them; may be empty, small on purpose: full garages are interesting. */
export const layout = ({ maxSpots = 4, maxZones = 3 }: LayoutOptions = {}): fc.Arbitrary<ReadonlyArray<ReadonlyArray<Pick<Spot.Spot, "size" | "features">>>> =>
  fc.array(fc.array(spotShape(), { maxLength: maxSpots }), { minLength: 1, maxLength: maxZones })

/** Features a driver asks for: usually none. */
export const needs = (): fc.Arbitrary<ReadonlyArray<Spot.Feature>> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...Spot.features], { maxLength: 2 }) })

/** What some vehicle needs of a spot. */
export const requirement = (): fc.Arbitrary<Fit.Requirement> =>
  fc.tuple(vehicle(), needs()).map(([who, asked]) => Fit.requirement(who, { needs: asked }))
