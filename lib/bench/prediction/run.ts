import { quantileR7 } from "../../stats/index.ts";
import { drawCase } from "./cases.ts";
import { CASE_KINDS } from "./kinds.ts";
import { type Both, hotOf, p95, predictByMinuteShare, predictByOracle, predictByOurs, predictByShare } from "./predictors.ts";

const perKind = Number(process.argv[2] ?? 30);
const first = Number(process.argv[3] ?? 1);
const only = process.argv[4];
type Row = { kind: string; heldOut: boolean; side: "source" | "destination"; seed: number; truth: number; before: number; points: Record<string, number>; low: number; high: number };
const rows: Row[] = [];
let fitMs = 0;
for (const [index, kind] of CASE_KINDS.entries()) {
  if (only !== undefined && !kind.name.includes(only)) continue;
  for (let n = 0; n < perKind; n++) {
    const drawn = drawCase(kind, first + 1000 * index + n);
    const t = performance.now();
    const ours = predictByOurs(drawn);
    fitMs += performance.now() - t;
    const all: Record<string, Both> = { ours, share: predictByShare(drawn), minute: predictByMinuteShare(drawn), oracle: predictByOracle(drawn, false), oracleC: predictByOracle(drawn, true) };
    for (const side of ["source", "destination"] as const) {
      rows.push({
        kind: kind.name, heldOut: kind.heldOut, side, seed: drawn.seed,
        truth: p95(hotOf(drawn[side].after)), before: p95(hotOf(drawn[side].before)),
        points: Object.fromEntries(Object.entries(all).map(([name, both]) => [name, both[side].point])),
        low: ours[side].low ?? 0, high: ours[side].high ?? 0,
      });
    }
    if (process.env["VERBOSE"] === "1") {
      const s = rows.at(-2)!, d = rows.at(-1)!;
      const m = ours.models[0]!, m2 = ours.models[1]!;
      for (const r of [s, d]) console.log(kind.name.slice(0, 12), drawn.seed, r.side.slice(0, 4), "before", r.before.toFixed(1), "truth", r.truth.toFixed(1), "ours", r.points["ours"]!.toFixed(1), `[${r.low.toFixed(1)},${r.high.toFixed(1)}]`, "oracle", r.points["oracle"]!.toFixed(1), "share", r.points["share"]!.toFixed(1), "mv", drawn.moved.length, r.side === "source" ? `r2 ${m.r2.toFixed(3)} res ${m.noise.basePoints.toFixed(2)}/${m.noise.relative.toFixed(3)} true ${drawn.source.pool.noise.flicker.toFixed(3)} cs ${m.costSpread.toFixed(2)} ss ${m.shareSpread.toFixed(2)} ${JSON.stringify(drawn.moved[0]!.affinity)}` : `n ${drawn.source.pool.nodes}->${drawn.destination.pool.nodes}`);
    }
  }
}
const q = (values: number[], p: number) => quantileR7(values, p) ?? Number.NaN;
function report(label: string, part: Row[]) {
  const cells = ["ours", "share", "minute", "oracle", "oracleC"].map((name) => {
    const errors = part.map((row) => Math.abs((row.points[name] ?? 0) - row.truth));
    return `${name} ${q(errors, 0.5).toFixed(2)}/${q(errors, 0.9).toFixed(2)}`;
  });
  const covered = part.filter((row) => row.truth >= row.low && row.truth <= row.high).length / part.length;
  const width = part.reduce((sum, row) => sum + row.high - row.low, 0) / part.length;
  const residual = part.map((row) => row.truth - (row.points["oracle"] ?? 0));
  const bias = q(part.map((row) => row.truth - (row.points["ours"] ?? 0)), 0.5);
  console.log(label.padEnd(38), cells.join("  "), ` cov ${(100 * covered).toFixed(0)}% width ${width.toFixed(2)} oracleW ${(q(residual, 0.95) - q(residual, 0.05)).toFixed(2)} bias ${bias.toFixed(2)}`);
}
for (const kind of new Set(rows.map((row) => row.kind)))
  for (const side of ["source", "destination"]) report(`${kind.slice(0, 24)} ${side.slice(0, 6)}`, rows.filter((row) => row.kind === kind && row.side === side));
report("ALL source", rows.filter((row) => !row.heldOut && row.side === "source"));
report("ALL destination", rows.filter((row) => !row.heldOut && row.side === "destination"));
report("ALL", rows.filter((row) => !row.heldOut));
report("HELD OUT", rows.filter((row) => row.heldOut));
console.log("ms per case", (fitMs / rows.length * 2).toFixed(0));
