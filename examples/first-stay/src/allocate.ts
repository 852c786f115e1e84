import { Allocator, Explanation, Fit, Ordering } from "@parkade/core/allocation"
import { Distance, Lot, Vehicle } from "@parkade/core/lot"
import { Result, Schema } from "effect"
import { instant } from "./tariff.ts"

const [level, lift] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
const spots = [["A1", 10, []], ["A2", 20, ["ev"]], ["A3", 30, ["accessible"]], ["A4", 40, []], ["A5", 50, []]] as const

const layout = Schema.decodeUnknownSync(Lot.Layout)({
  zones: [{ id: level, name: "Level 1", maxHeightCentimetres: 200 }],
  entrances: [{ id: lift, name: "the lift" }],
  spots: spots.map(([label, metres, features], index) => ({
    id: `00000000-0000-4000-8000-00000000001${index}`, zoneId: level, label, size: "medium", features, distances: { [lift]: metres }
  }))
})

const ordering = Ordering.andThen(Ordering.keep({ features: ["ev"] }), Ordering.nearest())
const allocator = Result.getOrThrow(Allocator.open(layout, { ordering }))

const request = (heightCentimetres: number): Allocator.Request => ({
  needed: Fit.requirement(Result.getOrThrow(Vehicle.make({ plate: "B-AB 123", kind: "car", dimensions: { heightCentimetres } }))),
  during: { from: instant("2026-11-21T08:00:00+01:00") },
  entranceId: Distance.EntranceId.make(lift)
})

for (const height of [150, 150, 210]) {
  const given = allocator.allocate(request(height))
  if (Result.isSuccess(given)) console.log(Explanation.text(allocator.why(given.success, request(height))))
  else console.log(given.failure)
}
for (const place of [1, 2]) console.log(Explanation.whyNotText(allocator.whyNot(place, request(150))))

allocator.release(0)
allocator.hold(0, { holder: "reservation 7", from: instant("2026-11-21T09:00:00+01:00") })
const labelFor = (asked: Allocator.Request) => allocator.spot(Result.getOrThrow(allocator.choose(asked))).label
console.log("until nine:", labelFor({ ...request(150), during: { from: instant("2026-11-21T08:10:00+01:00"), until: instant("2026-11-21T09:00:00+01:00") } }))
console.log("for as long as it takes:", labelFor(request(150)))
console.log(allocator.occupancy())
