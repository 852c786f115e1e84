/**
 * The tariff language's grammar once more, told by hand and not by the engine: what generated tariffs are held against.
 * Knows JSON only.
 */

/** What is wrong with `tariff`, each with its path; empty when it is a tariff. */
export const problems = (tariff: unknown): ReadonlyArray<string> => {
  const found: Array<string> = []
  check(tariff, "", (path, words) => found.push(`${path}: ${words}`))
  return found
}

type Say = (path: string, words: string) => void
type Check = (value: unknown, path: string, say: Say) => void
type Fields = { readonly [name: string]: { readonly is: Check; readonly optional?: true } }
type Json = { readonly [key: string]: unknown }

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const must = (is: Check) => ({ is })
const may = (is: Check) => ({ is, optional: true as const })

const oneOf = (...values: ReadonlyArray<unknown>): Check => (value, path, say) => {
  if (!values.includes(value)) say(path, `not one of ${JSON.stringify(values)}: ${JSON.stringify(value)}`)
}

const text = (pattern: RegExp, what: string): Check => (value, path, say) => {
  if (typeof value !== "string" || !pattern.test(value)) say(path, `no ${what}: ${JSON.stringify(value)}`)
}

const fields = (expected: Fields, rule: (value: Json, path: string, say: Say) => void = () => {}): Check => (value, path, say) => {
  if (!isJson(value)) return say(path, `no object: ${JSON.stringify(value)}`)
  for (const key of Object.keys(value)) if (!(key in expected)) say(path, `unknown field ${key}`)
  for (const [key, { is, optional }] of Object.entries(expected)) {
    if (!(key in value)) {
      if (optional === undefined) say(path, `${key} is missing`)
    } else is(value[key], `${path}.${key}`, say)
  }
  rule(value, path, say)
}

const listOf = (is: Check): Check => (value, path, say) => {
  if (!Array.isArray(value) || value.length === 0) return say(path, "no list of something")
  value.forEach((item, index) => is(item, `${path}.${index}`, say))
}

const either = (is: Check, other: Check, when: (value: unknown) => boolean): Check => (value, path, say) => (when(value) ? is : other)(value, path, say)

const isText = (value: unknown): value is string => typeof value === "string"

const amount = text(/^(\d{1,18}(\.\d{1,18})?|\d{1,18}\/[1-9]\d{0,17})$/, "amount")
const signed = text(/^-?\d{1,18}(\.\d{1,18})?$/, "signed decimal")
const decimal = text(/^\d+(\.\d+)?$/, "decimal")
const elapsed = text(/^PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/, "elapsed time")
const clock = text(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "clock")
const fullDate: Check = (value, path, say) => {
  if (!isText(value) || !/^\d{4}-\d\d-\d\d$/.test(value) || new Date(`${value}T00:00:00Z`).toJSON().slice(0, 10) !== value) say(path, `no date: ${JSON.stringify(value)}`)
}
const someDate: Check = (value, path, say) => (isText(value) && value.length === 5 ? fullDate(`2024-${value}`, path, say) : fullDate(value, path, say))

const number = (amount: unknown): number => {
  const [top = "0", bottom = "1"] = `${amount}`.split("/")
  return Number(top) / Number(bottom)
}
const seconds = (elapsed: unknown): number =>
  [...`${elapsed}`.matchAll(/(\d+)([HMS])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (unit === "H" ? 3_600 : unit === "M" ? 60 : 1), 0)

const ordered = (low: string, high: string, measure: (value: unknown) => number, strict = false) => (value: Json, path: string, say: Say) => {
  const [a, b] = [value[low], value[high]]
  if (a === undefined || b === undefined) return
  if (strict ? measure(a) >= measure(b) : measure(a) > measure(b)) say(path, `${low} ${a} and ${high} ${b} are not in order`)
}

const some = (value: Json, path: string, say: Say): void => {
  if (Object.keys(value).length === 0) say(path, "empty")
}

const band = fields({ from: may(decimal), to: may(decimal) }, (value, path, say) => {
  some(value, path, say)
  ordered("from", "to", number, true)(value, path, say)
})

const dates = fields({ from: may(someDate), to: may(someDate) }, (value, path, say) => {
  some(value, path, say)
  const lengths = new Set(Object.values(value).map((date) => `${date}`.length))
  if (lengths.size > 1) say(path, "yearly and full dates in one window")
  if (isText(value["from"]) && isText(value["to"]) && (value["from"].length > 5 ? value["from"] >= value["to"] : value["from"] === value["to"])) say(path, "dates of no length")
})

const oneWindow = fields({
  days: may(listOf(oneOf("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"))),
  from: may(clock),
  to: may(clock),
  ends: may(oneOf("exclusive", "inclusive")),
  dates: may(dates),
  phase: may(oneOf("reserved", "charging", "idle", "overstay")),
  current: may(band),
  power: may(band)
}, (value, path, say) => {
  if (value["from"] === "24:00" && !("to" in value)) say(path, "a day that begins when it ends")
})
const window = either(listOf(oneWindow), oneWindow, Array.isArray)

const repeated = (key: string): Check => (value, path, say) => {
  const calendar = isJson(value) && ["day", "week", "month"].includes(`${value[key]}`)
  fields(calendar ? { [key]: must(() => {}), at: may(clock) } : { [key]: must(elapsed) })(value, path, say)
}
const period: Check = (value, path, say) => {
  if (value !== "stay") repeated(isJson(value) && "first" in value ? "first" : "every")(value, path, say)
}

const move = fields({ from: must(decimal), change: may(signed), factor: may(amount) }, (value, path, say) => {
  if ("change" in value && "factor" in value) say(path, "change and factor")
})
const demand = fields({ start: must(amount), bands: must(listOf(move)), min: must(amount), max: must(amount), every: must(oneOf("P28D", "entry")) }, (value, path, say) => {
  ordered("min", "max", number)(value, path, say)
  ordered("min", "start", number)(value, path, say)
  ordered("start", "max", number)(value, path, say)
})
const price = either(demand, amount, isJson)

const facts = fields({
  entry: may(window),
  exit: may(window),
  inside: may(window),
  lasting: may(fields({ over: may(elapsed), upTo: may(elapsed) }, ordered("over", "upTo", seconds, true))),
  vehicle: may(listOf(text(/./, "kind"))),
  spot: may(listOf(oneOf("ev", "covered", "accessible", "valet"))),
  product: may(text(/./, "product")),
  pass: may(text(/./, "pass")),
  validation: may(text(/./, "validation")),
  visit: may(band),
  occupancy: may(band),
  lost: may(oneOf(true, false)),
  expired: may(oneOf(true, false)),
  unpaid: may(fields({ over: must(elapsed) }))
}, some)

const rateOf = (names: ReadonlyArray<string>, tax: unknown): Check => {
  const rate: Check = (value, path, say) => {
    const type = isJson(value) ? `${value["type"]}` : ""
    const [own, rule] = shapes[type] ?? [undefined, undefined]
    if (own === undefined) return say(path, `no rate of type ${type}`)
    fields({ type: must(() => {}), label: may(text(/\S/, "label")), tax: may(amount), ...own }, rule)(value, path, say)
  }
  const orUnavailable = either(oneOf("unavailable"), rate, isText)
  const count = must(oneOf("started", "completed", "nearest"))
  const bracket: Check = (value, path, say) => fields({ upTo: must(elapsed), ...(isJson(value) && "rate" in value ? { rate: must(rate) } : { price: must(price) }) })(value, path, say)
  const shapes: { readonly [type: string]: readonly [Fields, ((value: Json, path: string, say: Say) => void)?] } = {
    flat: [{ price: must(price) }],
    hourly: [{ price: must(price), per: may(elapsed), step: may(elapsed), count: must(oneOf("started", "completed", "nearest", "exact")) }, (value, path, say) => {
      if ("step" in value && value["count"] === "exact") say(path, "steps of exact time")
    }],
    energy: [{ price: must(price) }],
    slab: [{ mode: must(oneOf("ladder", "graduated")), brackets: must(listOf(bracket)), beyond: must(orUnavailable) }, ({ brackets }, path, say) => {
      const ends = Array.isArray(brackets) ? brackets.map((bracket: unknown) => seconds(isJson(bracket) ? bracket["upTo"] : "")) : []
      if (ends.some((end, index) => end <= (ends[index - 1] ?? 0))) say(path, "upTo does not rise")
    }],
    dynamic: [{
      crossing: must(either(fields({ follow: must(elapsed) }), oneOf("split", "accumulate", "entry", "most"), isJson)),
      windows: must(listOf(fields({ during: must(window), rate: must(rate) }))),
      otherwise: must(orUnavailable)
    }],
    subscription: [{
      pass: must(text(/./, "pass")),
      covers: must(fields({ during: may(window), upTo: may(elapsed), per: may(period) }, (value, path, say) => {
        if ("per" in value && !("upTo" in value)) say(path, "per without upTo")
      })),
      rest: must(rate)
    }],
    choose: [{ cases: must(listOf(fields({ if: must(facts), rate: must(rate) }))), otherwise: must(orUnavailable) }],
    each: [{
      per: must(period),
      partial: may(oneOf("restart", "continue", "full")),
      max: may(amount),
      min: may(amount),
      ...(tax === "added" ? { maxIncl: may(amount), minIncl: may(amount) } : {}),
      rate: must(rate)
    }, (value, path, say) => {
      if ((value["per"] === "stay") === ("partial" in value)) say(path, "partial is for periods, and only for them")
      if (isJson(value["per"]) && "first" in value["per"] && value["partial"] === "full") say(path, "full with first")
      ordered("min", "max", number)(value, path, say)
      ordered("minIncl", "maxIncl", number)(value, path, say)
    }],
    sum: [{ of: must(listOf(rate)) }],
    cheapest: [{ of: must(listOf(rate)) }],
    scale: [{ by: must(amount), rate: must(rate) }],
    billed: [{ step: must(either(text(/^\d+(\.\d+)? kWh$/, "energy"), elapsed, (value) => `${value}`.endsWith("kWh"))), count, rate: must(rate) }],
    named: [{ name: must(oneOf(...names)) }]
  }
  return rate
}

const visits = either(oneOf("apart", "accumulate"), fields({ accumulate: must(either(oneOf("day"), elapsed, (value) => value === "day")), minInterruption: may(elapsed) }), isText)

const check: Check = (tariff, path, say) => {
  const [rates, tax] = isJson(tariff) ? [isJson(tariff["rates"]) ? tariff["rates"] : {}, tariff["tax"]] : [{}, undefined]
  const names = Object.keys(rates)
  fields({
    $schema: may(text(/./, "schema")),
    zone: may(text(/^[A-Z]/, "zone")),
    currency: must(text(/^[A-Z]{3}$/, "currency")),
    minorUnits: may(oneOf(0, 1, 2, 3, 4)),
    tax: must(oneOf("included", "added", "none")),
    rounding: must(fields({ mode: must(oneOf("half-up", "half-even", "up", "down")), to: must(amount), where: must(oneOf("total", "line")) })),
    seconds: must(oneOf("counted", "dropped")),
    visits: must(visits),
    holidays: may(either(text(/./, "calendar"), listOf(fullDate), isText)),
    valid: may(fields({ from: may(fullDate), until: may(fullDate) }, (value, path, say) => {
      some(value, path, say)
      if (`${value["from"] ?? ""}` >= `${value["until"] ?? "9"}`) say(path, "valid never")
    })),
    // Acyclic, because each may name those written before it, and no other.
    rates: may(fields(Object.fromEntries(names.map((name, index) => [name, must(rateOf(names.slice(0, index), tax))])), some)),
    rate: must(rateOf(names, tax))
  })(tariff, path, say)
}
