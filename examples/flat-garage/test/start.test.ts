/** What keeps the flat garage shut is named in one line; and what it knows survives a restart. */
import { once } from "node:events"
import { createServer } from "node:net"
import { expect, it } from "vitest"
import { flatGarage } from "./Programs.ts"

/** The one line an attempt to open ended with. */
const refusal = async (env: Readonly<Record<string, string>>) => {
  const { code, stderr, stdout } = await flatGarage(env).ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
  const [line = "", ...rest] = stderr.split("\n")
  expect(rest).toEqual([""])
  expect(line).not.toContain("s3cret")
  return line
}

it("names a database out of reach, without its password", async () => {
  expect(await refusal({ PORT: "0", DATABASE_URL: "postgres://parkade:s3cret@127.0.0.1:1/parkade" })).toBe(
    "flat-garage: PostgreSQL at 127.0.0.1:1 cannot be used: connection refused"
  )
})

it("names a port that is none", async () => expect(await refusal({ PORT: "abc" })).toMatch(/^flat-garage: .*PORT/))

it("names a port that is taken, and keeps its data from start to start", async () => {
  const settings = { PORT: "0", DATA_DIR: "kept" }
  const first = flatGarage(settings)
  const body = JSON.stringify({ licensePlate: "KEPT 1", vehicleType: "Car" })
  const entered = await fetch(`${await first.open()}/tickets`, { method: "POST", body, headers: { "content-type": "application/json" } })
  const ticket = await entered.json() as { readonly ticketNumber: string }
  await first.stop()

  const other = createServer().listen(0)
  await once(other, "listening")
  const address = other.address()
  const port = typeof address === "object" ? `${address?.port}` : ""
  expect(await refusal({ ...settings, PORT: port })).toMatch(new RegExp(`^flat-garage: .*EADDRINUSE.*${port}`))
  other.close()

  const second = flatGarage(settings)
  const found = await fetch(`${await second.open()}/tickets/${ticket.ticketNumber}`)
  expect({ status: found.status, ticket: await found.json() }).toEqual({ status: 200, ticket })
})
