import { instant, simple, tariff, type TariffOptions, timeZone } from "@parkade/testing/arbitraries"
import { algebraCase, algebraCaseOf, algebraLaws, berlin, boundLaws, clocklessLaws, curveLaws, demandLaws, elapsedLaws, extensionLaws, feeCase, feeLaws, leafLaws, monotoneLaws, passCase, passLaws, priceCase, priceLaws, receiptLaws, refundCase, refundLaws, replayCase, replayLaws, tariffLaws, validationCase, validationLaws, versionsCase, versionsLaws } from "@parkade/testing/laws"
import { Demand } from "@parkade/core/pricing"
import * as fc from "fast-check"
import { lawful } from "./lawful.ts"

const prices = (options: TariffOptions = {}) => tariff(options).chain((made) => priceCase(made))

lawful("prices", priceLaws, prices(), 150)
lawful("price curves", curveLaws, prices(), 15)
lawful("demand", demandLaws, fc.record({
  tariff: tariff().filter((made) => Demand.pricesOf(made).length > 0),
  zone: timeZone(),
  start: instant({ max: Date.parse("2036-01-01T00:00:00Z") }),
  looks: fc.array(fc.record({ hours: fc.constantFrom(1, 23, 24, 25, 167, 168, 671, 672, 673, 2_000), occupancy: fc.constantFrom("0", "0.25", "0.59", "0.6", "0.8", "0.95", "1") }), { maxLength: 8 })
}), 100)
lawful("prices of a rate alone", [...leafLaws, ...monotoneLaws], prices(simple))
lawful("prices by elapsed time", elapsedLaws, prices({ clockless: true }))
lawful("fees", feeLaws, tariff().chain((made) => feeCase(made, berlin)))
lawful("refunds and extensions", [...refundLaws, ...extensionLaws], tariff().chain((made) => refundCase(made, berlin)), 60)
lawful("versions", versionsLaws, versionsCase(tariff(simple)))
lawful("replays", replayLaws, replayCase(), 60)
lawful("passes", passLaws, passCase())
lawful("receipts", receiptLaws, tariff().chain((made) => validationCase(made, berlin)), 100)
lawful("validations", validationLaws, tariff().chain((made) => validationCase(made, berlin)))
lawful("tariffs", tariffLaws, tariff())
lawful("the algebra of rates", [...algebraLaws, ...boundLaws], algebraCase())
lawful("the algebra of rates without clocks", clocklessLaws, algebraCase({ clockless: true, energy: false }))
lawful("the algebra of anyone's tariff", [...algebraLaws, ...boundLaws], tariff({ nodes: 8 }).chain(algebraCaseOf), 50)
