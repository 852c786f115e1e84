/**
 * The words and numbers of receipts, by language. Only what the engine writes by itself is translated: what an operator
 * called a line stays what it is. A table of our own, so that a receipt is the same text wherever it is printed.
 */
import { Schema } from "effect"
import { Elapsed } from "../time/index.ts"

export const languages = ["en", "de", "fr", "es", "it", "nl", "pt", "ja"] as const
/** ISO 639-1. */
export const Language = Schema.Literals(languages)
export type Language = typeof Language.Type

/** Conditions of a tariff, as Facts names them. */
const conditions = ["entry", "exit", "inside", "lasting", "vehicle", "spot", "product", "pass", "validation", "visit", "occupancy", "lost", "expired", "unpaid"] as const

interface Words {
  /** Decimal mark, mark between thousands, and the number of digits from which those are set. */
  readonly number: readonly [decimal: string, thousands: string, from: number]
  readonly total: string
  readonly net: string
  readonly tax: string
  readonly ofWhichTax: string
  /** Labels that the engine gives: kinds of lines and types of rates. */
  readonly labels: { readonly [label: string]: string }
  readonly per: string
  /** What one unit is: "stay", "PT1H", "month". */
  readonly units: { readonly [unit: string]: string }
  /** Hours, minutes, seconds behind a number. */
  readonly elapsed: readonly [hours: string, minutes: string, seconds: string]
  readonly more: string
  readonly less: string
  readonly same: string
  readonly noPrice: string
  readonly unmet: string
  /** In the order of {@link conditions}. */
  readonly conditions: ReadonlyArray<string>
}

const short = [" h", " min", " s"] as const
const labels = (...[maximum, minimum, earlier, paid, validation, fee, rounding, flat, hourly, energy]: readonly [string, string, string, string, string, string, string, string, string, string]) =>
  ({ maximum, minimum, earlier, paid, validation, fee, rounding, flat, hourly, energy })
const units = (...[stay, hour, minute, second, day, week, month, days]: readonly [string, string, string, string, string, string, string, string]) =>
  ({ stay, PT1H: hour, PT1M: minute, PT1S: second, day, week, month, days, kWh: "kWh" })

const words: { readonly [L in Language]: Words } = {
  en: {
    number: [".", ",", 4],
    total: "total", net: "net", tax: "tax", ofWhichTax: "of which tax",
    labels: labels("maximum", "minimum", "earlier visits", "already paid", "validation", "fee", "rounding", "flat", "hourly", "energy"),
    per: "per", units: units("stay", "hour", "minute", "second", "day", "week", "month", "days"), elapsed: short,
    more: "more", less: "less", same: "the same", noPrice: "no price", unmet: "does not hold",
    conditions
  },
  de: {
    number: [",", ".", 4],
    total: "Summe", net: "netto", tax: "Steuer", ofWhichTax: "davon Steuer",
    labels: labels("Höchstpreis", "Mindestpreis", "frühere Besuche", "schon bezahlt", "Ermäßigung", "Gebühr", "Rundung", "Pauschale", "Parkzeit", "Energie"),
    per: "je", units: units("Parkvorgang", "Stunde", "Minute", "Sekunde", "Tag", "Woche", "Monat", "Tage"), elapsed: short,
    more: "mehr", less: "weniger", same: "dasselbe", noPrice: "kein Preis", unmet: "trifft nicht zu",
    conditions: ["Einfahrt", "Ausfahrt", "Zeitfenster", "Dauer", "Fahrzeug", "Stellplatz", "Produkt", "Dauerkarte", "Ermäßigung", "Besuch", "Auslastung", "Ticket verloren", "Reservierung verfallen", "Zahlungsverzug"]
  },
  fr: {
    number: [",", "\u202f", 4],
    total: "total", net: "hors taxe", tax: "taxe", ofWhichTax: "dont taxe",
    labels: labels("maximum", "minimum", "visites précédentes", "déjà payé", "réduction", "frais", "arrondi", "forfait", "durée", "énergie"),
    per: "par", units: units("stationnement", "heure", "minute", "seconde", "jour", "semaine", "mois", "jours"), elapsed: short,
    more: "de plus", less: "de moins", same: "autant", noPrice: "aucun prix", unmet: "non rempli",
    conditions: ["entrée", "sortie", "plage horaire", "durée", "véhicule", "place", "produit", "abonnement", "réduction", "visite", "occupation", "ticket perdu", "réservation expirée", "impayé"]
  },
  es: {
    number: [",", ".", 5],
    total: "total", net: "base", tax: "impuesto", ofWhichTax: "impuesto incluido",
    labels: labels("máximo", "mínimo", "visitas anteriores", "ya pagado", "descuento", "recargo", "redondeo", "tarifa fija", "tiempo", "energía"),
    per: "por", units: units("estancia", "hora", "minuto", "segundo", "día", "semana", "mes", "días"), elapsed: short,
    more: "más", less: "menos", same: "igual", noPrice: "sin precio", unmet: "no se cumple",
    conditions: ["entrada", "salida", "horario", "duración", "vehículo", "plaza", "producto", "abono", "descuento", "visita", "ocupación", "tique perdido", "reserva caducada", "impago"]
  },
  it: {
    number: [",", ".", 4],
    total: "totale", net: "netto", tax: "imposta", ofWhichTax: "di cui imposta",
    labels: labels("massimo", "minimo", "soste precedenti", "già pagato", "sconto", "supplemento", "arrotondamento", "tariffa fissa", "tempo", "energia"),
    per: "per", units: units("sosta", "ora", "minuto", "secondo", "giorno", "settimana", "mese", "giorni"), elapsed: short,
    more: "in più", less: "in meno", same: "uguale", noPrice: "nessun prezzo", unmet: "non soddisfatto",
    conditions: ["ingresso", "uscita", "fascia oraria", "durata", "veicolo", "posto", "prodotto", "abbonamento", "sconto", "visita", "occupazione", "biglietto smarrito", "prenotazione scaduta", "mancato pagamento"]
  },
  nl: {
    number: [",", ".", 4],
    total: "totaal", net: "netto", tax: "belasting", ofWhichTax: "waarvan belasting",
    labels: labels("maximum", "minimum", "eerdere bezoeken", "al betaald", "korting", "toeslag", "afronding", "vast tarief", "parkeertijd", "energie"),
    per: "per", units: units("keer", "uur", "minuut", "seconde", "dag", "week", "maand", "dagen"), elapsed: [" u", " min", " s"],
    more: "meer", less: "minder", same: "evenveel", noPrice: "geen prijs", unmet: "niet van toepassing",
    conditions: ["inrijden", "uitrijden", "tijdvak", "duur", "voertuig", "plaats", "product", "abonnement", "korting", "bezoek", "bezetting", "kaart verloren", "reservering verlopen", "niet betaald"]
  },
  pt: {
    number: [",", ".", 5],
    total: "total", net: "líquido", tax: "imposto", ofWhichTax: "imposto incluído",
    labels: labels("máximo", "mínimo", "visitas anteriores", "já pago", "desconto", "taxa", "arredondamento", "tarifa fixa", "tempo", "energia"),
    per: "por", units: units("estadia", "hora", "minuto", "segundo", "dia", "semana", "mês", "dias"), elapsed: short,
    more: "a mais", less: "a menos", same: "igual", noPrice: "sem preço", unmet: "não se aplica",
    conditions: ["entrada", "saída", "horário", "duração", "veículo", "lugar", "produto", "passe", "desconto", "visita", "ocupação", "bilhete perdido", "reserva expirada", "em atraso"]
  },
  ja: {
    number: [".", ",", 4],
    total: "合計", net: "税抜", tax: "税", ofWhichTax: "うち税",
    labels: labels("上限料金", "最低料金", "前回までの利用", "支払済み", "割引", "手数料", "端数処理", "定額", "駐車時間", "電力量"),
    per: "/", units: units("回", "時間", "分", "秒", "日", "週", "月", "日"), elapsed: ["時間", "分", "秒"],
    more: "高い", less: "安い", same: "同額", noPrice: "料金なし", unmet: "条件外",
    conditions: ["入庫", "出庫", "時間帯", "駐車時間", "車種", "車室", "商品", "定期券", "割引", "利用回数", "混雑度", "駐車券紛失", "予約期限切れ", "未払い"]
  }
}

export const of = (language: Language): Words => words[language]

/** A decimal text as the language writes it; other texts ("7/120") as they are. */
export const number = ({ number: [mark, thousands, from] }: Words, text: string): string => {
  const [, sign = "", whole, decimals] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const grouped = whole.length < from ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, thousands)
  return `${sign}${grouped}${decimals === undefined ? "" : `${mark}${decimals}`}`
}

/** "per hour", "per 1 h 30 min", "per 30 days", "per stay"; a unit that no table knows as it is. */
export const perUnit = ({ elapsed: [h, min, s], per, units }: Words, unit: string): string => {
  const millis = Elapsed.parse(unit)
  const [, days] = /^P(\d+)D$/.exec(unit) ?? []
  if (days !== undefined) return `${per} ${days}${h.startsWith(" ") ? " " : ""}${units["days"] ?? ""}`
  const named = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (named !== undefined || millis === undefined) return `${per} ${named ?? unit}`
  const seconds = millis / 1_000
  const parts: ReadonlyArray<readonly [number, string]> = [[Math.floor(seconds / 3_600), h], [Math.floor(seconds / 60) % 60, min], [seconds % 60, s]]
  return `${per} ${parts.filter(([count]) => count > 0).map(([count, name]) => `${count}${name}`).join(h.startsWith(" ") ? " " : "")}`
}

/** What the engine calls a line or a rate, in the language; other labels as they are. */
export const label = ({ labels }: Words, text: string): string => (Object.hasOwn(labels, text) ? labels[text] : undefined) ?? text

/** The name of a condition, as a tariff writes it. */
export const condition = (words: Words, name: string): string => words.conditions[conditions.findIndex((each) => each === name)] ?? name

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303e\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u
const narrow = /[\uff61-\uffdc]/u
const invisible = /[\p{Mn}\p{Me}\p{Cf}]/u

const columnsOf = (character: string): number => (invisible.test(character) ? 0 : wide.test(character) && !narrow.test(character) ? 2 : 1)

/** Columns that a text takes where every character takes one, or two as East Asian ones do. */
export const columns = (text: string): number => [...text].reduce((sum, character) => sum + columnsOf(character), 0)

/** `text` in lines of at most `width` columns, broken at blanks where there are any. */
export const wrap = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  const put = (piece: string) => {
    if (columns((line + piece).trimEnd()) <= width || line === "") line += piece
    else {
      lines.push(line.trimEnd())
      line = piece.trimStart()
    }
  }
  for (const word of text.split(/(?<= )/)) {
    if (columns(word.trimEnd()) <= width) put(word)
    else for (const character of word) put(character)
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()]
}
