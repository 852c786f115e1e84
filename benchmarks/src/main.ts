/** `npm run bench -- NAME [--json FILE]`: measures ours beside its peers in one run, prints a table, writes its rows. */
import { writeFileSync } from "node:fs"
import { allocation } from "./allocation.ts"
import { http } from "./http.ts"
import { pricing } from "./pricing.ts"
import { replay } from "./replay.ts"
import { passes, print, type Row } from "./Row.ts"

const benchmarks: Readonly<Record<string, () => Promise<ReadonlyArray<Row>>>> = { allocation, http, pricing, replay }

const [name = "", ...options] = process.argv.slice(2)
const benchmark = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined
if (benchmark === undefined) {
  console.error(`${name === "" ? "which benchmark?" : `no benchmark "${name}".`} There are: ${Object.keys(benchmarks).join(", ")}`)
  process.exit(1)
}
const rows = await benchmark()
print(rows)
const file = options[options.indexOf("--json") + 1]
if (options.includes("--json") && file !== undefined) writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`)
process.exitCode = passes(rows) ? 0 : 1
