/**
 * Where post for a lot goes, and where drivers are sent.
 *
 * Source: ISO 3166-1; schema.org PostalAddress; APDS "Address".
 */
import { Schema } from "effect"
import * as Name from "./Name.ts"

const codes: ReadonlySet<string> = new Set(
  ("AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ " +
    "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM " +
    "PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
    "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW").split(" ")
)

/** A country by its two letters: "DE". */
export const Country = Schema.String.pipe(
  Schema.check(Schema.makeFilter((code: string) => codes.has(code), { expected: "an ISO 3166-1 country code such as DE", toJsonSchema: () => [{ pattern: "^[A-Z]{2}$" }, true] })),
  Schema.annotate({ identifier: "Country", description: "ISO 3166-1 alpha-2 country code" })
)
export type Country = typeof Country.Type

export const Address = Schema.Struct({
  /** Street and number, as they stand on an envelope. */
  lines: Schema.Array(Name.upTo(120)).pipe(Schema.check(Schema.isMinLength(1), Schema.isMaxLength(5))),
  locality: Name.upTo(120),
  /** State, province or county, where addresses there have one. */
  region: Schema.optionalKey(Name.upTo(120)),
  postalCode: Schema.optionalKey(Name.upTo(16)),
  country: Country
}).annotate({ identifier: "Address" })
export type Address = typeof Address.Type
