/**
 * What a language brings to an explanation: whole phrases, each with its own order of words, and nothing of what a tariff
 * means. Lower case throughout: a phrase that opens a sentence is given its capital there.
 */

/** What a rate is given: the stay, or the part of it that what stands around has cut out. */
export type Subject = "stay" | "part"

/** Elapsed time in words: "15 minutes". One hour, minute or second by itself is told by `one`, for "per hour". */
export interface Span {
  readonly text: string
  readonly one?: Unit
}
export type Unit = "hour" | "minute" | "second"

type Step = "started" | "completed" | "nearest"

/** One and many: "1 hour", "2 hours". */
type Noun = readonly [one: string, many: string]

/** "08:00" to "18:00". */
interface Clocks {
  readonly from: string
  readonly to: string
  readonly nextDay: boolean
  readonly inclusive: boolean
}

/** Ends that are absent are open; those of visits and dates are in, those of measures have the upper one out. */
interface Range {
  readonly from?: string
  readonly to?: string
}

interface Bounds {
  readonly max?: string
  readonly min?: string
  readonly maxIncl?: string
  readonly minIncl?: string
}

/** Time by windows, elapsed time and calendar periods. */
interface TimePhrases {
  readonly units: { readonly [unit in Unit]: Noun }
  /** Between "1 hour" and "30 minutes". */
  readonly unitsJoined: string
  readonly date: (day: number, month: number, year: number | undefined) => string
  readonly day: (weekday: number) => string
  readonly dayRange: (first: number, last: number) => string
  readonly holidays: string
  /** Days as a place in time: "on Saturday and Sunday". */
  readonly onDays: (days: string, isRange: boolean) => string
  readonly everyDay: string
  readonly clocks: (clocks: Clocks) => string
  readonly dates: (dates: Range) => string
  readonly never: string
  readonly always: string
  readonly phase: { readonly [phase in "reserved" | "charging" | "idle" | "overstay"]: string }
  /** A range of "16 A" or "11 kW". */
  readonly within: (range: Range) => string
  readonly measured: (range: string) => string
  /** "per 24 hours from entry" */
  readonly perRolling: (span: Span, subject: Subject) => string
  readonly perCalendar: (unit: "day" | "week" | "month", at: string) => string
  readonly firstRolling: (span: Span, subject: Subject) => string
  readonly firstCalendar: (unit: "day" | "week" | "month", at: string) => string
  readonly inAll: { readonly [subject in Subject]: string }
}

/** What a rate costs. */
interface RatePhrases {
  readonly flat: (amount: string) => string
  readonly free: string
  /** "2.00 per started hour"; `step` where it is counted in others than it is priced by. */
  readonly counted: (amount: string, per: Span, count: Step, step: Span | undefined) => string
  readonly exact: (amount: string, per: Span) => string
  readonly energy: (amount: string) => string
  readonly moving: (amount: string) => string
  readonly demandBounds: (min: string, max: string) => string
  /** `occupancy` is a range. */
  readonly demandMove: (every: number | "entry", occupancy: string, move: string) => string
  readonly dearerBy: (amount: string) => string
  readonly cheaperBy: (amount: string) => string
  readonly timesBy: (factor: string) => string
  readonly unchanged: string
  readonly unavailable: string
  readonly ladder: (subject: Subject) => string
  readonly upTo: (span: Span) => string
  readonly longer: string
  readonly graduated: string
  readonly first: (span: Span) => string
  readonly fromTo: (from: Span, to: Span) => string
  readonly after: (span: Span) => string
  /** What windows go by: the clock, what the vehicle does, or both. */
  readonly by: { readonly [what in "time" | "use" | "both"]: string }
  readonly crossing: { readonly [crossing in "split" | "accumulate" | "entry" | "most"]: (subject: Subject) => string }
  readonly follow: (span: Span) => string
  readonly firstFits: string
  readonly otherTimes: string
  readonly pass: (pass: string, covered: string) => string
  readonly covered: { readonly all: string; readonly during: (windows: string) => string; readonly upTo: (span: Span, per: string, during: string | undefined) => string }
  readonly choose: string
  readonly otherwise: string
  readonly bounds: (bounds: Bounds) => string
  readonly partial: { readonly [partial in "restart" | "continue" | "full"]: string }
  readonly sum: string
  readonly cheapest: string
  readonly share: (percent: string) => string
  readonly times: (factor: string) => string
  readonly billed: (step: string, count: Step, of: "time" | "energy") => string
  readonly named: (name: string) => string
  readonly taxed: (percent: string) => string
}

/** What a case asks for: clauses that follow "if". */
interface ConditionPhrases {
  readonly entry: (windows: string, subject: Subject) => string
  readonly exit: (windows: string, subject: Subject) => string
  readonly inside: (windows: string, subject: Subject) => string
  /** Longer than `from`, no longer than `to`. */
  readonly lasting: (length: Range, subject: Subject) => string
  readonly vehicle: (kinds: string) => string
  readonly kinds: { readonly [kind: string]: string }
  readonly spot: (features: string) => string
  readonly features: { readonly [feature: string]: string }
  readonly product: (name: string) => string
  readonly passHeld: (name: string) => string
  readonly validation: (name: string) => string
  /** Whole numbers, both in. */
  readonly visits: (visits: Range) => string
  /** Of other numbers. */
  readonly visitNumber: (range: string) => string
  readonly occupancy: (range: string) => string
  readonly lost: (lost: boolean) => string
  readonly expired: (expired: boolean) => string
  readonly unpaid: (over: Span) => string
  readonly ifAll: (clauses: ReadonlyArray<string>) => string
  readonly inAnyCase: string
}

/** What holds of the whole tariff. */
interface TermPhrases {
  readonly currency: (code: string) => string
  readonly decimals: (count: number) => string
  readonly tax: { readonly [tax in "included" | "added" | "none"]: string }
  readonly rounding: { readonly [mode in "half-up" | "half-even" | "up" | "down"]: (where: "total" | "line", to: string) => string }
  readonly seconds: { readonly [seconds in "counted" | "dropped"]: string }
  readonly visitsApart: string
  readonly visitsTogether: (within: Span | "day") => string
  readonly interruption: (least: Span) => string
  readonly holidaysOn: (dates: string) => string
  readonly holidaysOf: (calendar: string) => string
  /** Both dates are in. */
  readonly valid: (dates: Range) => string
  readonly zone: (zone: string) => string
  readonly rateNamed: (name: string) => string
}

export interface Phrases extends TimePhrases, RatePhrases, ConditionPhrases, TermPhrases {
  readonly quotes: readonly [string, string]
  readonly and: string
  readonly or: string
  /** What opens a list, and stands between a case and its price. */
  readonly colon: string
  readonly percent: string
  /** Between two halves of a sentence. */
  readonly semicolon: string
}

/** "a, b and c" */
export const listed = (items: ReadonlyArray<string>, last: string, joint = ", "): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(joint)}${last}${items.at(-1) ?? ""}`
