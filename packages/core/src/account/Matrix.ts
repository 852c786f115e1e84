/**
 * Who may do what: one table, asked by Policy and printed in the documentation. What is not in it is denied.
 *
 * `any`: whatever it is. `own`: what is theirs; of a bearer, what they show the ticket, code or notice of (a plate is no
 * secret). `lot`: in the lots of their role, which are all of the operator's where the role names none. `operator`: all of the
 * operator's. Whoever works or decides somewhere is a driver too, and has their own things as one.
 */

export const scopes = ["any", "own", "lot", "operator"] as const
export type Scope = (typeof scopes)[number]

/** Nobody is given the first two: everyone is everyone, and who shows a ticket bears it. */
export const roles = ["everyone", "bearer", "driver", "partner", "device", "staff", "owner", "admin"] as const
export type Role = (typeof roles)[number]

type Row = { readonly [role in Role]?: Scope }

const anyone: Row = { everyone: "any" }
/** Done for a whole operator. */
const admins: Row = { admin: "operator" }
/** Decided by who answers for a lot. */
const business: Row = { owner: "lot", admin: "operator" }
/** Done by who works in a lot, and by those above. */
const daily: Row = { staff: "lot", ...business }
const lanes: Row = { device: "lot", ...daily }
const mine: Row = { driver: "own" }
const shown: Row = { bearer: "own", ...mine }

const lots = {
  "lot.read": anyone,
  "lot.create": admins,
  "lot.edit": business,
  "lot.close": admins,
  "zone.edit": business,
  "spot.read": anyone,
  "spot.edit": business,
  "spot.import": business,
  "spot.set-status": lanes,
  "availability.read": anyone,
  "tariff.read": anyone,
  "tariff.draft": business,
  "tariff.publish": business,
  "quote.make": anyone
} as const satisfies { readonly [action: string]: Row }

const stays = {
  "ticket.admit": lanes,
  "ticket.read": { ...shown, ...lanes },
  "ticket.find": lanes,
  "ticket.quote": { ...shown, ...lanes },
  "ticket.pay": { ...shown, ...lanes },
  "ticket.extend": { ...shown, ...daily },
  "ticket.validate": { partner: "lot", ...daily },
  "ticket.move": lanes,
  "ticket.correct-plate": daily,
  "ticket.lost": lanes,
  "ticket.void": daily,
  "ticket.release": lanes,
  "ticket.exit-with-balance-due": daily,
  "ticket.reopen": business,
  "ticket.mark-overstay": business,
  "reservation.make": { ...mine, partner: "own", ...daily },
  "reservation.read": { ...shown, partner: "own", ...lanes },
  "reservation.edit": { ...mine, partner: "own", ...daily },
  "reservation.extend": { ...mine, partner: "own", ...daily },
  "reservation.cancel": { ...mine, partner: "own", ...daily },
  "reservation.check-in": { ...shown, ...lanes },
  "reservation.expire": business,
  "reservation.declare-no-show": daily,
  "reservation-policy.edit": business,
  "pass-product.read": anyone,
  "pass-product.edit": business,
  "pass.buy": { ...mine, partner: "own", ...daily },
  "pass.read": { ...mine, partner: "own", ...lanes },
  "pass.renew": { ...mine, partner: "own", ...daily },
  "pass.assign": { partner: "own", ...daily },
  "pass.suspend": daily,
  "pass.cancel": { ...mine, partner: "own", ...daily },
  "pass.expire": business,
  "waitlist.open": business,
  "waitlist.join": { ...mine, partner: "own", ...daily },
  "waitlist.leave": { ...mine, partner: "own", ...daily },
  "waitlist.answer": { ...mine, partner: "own", ...daily },
  "waitlist.free-place": { ...mine, partner: "own", ...daily },
  "waitlist.lapse": business
} as const satisfies { readonly [action: string]: Row }

const money = {
  "payment.read": { ...shown, partner: "own", ...daily },
  "payment.take": lanes,
  "payment.refund": daily,
  "payment.void": daily,
  "payment.judge": business,
  "payment.reconcile": business,
  "payment-method.manage": mine,
  "payment-method.expire": business,
  "ledger.read": business,
  "merchant.read": { partner: "own", ...daily },
  "merchant.manage": business,
  "programme.agree": business,
  "programme.revoke": business,
  "programme.expire": business,
  "coupon.issue": business,
  "coupon.revoke": business,
  "coupon.expire": business
} as const satisfies { readonly [action: string]: Row }

const services = {
  "violation.report": lanes,
  "violation.read": { ...shown, ...daily },
  "violation.add-evidence": { ...mine, ...lanes },
  "violation.confirm": daily,
  "violation.dispute": shown,
  "violation.decide": daily,
  "violation.waive": daily,
  "violation.escalate": business,
  "violation.pay": { ...shown, ...daily },
  "penalty.edit": business,
  "valet.hand-over": daily,
  "valet.handle": daily,
  "valet.request": { ...shown, ...daily },
  "valet.read": { ...shown, ...daily },
  "valet.return": daily,
  "charging.report": { device: "lot" },
  "charging.read": { ...shown, ...lanes },
  "charging.start": { ...shown, ...daily },
  "charging.stop": { ...shown, ...daily },
  "gate.open": lanes,
  "gate.configure": business,
  "device.manage": business,
  "event.report": { device: "lot", ...daily }
} as const satisfies { readonly [action: string]: Row }

const people = {
  "person.register": anyone,
  "person.read": { ...mine, ...business },
  "person.edit": { ...mine, ...admins },
  "person.manage": business,
  "person.erase": { ...mine, ...admins },
  "vehicle.register": mine,
  "vehicle.read": { ...mine, ...daily },
  "vehicle.verify": daily,
  "vehicle.remove": { ...mine, ...admins },
  "operator.read": { staff: "operator", owner: "operator", ...admins },
  "operator.edit": admins,
  "report.read": daily,
  "revenue.read": business,
  "audit.read": business,
  "webhook.manage": admins,
  "export.make": business
} as const satisfies { readonly [action: string]: Row }

export const matrix = { ...lots, ...stays, ...money, ...services, ...people }

/** Everything there is to ask for. */
export type Action = keyof typeof matrix
const isAction = (name: string): name is Action => Object.hasOwn(matrix, name)
export const actions: ReadonlyArray<Action> = Object.keys(matrix).filter(isAction)

/** How far `role` reaches with `action`; `undefined` is not at all. */
export const scopeOf = (role: Role, action: Action): Scope | undefined => {
  const row: Row = matrix[action]
  return row[role]
}

/** The table in Markdown. */
export const toMarkdown = (): string => {
  const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
  const rows = actions.map((action) => line([`\`${action}\``, ...roles.map((role) => scopeOf(role, action) ?? "")]))
  return [line(["action", ...roles]), line(["---", ...roles.map(() => "---")]), ...rows].join("\n")
}
