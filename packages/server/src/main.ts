#!/usr/bin/env node
import "effect/schema/SchemaJITCompiler/enable"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Console, Effect, Exit } from "effect"
import { Command } from "effect/cli"
import { readFileSync } from "node:fs"
import { boards } from "./commands/boards.ts"
import { curve } from "./commands/curve.ts"
import { diff } from "./commands/diff.ts"
import { explain } from "./commands/explain.ts"
import { lint } from "./commands/lint.ts"
import { migrate } from "./commands/migrate.ts"
import { quote } from "./commands/quote.ts"
import { replay } from "./commands/replay.ts"
import { serve } from "./commands/serve.ts"
import { simulate } from "./commands/simulate.ts"

const parkade = Command.make("parkade").pipe(
  Command.withDescription("Parkade: parking, from the tariff to the gate"),
  Command.withSubcommands([serve, quote, curve, explain, diff, lint, replay, boards, simulate, migrate])
)

const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))

Command.run(parkade, { version }).pipe(
  Effect.tapErrorTag("Failure", ({ message }) => Console.error(message.replaceAll(/^/gm, "parkade: "))),
  Effect.provide(NodeServices.layer),
  NodeRuntime.runMain({
    disableErrorReporting: true,
    // A SIGTERM or Ctrl-C that was drained is how a server is meant to end. What is still on its way into a pipe is waited for.
    teardown: (exit, onExit) =>
      process.stdout.write("", () => process.stderr.write("", () => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)))
  })
)
