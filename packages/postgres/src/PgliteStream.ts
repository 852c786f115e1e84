/**
 * The wire of an in-process connection: what sql-pg writes goes to PGlite, what PGlite answers comes back.
 *
 * PGlite has one session, which outlives connections: a new one starts by clearing what the last one left. A request
 * to cancel comes as a connection of its own and is dropped, as there is no second session to act on it.
 */
import type { PGlite } from "@electric-sql/pglite"
import { Duplex } from "node:stream"

const cancelRequest = 80_877_102
const terminate = 0x58

/** Cuts a byte stream into protocol messages; only the first of a connection has no type byte. */
const makeFramer = () => {
  let rest: Buffer = Buffer.alloc(0)
  let header = 0
  return (chunk: Uint8Array): ReadonlyArray<Buffer> => {
    rest = Buffer.concat([rest, chunk])
    const messages: Array<Buffer> = []
    while (rest.length >= header + 4) {
      const size = header + rest.readInt32BE(header)
      if (rest.length < size) break
      messages.push(rest.subarray(0, size))
      rest = rest.subarray(size)
      header = 1
    }
    return messages
  }
}

const toError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)))

export const makePgliteStream = (db: PGlite): Duplex => {
  const frame = makeFramer()
  let started = false

  const answer = async (messages: ReadonlyArray<Buffer>, stream: Duplex): Promise<void> => {
    const [first] = messages
    if (!started && first !== undefined) {
      started = true
      if (first.readInt32BE(4) === cancelRequest) return void stream.push(null)
      await db.exec("rollback")
      await db.exec("discard all")
    }
    const wanted = messages.filter((message) => message[0] !== terminate)
    if (wanted.length === 0) return
    await db.runExclusive(async () => {
      const answered = await db.execProtocolRaw(new Uint8Array(Buffer.concat(wanted)))
      if (answered.length > 0) stream.push(answered)
    })
  }

  const stream: Duplex = new Duplex({
    read() {},
    write(chunk: Uint8Array, _encoding, done) {
      const messages = frame(chunk)
      answer(messages, stream).then(() => done(), (cause: unknown) => done(toError(cause)))
    },
    final(done) {
      stream.push(null)
      done()
    }
  })
  return stream
}
