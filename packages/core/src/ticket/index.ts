export * as Settlement from "./Settlement.ts"
export * as Terms from "./Terms.ts"
export * as Ticket from "./Ticket.ts"
export * as TicketNumber from "./TicketNumber.ts"
