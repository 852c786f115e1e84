/**
 * JSON from anywhere, made safe to look at: a tariff's text, or a value that a program hands over.
 *
 * No value, however large, deep, circular or hostile, hangs or overflows. A field given twice is refused, for it admits
 * two prices. What comes out is plain data that shares nothing with what went in, and has no `__proto__` field.
 */
import { Result } from "effect"
import { type Fault, limits } from "./Faults.ts"

const inside = (path: string, key: string | number): string => (path === "" ? `${key}` : `${path}.${key}`)

interface Open {
  readonly from: object
  readonly to: Array<unknown> | { [key: string]: unknown }
  readonly path: string
  readonly depth: number
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null

/** Objects and lists as JSON has them, of any realm; no dates, maps, or instances of classes. */
const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || (isContainer(prototype) && Object.getPrototypeOf(prototype) === null)
}

const tooMany = `expected at most ${limits.values} values in all, found more: name rates that repeat in "rates"`

const fault = (path: string, message: string): Result.Result<never, Fault> => Result.fail({ path, message })

/** Why `value`, which lies at `path`, is not looked at any further. */
const unfit = (value: unknown, path: string, depth: number): Fault | undefined => {
  if (typeof value === "string" && value.length > limits.text) return { path, message: `expected a text of at most ${limits.text} characters, found ${value.length}` }
  if (!isContainer(value)) return undefined
  if (depth > limits.depth) return { path, message: `expected nesting of at most ${limits.depth} levels, found more` }
  return isPlain(value) ? undefined : { path, message: "expected plain JSON, found an instance of a class" }
}

/** The length of a list comes before its elements: one of a billion holes is told by it. */
const keysOf = (from: object, most: number): ReadonlyArray<string> | undefined => {
  if (Array.isArray(from)) return from.length <= most ? Array.from({ length: from.length }, (_, index) => `${index}`) : undefined
  const keys = Object.keys(from)
  return keys.length <= most ? keys : undefined
}

const copy = (json: unknown): Result.Result<unknown, Fault> => {
  const wrong = unfit(json, "", 0)
  if (wrong !== undefined) return Result.fail(wrong)
  if (!isContainer(json)) return Result.succeed(json)
  const root: Open["to"] = Array.isArray(json) ? [] : {}
  const stack: Array<Open> = [{ from: json, to: root, path: "", depth: 0 }]
  let values = 1
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { depth, from, path, to } = top
    const keys = keysOf(from, limits.values - values)
    if (keys === undefined) return fault(path, tooMany)
    values += keys.length
    for (const key of keys) {
      if (key === "__proto__" || key.length > limits.key) return fault(path, `expected field names of at most ${limits.key} characters, and none called __proto__`)
      const value: unknown = Reflect.get(from, key)
      const place = inside(path, key)
      const refused = unfit(value, place, depth + 1)
      if (refused !== undefined) return Result.fail(refused)
      const made: unknown = isContainer(value) ? (Array.isArray(value) ? [] : {}) : value
      Reflect.set(to, key, made)
      if (isContainer(value) && isContainer(made)) stack.push({ from: value, to: made as Open["to"], path: place, depth: depth + 1 })
    }
  }
  return Result.succeed(root)
}

/** A copy of `json` that is plain, small and still; a circle is a nesting without end. */
export const plain = (json: unknown): Result.Result<unknown, Fault> => {
  try {
    return copy(json)
  } catch {
    return fault("", "expected plain JSON, found a value that throws when it is read")
  }
}

const blank = /[ \t\n\r]*/y
const string = /"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"/uy
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

const hints: { readonly [character: string]: string } = {
  "/": ": JSON has no comments",
  "'": ": JSON writes texts in double quotes",
  "}": ": is there a comma too many?",
  "]": ": is there a comma too many?"
}

/** Reads along a JSON text up to its first flaw. Never deeper than the limit, so it may recurse. */
const scanner = (text: string, most: Size) => {
  let [at, values] = [0, 0]
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const [taken] = pattern.exec(text) ?? []
    at += taken?.length ?? 0
    return taken
  }
  const next = (): string => {
    take(blank)
    return text[at] ?? ""
  }
  const flaw = (path: string, message: string): Fault => {
    const before = text.slice(0, at).split("\n")
    return { path, message: `line ${before.length}, column ${[...(before.at(-1) ?? "")].length + 1}: ${message}` }
  }
  const unexpected = (path: string, wanted: string): Fault => {
    const [character = ""] = text.slice(at, at + 2)
    return flaw(path, `expected ${wanted}, found ${character === "" ? "the end of the text" : `${JSON.stringify(character)}${wanted.startsWith(`"`) ? "" : hints[character] ?? ""}`}`)
  }
  const field = (path: string, known: Set<string>, depth: number): Fault | undefined => {
    next()
    const start = at
    const quoted = take(string)
    if (quoted === undefined) return unexpected(path, "a field name in double quotes")
    const key = String(JSON.parse(quoted))
    if (known.has(key)) {
      at = start
      return flaw(inside(path, key.slice(0, limits.key)), "expected once, found twice: only one of them can be meant")
    }
    known.add(key)
    if (next() !== ":") return unexpected(path, `":"`)
    at += 1
    return value(inside(path, key), depth)
  }
  const value = (path: string, depth: number): Fault | undefined => {
    const open = next()
    values += 1
    if (values > most.values) return flaw(path, most === limits ? tooMany : `expected at most ${most.values} values in all, found more`)
    if (open !== "{" && open !== "[") return take(string) === undefined && take(scalar) === undefined ? unexpected(path, "a JSON value") : undefined
    if (depth > limits.depth) return flaw(path, `expected nesting of at most ${limits.depth} levels, found more`)
    const close = open === "{" ? "}" : "]"
    const known = new Set<string>()
    at += 1
    if (next() !== close) {
      for (let index = 0; ; index++) {
        const wrong = open === "{" ? field(path, known, depth + 1) : value(inside(path, index), depth + 1)
        if (wrong !== undefined) return wrong
        const then = next()
        if (then === close) break
        if (then !== ",") return unexpected(path, `"," or "${close}"`)
        at += 1
      }
    }
    at += 1
    return undefined
  }
  return () => value("", 0) ?? (next() === "" ? undefined : unexpected("", "the end of the text"))
}

/** How much JSON is read: characters, and objects, lists and values. */
export interface Size {
  readonly characters: number
  readonly values: number
}

/** The value that `text` writes, or where it stops being JSON; no more of it than a tariff may be, unless said. */
export const parse = (text: string, most: Size = limits): Result.Result<unknown, Fault> => {
  if (text.length > most.characters) return fault("", `expected a text of at most ${most.characters} characters, found ${text.length}`)
  const wrong = scanner(text, most)()
  return wrong === undefined ? Result.succeed(JSON.parse(text)) : Result.fail(wrong)
}
