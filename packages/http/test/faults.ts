/** Requests that are not understood, and the problems they end with. */
import { expect } from "vitest"
import { draft } from "./Garage.ts"
import { type Case, lots, nowhere } from "./refusals.ts"

export const faults: ReadonlyArray<Case> = [
  { name: "nothing there", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/api/v2/parking-lots") },
  { name: "no such problem page", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/problems/nope") },
  { name: "a path that is no UTF-8", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/api/v1/tickets/%E0%A4%A") },
  { name: "a path parameter of 10 kB", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", `/api/v1/tickets/${"a".repeat(10_000)}`) },
  {
    name: "wrong method",
    status: 405,
    problem: "MethodNotAllowed",
    members: { allow: ["POST", "GET", "HEAD"] },
    ask: ({ call }) => call("DELETE", lots)
  },
  { name: "not JSON", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", lots, `{"name":`) },
  { name: "an empty body", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", lots, "") },
  { name: "no body", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", `${lots}/${nowhere}/entry`) },
  { name: "not JSON's media type", status: 415, problem: "UnsupportedMediaType", ask: ({ call }) => call("POST", lots, "<lot/>", { "content-type": "text/xml" }) },
  { name: "a plate of 1 MB", status: 413, problem: "BodyTooLarge", ask: ({ enter }) => enter(nowhere, "B".repeat(1_000_000)) },
  { name: "a lot of 9 MB", status: 413, problem: "BodyTooLarge", ask: ({ openLot, call }) => openLot().then(() => call("POST", lots, " ".repeat(9 * 1_048_576))) },
  {
    name: "not a plate",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.plate", message: `"***" is not a plate: holds a character that plates do not have` }] },
    ask: ({ enter }) => enter(nowhere, "***")
  },
  {
    name: "a kind of one's own without a size",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.vehicle.size", message: expect.stringContaining(`"camper" is not a standard vehicle kind`) }] },
    ask: ({ enter }) => enter(nowhere, "B1", { kind: "camper" })
  },
  {
    name: "a number mistyped",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "path.ref", message: expect.stringContaining("check character") }] },
    ask: ({ call }) => call("GET", "/api/v1/tickets/K7QX-9M2P-4RTX/quote")
  },
  {
    name: "a number mistyped at the exit",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.ticket", message: expect.stringContaining("check character") }] },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/exit`, { ticket: "K7QX-9M2P-4RTX" })
  },
  {
    name: "both a ticket and a plate",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body", message: "expected either `ticket` or `plate`" }] },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/exit`, { ticket: "K7QX-9M2P-4RTD", plate: "B1" })
  },
  {
    name: "many faults at once",
    status: 422,
    problem: "InvalidRequest",
    members: {
      errors: [
        { path: "body.plate", message: "Expected a string" },
        { path: "body.vehicle.colour", message: "Unknown field" },
        { path: "body.vehicle.kind", message: "Missing" },
        { path: "body.vehicle.size", message: `Expected one of "small", "medium", "large", "extra-large"` }
      ]
    },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/entry`, { plate: 7, vehicle: { size: "huge", colour: "red" } })
  },
  {
    name: "a lot with several faults",
    status: 422,
    problem: "InvalidRequest",
    members: {
      errors: [
        { path: "body.owner", message: "Unknown field" },
        { path: "body.timeZone", message: "Expected an IANA time zone such as Europe/Berlin" },
        { path: "body.tariff.rate", message: expect.stringMatching(/^Expected a rate.*flat, hourly, .*named$/) },
        { path: "body.zones.0.spots.1.size", message: "Missing" }
      ]
    },
    ask: ({ call }) =>
      call("POST", lots, {
        ...draft,
        owner: "me",
        timeZone: "Mars/Olympus",
        tariff: { ...draft.tariff, rate: { type: "auction" } },
        zones: [{ name: "a", spots: [{ label: "1", size: "small" }, { label: "2" }] }]
      })
  },
  {
    name: "no lot id",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "path.lotId", message: "Expected a UUID" }] },
    ask: ({ call }) => call("GET", `${lots}/opernplatz`)
  },
  {
    name: "a page too large",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "query.limit", message: "Expected a value between 1 and 200" }] },
    ask: ({ call }) => call("GET", `${lots}?limit=1000`)
  },
  {
    name: "a cursor of one's own",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "query.cursor", message: expect.stringContaining("`next`") }] },
    ask: ({ call }) => call("GET", `${lots}?cursor=abc`)
  }
]
