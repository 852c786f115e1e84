import { Api, examples } from "@parkade/http/contract"
import { Context, Result, Schema } from "effect"
import { HttpApi, OpenApi } from "effect/http-api"
import { describe, expect, it } from "vitest"
import { open } from "./Garage.ts"

const garage = open()
const { json: served, text } = await garage.call("GET", "/openapi.json")
const spec = OpenApi.fromApi(Api)
const operations = Object.entries(spec.paths).flatMap(([path, methods]) =>
  (["get", "post", "put", "patch", "delete"] as const).flatMap((method) => {
    const operation = methods[method]
    return operation === undefined ? [] : [{ name: `${method.toUpperCase()} ${path}`, path, operation }]
  })
)

describe("the OpenAPI document", () => {
  it("is 3.1 and the one that is served", () => {
    expect(spec.openapi).toMatch(/^3\.1\./)
    expect(served).toEqual(JSON.parse(JSON.stringify(spec)))
    expect(spec.info).toMatchObject({ title: "Parkade", version: "1.0.0" })
  })

  it("has every operation once, by a name a generator can use", () => {
    expect(operations.map(({ name }) => name).sort()).toEqual([
      "GET /api/v1/parking-lots",
      "GET /api/v1/parking-lots/{lotId}",
      "GET /api/v1/parking-lots/{lotId}/availability",
      "GET /api/v1/tickets/{ref}",
      "GET /api/v1/tickets/{ref}/quote",
      "GET /health/live",
      "GET /health/ready",
      "POST /api/v1/parking-lots",
      "POST /api/v1/parking-lots/{lotId}/entry",
      "POST /api/v1/parking-lots/{lotId}/exit",
      "POST /api/v1/tickets/{ref}/pay"
    ])
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(operations.length)
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z]+$/)
  })

  it.each(operations)("$name: a summary, a known tag, its path's parameters, problems for errors", ({ operation, path }) => {
    expect(operation.summary).toBeTruthy()
    expect(spec.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags))
    const inPath = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => `{${name}}`)
    expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? [])
    const statuses = Object.keys(operation.responses).map(Number)
    expect(statuses).toContain(500)
    if (operation.requestBody !== undefined) expect(statuses).toEqual(expect.arrayContaining([400, 413, 415, 422]))
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).toBeTruthy()
      const types = Object.keys(response.content ?? {})
      expect([status, ...types]).toEqual([status, Number(status) < 400 ? "application/json" : "application/problem+json"])
      expect(Object.keys(response.headers ?? {})).toContain("X-Request-Id")
    }
  })

  it("closes what a client sends, and lets answers grow", () => {
    const closed = (name: string) => JSON.stringify(spec.components.schemas[name] ?? "").includes('"additionalProperties":false')
    expect(["LotDraft", "Entry", "Exit", "Pay"].filter((name) => !closed(name))).toEqual([])
    expect(["Ticket", "LotDetails", "LotPage", "Quote", "LotFull"].filter(closed)).toEqual([])
    expect(Object.keys(spec.components.schemas)).toEqual(expect.arrayContaining(["Ticket", "LotDetails", "LotPage", "Quote", "LotFull"]))
  })

  it("has no reference that leads nowhere, and no schema nobody refers to", () => {
    const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref))
    const known = new Set(Object.keys(spec.components.schemas).map((name) => `#/components/schemas/${name}`))
    expect(refs).toEqual(known)
  })

  it("names schemas once", () => {
    expect(Object.keys(spec.components.schemas).filter((name) => /(?:_\d+|Encoded)$/.test(name))).toEqual([])
  })
})

const decodes = (schema: Schema.Top, value: unknown): string | undefined => {
  const codec = Schema.toCodecJson(schema)
  const result = Schema.decodeUnknownResult(Schema.make<Schema.Codec<unknown>>(codec.ast), { onExcessProperty: "error" })(value)
  return Result.isFailure(result) ? String(result.failure) : undefined
}

describe("examples", () => {
  const found = new Set<string>()
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint, mergedAnnotations, successes }) => {
      const id = Context.getOrElse(mergedAnnotations, OpenApi.Identifier, () => endpoint.identifier)
      found.add(id)
      it(`${id} are what the contract says`, () => {
        const [schemas] = successes.values()
        expect(schemas && decodes(schemas[0], examples[id]?.response)).toBeUndefined()
        for (const { schemas: payloads } of endpoint.payload.values()) {
          expect(payloads[0] && decodes(payloads[0], examples[id]?.request)).toBeUndefined()
        }
      })
    }
  })

  it("are of operations that exist", () => {
    expect(Object.keys(examples).sort()).toEqual([...found].sort())
  })

  it("work: the lot opens, the car comes in", async () => {
    const lot = await garage.call("POST", "/api/v1/parking-lots", examples["createParkingLot"]?.request)
    expect(lot.status).toBe(201)
    const ticket = await garage.call("POST", `/api/v1/parking-lots/${lot.json["id"]}/entry`, examples["enterLot"]?.request)
    expect(ticket.json).toMatchObject({ vehicle: { plate: "BAB123" }, spot: { label: "A-12" } })
  })
})
