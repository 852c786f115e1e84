import { Effect, Schema } from "effect"
import { Lot, Spot } from "../../lot/index.ts"
import { Lots } from "../../ports/index.ts"
import { operation } from "../operation.ts"

export const SettingOutages = Schema.Struct({ lotId: Lot.LotId, spotId: Spot.SpotId, outages: Schema.Array(Spot.Outage) })
export type SettingOutages = typeof SettingOutages.Type

/** Says when a spot is out of service, in place of what was said before: nobody is put on it then. Who stands on it stays. */
export const setOutages = operation("setOutages", SettingOutages, Effect.fnUntraced(function*(given) {
  yield* (yield* Lots).setOutages(given)
  return given
}))
