import { listed, type Phrases, type Span, type Subject } from "./Phrases.ts"

const weekdays = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
const months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"]

const nouns = { hour: "uur", minute: "minuut", second: "seconde" } as const
const one = ({ one, text }: Span): string => one === undefined ? text : nouns[one]
/** "het eerste uur", "de eerste 15 minuten" */
const first = (span: Span): string => `${span.one === "hour" ? "het" : "de"} eerste ${one(span)}`
const subject = { stay: "de parkeertijd", part: "deze tijd" } as const
/** What rolls within a part rolls from its beginning, as all that is said of it. */
const from = (of: Subject): string => of === "stay" ? " vanaf het inrijden" : ""
const names = { day: "dag", week: "week", month: "maand" } as const
const starts = { day: "", week: "maandag ", month: "de eerste " } as const
const period = (unit: "day" | "week" | "month", at: string): string => unit === "day" && at === "00:00" ? "kalenderdag" : `${names[unit]} vanaf ${starts[unit]}${at} uur`
const what = { total: "het totaal", line: "elke regel" } as const
const steps = { started: "begonnen stappen tellen helemaal", completed: "alleen volle stappen tellen", nearest: "afgerond op de dichtstbijzijnde, de helft naar boven" } as const
const rounded = { started: "naar boven", completed: "naar beneden", nearest: "op de dichtstbijzijnde, de helft naar boven," } as const

export const dutch: Phrases = {
  quotes: ["‘", "’"], and: " en ", or: " of ", colon: ":", percent: "%", semicolon: "; ",
  units: { hour: ["uur", "uur"], minute: ["minuut", "minuten"], second: ["seconde", "seconden"] },
  unitsJoined: " en ",
  date: (day, month, year) => `${day} ${months[month - 1]}${year === undefined ? "" : ` ${year}`}`,
  day: (day) => `${weekdays[day]}`,
  dayRange: (first, last) => `${weekdays[first]} tot en met ${weekdays[last]}`,
  holidays: "feestdagen",
  onDays: (days) => `op ${days}`,
  everyDay: "dagelijks",
  clocks: (clocks) => `van ${clocks.from} ${clocks.inclusive ? "tot en met" : "tot"} ${clocks.to} uur${clocks.nextDay ? " de volgende dag" : ""}`,
  dates: ({ from, to }) => from === undefined ? `tot en met ${to}` : to === undefined ? `vanaf ${from}` : from === to ? `op ${from}` : `van ${from} tot en met ${to}`,
  never: "nooit",
  always: "op elk moment",
  phase: { reserved: "tijdens de reservering", charging: "tijdens het laden", idle: "aangesloten zonder te laden", overstay: "na afloop van de toegestane tijd" },
  within: ({ from, to }) => [...(from === undefined ? [] : [`minstens ${from}`]), ...(to === undefined ? [] : [`minder dan ${to}`])].join(" en "),
  measured: (range) => `met ${range}`,
  perRolling: (span, of) => `per ${one(span)}${from(of)}`,
  perCalendar: (unit, at) => `per ${period(unit, at)}`,
  firstRolling: (span, of) => `in ${first(span)}${from(of)}`,
  firstCalendar: (unit, at) => `in de eerste ${period(unit, at)}`,
  inAll: { stay: "in totaal", part: "voor dat deel" },

  flat: (amount) => `vast bedrag van ${amount}`,
  free: "gratis",
  counted: (amount, per, count, step) => step !== undefined
    ? `${amount} per ${one(per)}, geteld in stappen van ${step.text} (${steps[count]})`
    : count === "nearest" ? `${amount} per ${one(per)}, afgerond op hele aantallen, de helft naar boven`
    : count === "started" ? `${amount} per begonnen ${one(per)}` : `${amount} per ${per.one === "hour" ? "vol" : "volle"} ${one(per)}`,
  exact: (amount, per) => `${amount} per ${one(per)}, op de seconde nauwkeurig`,
  energy: (amount) => `${amount} per kWh`,
  moving: (amount) => `${amount} om te beginnen (de prijs volgt de vraag)`,
  demandBounds: (min, max) => `nooit minder dan ${min} en nooit meer dan ${max}`,
  demandMove: (every, occupancy, move) => `${every === "entry" ? "bij elk inrijden" : every === 1 ? "elke dag" : `elke ${every} dagen`}, als ${occupancy} bezet is: ${move}`,
  dearerBy: (amount) => `${amount} meer`,
  cheaperBy: (amount) => `${amount} minder`,
  timesBy: (factor) => `${factor} keer de prijs`,
  unchanged: "onveranderd",
  unavailable: "er wordt geen prijs aangeboden",
  ladder: (of) => `naar duur; de eerste regel die past, geldt voor ${of === "stay" ? "de hele parkeertijd" : "deze hele tijd"}`,
  upTo: ({ text }) => `tot en met ${text}`,
  longer: "langer",
  graduated: "in opeenvolgende delen, opgeteld",
  first,
  fromTo: (from, to) => `van ${from.text} tot ${to.text}`,
  after: ({ text }) => `na ${text}`,
  by: { time: "naar tijd", use: "naar gebruik", both: "naar tijd en gebruik" },
  crossing: {
    split: (of) => `${subject[of]} wordt geknipt waar een venster eindigt, en elk stuk wordt opnieuw berekend`,
    accumulate: (of) => `wat van ${subject[of]} in een venster valt, wordt ook over meerdere dagen opgeteld en dan berekend`,
    entry: (of) => `het venster waarin ${subject[of]} begint, geldt voor alles`,
    most: (of) => `het venster met het grootste deel van ${subject[of]} geldt voor alles, bij gelijke delen het eerste`
  },
  follow: ({ text }) => `een begonnen stap van ${text} wordt voor zijn prijs afgemaakt voordat de volgende geldt`,
  firstFits: "waar meerdere van toepassing zijn, telt het eerste",
  otherTimes: "op alle andere tijden",
  pass: (pass, covered) => `met het abonnement ${pass} ${covered}; voor de rest, en zonder abonnement voor alles`,
  covered: {
    all: "is alles gratis",
    during: (windows) => `is de tijd ${windows} gratis`,
    upTo: (span, per, during) => `${span.one === undefined ? "zijn" : "is"} ${first(span)}${during === undefined ? "" : ` van de tijd ${during}`} ${per} gratis`
  },
  choose: "het eerste dat van toepassing is",
  otherwise: "anders",
  bounds: ({ max, maxIncl, min, minIncl }) => [
    ...(max === undefined ? [] : [`hoogstens ${max}`]), ...(maxIncl === undefined ? [] : [`hoogstens ${maxIncl} met belasting`]),
    ...(min === undefined ? [] : [`minstens ${min}`]), ...(minIncl === undefined ? [] : [`minstens ${minIncl} met belasting`])
  ].join(" en "),
  partial: { restart: "daarna opnieuw", continue: "daarna loopt de prijs door", full: "een begonnen periode wordt tot haar einde berekend" },
  sum: "dit alles samen",
  cheapest: "het goedkoopste hiervan",
  share: (percent) => `${percent} van wat volgt`,
  times: (factor) => `${factor} keer wat volgt`,
  billed: (step, count, of) => `de ${of === "time" ? "tijd" : "energie"} als geheel wordt eerst ${rounded[count]} afgerond in stappen van ${step}`,
  named: (name) => `de prijs ${name} hieronder`,
  taxed: (percent) => `${percent} belasting`,

  entry: (windows, of) => `${subject[of]} ${windows} begint`,
  exit: (windows, of) => `${subject[of]} ${windows} eindigt`,
  inside: (windows, of) => `${of === "stay" ? "de hele parkeertijd" : "deze hele tijd"} ${windows} valt`,
  lasting: ({ from, to }, of) => `${subject[of]} ${[...(from === undefined ? [] : [`langer dan ${from}`]), ...(to === undefined ? [] : [`hoogstens ${to}`])].join(" en ")} duurt`,
  vehicle: (kinds) => `het voertuig ${kinds} is`,
  kinds: { bicycle: "een fiets", motorcycle: "een motor", car: "een auto", "electric-car": "een elektrische auto", suv: "een SUV", "electric-suv": "een elektrische SUV", van: "een bestelwagen", truck: "een vrachtwagen", bus: "een bus" },
  spot: (features) => `de plaats ${features} biedt`,
  features: { ev: "een laadpunt", covered: "een dak", accessible: "toegankelijkheid", valet: "een parkeerservice" },
  product: (name) => `${name} is gekozen`,
  passHeld: (name) => `de bestuurder het abonnement ${name} heeft`,
  validation: (name) => `de korting ${name} is verkregen`,
  visits: ({ from, to }) => `het ${from === to ? `bezoek ${from}` : from === undefined ? `bezoek ${to} of een eerder` : to === undefined ? `bezoek ${from} of een later` : `een van de bezoeken ${from} tot en met ${to}`} is`,
  visitNumber: (range) => `het nummer van het bezoek ${range} is`,
  occupancy: (range) => `bij het inrijden ${range} bezet is`,
  lost: (lost) => `de kaart ${lost ? "" : "niet "}verloren is`,
  expired: (expired) => `${expired ? "een" : "geen"} reservering ongebruikt verlopen is`,
  unpaid: ({ text }) => `al langer dan ${text} niet is betaald`,
  ifAll: (clauses) => `als ${listed(clauses, " en ")}`,
  inAnyCase: "in elk geval",

  currency: (code) => `prijzen in ${code}`,
  decimals: (count) => `bedragen hebben ${count} ${count === 1 ? "decimaal" : "decimalen"}`,
  tax: { included: "inclusief belasting", added: "belasting komt erbij", none: "zonder belasting" },
  rounding: {
    "half-up": (where, to) => `${what[where]} wordt afgerond op het dichtstbijzijnde veelvoud van ${to}, de helft naar boven`,
    "half-even": (where, to) => `${what[where]} wordt afgerond op het dichtstbijzijnde veelvoud van ${to}, de helft naar het even veelvoud`,
    up: (where, to) => `${what[where]} wordt naar boven afgerond op een veelvoud van ${to}`,
    down: (where, to) => `${what[where]} wordt naar beneden afgerond op een veelvoud van ${to}`
  },
  seconds: { counted: "seconden tellen: een uur en één seconde is meer dan een uur", dropped: "seconden tellen niet: alleen hele minuten tellen" },
  visitsApart: "elk bezoek wordt apart berekend",
  visitsTogether: (within) => `bezoeken die ${within === "day" ? "op dezelfde dag" : `minder dan ${within.text} na het eerste`} beginnen, worden samen berekend: elk kost wat het toevoegt`,
  interruption: ({ text }) => `bezoeken met minder dan ${text} ertussen zijn er één, de tijd ertussen inbegrepen`,
  holidaysOn: (dates) => `feestdagen: ${dates}; een feestdag telt niet als zijn weekdag`,
  holidaysOf: (calendar) => `feestdagen: die van de kalender ${calendar}; een feestdag telt niet als zijn weekdag`,
  valid: ({ from, to }) => `voor wie inrijdt ${from === undefined ? `tot en met ${to}` : to === undefined ? `vanaf ${from}` : `van ${from} tot en met ${to}`}`,
  zone: (zone) => `tijden in de tijdzone ${zone}`,
  rateNamed: (name) => `de prijs ${name}`
}
