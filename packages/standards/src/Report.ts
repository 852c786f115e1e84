/** What a conversion says besides its result: a place in what was read, and a sentence about it. */
export interface Note {
  /** Names and indexes joined by dots, such as `0.config.slabs.1.price`; empty for the whole. */
  readonly path: string
  readonly message: string
}

/** The notes of one conversion as it goes along. */
export interface Report {
  /** What is wrong: with any of these there is no result. */
  readonly issues: Array<Note>
  /** What the source said and the result does not. */
  readonly losses: Array<Note>
  /** How what admits two readings was read. */
  readonly decisions: Array<Note>
}

export const empty = (): Report => ({ issues: [], losses: [], decisions: [] })

/** `path` below `base`. */
export const under = (base: string, ...path: ReadonlyArray<PropertyKey>): string =>
  [...(base === "" ? [] : [base]), ...path.map(String)].join(".")
