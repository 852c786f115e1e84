/** Opening hours, close to an instant, to midnights and to changes of clocks. */
import { OpeningHours } from "@parkade/core/lot"
import { LocalDate, type TimeZone } from "@parkade/core/time"
import * as fc from "fast-check"

const clock = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("00:00", "02:00", "02:30", "03:00", "06:00", "08:00", "12:00", "18:00", "22:00", "01:00", "23:59") },
  { weight: 2, arbitrary: fc.nat(1_439).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`) }
)
const hours = fc.oneof(
  { weight: 4, arbitrary: fc.record({ from: clock, to: clock }) },
  { weight: 2, arbitrary: fc.record({ from: clock, to: fc.constant("24:00") }) },
  { weight: 1, arbitrary: fc.constant({ from: "00:00", to: "24:00" }) }
)
const days = fc.oneof(
  { weight: 2, arbitrary: fc.constant([...OpeningHours.weekdays]) },
  { weight: 1, arbitrary: fc.subarray([...OpeningHours.weekdays], { minLength: 1 }) }
)

/** Hours of a week: of several or of no days, day and night, over midnight; exceptions from three days before `around` to 40 after. */
export const openingHours = (zone: TimeZone.TimeZone, around: number): fc.Arbitrary<OpeningHours.OpeningHours> => {
  const today = LocalDate.of(zone, around)
  const exception = fc.record({
    date: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 40 })).map((distance) => LocalDate.format(today + distance)),
    hours: fc.array(hours, { maxLength: 2 })
  })
  const weekly = fc.array(fc.record({ days, hours }).map((each) => ({ days: each.days, ...each.hours })), { maxLength: 4 })
  const exceptions = fc.uniqueArray(exception, { selector: ({ date }) => date, maxLength: 4 })
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ weekly, exceptions }) },
    { weight: 1, arbitrary: fc.record({ weekly: fc.constant(OpeningHours.always.weekly), exceptions }) },
    { weight: 1, arbitrary: fc.record({ weekly }) }
  )
}
