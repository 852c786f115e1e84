export { Analytics, type Occupied, type Revenue, type Span, type Stays } from "./Analytics.ts"
export { AuditLog, type Audited } from "./AuditLog.ts"
export { Books, type Sought } from "./Books.ts"
export { type Answer, Gateways, GatewayUnreachable, OutcomeUnknown } from "./Gateways.ts"
export { Gates, GateUnreachable, type Opening } from "./Gates.ts"
export { type Change, Changed, type Commit, type Entry, Journal, KeyTaken, type Page, type Seen, SpotTaken } from "./Journal.ts"
export { type Begun, type EventOf, type Events, type KeptOf, type Key, key, type Kind, type Lifecycle, lifecycles, type StateOf, type States } from "./Lifecycles.ts"
export { LotNotFound, Lots, type NewLot, SpotNotFound } from "./Lots.ts"
export { type Activity, Reports } from "./Reports.ts"
export { Signer } from "./Signer.ts"
export { AllHeld, type Claim, type Claimant, NoneSuits, Spots, type Wanted } from "./Spots.ts"
export { StorageUnavailable } from "./StorageUnavailable.ts"
export {
  type Admission,
  AlreadyParked,
  HeldForReservations,
  LotClosed,
  LotFull,
  NothingFits,
  refusedByHours,
  TicketNotFound,
  TicketRef,
  Tickets
} from "./Tickets.ts"
