import { simulate } from "./src/simulator/index.ts"
const found = new Map<string, number>()
for (let seed = Number(process.argv[2]); seed < Number(process.argv[3]); seed++) {
  const r = simulate({ seed, days: 3 })
  for (const v of r.violations.filter((v) => v.why.includes("never came out"))) {
    const id = /[0-9a-f-]{36}/.exec(v.why)![0]
    const entry = r.world.store.feed.find((e) => e.id === id)!
    const plate = (entry.event as any).vehicle.plate
    const at = (entry.event as any).enteredAt
    const who = `driver ${Number(/\d+$/.exec(plate)![0]) - 100}`
    const after = r.history.filter((s) => s.who === who && Date.parse(s.at) >= at - 600_000).slice(0, 4).map((s) => `${s.command}:${s.came}[${(s.faults ?? []).join()}]`)
    const k = after.join(" > ").slice(0, 250)
    found.set(k, (found.get(k) ?? 0) + 1)
  }
}
for (const [k, n] of found) console.log(n, k)
