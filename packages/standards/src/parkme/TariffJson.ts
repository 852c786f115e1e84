/** The part of the tariff language that ParkMe's rules need, as JSON. */

export interface Window {
  readonly days?: ReadonlyArray<string>
  readonly from?: string
  readonly to?: string
  readonly ends?: "exclusive" | "inclusive"
  readonly dates?: { readonly from?: string; readonly to?: string }
}

export interface Facts {
  readonly entry?: Window | ReadonlyArray<Window>
  readonly vehicle?: ReadonlyArray<string>
  readonly pass?: string
}

type Count = "started" | "completed" | "nearest" | "exact"
type Bracket = { readonly upTo: string } & ({ readonly price: string } | { readonly rate: Rate })
export type Crossing = "split" | "accumulate" | { readonly follow: string }

type Construct =
  | { readonly type: "flat"; readonly price: string }
  | { readonly type: "hourly"; readonly price: string; readonly count: Count }
  | { readonly type: "slab"; readonly mode: "ladder" | "graduated"; readonly brackets: ReadonlyArray<Bracket>; readonly beyond: Offer }
  | {
    readonly type: "dynamic"
    readonly crossing: Crossing
    readonly windows: ReadonlyArray<{ readonly during: Window; readonly rate: Rate }>
    readonly otherwise: Rate
  }
  | { readonly type: "subscription"; readonly pass: string; readonly covers: { readonly upTo?: string }; readonly rest: Rate }
  | { readonly type: "choose"; readonly cases: ReadonlyArray<{ readonly if: Facts; readonly rate: Rate }>; readonly otherwise: Offer }

export type Rate = Construct & { readonly label?: string; readonly tax?: string }

/** A rate, or that no price is offered. */
export type Offer = Rate | "unavailable"
