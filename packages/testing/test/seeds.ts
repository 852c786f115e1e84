/**
 * The seed of every property: frozen, and of each test its own, so that a run is green or red for what was changed and
 * not by chance. PARKADE_ROUND=n draws others, as frozen as these; a run with PARKADE_LONG=1 draws and prints its n.
 */
import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { beforeEach } from "vitest"

const seedOf = (name: string): number => createHash("sha256").update(`${process.env["PARKADE_ROUND"] ?? ""} ${name}`).digest().readInt32BE()

beforeEach(({ task }) => { fc.configureGlobal({ seed: seedOf(task.fullName) }) })
