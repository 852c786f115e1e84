/** Lint on tariffs of every kind: what it finds is so, and what it decides nothing contradicts. */
import { tariff, type TariffOptions } from "@parkade/testing/arbitraries"
import { lintLaws, priceCase } from "@parkade/testing/laws"
import { lawful } from "./lawful.ts"

const cases = (options: TariffOptions = {}) => tariff(options).chain((made) => priceCase(made))

lawful("lint", lintLaws, cases(), 20)
lawful("lint of small tariffs", lintLaws, cases({ nodes: 4, depth: 2, energy: false }), 60)
