/** What can be done with a thing in each of its states, for the end of a refusal: by subject, then by the tag of the state. */
const steps: { readonly [subject: string]: { readonly [state: string]: string } } = {
  reservation: {
    Held: "pay it or cancel it first",
    Confirmed: "it waits for its vehicle: check it in, change it or cancel it",
    CheckedIn: "it lasts until its vehicle leaves",
    Completed: "it is over: make another",
    Expired: "it was not paid in time: make another",
    Cancelled: "make another",
    NoShow: "nobody came in time: make another"
  },
  pass: {
    Requested: "pay it or cancel it first",
    Active: "it can be used, renewed, suspended or cancelled",
    Suspended: "resume it first",
    Cancelled: "request another",
    Expired: "request another"
  },
  payment: {
    Intended: "hear what becomes of it first, or reconcile it",
    Pending: "hear what becomes of it first, or reconcile it",
    Authorised: "capture it or void it first",
    Unknown: "reconcile it first",
    Captured: "the money was taken: refund it instead",
    Refunded: "the money was taken and given back: pay anew, under another id",
    Failed: "no money was taken: pay anew, under another id",
    Cancelled: "no money was taken: pay anew, under another id",
    Quarantined: "the gateway contradicts itself: have a person judge it first"
  },
  mandate: {
    Active: "it can be charged, suspended or revoked",
    Suspended: "resume it first",
    Revoked: "register another",
    Expired: "register another"
  },
  violation: {
    Reported: "confirm it or waive it first",
    Confirmed: "it can be paid, disputed or waived",
    Disputed: "decide the dispute first",
    Waived: "nothing is due for it any more",
    Resolved: "it is paid"
  },
  "charging session": {
    Plugged: "start charging first, or unplug it",
    Charging: "stop charging first, or unplug it",
    Idle: "start charging again, or unplug it",
    Faulted: "recover it first, or unplug it",
    Unplugged: "it is over: plug in anew"
  },
  custody: {
    HandedOver: "park it, or have the driver request it, first",
    Parked: "have the driver request it first",
    Requested: "make it ready first",
    Ready: "return it, or park it again, first",
    Returned: "the driver has it: take it anew"
  },
  code: {
    Issued: "it was not used yet",
    Entered: "it was used to enter: scan it at the exit",
    Exited: "it was used in and out: issue another",
    Revoked: "issue another"
  },
  coupon: {
    Active: "it can be used or revoked",
    Expired: "issue another",
    Revoked: "issue another"
  },
  programme: {
    Active: "it can be used or revoked",
    Expired: "agree another",
    Revoked: "agree another"
  },
  vehicle: {
    Pending: "verify it or reject it first",
    Verified: "reject it or remove it first",
    Rejected: "add a document, or remove it, first",
    Removed: "register it anew"
  },
  operator: {
    Active: "it runs its lots: suspend it or close it first",
    Suspended: "reinstate it first",
    Closed: "it is gone for good: open another"
  },
  person: {
    Invited: "they have to join first",
    Active: "they have joined: suspend or erase them first",
    Suspended: "reinstate them first",
    Erased: "they are gone for good: register them anew"
  }
}

export const nextStep = (subject: string, state: string): string | undefined => steps[subject]?.[state]
