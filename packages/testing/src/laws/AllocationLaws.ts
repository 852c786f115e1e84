/**
 * Laws of allocation: every allocator is asked the same as a reference that looks at every spot.
 *
 * ```ts
 * search(allocatorLaws, allocationCase()) // [] when no counterexample was found
 * ```
 */
import { Allocator, Occupancy, Ordering, Snapshot } from "@parkade/core/allocation"
import type { Layout, Lot } from "@parkade/core/lot"
import { Equal, Result, Schema } from "effect"
import type { AllocationCase, AllocationStep } from "../arbitraries/Allocation.ts"
import { inOrder, occupancyOf, type Outcome, type SlowLot, slowLot, slowStep, statusOf } from "../reference/Lots.ts"
import { type Law, show } from "./Law.ts"

const failed = (result: Result.Result<void, { readonly _tag: string }>): Outcome => Result.isFailure(result) ? result.failure._tag : undefined

/** Does a step on `allocator`. */
const run = (allocator: Allocator.Allocator, step: AllocationStep): Outcome => {
  switch (step._tag) {
    case "Allocate":
      return Result.merge(allocator.allocate(step.request))
    case "Take":
      return failed(allocator.take(step.place))
    case "Release":
      return failed(allocator.release(step.place))
    case "SetOutages":
      allocator.setOutages(step.place, step.outages)
      return undefined
    case "Hold":
      return failed(allocator.hold(step.place, step.hold))
    case "Unhold":
      return failed(allocator.unhold(step.place, step.holder))
    case "Advance":
      allocator.advance(step.to)
      return undefined
  }
}

const opened = (layout: Lot.Layout, ordering: Ordering.Ordering, snapshot?: Snapshot.Snapshot): Allocator.Allocator => Result.getOrThrow(Allocator.open(layout, { ordering, snapshot }))

/** Looks after each step for what is wrong, with what the reference came to. */
const after = (look: (made: { readonly allocator: Allocator.Allocator; readonly slow: SlowLot; readonly step: AllocationStep; readonly outcome: Outcome; readonly expected: Outcome }) => unknown) =>
  ({ layout, ordering, steps }: AllocationCase): string | undefined => {
    const [allocator, slow] = [opened(layout, ordering), slowLot(layout, ordering)]
    for (const [index, step] of steps.entries()) {
      const outcome = run(allocator, step)
      const wrong = look({ allocator, slow, step, outcome, expected: slowStep(slow, step) })
      if (wrong !== undefined) return `step ${index}, ${show(step)}: ${show(wrong)}`
    }
    return undefined
  }

const unless = (holds: boolean, value: unknown): unknown => (holds ? undefined : value)

const countsOf = (allocator: Allocator.Allocator, slow: SlowLot): unknown => {
  const zones = new Map(slow.spots.flatMap((spot) => spot.zones.map(({ id }) => [id, occupancyOf(slow, (each) => each.zones.some((zone) => zone.id === id))])))
  const wrong = [...zones].find(([id, expected]) => !Equal.equals(allocator.occupancyOf(id), expected))
  const lot = occupancyOf(slow, () => true)
  const kinds = allocator.occupancyByKind().map(({ free, held, outOfService, taken, total }): Occupancy.Occupancy => ({ total, free, taken, held, outOfService }))
  const sums = kinds.reduce((sum, each) => ({
    total: sum.total + each.total, free: sum.free + each.free, taken: sum.taken + each.taken, held: sum.held + each.held, outOfService: sum.outOfService + each.outOfService
  }), { total: 0, free: 0, taken: 0, held: 0, outOfService: 0 })
  const featured = (of: ReadonlyArray<{ readonly features: ReadonlyArray<string>; readonly free: number }>) => of.reduce((sum, { features, free }) => sum + (features.includes("ev") ? free : 0), 0)
  const ev = featured(allocator.occupancyByKind().map(({ free, kind }) => ({ features: kind.features, free })))
  const expectedEv = featured(slow.spots.map((spot) => ({ features: spot.features, free: statusOf(slow, spot) === "free" ? 1 : 0 })))
  return unless(wrong === undefined && Equal.equals(allocator.occupancy(), lot) && Equal.equals(sums, lot) && ev === expectedEv, { lot, found: allocator.occupancy(), wrong, kinds, ev, expectedEv })
}

/** Does everything at once say what the reference says? For long runs; `seen` is told what each step came to. */
export const agreement = (input: AllocationCase, seen: (outcome: Outcome) => void = () => {}): string | undefined =>
  after(({ allocator, expected, outcome, slow }) => {
    seen(outcome)
    return Equal.equals(outcome, expected) ? countsOf(allocator, slow) : { outcome, expected }
  })(input)

/** Goes on from a snapshot that was written and read. */
const restored = ({ layout, ordering, steps }: AllocationCase): string | undefined => {
  const half = Math.floor(steps.length / 2)
  const one = opened(layout, ordering)
  for (const step of steps.slice(0, half)) run(one, step)
  const json = JSON.stringify(Schema.encodeSync(Snapshot.Snapshot)(one.snapshot()))
  const other = opened(layout, ordering, Schema.decodeUnknownSync(Snapshot.Snapshot)(JSON.parse(json)))
  for (const [index, step] of steps.slice(half).entries()) {
    const [expected, outcome] = [run(one, step), run(other, step)]
    if (!Equal.equals(expected, outcome)) return `step ${half + index}, ${show(step)}: ${show({ expected, outcome })}`
  }
  return Equal.equals(one.snapshot(), other.snapshot()) ? undefined : show([one.snapshot(), other.snapshot()])
}

export const allocatorLaws: ReadonlyArray<Law<AllocationCase>> = [
  {
    name: "a spot that is given is free, suits, and is the first of those in the ordering",
    counterexample: after(({ expected, outcome }) => unless(typeof outcome !== "number" || outcome === expected, { outcome, expected }))
  },
  {
    name: "no spot is given twice before it is released",
    counterexample: (input) => {
      const taken = new Set<number>()
      return after(({ outcome, step }) => {
        if (step._tag === "Release") taken.delete(step.place)
        const place = step._tag === "Take" && outcome === undefined ? step.place : outcome
        if (typeof place !== "number") return undefined
        if (taken.has(place)) return { twice: place }
        taken.add(place)
        return undefined
      })(input)
    }
  },
  {
    name: "never a refusal while a spot that suits is free",
    counterexample: after(({ expected, outcome }) => unless(typeof outcome !== "object" || typeof expected !== "number", { outcome, expected }))
  },
  {
    name: "a refusal says which of the three it is",
    counterexample: after(({ expected, outcome }) => unless(typeof outcome === "number" || Equal.equals(outcome, expected), { outcome, expected }))
  },
  {
    name: "occupancy counts every spot once, in each of its zones and in its kind",
    counterexample: after(({ allocator, slow }) => countsOf(allocator, slow))
  },
  {
    name: "the same history gives the same spots",
    counterexample: ({ layout, ordering, steps }) => {
      const [one, other] = [opened(layout, ordering), opened(layout, ordering)]
      // To ask about what was asked before changes nothing.
      for (const step of steps) if (step._tag === "Allocate" && step.request.needed.zoneId !== undefined) other.choose({ ...step.request, during: { from: other.snapshot().clock } })
      const wrong = steps.find((step) => !Equal.equals(run(one, step), run(other, step)))
      return wrong && show(wrong)
    }
  },
  { name: "an allocator restored from its snapshot goes on as it would have", counterexample: restored }
]

/** A lot of zones of one size, and how many vehicles come. */
export interface BalanceCase {
  readonly layout: Lot.Layout
  readonly vehicles: number
  readonly request: Allocator.Request
}

export const balanceLaws: ReadonlyArray<Law<BalanceCase>> = [{
  name: "zones of one size are filled alike by balance, within one spot",
  counterexample: ({ layout, request, vehicles }) => {
    const allocator = opened(layout, Ordering.andThen(Ordering.balance("inner"), Ordering.bestFit))
    for (let vehicle = 0; vehicle < vehicles; vehicle += 1) {
      allocator.allocate(request)
      const taken = layout.zones.map(({ id }) => allocator.occupancyOf(id)?.taken ?? NaN)
      if (!(Math.max(...taken) - Math.min(...taken) <= 1)) return show(taken)
    }
    return undefined
  }
}]

/** The question of each "Allocate" step, put before it is answered. */
const asked = (look: (made: { readonly allocator: Allocator.Allocator; readonly slow: SlowLot; readonly request: Allocator.Request }) => unknown) => ({ layout, ordering, steps }: AllocationCase): string | undefined => {
  const [allocator, slow] = [opened(layout, ordering), slowLot(layout, ordering)]
  for (const [index, step] of steps.entries()) {
    if (step._tag === "Allocate") {
      slowStep(slow, { _tag: "Advance", to: step.request.during.from })
      const wrong = look({ allocator, slow, request: step.request })
      if (wrong !== undefined) return `step ${index}, ${show(step)}: ${show(wrong)}`
    }
    run(allocator, step)
    slowStep(slow, step)
  }
  return undefined
}

const tagOf = ({ ordered, slow, spot }: { readonly ordered: ReadonlyArray<Layout.PlacedSpot>; readonly slow: SlowLot; readonly spot: Layout.PlacedSpot }): ReadonlyArray<string> =>
  slow.taken.has(spot.place) ? ["Taken"] : spot === ordered[0] ? ["ComesFirst"] : ordered.includes(spot) ? ["ComesLater"] : ["DoesNotSuit", "Held"]

export const explanationLaws: ReadonlyArray<Law<AllocationCase>> = [
  {
    name: "exactly the spot that is given has nothing said against it",
    counterexample: asked(({ allocator, request, slow }) => {
      const ordered = inOrder(slow, request)
      return slow.spots.map((spot) => ({ spot, said: allocator.whyNot(spot.place, request), expected: tagOf({ ordered, slow, spot }) })).find(({ expected, said }) => !expected.includes(said._tag))
    })
  },
  {
    name: "what is preferred to the spot that is given is accounted for, each once",
    counterexample: asked(({ allocator, request }) => {
      const chosen = allocator.choose(request)
      if (Result.isFailure(chosen)) return undefined
      const before = allocator.why(chosen.success, request)
      allocator.take(chosen.success)
      const afterwards = allocator.why(chosen.success, request)
      allocator.release(chosen.success)
      const [first] = before.judgements
      // Nothing comes before what the first criterion says.
      return unless(Equal.equals(before.judgements, afterwards.judgements) && (first === undefined || first.preferred.outdone.length === 0), { before, afterwards })
    })
  }
]
