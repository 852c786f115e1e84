import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect } from "effect"
import { Command } from "effect/cli"
import { quote } from "./commands/quote.ts"

const parkade = Command.make("parkade").pipe(
  Command.withDescription("Parkade: parking, from the tariff to the gate"),
  Command.withSubcommands([quote])
)

Command.run(parkade, { version: "0.1.0" }).pipe(
  Effect.tapErrorTag("Failure", ({ message }) => Console.error(`parkade: ${message}`)),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
