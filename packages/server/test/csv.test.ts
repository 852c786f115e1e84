import { describe, expect, it } from "vitest"
import * as Csv from "#Csv"

const read = (text: string, { delimiter = ",", piece = text.length }: { readonly delimiter?: string; readonly piece?: number } = {}) => {
  const rows: Array<Csv.Row> = []
  const reader = Csv.reader(delimiter, (row) => rows.push(row))
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece))
  reader.end()
  return rows.map(({ fields, line }) => [line, ...(typeof fields === "string" ? ["wrong"] : fields)])
}

type Case = readonly [what: string, text: string, rows: ReadonlyArray<ReadonlyArray<string | number>>, delimiter?: string]
const written: ReadonlyArray<Case> = [
  ["rows and fields", "a,b\n1,2\n", [[1, "a", "b"], [2, "1", "2"]]],
  ["no line end after the last", "a,b\n1,2", [[1, "a", "b"], [2, "1", "2"]]],
  ["CRLF", "a,b\r\n1,2\r\n", [[1, "a", "b"], [2, "1", "2"]]],
  ["fields without a character", ",\n,,\n\"\",\"\"\n", [[1, "", ""], [2, "", "", ""], [3, "", ""]]],
  ["empty lines, which are none", "a\n\n\r\nb\n\n", [[1, "a"], [4, "b"]]],
  ["quotes around delimiters", "\"a,b\",c\n", [[1, "a,b", "c"]]],
  ["doubled quotes", "\"say \"\"P\"\"\",\"\"\"\"\n", [[1, "say \"P\"", "\""]]],
  ["line ends in quotes, and the line after", "\"a\nb\",\"c\r\nd\"\r\ne,f\r\n", [[1, "a\nb", "c\r\nd"], [4, "e", "f"]]],
  ["a quote that is not closed: one line", "a\n\"b,c\nd,e\n", [[1, "a"], [2, "wrong"], [3, "d", "e"]]],
  ["a quote within a field: one line each", "5\" pipe,x\n1,2\n6\" pipe,y\n3,4\n", [[1, "wrong"], [2, "1", "2"], [3, "wrong"], [4, "3", "4"]]],
  ["something after a quote: one line", "\"a\"b,c\nd,e\n", [[1, "wrong"], [2, "d", "e"]]],
  ["semicolons", "a;\"b;c\"\n1,5;2\n", [[1, "a", "b;c"], [2, "1,5", "2"]], ";"],
  ["tabs", "a\tb\n\"\t\"\tc\n", [[1, "a", "b"], [2, "\t", "c"]], "\t"],
  ["bars, which mean something to patterns", "a|\"b|c\"\n", [[1, "a", "b|c"]], "|"],
  ["nothing", "", []]
]

const cases = written.map(([what, text, rows, delimiter = ","]) => [what, text, rows, delimiter] as const)

describe("comma-separated values", () => {
  it.each(cases)("%s", (_, text, rows, delimiter) => expect(read(text, { delimiter })).toEqual(rows))

  it.each(cases)("in pieces of any size: %s", (_, text, rows, delimiter) => {
    for (let piece = 1; piece <= text.length; piece += 1) expect(read(text, { delimiter, piece })).toEqual(rows)
  })

  it("does not wait for the end of a file for a quote to be closed", () => {
    const rows: Array<Csv.Row> = []
    const reader = Csv.reader(",", (row) => rows.push(row))
    reader.push("\"never closed\n")
    for (let line = 2; line < 100_000; line += 1) reader.push(`${line},b\n`)
    expect(rows.length).toBeGreaterThan(80_000)
    expect(typeof rows[0]?.fields).toBe("string")
    expect(rows[1]).toEqual({ line: 2, fields: ["2", "b"] })
  })
})
