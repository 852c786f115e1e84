import { listed, type Phrases, type Span, type Subject } from "./Phrases.ts"

const weekdays = ["montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"]
const months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]

const nouns = { hour: "Stunde", minute: "Minute", second: "Sekunde" } as const
const one = ({ one, text }: Span): string => one === undefined ? text : nouns[one]
const subject = { stay: "die Parkzeit", part: "diese Zeit" } as const
/** What rolls within a part rolls from its beginning, as all that is said of it. */
const from = (of: Subject): string => of === "stay" ? " ab Einfahrt" : ""
const nights = { day: "Tag", week: "Woche", month: "Monat" } as const
const starts = { day: "", week: "Montag, ", month: "dem Ersten, " } as const
const period = (unit: "day" | "week" | "month", at: string): string => unit === "day" && at === "00:00" ? "Kalendertag" : `${nights[unit]} ab ${starts[unit]}${at} Uhr`
const what = { total: "die Summe", line: "jede Zeile" } as const
const steps = { started: "angefangene zählen ganz", completed: "nur volle zählen", nearest: "auf den nächsten gerundet, halbe aufwärts" } as const
const rounded = { started: "auf", completed: "ab", nearest: "kaufmännisch " } as const

export const german: Phrases = {
  quotes: ["„", "“"], and: " und ", or: " oder ", colon: ":", percent: "\u00a0%", semicolon: "; ",
  units: { hour: ["Stunde", "Stunden"], minute: ["Minute", "Minuten"], second: ["Sekunde", "Sekunden"] },
  unitsJoined: " ",
  date: (day, month, year) => `${day}. ${months[month - 1]}${year === undefined ? "" : ` ${year}`}`,
  day: (day) => `${weekdays[day]}`,
  dayRange: (first, last) => `${weekdays[first]} bis ${weekdays[last]}`,
  holidays: "an Feiertagen",
  onDays: (days) => days,
  everyDay: "täglich",
  clocks: (clocks) => `von ${clocks.from} bis ${clocks.to} Uhr${clocks.nextDay ? " des Folgetags" : ""}${clocks.inclusive ? " (einschließlich)" : ""}`,
  dates: ({ from, to }) => from === undefined ? `bis einschließlich ${to}` : to === undefined ? `ab ${from}` : from === to ? `am ${from}` : `vom ${from} bis einschließlich ${to}`,
  never: "nie",
  always: "jederzeit",
  phase: { reserved: "während der Reservierung", charging: "während des Ladens", idle: "angesteckt, ohne zu laden", overstay: "nach Ablauf der erlaubten Parkzeit" },
  within: ({ from, to }) => [...(from === undefined ? [] : [`mindestens ${from}`]), ...(to === undefined ? [] : [`weniger als ${to}`])].join(" und "),
  measured: (range) => `mit ${range}`,
  perRolling: (span, of) => `je ${one(span)}${from(of)}`,
  perCalendar: (unit, at) => `je ${period(unit, at)}`,
  firstRolling: (span, of) => `in ${span.one === undefined ? "den ersten" : "der ersten"} ${span.one === undefined ? span.text : one(span)}${from(of)}`,
  firstCalendar: (unit, at) => `${unit === "week" ? "in der ersten" : unit === "day" ? "am ersten" : "im ersten"} ${period(unit, at)}`,
  inAll: { stay: "insgesamt", part: "für diesen Teil" },

  flat: (amount) => `pauschal ${amount}`,
  free: "kostenlos",
  counted: (amount, per, count, step) => step !== undefined
    ? `${amount} je ${one(per)}, gezählt in Schritten von ${step.text} (${steps[count]})`
    : count === "nearest" ? `${amount} je ${one(per)}, auf ganze gerundet, halbe aufwärts` : `${amount} je ${count === "started" ? "angefangene" : "volle"} ${one(per)}`,
  exact: (amount, per) => `${amount} je ${one(per)}, sekundengenau`,
  energy: (amount) => `${amount} je kWh`,
  moving: (amount) => `${amount} zu Beginn (der Preis folgt der Nachfrage)`,
  demandBounds: (min, max) => `nie unter ${min} und nie über ${max}`,
  demandMove: (every, occupancy, move) => `${every === "entry" ? "bei jeder Einfahrt" : every === 1 ? "jeden Tag" : `alle ${every} Tage`}, wenn ${occupancy} belegt sind: ${move}`,
  dearerBy: (amount) => `${amount} mehr`,
  cheaperBy: (amount) => `${amount} weniger`,
  timesBy: (factor) => `das ${factor}-fache`,
  unchanged: "unverändert",
  unavailable: "es wird kein Preis angeboten",
  ladder: (of) => `nach Dauer; die erste Zeile, die passt, gilt für ${of === "stay" ? "die ganze Parkzeit" : "diese ganze Zeit"}`,
  upTo: ({ text }) => `bis ${text}`,
  longer: "länger",
  graduated: "in Abschnitten, die zusammengezählt werden",
  first: (span) => span.one === undefined ? `die ersten ${span.text}` : `die erste ${one(span)}`,
  fromTo: (from, to) => `von ${from.text} bis ${to.text}`,
  after: ({ text }) => `nach ${text}`,
  by: { time: "nach Zeit", use: "nach Nutzung", both: "nach Zeit und Nutzung" },
  crossing: {
    split: (of) => `${subject[of]} wird geteilt, wo ein Zeitfenster endet, und jedes Stück neu berechnet`,
    accumulate: (of) => `was von ${of === "stay" ? "der Parkzeit" : "dieser Zeit"} in ein Zeitfenster fällt, wird auch über mehrere Tage zusammengezählt und dann berechnet`,
    entry: (of) => `das Zeitfenster, in dem ${subject[of]} beginnt, gilt für alles`,
    most: (of) => `das Zeitfenster, in dem ${subject[of]} zum größten Teil liegt, gilt für alles, bei Gleichstand das erste`
  },
  follow: ({ text }) => `ein angefangener Schritt von ${text} wird zu seinem Preis beendet, erst dann gilt der nächste`,
  firstFits: "wo mehrere zutreffen, zählt das erste",
  otherTimes: "zu allen anderen Zeiten",
  pass: (pass, covered) => `mit der Dauerkarte ${pass} ${covered}; für den Rest, und ohne die Dauerkarte für alles`,
  covered: {
    all: "ist alles kostenlos",
    during: (windows) => `ist die Zeit ${windows} kostenlos`,
    upTo: (span, per, during) => `${span.one === undefined ? `sind die ersten ${span.text}` : `ist die erste ${one(span)}`}${during === undefined ? "" : ` der Zeit ${during}`} ${per} kostenlos`
  },
  choose: "es gilt das Erste, was zutrifft",
  otherwise: "sonst",
  bounds: ({ max, maxIncl, min, minIncl }) => [
    ...(max === undefined ? [] : [`höchstens ${max}`]), ...(maxIncl === undefined ? [] : [`höchstens ${maxIncl} mit Steuer`]),
    ...(min === undefined ? [] : [`mindestens ${min}`]), ...(minIncl === undefined ? [] : [`mindestens ${minIncl} mit Steuer`])
  ].join(" und "),
  partial: { restart: "danach von vorn", continue: "danach läuft der Preis weiter", full: "ein angefangener Zeitraum wird bis zu seinem Ende berechnet" },
  sum: "alles zusammen",
  cheapest: "das Günstigste davon",
  share: (percent) => `${percent} von Folgendem`,
  times: (factor) => `das ${factor}-fache von Folgendem`,
  billed: (step, count, of) => `${of === "time" ? "die Zeit" : "die Energie"} wird zuerst im Ganzen auf Schritte von ${step} ${rounded[count]}gerundet`,
  named: (name) => `der Preis ${name}, siehe unten`,
  taxed: (percent) => `${percent} Steuer`,

  entry: (windows, of) => of === "stay" ? `die Einfahrt ${windows} erfolgt` : `diese Zeit ${windows} beginnt`,
  exit: (windows, of) => of === "stay" ? `die Ausfahrt ${windows} erfolgt` : `diese Zeit ${windows} endet`,
  inside: (windows, of) => `${of === "stay" ? "die ganze Parkzeit" : "diese ganze Zeit"} ${windows} liegt`,
  lasting: ({ from, to }, of) => `${subject[of]} ${[...(from === undefined ? [] : [`mehr als ${from}`]), ...(to === undefined ? [] : [`höchstens ${to}`])].join(" und ")} dauert`,
  vehicle: (kinds) => `das Fahrzeug ${kinds} ist`,
  kinds: { bicycle: "ein Fahrrad", motorcycle: "ein Motorrad", car: "ein Pkw", "electric-car": "ein Elektroauto", suv: "ein SUV", "electric-suv": "ein Elektro-SUV", van: "ein Transporter", truck: "ein Lkw", bus: "ein Bus" },
  spot: (features) => `der Stellplatz ${features} bietet`,
  features: { ev: "eine Lademöglichkeit", covered: "ein Dach", accessible: "Barrierefreiheit", valet: "einen Parkservice" },
  product: (name) => `${name} gewählt wurde`,
  passHeld: (name) => `die Dauerkarte ${name} vorliegt`,
  validation: (name) => `die Ermäßigung ${name} vorliegt`,
  visits: ({ from, to }) => `es ${from === to ? `der ${from}. Besuch` : from === undefined ? `der ${to}. Besuch oder ein früherer` : to === undefined ? `der ${from}. Besuch oder ein späterer` : `der ${from}. bis ${to}. Besuch`} ist`,
  visitNumber: (range) => `die Nummer des Besuchs ${range} ist`,
  occupancy: (range) => `bei der Einfahrt ${range} belegt sind`,
  lost: (lost) => `das Ticket ${lost ? "" : "nicht "}verloren wurde`,
  expired: (expired) => `${expired ? "eine" : "keine"} Reservierung ungenutzt verfallen ist`,
  unpaid: ({ text }) => `seit mehr als ${text} nicht bezahlt wurde`,
  ifAll: (clauses) => `wenn ${listed(clauses, " und ")}`,
  inAnyCase: "in jedem Fall",

  currency: (code) => `Preise in ${code}`,
  decimals: (count) => `Beträge haben ${count} ${count === 1 ? "Nachkommastelle" : "Nachkommastellen"}`,
  tax: { included: "Steuer ist enthalten", added: "Steuer kommt hinzu", none: "ohne Steuer" },
  rounding: {
    "half-up": (where, to) => `${what[where]} wird auf das nächste Vielfache von ${to} gerundet, halbe aufwärts`,
    "half-even": (where, to) => `${what[where]} wird auf das nächste Vielfache von ${to} gerundet, halbe zum geraden`,
    up: (where, to) => `${what[where]} wird auf ein Vielfaches von ${to} aufgerundet`,
    down: (where, to) => `${what[where]} wird auf ein Vielfaches von ${to} abgerundet`
  },
  seconds: { counted: "Sekunden zählen: eine Stunde und eine Sekunde ist mehr als eine Stunde", dropped: "Sekunden zählen nicht: es gelten ganze Minuten" },
  visitsApart: "jeder Besuch wird für sich berechnet",
  visitsTogether: (within) => `Besuche, die ${within === "day" ? "am selben Tag" : `weniger als ${within.text} nach dem ersten`} beginnen, werden zusammen berechnet: jeder kostet, was er hinzufügt`,
  interruption: ({ text }) => `Besuche, zwischen denen weniger als ${text} liegen, sind einer, die Zeit dazwischen eingeschlossen`,
  holidaysOn: (dates) => `Feiertage: ${dates}; ein Feiertag zählt nicht als sein Wochentag`,
  holidaysOf: (calendar) => `Feiertage: die des Kalenders ${calendar}; ein Feiertag zählt nicht als sein Wochentag`,
  valid: ({ from, to }) => `für Einfahrten ${from === undefined ? `bis einschließlich ${to}` : to === undefined ? `ab ${from}` : `vom ${from} bis einschließlich ${to}`}`,
  zone: (zone) => `Uhrzeiten der Zeitzone ${zone}`,
  rateNamed: (name) => `der Preis ${name}`
}
