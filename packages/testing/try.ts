import { simulate } from "/tmp/wt/sim/packages/testing/src/simulator/index.ts"
const seed = Number(process.argv[2] ?? 1)
const t = performance.now()
const r = simulate({ seed, days: 3 })
console.log("ms", performance.now() - t, "steps", r.history.length, "violations", r.violations.length)
const count = new Map<string, number>()
for (const s of r.history) { const k = `${s.command} ${s.came}`; count.set(k, (count.get(k) ?? 0) + 1) }
console.log([...count].sort().map(([k, n]) => `${k}: ${n}`).join("\n"))
console.log([...r.fired].map(([k, n]) => `${k}: ${n}`).join(", "))
for (const v of r.violations.slice(0, 5)) console.log(v)
for (const s of r.history.filter((s) => s.came === "InvalidInput").slice(0, 3)) console.log(s.command, s.why, JSON.stringify(s.given))
console.log([...r.checked])
console.log([...new Set(r.violations.map(({invariant, why}) => `${invariant} ${why.replaceAll(/[0-9a-f-]{36}/g, "#").slice(0, 300)}`))].slice(0, 30).join("\n"))
