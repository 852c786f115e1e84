/** Refusals of whatever a schema reads, not of tariffs alone: the words for each shape, and the one shape that is spoken of. */
import { Diagnosis, Refund } from "@parkade/core/pricing"
import { Elapsed, LocalClock } from "@parkade/core/time"
import { Result, Schema, SchemaGetter, SchemaIssue, SchemaTransformation } from "effect"
import { describe, expect, it } from "vitest"

type Read = Schema.Constraint & { readonly DecodingServices: never }

/** Each refusal on a line, its path first; none for what is taken. */
const lines = (schema: Read, value: unknown): ReadonlyArray<string> =>
  Result.match(Diagnosis.decoder(schema)(value), { onSuccess: () => [], onFailure: (faults) => faults.map(({ message, path }) => `${path}: ${message}`) })

/** Refuses every text, while it reads it. */
const refusing = (...said: ConstructorParameters<typeof SchemaIssue.InvalidValue>) =>
  Schema.String.pipe(Schema.decodeTo(Schema.Number, { decode: SchemaGetter.fail<number, string>(() => new SchemaIssue.InvalidValue(...said)), encode: SchemaGetter.transform(String) }))

const number = SchemaTransformation.transform({ decode: Number, encode: String })
const digits = Schema.String.pipe(Schema.decodeTo(Schema.Number, number))
const flag = Schema.Boolean.pipe(Schema.decodeTo(Schema.String, SchemaTransformation.transform({ decode: String, encode: (text) => text === "true" })))

const car = Schema.Struct({ _tag: Schema.Literal("Car"), plate: Schema.String })
const bicycle = Schema.Struct({ _tag: Schema.Literal("Bicycle") })
const vehicle = Schema.Union([car, bicycle])
const name = Schema.String.pipe(Schema.check(Schema.isMinLength(1, { expected: "a name" })))
const round = Schema.Struct({ radius: Schema.String })
const square = Schema.Struct({ width: Schema.String, height: Schema.String })

describe("what was expected", () => {
  it.each([
    ["a text", Schema.String, "a text"],
    ["a number", Schema.Number, "a number"],
    ["truth", Schema.Boolean, "true or false"],
    ["a list", Schema.Array(Schema.String), "a list"],
    ["null", Schema.Null, "null"],
    ["a word", Schema.Literal("a"), `"a"`],
    ["numbers, by themselves", Schema.Literals([1, 2]), "1 or 2"],
    ["words and numbers", Schema.Literals(["a", "b", 3]), `"a", "b" or 3`],
    ["several shapes", Schema.Union([Schema.String, Schema.Number, Schema.Boolean]), "a text, a number or true or false"],
    ["nothing that could be", Schema.Union([Schema.Undefined]), "nothing"],
    ["something without a word of ours", Schema.BigInt, "something else"],
    ["an object of no fields", Schema.Struct({}), "an object"],
    ["any fields", Schema.Record(Schema.String, Schema.String), "an object"],
    ["fields, some of which may be absent", Schema.Struct({ id: Schema.String, size: Schema.optionalKey(Schema.String) }), "an object {id, size?}"],
    ["a tag", car, `an object {_tag: "Car", plate}`],
    ["a type", Schema.Struct({ type: Schema.Literal("flat"), price: Schema.String }), `an object {type: "flat", price}`],
    ["a type of several", Schema.Struct({ type: Schema.Literals(["flat", "hourly"]) }), "an object {type}"],
    ["a type in any words", Schema.Struct({ type: Schema.String }), "an object {type}"],
    ["a word in a field that tells nothing apart", Schema.Struct({ unit: Schema.Literal("kWh") }), "an object {unit}"],
    ["one of two objects", Schema.Union([round, square]), "an object {radius} or {width, height}"],
    ["a text, or an object", Schema.Union([Schema.Number, round]), "a number or {radius}"],
    ["a whole number", Schema.Int, "a whole number"],
    ["a whole number of a range", Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 10 }))), "a whole number from 1 to 10"],
    ["a list of some", Schema.Array(Schema.String).pipe(Schema.check(Schema.isMaxLength(3), Schema.isMinLength(1))), "a list of at least one"],
    ["what its author says", Schema.Int.pipe(Schema.check(Schema.isGreaterThan(0, { expected: "a year" }))), "a year"],
    ["what its author says, before the library", Schema.String.pipe(Schema.check(Schema.isMinLength(2, { expected: "a code" }), Schema.isMaxLength(3))), "a code"],
    ["a check that says nothing of itself", Schema.String.pipe(Schema.check(Schema.makeFilter((text: string) => text !== "x"))), "a text"],
    ["what is written, not what it is inside", digits.pipe(Schema.check(Schema.isInt())), "a text"],
    ["what its author says of it, whatever is written", digits.annotate({ expected: "a year" }), "a year"],
    ["what is written in the end, of two steps", flag.pipe(Schema.decodeTo(Schema.Number, number)), "true or false"],
    ["a shape that is described later", Schema.suspend(() => round), "an object {radius}"]
  ] satisfies ReadonlyArray<[string, Schema.Top, string]>)("%s", (_, schema, words) => {
    expect(lines(Schema.Struct({ field: schema }) as Read, {})).toEqual([`field: expected ${words}, found nothing`])
  })

  it("of a field that may be absent is what it is when it is there", () => {
    expect(lines(Schema.Struct({ field: Schema.optional(Schema.String) }), { field: 5 })).toEqual([`field: expected a text, found 5: did you mean "5"?`])
    expect(lines(Schema.Struct({ field: Schema.optional(Schema.Finite) }), { field: "x" })).toEqual([`field: expected a finite number, found "x"`])
    expect(lines(Schema.Struct({ field: Schema.optional(Schema.Finite) }), { field: ["x"] })).toEqual(["field: expected a finite number, found a list"])
  })

  it("of a list of so many is each of them, and no more", () => {
    const pair = Schema.Tuple([Schema.String, Schema.String])
    expect(lines(pair, ["a"])).toEqual(["1: expected a value, found nothing"])
    expect(lines(pair, ["a", "b", "c"])).toEqual([`2: expected no field "2" here`])
  })

  it("is refused by no words", () => {
    expect(lines(Schema.Number.pipe(Schema.check(Schema.makeFilter((number: number) => number !== 5))), 5)).toEqual([": expected something else, found 5"])
  })

  it.each([
    ["while it is read, by its own", refusing({ message: "no such place" }), ": no such place"],
    ["while it is read, by none", refusing(), ": expected something else, found nothing"],
    ["as two of what is one only", Schema.Union([Schema.String, name], { mode: "oneOf" }), `: expected something else, found "x"`]
  ] satisfies ReadonlyArray<[string, Read, string]>)("is refused %s", (_, schema, line) => expect(lines(schema, "x")).toEqual([line]))

  it("is more than zero, where nothing would make no sense", () => {
    expect(lines(Refund.Policy, { refund: "unused", roundDownTo: "0.00" })).toEqual([`roundDownTo: expected more than zero, found "0.00"`])
    expect(lines(Refund.Policy, { refund: "unused", roundDownTo: "0.01" })).toEqual([])
  })
})

describe("what was found", () => {
  it.each([
    ["a date of the program's", new Date(0), "a Date"],
    ["an object of nothing", {}, "{}"],
    ["an object", { a: 1 }, "an object"],
    ["an empty list", [], "[]"],
    ["a list", ["a", "b"], "a list"],
    ["true", true, "true"],
    ["false", false, "false"],
    ["null", null, "null"],
    ["nothing", undefined, "nothing"],
    ["a bigint", 1n, "a bigint"]
  ])("%s", (_, value, found) => expect(lines(Schema.String, value)).toEqual([`: expected a text, found ${found}`]))

  it("of a text is its first forty characters", () => {
    expect(lines(Schema.Boolean, "x".repeat(40))).toEqual([`: expected true or false, found "${"x".repeat(40)}"`])
    expect(lines(Schema.Boolean, "x".repeat(41))).toEqual([`: expected true or false, found "${"x".repeat(40)}..."`])
  })

  it("of an unknown field's name too", () => {
    const unknown = (length: number) => lines(bicycle, { _tag: "Bicycle", ["x".repeat(length)]: 1 }).map((line) => / ("x.*") here/.exec(line)?.[1])
    expect([unknown(40), unknown(41)]).toEqual([[`"${"x".repeat(40)}"`], [`"${"x".repeat(40)}..."`]])
  })

  it("is told of a hundred places, and of one more that there is one", () => {
    const numbers = (length: number) => lines(Schema.Array(Schema.Boolean), Array.from({ length }, () => 1))
    expect([numbers(100).length, numbers(100).at(-1)]).toEqual([100, "99: expected true or false, found 1"])
    expect([numbers(101).length, numbers(101).at(-1)]).toEqual([101, ": and 1 more"])
  })
})

describe("of several shapes", () => {
  it("the one that its tag says is spoken of", () => {
    expect(lines(vehicle, { _tag: "Car", plate: true })).toEqual(["plate: expected a text, found true"])
    expect(lines(vehicle, { _tag: "Boat" })).toEqual([`_tag: expected "Car" or "Bicycle", found "Boat"`])
    expect(lines(vehicle, { _tag: "bicicle" })).toEqual([`_tag: expected "Car" or "Bicycle", found "bicicle": did you mean "Bicycle"?`])
    expect(lines(vehicle, { plate: "B-AB 1" })).toEqual([`_tag: expected "Car" or "Bicycle", found nothing: did you mean "Car"?`])
  })

  it("a tag that stands alone is completed", () => {
    const words = `: expected an object {_tag: "Car", plate} or {_tag: "Bicycle"}, found`
    expect(lines(vehicle, "bicycle")).toEqual([`${words} "bicycle": did you mean {"_tag":"Bicycle"}?`])
    expect(lines(vehicle, "car")).toEqual([`${words} "car": did you mean {"_tag": "Car", ...}?`])
    expect(lines(vehicle, "boat")).toEqual([`${words} "boat"`])
  })

  it("the one that has most of its fields is spoken of, or none", () => {
    const shape = Schema.Union([name, round, square])
    expect(lines(shape, { width: "1" })).toEqual(["height: expected a text, found nothing"])
    expect(lines(shape, { width: "1", radus: "1", height: "2" })).toEqual([`radus: expected no field "radus" here: there are width, height`])
    expect(lines(shape, { widht: "1", hieght: "2" }).toSorted()).toEqual([
      `height: expected a text, found nothing`, `hieght: expected no field "hieght" here: did you mean "height"?`,
      `widht: expected no field "widht" here: did you mean "width"?`, `width: expected a text, found nothing`
    ])
    expect(lines(shape, { colour: "red" })).toEqual([": expected a name, {radius} or {width, height}, found an object"])
  })

  it("the only one that is an object is spoken of, whatever the object's fields", () => {
    expect(lines(Schema.Union([name, round]), { colour: "red" }).toSorted()).toEqual([`colour: expected no field "colour" here: there are radius`, "radius: expected a text, found nothing"])
  })

  it("a list is held against the first that is a list", () => {
    expect(lines(Schema.Union([Schema.Array(Schema.Boolean), Schema.Array(Schema.Number)]), [1, true])).toEqual(["0: expected true or false, found 1"])
  })

  it("a text is told what texts there are", () => {
    expect(lines(Schema.Union([name, round]), "")).toEqual([`: expected a name, found ""`])
    expect(lines(Schema.NullOr(name), "")).toEqual([`: expected a name, found ""`])
    expect(lines(Schema.Union([name, Schema.Null, Schema.Literal("")]), 5)).toEqual([`: expected a name, null or "", found 5: did you mean "5"?`])
    expect(lines(Schema.NullOr(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 10 })))), 0)).toEqual([": expected a whole number from 1 to 10, found 0"])
    expect(lines(Schema.Literals([1, 2]), "x")).toEqual([`: expected 1 or 2, found "x"`])
  })
})

describe("what was meant", () => {
  it("is a list of it, where a list stands", () => {
    expect(lines(Schema.Array(Schema.NullOr(Schema.String)), null)).toEqual([": expected a list, found null: did you mean [null]?"])
    expect(lines(Schema.Array(Schema.Literals(["left", "right"])), "middle")).toEqual([`: expected a list, found "middle"`])
    expect(lines(Schema.Array(Schema.Literals(["left", "right"])), "left, right")).toEqual([`: expected a list, found "left, right": did you mean ["left","right"]?`])
  })

  it("is three guesses at most", () => {
    const either = Schema.Union([Elapsed.Text, LocalClock.LocalClock]).annotate({ expected: "a length or a clock" })
    expect(lines(either, "8")).toEqual([`: expected a length or a clock, found "8": did you mean "PT8M", "PT8H" or "PT8S"?`])
  })

  it("is not guessed from more than twenty fields", () => {
    const strangers = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 0]))
    expect(lines(vehicle, { ...strangers(19), plate: "B-AB 1" })).toEqual([`_tag: expected "Car" or "Bicycle", found nothing: did you mean "Car"?`])
    expect(lines(vehicle, { ...strangers(20), plate: "B-AB 1" })).toEqual([`_tag: expected "Car" or "Bicycle", found nothing`])
  })
})
