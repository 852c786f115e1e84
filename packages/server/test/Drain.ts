/** Requests that are under way for as long as a test wants. */
import { request } from "node:http"
import { connect } from "node:net"
import type { Json } from "./Garage.ts"

export interface SlowRequest {
  /** Sends the body at last; what was answered, and whether all of it arrived. */
  readonly finish: () => Promise<{ readonly status: number | undefined; readonly complete: boolean; readonly json: Json }>
}

/** Posts all but the body, and waits until the server asks for that: from then on the request is under way. */
export const begin = (url: string, body: unknown): Promise<SlowRequest> =>
  new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text), expect: "100-continue" }
    const sent = request(url, { method: "POST", agent: false, headers }).once("error", reject)
    const answered: ReturnType<SlowRequest["finish"]> = new Promise((answer, fail) => {
      sent.once("error", fail).once("response", (response) => {
        let received = ""
        response.setEncoding("utf8").on("data", (piece: string) => (received += piece)).once("error", fail)
        response.once("end", () => answer({ status: response.statusCode, complete: response.complete, json: JSON.parse(received) as Json }))
      })
    })
    answered.catch(() => {})
    sent.once("continue", () => resolve({ finish: () => (sent.end(text), answered) }))
    sent.flushHeaders()
  })

/** Waits until nobody accepts a connection there. */
export const closed = async (url: string): Promise<void> => {
  const { hostname, port } = new URL(url)
  const refused = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), hostname)
      socket.once("error", () => resolve(true)).once("connect", () => {
        socket.destroy()
        resolve(false)
      })
    })
  while (!await refused()) await new Promise((resolve) => setTimeout(resolve, 20))
}
