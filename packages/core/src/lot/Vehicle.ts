/**
 * What wants to park: a plate, a kind and the spot size it needs.
 *
 * The nine kinds of the field are known with their sizes. Integrators add kinds of their own ("camper") and say the
 * size; nothing is guessed.
 */
import { Result, Schema, SchemaTransformation } from "effect"
import { NotAPlate, Plate, fromText } from "./Plate.ts"
import { Size } from "./Spot.ts"
import { Centimetres } from "./Zone.ts"

/** Smallest spot each standard kind parks in. */
export const standardSizes = {
  bicycle: "small",
  motorcycle: "small",
  car: "medium",
  "electric-car": "medium",
  suv: "large",
  "electric-suv": "large",
  van: "large",
  truck: "extra-large",
  bus: "extra-large"
} as const satisfies Record<string, Size>

/** One of {@link standardSizes}, or the integrator's own. */
export const VehicleKind = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, { expected: "a vehicle kind of 1 to 40 letters, such as car" })),
  Schema.annotate({ identifier: "VehicleKind", description: `${Object.keys(standardSizes).join(", ")}, or a kind of your own` })
)

/** Outer measures, with what is mounted on it. */
export const Dimensions = Schema.Struct({
  heightCentimetres: Centimetres,
  lengthCentimetres: Schema.optionalKey(Centimetres),
  widthCentimetres: Schema.optionalKey(Centimetres)
}).annotate({ identifier: "Dimensions" })
export type Dimensions = typeof Dimensions.Type

/** What it runs on. Source: UNECE and the EU's vehicle registration data, field P.3. */
export const Fuel = Schema.Literals(["petrol", "diesel", "electric", "plug-in-hybrid", "hybrid", "hydrogen", "lpg", "cng", "none", "other"]).annotate({ identifier: "Fuel" })
export type Fuel = typeof Fuel.Type

export const Vehicle = Schema.Struct({
  plate: Plate,
  /** The plate as it was given, for receipts and people. */
  plateAsGiven: Schema.String,
  kind: VehicleKind,
  /** The smallest spot it fits. */
  size: Size,
  dimensions: Schema.optionalKey(Dimensions),
  fuel: Schema.optionalKey(Fuel)
}).annotate({ identifier: "Vehicle" })
export type Vehicle = typeof Vehicle.Type

/** A kind that is not standard came without a size. */
export class UnknownVehicleKind extends Schema.TaggedError<UnknownVehicleKind>()("UnknownVehicleKind", {
  kind: Schema.String
}) {
  override get message() {
    return `"${this.kind}" is not a standard vehicle kind (${Object.keys(standardSizes).join(", ")}): say which spot size it needs`
  }
}

const standard: ReadonlyMap<string, Size> = new Map(Object.entries(standardSizes))

/** A vehicle from what was typed or read; `size` is needed for kinds of your own and overrides the standard one. */
export const make = (given: {
  readonly plate: string
  readonly kind: string
  readonly size?: Size | undefined
  readonly dimensions?: Dimensions | undefined
  readonly fuel?: Fuel | undefined
}): Result.Result<Vehicle, NotAPlate | UnknownVehicleKind> => {
  const size = given.size ?? standard.get(given.kind)
  if (size === undefined) return Result.fail(new UnknownVehicleKind({ kind: given.kind }))
  const { dimensions, fuel, kind } = given
  return Result.map(fromText(given.plate), (plate) => ({
    plate,
    plateAsGiven: given.plate,
    kind,
    size,
    ...(dimensions !== undefined && { dimensions }),
    ...(fuel !== undefined && { fuel })
  }))
}

const given = Schema.Struct({
  plate: Schema.String.annotate({ expected: "a plate such as B-AB 123" }),
  kind: VehicleKind,
  size: Schema.optional(Size),
  dimensions: Schema.optional(Dimensions),
  fuel: Schema.optional(Fuel)
})

const refusal = (vehicle: typeof given.Type) => {
  const made = make(vehicle)
  if (Result.isSuccess(made)) return true
  return { path: [made.failure._tag === "NotAPlate" ? "plate" : "size"], issue: made.failure.message }
}

/** A vehicle as hosts tell of it: a plate as it was typed or read, a kind, and a size for kinds of their own. */
export const FromGiven = given.pipe(
  Schema.check(Schema.makeFilter(refusal)),
  Schema.decodeTo(
    Schema.toType(Vehicle),
    SchemaTransformation.transform({
      decode: (vehicle) => Result.getOrThrow(make(vehicle)),
      encode: ({ dimensions, fuel, kind, plateAsGiven, size }) => ({ plate: plateAsGiven, kind, size, dimensions, fuel })
    })
  )
)
