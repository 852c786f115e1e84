/**
 * How often properties run, in one place: a quick number by default, twenty times as many with PARKADE_LONG=1, at most
 * PARKADE_RUNS, and a failed run again with PARKADE_SEED and PARKADE_PATH as fast-check printed them. Without them fast-check draws a seed,
 * or takes that of `fc.configureGlobal`, as our own tests do.
 */
const setting = (name: string): string | undefined => {
  const process: unknown = Reflect.get(globalThis, "process")
  if (typeof process !== "object" || process === null) return undefined
  const env: unknown = Reflect.get(process, "env")
  if (typeof env !== "object" || env === null) return undefined
  const value: unknown = Reflect.get(env, name)
  return typeof value === "string" && value !== "" ? value : undefined
}

/** How often, and from which seed. */
export interface Runs {
  readonly numRuns: number
  readonly seed?: number
  readonly path?: string
}

/** Parameters for `fc.assert`: `quick` runs, or many. */
export const runs = (quick: number): Runs => {
  const [seed, path] = [setting("PARKADE_SEED"), setting("PARKADE_PATH")]
  return {
    numRuns: Math.min(setting("PARKADE_LONG") === "1" ? quick * 20 : quick, Number(setting("PARKADE_RUNS") ?? quick * 20)),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path })
  }
}
