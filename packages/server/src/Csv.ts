/**
 * Comma-separated values, read as they arrive: rows of fields, with the line on which each begins.
 *
 * A row that is not as RFC 4180 asks is told by what is wrong with it, and reading goes on with the line after its first: a
 * quote too many costs one line. Lines end in CRLF or LF; empty ones are skipped.
 */

export interface Row {
  /** 1 is the first of the file. */
  readonly line: number
  /** Or what is wrong with it. */
  readonly fields: ReadonlyArray<string> | string
}

/** What is held back at most, in characters, until a quote is closed. */
const longest = 100_000

const misquoted = "expected that every quote is closed at the end of its field, and quotes inside doubled"

/** Reads the fields of a row that has quotes in it. */
const withQuotes = (delimiter: string) => {
  const divider = `\\u${delimiter.charCodeAt(0).toString(16).padStart(4, "0")}`
  const field = new RegExp(`(?:"([^"]*(?:""[^"]*)*)"|([^"${divider}]*))(${divider}|$)`, "y")
  return (text: string): Row["fields"] => {
    const fields: Array<string> = []
    field.lastIndex = 0
    for (;;) {
      const [, inQuotes, plain = "", end] = field.exec(text) ?? []
      if (end === undefined) return misquoted
      fields.push(inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"'))
      if (end === "") return fields
    }
  }
}

/** Where the row of `text` that begins at `from` ends: at a line end, from `first` on, that is not in quotes; -1 where there is none. */
const rowEnd = (text: string, from: number, first: number): number => {
  let [end, seen, open] = [first, from, false]
  for (; end !== -1; end = text.indexOf("\n", seen)) {
    for (let quote = text.indexOf('"', seen); quote !== -1 && quote < end; quote = text.indexOf('"', quote + 1)) open = !open
    if (!open) return end
    seen = end + 1
  }
  return -1
}

/** Hands the rows of a text that comes in pieces to `emit`. The delimiter is one character. */
export const reader = (delimiter: string, emit: (row: Row) => void) => {
  const fieldsOf = withQuotes(delimiter)
  let [rest, line, waiting] = ["", 1, false]
  const read = (isLast: boolean): void => {
    let [from, quote] = [0, rest.indexOf('"')]
    for (let first = rest.indexOf("\n"); first !== -1; first = rest.indexOf("\n", from)) {
      if (quote !== -1 && quote < from) quote = rest.indexOf('"', from)
      const plain = quote === -1 || quote > first
      const end = plain ? first : rowEnd(rest, from, first)
      waiting = end === -1 && !isLast && rest.length - from <= longest
      if (waiting) break
      const text = rest.slice(from, rest[end - 1] === "\r" ? end - 1 : end)
      const fields = plain ? text.split(delimiter) : end === -1 ? misquoted : fieldsOf(text)
      if (text !== "") emit({ line, fields })
      const last = typeof fields === "string" ? first : end
      line += last === first ? 1 : rest.slice(from, last).split("\n").length
      from = last + 1
    }
    rest = rest.slice(from)
  }
  return {
    push: (text: string): void => {
      rest += text
      if (!waiting || text.includes('"') || rest.length > longest) read(false)
    },
    end: (): void => {
      if (rest !== "" && !rest.endsWith("\n")) rest += "\n"
      read(true)
    }
  }
}
