/**
 * Contracts of the ports: what every adapter does, as suites of tests for Vitest.
 *
 * An adapter's test is one line per port, or one for all of them:
 *
 * ```ts
 * storageContract("PostgreSQL", Postgres.layer({ url }))
 * ```
 *
 * The layer is started once per contract and every test opens a lot of its own, so the tests are independent, the
 * storage need not be empty, and a slow start is paid once. The clock shows what each test says, while waiting takes
 * real time: a driver's timeouts and retries work. Failures of the model-based test print the seed and path that
 * play the same history again.
 */
import { layer as suite, type Vitest } from "@effect/vitest"
import { Duration, Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { analyticsTests } from "./AnalyticsContract.ts"
import { auditLogTests } from "./AuditLogContract.ts"
import { booksTests } from "./BooksContract.ts"
import { claimsTests } from "./ClaimsModel.ts"
import { concurrencyTests } from "./ConcurrencyContract.ts"
import { type Gates, type Gateways } from "@parkade/core/ports"
import { feedTests } from "./FeedContract.ts"
import { fitTests } from "./FitContract.ts"
import { type GatesHarness, gatesTests } from "./GatesContract.ts"
import { type GatewaysHarness, gatewaysTests } from "./GatewaysContract.ts"
import { historiesTests } from "./HistoriesContract.ts"
import { hoursTests } from "./HoursContract.ts"
import { journalTests } from "./JournalContract.ts"
import { lotsTests } from "./LotsContract.ts"
import { modelTests } from "./ModelContract.ts"
import { reportsTests } from "./ReportsContract.ts"
import type { It, Storage } from "./Scene.ts"
import { spotsTests } from "./SpotsContract.ts"
import { stories, tell, type Way } from "./stories/index.ts"
import { ticketsTests } from "./TicketsContract.ts"

export interface ContractOptions {
  /** How long the layer may take to start or stop; a minute when absent. */
  readonly startTimeout?: Duration.Input | undefined
  /** Generated histories the model-based test plays; 40 when absent. */
  readonly histories?: number | undefined
}

/** A layer with all of storage; if it cannot be built, every test of its contract fails. */
export type StorageLayer = Layer.Layer<Storage, unknown>

/** A suite of tests over services of their own, by the machine's clock. */
const suiteOf = <R>(name: string, layer: Layer.Layer<R, unknown>, { startTimeout = Duration.minutes(1) }: ContractOptions, register: (it: Vitest.MethodsNonLive<R | SecureRandom.SecureRandom>) => void): void =>
  suite(Layer.merge(layer, SecureRandom.layerWebCrypto), { excludeTestServices: true, timeout: startTimeout })(name, register)

const contract = (register: (it: It, options: ContractOptions) => void) =>
(name: string, layer: StorageLayer, options: ContractOptions = {}): void => {
  suiteOf(name, layer, options, (it) => register(it, options))
}

const tickets = (it: It, { histories }: ContractOptions): void => {
  ticketsTests(it)
  hoursTests(it)
  fitTests(it, { histories })
  concurrencyTests(it)
  modelTests(it, { histories })
}

const spots = (it: It, { histories }: ContractOptions): void => {
  spotsTests(it)
  claimsTests(it, { histories })
}

const journal = (it: It, { histories }: ContractOptions): void => {
  journalTests(it)
  it.describe("every event is fed, those of one thing in their order", () => feedTests(it))
  historiesTests(it, { histories })
}

/** What every adapter of the port Lots does. */
export const lotsContract = contract(lotsTests)

/** What every adapter of the port Tickets does: one step each, many at once, and whole histories. */
export const ticketsContract = contract(tickets)

/** What every adapter of the port Spots does, and admissions beside claims. */
export const spotsContract = contract(spots)

/** What every adapter of the port Journal does: commits, keys, the feed, and histories of every lifecycle. */
export const journalContract = contract(journal)

/** What every adapter of the port Reports does. */
export const reportsContract = contract(reportsTests)

/** What every adapter of the port Books does. */
export const booksContract = contract(booksTests)

/** What every adapter of the port AuditLog does. */
export const auditLogContract = contract(auditLogTests)

/** What every adapter of the port Analytics does. */
export const analyticsContract = contract(analyticsTests)

/** All of them, on one start of the layer. */
export const storageContract = contract((it, options) => {
  it.describe("Lots", () => lotsTests(it))
  it.describe("Tickets", () => tickets(it, options))
  it.describe("Spots", () => spots(it, options))
  it.describe("Journal", () => journal(it, options))
  it.describe("Reports", () => reportsTests(it))
  it.describe("Books", () => booksTests(it))
  it.describe("AuditLog", () => auditLogTests(it))
  it.describe("Analytics", () => analyticsTests(it))
})

/**
 * Days of five kinds of lots, from the gate to the books, told over use-cases on the storage: what its ports promise, put
 * together. As effects when nothing is said; `facade` tells them by promises.
 */
export const storiesContract = (name: string, layer: StorageLayer, { by = "effects", ...options }: Started & { readonly by?: Way } = {}): void =>
  suiteOf(name, layer, options, (it) => {
    for (const [title, told] of Object.entries(stories)) {
      it.describe(title, () => {
        for (const [what, story] of Object.entries(told)) it.effect(what, () => tell(story, by))
      })
    }
  })

type Started = Pick<ContractOptions, "startTimeout">

/** What every adapter of the port Gates does; on gates that its author brings, with a harness that loses messages. */
export const gatesContract = (name: string, layer: Layer.Layer<Gates | GatesHarness, unknown>, options: Started = {}): void => suiteOf(name, layer, options, gatesTests)

/** What every adapter of the port Gateways does; on a gateway that its author brings. */
export const gatewaysContract = (name: string, layer: Layer.Layer<Gateways | GatewaysHarness, unknown>, options: Started = {}): void => suiteOf(name, layer, options, gatewaysTests)

export { GatesHarness } from "./GatesContract.ts"
export { GatewaysHarness } from "./GatewaysContract.ts"
