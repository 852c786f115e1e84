import { simulate } from "./src/simulator/index.ts"
const [from, count] = [Number(process.argv[2] ?? 1), Number(process.argv[3] ?? 50)]
const t = performance.now()
const found = new Map<string, { n: number; seed: number; step: number }>()
const fired = new Map<string, number>(); const came = new Map<string, number>()
let steps = 0
for (let seed = from; seed < from + count; seed++) {
  const r = simulate({ seed, days: 3 })
  steps += r.history.length
  for (const [k, n] of r.fired) fired.set(k, (fired.get(k) ?? 0) + n)
  for (const s of r.history) if (["OutOfOrder", "broken", "InvalidInput", "NotPositive", "LooksLikeCard", "Changed"].includes(s.came)) came.set(`${s.command} ${s.came}`, (came.get(`${s.command} ${s.came}`) ?? 0) + 1)
  for (const v of r.violations) { const k = `${v.invariant} ${v.why.replaceAll(/[0-9a-f-]{36}/g, "#").replaceAll(/\d+/g, "N").slice(0, 400)}`; const f = found.get(k); found.set(k, { n: (f?.n ?? 0) + 1, seed: f?.seed ?? seed, step: f?.step ?? v.step }) }
}
console.log("ms/seed", (performance.now() - t) / count, "steps/seed", steps / count)
console.log([...fired].map(([k, n]) => `${k}: ${n}`).join(", "))
console.log([...came].map(([k, n]) => `${k}: ${n}`).join("\n"))
for (const [k, f] of [...found].sort((a, b) => b[1].n - a[1].n)) console.log(f.n, "seed", f.seed, "step", f.step, k)
