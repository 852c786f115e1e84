/**
 * A lane: where vehicles come in or go out, with what stands there.
 *
 * Source: APDS "VehicularAccess"; DATEX II parking "VehicleEntrance".
 */
import { Schema } from "effect"
import { Party } from "../party/index.ts"
import * as Name from "./Name.ts"
import { ZoneId } from "./Zone.ts"

export const LaneId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("LaneId"))
export type LaneId = typeof LaneId.Type

/** A terminal speaks to the driver, a camera reads plates, a gate is the barrier, a charger feeds one spot, a sensor sees whether something stands there. */
export const deviceKinds = ["terminal", "camera", "gate", "charger", "sensor", "pay-station", "display"] as const
export const DeviceKind = Schema.Literals(deviceKinds).annotate({ identifier: "DeviceKind" })
export type DeviceKind = typeof DeviceKind.Type

export const Device = Schema.Struct({
  id: Party.DeviceId,
  kind: DeviceKind,
  name: Schema.optionalKey(Name.upTo(80))
}).annotate({ identifier: "Device" })
export type Device = typeof Device.Type

const devicesDiffer = (devices: ReadonlyArray<Device>) => new Set(devices.map(({ id }) => id)).size === devices.length || "expected devices that differ"

export const Lane = Schema.Struct({
  id: LaneId,
  /** Unique within its lot: "Entry North". */
  name: Name.upTo(80),
  direction: Schema.Literals(["entry", "exit", "both"]),
  /** The zone that it leads into or out of; the whole lot when absent. */
  zoneId: Schema.optionalKey(ZoneId),
  devices: Schema.Array(Device).pipe(Schema.check(Schema.makeFilter(devicesDiffer)))
}).annotate({ identifier: "Lane" })
export type Lane = typeof Lane.Type

/** The lanes through which vehicles come in, or go out. */
export const through = (lanes: ReadonlyArray<Lane>, direction: "entry" | "exit"): ReadonlyArray<Lane> =>
  lanes.filter((lane) => lane.direction === direction || lane.direction === "both")

/** The lane in which a device stands, by its id. */
export const ofDevice = (lanes: ReadonlyArray<Lane>, id: Party.DeviceId): Lane | undefined => lanes.find(({ devices }) => devices.some((device) => device.id === id))
