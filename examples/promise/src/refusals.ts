import { lotId } from "./garage.ts"
import { done, parkade, pass } from "./parkade.ts"

const { id } = await done(parkade.admit({ lotId, vehicle: { plate: "B-CD 456", kind: "car" } }))
pass(80)

const outcome = await parkade.release({ ticket: { id } })
if (!outcome.ok) {
  switch (outcome.error._tag) {
    case "BalanceDue":
      console.log("pay first:", outcome.error.due.amount)
      break
    case "StorageUnavailable":
      console.log("try again:", outcome.error.reason)
      break
    default:
      console.log(outcome.error._tag, outcome.error.message)
  }
}

const wrong = await parkade.admit({ lotId, vehicle: { plate: "", kind: "hovercraft" } })
if (!wrong.ok && wrong.error._tag === "InvalidInput") console.log(wrong.error.issues.map(({ path }) => path).join(", "))
