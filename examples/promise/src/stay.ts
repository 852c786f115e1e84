import { lotId } from "./garage.ts"
import { done, parkade, pass } from "./parkade.ts"

const { id, vehicle } = await done(parkade.admit({ lotId, vehicle: { plate: "B-AB 123", kind: "car" } }))
console.log(`${vehicle.plate} is in`)

pass(80)
const { bill, due } = await done(parkade.quote({ ticket: { id } }))
console.log(`${bill.lines.length} line, ${due.amount} ${due.currency}`)

const paid = await done(parkade.pay({ ticket: { id }, method: "card", agreed: due }))
console.log(paid._tag)

pass(10)
const gone = await done(parkade.release({ ticket: { lotId, plate: "B-AB 123" } }))
console.log(gone._tag, gone.payments.map(({ amount, method }) => `${amount.amount} by ${method}`).join(", "))
