/** Every story: what five systems promise (docs/scope.md in the repository), and what goes wrong (docs/reliability.md). */
import { atOnce } from "./AtOnce.ts"
import { largeDesign } from "./LargeDesign.ts"
import { multiLevelLot } from "./MultiLevelLot.ts"
import { platformWithRoles } from "./PlatformWithRoles.ts"
import { prepaidQr } from "./PrepaidQr.ts"
import { singleGarage } from "./SingleGarage.ts"
import type { Stories } from "./World.ts"

export const stories: Readonly<Record<string, Stories>> = {
  "a platform with roles": platformWithRoles,
  "prepaid parking by QR code": prepaidQr,
  "a lot of several levels": multiLevelLot,
  "a large design": largeDesign,
  "a single garage": singleGarage,
  "what comes twice, at once, or too late": atOnce
}

export { tell, type Way } from "./telling.ts"
