/** A price curve as SVG: for a page, a slide, an issue. Follows the reader's light or dark scheme. */
import * as Curve from "./Curve.ts"
import * as Readable from "./Readable.ts"

const [width, height] = [880, 380]
const frame = { left: 76, right: 24, top: 48, bottom: 62 }
const [innerWidth, innerHeight] = [width - frame.left - frame.right, height - frame.top - frame.bottom]

const style = `
  svg { font: 13px system-ui, sans-serif; background: #fff; } text { fill: #333a45; } .title { font-size: 15px; font-weight: 600; } .faint { fill: #6b7482; }
  .grid { stroke: #e4e7ec; } .axis { stroke: #8a93a1; } .gap { fill: #8a93a1; opacity: 0.16; } .clock { stroke: #b54708; stroke-dasharray: 4 3; }
  .price { fill: none; stroke: #1f6feb; stroke-width: 2.25; stroke-linejoin: round; } .under { fill: #1f6feb; opacity: 0.08; }
  @media (prefers-color-scheme: dark) {
    svg { background: #16181d; } text { fill: #c9d0da; } .faint { fill: #8a93a1; } .grid { stroke: #2b303a; } .price { stroke: #6ea8fe; } .under { fill: #6ea8fe; opacity: 0.12; }
  }`

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
const round = (value: number): number => Math.round(value * 100) / 100
const label = (x: number, y: number, text: string, attributes = "") => `<text x="${round(x)}" y="${round(y)}"${attributes}>${escape(text)}</text>`

/** Pixels of instants and prices. */
const scales = (curve: Curve.Curve, top: number) => ({
  x: (at: number) => round(frame.left + (at - curve.entry) / (curve.until - curve.entry) * innerWidth),
  y: (price: number) => round(frame.top + innerHeight - price / top * innerHeight)
})
type Scales = ReturnType<typeof scales>

/** Runs of steps that have a price. */
const runs = ({ steps }: Curve.Curve): ReadonlyArray<ReadonlyArray<Curve.Step>> =>
  steps.reduce<ReadonlyArray<ReadonlyArray<Curve.Step>>>(
    (found, step, index) => step.price === undefined ? found : steps[index - 1]?.price === undefined ? [...found, [step]] : [...found.slice(0, -1), [...found.at(-1) ?? [], step]],
    []
  )

const run = ({ x, y }: Scales, steps: ReadonlyArray<Curve.Step>): string => {
  const line = steps.map(({ from, price, to }, index) => `${index === 0 ? `M${x(from)} ` : ""}${index === 0 ? "" : "V"}${y(price?.gross ?? 0)}H${x(to)}`).join("")
  return `<path class="under" d="${line}V${y(0)}H${x(steps[0]?.from ?? 0)}Z"/><path class="price" d="${line}"/>`
}

/** The price above its step, where there is room for it. */
const names = (curve: Curve.Curve, { x, y }: Scales): ReadonlyArray<string> =>
  curve.steps.flatMap(({ from, price, to }) => {
    const text = price === undefined ? "no price" : Curve.money(curve, price.gross)
    const [middle, room] = [(x(from) + x(to)) / 2, x(to) - x(from)]
    return room < text.length * 8 ? [] : [label(middle, price === undefined ? frame.top + innerHeight / 2 : y(price.gross) - 6, text, ` text-anchor="middle"${price === undefined ? ` class="faint"` : ""}`)]
  })

const grid = (curve: Curve.Curve, prices: ReadonlyArray<number>, { x, y }: Scales): ReadonlyArray<string> => [
  ...prices.flatMap((price) => [
    `<path class="grid" d="M${frame.left} ${y(price)}H${width - frame.right}"/>`,
    label(frame.left - 8, y(price) + 4, Curve.money(curve, price), ` text-anchor="end" class="faint"`)
  ]),
  `<path class="axis" d="M${frame.left} ${y(0)}H${width - frame.right}"/>`,
  ...Curve.ticks(curve, 12).flatMap(({ at, date, label: text }) => [
    `<path class="axis" d="M${x(at)} ${y(0)}v5"/>`,
    label(x(at), y(0) + 20, text, ` text-anchor="middle"`),
    ...(date === undefined || x(at) < frame.left + 130 ? [] : [label(x(at), y(0) + 38, date, ` text-anchor="middle" class="faint"`)])
  ]),
  label(frame.left, y(0) + 38, Readable.reading(curve.entry, curve.zone).day, ` class="faint"`),
  ...Curve.clockChanges(curve).map((at) => `<path class="clock" d="M${x(at)} ${frame.top}V${y(0)}"><title>${escape(Curve.aboutChange(curve, at))}</title></path>`)
]

/** The curve drawn, as an SVG document. */
export const draw = (curve: Curve.Curve): string => {
  const most = Curve.highest(curve)
  const prices = Curve.rounds(most, 6)
  const to = scales(curve, Math.max(most, prices.at(-1) ?? 0) * 1.06)
  const gaps = curve.steps.filter(({ price }) => price === undefined)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(curve.title).replaceAll(`"`, "&quot;")}">`,
    `<style>${style}\n</style>`,
    label(frame.left, 26, curve.title, ` class="title"`),
    ...gaps.map(({ from, to: end }) => `<rect class="gap" x="${to.x(from)}" y="${frame.top}" width="${round(to.x(end) - to.x(from))}" height="${innerHeight}"/>`),
    ...grid(curve, prices, to),
    ...runs(curve).map((steps) => run(to, steps)),
    ...names(curve, to),
    "</svg>",
    ""
  ].join("\n")
}
