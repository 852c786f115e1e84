/** The flat garage's HTTP contract, from outside, on both kinds of database. Cars that come in a test leave in it, up to the last. */
import { describe, expect, it } from "vitest"
import { createDatabase, findPostgres, flatGarage } from "./Programs.ts"

interface Answer {
  readonly status: number
  readonly body: unknown
}
interface Ticket {
  readonly id: string
  readonly ticketNumber: string
}

const instant = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/)
/** One line for a person: no name of an error class, no path of a validator. */
const refused = (status: number) => ({ status, body: { message: expect.stringMatching(/^(?!.*(Error|undefined|\bat \[))[^\n]{8,160}$/) } })

const contract = (settings: () => Promise<Readonly<Record<string, string>>>) => () => {
  let api = ""
  let program: ReturnType<typeof flatGarage>

  const send = async (method: string, path: string, text?: string): Promise<Answer> => {
    const json = text === undefined ? {} : { body: text, headers: { "content-type": "application/json" } }
    const response = await fetch(`${api}${path}`, { method, ...json })
    const answered = await response.text()
    return { status: response.status, body: answered === "" ? "nothing" : JSON.parse(answered) }
  }
  const get = (path: string) => send("GET", path)
  const enter = (licensePlate: string, vehicleType = "Car") => send("POST", "/tickets", JSON.stringify({ licensePlate, vehicleType }))
  const exit = (ticketNumber: string, paymentMethod = "card") => send("PUT", `/tickets/${ticketNumber}/exit`, JSON.stringify({ paymentMethod }))
  /** A car that is in. */
  const park = async (plate: string): Promise<Ticket> => {
    const { body, status } = await enter(plate)
    expect(status).toBe(201)
    return body as Ticket
  }
  const stats = async () => (await get("/garage/stats")).body as Record<string, number>
  const atOnce = (count: number, request: (n: number) => Promise<Answer>) => Promise.all(Array.from({ length: count }, (_, n) => request(n)))
  const statuses = (answers: ReadonlyArray<Answer>) => answers.map(({ status }) => status).sort((a, b) => a - b)
  const refusedReadably = (answers: ReadonlyArray<Answer>) => {
    for (const answer of answers) if (answer.status >= 400) expect(answer).toEqual(refused(400))
  }

  it("opens", async () => {
    program = flatGarage({ PORT: "0", ...await settings() })
    api = await program.open()
    expect(await get("/status")).toEqual({ status: 200, body: { status: "ok" } })
  })

  it("is empty at first", async () => {
    expect(await get("/garage/stats")).toEqual({
      status: 200,
      body: {
        totalSpaces: 140,
        occupiedSpaces: 0,
        availableSpaces: 140,
        occupiedSpacesPercentage: 0,
        availableSpacesPercentage: 100,
        hourlyRate: 10,
        todaysRevenue: 0,
        vehiclesProcessedToday: 0,
        averageStayTime: 0
      }
    })
    expect(await get("/activities")).toEqual({ status: 200, body: [] })
  })

  it("takes a car from the entry to the exit, for 1000 cents if it leaves at once", async () => {
    const entered = await enter("abc-1 23", "Car")
    const parked = {
      id: expect.stringMatching(/\S/),
      ticketNumber: expect.stringMatching(/^PS-[0-9A-Z-]{6,}$/),
      licensePlate: "abc-1 23",
      vehicleType: "Car",
      entryTime: instant,
      exitTime: null,
      durationMinutes: null,
      amountPaid: null,
      status: "active",
      paymentMethod: null
    }
    expect(entered).toEqual({ status: 201, body: parked })
    const { id, ticketNumber } = entered.body as Ticket
    expect(await get(`/tickets/${ticketNumber}`)).toEqual({ status: 200, body: entered.body })
    expect(await stats()).toMatchObject({ occupiedSpaces: 1, availableSpaces: 139, occupiedSpacesPercentage: 0.7, availableSpacesPercentage: 99.3, todaysRevenue: 0 })

    const left = await exit(ticketNumber, "credit_card")
    expect(left).toEqual({
      status: 200,
      body: { ...parked, id, ticketNumber, exitTime: instant, durationMinutes: 1, amountPaid: 1000, status: "completed", paymentMethod: "credit_card" }
    })
    expect(await get(`/tickets/${ticketNumber}`)).toEqual({ status: 200, body: left.body })
    expect(await exit(ticketNumber)).toEqual(refused(400))
    expect(await stats()).toMatchObject({ occupiedSpaces: 0, availableSpaces: 140, todaysRevenue: 10, vehiclesProcessedToday: 1, averageStayTime: 0 })
  })

  it("keeps kinds of vehicle and plates as they were given", async () => {
    const given = ["Car", "Truck", "SUV", "Motorcycle", "car", "TRUCK", "suv", "mOTORCYCLE"]
    for (const [n, kind] of given.entries()) {
      const plate = ` KinD-${n} x`
      const { body, status } = await enter(plate, kind)
      expect({ status, body }).toMatchObject({ status: 201, body: { licensePlate: plate, vehicleType: kind } })
      expect(await exit((body as Ticket).ticketNumber)).toMatchObject({ status: 200, body: { licensePlate: plate, vehicleType: kind } })
    }
  })

  it("lists what happened, latest first", async () => {
    const first = await park("LIST 1")
    const second = await park("LIST 2")
    await exit(first.ticketNumber)
    const { body } = await get("/activities?limit=2")
    const entry = { entryTime: instant, exitTime: null, durationMinutes: null, amount: null, status: "active" }
    expect(body).toEqual([
      { ...entry, id: second.id, ticketNumber: second.ticketNumber, licensePlate: "LIST 2" },
      { ...entry, id: first.id, ticketNumber: first.ticketNumber, licensePlate: "LIST 1", exitTime: instant, durationMinutes: 1, amount: 1000, status: "completed" }
    ])
    await exit(second.ticketNumber)
    expect((await get("/activities")).body).toHaveLength(10)
    expect((await get("/activities?limit=10")).body).toHaveLength(10)
    for (const limit of ["0", "x", "2.5", "-1", "1001"]) expect(await get(`/activities?limit=${limit}`)).toEqual(refused(400))
  })

  it.each([
    ["POST", "/tickets", "not JSON", "{nope"],
    ["POST", "/tickets", "nothing", ""],
    ["POST", "/tickets", "a list", "[]"],
    ["POST", "/tickets", "no plate", '{"vehicleType":"Car"}'],
    ["POST", "/tickets", "an empty plate", '{"licensePlate":"","vehicleType":"Car"}'],
    ["POST", "/tickets", "a blank plate", '{"licensePlate":"  ","vehicleType":"Car"}'],
    ["POST", "/tickets", "a plate that is a number", '{"licensePlate":7,"vehicleType":"Car"}'],
    ["POST", "/tickets", "no kind", '{"licensePlate":"BAD 1"}'],
    ["POST", "/tickets", "an empty kind", '{"licensePlate":"BAD 1","vehicleType":""}'],
    ["PUT", "exit", "not JSON", "no"],
    ["PUT", "exit", "no method", "{}"],
    ["PUT", "exit", "an empty method", '{"paymentMethod":""}'],
    ["PUT", "exit", "a method that is null", '{"paymentMethod":null}']
  ])("refuses %s %s with %s, and changes nothing", async (method, path, _, text) => {
    const ticket = await park("STAYS 1")
    expect(await send(method, path === "exit" ? `/tickets/${ticket.ticketNumber}/exit` : path, text)).toEqual(refused(400))
    expect(await stats()).toMatchObject({ occupiedSpaces: 1 })
    expect(await exit(ticket.ticketNumber)).toMatchObject({ status: 200 })
  })

  it("knows nothing of other tickets and routes", async () => {
    for (const number of ["PS-AAAAAAAAAAAA", "PS-", "nonsense"]) {
      expect(await get(`/tickets/${number}`)).toEqual(refused(404))
      expect(await exit(number)).toEqual(refused(404))
    }
    for (const [method, path] of [["GET", "/nowhere"], ["GET", ""], ["DELETE", "/status"], ["GET", "/tickets"]] as const) {
      expect(await send(method, path)).toEqual(refused(404))
    }
  })

  it("lets a plate in once, however it is written and however many ask at the same time", async () => {
    const answers = await atOnce(50, (n) => enter(n % 2 === 0 ? "ONE 1" : "one-1"))
    expect(statuses(answers)).toEqual([201, ...Array<number>(49).fill(400)])
    refusedReadably(answers)
    expect(await stats()).toMatchObject({ occupiedSpaces: 1 })
    const ticket = answers.find(({ status }) => status === 201)?.body as Ticket
    expect(await exit(ticket.ticketNumber)).toMatchObject({ status: 200 })
  })

  it("charges once when 50 leave on one ticket at the same time", async () => {
    const before = await stats()
    const { ticketNumber } = await park("TWICE 1")
    const answers = await atOnce(50, () => exit(ticketNumber))
    expect(statuses(answers)).toEqual([200, ...Array<number>(49).fill(400)])
    refusedReadably(answers)
    expect(await get(`/tickets/${ticketNumber}`)).toMatchObject({ body: { amountPaid: 1000, status: "completed" } })
    expect(await stats()).toMatchObject({
      occupiedSpaces: 0,
      todaysRevenue: (before["todaysRevenue"] ?? 0) + 10,
      vehiclesProcessedToday: (before["vehiclesProcessedToday"] ?? 0) + 1
    })
  })

  it("admits exactly 140 of 300 that come at the same time, and one more for each that leaves", async () => {
    const answers = await atOnce(300, (n) => enter(`FULL ${n}`))
    expect(statuses(answers)).toEqual([...Array<number>(140).fill(201), ...Array<number>(160).fill(400)])
    refusedReadably(answers)
    const tickets = answers.flatMap(({ body, status }) => (status === 201 ? [body as Ticket] : []))
    expect(new Set(tickets.map(({ ticketNumber }) => ticketNumber)).size).toBe(140)
    const full = { occupiedSpaces: 140, availableSpaces: 0, occupiedSpacesPercentage: 100, availableSpacesPercentage: 0 }
    expect(await stats()).toMatchObject(full)
    expect(await exit(tickets[0]?.ticketNumber ?? "")).toMatchObject({ status: 200 })
    await park("LAST 1")
    expect(await enter("LATE 1")).toEqual(refused(400))
    expect(await stats()).toMatchObject(full)
  })

  it("stops when it is told to", async () => {
    expect(await program.stop()).toMatchObject({ stderr: "" })
  })
}

const postgres = await findPostgres()
describe("on PGlite in a folder", contract(async () => ({ DATA_DIR: "data" })))
describe.skipIf(!postgres)("on PostgreSQL", contract(async () => ({ DATABASE_URL: await createDatabase() })))
