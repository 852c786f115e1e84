import { Adapter } from "@parkade/core/facade"
import { gatewaysContract, GatewaysHarness } from "@parkade/testing/contracts"
import { Effect, Layer } from "effect"
import { gateway } from "../src/gateway.ts"
import { bank } from "./bank.ts"

const { fetch, set, took } = bank()

gatewaysContract("A bank over HTTP", Layer.merge(
  Adapter.layerOf(gateway({ url: "https://bank.example", fetch })),
  Layer.succeed(GatewaysHarness, {
    payments: { gateway: "bank", method: { _tag: "Card" }, currency: "EUR" },
    canHold: true,
    set: (to) => Effect.sync(() => set(to)),
    took: ({ idempotencyKey }) => Effect.sync(() => took(idempotencyKey))
  })
))
