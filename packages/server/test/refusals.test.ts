/** What keeps `parkade` from starting: one line that names it, exit code 1, and no password anywhere. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { folder, parkade } from "./Programs.ts"

writeFileSync(join(folder, "file"), "")
const unreachable = { DATABASE_URL: "postgres://parkade:s3cret@127.0.0.1:1/parkade" }

describe.concurrent("one line on stderr and exit code 1", () => {
  it.for([
    ["serve", "a port that is none", { PORT: "abc" }, 'PORT must be a number from 0 to 65535, not "abc"'],
    ["serve", "another kind of database", { DATABASE_URL: "mysql://parkade:s3cret@db/parkade" },
      "DATABASE_URL must look like postgres://user:password@host:5432/database"],
    ["serve", "a database out of reach", unreachable, "PostgreSQL at 127.0.0.1:1 cannot be used: connection refused; start it, or correct DATABASE_URL"],
    ["migrate", "a database out of reach", unreachable, "PostgreSQL at 127.0.0.1:1 cannot be used: connection refused; start it, or correct DATABASE_URL"],
    ["serve", "a folder that is a file", { DATA_DIR: "file" }, `the embedded database in ${join(folder, "file")} cannot be used: `]
  ] as const)("%s: %s", async ([command, , env, line], { expect }) => {
    const { code, stderr, stdout } = await parkade([command], { PORT: "0", ...env }).ended
    const lines = stderr.split("\n")
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(`parkade: ${line}`)
    expect({ code, rest: lines[1] }).toEqual({ code: 1, rest: "" })
    expect(stdout).not.toContain("ready")
    expect(stdout + stderr).not.toContain("s3cret")
  })
})
