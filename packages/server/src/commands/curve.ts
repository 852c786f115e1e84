/** `parkade curve TARIFF.json --entry ...`: the price of a stay over its exits, as a chart and a table. */
import { Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Console, Effect, FileSystem } from "effect"
import { Command, Flag } from "effect/cli"
import * as Curve from "../Curve.ts"
import * as CurveSvg from "../CurveSvg.ts"
import * as CurveText from "../CurveText.ts"
import { Failure, toldAs } from "../Failure.ts"
import * as Readable from "../Readable.ts"
import * as StayFlags from "../StayFlags.ts"

const encode = (curve: Curve.Curve, note: string | undefined) => ({
  ...(note !== undefined && { note }),
  zone: curve.zone,
  entry: Instant.toIso(curve.entry, curve.zone),
  currency: curve.currency,
  minorUnits: curve.minorUnits,
  steps: curve.steps.map(({ from, price, to }) => ({ from: Instant.toIso(from, curve.zone), to: Instant.toIso(to, curve.zone), ...(price ?? { net: null, gross: null }) }))
})

const asText = (curve: Curve.Curve, count: number): string => [
  curve.title,
  "",
  CurveText.chart(curve),
  ...(curve.steps.some(({ price }) => price === undefined) ? ["", "░ no price is offered"] : []),
  ...Curve.clockChanges(curve).map((at) => `\n${Curve.aboutChange(curve, at)}`),
  "",
  CurveText.table(curve, count)
].join("\n")

const hours = (entry: Instant.Instant, count: number) =>
  count > 0 && count <= 87_840
    ? Effect.succeed(Instant.Instant.make(entry + Math.round(count * 3_600) * 1_000))
    : Effect.fail(new Failure({ message: `--hours: expected more than 0 and at most 87840 (ten years), found ${count}` }))

interface Given extends StayFlags.Given {
  readonly until: string | undefined
  readonly hours: number
  readonly steps: number
  readonly svg: string | undefined
}

const drawn = Effect.fn(function*(given: Given) {
  const { compiled, entry, note, price } = yield* StayFlags.read(given)
  const until = given.until === undefined ? yield* hours(entry, given.hours) : yield* StayFlags.instant("until", given.until)
  if (until <= entry) return yield* new Failure({ message: "--until: expected an instant after the entry" })
  const { tariff, zone } = compiled
  const start = Readable.reading(entry, zone)
  const read = Curve.read({
    title: `${tariff.currency} for a stay from ${start.day} ${start.clock} (${StayFlags.zoneName(compiled, given.zone)})`,
    zone,
    currency: tariff.currency,
    minorUnits: Tariff.minorUnits(tariff),
    until
  }, price)
  if (given.svg !== undefined) {
    const { svg } = given
    const fs = yield* FileSystem.FileSystem
    yield* fs.writeFileString(svg, CurveSvg.draw(read)).pipe(Effect.mapError(() => new Failure({ message: `${svg}: it cannot be written` })))
  }
  yield* Console.log(given.json ? JSON.stringify(encode(read, note), null, 2) : asText(read, given.steps))
})

export const curve = Command.make("curve", {
  ...StayFlags.flags,
  until: Flag.String("until").pipe(Flag.withDescription("Last exit to show"), Flag.withDefault(undefined)),
  hours: Flag.Finite("hours").pipe(Flag.withDescription("So many hours from the entry, unless --until says otherwise"), Flag.withDefault(24)),
  steps: Flag.Int("steps").pipe(Flag.withDescription("Rows of the table"), Flag.withDefault(20)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the steps as JSON"), Flag.withDefault(false)),
  svg: Flag.String("svg").pipe(Flag.withDescription("Write the chart to this file, as SVG"), Flag.withDefault(undefined))
}, (given) => drawn(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(Command.withDescription("Draw what a stay costs, the longer it takes"))
