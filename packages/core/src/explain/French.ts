import { listed, type Phrases, type Span, type Subject } from "./Phrases.ts"

const weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
const months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]

const nouns = { hour: "heure", minute: "minute", second: "seconde" } as const
const subject = { stay: "le stationnement", part: "cette durée" } as const
/** What rolls within a part rolls from its beginning, as all that is said of it. */
const from = (of: Subject): string => of === "stay" ? " à partir de l’entrée" : ""
/** "8 h", "18 h 30" */
const clock = (at: string): string => `${Number(at.slice(0, 2))} h${at.endsWith(":00") ? "" : ` ${at.slice(3)}`}`
const starts = { day: "", week: "lundi ", month: "1er du mois " } as const
const names = { day: "jour", week: "semaine", month: "mois" } as const
const period = (unit: "day" | "week" | "month", at: string): string => unit === "day" && at === "00:00" ? "jour calendaire" : `${names[unit]} à partir ${unit === "day" ? "de " : "du "}${starts[unit]}${unit === "day" ? "" : "à "}${clock(at)}`
const per = ({ one, text }: Span): string => one === undefined ? `par tranche de ${text}` : `par ${nouns[one]}`
/** "la première heure", "les 15 premières minutes" */
const first = ({ one, text }: Span): string => one === undefined ? (/^\S+ \S+$/.test(text) ? `les ${text.replace(" ", " premières ")}` : `les premières ${text}`) : `la première ${nouns[one]}`
const what = { total: "le total est arrondi", line: "chaque ligne est arrondie" } as const
const steps = { started: "toute tranche entamée est due", completed: "seules les tranches complètes comptent", nearest: "arrondi à la plus proche, la moitié vers le haut" } as const
const rounded = { started: "vers le haut", completed: "vers le bas", nearest: "au plus proche, la moitié vers le haut," } as const

export const french: Phrases = {
  quotes: ["«\u00a0", "\u00a0»"], and: " et ", or: " ou ", colon: "\u00a0:", percent: "\u00a0%", semicolon: "\u00a0; ",
  units: { hour: ["heure", "heures"], minute: ["minute", "minutes"], second: ["seconde", "secondes"] },
  unitsJoined: " ",
  date: (day, month, year) => `${day === 1 ? "1er" : day} ${months[month - 1]}${year === undefined ? "" : ` ${year}`}`,
  day: (day) => `le ${weekdays[day]}`,
  dayRange: (first, last) => `du ${weekdays[first]} au ${weekdays[last]}`,
  holidays: "les jours fériés",
  onDays: (days) => days,
  everyDay: "tous les jours",
  clocks: (clocks) => `de ${clock(clocks.from)} à ${clock(clocks.to)}${clocks.nextDay ? " le lendemain" : ""}${clocks.inclusive ? " inclus" : ""}`,
  dates: ({ from, to }) => from === undefined ? `jusqu’au ${to} inclus` : to === undefined ? `à partir du ${from}` : from === to ? `le ${from}` : `du ${from} au ${to} inclus`,
  never: "jamais",
  always: "à tout moment",
  phase: { reserved: "pendant la réservation", charging: "pendant la recharge", idle: "branché sans recharger", overstay: "au-delà de la durée autorisée" },
  within: ({ from, to }) => [...(from === undefined ? [] : [`d’au moins ${from}`]), ...(to === undefined ? [] : [`de moins de ${to}`])].join(" et "),
  measured: (range) => `à une intensité ou puissance ${range}`,
  perRolling: (span, of) => `${per(span)}${from(of)}`,
  perCalendar: (unit, at) => `par ${period(unit, at)}`,
  firstRolling: (span, of) => `pour ${first(span)}${from(of)}`,
  firstCalendar: (unit, at) => `pour ${unit === "week" ? "la première" : "le premier"} ${period(unit, at)}`,
  inAll: { stay: "en tout", part: "pour cette partie" },

  flat: (amount) => `forfait de ${amount}`,
  free: "gratuit",
  counted: (amount, span, count, step) => step !== undefined
    ? `${amount} ${per(span)}, comptés par tranches de ${step.text} (${steps[count]})`
    : count === "nearest" ? `${amount} ${per(span)}, arrondi au nombre entier le plus proche, la moitié vers le haut`
    : span.one === undefined ? `${amount} par tranche ${count === "started" ? "entamée" : "complète"} de ${span.text}` : `${amount} par ${nouns[span.one]} ${count === "started" ? "entamée" : "complète"}`,
  exact: (amount, span) => `${amount} ${per(span)}, à la seconde près`,
  energy: (amount) => `${amount} par kWh`,
  moving: (amount) => `${amount} au départ (le prix suit la demande)`,
  demandBounds: (min, max) => `jamais moins de ${min} ni plus de ${max}`,
  demandMove: (every, occupancy, move) => `${every === "entry" ? "à chaque entrée" : every === 1 ? "chaque jour" : `tous les ${every} jours`}, si l’occupation est ${occupancy}\u00a0: ${move}`,
  dearerBy: (amount) => `${amount} de plus`,
  cheaperBy: (amount) => `${amount} de moins`,
  timesBy: (factor) => `${factor} fois le prix`,
  unchanged: "inchangé",
  unavailable: "aucun prix n’est proposé",
  ladder: (of) => `selon la durée\u00a0; la première durée suffisante vaut pour ${of === "stay" ? "tout le stationnement" : "toute cette durée"}`,
  upTo: ({ text }) => `jusqu’à ${text}`,
  longer: "au-delà",
  graduated: "par tranches successives, qui s’additionnent",
  first,
  fromTo: (from, to) => `de ${from.text} à ${to.text}`,
  after: ({ text }) => `après ${text}`,
  by: { time: "selon le moment", use: "selon l’usage", both: "selon le moment et l’usage" },
  crossing: {
    split: (of) => `${subject[of]} est coupé${of === "part" ? "e" : ""} à la fin de chaque plage et chaque morceau est calculé séparément`,
    accumulate: (of) => `${of === "stay" ? "le temps de stationnement" : "la part de cette durée"} dans chaque plage est additionné${of === "stay" ? "" : "e"}, même sur plusieurs jours, puis calculé${of === "stay" ? "" : "e"}`,
    entry: (of) => `la plage où commence ${subject[of]} vaut pour l’ensemble`,
    most: (of) => `la plage où se trouve la plus grande partie ${of === "stay" ? "du stationnement" : "de cette durée"} vaut pour l’ensemble, la première en cas d’égalité`
  },
  follow: ({ text }) => `une tranche de ${text} entamée est achevée à son prix avant que le suivant s’applique`,
  firstFits: "si plusieurs conviennent, la première l’emporte",
  otherTimes: "à tout autre moment",
  pass: (pass, covered) => `avec l’abonnement ${pass}, ${covered}\u00a0; pour le reste, et pour tout sans l’abonnement`,
  covered: {
    all: "tout est gratuit",
    during: (windows) => `le temps ${windows} est gratuit`,
    upTo: (span, per, during) => `${first(span)}${during === undefined ? "" : ` du temps ${during}`} ${per} ${span.one === undefined ? "sont gratuites" : "est gratuite"}`
  },
  choose: "le premier cas qui s’applique",
  otherwise: "sinon",
  bounds: ({ max, maxIncl, min, minIncl }) => [
    ...(max === undefined ? [] : [`${max} au maximum`]), ...(maxIncl === undefined ? [] : [`${maxIncl} au maximum taxe comprise`]),
    ...(min === undefined ? [] : [`${min} au minimum`]), ...(minIncl === undefined ? [] : [`${minIncl} au minimum taxe comprise`])
  ].join(" et "),
  partial: { restart: "puis on recommence", continue: "le calcul se poursuit ensuite", full: "une période entamée est due jusqu’à sa fin" },
  sum: "tout ceci ensemble",
  cheapest: "le moins cher de ceux-ci",
  share: (percent) => `${percent} de ce qui suit`,
  times: (factor) => `${factor} fois ce qui suit`,
  billed: (step, count, of) => `${of === "time" ? "le temps total est d’abord arrondi" : "l’énergie totale est d’abord arrondie"} ${rounded[count]} par pas de ${step}`,
  named: (name) => `le prix ${name} ci-dessous`,
  taxed: (percent) => `taxe de ${percent}`,

  entry: (windows, of) => of === "stay" ? `l’entrée a lieu ${windows}` : `cette durée commence ${windows}`,
  exit: (windows, of) => of === "stay" ? `la sortie a lieu ${windows}` : `cette durée se termine ${windows}`,
  inside: (windows, of) => `${of === "stay" ? "tout le stationnement" : "toute cette durée"} se situe ${windows}`,
  lasting: ({ from, to }, of) => `${of === "stay" ? "le stationnement dure" : "cette durée est de"} ${[...(from === undefined ? [] : [`plus de ${from}`]), ...(to === undefined ? [] : [`au plus ${to}`])].join(" et ")}`,
  vehicle: (kinds) => `le véhicule est ${kinds}`,
  kinds: { bicycle: "un vélo", motorcycle: "une moto", car: "une voiture", "electric-car": "une voiture électrique", suv: "un SUV", "electric-suv": "un SUV électrique", van: "une camionnette", truck: "un camion", bus: "un autocar" },
  spot: (features) => `la place offre ${features}`,
  features: { ev: "une borne de recharge", covered: "un abri", accessible: "un accès PMR", valet: "un service de voiturier" },
  product: (name) => `${name} a été choisi`,
  passHeld: (name) => `le conducteur a l’abonnement ${name}`,
  validation: (name) => `le ticket a été validé par ${name}`,
  visits: ({ from, to }) => `c’est ${from === to ? `la visite ${from}` : from === undefined ? `la visite ${to} ou une précédente` : to === undefined ? `la visite ${from} ou une suivante` : `une des visites ${from} à ${to}`}`,
  visitNumber: (range) => `le numéro de la visite est ${range}`,
  occupancy: (range) => `l’occupation à l’entrée est ${range}`,
  lost: (lost) => lost ? "le ticket a été perdu" : "le ticket n’a pas été perdu",
  expired: (expired) => expired ? "une réservation a expiré sans être utilisée" : "aucune réservation n’a expiré sans être utilisée",
  unpaid: ({ text }) => `le paiement se fait attendre depuis plus de ${text}`,
  ifAll: (clauses) => `si ${listed(clauses, " et si ", ", si ")}`,
  inAnyCase: "dans tous les cas",

  currency: (code) => `prix en ${code}`,
  decimals: (count) => `les montants ont ${count} ${count < 2 ? "décimale" : "décimales"}`,
  tax: { included: "taxe comprise", added: "la taxe s’ajoute", none: "sans taxe" },
  rounding: {
    "half-up": (where, to) => `${what[where]} au multiple de ${to} le plus proche, la moitié vers le haut`,
    "half-even": (where, to) => `${what[where]} au multiple de ${to} le plus proche, la moitié vers le pair`,
    up: (where, to) => `${what[where]} au multiple supérieur de ${to}`,
    down: (where, to) => `${what[where]} au multiple inférieur de ${to}`
  },
  seconds: { counted: "les secondes comptent\u00a0: une heure et une seconde, c’est plus d’une heure", dropped: "les secondes ne comptent pas\u00a0: seules les minutes entières comptent" },
  visitsApart: "chaque visite est calculée séparément",
  visitsTogether: (within) => `les visites qui commencent ${within === "day" ? "le même jour" : `moins de ${within.text} après la première`} sont calculées ensemble\u00a0: chacune coûte ce qu’elle ajoute`,
  interruption: ({ text }) => `des visites séparées de moins de ${text} n’en font qu’une, le temps entre elles compris`,
  holidaysOn: (dates) => `jours fériés\u00a0: ${dates}\u00a0; un jour férié ne compte pas comme son jour de la semaine`,
  holidaysOf: (calendar) => `jours fériés\u00a0: ceux du calendrier ${calendar}\u00a0; un jour férié ne compte pas comme son jour de la semaine`,
  valid: ({ from, to }) => `pour les entrées ${from === undefined ? `jusqu’au ${to} inclus` : to === undefined ? `à partir du ${from}` : `du ${from} au ${to} inclus`}`,
  zone: (zone) => `les heures sont celles du fuseau ${zone}`,
  rateNamed: (name) => `le prix ${name}`
}
