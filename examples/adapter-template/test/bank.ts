/** A bank for tests, behind a line that loses what it is told to. With a real one, this is its sandbox and a proxy. */
interface Charge {
  status: "held" | "captured" | "declined" | "void"
  cents: number
  readonly refunds: Map<string, number>
}

export type Mood = "takes" | "declines" | "silent" | "unreachable"

export const bank = () => {
  const charges = new Map<string, Charge>()
  let mood: Mood = "takes"
  const left = ({ cents, refunds, status }: Charge): number => status === "captured" ? cents - [...refunds.values()].reduce((sum, each) => sum + each, 0) : 0

  const answer = (path: string, key: string, { cents = 0, hold = false, of = "" }): Charge | undefined => {
    const known = charges.get(key)
    switch (path) {
      case "/charges":
        charges.set(key, known ?? { status: mood === "declines" ? "declined" : hold ? "held" : "captured", cents, refunds: new Map() })
        break
      case "/captures":
        if (known?.status === "held" && cents <= known.cents) Object.assign(known, { status: "captured", cents })
        break
      case "/voids":
        if (known?.status === "held") known.status = "void"
        break
      case "/refunds": {
        const from = charges.get(of)
        if (from?.refunds.has(key) === false && cents > left(from)) return { status: "declined", cents, refunds: new Map() }
        from?.refunds.set(key, cents)
        return from
      }
    }
    return charges.get(key)
  }

  return {
    set: (to: Mood) => {
      mood = to
    },
    took: (key: string): number => {
      const charge = charges.get(key)
      return charge === undefined ? 0 : left(charge)
    },
    fetch: async (url: string, { body, headers, method }: RequestInit): Promise<Response> => {
      if (mood === "unreachable") throw new TypeError("fetch failed", { cause: Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }) })
      const key = new Headers(headers).get("idempotency-key") ?? ""
      const charge = method === "GET" ? charges.get(key) : answer(new URL(url).pathname, key, JSON.parse(String(body)) as object)
      if (mood === "silent") throw new TypeError("fetch failed", { cause: Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }) })
      return charge === undefined ? new Response(null, { status: 404 }) : Response.json({ status: charge.status, cents: charge.cents })
    }
  }
}
