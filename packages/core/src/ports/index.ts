export { LotNotFound, Lots, type NewLot } from "./Lots.ts"
export { type Activity, Reports } from "./Reports.ts"
export { StorageUnavailable } from "./StorageUnavailable.ts"
export {
  type Admission,
  AlreadyParked,
  LotFull,
  NothingFits,
  SpotTaken,
  TicketChanged,
  TicketNotFound,
  TicketRef,
  Tickets
} from "./Tickets.ts"
