export { LotNotFound, Lots, type NewLot, SpotNotFound } from "./Lots.ts"
export { type Activity, Reports } from "./Reports.ts"
export { StorageUnavailable } from "./StorageUnavailable.ts"
export {
  type Admission,
  AlreadyParked,
  LotClosed,
  LotFull,
  NothingFits,
  refusedByHours,
  TicketChanged,
  TicketNotFound,
  TicketRef,
  Tickets
} from "./Tickets.ts"
