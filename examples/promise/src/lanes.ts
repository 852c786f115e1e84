import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, gates, now, parkade, pass } from "./parkade.ts"

const [north, south] = [randomUUID(), randomUUID()]
const entry = { lotId, laneId: north, direction: "entry", confidencePerMille: 990 } as const
const exit = { ...entry, laneId: south, direction: "exit" } as const
const seen = () => ({ seenAt: now(), readId: randomUUID() })

const arrived = await done(parkade.readPlate({ ...entry, ...seen(), plate: "B-OB 80" }))
const again = await done(parkade.readPlate({ ...entry, ...seen(), plate: "B-OB 80" }))
console.log("in:", arrived._tag, again.id === arrived.id ? "once" : "twice")
await done(parkade.vehiclePassed({ passage: { lotId, laneId: north } }))

pass(45)
const owing = await done(parkade.readPlate({ ...exit, ...seen(), plate: "B-OB 80" }))
if (owing._tag === "Refused" && owing.refusal._tag === "BalanceDue") {
  const { due, ticketId } = owing.refusal
  console.log("out:", owing.refusal._tag, due.amount, due.currency)
  await done(parkade.pay({ ticket: { id: ticketId }, method: "card", agreed: due }))
}

pass(1)
gates.setMood("silent", south)
const paid = await done(parkade.readPlate({ ...exit, ...seen(), plate: "8-OB 80" }))
console.log("misread, and paid:", paid._tag, "- nobody heard the gate")
gates.setMood("answers", south)
for (const { _tag } of await done(parkade.sweepPassages({}))) console.log("asked again:", _tag, "- the boom went up", gates.openings().length, "times in all")
await done(parkade.vehiclePassed({ passage: { lotId, laneId: south } }))

const stranger = await done(parkade.readPlate({ ...exit, ...seen(), plate: "M-XY 9", confidencePerMille: 400 }))
const warden = { _tag: "Person", id: randomUUID() } as const
console.log("for a person:", (await done(parkade.openPassages({ lotId }))).map(({ _tag }) => _tag).join())
await done(parkade.openByHand({ passageId: stranger.id, by: warden, reason: "a visitor of the house" }))
