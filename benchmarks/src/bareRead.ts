/** The baseline of the replay benchmark: the least that reading a file takes. Decodes it, finds its lines, does nothing with them. */
import { createReadStream } from "node:fs"

const decoder = new TextDecoder()
let [lines, rest] = [0, ""]
for await (const bytes of createReadStream(process.argv[2] ?? "", { highWaterMark: 262_144 }) as AsyncIterable<Uint8Array>) {
  const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n")
  rest = parts.pop() ?? ""
  lines += parts.length
}
console.log(JSON.stringify({ total: { stays: lines - 1 } }))
