/** The stories of docs/scope.md and docs/reliability.md, told in both ways on storage in memory. */
import { storiesContract } from "@parkade/testing/contracts"
import { Memory } from "@parkade/testing/memory"

storiesContract("Stories by the facade, in memory", Memory.layer, { by: "facade" })
storiesContract("Stories as effects, in memory", Memory.layer)
