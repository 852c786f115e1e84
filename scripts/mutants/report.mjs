/** What Stryker found, counted and listed, and the reasons why survivors survive. */

const isSurvivor = ({ status }) => status === "Survived" || status === "NoCoverage"

/** Of files: mutants that no test covers have survived; those that act only while sources are read were not tried. */
export const score = (files) => {
  const mutants = files.flatMap((file) => file.mutants)
  const [killed, survived] = [mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length, mutants.filter(isSurvivor).length]
  return { killed, survived, ignored: mutants.filter(({ status }) => status === "Ignored").length, share: killed + survived === 0 ? 100 : (100 * killed) / (killed + survived) }
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim()

const textAt = (source, { end, start }) =>
  oneLine(source.split("\n").slice(start.line - 1, end.line)
    .map((line, index, lines) => line.slice(index === 0 ? start.column - 1 : 0, index === lines.length - 1 ? end.column - 1 : undefined)).join("\n"))

/** Each survivor: where it stands, what was changed, and to what. */
export const survivors = (files) =>
  Object.entries(files).flatMap(([path, { mutants, source }]) =>
    mutants.filter(isSurvivor).map(({ location, replacement = "" }) => ({ file: path.replace("packages/core/src/", ""), line: location.start.line, from: textAt(source, location), to: oneLine(replacement) }))
      .toSorted((one, other) => one.line - other.line))

const head = ["file", "line", "changed", "to", "why it survives"]
const key = ({ file, from, to }) => [file, from, to].join("\t")

/** A table of survivors, a row each. */
export const table = (rows) => [head, ...rows.map(({ file, from, line, to, why }) => [file, line, from, to, why])].map((row) => `${row.join("\t")}\n`).join("")

/** The reasons that a table gives. Lines move, so that a survivor is known by the rest. */
export const reasons = (text) =>
  new Map(text.split("\n").slice(1).filter((row) => row !== "").map((row) => row.split("\t")).map(([file, , from, to, why = ""]) => [key({ file, from, to }), why]))

export const explain = (found, known) => found.map((each) => ({ ...each, why: known.get(key(each)) ?? "" }))
