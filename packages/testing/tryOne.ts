import { simulate } from "./src/simulator/index.ts"
const r = simulate({ seed: Number(process.argv[2]), days: 3 })
const v = r.violations.find((v) => v.why.includes(process.argv[3] ?? "")) ?? r.violations[0]
console.log(v)
const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(v!.why)?.[0] ?? ""
for (const s of r.history) if (JSON.stringify(s).includes(id)) console.log(s.step, s.at, s.who, s.on, s.command, s.came, s.why ?? "", (s.faults ?? []).join(), JSON.stringify(s.given).slice(0, 200))
for (const e of r.world.store.feed) if (e.id === id) console.log(JSON.stringify(e).slice(0, 400))
console.log(r.world.gateway.accounts().get(id))
