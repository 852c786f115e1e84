import { listed, type Phrases, type Span, type Subject } from "./Phrases.ts"

const weekdays = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
const months = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]

const nouns = { hour: "hora", minute: "minuto", second: "segundo" } as const
const per = ({ one, text }: Span): string => one === undefined ? `por cada ${text}` : `por ${nouns[one]}`
const isHours = ({ one, text }: Span): boolean => one === "hour" || / horas?\b/.test(text)
const first = (span: Span): string => span.one === undefined ? `${isHours(span) ? "las primeras" : "los primeros"} ${span.text}` : `${isHours(span) ? "la primera" : "el primer"} ${nouns[span.one]}`
const subject = { stay: "la estancia", part: "este tiempo" } as const
/** What rolls within a part rolls from its beginning, as all that is said of it. */
const from = (of: Subject): string => of === "stay" ? " desde la entrada" : ""
const names = { day: "día", week: "semana", month: "mes" } as const
const starts = { day: "", week: "el lunes a ", month: "el día 1 a " } as const
const period = (unit: "day" | "week" | "month", at: string): string => unit === "day" && at === "00:00" ? "día natural" : `${names[unit]} desde ${starts[unit]}las ${at}`
const what = { total: "el total", line: "cada línea" } as const
const steps = { started: "el tramo iniciado cuenta entero", completed: "solo cuentan los tramos completos", nearest: "redondeado al más cercano, la mitad hacia arriba" } as const
const rounded = { started: "hacia arriba", completed: "hacia abajo", nearest: "al más cercano, la mitad hacia arriba," } as const

export const spanish: Phrases = {
  quotes: ["«", "»"], and: " y ", or: " o ", colon: ":", percent: "\u00a0%", semicolon: "; ",
  units: { hour: ["hora", "horas"], minute: ["minuto", "minutos"], second: ["segundo", "segundos"] },
  unitsJoined: " y ",
  date: (day, month, year) => `${day} de ${months[month - 1]}${year === undefined ? "" : ` de ${year}`}`,
  day: (day) => `los ${weekdays[day]}${day < 5 ? "" : "s"}`,
  dayRange: (first, last) => `de ${weekdays[first]} a ${weekdays[last]}`,
  holidays: "los festivos",
  onDays: (days) => days,
  everyDay: "todos los días",
  clocks: (clocks) => `de ${clocks.from} a ${clocks.to}${clocks.nextDay ? " del día siguiente" : ""}${clocks.inclusive ? " inclusive" : ""}`,
  dates: ({ from, to }) => from === undefined ? `hasta el ${to} inclusive` : to === undefined ? `desde el ${from}` : from === to ? `el ${from}` : `del ${from} al ${to} inclusive`,
  never: "nunca",
  always: "en cualquier momento",
  phase: { reserved: "durante la reserva", charging: "durante la recarga", idle: "enchufado sin recargar", overstay: "tras el tiempo permitido" },
  within: ({ from, to }) => [...(from === undefined ? [] : [`al menos ${from}`]), ...(to === undefined ? [] : [`menos de ${to}`])].join(" y "),
  measured: (range) => `con ${range}`,
  perRolling: (span, of) => `${per(span)}${from(of)}`,
  perCalendar: (unit, at) => `por ${period(unit, at)}`,
  firstRolling: (span, of) => `en ${first(span)}${from(of)}`,
  firstCalendar: (unit, at) => `en ${unit === "week" ? "la primera" : "el primer"} ${period(unit, at)}`,
  inAll: { stay: "en total", part: "por esa parte" },

  flat: (amount) => `tarifa fija de ${amount}`,
  free: "gratis",
  counted: (amount, span, count, step) => step !== undefined
    ? `${amount} ${per(span)}, contados en tramos de ${step.text} (${steps[count]})`
    : count === "nearest" ? `${amount} ${per(span)}, redondeado al número entero más cercano, la mitad hacia arriba`
    : count === "started" ? `${amount} ${per(span)} o fracción` : `${amount} ${per(span)}, solo si se completa`,
  exact: (amount, span) => `${amount} ${per(span)}, al segundo`,
  energy: (amount) => `${amount} por kWh`,
  moving: (amount) => `${amount} al principio (el precio sigue la demanda)`,
  demandBounds: (min, max) => `nunca menos de ${min} ni más de ${max}`,
  demandMove: (every, occupancy, move) => `${every === "entry" ? "en cada entrada" : every === 1 ? "cada día" : `cada ${every} días`}, si la ocupación es de ${occupancy}: ${move}`,
  dearerBy: (amount) => `${amount} más`,
  cheaperBy: (amount) => `${amount} menos`,
  timesBy: (factor) => `${factor} veces el precio`,
  unchanged: "sin cambio",
  unavailable: "no se ofrece ningún precio",
  ladder: (of) => `según la duración; la primera duración suficiente vale para ${of === "stay" ? "toda la estancia" : "todo este tiempo"}`,
  upTo: ({ text }) => `hasta ${text}`,
  longer: "más tiempo",
  graduated: "por tramos sucesivos, que se suman",
  first,
  fromTo: (from, to) => `de ${from.text} a ${to.text}`,
  after: ({ text }) => `después de ${text}`,
  by: { time: "según el momento", use: "según el uso", both: "según el momento y el uso" },
  crossing: {
    split: (of) => `${subject[of]} se corta donde acaba una de estas franjas y cada parte se calcula de nuevo`,
    accumulate: (of) => `lo que ${subject[of]} pasa en cada franja se suma, también de varios días, y luego se calcula`,
    entry: (of) => `la franja en que empieza ${subject[of]} vale para todo`,
    most: (of) => `la franja con la mayor parte de ${subject[of]} vale para todo, la primera en caso de empate`
  },
  follow: ({ text }) => `un tramo de ${text} iniciado se termina a su precio antes de que se aplique el siguiente`,
  firstFits: "si varias coinciden, cuenta la primera",
  otherTimes: "en cualquier otro momento",
  pass: (pass, covered) => `con el abono ${pass}, ${covered}; para el resto, y sin el abono para todo`,
  covered: {
    all: "todo es gratis",
    during: (windows) => `el tiempo ${windows} es gratis`,
    upTo: (span, per, during) => `${first(span)}${during === undefined ? "" : ` del tiempo ${during}`} ${per} ${span.one === undefined ? "son" : "es"} gratis`
  },
  choose: "el primer caso que se cumpla",
  otherwise: "si no",
  bounds: ({ max, maxIncl, min, minIncl }) => [
    ...(max === undefined ? [] : [`${max} como máximo`]), ...(maxIncl === undefined ? [] : [`${maxIncl} como máximo con impuesto`]),
    ...(min === undefined ? [] : [`${min} como mínimo`]), ...(minIncl === undefined ? [] : [`${minIncl} como mínimo con impuesto`])
  ].join(" y "),
  partial: { restart: "después, de nuevo", continue: "después, el cálculo continúa", full: "un periodo iniciado se cobra hasta su final" },
  sum: "todo esto junto",
  cheapest: "lo más barato de esto",
  share: (percent) => `${percent} de lo que sigue`,
  times: (factor) => `${factor} veces lo que sigue`,
  billed: (step, count, of) => `${of === "time" ? "el tiempo total" : "la energía total"} se redondea primero ${rounded[count]} en tramos de ${step}`,
  named: (name) => `el precio ${name} de abajo`,
  taxed: (percent) => `impuesto del ${percent}`,

  entry: (windows, of) => of === "stay" ? `la entrada es ${windows}` : `este tiempo empieza ${windows}`,
  exit: (windows, of) => of === "stay" ? `la salida es ${windows}` : `este tiempo acaba ${windows}`,
  inside: (windows, of) => `${of === "stay" ? "toda la estancia" : "todo este tiempo"} transcurre ${windows}`,
  lasting: ({ from, to }, of) => `${subject[of]} dura ${[...(from === undefined ? [] : [`más de ${from}`]), ...(to === undefined ? [] : [`como máximo ${to}`])].join(" y ")}`,
  vehicle: (kinds) => `el vehículo es ${kinds}`,
  kinds: { bicycle: "una bicicleta", motorcycle: "una moto", car: "un coche", "electric-car": "un coche eléctrico", suv: "un SUV", "electric-suv": "un SUV eléctrico", van: "una furgoneta", truck: "un camión", bus: "un autobús" },
  spot: (features) => `la plaza ofrece ${features}`,
  features: { ev: "punto de recarga", covered: "techo", accessible: "acceso para movilidad reducida", valet: "servicio de aparcacoches" },
  product: (name) => `se eligió ${name}`,
  passHeld: (name) => `se tiene el abono ${name}`,
  validation: (name) => `el tique fue validado por ${name}`,
  visits: ({ from, to }) => `es ${from === to ? `la visita ${from}` : from === undefined ? `la visita ${to} o una anterior` : to === undefined ? `la visita ${from} o una posterior` : `una de las visitas ${from} a ${to}`}`,
  visitNumber: (range) => `el número de la visita es ${range}`,
  occupancy: (range) => `la ocupación a la entrada es de ${range}`,
  lost: (lost) => lost ? "se perdió el tique" : "no se perdió el tique",
  expired: (expired) => expired ? "una reserva caducó sin usarse" : "ninguna reserva caducó sin usarse",
  unpaid: ({ text }) => `lleva más de ${text} sin pagarse`,
  ifAll: (clauses) => `si ${listed(clauses, " y si ", ", si ")}`,
  inAnyCase: "en cualquier caso",

  currency: (code) => `precios en ${code}`,
  decimals: (count) => `los importes tienen ${count} ${count === 1 ? "decimal" : "decimales"}`,
  tax: { included: "impuesto incluido", added: "el impuesto se añade", none: "sin impuesto" },
  rounding: {
    "half-up": (where, to) => `${what[where]} se redondea al múltiplo de ${to} más cercano, la mitad hacia arriba`,
    "half-even": (where, to) => `${what[where]} se redondea al múltiplo de ${to} más cercano, la mitad hacia el par`,
    up: (where, to) => `${what[where]} se redondea hacia arriba a un múltiplo de ${to}`,
    down: (where, to) => `${what[where]} se redondea hacia abajo a un múltiplo de ${to}`
  },
  seconds: { counted: "los segundos cuentan: una hora y un segundo es más de una hora", dropped: "los segundos no cuentan: solo cuentan los minutos enteros" },
  visitsApart: "cada visita se calcula por separado",
  visitsTogether: (within) => `las visitas que empiezan ${within === "day" ? "el mismo día" : `menos de ${within.text} después de la primera`} se calculan juntas: cada una cuesta lo que añade`,
  interruption: ({ text }) => `las visitas separadas por menos de ${text} son una sola, incluido el tiempo entre ellas`,
  holidaysOn: (dates) => `festivos: ${dates}; un festivo no cuenta como su día de la semana`,
  holidaysOf: (calendar) => `festivos: los del calendario ${calendar}; un festivo no cuenta como su día de la semana`,
  valid: ({ from, to }) => `para entradas ${from === undefined ? `hasta el ${to} inclusive` : to === undefined ? `desde el ${from}` : `del ${from} al ${to} inclusive`}`,
  zone: (zone) => `las horas son las de la zona ${zone}`,
  rateNamed: (name) => `el precio ${name}`
}
