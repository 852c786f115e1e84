/** The storage that settings ask for: PostgreSQL by its URL, or the embedded database in a folder. */
import { type DatabaseUnavailable, type DataFolderInUse, layerEmbedded, layerServer } from "@parkade/postgres"
import { Failure } from "./Failure.ts"
import type { Settings } from "./Settings.ts"

/** All storage ports, on a database that is brought up to date first. */
export const layer = (storage: Settings["storage"]) =>
  storage._tag === "Server" ? layerServer({ url: storage.url }) : layerEmbedded({ dataDir: storage.dataDir })

const advice = {
  DatabaseUnavailable: "start it, or correct DATABASE_URL or DATA_DIR",
  DataFolderInUse: "stop that process, or choose another DATA_DIR"
}

/** One line that says what is in the way, and what to do. */
export const explain = (error: DatabaseUnavailable | DataFolderInUse): Failure =>
  new Failure({ message: `${error.message}; ${advice[error._tag]}` })

/** How a person calls it. */
export const describe = (storage: Settings["storage"]): string =>
  storage._tag === "Server" ? "the PostgreSQL server of DATABASE_URL" : `the embedded database in ${storage.dataDir}`
