/** Which methods a path has: what a router does not tell when none matched. */
import { HttpApi } from "effect/http-api"
import { Api } from "./contract/index.ts"

/** Pages beside the API, by what serves them. */
export const pages = {
  index: "/",
  docs: "/docs",
  document: "/openapi.json",
  metrics: "/metrics",
  problems: "/problems",
  problem: "/problems/:name"
} as const

interface Route {
  readonly pattern: RegExp
  readonly methods: ReadonlyArray<string>
}

const endpoints = (): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>(Object.values(pages).map((path) => [path, new Set(["GET"])]))
  HttpApi.reflect(Api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { method, path } }) => {
      const plain = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path
      found.set(plain, (found.get(plain) ?? new Set()).add(method))
    }
  })
  return found
}

const routes: ReadonlyArray<Route> = [...endpoints()].map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}/?$`),
  methods: methods.has("GET") ? [...methods, "HEAD"] : [...methods]
}))

/** Path of a request target. */
export const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url

/** The methods `path` has; none when there is nothing. */
export const methodsOf = (path: string): ReadonlyArray<string> =>
  routes.find(({ pattern }) => pattern.test(path))?.methods ?? []
