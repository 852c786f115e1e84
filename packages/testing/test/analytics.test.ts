import { analyticsContract } from "@parkade/testing/contracts"
import { Memory } from "@parkade/testing/memory"

analyticsContract("Analytics in memory", Memory.layer)
