import type { Elapsed } from "../time/index.ts"

/** Values of the domain without the marks that tell an id of one kind from an id of another: as JSON shows them, elapsed time as a text. */
export type Plain<T> = T extends Elapsed.Elapsed ? string
  : T extends { readonly "~effect/Brand": object } ? (T extends string ? string : T extends number ? number : never)
  : T extends ReadonlyArray<infer Item> ? ReadonlyArray<Plain<Item>>
  : T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> }
  : T

type Given = "name" | "stack" | "cause" | "message" | "_tag"

/** A refusal: its name, what a person may read, and its data. */
export type Refusal<E> = E extends { readonly _tag: infer Tag extends string }
  ? { readonly _tag: Tag; readonly message: string } & Plain<{ readonly [Key in keyof E as Key extends Given ? never : Key extends string ? E[Key] extends (...given: never) => unknown ? never : Key extends `~${string}` ? never : Key : never]: E[Key] }>
  : never

/** What came of it: a value, or why not. Nothing is thrown but what is a defect. */
export type Outcome<A, E> = { readonly ok: true; readonly value: Plain<A> } | { readonly ok: false; readonly error: Refusal<E> }
