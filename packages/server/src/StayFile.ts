/**
 * Stays out of a file: comma-separated values with a header, or JSON lines, also gzipped; told apart by how they begin.
 *
 * The file is read as fast as its stays are taken, a piece at a time: memory does not grow with it.
 */
import { Json } from "@parkade/core/pricing"
import type { Replay } from "@parkade/core/replay"
import type { TimeZone } from "@parkade/core/time"
import { Effect, Predicate, Result } from "effect"
import { createReadStream, type ReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import { pipeline } from "node:stream"
import { createGunzip } from "node:zlib"
import * as Csv from "./Csv.ts"
import { Failure } from "./Failure.ts"
import * as StayRows from "./StayRows.ts"

export interface Source {
  /** "-" is the standard input. */
  readonly path: string
  readonly delimiter: string
  readonly columns: StayRows.Columns
  /** Whose clock shows times without an offset. */
  readonly times: TimeZone.TimeZone | undefined
}

/** Who takes what is read. */
export interface Taker {
  readonly stay: (stay: Replay.Stay) => void
  /** A line that no stay can be made of. */
  readonly wrong: (line: number, message: string) => void
  /** After each piece: bytes read of so many, where that is known. */
  readonly read: (bytes: number, of: number | undefined) => void
  /** Columns or fields that nothing is read from. */
  readonly unread: (name: string) => void
}

/** Takes pieces of a text. */
interface Lines {
  readonly push: (text: string) => void
  readonly end: () => void
}

/** A line may be so long, in characters. */
const longest = 1_000_000

const csv = ({ columns, delimiter, path, times }: Source, taker: Taker): Lines => {
  const stayOf = StayRows.reader(times, columns)
  let pick: ((row: ReadonlyArray<string>) => StayRows.Cells) | undefined
  let width = 0
  const open = (fields: Csv.Row["fields"]): void => {
    if (typeof fields === "string") throw new Failure({ message: `${path}: line 1: ${fields}` })
    const picked = StayRows.picker(fields, columns)
    const other = [";", ",", "\t", "|"].find((each) => each !== delimiter && fields.length === 1 && fields[0]?.includes(each))
    if (Result.isFailure(picked)) throw new Failure({ message: `${path}: ${picked.failure}${other === undefined ? "" : `; did you mean --delimiter ${other === "\t" ? "tab" : `"${other}"`}?`}` })
    picked.success.unread.forEach(taker.unread)
    pick = picked.success.pick
    width = fields.length
  }
  return Csv.reader(delimiter, ({ fields, line }) => {
    if (pick === undefined) return open(fields)
    if (typeof fields === "string") return taker.wrong(line, fields)
    if (fields.length !== width) return taker.wrong(line, `expected ${width} fields as the header has, found ${fields.length}`)
    const stay = stayOf(pick(fields), line)
    if (typeof stay === "string") taker.wrong(line, stay)
    else taker.stay(stay)
  })
}

const jsonLines = ({ columns, times }: Source, taker: Taker): Lines => {
  const stayOf = StayRows.reader(times, columns)
  const read = new Set(columns.values())
  let [rest, line] = ["", 0]
  const take = (text: string): void => {
    line += 1
    if (text.trim() === "") return
    const json = Json.parse(text)
    if (Result.isFailure(json)) return taker.wrong(line, `${json.failure.path === "" ? "" : `${json.failure.path}: `}${json.failure.message.replace(/^line 1, /, "")}`)
    const cells = StayRows.cellsOf(json.success, columns)
    const stay = typeof cells === "string" ? cells : stayOf(cells, line)
    if (typeof stay === "string") return taker.wrong(line, stay)
    for (const name in Predicate.isObject(json.success) ? json.success : {}) if (!read.has(name)) taker.unread(name)
    taker.stay(stay)
  }
  return {
    push: (text) => {
      const lines = (rest + text).split("\n")
      rest = lines.pop() ?? ""
      lines.forEach(take)
    },
    end: () => {
      if (rest !== "") take(rest)
    }
  }
}

const isGzip = (bytes: Uint8Array | undefined): boolean => bytes?.[0] === 0x1f && bytes[1] === 0x8b

/** The bytes of a file, unpacked where they are packed. */
const unpacked = async function*(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const bytes = file[Symbol.asyncIterator]()
  const first = await bytes.next()
  const all = async function*() {
    for (let next = first; next.done !== true; next = await bytes.next()) yield next.value
  }
  if (first.done === true || !isGzip(first.value)) return yield* all()
  const gunzip = createGunzip()
  // An error of the file ends the unpacking too, and is met there.
  pipeline(all(), gunzip, () => undefined)
  yield* gunzip
}

/** Pieces as Node reads them: longer ones are no faster. */
const pieceBytes = 262_144

const linesOf = (source: Source, taker: Taker, start: string): Lines => {
  if (start.trimStart().startsWith("[")) throw new Failure({ message: `${source.path}: expected JSON lines, an object on each line, or comma-separated values; found a list` })
  return start.trimStart().startsWith("{") ? jsonLines(source, taker) : csv(source, taker)
}

const readAll = async (source: Source, taker: Taker, signal: AbortSignal): Promise<void> => {
  const { path } = source
  const of = path === "-" ? undefined : await stat(path).then((found) => found.isFile() ? found.size : found.isDirectory() ? Promise.reject(new Failure({ message: `${path}: expected a file, found a folder` })) : undefined)
  const file: ReadStream | NodeJS.ReadStream = path === "-" ? process.stdin : createReadStream(path, { highWaterMark: pieceBytes, signal })
  const decoder = new TextDecoder()
  let lines: Lines | undefined
  let [start, sinceLine, read] = ["", 0, 0]
  const counted = async function*() {
    for await (const bytes of file as AsyncIterable<Uint8Array>) {
      read += bytes.length
      yield bytes
    }
  }
  for await (const bytes of unpacked(counted())) {
    const text = decoder.decode(bytes, { stream: true })
    start += lines === undefined ? text : ""
    if (lines === undefined && start.trim() === "") continue
    if (lines !== undefined) lines.push(text)
    else (lines = linesOf(source, taker, start)).push(start)
    const end = text.lastIndexOf("\n")
    sinceLine = end === -1 ? sinceLine + text.length : text.length - end
    if (sinceLine > longest) throw new Failure({ message: `${path}: expected lines of at most ${longest} characters, found a longer one` })
    taker.read(read, of)
  }
  lines?.push(decoder.decode())
  lines?.end()
}

const failure = (path: string, cause: unknown): Effect.Effect<never, Failure> => {
  if (cause instanceof Failure) return Effect.fail(cause)
  if (!Predicate.hasProperty(cause, "code") || typeof cause.code !== "string") return Effect.die(cause)
  const reason = cause.code.startsWith("Z_") ? "what is gzipped in it is broken, or cut off" : "there is no such file, or it cannot be read"
  return Effect.fail(new Failure({ message: `${path}: ${reason}` }))
}

/** Hands the stays of a file to `taker`, in their order. Fails where it cannot be read at all; a line that cannot is the taker's. */
export const read = (source: Source, taker: Taker): Effect.Effect<void, Failure> =>
  Effect.tryPromise({ try: (signal) => readAll(source, taker, signal), catch: (cause) => cause }).pipe(Effect.catch((cause) => failure(source.path, cause)))
