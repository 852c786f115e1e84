/** A stand-in for a company that takes cards, over HTTP: what an idempotency key was asked for before is answered as before. */
import { createServer } from "node:http"

interface Charge {
  readonly id: string
  readonly status: "paid" | "declined"
  readonly cents: number
}

const charges = new Map<string, Charge>()

export const acquirer = createServer((request, response) => {
  const key = String(request.headers["idempotency-key"])
  const answer = (status: number, body: object) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  let text = ""
  request.on("data", (chunk: Buffer) => {
    text += chunk.toString()
  })
  request.on("end", () => {
    const { cents = 0 } = text === "" ? {} : JSON.parse(text) as { readonly cents: number }
    const before = charges.get(key)
    if (before === undefined && request.method === "GET") return answer(404, {})
    const charge = before ?? { id: `ch_${charges.size + 1}`, status: cents > 10_000 ? "declined" : "paid", cents } as const
    charges.set(key, charge)
    return answer(200, charge)
  })
})
