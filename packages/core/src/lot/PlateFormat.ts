/**
 * Which countries a plate may be from, by how it is composed. A hint for cameras and clerks: many plates fit several
 * countries, private and diplomatic ones may fit none, and no plate is refused for its format.
 *
 * Every format is a sequence of bounded runs of characters, so that matching a plate takes time linear in its length.
 *
 * Source: the series that countries issue to cars today and those of before that are on the road, as their
 * registration offices describe them; the United States as a whole, since each state has formats of its own.
 */
import type { Country } from "./Address.ts"
import type { Plate } from "./Plate.ts"

/** Letters that Swiss plates begin with. */
const cantons = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"

const table: ReadonlyArray<readonly [country: Country, formats: ReadonlyArray<RegExp>]> = ([
  ["AT", [`[A-Z]{1,2}\\d{1,5}[A-Z]{1,3}`, `[A-Z]{1,2}[A-Z]{1,5}\\d{1,4}`]],
  ["BE", [`[1-9][A-Z]{3}\\d{3}`, `[A-Z]{3}\\d{3}`, `\\d{3}[A-Z]{3}`]],
  ["CH", [`(?:${cantons})\\d{1,6}`]],
  ["DE", [`[A-ZÄÖÜ]{1,3}[A-Z]{1,2}[1-9]\\d{0,3}[EH]?`]],
  ["ES", [`\\d{4}[BCDFGHJ-NPR-TV-Z]{3}`, `[A-Z]{1,2}\\d{4}[A-Z]{1,2}`]],
  ["FR", [`[A-HJ-NP-TV-Z]{2}\\d{3}[A-HJ-NP-TV-Z]{2}`, `\\d{1,4}[A-Z]{1,3}(?:\\d{2}|2[AB]|97\\d)`]],
  ["GB", [`[A-HJ-PR-Y]{2}\\d{2}[A-HJ-PR-Z]{3}`, `[A-HJ-NPR-TV-Y]\\d{1,3}[A-Z]{3}`, `[A-Z]{3}\\d{1,3}[A-HJ-NPR-TV-Y]`, `[A-Z]{1,3}\\d{1,4}`, `\\d{1,4}[A-Z]{1,3}`]],
  ["IN", [`[A-Z]{2}\\d{1,2}[A-HJ-NP-Z]{0,3}\\d{4}`, `\\d{2}BH\\d{4}[A-HJ-NP-Z]{1,2}`]],
  ["IT", [`[A-HJ-NPR-TV-Z]{2}\\d{3}[A-HJ-NPR-TV-Z]{2}`]],
  ["JP", [`[\\p{Script=Han}\\p{Script=Hiragana}]{1,4}\\d[\\dA-Z]{1,2}[\\p{Script=Hiragana}A-Z]\\d{1,4}`]],
  ["NL", [
    `[A-Z]{2}\\d{4}`, `\\d{4}[A-Z]{2}`, `\\d{2}[A-Z]{2}\\d{2}`, `[A-Z]{2}\\d{2}[A-Z]{2}`, `[A-Z]{4}\\d{2}`, `\\d{2}[A-Z]{4}`, `\\d{2}[A-Z]{3}\\d`,
    `\\d[A-Z]{3}\\d{2}`, `[A-Z]{2}\\d{3}[A-Z]`, `[A-Z]\\d{3}[A-Z]{2}`, `[A-Z]{3}\\d{2}[A-Z]`, `[A-Z]\\d{2}[A-Z]{3}`, `\\d[A-Z]{2}\\d{3}`, `\\d{3}[A-Z]{2}\\d`
  ]],
  ["PL", [`[B-HKLN-PR-UWZ][A-Z](?=[A-Z]*\\d)[A-Z0-9]{5}`, `[B-HKLN-PR-UWZ][A-Z]{2}(?=[A-Z]*\\d)[A-Z0-9]{4,5}`]],
  ["US", [`[A-Z0-9]{1,8}`]]
] as const).map(([country, formats]) => [country, formats.map((format) => new RegExp(`^(?:${format})$`, "u"))])

/** The countries whose formats the table knows, in the order of their codes. */
export const known: ReadonlyArray<Country> = table.map(([country]) => country)

/** The countries that `plate` may be from, of {@link known}, in the order of their codes. */
export const formats = (plate: Plate): ReadonlyArray<Country> => table.flatMap(([country, patterns]) => (patterns.some((pattern) => pattern.test(plate)) ? [country] : []))
