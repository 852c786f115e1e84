/** The storage that settings ask for: PostgreSQL by its URL, or the embedded database in a folder. */
import { type DatabaseUnavailable, type DataFolderInUse, layerEmbedded, layerServer } from "@parkade/postgres"
import { Failure } from "./Failure.ts"
import type { Settings } from "./Settings.ts"

/** All storage ports, on a database that is brought up to date first. */
export const layer = (storage: Settings["storage"]) =>
  storage._tag === "Server" ? layerServer({ url: storage.url }) : layerEmbedded({ dataDir: storage.dataDir })

/** One line that says what is in the way, and what to do. */
export const explain = (storage: Settings["storage"]) => (error: DatabaseUnavailable | DataFolderInUse): Failure => {
  const advice = storage._tag === "Server"
    ? "start it, or correct DATABASE_URL"
    : error._tag === "DataFolderInUse"
    ? "stop that process, or choose another DATA_DIR"
    : "choose another DATA_DIR"
  return new Failure({ message: `${error.message}; ${advice}` })
}

/** How a person calls it. */
export const describe = (storage: Settings["storage"]): string =>
  storage._tag === "Server" ? "the PostgreSQL server of DATABASE_URL" : `the embedded database in ${storage.dataDir}`
