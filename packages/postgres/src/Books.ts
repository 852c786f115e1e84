/**
 * The ledger, read as the journal wrote it.
 */
import { Money } from "@parkade/core/money"
import { Account, Ledger } from "@parkade/core/payment"
import { Books, type Sought } from "@parkade/core/ports"
import { Effect, Layer, Result, Schema } from "effect"
import { SqlClient, type Statement } from "effect/sql"
import { storage } from "./Storage.ts"

interface LedgerRow {
  readonly transaction_id: string
  readonly at: Date
  readonly entries: unknown
  readonly details: object
}

const decode = Schema.decodeUnknownSync(Schema.toCodecJson(Ledger.Transaction))
const encodeAccount = Schema.encodeSync(Schema.toCodecJson(Account.Account))

const toTransaction = ({ at, details, entries, transaction_id: id }: LedgerRow): Ledger.Transaction => decode({ ...details, id, at: at.getTime(), entries })

/** Transactions that post to an account. Containment is what the index finds; it finds accounts that are told with more, too. */
const postingTo = (sql: SqlClient.SqlClient, account: unknown): Statement.Fragment =>
  sql`entries @> ${JSON.stringify([{ account }])}::jsonb and exists (
    select from jsonb_array_elements(entries) as entry where entry -> 'account' = ${JSON.stringify(account)}::jsonb)`

const transactions = (sql: SqlClient.SqlClient) => ({ account, after, from, limit, subject, to }: Sought) => {
  const conditions = [
    ...(account === undefined ? [] : [postingTo(sql, encodeAccount(account))]),
    ...(subject === undefined ? [] : [sql`details -> 'subject' = ${JSON.stringify(subject)}::jsonb`]),
    ...(from === undefined ? [] : [sql`at >= ${new Date(from)}`]),
    ...(to === undefined ? [] : [sql`at < ${new Date(to)}`]),
    ...(after === undefined ? [] : [sql`transaction_id > ${after}`])
  ]
  return Effect.map(
    sql<LedgerRow>`select transaction_id, at, entries, details from ledger where ${sql.and(conditions)} order by transaction_id limit ${limit}`,
    (rows) => rows.map(toTransaction)
  )
}

interface BalanceRow {
  readonly currency: string
  readonly units: string
}

const currency = Schema.decodeUnknownSync(Money.Currency)

const balance = (sql: SqlClient.SqlClient) => (account: Account.Account) => {
  const encoded = encodeAccount(account)
  return Effect.map(
    sql<BalanceRow>`
      select entry -> 'amount' ->> 'currency' as currency, sum((entry -> 'amount' ->> 'amount')::numeric)::text as units
      from ledger, jsonb_array_elements(entries) as entry
      where entries @> ${JSON.stringify([{ account: encoded }])}::jsonb and entry -> 'account' = ${JSON.stringify(encoded)}::jsonb
      group by 1 order by 1`,
    (rows) => rows.map((row) => Result.getOrThrow(Money.fromMinorUnits(BigInt(row.units), currency(row.currency))))
  )
}

export const layer: Layer.Layer<Books, never, SqlClient.SqlClient> = Layer.effect(Books, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [finding, summing] = [transactions(sql), balance(sql)]
  return Books.of({
    transactions: (sought) => storage(finding(sought)),
    balance: (account) => storage(summing(account))
  })
}))
