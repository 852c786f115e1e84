/** A client of the server that knows nothing but HTTP. */
import { expect } from "vitest"

/** A parsed JSON body, for tests to look into. */
export interface Json {
  readonly [key: string]: Json
}

export interface Answer {
  readonly status: number
  readonly text: string
  readonly json: Json
}

const parse = (text: string): Json => {
  try {
    return JSON.parse(text) as Json
  } catch {
    return {}
  }
}

export const ask = async (url: string, init?: RequestInit): Promise<Answer> => {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, text, json: parse(text) }
}

const post = (url: string, body: unknown): Promise<Answer> =>
  ask(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })

export const enter = (lot: string, plate: string): Promise<Answer> => post(`${lot}/entry`, { plate, vehicle: { kind: "car" } })

/** Opens a lot of so many spots for cars, 2 euros per started hour; its address. */
export const openLot = async (url: string, spots: number): Promise<string> => {
  const lots = `${url}/api/v1/parking-lots`
  const { json, status, text } = await post(lots, {
    name: "Opernplatz",
    timeZone: "Europe/Berlin",
    tariff: {
      currency: "EUR",
      tax: "included",
      rounding: { mode: "half-up", to: "0.01", where: "total" },
      seconds: "counted",
      visits: "apart",
      rate: { type: "hourly", price: "2.00", count: "started" }
    },
    exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
    zones: [{ name: "Level 1", spots: Array.from({ length: spots }, (_, n) => ({ label: `${n + 1}`, size: "medium" })) }]
  })
  expect({ status, text }).toMatchObject({ status: 201 })
  return `${lots}/${json["id"]}`
}

/** A request as `curl -s` makes it, written as the server prints it: any other line is refused. */
const curl = (line: string): Promise<Answer> => {
  const [, url, header, value, body] = /^curl -s (\S+)(?: -H '([\w-]+): ([^']+)' -d '([^']+)')?$/.exec(line) ?? []
  if (url === undefined) throw new Error(`not a line to try: ${line}`)
  return ask(url, header === undefined ? {} : { method: "POST", headers: { [header]: value ?? "" }, body: body ?? "" })
}

/** The lines a ready server tells us to try. */
export const linesToTry = (said: string): ReadonlyArray<string> => said.split("\n").filter((line) => line.includes("curl")).map((line) => line.trim())

const euros = (amount: number) => ({ amount, currency: "EUR" })

/** A stay from gate to gate, by the lines: availability, entry, quote, pay, exit. */
export const walk = async (lines: ReadonlyArray<string>, spots: number): Promise<void> => {
  expect(lines).toHaveLength(5)
  const [availability = "", entry = "", ...withTicket] = lines
  const free = { total: spots, free: spots }
  expect(await curl(availability)).toMatchObject({ status: 200, json: free })

  const entered = await curl(entry)
  expect(entered).toMatchObject({ status: 201, json: { status: "parked", paid: euros(0), vehicle: { plate: "BAB123", plateAsGiven: "B-AB 123" } } })
  expect(await curl(availability)).toMatchObject({ json: { total: spots, free: spots - 1 } })
  expect(await curl(entry)).toMatchObject({ status: 409, json: { type: "/problems/already-parked", ticket: { number: entered.json["number"] } } })

  const [quote = "", pay = "", exit = ""] = withTicket.map((line) => line.replace("NUMBER", `${entered.json["number"]}`))
  expect(await curl(exit)).toMatchObject({ status: 402, json: { type: "/problems/balance-due", due: euros(200) } })
  expect(await curl(quote)).toMatchObject({ status: 200, json: { due: euros(200), paid: euros(0), bill: { gross: 200, lines: [{ quantity: "1" }] } } })
  expect(await curl(pay)).toMatchObject({ status: 200, json: { ticket: { status: "paid", paid: euros(200) }, receipt: { method: "card", amount: euros(200) } } })
  expect(await curl(pay)).toMatchObject({ status: 409, json: { type: "/problems/nothing-due" } })
  expect(await curl(exit)).toMatchObject({ status: 200, json: { status: "exited", paid: euros(200) } })
  expect(await curl(exit)).toMatchObject({ status: 409, json: { type: "/problems/already-exited" } })
  expect(await curl(availability)).toMatchObject({ status: 200, json: free })
}
