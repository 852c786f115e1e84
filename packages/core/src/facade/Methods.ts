/**
 * Every use-case as a method, with what it does and why it may be refused.
 *
 * All may answer `InvalidInput`, and `StorageUnavailable`, after which the same may be said again. What is named by an id may
 * be `NotBegun` (there is none), in the `WrongState` (the message says what can be done in it), or changed by a clock that ran
 * backwards (`OutOfOrder`); an id of the caller's that stands for something else already is `AlreadyBegun`.
 */
import type { InvalidInput, Operation, useCases } from "../operations/index.ts"
import type { Outcome, Plain } from "./Plain.ts"

type Case = typeof useCases

type Method<Name extends keyof Case> = Case[Name] extends Operation<infer _In, infer Json, infer A, infer E, infer _R> ? (input: Plain<Json>) => Promise<Outcome<A, E | InvalidInput>> : never

export interface Methods {
  // Lots.
  /**
   * Opens a lot: what is said of it, its zones and spots, and its first terms, all or none. Refused: `InvalidLot`, place by
   * place: a stay that no rate prices, an amount that nobody can pay.
   */
  readonly createLot: Method<"createLot">
  /** Gives a lot other terms, whole: who is parked keeps those of the entry. Refused: `LotNotFound`, `InvalidLot`. */
  readonly changeTerms: Method<"changeTerms">
  /** A lot as it is now, with its zones, spots and terms. Without their `id`, terms are what `changeTerms` takes. Refused: `LotNotFound`. */
  readonly findLot: Method<"findLot">
  /** Says when a spot is out of service, in place of what was said before: nobody is put on it then. Who stands on it stays. Refused: `SpotNotFound`. */
  readonly setOutages: Method<"setOutages">
  /** How many spots are free now, in all and by zone, and how many of them are kept for reservations that begin within `soon`. Refused: `LotNotFound`. */
  readonly availability: Method<"availability">
  /** Spots that suit a vehicle and are free in a time, best first. None is kept: whoever is first takes it. Refused: `LotNotFound`. */
  readonly findSpots: Method<"findSpots">

  // Stays.
  /**
   * Lets a vehicle in: the best spot that suits, and a ticket for it. Refused: `LotFull`, `LotClosed`, `NothingFits`,
   * `HeldForReservations`, `AlreadyParked`, `LotNotFound`.
   */
  readonly admit: Method<"admit">
  /** What a ticket owes now, with its bill line by line. Changes nothing. Refused: `TicketNotFound`, `AlreadyExited`, `TicketVoid`. */
  readonly quote: Method<"quote">
  /**
   * Takes what a ticket owes, of money that a machine or a person took: the driver has the exit grace to leave then. For
   * gateways see `startPayment`. Refused: `NothingDue`, `AmountDiffers` where `agreed` is not what is due, `TicketNotFound`,
   * `AlreadyExited`, `TicketVoid`.
   */
  readonly pay: Method<"pay">
  /** `pay` and `release` in one step, as at a staffed exit: both are done, or neither. Refused: as both are; `NothingDue` never: who owes nothing is let out. */
  readonly payOnExit: Method<"payOnExit">
  /**
   * Lets a vehicle out that owes nothing, or of which `waive` says who lets it go and why, and frees its spot. Refused:
   * `BalanceDue` with what is due, `TicketNotFound`, `AlreadyExited`, `TicketVoid`.
   */
  readonly release: Method<"release">
  /**
   * Lets out who owes nothing, or whose stored method pays for it now. Refused: `BalanceDue` where the driver has none,
   * `NotCharged` where it was not charged.
   */
  readonly exit: Method<"exit">
  /** A ticket by its id, its number, or the plate in a lot; open or not. Refused: `TicketNotFound`. */
  readonly findTicket: Method<"findTicket">
  /** Puts the vehicle on another spot of its lot. Refused: `SpotTaken`, `TicketNotFound`, `AlreadyExited`, `TicketVoid`. */
  readonly moveTicket: Method<"moveTicket">
  /**
   * Puts the end that a stay is meant to have later, unless its spot is kept for another by then. Refused: `EndsEarlier`,
   * `SpotTaken`, `TicketNotFound`, `AlreadyExited`, `TicketVoid`.
   */
  readonly extendTicket: Method<"extendTicket">
  /**
   * Notes that the driver has no ticket any more: what the terms charge for that is due with the stay. Refused:
   * `TicketNotFound`, `AlreadyExited`, `TicketVoid`.
   */
  readonly reportLost: Method<"reportLost">
  /**
   * Takes back a ticket that nothing was paid for: its spot is free, and what was redeemed on it may be used again. Refused:
   * `PaidAlready`: refund it first; `TicketNotFound`, `AlreadyExited`.
   */
  readonly voidTicket: Method<"voidTicket">
  /**
   * Puts a coupon, or a merchant's offer, on a ticket. What it takes off is known from the next `quote`. Refused:
   * `NotValidated` where the terms take none, `CouponNotFound`, `NoSuchOffer`, `LimitReached`, `OutsidePeriod`, `OtherLot`,
   * `BelowMinimum`, `HolderNeeded`, `CodeOnTicket`, `AboveBudget`.
   */
  readonly validateTicket: Method<"validateTicket">

  // Reservations.
  /**
   * Keeps a place for a time: held as long as the terms say, until it is paid. What is free is confirmed at once. Refused:
   * `NotReservable` where the terms have no `reservations`, `LotClosed` where it begins outside of the opening hours, `AllHeld`,
   * `NoneSuits`, `PeriodOver`, `LotNotFound`.
   */
  readonly reserve: Method<"reserve">
  /** A reservation by its id, with the spot that is claimed for it as long as one is. */
  readonly findReservation: Method<"findReservation">
  /** Takes the price of a reservation that is held, and confirms it. Refused: `HoldEnded`, `PaidOtherwise`, `AccountNotAccepted`. */
  readonly payReservation: Method<"payReservation">
  /**
   * Another time or place. What it costs more is taken at the place, by `method`; what it costs less is given back as the
   * terms say. Refused: `PaymentNeeded` with what is `due` where it costs more and no `method` is said, `ModificationRefused`,
   * `LotClosed`, `AllHeld`, `NoneSuits`, `PeriodOver`.
   */
  readonly modifyReservation: Method<"modifyReservation">
  /**
   * A later end, before overtime begins. What it costs more is taken at the place, by `method`. Refused: `PaymentNeeded` with
   * what is `due` where no `method` is said, `ExtensionRefused`, `EndsNoLater`, `SpotTaken`.
   */
  readonly extendReservation: Method<"extendReservation">
  /** Gives a reserved place back, and what was paid as the terms say. Refused: `WrongState` once the driver came, `HoldEnded`, `PeriodOver`. */
  readonly cancelReservation: Method<"cancelReservation">
  /**
   * Keeps a place at times that recur, each as a reservation of its own: all of them, or with `accept` those that can be
   * had. Refused: `SeriesRefused` with each date and why, `SeriesTooLong`, `NotReservable`.
   */
  readonly reserveSeries: Method<"reserveSeries">
  /**
   * Cancels those of a series that have not begun, as the terms of each say. Tells those, and those that go on. Refused:
   * `NotBegun` of a series that is none.
   */
  readonly cancelSeries: Method<"cancelSeries">
  /**
   * Lets in who has a reservation, on the spot that is claimed for it, or on another that suits where that is not empty yet.
   * Refused: `CheckInTooEarly`, `CheckInTooLate`, `NotPaid`, `OtherVehicle`, `AlreadyParked`.
   */
  readonly checkIn: Method<"checkIn">
  /**
   * The code of a reservation that is confirmed: a signed text to print or to show, good for one entry and one exit. Needs
   * `keys`. Refused: `WrongState` where it is not paid.
   */
  readonly issueCode: Method<"issueCode">
  /**
   * Checks in by a code. The same `scanId` said twice tells the same ticket. Refused: `CodeRefused` with why, `NotACode`,
   * `CodeForged`, and as `checkIn` is.
   */
  readonly scanEntry: Method<"scanEntry">
  /** Lets out by a code, when nothing is due. Refused: `CodeRefused`, `BalanceDue` for overtime, `NotACode`, `CodeForged`. */
  readonly scanExit: Method<"scanExit">

  // Passes, and who waits for one.
  /** Asks for a pass; it is good once its first period is paid. What is free is good at once. Refused: `InvalidPassDates`, `TooManyVehicles`. */
  readonly requestPass: Method<"requestPass">
  /** A pass by its id, with its periods, its vehicles, and those inside. */
  readonly findPass: Method<"findPass">
  /** Takes the price of the first period, of money that a machine or a person took. Refused: `PassEnded`, `PassPaidOtherwise`. */
  readonly payPass: Method<"payPass">
  /** Takes the price of another period, from where the pass ends. Refused: `RenewsFrom` where `from` is not that date, `PassEnded`. */
  readonly renewPass: Method<"renewPass">
  /** Ends a pass; what is not used is given back as its terms say. Refused: `VehiclesInside`, `WrongState`. */
  readonly cancelPass: Method<"cancelPass">
  /** Nobody enters on a pass until it is resumed. Refused: `PassEnded`, `WrongState`. */
  readonly suspendPass: Method<"suspendPass">
  /** A suspended pass is good again; its terms say whether it ends later by that. Refused: `PassEnded`, `WrongState`. */
  readonly resumePass: Method<"resumePass">
  /**
   * Lets in who holds a pass. What the stay costs is the tariff's to say, by its rate `subscription` of the product's code.
   * Refused: `PassNotValidAt`, `PlateNotOnPass`, `LotNotOnPass`, `PoolFull`, `NoEntriesLeft`, `AntiPassback`, and as `admit`
   * is.
   */
  readonly enterOnPass: Method<"enterOnPass">
  /** Puts a vehicle on a pass, by its plate. Refused: `TooManyVehicles`, `WrongState`. */
  readonly addPassVehicle: Method<"addPassVehicle">
  /** Takes a vehicle off a pass. Refused: `VehiclesInside`, `WrongState`. */
  readonly removePassVehicle: Method<"removePassVehicle">
  /** Opens the waiting list of a product, for so many places. Refused: `WaitlistExists`. */
  readonly openWaitlist: Method<"openWaitlist">
  /** Puts a person on the list; where a place is free and nobody waits, it is offered at once. Refused: `OnListAlready`. */
  readonly joinWaitlist: Method<"joinWaitlist">
  /** Takes a person who waits off the list. Refused: `NotOnList`. */
  readonly withdrawFromWaitlist: Method<"withdrawFromWaitlist">
  /** Takes the place that was offered; the pass itself is asked for by `requestPass`. Refused: `OfferExpired`, `NotOnList`. */
  readonly acceptOffer: Method<"acceptOffer">
  /** Does not take the place that was offered: who is next is asked. Refused: `NotOnList`. */
  readonly declineOffer: Method<"declineOffer">
  /** The pass of one who accepted has ended: the place is offered to who is next. Refused: `NotOnList`. */
  readonly freePlace: Method<"freePlace">

  // Money.
  /**
   * Begins to pay through a gateway what a stay, a reservation, a pass or a violation owes. Look at what became of it:
   * `Captured`, `Failed`, `Pending` with a `page` for the payer, or `Unknown`. Refused: `NothingDue`, `AmountDiffers`,
   * `HoldEnded`; what a gateway says is no refusal.
   */
  readonly startPayment: Method<"startPayment">
  /** A payment by its id, with its refunds. */
  readonly findPayment: Method<"findPayment">
  /**
   * Takes in what a gateway says of its own accord, once its webhook was verified: in any order, however often. Refused:
   * `NotBegun` of a payment that nobody began.
   */
  readonly hear: Method<"hear">
  /**
   * Takes what a gateway holds, or a part of it, once: of a payment whose `capture` is `on-request`. Refused:
   * `AboveAuthorised`, `CaptureRequestedBefore`, `WrongState`.
   */
  readonly capturePayment: Method<"capturePayment">
  /**
   * Gives a payment up: the gateway lets go what it holds. Where it took the money meanwhile, the payment is captured, and
   * says so. Refused: `GatewayUnreachable`: nothing was done, ask again; `WrongState`.
   */
  readonly voidPayment: Method<"voidPayment">
  /**
   * Gives money back, all that is left of it or an `amount`: stored before the gateway is asked. Refused: `NothingToRefund`,
   * `RefundAboveCaptured`, `RefundTooLarge`, `RefundDiffers`, `WrongState`.
   */
  readonly refund: Method<"refund">
  /** Settles a payment of which the gateway contradicted itself, as a person found it to be. Refused: `WrongState` where it is not quarantined. */
  readonly judgePayment: Method<"judgePayment">
  /** Settles a refund that is in doubt, as a person found it to be. Refused: `NotInDoubt`, `NoSuchRefund`. */
  readonly judgeRefund: Method<"judgeRefund">
  /**
   * Stores a payment method by its gateway's token, to be charged without asking again, within its limits and scope.
   * Refused: `LooksLikeCard`: a card number is never stored.
   */
  readonly registerMandate: Method<"registerMandate">
  /** A stored method is not charged until it is resumed. Refused: `WrongState`. */
  readonly suspendMandate: Method<"suspendMandate">
  /** A suspended method is charged again. Refused: `WrongState`. */
  readonly resumeMandate: Method<"resumeMandate">
  /** A stored method is charged no more, for good. Refused: `WrongState`. */
  readonly revokeMandate: Method<"revokeMandate">

  // Lanes and gates.
  /**
   * A vehicle stands before a gate, and a camera read its plate: it is let in or out and the gate opens, a person is asked,
   * or it stays shut; the passage says which. Reads said twice are one passage.
   */
  readonly readPlate: Method<"readPlate">
  /** A person decides of a vehicle that is refused or in doubt, in place of the machine. Refused: `GateBusy` while it opens for another, `WrongState`. */
  readonly decidePassage: Method<"decidePassage">
  /** Puts on record that somebody opened a gate by hand, and why; at an exit the ticket, if known, is released and what it owes waived. Refused: `NotBegun` of a passage that is none. */
  readonly openByHand: Method<"openByHand">
  /** A vehicle was seen behind the gate: its passage is over. Refused: `NobodyExpected` where the gate was not to open. */
  readonly vehiclePassed: Method<"vehiclePassed">
  /** What is before the gates of a lot for staff to look at: in doubt, not passed yet, or left. */
  readonly openPassages: Method<"openPassages">

  // Merchants.
  /**
   * Agrees with a merchant on what it may take off tickets, how often, and what a month may cost it. Refused:
   * `OfferWithoutMost`: with a budget every offer says its most.
   */
  readonly agreeProgramme: Method<"agreeProgramme">
  /** Ends a programme before its time; what was given stays. Refused: `WrongState`. */
  readonly revokeProgramme: Method<"revokeProgramme">
  /** Issues a coupon, by a code of yours or one that nobody guesses. Refused: `CouponCodeTaken`. */
  readonly issueCoupon: Method<"issueCoupon">
  /** Ends a coupon before its time; what was redeemed stays. Refused: `WrongState`. */
  readonly revokeCoupon: Method<"revokeCoupon">
  /** What a merchant owed before a time, what came to it in it, and what it owes at its end. Refused: `AmountTooLarge`. */
  readonly merchantStatement: Method<"merchantStatement">

  // Enforcement.
  /**
   * Reports a violation: it costs nothing, and cannot be disputed, before it is confirmed. Refused: `ReportedAlready` of an
   * overstay of the same stay, `LotNotFound`.
   */
  readonly reportViolation: Method<"reportViolation">
  /** Adds what shows a violation, while it is open: a digest, never the file. Refused: `EvidenceDiffers`, `WrongState`. */
  readonly addEvidence: Method<"addEvidence">
  /** Confirms a violation: it costs what the terms of its stay, or of its lot, say. Refused: `NoPenaltyRule` where they say nothing, `WrongState`. */
  readonly confirmViolation: Method<"confirmViolation">
  /** A violation by its id, with what is `due` for it now once it is confirmed: less while it is reduced, more after each step. */
  readonly findViolation: Method<"findViolation">
  /** The tickets of a person, also those that are over, or those that are open in a lot: page by page, in the order of their ids. */
  readonly listTickets: Method<"listTickets">
  /** The reservations of who holds them, also those that are over, or those to come in a lot: page by page. */
  readonly listReservations: Method<"listReservations">
  /** The passes of a person or a partner, page by page. */
  readonly listPasses: Method<"listPasses">
  /** The payments for a stay, a reservation, a pass or a violation, with their refunds: page by page. */
  readonly listPayments: Method<"listPayments">
  /** The driver does not agree. Refused: `TooLateToDispute`, `DisputedEnough`, `WrongState` before it is confirmed. */
  readonly disputeViolation: Method<"disputeViolation">
  /** Upholds or waives what is disputed: by somebody who neither reported nor disputes it. Refused: `FourEyes`, `WrongState` where nothing is disputed. */
  readonly decideDispute: Method<"decideDispute">
  /** Lets a violation go, disputed or not: nothing is due for it any more. Refused: `FourEyes`, `WrongState`. */
  readonly waiveViolation: Method<"waiveViolation">
  /**
   * Takes what a violation costs now, of money that a machine or a person took: it is closed. Refused: `NothingDue`,
   * `PenaltyDiffers` where `agreed` is not what is due.
   */
  readonly payViolation: Method<"payViolation">

  // Valet.
  /** An attendant takes a vehicle and its key, and gives the driver the tag. Refused: `TagInUse`, `LotNotFound`. */
  readonly handOver: Method<"handOver">
  /**
   * Parks a vehicle that was handed over; its ticket, if it has one, is on that spot from now on. Refused: `KeyElsewhere`,
   * `SpotTaken`, `SpotNotFound`, `WrongState`.
   */
  readonly parkVehicle: Method<"parkVehicle">
  /** Moves a parked vehicle to another spot, its ticket with it. Refused: `KeyElsewhere`, `SpotTaken`, `SpotNotFound`, `WrongState`. */
  readonly moveCustody: Method<"moveCustody">
  /** The key goes to another attendant, or to the board and from it. Refused: `KeyElsewhere`. */
  readonly passKey: Method<"passKey">
  /** The driver wants the vehicle, at `pickUpAt` or as soon as can be. Refused: `PickUpInThePast`, `WrongState`. */
  readonly requestVehicle: Method<"requestVehicle">
  /** The vehicle stands at the pick-up. Refused: `KeyElsewhere`, `WrongState` where nobody asked for it. */
  readonly makeReady: Method<"makeReady">
  /** Gives vehicle and key to who shows the tag, or was identified. Refused: `OtherTag`, `KeyElsewhere`, `WrongState` where it is not ready. */
  readonly returnVehicle: Method<"returnVehicle">

  // Charging.
  /** A vehicle is on a connector; it does not charge yet. Refused: `ConnectorTaken`, `NotBegun` of a ticket that is none. */
  readonly plug: Method<"plug">
  /** It charges from now on. Refused: `WrongState` once it is unplugged. */
  readonly startCharging: Method<"startCharging">
  /** It is full, or somebody or something stopped it: from now on it idles. Refused: `WrongState` where it does not charge. */
  readonly stopCharging: Method<"stopCharging">
  /** Takes a reading of the register, of now or of any earlier instant of the session. Refused: `RegisterRunsBackwards`, `OutsideSession`, `ReadingDiffers`. */
  readonly meter: Method<"meter">
  /** The charger has a fault: nobody idles meanwhile. Refused: `WrongState`. */
  readonly faultCharging: Method<"faultCharging">
  /** The fault is over: it idles until it is started again. Refused: `WrongState` where there is none. */
  readonly recoverCharging: Method<"recoverCharging">
  /** The vehicle is off the connector: the session is over. Refused: `WrongState`. */
  readonly unplug: Method<"unplug">

  // Operators and people.
  /** Somebody begins to run lots here. Refused: `AlreadyBegun`. */
  readonly openOperator: Method<"openOperator">
  /** Gives an operator another name. Refused: `WrongState` once it is closed. */
  readonly renameOperator: Method<"renameOperator">
  /** The operator runs this lot from now on. Refused: `RunByAnother`, `LotNotFound`, `WrongState` while it is suspended. */
  readonly takeOnLot: Method<"takeOnLot">
  /** The operator runs this lot no more. Refused: `WrongState`. */
  readonly giveUpLot: Method<"giveUpLot">
  /** The operator takes on nothing until it is reinstated. Refused: `WrongState`. */
  readonly suspendOperator: Method<"suspendOperator">
  /** The operator may take on lots again. Refused: `WrongState`. */
  readonly reinstateOperator: Method<"reinstateOperator">
  /** The operator is gone for good, with no lot left. Refused: `StillRunsLots`, `WrongState`. */
  readonly closeOperator: Method<"closeOperator">
  /** Somebody registers, as a driver. Refused: `EmailTaken`, `NotAnEmail`. */
  readonly registerPerson: Method<"registerPerson">
  /** Invites somebody, with roles that they have as soon as they join. Refused: `EmailTaken`, `NotAnEmail`. */
  readonly invitePerson: Method<"invitePerson">
  /** Somebody who was invited accepts, and has the roles of the invitation. Refused: `InvitationExpired`, `WrongState`. */
  readonly joinPerson: Method<"joinPerson">
  /** Gives somebody a role, at an operator, in all of its lots or in some. Refused: `OwnAccount`, `WrongState`. */
  readonly grantRole: Method<"grantRole">
  /** Takes a role from somebody. Refused: `WrongState`. */
  readonly revokeRole: Method<"revokeRole">
  /** Somebody has no roles to act by until they are reinstated. Refused: `OwnAccount`, `WrongState`. */
  readonly suspendPerson: Method<"suspendPerson">
  /** Somebody has their roles again. Refused: `OwnAccount`, `WrongState`. */
  readonly reinstatePerson: Method<"reinstatePerson">
  /** Gives somebody another address, which the host has shown to be theirs. Refused: `EmailTaken`, `NotAnEmail`. */
  readonly changeEmail: Method<"changeEmail">
  /** Erases somebody for good, unless they are parked or a dispute of theirs runs. Refused: `ErasureHeld` with until when. */
  readonly erasePerson: Method<"erasePerson">
  /** Somebody says that a vehicle is theirs. Refused: `NotBegun` of a person who is none. */
  readonly registerVehicle: Method<"registerVehicle">
  /** Adds what shows whose a vehicle is: a digest, never the file. Refused: `DocumentDiffers`, `WrongState`. */
  readonly addVehicleDocument: Method<"addVehicleDocument">
  /**
   * Somebody else than the owner has seen that a vehicle is theirs; a plate has one verified owner. Refused: `NoDocument`,
   * `PlateOwnedByAnother`, `OwnVehicle`, `WrongState`.
   */
  readonly verifyVehicle: Method<"verifyVehicle">
  /** Somebody else than the owner has seen that a vehicle is not theirs, or not any more. Refused: `OwnVehicle`, `WrongState`. */
  readonly rejectVehicle: Method<"rejectVehicle">
  /** Somebody says that a vehicle is theirs no more. Refused: `WrongState`. */
  readonly removeVehicle: Method<"removeVehicle">

  // Figures.
  /** How full a lot was, at each `step` of a time, beside the spots that it has now. Refused: `LotNotFound`. */
  readonly occupancyReport: Method<"occupancyReport">
  /** What a lot earned in a time, net, with its tax, and what was paid in it: they differ by what was paid ahead, or is owed. Refused: `LotNotFound`. */
  readonly revenueReport: Method<"revenueReport">
  /** How many vehicles came and went in a time, and how long those that went had stayed. Refused: `LotNotFound`. */
  readonly staysReport: Method<"staysReport">
  /** The tickets of a lot, latest entry first: ten, when no `limit` is said. Refused: `LotNotFound`. */
  readonly recentTickets: Method<"recentTickets">
  /** Who did what, when and why, in the order in which it was written: of all, or of one `resource`; page by page with `after`. */
  readonly auditTrail: Method<"auditTrail">
  /** What happened, of everything, in its order: a hundred entries after `after`, when no `limit` is said. */
  readonly feed: Method<"feed">

  // Routines, to be called every minute or so.
  /** Looks at gates that did not answer, and at vehicles that were not seen to pass: an entry that nobody came in by is undone. Tells the passages that changed. */
  readonly sweepPassages: Method<"sweepPassages">
  /** Looks at every open ticket of a lot: reopens those whose exit grace ran out, and marks those that stay too long. Tells those that changed. */
  readonly sweepStays: Method<"sweepStays">
  /** Ends holds that ran out, and reservations that nobody came for. Tells those that ended. */
  readonly sweepReservations: Method<"sweepReservations">
  /** Ends stored payment methods, programmes and coupons whose time is over. Tells those that ended. */
  readonly sweepExpired: Method<"sweepExpired">
  /** Ends passes whose last period is over; what was paid for them is earned. Tells those that ended. */
  readonly sweepPasses: Method<"sweepPasses">
  /** Ends offers that ran out, and offers their places to who is next. Tells the lists that changed. */
  readonly sweepOffers: Method<"sweepOffers">
  /** Reports every vehicle of a lot that stays longer than its terms allow, once for each stay. Tells what was reported now. */
  readonly detectOverstays: Method<"detectOverstays">
  /** Takes every step that is due of penalties that were not paid: reminders, increases, referrals. Tells those violations. */
  readonly escalateViolations: Method<"escalateViolations">
  /** Asks gateways what became of payments and refunds whose answer is overdue. Tells how many were looked at. */
  readonly reconcilePayments: Method<"reconcilePayments">
}
