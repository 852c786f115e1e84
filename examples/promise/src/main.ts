/** Everything on the page, one after the other, and what the adapters hold is given back. */
import { parkade } from "./parkade.ts"

await import("./stay.ts")
await import("./refusals.ts")
await import("./reserve.ts")
await import("./cancel.ts")
await import("./series.ts")
await import("./merchant.ts")
await import("./monthly.ts")
await import("./overstay.ts")
await import("./hotel.ts")
await import("./roles.ts")
await import("./terms.ts")
await import("./simulated.ts")
await import("./own-gateway.ts")
await import("./lanes.ts")
await parkade.close()
