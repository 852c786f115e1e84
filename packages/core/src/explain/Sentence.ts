/** A sentence of an explanation, the place of the tariff that it speaks of ("rate.rate.max"), and what it opens. */
export interface Sentence {
  readonly text: string
  readonly path: string
  readonly children: ReadonlyArray<Sentence>
}
