/**
 * What the OpenAPI document says beyond the schemas: response headers, a worked example per operation, and words for
 * texts whose rule is a program (a time zone, a currency), of which JSON Schema knows only that they are strings.
 */
import { examples } from "./Examples.ts"

interface Media {
  example?: unknown
}
interface Response {
  headers?: Record<string, unknown>
  readonly content?: { readonly "application/json"?: Media }
}
interface Parameter {
  readonly name: string
  readonly schema: object
}
interface Operation {
  readonly operationId: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly requestBody?: { readonly content: { readonly "application/json"?: Media } }
  readonly responses: Record<string, Response>
}
interface Component {
  readonly properties?: { readonly type?: { readonly enum?: ReadonlyArray<string> } }
  readonly required?: ReadonlyArray<string>
}
interface Spec {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, Component> }
}

const text = (description: string) => ({ description, schema: { type: "string" } })
const always = { "X-Request-Id": text("the id sent with the request, or the one made for it") }
const perStatus: Record<string, Record<string, unknown>> = {
  201: { Location: text("path of what was made") },
  405: { Allow: text("methods the path has") },
  503: { "Retry-After": text("seconds to wait before trying the same again") }
}

const worded: Record<string, object> = {
  Currency: { description: "ISO 4217 currency code", pattern: "^[A-Z]{3}$", examples: ["EUR"] },
  TimeZone: { description: "IANA time zone", examples: ["Europe/Berlin"] },
  TariffAmount: { description: "decimal or rational in major units, zero or more", examples: ["1.50", "7/120"] },
  Quantity: { description: "decimal or rational, zero or more", examples: ["16", "0.8"] },
  TariffChange: { description: "decimal in major units, with a sign where it goes down", examples: ["0.25", "-0.25"] },
  Elapsed: { description: "elapsed time, ISO 8601 without days", examples: ["PT15M", "PT24H"] },
  Clock: { description: "local clock, HH:MM, 00:00 to 24:00", pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", examples: ["08:30"] },
  LocalDate: { description: "local date", format: "date", examples: ["2026-12-24"] },
  Tariff: { description: "How a stay is priced: what decides where everyday words admit two prices is said, never assumed" },
  Rate: { description: "A function from a set of time to an itemised amount, by its `type`; rates nest" },
  Price: { description: "An amount, or a price that follows demand" },
  Window: { description: "Part of time, by the local clock and calendar and by what the vehicle does: all that is given holds" },
  Condition: { description: "Conditions on a stay: all that is given holds" },
  Period: { description: "The stay, a period that repeats, or the first one alone: elapsed time (PT24H) or the calendar's (day, week, month)" }
}
const parameters: Record<string, object> = {
  limit: { type: "integer", minimum: 1, maximum: 200, default: 50, description: "lots per page" }
}

const illustrate = (operation: Operation): Operation => {
  const { request, response } = examples[operation.operationId] ?? {}
  const body = operation.requestBody?.content["application/json"]
  if (body !== undefined && request !== undefined) body.example = request
  for (const [status, answer] of Object.entries(operation.responses)) {
    answer.headers = { ...answer.headers, ...always, ...perStatus[status] }
    const media = answer.content?.["application/json"]
    if (media !== undefined && response !== undefined) media.example = response
  }
  return {
    ...operation,
    parameters: operation.parameters.map((parameter) => ({ ...parameter, schema: parameters[parameter.name] ?? parameter.schema }))
  }
}

/** The server always sends what the client may do without. */
const complete = (component: Component): Component =>
  component.properties?.type?.enum?.[0]?.startsWith("/problems/") === true
    ? { ...component, required: [...new Set(["type", "title", "status", ...component.required ?? []])] }
    : component

const mapValues = <A, B>(record: Record<string, A>, f: (value: A, key: string) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value, key)]))

/** A problem's wire form is named after the problem. */
const renamed = (spec: Spec): Spec => JSON.parse(JSON.stringify(spec).replaceAll(/(?<=[/"]\w+)Encoded(?=")/g, ""))

/** Names of the schemas that `value` refers to, and of those that these refer to in turn. */
const reached = (value: unknown, { schemas }: Spec["components"], found = new Set<string>()): Set<string> => {
  for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (!found.has(name)) reached(schemas[name], { schemas }, found.add(name))
  }
  return found
}

/** Only what a client sends is closed: an answer may grow a field without breaking those who validate it. */
const open = <A>(schema: A): A =>
  JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === "additionalProperties" && value === false ? undefined : value)))

/** Completes the generated document. */
export const document = (spec: object): Record<string, unknown> => {
  const { components, paths, ...rest } = renamed(spec as Spec)
  const sent = reached(mapValues(paths, (operations) => mapValues(operations, ({ requestBody }) => requestBody ?? {})), components)
  const finished = (component: Component, name: string): Component => sent.has(name) ? component : open(complete(component))
  return {
    ...rest,
    paths: mapValues(paths, (operations) =>
      mapValues(operations, (operation) => illustrate({ ...operation, responses: open(operation.responses) }))),
    components: {
      ...components,
      schemas: mapValues(components.schemas, (component, name) => ({ ...finished(component, name), ...worded[name] }))
    }
  }
}
