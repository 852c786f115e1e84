/** `parkade explain TARIFF.json`: a tariff in words. */
import { Explain } from "@parkade/core/explain"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { toldAs } from "../Failure.ts"
import { readTariff } from "../Files.ts"
import * as StayFlags from "../StayFlags.ts"

interface Given {
  readonly tariff: string
  readonly language: Explain.Language
  readonly width: number
  readonly json: boolean
}

const told = Effect.fn(function*({ json, language, tariff, width }: Given) {
  const sentences = Explain.explain(yield* readTariff(tariff), language)
  yield* Console.log(json ? JSON.stringify(sentences, null, 2) : Explain.render(sentences, width))
})

export const explain = Command.make("explain", {
  tariff: StayFlags.tariff,
  language: Flag.Literals("language", Explain.languages).pipe(Flag.withDescription("English, German, French, Dutch or Spanish"), Flag.withDefault("en")),
  width: Flag.Int("width").pipe(Flag.withDescription("Columns of a line"), Flag.withDefault(80)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the sentences as JSON, with the places of the tariff that they speak of"), Flag.withDefault(false))
}, (given) => told(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(Command.withDescription("Say what a tariff means, in words"))
