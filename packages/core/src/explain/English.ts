import { listed, type Phrases, type Span, type Subject } from "./Phrases.ts"

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]

const one = ({ one, text }: Span): string => one ?? text
const subject = { stay: "the stay", part: "this time" } as const
/** What rolls within a part rolls from its beginning, as all that is said of it. */
const from = (of: Subject): string => of === "stay" ? " from entry" : ""
const time = (at: string): string => at === "00:00" ? "" : ` from ${at}`
const starts = { day: "", week: "Monday", month: "the 1st" } as const
const period = (unit: "day" | "week" | "month", at: string): string => unit === "day" ? (at === "00:00" ? "calendar day" : `day${time(at)}`) : `${unit} from ${starts[unit]} ${at}`
const what = { total: "the total", line: "each line" } as const
const steps = { started: "started", completed: "completed", nearest: "the nearest whole number of" } as const

export const english: Phrases = {
  quotes: ["“", "”"], and: " and ", or: " or ", colon: ":", percent: "%", semicolon: "; ",
  units: { hour: ["hour", "hours"], minute: ["minute", "minutes"], second: ["second", "seconds"] },
  unitsJoined: " ",
  date: (day, month, year) => `${day} ${months[month - 1]}${year === undefined ? "" : ` ${year}`}`,
  day: (day) => `${weekdays[day]}s`,
  dayRange: (first, last) => `${weekdays[first]} to ${weekdays[last]}`,
  holidays: "holidays",
  onDays: (days, isRange) => isRange ? days : `on ${days}`,
  everyDay: "every day",
  clocks: (clocks) => `from ${clocks.from} to ${clocks.to}${clocks.nextDay ? " the next day" : ""}${clocks.inclusive ? " inclusive" : ""}`,
  dates: ({ from, to }) => from === undefined ? `through ${to}` : to === undefined ? `from ${from} on` : from === to ? `on ${from}` : `from ${from} through ${to}`,
  never: "at no time",
  always: "at any time",
  phase: { reserved: "while reserved", charging: "while charging", idle: "while plugged in but not charging", overstay: "while overstaying" },
  within: ({ from, to }) => [...(from === undefined ? [] : [`at least ${from}`]), ...(to === undefined ? [] : [`less than ${to}`])].join(" and "),
  measured: (range) => `at ${range}`,
  perRolling: (span, of) => `per ${one(span)}${from(of)}`,
  perCalendar: (unit, at) => `per ${period(unit, at)}`,
  firstRolling: (span, of) => `in the first ${one(span)}${from(of)}`,
  firstCalendar: (unit, at) => `in the first ${period(unit, at)}`,
  inAll: { stay: "in all", part: "for that part" },

  flat: (amount) => `${amount} flat`,
  free: "free",
  counted: (amount, per, count, step) => step !== undefined
    ? `${amount} per ${one(per)}, counted in ${count === "nearest" ? `steps of ${step.text}, to the nearest, half a step up` : `${steps[count]} steps of ${step.text}`}`
    : count === "nearest" ? `${amount} per ${one(per)}, counted to the nearest whole number, half of one up` : `${amount} per ${steps[count]} ${one(per)}`,
  exact: (amount, per) => `${amount} per ${one(per)}, to the second`,
  energy: (amount) => `${amount} per kWh`,
  moving: (amount) => `${amount} at first (the price follows demand)`,
  demandBounds: (min, max) => `never less than ${min} or more than ${max}`,
  demandMove: (every, occupancy, move) => `${every === "entry" ? "at each entry" : every === 1 ? "every day" : `every ${every} days`}, if the car park is ${occupancy} full: ${move}`,
  dearerBy: (amount) => `${amount} more`,
  cheaperBy: (amount) => `${amount} less`,
  timesBy: (factor) => `${factor} times the price`,
  unchanged: "unchanged",
  unavailable: "no price is offered",
  ladder: (of) => `by length; the first of these that is long enough prices all of ${subject[of]}`,
  upTo: ({ text }) => `up to ${text}`,
  longer: "longer",
  graduated: "in stages, added up",
  first: (span) => `first ${one(span)}`,
  fromTo: (from, to) => `from ${from.text} to ${to.text}`,
  after: ({ text }) => `after ${text}`,
  by: { time: "by time", use: "by use", both: "by time and use" },
  crossing: {
    split: (of) => `${subject[of]} is cut where one of these ends, and each piece is priced anew`,
    accumulate: (of) => `whatever ${subject[of]} spends in one of these is added up, over several days too, then priced`,
    entry: (of) => `where ${subject[of]} begins decides for all of it`,
    most: (of) => `where most of ${subject[of]} lies decides for all of it, the first if equal`
  },
  follow: ({ text }) => `a step of ${text} that was begun is finished at its price before the next price applies`,
  firstFits: "where several apply, the first counts",
  otherTimes: "at all other times",
  pass: (pass, covered) => `with the pass ${pass}, ${covered}; what is not covered, and all of it without the pass`,
  covered: {
    all: "all of it is free",
    during: (windows) => `time ${windows} is free`,
    upTo: (span, per, during) => `the first ${one(span)}${during === undefined ? "" : ` of the time ${during}`} ${per} ${span.one === undefined ? "are" : "is"} free`
  },
  choose: "the first that applies",
  otherwise: "otherwise",
  bounds: ({ max, maxIncl, min, minIncl }) => [
    ...(max === undefined ? [] : [`at most ${max}`]), ...(maxIncl === undefined ? [] : [`at most ${maxIncl} with tax`]),
    ...(min === undefined ? [] : [`at least ${min}`]), ...(minIncl === undefined ? [] : [`at least ${minIncl} with tax`])
  ].join(" and "),
  partial: { restart: "then anew", continue: "the price runs on after that", full: "one that is begun is priced to its end" },
  sum: "all of these together",
  cheapest: "the cheapest of these",
  share: (percent) => `${percent} of what follows`,
  times: (factor) => `${factor} times what follows`,
  billed: (step, count, of) => `the ${of} as a whole is first rounded ${count === "started" ? "up" : count === "completed" ? "down" : "to the nearest, half a step up,"} to steps of ${step}`,
  named: (name) => `the price ${name} below`,
  taxed: (percent) => `${percent} tax`,

  entry: (windows, of) => `${subject[of]} begins ${windows}`,
  exit: (windows, of) => `${subject[of]} ends ${windows}`,
  inside: (windows, of) => `all of ${subject[of]} lies ${windows}`,
  lasting: ({ from, to }, of) => `${subject[of]} lasts ${[...(from === undefined ? [] : [`more than ${from}`]), ...(to === undefined ? [] : [`at most ${to}`])].join(" and ")}`,
  vehicle: (kinds) => `the vehicle is ${kinds}`,
  kinds: { bicycle: "a bicycle", motorcycle: "a motorcycle", car: "a car", "electric-car": "an electric car", suv: "an SUV", "electric-suv": "an electric SUV", van: "a van", truck: "a truck", bus: "a bus" },
  spot: (features) => `the space offers ${features}`,
  features: { ev: "EV charging", covered: "a roof", accessible: "accessible parking", valet: "valet service" },
  product: (name) => `${name} was chosen`,
  passHeld: (name) => `the driver holds the pass ${name}`,
  validation: (name) => `the ticket was validated by ${name}`,
  visits: ({ from, to }) => `it is visit ${from === to ? from : from === undefined ? `${to} or an earlier one` : to === undefined ? `${from} or a later one` : `${from} to ${to}`}`,
  visitNumber: (range) => `the number of the visit is ${range}`,
  occupancy: (range) => `the car park is ${range} full at entry`,
  lost: (lost) => `the ticket was ${lost ? "" : "not "}lost`,
  expired: (expired) => expired ? "the reservation ran out unused" : "no reservation ran out unused",
  unpaid: ({ text }) => `it has not been paid for more than ${text}`,
  ifAll: (clauses) => `if ${listed(clauses, " and ")}`,
  inAnyCase: "in any case",

  currency: (code) => `prices are in ${code}`,
  decimals: (count) => `amounts have ${count} decimal ${count === 1 ? "place" : "places"}`,
  tax: { included: "tax is included", added: "tax is added", none: "there is no tax" },
  rounding: {
    "half-up": (where, to) => `${what[where]} is rounded to the nearest ${to}, halves up`,
    "half-even": (where, to) => `${what[where]} is rounded to the nearest ${to}, halves to the even one`,
    up: (where, to) => `${what[where]} is rounded up to a multiple of ${to}`,
    down: (where, to) => `${what[where]} is rounded down to a multiple of ${to}`
  },
  seconds: { counted: "seconds count: an hour and a second is more than an hour", dropped: "seconds do not count: a stay is cut to whole minutes" },
  visitsApart: "each visit is priced by itself",
  visitsTogether: (within) => `visits that begin ${within === "day" ? "on the same day" : `less than ${within.text} after the first of them`} are priced together: each costs what it adds`,
  interruption: ({ text }) => `visits less than ${text} apart are one, the time between them included`,
  holidaysOn: (dates) => `holidays: ${dates}; a holiday does not count as its day of the week`,
  holidaysOf: (calendar) => `holidays: those of the calendar ${calendar}; a holiday does not count as its day of the week`,
  valid: ({ from, to }) => `for stays that begin ${from === undefined ? `on or before ${to}` : to === undefined ? `on or after ${from}` : `from ${from} to ${to}, both included`}`,
  zone: (zone) => `clocks are those of ${zone}`,
  rateNamed: (name) => `the price ${name}`
}
