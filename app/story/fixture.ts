import { encodeCells } from "#lib/charts/index.ts";
import { createRng } from "#lib/core/index.ts";
import { classifyState, DEFAULT_HOTNESS_SETTINGS, hotNodeP95 } from "#lib/hotness/index.ts";
import type { FleetCells, FleetPoolRow, FleetView } from "../(dashboard)/fleet/fleetView.ts";
import { packPools } from "../(dashboard)/fleet/fleetView.ts";

export function fixture(stamps: number, readMs: number, columns = 288, step = 5) {
  const rng = createRng(7);
  const to = Math.floor(readMs / 60000 / step) * step;
  const from = to - columns * step;
  const rows: FleetPoolRow[] = [];
  const cells = new Int16Array(stamps * 2 * columns);
  let r = 0;
  for (let s = 0; s < stamps; s++) {
    const region = s % 2 ? "eastus" : "westus";
    const stamp = `${region === "westus" ? "wus" : "eus"}-${String.fromCharCode(97 + (Math.floor(s / 2) % 26))}${s >= 52 ? Math.floor(s / 52) : ""}`;
    for (const pool of ["dataproxy", "registry"]) {
      const base = 8 + rng() ** 2 * 60;
      const phase = rng() * 4;
      let walk = 0;
      for (let c = 0; c < columns; c++) {
        walk = walk * 0.9 + (rng() - 0.5) * 6;
        const v =
          base * (0.75 + 0.35 * Math.sin(((from + c * step) / 1440) * 2 * Math.PI - phase)) +
          walk +
          (rng() < 0.01 ? 35 : 0);
        cells[r * columns + c] =
          (r === 5 && c > 100 && c < 130) || (r === 9 && c > columns - 20)
            ? -1
            : Math.round(Math.min(100, Math.max(1, v)) * 100);
      }
      const mine = cells.subarray(r * columns, (r + 1) * columns);
      const p95 = hotNodeP95(mine);
      const stale = r === 9;
      const limit = region === "westus" ? 40 : 60;
      const last = mine[columns - 1] ?? -1;
      rows.push({
        id: `${stamp}/${pool}`,
        region,
        stamp,
        pool,
        kind: pool,
        state: stale ? "unknown" : classifyState(p95, DEFAULT_HOTNESS_SETTINGS.thresholds),
        isStale: stale,
        hotNodeP95: p95 === null ? null : Math.round(p95 * 100) / 100,
        max: Math.max(...mine) / 100,
        average: base / 3,
        hot5m: last < 0 ? null : last / 100,
        hot15m: last < 0 ? null : last / 100 - 1,
        overSince: last / 100 > limit ? to - Math.floor(rng() * 300) - 4 : null,
        hotSpotRatio: 1 + rng() * 4,
        hottestNode: `n${String(Math.floor(rng() * 30)).padStart(2, "0")}`,
        hottestShare: rng(),
        nodes: 6 + Math.floor(rng() * 20),
        limit,
        trendDay: (rng() - 0.5) * 14,
        trendWeek: (rng() - 0.4) * 20,
        coverage: r === 5 ? 0.72 : 1,
        ownPeakP95: r === 7 ? 61.2 : null,
        thresholdsIndex: 0,
      });
      r++;
    }
  }
  const view: FleetView = {
    pools: packPools(rows),
    thresholds: [DEFAULT_HOTNESS_SETTINGS.thresholds],
    windows: [
      { region: "westus", fromMinute: to - 1200, toMinute: to - 480 },
      { region: "eastus", fromMinute: to - 1320, toMinute: to - 600 },
    ],
    windowText: "in each region's peak window of 12 h",
    readMs,
    latestDataMs: (to - 1) * 60000,
    isOutside: false,
    isPeak: true,
    recentFromMinute: to - 1440,
  };
  const packed: FleetCells = { columns, fromMinute: from, stepMinutes: step, cells: encodeCells(cells) };
  return { view, cells: packed };
}
